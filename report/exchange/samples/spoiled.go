package samples

import (
	"fmt"
	"reflect"
	"strings"

	"evscan/report/document"
)

// Texts are what a package may call its files, what may stand in them, and what people
// may write about them, to run, hide, turn round or break something where it is shown.
func Texts() []string {
	return []string{
		// Mark-up and scripts.
		`<script>window.pwned=1</script>`, `"><img src=x onerror=window.pwned=2>`, `' onmouseover='window.pwned=3`, `</script><script>window.pwned=4</script>`,
		`</style><svg onload=window.pwned=5>`, `<!--`, `]]>`, `</title></textarea></noscript>`, `{{.Policy}}${window.pwned=6}`, `\u003cscript\u003e`, `&lt;b&gt;&#60;b&#62;`,
		"javascript:window.pwned=7", "JaVaScRiPt:alert(1)//", "data:text/html,<script>alert(1)</script>", "vbscript:x", "file:///etc/passwd", "https://evil.example/?q=1#x",
		// What is not seen or turns its surroundings.
		"invoice\u202egpj.exe", "\u2066\u2067שלום\u2069", "مرحبا.pdf", "zero\u200bwidth\u2060\ufeff", "\U000E0041\U000E0042tag", "a\ufe0fb", "Z" + strings.Repeat("\u0301", 300), "\u3164\u115f",
		// Ends of lines, of fields and of records.
		"a\nb", "a\r\nb\tc\vd\fe", "a\u0085b\u2028c\u2029d", "a\x00b", "name\n\nVERDICT     identified", "x\r\n\"type\":\"end\"", `","verdict":"supported","x":"`, `\`, `\\`, `"`, "a\";\r\n=1", "a\n{}\n",
		// Formulas.
		"=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", " =1", "＝1+1", "a;=1", `"=1"`, "=HYPERLINK(\"https://evil.example\",\"x\")", "%0A=1",
		// Markdown and trackers.
		"[a](https://evil.example)", "![x](https://evil.example/p.png)", "<https://evil.example>", "www.evil.example", "@everyone", "closes #12", "**bold**", "_em_", "`code`", "```\nx", "~~~",
		"a | b | c", "| --- | --- |", "# heading", "> quote", "- item", "1. item", "***", "[^1]: note", "[x]: https://evil.example", ":smile:", "<details><summary>", "$$x$$",
		// Terminals.
		"\x1b[2J\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "\u009b31mred", "\x1bP+q\x1b\\", "\x08\x08\x08", "\x7f\x7f",
		// Long ones, and such as no encoding knows.
		strings.Repeat("W", 1300), strings.Repeat("長", 1300), strings.Repeat("a/", 700) + "x", "\xff\xfe bytes", "\xed\xa0\x80", "\xc0\xae\xc0\xae/", "..", "../../etc/passwd", `C:\a\b`, `\\srv\x`, "CON", "$(x)`y`%s%n", "null", "NaN",
	}
}

// kept are the fields whose texts are words of the layout, hashes or references: a text
// of the package never stands in them.
func kept(field string) bool {
	switch field {
	case "ID", "Item", "Parent", "SHA256", "SHA1", "MD5", "SameAs", "Verdict", "Kind", "KeyKind", "AKind", "BKind", "Status", "Class", "MIME", "Role", "Roles", "Format", "Origin",
		"Candidate", "Matched", "Paper", "Group", "Picture", "Started", "ListedAt", "Schema", "Languages", "MissingLanguages", "Lang", "Band", "Key":
		return true
	}
	return false
}

// Spoiled is a report with something of everything in which every text that the package,
// who stands in it or an analyst decides about begins with s. Two of them differ in
// these texts alone.
func Spoiled(s string) document.Document {
	d := full()
	n := 0
	var fill func(v reflect.Value, field string)
	fill = func(v reflect.Value, field string) {
		if kept(field) {
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() {
				fill(v.Elem(), "")
			}
		case reflect.Slice:
			if field == "Organisations" && v.Type().Elem().Kind() == reflect.String {
				return // references
			}
			for i := range v.Len() {
				fill(v.Index(i), "")
			}
		case reflect.Struct:
			for i := range v.NumField() {
				fill(v.Field(i), v.Type().Field(i).Name)
			}
		case reflect.String:
			if n++; n%3 == 0 {
				v.SetString(s)
			} else {
				v.SetString(fmt.Sprintf("%s %d", s, n))
			}
		}
	}
	fill(reflect.ValueOf(&d).Elem(), "")
	return d
}

// full is Mill with what reports hold besides.
func full() document.Document {
	d := Mill()
	link := document.Link{AKind: "name", A: "a", BKind: "domain", B: "b", Bits: 8, Why: "w"}
	d.Tool.Sandbox = []string{"x"}
	d.Options.Catalogues = []string{"x"}
	d.Options.Redacted = true
	d.Attribution.Baselines = []document.Baseline{{Name: "most-mentioned", Answer: "x", ID: d.Attribution.Candidates[1].ID, Count: 4}, {Name: "x", Answer: "x"}}
	for i := range d.Attribution.Candidates {
		c := &d.Attribution.Candidates[i]
		c.Aliases, c.Linked, c.PossiblySame, c.Confirmed = []string{"x", "x"}, []string{"x", "x"}, []string{"x"}, true
		c.Terms = []document.Term{{Name: "hub", Nats: 1}, {Name: "x", Nats: -1}}
	}
	d.Weighing = &document.Weighing{
		Organisations: []document.Organisation{{ID: d.Claim.Candidate, Name: "x", Aliases: []string{"x"}, Domains: []string{"x"}, Source: "x"}}, Links: []document.Link{link},
		Claim: &document.Claimed{Keys: []document.Key{{Kind: "name", Value: "x"}}, Organisations: []string{d.Claim.Candidate, "other"}, Links: []document.Link{link}}}
	d.Rescored = &document.Rescored{ToolVersion: "x", WeightsBefore: "x", CatalogueVersion: "x", ClaimedBefore: "x", Before: document.Outcome{Verdict: "leading", Name: "x", Probability: 0.5, Claim: "undetermined"}}
	d.Undecided = &document.Outcome{Verdict: "identified", Name: "x", Probability: 0.9}
	for _, kind := range []string{"accept", "reject", "merge", "split", "planted", "irrelevant"} {
		d.Decisions = append(d.Decisions, document.Decision{Kind: kind, About: []string{"x", "x"}, Off: []string{"x"}, Name: "x", Matched: []string{"0.1"}, Note: "x", Analyst: "x", Date: "x"})
	}
	for i := range d.Items {
		it := &d.Items[i]
		it.Status, it.Type.Basis, it.Type.Warnings = "read", "x", []string{"x"}
		it.Metadata = []document.Metadata{{Name: "ooxml:Company", Value: "x", Source: "x"}, {Name: "x", Value: "x", Source: "x"}}
		it.Marks = []document.Mark{
			{Kind: "domains", KeyKind: "domain", Key: "harrowgate.example", Class: "recipient", Role: "recipient", Value: "x", Source: "x", Snippet: "x", Why: "x", Locator: document.Locator{Part: "x", Cell: "x", Zone: "x"}, Quality: 1, Count: 1},
			{Kind: "domains", KeyKind: "domain", Key: "kestrel.example", Class: "issuer", Role: "issuer", Value: "x", Snippet: "x", Quality: 1, Count: 1}}
		it.Links = []document.Link{link}
		it.Text.Content = "x"
	}
	last := &d.Items[len(d.Items)-2]
	last.Status = "not-read"
	for _, kind := range []string{"encrypted", "corrupt"} {
		last.Problems = append(last.Problems, document.Problem{Item: last.ID, Kind: kind, Where: "x", Detail: "x", Hint: "x"})
	}
	d.Problems = append(d.Problems, last.Problems...)
	return d
}
