package bench

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/text/encoding/japanese"

	"evscan/testdata/make/archive"
)

// Write makes the package as a zip file.
func (p *Plan) Write(w io.Writer, st *Studio) error {
	entries := make([]archive.Entry, 0, len(p.items))
	var inner []archive.Entry
	for _, it := range p.items {
		data, err := it.make(&setter{plan: p, st: st, r: rand.New(rand.NewPCG(it.seed, 3))})
		if err != nil {
			return fmt.Errorf("making %s of %s: %w", it.path, p.Package, err)
		}
		e := archive.Entry{Name: it.path, Data: data, Time: it.when}
		if p.sjis {
			// Names that Shift_JIS cannot write stay as they are.
			if raw, err := japanese.ShiftJIS.NewEncoder().String(it.path); err == nil {
				e.Raw = []byte(raw)
			}
		}
		if p.nested != "" && it.kind != "readme" && it.kind != "leak-site" {
			inner = append(inner, e)
			continue
		}
		entries = append(entries, e)
	}
	if len(inner) > 0 {
		data, err := archive.Zip(inner)
		if err != nil {
			return fmt.Errorf("making %s of %s: %w", p.nested, p.Package, err)
		}
		entries = append(entries, archive.Entry{Name: p.nested, Data: data, Time: inner[0].Time, Store: true})
	}
	if err := archive.WriteZip(w, entries); err != nil {
		return fmt.Errorf("making %s: %w", p.Package, err)
	}
	return nil
}

// Write writes planned packages into a folder for each part, with truth.jsonl and
// catalogue.jsonl beside them.
func Write(ctx context.Context, dir string, list []*Plan) error {
	st, err := NewStudio()
	if err != nil {
		return err
	}
	truth, listed := map[string]*bytes.Buffer{}, map[string]map[string]*org{}
	for _, part := range Parts() {
		truth[part], listed[part] = &bytes.Buffer{}, map[string]*org{}
		if err := os.MkdirAll(filepath.Join(dir, part), 0o755); err != nil {
			return fmt.Errorf("making a folder: %w", err)
		}
	}
	for _, p := range list {
		if err := ctx.Err(); err != nil {
			return err
		}
		var buf bytes.Buffer
		if err := p.Write(&buf, st); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, p.Part, p.Package), buf.Bytes(), 0o644); err != nil {
			return fmt.Errorf("writing a package: %w", err)
		}
		if err := jsonLine(truth[p.Part], p.Truth); err != nil {
			return err
		}
		for _, o := range p.listed {
			listed[p.Part][o.name] = o
		}
	}
	for _, part := range Parts() {
		if err := os.WriteFile(filepath.Join(dir, part, "truth.jsonl"), truth[part].Bytes(), 0o644); err != nil {
			return fmt.Errorf("writing the truth: %w", err)
		}
		data, err := catalogue(listed[part])
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, part, "catalogue.jsonl"), data, 0o644); err != nil {
			return fmt.Errorf("writing the catalogue: %w", err)
		}
	}
	return nil
}

func jsonLine(b *bytes.Buffer, v any) error {
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("writing a line of JSON: %w", err)
	}
	return nil
}

// record is a line of a catalogue, see docs/catalogue.md. What only the inside of an
// organisation shows (tenants, hosts) stands in no public list and is left out.
type record struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases,omitempty"`
	Domains  []string `json:"domains,omitempty"`
	Registry []string `json:"registry,omitempty"`
	Country  string   `json:"country,omitempty"`
}

func catalogue(listed map[string]*org) ([]byte, error) {
	list := make([]*org, 0, len(listed))
	for _, o := range listed {
		list = append(list, o)
	}
	slices.SortFunc(list, func(a, b *org) int { return cmp.Compare(a.name, b.name) })
	var b bytes.Buffer
	for _, o := range list {
		r := record{ID: "domain:" + o.domain(), Name: o.name, Aliases: o.aliases, Domains: o.domains, Country: "GB"}
		if o.ja {
			r.Country, r.Registry = "JP", []string{"houjin:" + o.number[1:]}
			r.ID = r.Registry[0]
			if chance(o.style("catalogue"), .25) {
				r.Domains = nil // registers of companies know no domains
			}
		}
		if err := jsonLine(&b, r); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
