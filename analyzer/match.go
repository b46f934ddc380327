package analyzer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/fingerprints"
	"evscan/fingerprints/templates"
)

// matching is the second stage of a scan: the facts of every item are looked
// through for marks, twice, since a name that a legal form betrays in one file
// stands without it in others.
type matching struct {
	cfg   Config
	spool *spool
	items []evidence.Item
	units []*unit
	done  atomic.Int64
}

// run fills in marks, links and groups of the items and returns the links that
// hold for the whole package.
func (m *matching) run(ctx context.Context) ([]evidence.Link, error) {
	found := make([]fingerprints.Found, len(m.items))
	signatures := make([]templates.Signature, len(m.items))
	set := m.cfg.Fingerprints
	err := m.each(ctx, func(i int, facts []evidence.Fact) {
		it := &m.items[i]
		found[i] = set.Match(it, facts)
		signatures[i] = set.Signature(it, facts)
		it.Fingerprint = signatures[i].Fingerprint()
		it.Marks, it.Links, it.Paper = found[i].Marks, found[i].Links, found[i].Paper
		if found[i].Dropped > 0 {
			it.Problems = append(it.Problems, evidence.Problem{Kind: evidence.ProblemLimit, Late: true, Detail: fmt.Sprintf(
				"names more organisations than are kept of one item (%d marks, %d links, %d new names)", fingerprints.MaxMarks, fingerprints.MaxLinks, fingerprints.MaxNames)})
			// One with the bytes of another item has that one's status.
			if it.SameAs == "" {
				it.Status = status(it.Problems)
			}
		}
		if m.cfg.IncludeText {
			it.Content = content(facts)
		}
	})
	if err != nil {
		return nil, err
	}
	if names := discovered(found); len(names) > 0 {
		wider := set.Extend(names)
		err := m.each(ctx, func(i int, facts []evidence.Fact) {
			m.items[i].Marks = append(m.items[i].Marks, wider.Rematch(&m.items[i], facts)...)
		})
		if err != nil {
			return nil, err
		}
	}
	set.Mend(m.items)
	if err := set.Err(); err != nil && m.cfg.Log != nil {
		m.cfg.Log.Warn("a catalogue file is broken: what it lists was not found from there on", "reason", err)
	}
	for i, group := range fingerprints.Cluster(signatures) {
		m.items[i].Group = group
	}
	return set.Links(m.marks()), nil
}

// each calls f for every item that has facts of its own or a name to look at, on
// as many goroutines as the scan has workers. f may write to its own item only.
func (m *matching) each(ctx context.Context, f func(i int, facts []evidence.Fact)) error {
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, max(1, m.cfg.Jobs))
	m.done.Store(0)
	for w := range errs {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(m.items) {
					return
				}
				var facts []evidence.Fact
				if u := m.units[i]; u != nil {
					if facts, errs[w] = m.spool.get(u.result.facts); errs[w] != nil {
						return
					}
				}
				f(i, facts)
				m.done.Add(1)
			}
		})
	}
	wg.Wait()
	if m.cfg.Progress != nil {
		m.cfg.Progress(Progress{Stage: "matching", Done: int(m.done.Load()), Known: len(m.items)})
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

// discovered gathers the names that were found by their legal form, in a fixed order.
func discovered(found []fingerprints.Found) []fingerprints.Name {
	byKey := map[evidence.Key]*fingerprints.Name{}
	var names []*fingerprints.Name
	for _, f := range found {
		for _, n := range f.Names {
			if known := byKey[n.Key]; known != nil {
				known.Count += n.Count
				continue
			}
			byKey[n.Key] = &n
			names = append(names, &n)
		}
	}
	slices.SortFunc(names, func(a, b *fingerprints.Name) int { return cmp.Compare(a.Key.Value, b.Key.Value) })
	out := make([]fingerprints.Name, len(names))
	for i, n := range names {
		out[i] = *n
	}
	return out
}

func (m *matching) marks() []evidence.Mark {
	var all []evidence.Mark
	for i := range m.items {
		all = append(all, m.items[i].Marks...)
	}
	return all
}

// organisations are the catalogue's records that the marks and the claim refer to.
func (m *matching) organisations() map[string]evidence.Organisation {
	seen := map[string]bool{}
	var ids []string
	add := func(id string) {
		if id != "" && !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for i := range m.items {
		for _, mk := range m.items[i].Marks {
			add(mk.Org)
		}
	}
	if text := strings.TrimSpace(m.cfg.Claimed); text != "" {
		_, orgs := m.cfg.Fingerprints.Claim(text)
		for _, id := range orgs {
			add(id)
		}
	}
	return m.cfg.Fingerprints.Organisations(ids)
}

func (m *matching) claim() *attribution.Claim {
	text := strings.TrimSpace(m.cfg.Claimed)
	if text == "" {
		return nil
	}
	keys, orgs := m.cfg.Fingerprints.Claim(text)
	marks := m.marks()
	return &attribution.Claim{Text: text, Keys: keys, Orgs: orgs, Links: m.cfg.Fingerprints.Kin(keys, marks), OtherForm: m.cfg.Fingerprints.OtherForm(text, keys, marks)}
}

// content is the whole text of an item, blocks separated by blank lines.
func content(facts []evidence.Fact) string {
	var blocks []string
	for _, f := range facts {
		if f.Kind != evidence.FactMetadata {
			blocks = append(blocks, f.Value)
		}
	}
	return strings.Join(blocks, "\n\n")
}
