package catalogue

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"

	"evscan/evidence"
)

// organisation turns a line into a record.
func (w row) organisation() (evidence.Organisation, error) {
	o := evidence.Organisation{ID: w.ID, Name: w.Name, Aliases: w.Aliases, Domains: w.Domains, Tenants: w.Tenants, Registry: w.Registry,
		Country: w.Country, Parent: w.Parent, Kind: w.Kind, Background: w.Background, Hosts: w.Hosts, Source: w.Source, Date: w.Date}
	if len(w.Languages) > 0 {
		o.Languages = make([]string, 1+len(w.Aliases))
		for _, name := range slices.Sorted(maps.Keys(w.Languages)) {
			found := false
			for k := range o.Languages {
				if nameAt(&o, k) == name {
					o.Languages[k], found = w.Languages[name], true
				}
			}
			if !found {
				return o, fmt.Errorf("languages: %q is no name of the record", name)
			}
		}
	}
	if len(w.Uses) > 0 {
		o.Uses = make([]evidence.DomainUse, len(w.Domains))
		for _, d := range slices.Sorted(maps.Keys(w.Uses)) {
			i := slices.Index(w.Domains, d)
			if i < 0 {
				return o, fmt.Errorf("uses: %q is no domain of the record", d)
			}
			for _, name := range w.Uses[d] {
				u, ok := evidence.ParseDomainUse(name)
				if !ok {
					return o, fmt.Errorf("uses: %q is none of web, mail, intranet", name)
				}
				o.Uses[i] |= u
			}
		}
	}
	return o, nil
}

// rowOf turns a record into a line.
func rowOf(o *evidence.Organisation) row {
	w := row{ID: o.ID, Name: o.Name, Aliases: o.Aliases, Domains: o.Domains, Tenants: o.Tenants, Registry: o.Registry, Country: o.Country,
		Parent: o.Parent, Kind: o.Kind, Background: o.Background, Hosts: o.Hosts, Source: o.Source, Date: o.Date}
	for k := range 1 + len(o.Aliases) {
		if tag := o.Language(k); tag != "" {
			if w.Languages == nil {
				w.Languages = map[string]string{}
			}
			w.Languages[nameAt(o, k)] = tag
		}
	}
	for i, d := range o.Domains {
		if u := o.Use(i); u != 0 {
			if w.Uses == nil {
				w.Uses = map[string][]string{}
			}
			w.Uses[d] = u.Names()
		}
	}
	return w
}

// Writer writes records as the JSON lines that Read takes.
type Writer struct{ enc *json.Encoder }

// NewWriter returns a Writer to w, which the caller buffers and closes.
func NewWriter(w io.Writer) *Writer {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return &Writer{enc}
}

// Write writes one record as one line.
func (w *Writer) Write(o evidence.Organisation) error { return w.enc.Encode(rowOf(&o)) }
