package imports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/registry/numbers"
)

// gleif is the golden copy of the LEI records as CSV: the Common Data File format
// LEI-CDF 3.1 with one column for each element, named by its path.
func gleif() Source {
	return Source{
		Name: "gleif", Title: "GLEIF", Address: "https://www.gleif.org/en/lei-data/gleif-golden-copy (LEI-CDF 3.1)", Licence: "CC0 1.0",
		guess: func(head []byte) bool {
			line, _, _ := bytes.Cut(head, []byte("\n"))
			return bytes.Contains(line, []byte("Entity.LegalName")) && bytes.Contains(line, []byte("LEI")) && bytes.IndexByte(line, '{') < 0
		},
		read: readGLEIF,
	}
}

// gleifNames is how many other and transliterated names a row may hold.
const gleifNames = 5

type nameColumn struct{ name, language int }

// gleifColumns are the places of the columns that are read, -1 for a missing one.
type gleifColumns struct {
	lei, name, language, country, jurisdiction         int
	authority, number, category, status, state, update int
	other                                              []nameColumn
	count                                              int
}

func gleifHeader(fields [][]byte) (gleifColumns, error) {
	at := map[string]int{}
	for i, f := range fields {
		at[strings.TrimSpace(string(f))] = i
	}
	find := func(name string) int {
		if i, ok := at[name]; ok {
			return i
		}
		return -1
	}
	c := gleifColumns{lei: find("LEI"), name: find("Entity.LegalName"), language: find("Entity.LegalName.xmllang"),
		country: find("Entity.LegalAddress.Country"), jurisdiction: find("Entity.LegalJurisdiction"),
		authority: find("Entity.RegistrationAuthority.RegistrationAuthorityID"), number: find("Entity.RegistrationAuthority.RegistrationAuthorityEntityID"),
		category: find("Entity.EntityCategory"), status: find("Registration.RegistrationStatus"), state: find("Entity.EntityStatus"),
		update: find("Registration.LastUpdateDate"), count: len(fields)}
	if c.lei < 0 || c.name < 0 {
		return c, fmt.Errorf("%w: no columns LEI and Entity.LegalName in the first line", ErrFormat)
	}
	for _, path := range []string{"Entity.OtherEntityNames.OtherEntityName.", "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName."} {
		for k := 1; k <= gleifNames; k++ {
			name := path + strconv.Itoa(k)
			if i := find(name); i >= 0 {
				c.other = append(c.other, nameColumn{i, find(name + ".xmllang")})
			}
		}
	}
	return c, nil
}

func readGLEIF(r io.Reader) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		rows := newCSVReader(r)
		_, fields, err := rows.row()
		if err != nil {
			yield(evidence.Organisation{}, fmt.Errorf("%w: no header line: %w", ErrFormat, err))
			return
		}
		cols, err := gleifHeader(fields)
		if err != nil {
			yield(evidence.Organisation{}, err)
			return
		}
		for {
			n, fields, err := rows.row()
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
				o, err = cols.record(n, fields)
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

func (c *gleifColumns) record(n int, fields [][]byte) (evidence.Organisation, error) {
	var o evidence.Organisation
	if len(fields) != c.count {
		return o, rowError(n, fmt.Errorf("%d columns, not %d", len(fields), c.count))
	}
	field := func(i int) string {
		if i < 0 {
			return ""
		}
		return string(bytes.TrimSpace(fields[i]))
	}
	if field(c.category) == "SOLE_PROPRIETOR" {
		return o, notImported(n, "a natural person (sole proprietor)")
	}
	switch s := field(c.status); s {
	case "DUPLICATE", "ANNULLED", "CANCELLED", "PENDING_VALIDATION":
		return o, notImported(n, "registration "+s)
	}
	lei := field(c.lei)
	if !catalogue.LEI(lei) {
		return o, rowError(n, fmt.Errorf("LEI %q: wrong form or check digits", lei))
	}
	o = evidence.Organisation{ID: "lei:" + lei, Name: oneLine(field(c.name)), Country: country(field(c.country)), Kind: "company", Registry: []string{"lei:" + lei}}
	if o.Country == "" {
		o.Country = country(field(c.jurisdiction))
	}
	switch field(c.category) {
	case "RESIDENT_GOVERNMENT_ENTITY":
		o.Kind = "government"
	case "INTERNATIONAL_ORGANIZATION":
		o.Kind, o.Country = "government", ""
	}
	languages := names{}
	languages.add(o.Name, field(c.language))
	for _, other := range c.other {
		if name := field(other.name); name != "" {
			languages.add(name, field(other.language))
		}
	}
	languages.put(&o)
	if number := field(c.number); number != "" {
		if r := registerOf(field(c.jurisdiction), field(c.authority), number); r != "" {
			o.Registry = append(o.Registry, r)
		}
	}
	if d := field(c.update); len(d) >= len("2006-01-02") {
		o.Date = d[:len("2006-01-02")]
	}
	return checked(n, o)
}

// registers says which numbers the register of a country gives out. A number is
// taken only where its check digits or its structure bear that out, for a country
// may have several registers.
var registers = map[string][]string{
	"JP": {"jp-corporate-number"}, "FR": {"siren"}, "BE": {"be-kbo"}, "NO": {"no-orgnr"}, "SE": {"se-orgnr"}, "FI": {"fi-ytunnus"}, "DK": {"dk-cvr"},
	"CH": {"ch-uid"}, "AU": {"au-abn", "au-acn"}, "NZ": {"nz-nzbn"}, "IN": {"in-cin"}, "CN": {"cn-uscc"}, "SG": {"sg-uen"}, "KR": {"kr-corporate-number"},
	"BR": {"br-cnpj"}, "EE": {"ee-registrikood"}, "CZ": {"cz-ico"}, "RU": {"ru-ogrn"}, "UA": {"ua-edrpou"}, "IL": {"il-company"}, "AR": {"ar-cuit"},
	"CL": {"cl-rut"}, "LU": {"lu-rcs"}, "AT": {"at-firmenbuch"}, "VN": {"vn-mst"}, "TH": {"th-tin"}, "PL": {"pl-krs"},
}

// registerOf returns scheme:number of a number in a country's register, "" where it
// is none that is known. The codes are GLEIF's list of registration authorities.
func registerOf(jurisdiction, authority, number string) string {
	jurisdiction, _, _ = strings.Cut(jurisdiction, "-")
	list := registers[jurisdiction]
	switch authority {
	case "RA000585", "RA000586", "RA000587":
		list = []string{"gb-company"}
	case "RA000463":
		list = []string{"nl-kvk"}
	}
	for _, id := range list {
		s, ok := numbers.Lookup(id)
		if !ok {
			continue
		}
		if n, err := s.Normal(number); err == nil {
			return s.Key(n)
		}
	}
	return ""
}
