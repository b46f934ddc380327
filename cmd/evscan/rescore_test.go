package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report"
	"evscan/report/document"
)

// dealings is a package of an invented firm: the mail inside it and the letters of
// three vendors, one of which sends quotations. A catalogue of its own lists two.
func dealings(t *testing.T) string {
	t.Helper()
	var entries []entry
	for i, body := range []string{
		"the looms in hall two stand still until the fitter has been here. He comes on Monday with a new belt and two bearings.",
		"please book the small meeting room for the auditors. They bring their own lunch, so the canteen need not know.",
		"who took the keys of the forklift? The night shift could not unload the lorry and the driver was not amused.",
		"I have put the figures of March on the share. Have a look at line forty before Pemberton asks for them.",
		"fire drill at ten tomorrow, everybody meets at the south gate. Wear something warm, it took an hour last year.",
		"the archive gets new carpets. All boxes go to the cellar for a week, ask Doris where yours have gone.",
	} {
		entries = append(entries, entry{fmt.Sprintf("mail/%d.eml", i), fmt.Sprintf("From: Ann Weaver <ann@harrowgate.example>\r\nTo: Bob Lindqvist <bob%d@harrowgate.example>\r\n"+
			"Subject: %.20s\r\nMessage-ID: <%d@mx.harrowgate.example>\r\nDate: Mon, 4 Jan 2021 09:0%d:00 +0900\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"+
			"Bob, %s\r\n", i, body, i, i, body)})
	}
	for i, v := range []string{"Copperline Systems", "Copperline Systems", "Tindal Freight", "Osterby Tools"} {
		label := strings.ToLower(strings.Fields(v)[0])
		entries = append(entries, entry{fmt.Sprintf("quotes/%d.txt", i), fmt.Sprintf("QUOTATION %d\n\nBill to:\nHarrowgate Mills Ltd.\nann@harrowgate.example\n\nFrom:\n%s Ltd.\n1 Dock Road\nTel 01-555-010%d\nsales@%s.example\n\nItem %d: %s\n",
			i, v, i, label, i*13, strings.Repeat(label+" ", 5))})
	}
	return folder(t, map[string][]byte{"a.zip": zipOf(t, entries...), "firms.jsonl": []byte(
		`{"id":"test:harrowgate","name":"Harrowgate Mills Ltd.","domains":["harrowgate.example"],"source":"test"}` + "\n" +
			`{"id":"test:copperline","name":"Copperline Systems Ltd.","domains":["copperline.example"],"source":"test"}` + "\n")})
}

func fileOf(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(b)
}

// Weighed again with the claim of the scan, a stored report is the scan's to the byte;
// with another claim its answer is that of a scan with that claim.
func TestStoredReportIsWeighedAgain(t *testing.T) {
	dir := dealings(t)
	scan := func(claim, out string) {
		r := evscan(t, dir, nil, "scan", "-q", "--no-timing", "--no-default-catalogue", "--catalogue", "firms.jsonl", "--claimed", claim, "-o", out, "a.zip")
		require.Equal(t, 0, r.status, r.err)
	}
	scan("Copperline Systems", "r.json")
	scan("harrowgate.example", "other.json")
	scan("", "none.json")
	first := parse(t, fileOf(t, dir, "r.json"))
	require.NotEmpty(t, first.Attribution.Candidates)
	lead := first.Attribution.Candidates[0]
	assert.Equal(t, "test:harrowgate", lead.ID)
	require.Contains(t, []string{"identified", "leading"}, first.Attribution.Verdict, first.Attribution.Reason)

	again := evscan(t, dir, nil, "report", "--claimed", " Copperline Systems ", "--format", "json", "r.json")
	require.Equal(t, 0, again.status, again.err)
	assert.Equal(t, fileOf(t, dir, "r.json"), again.out)
	again = evscan(t, dir, nil, "report", "--claimed", "Copperline Systems", "--catalogue", "firms.jsonl", "--format", "json", "r.json")
	require.Equal(t, 0, again.status, again.err)
	assert.Equal(t, fileOf(t, dir, "r.json"), again.out, "its meaning looked up again")

	for claim, file := range map[string]string{"harrowgate.example": "other.json", "": "none.json"} {
		other := evscan(t, dir, nil, "report", "--claimed", claim, "--catalogue", "firms.jsonl", "--format", "json", "r.json")
		require.Equal(t, 0, other.status, other.err)
		got, want := parse(t, other.out), parse(t, fileOf(t, dir, file))
		require.NotNil(t, got.Rescored)
		assert.Equal(t, "Copperline Systems", got.Rescored.ClaimedBefore)
		assert.Equal(t, document.Outcome{Verdict: first.Attribution.Verdict, ID: lead.ID, Name: lead.Name, Probability: lead.Probability, Claim: first.Claim.Verdict}, got.Rescored.Before)
		got.Rescored = nil
		assert.Equal(t, want, got, claim)
	}
}

// Every format says that the answer is not the scan's.
func TestEveryFormatOfAReportWeighedAgain(t *testing.T) {
	dir := dealings(t)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--claimed", "Copperline", "-o", "r.json", "a.zip").status)
	for _, e := range report.Encoders() {
		r := evscan(t, dir, nil, "report", "--claimed", "harrowgate.example", "--format", e.Name, "r.json")
		require.Equal(t, 0, r.status, r.err)
		assert.NotEmpty(t, r.out, e.Name)
		if e.Name == "text" || e.Name == "html" {
			assert.Contains(t, strings.ReplaceAll(r.out, "\n            ", " "), "Weighed again from a stored report; the scan, told of “Copperline”, answered: ", e.Name)
		}
	}
}

func TestWhatCannotBeWeighedAgain(t *testing.T) {
	dir := dealings(t)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--inventory", "--no-timing", "-o", "inventory.json", "a.zip").status)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--inventory", "--no-timing", "--claimed", "Copperline", "-o", "claimed.json", "a.zip").status)
	r := evscan(t, dir, nil, "report", "--claimed", "Copperline", "--format", "json", "inventory.json")
	require.Equal(t, 0, r.status, r.err)
	got, want := parse(t, r.out), parse(t, fileOf(t, dir, "claimed.json"))
	assert.Equal(t, "undetermined", got.Claim.Verdict)
	assert.Contains(t, got.Claim.Reason, "an inventory was asked for")
	got.Rescored = nil
	assert.Equal(t, want, got)

	old := strings.Replace(fileOf(t, dir, "inventory.json"), `"inventory": true,`, "", 1)
	old = strings.Replace(old, `"version": "`+document.Version+`"`, `"version": "1.0.0"`, 1)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "old.json"), []byte(old), 0o600))
	r = evscan(t, dir, nil, "report", "--claimed", "Copperline", "old.json")
	assert.Equal(t, 1, r.status)
	assert.Empty(t, r.out)
	assert.Contains(t, r.err, "old.json: this report cannot be weighed again: layout 1.0.0 keeps neither")
	assert.Contains(t, r.err, "hint: it can be rendered as it is")
	assert.Equal(t, 0, evscan(t, dir, nil, "report", "old.json").status)

	r = evscan(t, dir, nil, "report", "--catalogue", "firms.jsonl", "old.json")
	assert.Equal(t, 2, r.status)
	assert.Contains(t, r.err, "--catalogue does nothing without --claimed")
}

// decide writes decisions and has the stored report weighed with them.
func decide(t *testing.T, dir, report, yaml string, more ...string) ran {
	t.Helper()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "d.yaml"), []byte(yaml), 0o600))
	return evscan(t, dir, nil, append(append([]string{"report", "--decisions", "d.yaml"}, more...), report)...)
}

func TestDecisionsShapeAStoredReport(t *testing.T) {
	dir := dealings(t)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--no-timing", "--claimed", "copperline.example", "-o", "r.json", "a.zip").status)
	before := parse(t, fileOf(t, dir, "r.json"))
	require.Contains(t, candidates(before), "domain:copperline.example")
	require.Contains(t, candidates(before), "domain:osterby.example")

	const yaml = "analyst: A. Weaver\ndate: 2026-11-23\ndecisions:\n- reject: [osterby.example]\n  note: a misreading\n" +
		"- merge: [tindal.example, copperline.example]\n- planted: quotes/0.txt\n- irrelevant: [mail/5.eml]\n  analyst: B. Lindqvist\n"
	r := decide(t, dir, "r.json", yaml, "-o", "decided.json", "-o", "decided.html")
	require.Equal(t, 0, r.status, r.err)
	said := strings.Join(strings.Fields(r.out), " ")
	assert.Contains(t, said, "A person's decisions shaped this answer: 1 rejected, 1 merged, 1 taken for planted, 1 left out as irrelevant (by A. Weaver, B. Lindqvist). Without them: ")
	assert.Contains(t, said, "- rejected: osterby.example – a misreading (A. Weaver, 2026-11-23)")
	assert.Contains(t, fileOf(t, dir, "decided.html"), "shaped this answer: 1 rejected")
	d := parse(t, fileOf(t, dir, "decided.json"))
	assert.NotContains(t, candidates(d), "domain:osterby.example")
	assert.NotContains(t, candidates(d), "domain:copperline.example")
	assert.Equal(t, "domain:tindal.example", d.Claim.Candidate, "the claimed organisation is part of it")
	assert.Equal(t, before.Items, d.Items, "items keep their marks")
	assert.Equal(t, before.Coverage, d.Coverage)
	require.Len(t, d.Decisions, 4)
	assert.Equal(t, document.Decision{Kind: "reject", About: []string{"osterby.example"}, Matched: []string{"domain:osterby.example"}, Note: "a misreading",
		Analyst: "A. Weaver", Date: "2026-11-23"}, d.Decisions[0])
	assert.Equal(t, []string{"domain:tindal.example", "domain:copperline.example"}, d.Decisions[1].Matched)
	for i, name := range map[int]string{2: "quotes/0.txt", 3: "mail/5.eml"} {
		require.Len(t, d.Decisions[i].Matched, 1)
		for _, it := range d.Items {
			if it.ID == d.Decisions[i].Matched[0] {
				assert.Equal(t, name, it.Path[1])
			}
		}
	}
	require.NotNil(t, d.Undecided)
	assert.Equal(t, before.Attribution.Verdict, d.Undecided.Verdict)
	assert.Equal(t, before.Claim.Verdict, d.Undecided.Claim)
	assert.Equal(t, before.Attribution.Verdict, d.Rescored.Before.Verdict)

	// Rendered again, and weighed again with its own claim, it is the same report.
	again := evscan(t, dir, nil, "report", "--format", "json", "decided.json")
	assert.Equal(t, fileOf(t, dir, "decided.json"), again.out)
	again = evscan(t, dir, nil, "report", "--claimed", "copperline.example", "--format", "json", "decided.json")
	assert.Equal(t, fileOf(t, dir, "decided.json"), again.out, again.err)
	again = evscan(t, dir, nil, "report", "--format", "html", "decided.json")
	assert.Equal(t, fileOf(t, dir, "decided.html"), again.out)

	// Another claim keeps the decisions, other decisions take their place, none undo them.
	other := parse(t, evscan(t, dir, nil, "report", "--claimed", "harrowgate.example", "--format", "json", "decided.json").out)
	assert.Equal(t, d.Decisions, other.Decisions)
	assert.Equal(t, "harrowgate.example", other.Claim.Organisation)
	r = decide(t, dir, "decided.json", "decisions: [{accept: osterby.example}]", "--format", "json")
	require.Equal(t, 0, r.status, r.err)
	other = parse(t, r.out)
	require.Len(t, other.Decisions, 1)
	for _, c := range other.Attribution.Candidates {
		assert.Equal(t, c.ID == "domain:osterby.example", c.Confirmed, c.ID)
	}
	r = decide(t, dir, "decided.json", "decisions: []", "--format", "json")
	require.Equal(t, 0, r.status, r.err)
	other = parse(t, r.out)
	assert.NotNil(t, other.Rescored)
	other.Rescored = nil
	assert.Equal(t, before, other)
	assert.Equal(t, fileOf(t, dir, "r.json"), decide(t, dir, "r.json", "decisions: []", "--format", "json").out)
}

func candidates(d document.Document) []string {
	var out []string
	for _, c := range d.Attribution.Candidates {
		out = append(out, c.ID)
	}
	return out
}

func TestDecisionsThatMeanNothing(t *testing.T) {
	dir := dealings(t)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "-o", "r.json", "a.zip").status)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--inventory", "-o", "inventory.json", "a.zip").status)
	for _, c := range []struct {
		name, yaml string
		report     string
		status     int
		stderr     []string
	}{
		{"unknown candidate", "decisions:\n- accept: harrowgate.example\n- reject: coperline.example", "r.json", 2,
			[]string{`d.yaml:3: reject: "coperline.example" is no candidate; did you mean "copperline.example"`, "hint: name candidates by id, name or domain"}},
		{"unknown file", "decisions:\n- planted: [qoutes/0.txt]", "r.json", 2, []string{`d.yaml:2: planted: "qoutes/0.txt" is no file of the package; did you mean "quotes/0.txt"`}},
		{"unknown key", "decisions:\n- rejct: x", "r.json", 2, []string{`d.yaml:2: a decision has no key "rejct"`, "hint: keys: accept, "}},
		{"no YAML", "decisions: [", "r.json", 2, []string{"d.yaml:1: is no YAML: "}},
		{"bomb", "a: &a [b,b]\nb: &b [*a,*a]\n", "r.json", 2, []string{`d.yaml:1: the file has no key "a"`}},
		{"empty", "", "r.json", 2, []string{"d.yaml: is empty", "docs/decisions.md"}},
		{"inventory", "decisions: [{reject: x}]", "inventory.json", 1, []string{"inventory.json: this report cannot be weighed again: it is an inventory"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := decide(t, dir, c.report, c.yaml, "-o", "out.json")
			assert.Equal(t, c.status, r.status, r.err)
			assert.Empty(t, r.out)
			for _, s := range c.stderr {
				assert.Contains(t, r.err, s)
			}
			assert.NoFileExists(t, filepath.Join(dir, "out.json"))
		})
	}
	r := evscan(t, dir, nil, "report", "--decisions", "none.yaml", "r.json")
	assert.Equal(t, 2, r.status)
	assert.Contains(t, r.err, "hint: give a YAML file")

	// Decisions that a stored report holds and that mean nothing any more.
	r = decide(t, dir, "r.json", "decisions: [{accept: copperline.example}]", "--format", "json")
	require.Equal(t, 0, r.status, r.err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "stale.json"), []byte(strings.Replace(r.out, `"about": [
    "copperline.example"`, `"about": [
    "gone.example"`, 1)), 0o600))
	r = evscan(t, dir, nil, "report", "--claimed", "x", "stale.json")
	assert.Equal(t, 1, r.status)
	assert.Contains(t, r.err, `decision 1 of the report: accept: "gone.example" is no candidate`)
	assert.Contains(t, r.err, "hint: the report is weighed otherwise now")
}
