// Package samples makes reports to try the exchange formats on: one as scans give it,
// one in which everything is hostile, one of many items. All organisations are invented.
package samples

import (
	"fmt"
	"math"
	"strings"

	"evscan/report/document"
)

// hash is a made-up SHA-256.
func hash(n int) string { return fmt.Sprintf("%064x", n) }

// Mill is the report of a scan of a small package: the records of a spinning mill, said
// to be those of its vendor.
func Mill() document.Document {
	evidence := func(item, class, value string, weight float64, path ...string) document.Evidence {
		return document.Evidence{Item: item, Path: append([]string{"lot.zip"}, path...), Class: class, Role: "holder", Value: value, Quality: 1, CountedAs: "1 file = 1",
			Weight: weight, Snippet: "secret words of Jane Roe around it", Why: "running footer"}
	}
	mill := document.Candidate{ID: "jp-corporate-number:9999999999999", Name: "ハロゲート紡績株式会社", Aliases: []string{"Harrowgate Mills", "ハロゲート紡績株式会社"},
		Domains: []string{"Harrowgate.example", "紡績.example", "no domain", "host"}, Catalogued: true, Probability: 0.97, Score: 6, Coverage: 0.9, Counterparties: 3,
		Roles: []string{"owner", "custodian"}, Evidence: []document.Evidence{
			evidence("0.1", "internal-mail", "harrowgate.example", 2, "mail/0101_会議.eml"),
			evidence("0.2.0", "header-footer", "ハロゲート紡績株式会社", 1.5, "plans.zip", "a/plan.docx"),
			evidence("0.3.0", "recipient", "jane.roe@harrowgate.example", 1, "scan.pdf", "page 1"),
		}}
	kestrel := document.Candidate{ID: "domain:kestrel.example", Name: "Kestrel Systems GmbH", Aliases: []string{}, Domains: []string{"kestrel.example"}, Probability: 0.0001,
		Coverage: 0.25, Counterparties: 1, Roles: []string{"vendor", "claimed"}, Evidence: []document.Evidence{evidence("0.3", "issuer", "Kestrel Systems GmbH", 0.2, "scan.pdf")}}
	aside := document.Candidate{ID: "name:aside", Name: "Aside Ltd", Probability: 0.0001, Roles: []string{"mentioned"}}
	party := &document.Party{ID: mill.ID, Name: mill.Name, Domains: []string{"harrowgate.example"}, Probability: 0.97}
	keeper := *party
	keeper.Probability = 0.98
	return document.Document{
		Schema: document.Schema{Version: document.Version, URL: document.SchemaURL},
		Tool:   document.Tool{Name: "evscan", Version: "v1.2.3", CatalogueVersion: "c1", WeightsVersion: "w1", Formats: map[string]int{}},
		Package: document.Package{Name: "lot.zip", Kind: "file", Size: 4096, SHA256: hash(0xabc), SHA1: strings.Repeat("1", 40), MD5: strings.Repeat("a", 32),
			ListedAt: "2026-11-20T09:00:00+09:00"},
		Options:  document.Options{Claimed: "Kestrel"},
		Coverage: document.Coverage{Items: 7, Read: 6, NotRead: 1, ByReason: map[string]int{"encrypted": 1}},
		Claim: &document.Claim{Organisation: "Kestrel", Verdict: "contradicted", Reason: "ハロゲート紡績株式会社 is the probable owner (0.97); the claimed party is a vendor here",
			Role: "vendor", Candidate: kestrel.ID, Probability: 0.0001, LikelihoodRatio: 0.001, Band: "strong against"},
		Attribution: document.Attribution{Verdict: "identified", Reason: "ハロゲート紡績株式会社 is a party of 90% of the documents, and marks of its own systems stand in 3 of them",
			Owner: party, Custodian: &keeper, Candidates: []document.Candidate{mill, kestrel, aside},
			Flips: []document.Flip{{Without: "internal-mail", Verdict: "leading", Leader: mill.ID, Detail: `Without the class internal-mail the verdict on ハロゲート紡績株式会社 would be "leading".`}}, Baselines: []document.Baseline{}},
		Items: []document.Item{
			{ID: "0", Path: []string{"lot.zip"}, Origin: "package", Size: 4096, SHA256: hash(0xabc), Type: document.Type{Format: "zip", MIME: "application/zip"}},
			{ID: "0.0", Parent: "0", Path: []string{"lot.zip", "readme.txt"}, Origin: "entry", Size: 10, SHA256: hash(1), Type: document.Type{Format: "text", MIME: "text/plain"}},
			{ID: "0.1", Parent: "0", Path: []string{"lot.zip", "mail/0101_会議.eml"}, Origin: "entry", Size: 20, SHA256: hash(2), Type: document.Type{Format: "eml", MIME: "message/rfc822"}},
			{ID: "0.2", Parent: "0", Path: []string{"lot.zip", "plans.zip"}, Origin: "entry", Size: 30, SHA256: hash(3), Type: document.Type{Format: "zip", MIME: "application/zip"}},
			{ID: "0.2.0", Parent: "0.2", Path: []string{"lot.zip", "plans.zip", "a/plan.docx"}, Origin: "entry", Size: 40, SHA256: hash(4), Type: document.Type{Format: "docx"}},
			{ID: "0.3", Parent: "0", Path: []string{"lot.zip", "scan.pdf"}, Origin: "entry", Size: 50, SHA256: hash(5), Type: document.Type{Format: "pdf", MIME: "application/pdf"}},
			{ID: "0.3.0", Parent: "0.3", Path: []string{"lot.zip", "scan.pdf", "page 1"}, Origin: "rendered", Size: 60, SHA256: hash(6), Type: document.Type{Format: "png", MIME: "image/png"}},
			{ID: "0.4", Parent: "0", Path: []string{"lot.zip", "copies/readme.txt"}, Origin: "entry", Size: 10, SHA256: hash(1), SameAs: "0.0", Type: document.Type{Format: "text", MIME: "text/plain"}},
		},
		Timing: &document.Timing{Started: "2026-11-23T03:35:15Z", WallMS: 29060, Jobs: 2},
	}
}

// nasty are strings that a package or a stored report may hold.
func nasty() []string {
	return []string{"", " ", "\x00\x1b[2J\x07", "a\nb\r\tc", "invoice\u202efdp.exe", "\u2066\u200b\ufeff\u2028\u2029", "<script>alert(1)</script>&amp;\"'`", `\u0000 \ "`,
		"{{.}} %s %[1]d ${x} $(x)", "\U000E0041\U0010FFFF", strings.Repeat("長", 1200), strings.Repeat("a/", 700) + "x", "../../etc/passwd", `C:\a\b`, "=1+1", "@id", "kb:x",
		"-1", "null", "file--0", "a@b@c", "jane.roe@harrowgate.example", "x.y", "a..b", "xn--a", "*.example", strings.Repeat("a.", 200) + "example", "\xff\xfe bytes"}
}

// Hostile gives reports in which every string is hostile and every reference wrong.
// Some are such as only a forged report can be.
func Hostile() []document.Document {
	list := nasty()
	pick := func(n int) string { return list[n%len(list)] }
	var out []document.Document
	for k := range list {
		d := Mill()
		d.Tool.Name, d.Tool.Version, d.Tool.CatalogueVersion, d.Tool.WeightsVersion = pick(k), pick(k+1), pick(k+2), pick(k+3)
		d.Package.Name, d.Package.ListedAt = pick(k), pick(k+1)
		d.Claim.Organisation, d.Claim.Reason, d.Claim.Role, d.Claim.Band, d.Claim.Candidate = pick(k), pick(k+1), pick(k+2), pick(k+3), pick(k+4)
		d.Decisions = []document.Decision{{Kind: pick(k), About: list, Note: pick(k + 1), Analyst: pick(k + 2), Date: pick(k + 3)}}
		d.Undecided = &document.Outcome{Verdict: pick(k), Name: pick(k + 1), Claim: pick(k + 2)}
		d.Rescored = &document.Rescored{WeightsBefore: pick(k), ToolVersion: pick(k + 1), ClaimedBefore: pick(k + 2), Before: document.Outcome{Verdict: pick(k), Name: pick(k + 1)}}
		d.Attribution.Reason, d.Attribution.Flips[0].Detail = pick(k+5), pick(k+6)
		for i := range list {
			c := document.Candidate{ID: pick(k + i/2), Name: pick(k + i + 1), Aliases: list, Domains: list, Probability: float64(i) / 10, Roles: list,
				Coverage: -5, Counterparties: -7}
			for j := range list {
				c.Evidence = append(c.Evidence, document.Evidence{Item: pick(j), Path: []string{pick(j), pick(j + 1), pick(j + 2)}, Class: pick(j + 3), Value: pick(j + k),
					CountedAs: pick(j + 4), Why: pick(j + 5), Weight: math.MaxFloat64, Snippet: "secret words", Locator: document.Locator{Part: pick(j), Cell: pick(j + 1), Zone: pick(j + 2), Page: -1}})
			}
			if i < 12 {
				d.Attribution.Candidates = append(d.Attribution.Candidates, c)
			}
			d.Items = append(d.Items, document.Item{ID: pick(k + i), Parent: pick(k + i + 1), Path: []string{pick(i), pick(i + 1)}, Origin: []string{"entry", "rendered", pick(i)}[i%3],
				Size: int64(-i), SHA256: []string{hash(i), pick(i), strings.ToUpper(hash(i + 0xa0))}[i%3], Type: document.Type{Format: pick(i), MIME: pick(i + 1)}})
		}
		d.Attribution.Verdict = []string{"identified", "leading", "undetermined", "no-evidence", pick(k)}[k%5]
		d.Claim.Verdict = []string{"supported", "contradicted", "undetermined", pick(k)}[k%4]
		if k%2 == 0 {
			d.Attribution.Owner, d.Attribution.Custodian = nil, nil
		}
		switch k % 3 {
		case 0:
			d.Timing = nil
		case 1:
			d.Timing.Started, d.Timing.WallMS = pick(k), math.MaxInt64
		}
		if k%4 == 3 {
			d.Package.Kind, d.Package.SHA1, d.Package.MD5 = "folder", pick(k), pick(k)
		}
		out = append(out, d)
	}
	return append(out, document.Document{}, document.Document{Claim: &document.Claim{}, Timing: &document.Timing{}})
}

// Many is the report of a package of n items and up to 60 candidates with long names,
// each with as much evidence as reports hold.
func Many(n int) document.Document {
	d := Mill()
	long := strings.Repeat("名", 300)
	for i := range n {
		id := fmt.Sprintf("0.9.%d", i)
		d.Items = append(d.Items, document.Item{ID: id, Parent: "0", Path: []string{"lot.zip", strings.Repeat(long+"/", 5) + fmt.Sprintf("%d.docx", i)}, Origin: "entry",
			Size: int64(i), SHA256: hash(i + 1000), Type: document.Type{Format: "docx", MIME: "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}})
	}
	for i := range n {
		c := document.Candidate{ID: fmt.Sprintf("name:%d", i), Name: fmt.Sprintf("%s %d", long, i), Probability: 0.5, Roles: []string{"vendor"}}
		for j := range 100 {
			c.Aliases = append(c.Aliases, fmt.Sprintf("%s alias %d", long, j))
			c.Domains = append(c.Domains, fmt.Sprintf("d%d.of%d.example", j, i))
		}
		for j := range 60 {
			id := fmt.Sprintf("0.9.%d", (i*60+j)%n)
			c.Evidence = append(c.Evidence, document.Evidence{Item: id, Path: []string{"lot.zip", long}, Class: fmt.Sprintf("class %d", j), Value: long, Why: long, CountedAs: long, Weight: 1})
		}
		d.Attribution.Candidates = append(d.Attribution.Candidates, c)
		if i == 59 {
			break // as many as tell whether the bound holds
		}
	}
	return d
}
