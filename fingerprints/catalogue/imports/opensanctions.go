package imports

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"evscan/evidence"
	"evscan/fingerprints/registry/numbers"
)

// openSanctions is the list of entities as JSON lines in the FollowTheMoney model.
func openSanctions() Source {
	return Source{
		Name: "opensanctions", Title: "OpenSanctions", Address: "https://www.opensanctions.org/docs/bulk/json/ (FollowTheMoney, https://followthemoney.tech)", Licence: "CC BY-NC 4.0",
		Notice: "The data is free for non-commercial use only (CC BY-NC 4.0); businesses need a licence of OpenSanctions. Say OpenSanctions as the source.",
		guess: func(head []byte) bool {
			line, _, _ := bytes.Cut(head, []byte("\n"))
			return bytes.Contains(line, []byte(`"schema"`)) && bytes.Contains(line, []byte(`"properties"`))
		},
		read: readOpenSanctions,
	}
}

// ftmEntity is one line. The values of every property are lists of strings.
type ftmEntity struct {
	ID         string              `json:"id"`
	Caption    string              `json:"caption"`
	Schema     string              `json:"schema"`
	Properties map[string][]string `json:"properties"`
	LastChange string              `json:"last_change"`
}

func readOpenSanctions(r io.Reader) iter.Seq2[evidence.Organisation, error] {
	return byLine(r, ftmRow)
}

// byLine yields what row makes of each line of JSON; an empty result without an
// error stands for a line that holds nothing.
func byLine(r io.Reader, row func(n int, b []byte) (evidence.Organisation, error)) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		for lines := newLineReader(r); ; {
			b, err := lines.next()
			var o evidence.Organisation
			switch {
			case errors.Is(err, io.EOF):
				return
			case errors.Is(err, errLongLine):
				err = rowError(lines.n, err)
			case err != nil:
				yield(o, err)
				return
			default:
				if b = jsonLine(b); len(b) == 0 {
					continue
				}
				o, err = row(lines.n, b)
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

func ftmRow(n int, b []byte) (evidence.Organisation, error) {
	var e ftmEntity
	if err := json.Unmarshal(b, &e); err != nil {
		return evidence.Organisation{}, rowError(n, err)
	}
	kind := ""
	switch e.Schema {
	case "Company":
		kind = "company"
	case "PublicBody":
		kind = "government"
	case "Organization":
	case "":
		return evidence.Organisation{}, rowError(n, errors.New("no schema"))
	default: // Person, and LegalEntity, which may be one
		return evidence.Organisation{}, notImported(n, fmt.Sprintf("schema %.30q", e.Schema))
	}
	if e.ID == "" {
		return evidence.Organisation{}, rowError(n, errors.New("no id"))
	}
	p := e.Properties
	o := evidence.Organisation{ID: "opensanctions:" + e.ID, Kind: kind, Date: day(e.LastChange)}
	l := names{}
	l.add(e.Caption, "")
	for _, k := range []string{"name", "alias", "previousName", "abbreviation"} {
		for _, v := range p[k] {
			l.add(v, "")
		}
	}
	l.put(&o)
	for _, k := range []string{"jurisdiction", "mainCountry", "country"} {
		for _, v := range p[k] {
			if o.Country == "" {
				o.Country = country(v)
			}
		}
	}
	d := domains{}
	for _, v := range p["website"] {
		d.site(v)
	}
	for _, v := range p["email"] {
		d.mail(v)
	}
	d.put(&o)
	for _, k := range []struct{ property, scheme string }{{"leiCode", "lei"}, {"ogrnCode", "ru-ogrn"}, {"innCode", "ru-inn"}, {"vatCode", "vat"},
		{"cikCode", "us-cik"}, {"uscCode", "cn-uscc"}, {"wikidataId", "wikidata"}} {
		s, ok := numbers.Lookup(k.scheme)
		for _, v := range p[k.property] {
			if nr, err := s.Normal(v); ok && err == nil {
				o.Registry = append(o.Registry, s.Key(nr))
			}
		}
	}
	for _, v := range p["registrationNumber"] {
		if r := registerOf(o.Country, "", v); r != "" {
			o.Registry = append(o.Registry, r)
		}
	}
	if parent := firstOf(p["parent"]); parent != "" {
		o.Parent = "opensanctions:" + parent
	}
	return checked(n, o)
}
