package main

import (
	"fmt"
	"io"
	"math"
	"path/filepath"
	"slices"
	"strings"

	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/testdata/bench"
)

// evaluation compares answers with the truth and writes tables in Markdown.
type evaluation struct {
	weights attribution.Weights
	out     io.Writer
	misses  int
	ablate  bool
}

func (e *evaluation) say(format string, args ...any) { fmt.Fprintf(e.out, format+"\n", args...) }

// all writes every table and returns the reliability diagram.
func (e *evaluation) all(dir, part, corpus string) ([]byte, error) {
	truth, err := readTruth(filepath.Join(dir, part, "truth.jsonl"))
	if err != nil {
		return nil, err
	}
	raw, err := load(dir, part, truth, false)
	if err != nil {
		return nil, err
	}
	on := weigh(raw, e.weights, nil)
	var off []sample
	if part == bench.PartBlind {
		if off, err = load(dir, part, truth, true); err != nil {
			return nil, err
		}
		off = weigh(off, e.weights, nil)
	}
	e.say("%d packages of the part %q, weights of %s (%s).\n", len(on), part, e.weights.Version, e.weights.Fitted)
	e.owners(on, off)
	e.claims(on)
	svg := e.calibration(on)
	e.roles(on)
	if err := e.attacks(dir); err != nil {
		return nil, err
	}
	if e.ablate {
		e.ablations(on)
	}
	e.list(on)
	if corpus != "" {
		if err := e.corpus(dir, corpus); err != nil {
			return nil, err
		}
	}
	return svg, nil
}

// tally is what one row of the table of owners counts.
type tally struct {
	top, topOff                  share
	identified                   share // of packages with a single owner: how often it is said and right
	precision                    share // of those identified: how often it is right
	mention, mail, field, pooled share
}

func (e *evaluation) owners(on, off []sample) {
	rows := map[string]*tally{}
	order := []string{"all"}
	row := func(name string) *tally {
		if rows[name] == nil {
			rows[name] = &tally{}
			order = append(order, name)
		}
		return rows[name]
	}
	rows["all"] = &tally{}
	none := share{}
	for i := range on {
		s := &on[i]
		if !s.single() {
			none.add(s.identified())
		}
		names := []string{"all", "scenario " + s.truth.Scenario, "language " + s.truth.Language, "metadata " + s.truth.Metadata,
			"catalogue " + map[bool]string{true: "knows the owner", false: "does not know the owner"}[s.truth.Known],
			map[bool]string{true: "internal mail or hosts", false: "papers only"}[s.truth.Inside], "attack " + s.truth.Attack}
		for _, name := range names {
			t := row(name)
			if s.identified() {
				t.precision.add(s.single() && s.right())
			}
			if len(s.truth.Owners) == 0 {
				continue
			}
			t.top.add(s.right())
			if s.single() {
				t.identified.add(s.identified() && s.right())
			}
			if off != nil {
				t.topOff.add(off[i].right())
			}
			for _, b := range s.answer.Baselines {
				hit := slices.ContainsFunc(s.answer.Candidates, func(c attribution.Candidate) bool {
					return c.ID == b.ID && slices.ContainsFunc(s.truth.Owners, func(w bench.Who) bool { return is(c, w) })
				})
				switch b.Name {
				case "most-mentioned":
					t.mention.add(hit)
				case "mail-domain":
					t.mail.add(hit)
				case "company-property":
					t.field.add(hit)
				case "pooled":
					t.pooled.add(hit)
				}
			}
		}
	}
	e.say("### Owners\n\nTop-1: the owner is the first candidate, of the packages that have one (with two owners, either of them). \"identified\": precision of all that were " +
		"said, and the share of packages with a single owner where it was said and right. The last four columns are the shortcuts, in the same run. Intervals: Wilson, 95 %%.\n")
	e.say("| packages | n | top-1 | | catalogue off | identified, right | precision of it | most mentioned | mail domain | Company property | pooled |\n|---|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|")
	slices.SortStableFunc(order[1:], strings.Compare)
	for _, name := range order {
		t := rows[name]
		lo, hi := t.top.wilson()
		e.say("| %s | %d | %s | %.2f–%.2f | %s | %s | %s of %d | %s | %s | %s | %s |", name, t.top.of, number(t.top), lo, hi, number(t.topOff), number(t.identified),
			number(t.precision), t.precision.of, number(t.mention), number(t.mail), number(t.field), number(t.pooled))
	}
	lo, hi := none.wilson()
	e.say("\nWithout a single owner (nobody's or two owners'), \"identified\" was said in %d of %d packages: %s (%.2f–%.2f).\n", none.hits, none.of, number(none), lo, hi)
}

func number(s share) string {
	if s.of == 0 {
		return "–"
	}
	return fmt.Sprintf("%.3f", s.value())
}

func (e *evaluation) claims(on []sample) {
	table := map[string]map[string]int{}
	n := map[string]int{}
	for _, s := range on {
		kind := s.truth.ClaimIs
		if len(s.truth.Owners) == 0 {
			kind = "nobody's data"
		}
		if table[kind] == nil {
			table[kind] = map[string]int{}
		}
		if s.answer.Claim != nil {
			table[kind][s.answer.Claim.Verdict]++
			n[kind]++
		}
	}
	e.say("### Claims\n\n| the claim is | n | supported | contradicted | undetermined |\n|---|---:|---:|---:|---:|")
	for _, kind := range sortedKeys(table) {
		cell := func(v string) string {
			s := share{table[kind][v], n[kind]}
			lo, hi := s.wilson()
			return fmt.Sprintf("%d: %s (%.3f–%.3f)", s.hits, number(s), lo, hi)
		}
		e.say("| %s | %d | %s | %s | %s |", kind, n[kind], cell(attribution.ClaimSupported), cell(attribution.ClaimContradicted), cell(attribution.ClaimUndetermined))
	}
	e.say("")
}

func (e *evaluation) calibration(on []sample) []byte {
	var forecasts []forecast
	var trials []trial
	var parties int
	for i := range on {
		s := &on[i]
		forecasts = append(forecasts, forecast{s.confidence(), s.right()})
		if s.single() {
			parties += len(s.truth.Parties)
		}
	}
	singles := 0
	for i := range on {
		if on[i].single() {
			singles++
		}
	}
	prior := math.Log(float64(singles) / float64(parties-singles))
	for i := range on {
		s := &on[i]
		if !s.single() {
			continue
		}
		for _, party := range s.truth.Parties {
			p := 1e-6
			if k := find(s.answer, party.Who); k >= 0 {
				p = math.Max(p, s.answer.Candidates[k].Probability)
			}
			trials = append(trials, trial{math.Log(p/(1-p)) - prior, party.Role == attribution.RoleOwner})
		}
	}
	c, m := cllr(trials), cllrMin(trials)
	e.say("### Calibration\n\nForecasts: the probability of the first candidate, and whether it owns the records (%d packages, those of nobody among them). ECE in ten bins of equal width %.3f, of equal size %.3f, Brier %.3f. "+
		"Trials: every party of the packages with a single owner, with the odds that it owns over the prior odds of one party being the owner (%d trials): Cllr %.3f, smallest possible %.3f, lost by calibration %.3f.\n",
		len(forecasts), ece(forecasts, 10), eceAdaptive(forecasts, 10), brier(forecasts), len(trials), c, m, c-m)
	e.say("| probability | packages | mean | came true | Wilson 95 %% |\n|---|---:|---:|---:|---|")
	all := bins(forecasts, 10)
	for i, b := range all {
		if b.hits.of == 0 {
			continue
		}
		lo, hi := b.hits.wilson()
		e.say("| %.1f–%.1f | %d | %.3f | %.3f | %.2f–%.2f |", float64(i)/10, float64(i+1)/10, b.hits.of, b.mean, b.hits.value(), lo, hi)
	}
	e.say("")
	return diagram(all)
}

func (e *evaluation) roles(on []sample) {
	c, found, kept := confusion{}, confusion{}, share{}
	for i := range on {
		s := &on[i]
		if !s.single() {
			continue
		}
		for _, party := range s.truth.Parties {
			said := "absent"
			k := find(s.answer, party.Who)
			if k >= 0 {
				roles := s.answer.Candidates[k].Roles
				for _, r := range roles {
					if r != attribution.RoleClaimed && r != attribution.RoleCustodian {
						said = r
						break
					}
				}
				if k == 0 && (said == "absent" || len(s.answer.Candidates[k].Roles) == 0) {
					said = attribution.RoleOwner // it leads; nobody has a role beside it
				}
			}
			is := party.Role
			if is == attribution.RoleCustodian {
				kept.add(k >= 0 && slices.Contains(s.answer.Candidates[k].Roles, is))
				is = attribution.RoleVendor // who keeps others' systems sells that to them
			}
			c.add(is, said)
			if k >= 0 {
				found.add(is, said)
			}
		}
	}
	e.say("### Roles\n\nEvery party of the packages with a single owner; the leader counts as owner. \"absent\" was not found: the truth names every party that was drawn for a package, also those "+
		"that no paper of it came to name. Macro-F1 %.3f, of those that were found %.3f. Custodians who are not the owner, counted as vendors here, were called custodians in %d of %d cases.\n",
		c.macroF1(), found.macroF1(), kept.hits, kept.of)
	columns := map[string]bool{}
	for _, row := range c {
		for said := range row {
			columns[said] = true
		}
	}
	heads := sortedKeys(columns)
	e.say("| is | %s | precision | recall | F1 |\n|---|%s---:|---:|---:|", strings.Join(heads, " | "), strings.Repeat("---:|", len(heads)))
	for _, truth := range sortedKeys(c) {
		var cells []string
		for _, h := range heads {
			cells = append(cells, fmt.Sprint(c[truth][h]))
		}
		p, r, f := c.f1(truth)
		e.say("| %s | %s | %.3f | %.3f | %.3f |", truth, strings.Join(cells, " | "), p, r, f)
	}
	e.say("")
}

func (e *evaluation) attacks(dir string) error {
	truth, err := readTruth(filepath.Join(dir, bench.PartAttack, "truth.jsonl"))
	if err != nil {
		return err
	}
	raw, err := load(dir, bench.PartAttack, truth, false)
	if err != nil {
		return err
	}
	all := weigh(raw, e.weights, nil)
	byName := map[string]*sample{}
	for i := range all {
		byName[all[i].truth.Package] = &all[i]
	}
	type row struct {
		n, wrong, lost int
		most, sum      float64
	}
	rows := map[string]*row{}
	for i := range all {
		s := &all[i]
		if s.truth.Base == "" {
			continue
		}
		r := rows[s.truth.Attack]
		if r == nil {
			r = &row{}
			rows[s.truth.Attack] = r
		}
		base := byName[s.truth.Base]
		moved := math.Abs(owned(s) - owned(base))
		r.n++
		r.sum += moved
		r.most = math.Max(r.most, moved)
		if s.identified() && !(s.single() && s.right()) && !(base.identified() && !base.right()) {
			r.wrong++
		}
		if base.right() && !s.right() {
			r.lost++
		}
	}
	e.say("### Attacks\n\nPairs of a package and a copy of it with the attack added: how far the probability of the owner moves, how often the verdict turns into a wrong \"identified\", " +
		"and how often the owner loses the first place.\n\n| attack | pairs | mean move | largest move | wrong \"identified\" | first place lost |\n|---|---:|---:|---:|---:|---:|")
	for _, name := range sortedKeys(rows) {
		r := rows[name]
		e.say("| %s | %d | %.3f | %.3f | %d | %d |", name, r.n, r.sum/float64(r.n), r.most, r.wrong, r.lost)
	}
	e.say("")
	return nil
}

// owned is the probability of the owner, or of the first candidate where nobody owns.
func owned(s *sample) float64 {
	if k := find(s.answer, s.truth.Owners...); k >= 0 {
		return s.answer.Candidates[k].Probability
	}
	if len(s.truth.Owners) == 0 {
		return s.confidence()
	}
	return 0
}

func (e *evaluation) ablations(on []sample) {
	e.say("### What each class gives\n\nEvery class left out once.\n\n| without | top-1 | identified, right | precision of it |\n|---|---:|---:|---:|")
	line := func(name string, list []sample) {
		var top, right, precision share
		for i := range list {
			s := &list[i]
			if s.identified() {
				precision.add(s.single() && s.right())
			}
			if len(s.truth.Owners) > 0 {
				top.add(s.right())
			}
			if s.single() {
				right.add(s.identified() && s.right())
			}
		}
		e.say("| %s | %s | %s | %s of %d |", name, number(top), number(right), number(precision), precision.of)
	}
	line("nothing", on)
	for _, class := range evidence.Classes() {
		if class != evidence.ClassListing {
			line(string(class), weigh(on, e.weights, without(class)))
		}
	}
	e.say("")
}

// list shows packages whose owner is not first.
func (e *evaluation) list(on []sample) {
	left := e.misses
	for i := range on {
		s := &on[i]
		bad := len(s.truth.Owners) > 0 && !s.right() || s.identified() && !(s.single() && s.right())
		if c := s.answer.Claim; c != nil {
			bad = bad || s.truth.ClaimIs == "true" && c.Verdict == attribution.ClaimContradicted || s.truth.ClaimIs == "false" && c.Verdict == attribution.ClaimSupported
		}
		if !bad || left == 0 {
			continue
		}
		left--
		var owners []string
		for _, w := range s.truth.Owners {
			owners = append(owners, w.Name)
		}
		e.say("%s %s %s %s inside=%v known=%v attack=%s owner=%v place=%d: %s, %s", s.truth.Package, s.truth.Scenario, s.truth.Language, s.truth.Metadata, s.truth.Inside, s.truth.Known,
			s.truth.Attack, owners, find(s.answer, s.truth.Owners...)+1, s.answer.Verdict, s.answer.Reason)
		if c := s.answer.Claim; c != nil {
			e.say("    claim %q is %s: %s, %s", s.truth.Claim, s.truth.ClaimIs, c.Verdict, c.Reason)
		}
		for _, c := range s.answer.Candidates[:min(3, len(s.answer.Candidates))] {
			e.say("    %.3f S=%.2f cov=%.2f D=%d %s %s %v %v", c.Probability, c.Score, c.Coverage, c.Counterparties, c.ID, c.Name, c.Roles, terms(c))
		}
	}
}

func terms(c attribution.Candidate) []string {
	var out []string
	for _, t := range c.Terms {
		out = append(out, fmt.Sprintf("%s %+.2f", t.Name, t.Nats))
	}
	return out
}
