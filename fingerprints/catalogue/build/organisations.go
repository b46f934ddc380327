package main

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/klauspost/compress/zstd"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// snapshot is the date of the newest source.
const snapshot = "2026-08-22"

// collect joins the sources into one list.
func collect(data string) ([]evidence.Organisation, error) {
	c := newCollector()
	for _, step := range []func(string, *collector) error{edinet, gbizinfo, finance, sp500, universities, prefectures, municipalities, dotgov, addBrands, vendors, otherDomains} {
		if err := step(data, c); err != nil {
			return nil, err
		}
	}
	orgs := c.finish()
	rates, err := background(data)
	if err != nil {
		return nil, err
	}
	setBackground(orgs, string(rates))
	return orgs, nil
}

// organisations packs the list of collect.
func organisations(data string) ([]byte, error) {
	orgs, err := collect(data)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString(snapshot + "\n")
	if err := catalogue.Pack(&b, orgs); err != nil {
		return nil, err
	}
	b.WriteByte('\n')
	if err := catalogue.PackCores(&b, orgs); err != nil {
		return nil, err
	}
	e, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedBestCompression), zstd.WithWindowSize(8<<20), zstd.WithEncoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	kinds := map[string]int{}
	for _, o := range orgs {
		kinds[o.Kind]++
	}
	fmt.Printf("%d organisations %v, %d bytes unpacked\n", len(orgs), kinds, b.Len())
	return e.EncodeAll(b.Bytes(), nil), nil
}

func setBackground(orgs []evidence.Organisation, rates string) {
	rate := rateTable(rates)
	for i := range orgs {
		// Only the first domain speaks for the organisation itself.
		if len(orgs[i].Domains) > 0 {
			orgs[i].Background = rate[orgs[i].Domains[0]]
		}
	}
}

// rateTable reads what background makes.
func rateTable(rates string) map[string]float64 {
	rate := map[string]float64{}
	var r float64
	for line := range strings.Lines(rates) {
		line = strings.TrimSpace(line)
		if n, ok := strings.CutPrefix(line, "="); ok {
			fmt.Sscanf(n, "%g", &r)
		} else {
			rate[line] = r
		}
	}
	return rate
}

// collector gathers records and finds those that are one organisation.
type collector struct {
	orgs     []*evidence.Organisation
	byDomain map[string][]*evidence.Organisation
	byCore   map[string][]*evidence.Organisation
}

func newCollector() *collector {
	return &collector{byDomain: map[string][]*evidence.Organisation{}, byCore: map[string][]*evidence.Organisation{}}
}

func (c *collector) add(o evidence.Organisation) *evidence.Organisation {
	p := &o
	c.orgs = append(c.orgs, p)
	c.note(p)
	return p
}

// note brings the indexes up to date after p was made or changed.
func (c *collector) note(p *evidence.Organisation) {
	for _, d := range p.Domains {
		if !slices.Contains(c.byDomain[d], p) {
			c.byDomain[d] = append(c.byDomain[d], p)
		}
	}
	for _, n := range append([]string{p.Name}, p.Aliases...) {
		k := catalogue.Core(n)
		if !slices.Contains(c.byCore[k], p) {
			c.byCore[k] = append(c.byCore[k], p)
		}
	}
}

func (c *collector) alias(p *evidence.Organisation, name string) {
	name = clean(name)
	if name == "" || name == p.Name || slices.Contains(p.Aliases, name) {
		return
	}
	p.Aliases = append(p.Aliases, name)
	c.note(p)
}

// aliasIn is alias for a name whose language is known.
func (c *collector) aliasIn(p *evidence.Organisation, name, tag string) {
	n := len(p.Aliases)
	if c.alias(p, name); len(p.Aliases) > n {
		setLanguage(p, len(p.Aliases), tag)
	}
}

// setLanguage notes the language of the name (k = 0) or of alias k-1.
func setLanguage(p *evidence.Organisation, k int, tag string) {
	for len(p.Languages) <= k {
		p.Languages = append(p.Languages, "")
	}
	p.Languages[k] = tag
}

func (c *collector) domain(p *evidence.Organisation, d string) {
	c.domainFor(p, d, 0)
}

// domainFor adds a domain whose use is known, or the use to one that is there.
func (c *collector) domainFor(p *evidence.Organisation, d string, use evidence.DomainUse) {
	d, ok := catalogue.Registrable(d)
	if !ok || shared(d) {
		return
	}
	i := slices.Index(p.Domains, d)
	if i < 0 {
		i = len(p.Domains)
		p.Domains = append(p.Domains, d)
		c.note(p)
	}
	for len(p.Uses) <= i && use != 0 {
		p.Uses = append(p.Uses, 0)
	}
	if use != 0 {
		p.Uses[i] |= use
	}
}

// same returns the record that a name at a domain means: same domain, and one
// name contains the other's first word.
func (c *collector) same(name, domain string) *evidence.Organisation {
	for _, p := range c.byDomain[domain] {
		for _, n := range append([]string{p.Name}, p.Aliases...) {
			if similar(catalogue.Core(n), catalogue.Core(name)) {
				return p
			}
		}
	}
	return nil
}

func similar(a, b string) bool {
	if a == b || strings.ReplaceAll(a, " ", "") == strings.ReplaceAll(b, " ", "") {
		return true
	}
	// "sample works" and "sample works japan": all words of the shorter.
	x, y := strings.Fields(a), strings.Fields(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	for i, w := range x {
		if y[i] != w {
			return false
		}
	}
	return len(x) > 1
}

// shared domains are building sites and networks on which many organisations
// keep their page.
func shared(d string) bool { return catalogue.SharedDomain(d) }

func (c *collector) finish() []evidence.Organisation {
	out := make([]evidence.Organisation, 0, len(c.orgs))
	for _, p := range c.orgs {
		slimAliases(p)
		if scheme, _, _ := strings.Cut(p.ID, ":"); scheme != "domain" && scheme != "name" && scheme != "wikidata" && !slices.Contains(p.Registry, p.ID) {
			p.Registry = append([]string{p.ID}, p.Registry...)
		}
		out = append(out, *p)
	}
	slices.SortStableFunc(out, func(a, b evidence.Organisation) int { return strings.Compare(a.ID, b.ID) })
	return slices.CompactFunc(out, func(a, b evidence.Organisation) bool { return a.ID == b.ID })
}

// slimAliases leaves out aliases that have the same core as one before them.
func slimAliases(p *evidence.Organisation) {
	seen := []string{catalogue.Core(p.Name)}
	var keep []string
	languages := []string{p.Language(0)}
	for i, a := range p.Aliases {
		if k := catalogue.Core(a); !slices.Contains(seen, k) {
			seen = append(seen, k)
			keep = append(keep, a)
			languages = append(languages, p.Language(i+1))
		}
	}
	p.Aliases, p.Languages = keep, nil
	if strings.Join(languages, "") != "" {
		p.Languages = languages
	}
}

// clean brings a name of a source into one line.
func clean(name string) string {
	name = strings.Join(strings.Fields(strings.NewReplacer("　", " ", "\t", " ", "|", "/").Replace(name)), " ")
	return strings.Trim(name, " -,;")
}
