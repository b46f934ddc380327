package catalogue

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"

	"evscan/evidence"
)

//go:embed data/default.tsv.zst
var defaultPacked []byte

// maxUnpacked bounds the memory of the embedded catalogue, in bytes.
const maxUnpacked = 64 << 20

var loadDefault = sync.OnceValues(func() (*Catalogue, error) {
	text, err := unzstd(defaultPacked)
	if err != nil {
		return nil, fmt.Errorf("embedded catalogue: %w", err)
	}
	date, rest, _ := strings.Cut(text, "\n")
	lines, names, _ := strings.Cut(rest, "\n\n")
	orgs, err := unpack(lines)
	if err != nil {
		return nil, fmt.Errorf("embedded catalogue: %w", err)
	}
	setDates(orgs)
	c := newCatalogue(orgs, date)
	cores, err := unpackCores(names, c.orgs)
	if err != nil {
		return nil, fmt.Errorf("embedded catalogue: %w", err)
	}
	c.cores = func() [][]string { return cores }
	return c, nil
})

// Default returns the catalogue that is built into the program. It is decoded
// at the first call; its indexes are made when they are first asked for.
func Default() (*Catalogue, error) { return loadDefault() }

// setDates gives each record the date of its source, which is the same for all of
// them and not packed.
func setDates(orgs []evidence.Organisation) {
	dates := map[string]string{}
	for _, s := range Sources() {
		_, dates[s.Name], _ = strings.Cut(s.Version, ", ")
	}
	source, date := "", ""
	for i := range orgs {
		if orgs[i].Source != source {
			source, date = orgs[i].Source, dates[orgs[i].Source]
		}
		if orgs[i].Date == "" {
			orgs[i].Date = date
		}
	}
}

func unzstd(packed []byte) (string, error) {
	d, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(maxUnpacked), zstd.WithDecoderConcurrency(1))
	if err != nil {
		return "", err
	}
	defer d.Close()
	raw, err := d.DecodeAll(packed, nil)
	if err != nil {
		return "", err
	}
	return string(raw), nil
}
