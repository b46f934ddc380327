package imports

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/registry/numbers"
)

// wikidata is the dump of the items of Wikidata, one JSON object a line, as an
// array or without its brackets (https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html).
func wikidata() Source {
	return Source{
		Name: "wikidata", Title: "Wikidata", Address: "https://www.wikidata.org/wiki/Wikidata:Database_download (JSON dumps)", Licence: "CC0 1.0",
		guess: func(head []byte) bool {
			return bytes.Contains(head, []byte(`"type":"item"`)) && bytes.Contains(head, []byte(`"labels"`)) ||
				bytes.Contains(head, []byte(`"claims"`)) && bytes.Contains(head, []byte(`"labels"`))
		},
		read: func(r io.Reader) iter.Seq2[evidence.Organisation, error] { return byLine(r, wikidataRow) },
	}
}

type wikidataItem struct {
	Type     string                       `json:"type"`
	ID       string                       `json:"id"`
	Modified string                       `json:"modified"`
	Labels   json.RawMessage              `json:"labels"`  // an object, or an empty array where there are none
	Aliases  json.RawMessage              `json:"aliases"` // the same
	Claims   map[string][]json.RawMessage `json:"claims"`
}

type wikidataText struct {
	Language string `json:"language"`
	Value    string `json:"value"`
}

type wikidataClaim struct {
	Rank     string `json:"rank"`
	MainSnak struct {
		DataValue struct {
			Value json.RawMessage `json:"value"`
		} `json:"datavalue"`
	} `json:"mainsnak"`
}

// Properties that are read.
const (
	instanceOf      = "P31"
	countryProperty = "P17"
	website         = "P856"
	mailAddress     = "P968"
	parentProperty  = "P749"
)

// wikidataNumbers are the properties that hold a number of a register.
var wikidataNumbers = []struct{ property, scheme string }{
	{"P1278", "lei"}, {"P3225", "jp-corporate-number"}, {"P1616", "siren"}, {"P3608", "vat"}, {"P5531", "us-cik"}, {"P1297", "us-ein"}, {"P2771", "duns"},
	{"P2622", "gb-company"}, {"P3220", "nl-kvk"}, {"P3376", "be-kbo"}, {"P2333", "no-orgnr"}, {"P6460", "se-orgnr"}, {"P1059", "dk-cvr"}, {"P4156", "cz-ico"},
	{"P3548", "au-abn"}, {"P3549", "au-acn"}, {"P6782", "ror"},
}

// organisationProperties stand on nothing but organisations: legal form, stock
// exchange, parent and subsidiary organisation, chief executive, industry.
var organisationProperties = []string{"P1454", "P414", parentProperty, "P355", "P169", "P452"}

// organisationClasses are values of "instance of" that organisations have. The tree
// of classes below them is not in the line, so this is a list of the frequent ones.
var organisationClasses = map[string]string{
	"Q4830453": "company", "Q783794": "company", "Q6881511": "company", "Q891723": "company", "Q161726": "company", "Q658255": "company", "Q1058914": "company",
	"Q22687": "company", "Q167037": "company", "Q18388277": "company", "Q613142": "company", "Q134161": "company", "Q270791": "company", "Q219577": "company",
	"Q46970": "company", "Q507619": "company", "Q1616075": "company", "Q2085381": "company", "Q1320047": "company", "Q740752": "company", "Q11032": "",
	"Q3918": "university", "Q875538": "university", "Q902104": "university", "Q38723": "university", "Q31855": "", "Q43229": "", "Q163740": "", "Q157031": "",
	"Q327333": "government", "Q192350": "government", "Q2659904": "government", "Q16917": "", "Q484652": "", "Q48204": "", "Q79913": "", "Q35535": "government",
	"Q1500350": "municipality", "Q17143371": "municipality", "Q494721": "municipality", "Q1059478": "municipality", "Q4174776": "municipality", "Q50337": "government",
}

// persons are classes of natural and invented persons and of families.
var persons = []string{"Q5", "Q15632617", "Q8436", "Q13417114", "Q95074"}

func wikidataRow(n int, b []byte) (evidence.Organisation, error) {
	var w wikidataItem
	if err := json.Unmarshal(b, &w); err != nil {
		return evidence.Organisation{}, rowError(n, err)
	}
	if w.Type != "" && w.Type != "item" {
		return evidence.Organisation{}, notImported(n, "no item")
	}
	kind, why := w.kind()
	if why != "" {
		return evidence.Organisation{}, notImported(n, why)
	}
	o := evidence.Organisation{ID: "wikidata:" + w.ID, Kind: kind, Date: day(w.Modified), Registry: []string{"wikidata:" + w.ID}}
	w.names().put(&o)
	for _, q := range w.entities(countryProperty) {
		o.Country = cmp.Or(o.Country, wikidataCountries[q])
	}
	d := domains{}
	for _, v := range w.strings(website) {
		d.site(v)
	}
	for _, v := range w.strings(mailAddress) {
		d.mail(v)
	}
	d.put(&o)
	for _, p := range wikidataNumbers {
		s, ok := numbers.Lookup(p.scheme)
		for _, v := range w.strings(p.property) {
			if nr, err := s.Normal(v); ok && err == nil {
				o.Registry = append(o.Registry, s.Key(nr))
			}
		}
	}
	if parents := w.entities(parentProperty); len(parents) > 0 {
		o.Parent = "wikidata:" + parents[0]
	}
	return checked(n, o)
}

// kind says what kind of organisation an item is, or why it is not imported.
func (w *wikidataItem) kind() (kind, why string) {
	found := false
	for _, q := range w.entities(instanceOf) {
		if slices.Contains(persons, q) {
			return "", "a natural person or family"
		}
		if k, ok := organisationClasses[q]; ok {
			found = true
			kind = cmp.Or(kind, k)
		}
	}
	for _, p := range organisationProperties {
		found = found || len(w.Claims[p]) > 0
	}
	for _, p := range wikidataNumbers {
		found = found || len(w.Claims[p.property]) > 0
	}
	if !found {
		return "", "nothing says that it is an organisation"
	}
	return kind, ""
}

// wikidataFirst are the languages of a canonical name, best first.
var wikidataFirst = []string{"mul", "en"}

func (w *wikidataItem) names() *names {
	var labels map[string]wikidataText
	var aliases map[string][]wikidataText
	_ = json.Unmarshal(w.Labels, &labels) // [] stands for none
	_ = json.Unmarshal(w.Aliases, &aliases)
	l := &names{}
	order := append(slices.Clone(wikidataFirst), slices.Sorted(maps.Keys(labels))...)
	for _, tag := range order {
		l.add(labels[tag].Value, tag)
	}
	for _, tag := range append(slices.Clone(wikidataFirst), slices.Sorted(maps.Keys(aliases))...) {
		for _, a := range aliases[tag] {
			l.add(a.Value, tag)
		}
	}
	return l
}

// values yields the values of a property that are not deprecated.
func (w *wikidataItem) values(property string) iter.Seq[json.RawMessage] {
	return func(yield func(json.RawMessage) bool) {
		for _, raw := range w.Claims[property] {
			var c wikidataClaim
			if json.Unmarshal(raw, &c) == nil && c.Rank != "deprecated" && len(c.MainSnak.DataValue.Value) > 0 && !yield(c.MainSnak.DataValue.Value) {
				return
			}
		}
	}
}

func (w *wikidataItem) strings(property string) []string {
	var out []string
	for raw := range w.values(property) {
		var s string
		if json.Unmarshal(raw, &s) == nil {
			out = append(out, s)
		}
	}
	return out
}

func (w *wikidataItem) entities(property string) []string {
	var out []string
	for raw := range w.values(property) {
		var v struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(raw, &v) == nil && strings.HasPrefix(v.ID, "Q") {
			out = append(out, v.ID)
		}
	}
	return out
}
