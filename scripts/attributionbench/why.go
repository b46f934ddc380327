package main

import (
	"fmt"
	"strings"

	"evscan/analyzer/attribution"
	"evscan/testdata/bench"
)

// why says of a part what stood in the way, for those who improve the engine. It is
// meant for the parts to fit and to calibrate; the blind part must stay unseen.
func (e *evaluation) why(dir, part string) error {
	if part != bench.PartFit && part != bench.PartCalibrate {
		return fmt.Errorf("why looks at single packages, and those of the part %q must not be looked at", part)
	}
	truth, err := readTruth(partFile(dir, part))
	if err != nil {
		return err
	}
	list, err := load(dir, part, truth, false)
	if err != nil {
		return err
	}
	list = weigh(list, e.weights, nil)
	e.obstacles(list)
	e.gates(list)
	return nil
}

// What can become of a package.
const (
	fine       = "identified, right"
	quiet      = "no single owner, not identified"
	accused    = "identified, wrong"
	unseen     = "owner is no candidate"
	torn       = "owner not first: its names and domains are several candidates"
	behind     = "owner not first"
	firstSplit = "owner first, but in several candidates"
	first      = "owner first, not identified"
)

// obstacle says what became of a package.
func obstacle(s *sample) string {
	switch {
	case s.identified() && s.single() && s.right():
		return fine
	case s.identified():
		return accused
	case len(s.truth.Owners) == 0 || !s.single() && s.right():
		return quiet
	}
	found := 0
	for _, w := range s.truth.Owners {
		n := 0
		for _, c := range s.answer.Candidates {
			if is(c, w) {
				n++
			}
		}
		found = max(found, n)
	}
	switch {
	case found == 0:
		return unseen
	case s.right() && found > 1:
		return firstSplit
	case s.right():
		return first
	case found > 1:
		return torn
	}
	return behind
}

// obstacles counts what became of the packages, by scenario, and names the first few
// packages of each kind.
func (e *evaluation) obstacles(list []sample) {
	kinds := []string{fine, quiet, first, firstSplit, behind, torn, unseen, accused}
	n := map[string]map[string]int{}
	for _, k := range kinds {
		n[k] = map[string]int{}
	}
	examples := map[string][]string{}
	claims := map[string]map[string]int{"true claim contradicted": {}, "false claim supported": {}, "false claim not contradicted": {}}
	for i := range list {
		s := &list[i]
		k := obstacle(s)
		n[k][s.truth.Scenario]++
		if len(examples[k]) < 10 {
			examples[k] = append(examples[k], strings.TrimSuffix(s.truth.Package, ".zip"))
		}
		for name := range claims {
			if claimWent(s, name) {
				claims[name][s.truth.Scenario]++
				if len(examples[name]) < 10 {
					examples[name] = append(examples[name], strings.TrimSuffix(s.truth.Package, ".zip"))
				}
			}
		}
	}
	e.say("### What stood in the way\n\n| what | %s | all | first packages |\n|---|%s---:|---|", strings.Join(bench.Scenarios(), " | "), strings.Repeat("---:|", len(bench.Scenarios())))
	row := func(name string, by map[string]int) {
		var cells []string
		all := 0
		for _, scenario := range bench.Scenarios() {
			cells = append(cells, fmt.Sprint(by[scenario]))
			all += by[scenario]
		}
		e.say("| %s | %s | %d | %s |", name, strings.Join(cells, " | "), all, strings.Join(examples[name], " "))
	}
	for _, k := range kinds {
		row(k, n[k])
	}
	for _, k := range sortedKeys(claims) {
		row(k, claims[k])
	}
	e.say("")
}

func claimWent(s *sample, how string) bool {
	c := s.answer.Claim
	if c == nil {
		return false
	}
	switch how {
	case "true claim contradicted":
		return s.truth.ClaimIs == bench.ClaimTrue && c.Verdict == attribution.ClaimContradicted
	case "false claim supported":
		return s.truth.ClaimIs == bench.ClaimFalse && c.Verdict == attribution.ClaimSupported
	}
	return s.truth.ClaimIs == bench.ClaimFalse && len(s.truth.Owners) > 0 && c.Verdict != attribution.ClaimContradicted
}

// gateOf names the gate that an answer did not pass, by the sentence it gave.
func gateOf(reason string) string {
	for _, g := range []struct{ in, name string }{
		{"issuer or recipient", "two-party guard"}, {"mixed owners", "mixed owners"}, {"nothing says whose it is", "leader has no name"},
		{"under the", "probability under the gate"}, {"no evidence from inside", "neither from inside nor a hub"}, {"rests on one thing", "rests on one thing"},
		{"too close", "too close"}, {"is too weak", "too weak"}, {"nothing in the package", "no evidence"},
	} {
		if strings.Contains(reason, g.in) {
			return g.name
		}
	}
	return "other"
}

// gates says what every gate holds back: how often the leader would have been right,
// by its probability. Two owners count as wrong, since a single one would have been named.
func (e *evaluation) gates(list []sample) {
	type row struct{ all, high, highest share }
	rows := map[string]*row{}
	for i := range list {
		s := &list[i]
		name := "passed all"
		if !s.identified() {
			name = gateOf(s.answer.Reason)
		}
		r := rows[name]
		if r == nil {
			r = &row{}
			rows[name] = r
		}
		hit := s.single() && s.right()
		r.all.add(hit)
		if s.confidence() >= 0.8 {
			r.high.add(hit)
		}
		if s.confidence() >= 0.95 {
			r.highest.add(hit)
		}
	}
	e.say("### What the gates hold back\n\nHow often the leader is the single owner.\n\n| gate | all | P from .80 | P from .95 |\n|---|---:|---:|---:|")
	for _, name := range sortedKeys(rows) {
		r := rows[name]
		cell := func(s share) string { return fmt.Sprintf("%d of %d", s.hits, s.of) }
		e.say("| %s | %s | %s | %s |", name, cell(r.all), cell(r.high), cell(r.highest))
	}
	e.say("")
}
