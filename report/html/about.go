package html

import (
	"fmt"

	"evscan/report/document"
	"evscan/report/say"
)

// maxAboutText is how many characters of one entry are shown.
const maxAboutText = 600

// about is the chain of custody: what was scanned, by what, how, and how to check it.
func (m *maker) about() {
	d := m.doc
	add := func(key string, values ...string) *aboutRow {
		row := aboutRow{Key: key}
		for _, s := range values[:min(len(values), maxAbout)] {
			if s != "" {
				row.Value = append(row.Value, cut(say.Clean(s), maxAboutText))
			}
		}
		if len(row.Value) == 0 {
			return &row
		}
		m.About = append(m.About, row)
		return &m.About[len(m.About)-1]
	}
	add("about.package", d.Package.Name, fmt.Sprintf("%d bytes", d.Package.Size), named("SHA-256", d.Package.SHA256), named("SHA-1", d.Package.SHA1), named("MD5", d.Package.MD5))
	m.About = append(m.About, aboutRow{Key: "about.items", Say: []phrase{m.hashed()}})
	add("about.made", named("evscan", d.Tool.Version), named("catalogue", d.Tool.CatalogueVersion), named("weights", d.Tool.WeightsVersion), named("schema", d.Schema.Version), started(d.Timing))
	if r := d.Rescored; r != nil {
		add("about.again", named("evscan", r.ToolVersion), named("catalogue", r.CatalogueVersion), named("weights", d.Tool.WeightsVersion))
	}
	add("about.models", append([]string{d.Tool.OCR}, d.Tool.Languages...)...)
	add("about.sandbox", d.Tool.Sandbox...)
	l := d.Limits
	add("about.limits", fmt.Sprintf("depth %d", l.Depth), fmt.Sprintf("items %d", l.Items), "item "+say.Size(l.ItemBytes), "total "+say.Size(l.TotalBytes),
		fmt.Sprintf("ratio %g", l.Ratio), "text "+say.Size(l.TextBytes), fmt.Sprintf("pixels %d", l.Pixels),
		fmt.Sprintf("item time %g s", float64(l.ItemTimeMS)/1000), fmt.Sprintf("total time %g s", float64(l.TotalTimeMS)/1000))
	add("about.options", flags(d.Options)...)
	if row := add("about.claim", m.meant()...); len(row.Value) > 0 && len(d.Weighing.Claim.Organisations) > 1 {
		row.Say = append(row.Say, m.both("about.claim.several"))
	}
	m.About = append(m.About, aboutRow{Key: "about.check", Value: []string{"evscan verify REPORT.json " + shown(d.Package.Name)}, Say: []phrase{m.both("about.check.does")}})
	m.About = append(m.About, aboutRow{Key: "about.compare", Value: []string{"evscan compare REPORT.json OTHER.json"}, Say: []phrase{m.comparable()}})
}

func named(name, s string) string {
	if s == "" {
		return ""
	}
	return name + " " + s
}

func flags(o document.Options) []string {
	list := []string{named("--claimed", o.Claimed), named("--lang", o.Lang)}
	if o.NoOCR {
		list = append(list, "--no-ocr")
	}
	if o.Inventory {
		list = append(list, "--inventory")
	}
	if o.Redacted {
		list = append(list, "--redact")
	}
	if !o.DefaultCatalogue {
		list = append(list, "--no-default-catalogue")
	}
	if o.Passwords > 0 {
		list = append(list, say.Plural(o.Passwords, "password"))
	}
	for _, c := range o.Catalogues {
		list = append(list, named("--catalogue", c))
	}
	return list
}

// hashed says how many items the JSON report holds the hash of.
func (m *maker) hashed() phrase {
	n := 0
	for _, it := range m.doc.Items {
		if it.SHA256 != "" {
			n++
		}
	}
	return phrase{fmt.Sprintf(m.both("about.items.hashed").En, n, len(m.doc.Items)), fmt.Sprintf(m.both("about.items.hashed").Ja, n, len(m.doc.Items))}
}

// comparable says what evscan compare can go by.
func (m *maker) comparable() phrase {
	n := 0
	for _, it := range m.doc.Items {
		if it.Fingerprint != nil {
			n++
		}
	}
	if n == 0 {
		return m.both("about.compare.bytes")
	}
	p := m.both("about.compare.near")
	return phrase{fmt.Sprintf(p.En, say.Plural(n, "item"), m.doc.Tool.Fingerprinting), fmt.Sprintf(p.Ja, n, m.doc.Tool.Fingerprinting)}
}

// meant is what the claim was taken to mean: records of the catalogue, names, domains,
// and what ties them to others of the package.
func (m *maker) meant() []string {
	w := m.doc.Weighing
	if w == nil || w.Claim == nil {
		return nil
	}
	names := map[string]document.Organisation{}
	for _, o := range w.Organisations {
		names[o.ID] = o
	}
	var out []string
	for _, id := range w.Claim.Organisations {
		s := id
		if o, ok := names[id]; ok {
			s = say.Named(o.Name, o.Domains) + ", " + id
		}
		out = append(out, s)
	}
	for _, k := range w.Claim.Keys {
		out = append(out, k.Kind+": "+k.Value)
	}
	for _, l := range w.Claim.Links {
		out = append(out, fmt.Sprintf("%s = %s: %s (%+.4g)", l.A, l.B, l.Why, l.Bits))
	}
	return out
}

func started(t *document.Timing) string {
	if t == nil {
		return ""
	}
	return t.Started
}
