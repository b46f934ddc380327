package imports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"evscan/evidence"
)

// ror is the dump of the Research Organization Registry, an array of records in
// schema 1.x or 2.x (https://ror.readme.io/docs/schema-v2).
func ror() Source {
	return Source{
		Name: "ror", Title: "ROR", Address: "https://ror.readme.io/docs/data-dump (schemas 1 and 2)", Licence: "CC0 1.0",
		guess: func(head []byte) bool {
			return bytes.Contains(head[:min(len(head), 16<<10)], []byte("https://ror.org/0"))
		},
		read: readROR,
	}
}

// rorRecord has the fields of both schemas.
type rorRecord struct {
	ID     string   `json:"id"`
	Status string   `json:"status"`
	Types  []string `json:"types"`
	// schema 1
	Name     string   `json:"name"`
	Aliases  []string `json:"aliases"`
	Acronyms []string `json:"acronyms"`
	Labels   []struct {
		Label string `json:"label"`
		Lang  string `json:"iso639"`
	} `json:"labels"`
	Country struct {
		Code string `json:"country_code"`
	} `json:"country"`
	Email string `json:"email_address"`
	// schema 2
	Names []struct {
		Value string   `json:"value"`
		Types []string `json:"types"`
		Lang  string   `json:"lang"`
	} `json:"names"`
	Locations []struct {
		Details struct {
			Code string `json:"country_code"`
		} `json:"geonames_details"`
	} `json:"locations"`
	Domains []string `json:"domains"`
	Admin   struct {
		Modified struct {
			Date string `json:"date"`
		} `json:"last_modified"`
	} `json:"admin"`
	// either, in two forms
	Links         []json.RawMessage `json:"links"`
	ExternalIDs   json.RawMessage   `json:"external_ids"`
	Relationships []struct {
		Type string `json:"type"`
		ID   string `json:"id"`
	} `json:"relationships"`
}

func readROR(r io.Reader) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		for objects := newObjectReader(r); ; {
			n, b, err := objects.next()
			var o evidence.Organisation
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil && n == 0:
				yield(o, err)
				return
			case err != nil:
				err = rowError(n, err)
			default:
				o, err = rorRow(n, b)
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

func rorRow(n int, b []byte) (evidence.Organisation, error) {
	var w rorRecord
	if err := json.Unmarshal(b, &w); err != nil {
		return evidence.Organisation{}, rowError(n, err)
	}
	id, ok := strings.CutPrefix(w.ID, "https://ror.org/")
	if !ok {
		return evidence.Organisation{}, rowError(n, fmt.Errorf("id %q: not an address of ror.org", w.ID))
	}
	if w.Status == "withdrawn" {
		return evidence.Organisation{}, notImported(n, "withdrawn")
	}
	o := evidence.Organisation{ID: "ror:" + id, Registry: []string{"ror:" + id}, Kind: rorKind(w.Types), Date: day(w.Admin.Modified.Date), Country: country(w.Country.Code)}
	if len(w.Locations) > 0 {
		o.Country = country(w.Locations[0].Details.Code)
	}
	w.gatherNames().put(&o)
	w.gatherDomains().put(&o)
	o.Registry = append(o.Registry, w.wikidata()...)
	for _, rel := range w.Relationships {
		if parent, ok := strings.CutPrefix(rel.ID, "https://ror.org/"); ok && strings.EqualFold(rel.Type, "parent") {
			o.Parent = "ror:" + parent
			break
		}
	}
	return checked(n, o)
}

func (w *rorRecord) gatherNames() *names {
	l := &names{}
	l.add(w.Name, "")
	for _, x := range w.Names {
		if slices.Contains(x.Types, "ror_display") {
			l.add(x.Value, x.Lang)
		}
	}
	for _, x := range w.Names {
		l.add(x.Value, x.Lang)
	}
	for _, x := range w.Labels {
		l.add(x.Label, x.Lang)
	}
	for _, x := range w.Aliases {
		l.add(x, "")
	}
	for _, x := range w.Acronyms {
		l.add(x, "")
	}
	return l
}

func (w *rorRecord) gatherDomains() *domains {
	d := &domains{}
	for _, raw := range w.Links {
		var v1 string
		var v2 struct{ Type, Value string }
		if json.Unmarshal(raw, &v1) == nil {
			d.site(v1)
		} else if json.Unmarshal(raw, &v2) == nil && v2.Type == "website" {
			d.site(v2.Value)
		}
	}
	for _, x := range w.Domains {
		d.add(x, evidence.UseWeb)
	}
	d.mail(w.Email)
	return d
}

// wikidata reads the first Wikidata item among the identifiers of others.
func (w *rorRecord) wikidata() []string {
	var ids []string
	var v2 []struct {
		Type string   `json:"type"`
		All  []string `json:"all"`
	}
	var v1 struct {
		Wikidata struct {
			All []string `json:"all"`
		} `json:"Wikidata"`
	}
	if json.Unmarshal(w.ExternalIDs, &v2) == nil {
		for _, x := range v2 {
			if x.Type == "wikidata" {
				ids = append(ids, x.All...)
			}
		}
	} else if json.Unmarshal(w.ExternalIDs, &v1) == nil {
		ids = v1.Wikidata.All
	}
	if q := firstOf(ids); q != "" {
		return []string{"wikidata:" + q}
	}
	return nil
}

func rorKind(types []string) string {
	for _, t := range types {
		switch strings.ToLower(t) {
		case "education":
			return "university"
		case "company":
			return "company"
		case "government":
			return "government"
		}
	}
	return ""
}
