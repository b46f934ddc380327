package taught

import (
	"bufio"
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"sync"

	"evscan/fingerprints/templates"
)

// background.jsonl holds what documents show that programs make without anybody's
// template: a line for each, written by `make template-defaults`.
//
//go:embed background.jsonl
var background []byte

// table is the background.
type table struct {
	documents [][]templates.Component
	known     map[templates.Component]bool
}

// rate is the rate of a feature in others' documents as far as the background tells:
// whoever leaves a program's default as it is has all of it.
func (t *table) rate(c templates.Component) float64 {
	if t.known[c] {
		return 0.5
	}
	return 0
}

// defaultDocument is a line of the background.
type defaultDocument struct {
	Made  string              `json:"made"`  // by which program, as what
	Kinds map[string][]string `json:"kinds"` // hashes by kind
}

// defaults reads the background once. It is part of the program: a fault in it is a
// fault of the program, which a test finds.
var defaults = sync.OnceValue(func() *table {
	t, err := readDefaults(bytes.NewReader(background))
	if err != nil {
		panic("taught: " + err.Error())
	}
	return t
})

func readDefaults(r io.Reader) (*table, error) {
	t := &table{known: map[templates.Component]bool{}}
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		var d defaultDocument
		if err := json.Unmarshal(sc.Bytes(), &d); err != nil {
			return nil, fmt.Errorf("background, line %d: %w", n, err)
		}
		var list []templates.Component
		for _, kind := range slices.Sorted(maps.Keys(d.Kinds)) {
			for _, s := range d.Kinds[kind] {
				h, err := strconv.ParseUint(s, 16, 64)
				if err != nil {
					return nil, fmt.Errorf("background, line %d: %w", n, err)
				}
				c := templates.Component{Kind: kind, Hash: h}
				list = append(list, c)
				t.known[c] = true
			}
		}
		t.documents = append(t.documents, list)
	}
	return t, sc.Err()
}

// WriteDefaults writes the background of documents that programs made without a
// template, and of plain forms whose words are everybody's.
func WriteDefaults(w io.Writer, docs []Document) error {
	bw := bufio.NewWriter(w)
	enc := json.NewEncoder(bw)
	for _, d := range docs {
		out := defaultDocument{Made: d.Name, Kinds: map[string][]string{}}
		for _, s := range d.Items {
			for _, c := range s.Features {
				out.Kinds[c.Kind] = append(out.Kinds[c.Kind], fmt.Sprintf("%016x", c.Hash))
			}
		}
		for _, list := range out.Kinds {
			slices.Sort(list)
		}
		if err := enc.Encode(out); err != nil {
			return err
		}
	}
	return bw.Flush()
}
