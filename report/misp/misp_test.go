package misp

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/exchange/samples"
	"evscan/report/say"
)

type dict = map[string]any

func write(t *testing.T, d document.Document) dict {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d, ""))
	var v dict
	require.NoError(t, json.Unmarshal(b.Bytes(), &v))
	return v["Event"].(dict)
}

func objects(e dict, name string) (out []dict) {
	for _, o := range e["Object"].([]any) {
		if o := o.(dict); o["name"] == name {
			out = append(out, o)
		}
	}
	return out
}

func attribute0(o dict, relation string) dict {
	for _, a := range o["Attribute"].([]any) {
		if a := a.(dict); a["object_relation"] == relation {
			return a
		}
	}
	return nil
}

func value(o dict, relation string) any {
	if a := attribute0(o, relation); a != nil {
		return a["value"]
	}
	return nil
}

// refs lists what an object points at: relationship, then what is pointed at.
func refs(o dict) (out [][2]any) {
	for _, r := range o["ObjectReference"].([]any) {
		r := r.(dict)
		out = append(out, [2]any{r["relationship_type"], r["referenced_uuid"]})
	}
	return out
}

func TestEvent(t *testing.T) {
	e := write(t, samples.Mill())
	assert.Equal(t, "5fbfd2a3-07b3-5764-937a-efae15cad814", e["uuid"], "as Python's uuid module has it")
	assert.Equal(t, "Whose records are in “lot.zip”", e["info"])
	assert.Equal(t, "2026-11-23", e["date"])
	assert.Equal(t, "1795404915", e["timestamp"])
	assert.Equal(t, "0", e["distribution"], "your organisation only")
	assert.Equal(t, "4", e["threat_level_id"], "undefined")
	assert.Equal(t, "0", e["analysis"], "initial")
	assert.Equal(t, false, e["published"])
	assert.Equal(t, []any{dict{"name": "tlp:amber"}, dict{"name": `estimative-language:confidence-in-analytic-judgment="high"`}}, e["Tag"])
	var domains []any
	for _, a := range e["Attribute"].([]any) {
		domains = append(domains, a.(dict)["value"])
	}
	assert.Equal(t, []any{"harrowgate.example", "xn--ub0auw.example", "kestrel.example"}, domains)
}

func TestObjects(t *testing.T) {
	e := write(t, samples.Mill())
	orgs, docs, files, notes := objects(e, "organization"), objects(e, "leaked-document"), objects(e, "file"), objects(e, "annotation")
	require.Len(t, orgs, 2)
	require.Len(t, docs, 4, "the package and the three files that evidence stands in")
	require.Len(t, files, 7)
	require.Len(t, notes, 4)
	domains := e["Attribute"].([]any)

	mill, kestrel, pack := orgs[0], orgs[1], docs[0]
	assert.Equal(t, "ハロゲート紡績株式会社", value(mill, "name"))
	assert.Equal(t, []any{dict{"name": `estimative-language:likelihood-probability="almost-certain"`}}, attribute0(mill, "name")["Tag"])
	assert.Equal(t, "Harrowgate Mills", value(mill, "alias"))
	assert.Equal(t, "jp-corporate-number:9999999999999", value(mill, "registration-number"))
	assert.Equal(t, [][2]any{{"owner-of", pack["uuid"]}, {"related-to", pack["uuid"]}, {"related-to", domains[0].(dict)["uuid"]}, {"related-to", domains[1].(dict)["uuid"]}}, refs(mill))
	assert.Nil(t, attribute0(kestrel, "name")["Tag"])
	assert.Nil(t, value(kestrel, "registration-number"))
	assert.Equal(t, [][2]any{{"related-to", pack["uuid"]}, {"related-to", domains[2].(dict)["uuid"]}}, refs(kestrel))
	assert.Equal(t, "the records are claimed to be those of “Kestrel”", kestrel["ObjectReference"].([]any)[0].(dict)["comment"])

	assert.Equal(t, "lot.zip", value(pack, "document-name"))
	assert.Equal(t, "2026-11-20T00:00:00+00:00", value(pack, "first-seen"))
	assert.Equal(t, [][2]any{{"describes", files[0]["uuid"]}, {"mentions", kestrel["uuid"]}}, refs(pack))
	assert.Equal(t, []any{"lot.zip", "4096", strings.Repeat("a", 32), strings.Repeat("1", 40), strings.Repeat("0", 61) + "abc", "application/zip"},
		[]any{value(files[0], "filename"), value(files[0], "size-in-bytes"), value(files[0], "md5"), value(files[0], "sha1"), value(files[0], "sha256"), value(files[0], "mimetype")})
	assert.Len(t, refs(files[0]), 6)
	assert.Equal(t, "contains", refs(files[0])[0][0])

	assert.Equal(t, "0101_会議.eml", value(docs[1], "document-name"))
	assert.Equal(t, "email", value(docs[1], "document-type"))
	assert.Nil(t, value(docs[2], "document-type"))
	assert.Equal(t, [][2]any{{"describes", files[1]["uuid"]}}, refs(docs[1]))
	assert.Equal(t, "mail/0101_会議.eml", value(files[1], "fullpath"))

	assert.Equal(t, []any{"Annotation", "Annotation", "Conclusion", "Executive Summary"}, []any{value(notes[0], "type"), value(notes[1], "type"), value(notes[2], "type"), value(notes[3], "type")})
	assert.True(t, strings.HasPrefix(value(notes[0], "text").(string), "internal mail: “harrowgate.example” in mail/0101_会議.eml; "))
	assert.Equal(t, []any{dict{"name": `estimative-language:likelihood-probability="almost-no-chance"`}}, attribute0(notes[2], "text")["Tag"], "that the claim is true")
	assert.Equal(t, [][2]any{{"annotates", kestrel["uuid"]}}, refs(notes[2]))
	assert.Equal(t, [][2]any{{"annotates", pack["uuid"]}}, refs(notes[3]))
}

func TestWithoutTimes(t *testing.T) {
	d := samples.Mill()
	d.Timing, d.Package.ListedAt = nil, ""
	e := write(t, d)
	assert.NotContains(t, e, "date", "MISP then takes its own")
	assert.NotContains(t, e, "timestamp")
	assert.Nil(t, value(objects(e, "leaked-document")[0], "first-seen"))
}

func TestVerdicts(t *testing.T) {
	for verdict, want := range map[string]string{"identified": "high", "leading": "moderate", "undetermined": "low", "no-evidence": "low", "forged": "low"} {
		d := samples.Mill()
		d.Attribution.Verdict = verdict
		if verdict != "identified" {
			d.Attribution.Owner = nil
		}
		e := write(t, d)
		assert.Equal(t, dict{"name": `estimative-language:confidence-in-analytic-judgment="` + want + `"`}, e["Tag"].([]any)[1])
		first := refs(objects(e, "organization")[0])[0][0]
		assert.Equal(t, map[string]any{"identified": "owner-of", "leading": "suspected-link"}[verdict] == first, verdict == "identified" || verdict == "leading", "%s %s", verdict, first)
	}
	d := samples.Mill()
	d.Claim.Verdict = "undetermined"
	for _, o := range objects(write(t, d), "annotation") {
		assert.Nil(t, attribute0(o, "text")["Tag"])
	}
}

func TestFolder(t *testing.T) {
	d := samples.Mill()
	d.Package.Kind = "folder"
	e := write(t, d)
	assert.Len(t, objects(e, "file"), 6, "the hash of a list of files is no hash of a file")
	assert.Len(t, objects(e, "leaked-document"), 4)
}

// A later report of the same package updates the event: nothing of it changes its name.
func TestLaterReport(t *testing.T) {
	d := samples.Mill()
	before := names(write(t, d))
	d.Tool.Version, d.Timing.Started = "v2", "2026-12-01T00:00:00Z"
	d.Attribution.Owner.Probability, d.Attribution.Candidates[0].Probability, d.Attribution.Custodian.Probability = 0.9, 0.9, 0.9
	e := write(t, d)
	assert.Equal(t, "1796083200", e["timestamp"])
	assert.Equal(t, before, names(e))
}

func names(e dict) (out []any) {
	out = append(out, e["uuid"])
	for _, a := range e["Attribute"].([]any) {
		out = append(out, a.(dict)["uuid"])
	}
	for _, o := range e["Object"].([]any) {
		o := o.(dict)
		out = append(out, o["uuid"])
		for _, k := range []string{"Attribute", "ObjectReference"} {
			for _, x := range o[k].([]any) {
				out = append(out, x.(dict)["uuid"])
			}
		}
	}
	return out
}

func TestJapanese(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Write(&b, samples.Mill(), say.Japanese))
	assert.Contains(t, b.String(), "「lot.zip」は誰の記録か")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(broken{}, samples.Mill(), ""), "disk full")
}

// official says what definition.json of the templates holds (misp-objects as of
// 2026-06-27): version, identifier, category, of which attributes one must be there, and
// of each attribute its type, whether it correlates, whether there may be several, and
// the values that it takes.
var official = map[string]struct {
	version, uuid, category string
	oneOf                   []string
	attributes              map[string]definition
}{
	"file": {"25", "688c46fb-5edb-40a3-8273-1af7923e2215", "file", []string{"filename", "size-in-bytes", "md5", "sha1", "sha256", "fullpath"}, map[string]definition{
		"filename": {typ: "filename", apart: true, many: true}, "fullpath": {typ: "text", many: true}, "size-in-bytes": {typ: "size-in-bytes", apart: true},
		"md5": {typ: "md5"}, "sha1": {typ: "sha1"}, "sha256": {typ: "sha256"}, "mimetype": {typ: "mime-type", apart: true}}},
	"leaked-document": {"6", "ea145ecd-b3c2-4f57-ac11-c16e883c4247", "file", []string{"document-name", "attachment", "document-text"}, map[string]definition{
		"document-name": {typ: "text"}, "document-type": {typ: "text", apart: true, many: true, values: []string{"email", "letterhead", "speech", "literature", "photo", "audio", "invoice", "receipt", "other"}},
		"first-seen": {typ: "datetime", apart: true}}},
	"organization": {"9", "f750e12b-127a-432c-b022-b3f9153c4e2a", "misc", []string{"name", "alias"}, map[string]definition{
		"name": {typ: "text"}, "alias": {typ: "text", many: true}, "description": {typ: "text"}, "registration-number": {typ: "text"}}},
	"annotation": {"3", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", "misc", []string{"text"}, map[string]definition{
		"text": {typ: "text"}, "type": {typ: "text", apart: true, values: []string{"Annotation", "Executive Summary", "Introduction", "Conclusion", "Disclaimer", "Keywords",
			"Acknowledgement", "Other", "Copyright", "Authors", "Logo", "Full Report"}},
		"format": {typ: "text", apart: true, values: []string{"text", "markdown", "asciidoctor", "MultiMarkdown", "GFM", "pandoc", "Fountain", "CommonWork", "kramdown-rfc2629", "rfc7328", "Extra"}}}},
}

type definition struct {
	typ         string
	apart, many bool
	values      []string
}

// categories are those that describeTypes.json of PyMISP lists for the types.
var categories = map[string][]string{
	"filename": {"Payload delivery", "Artifacts dropped", "Payload installation", "External analysis"}, // the template leaves one out
	"md5":      {"Payload delivery", "Artifacts dropped", "Payload installation", "External analysis"},
	"sha1":     {"Payload delivery", "Artifacts dropped", "Payload installation", "External analysis"},
	"sha256":   {"Payload delivery", "Artifacts dropped", "Payload installation", "External analysis"},
	"text": {"Internal reference", "Antivirus detection", "Payload delivery", "Artifacts dropped", "Payload installation", "Persistence mechanism", "Network activity",
		"Payload type", "Attribution", "External analysis", "Financial fraud", "Support Tool", "Social network", "Person", "Other"},
	"size-in-bytes": {"Other"},
	"datetime":      {"Other"},
	"mime-type":     {"Payload delivery", "Artifacts dropped", "Payload installation"},
	"domain":        {"Payload delivery", "Network activity", "External analysis"},
}

// forms are what MISP takes for values of the types.
var forms = map[string]*regexp.Regexp{
	"filename": regexp.MustCompile(`^[^\n]*\S[^\n]*$`), "md5": regexp.MustCompile(`^[0-9a-f]{32}$`), "sha1": regexp.MustCompile(`^[0-9a-f]{40}$`),
	"sha256": regexp.MustCompile(`^[0-9a-f]{64}$`), "text": regexp.MustCompile(`\S`), "size-in-bytes": regexp.MustCompile(`^[0-9]+$`),
	"datetime": regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+00:00$`), "mime-type": regexp.MustCompile(`^[^\n]*\S[^\n]*$`),
	"domain": regexp.MustCompile(`^[A-Za-z0-9.\-_]+\.[A-Za-z0-9-]{2,}$`),
}

// relationships that relationships/definition.json of misp-objects lists.
var relationships = []string{"owner-of", "suspected-link", "related-to", "mentions", "describes", "contains", "annotates"}

var (
	uuidForm = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	tagForm  = regexp.MustCompile(`^(tlp:amber|estimative-language:(likelihood-probability="(almost-no-chance|very-unlikely|unlikely|roughly-even-chance|likely|very-likely|almost-certain)"|confidence-in-analytic-judgment="(low|moderate|high)"))$`)
)

// check holds an event against the templates and the format.
func check(t *testing.T, e dict) {
	t.Helper()
	seen := map[any]bool{}
	once := func(id any) {
		require.Regexp(t, uuidForm, id)
		require.False(t, seen[id], "%s twice", id)
		seen[id] = true
	}
	tagged := func(v any) {
		list, _ := v.([]any)
		for _, x := range list {
			require.Regexp(t, tagForm, x.(dict)["name"])
		}
	}
	attribute := func(a dict) {
		once(a["uuid"])
		tagged(a["Tag"])
		kind := a["type"].(string)
		require.Equal(t, false, a["to_ids"])
		require.Equal(t, "5", a["distribution"], "that of the event")
		require.True(t, slices.Contains(categories[kind], a["category"].(string)), "%s under %s", kind, a["category"])
		require.Regexp(t, forms[kind], a["value"])
		require.LessOrEqual(t, len(a["value"].(string)), 65535)
	}
	once(e["uuid"])
	tagged(e["Tag"])
	domains := map[any]bool{}
	for _, a := range e["Attribute"].([]any) {
		a := a.(dict)
		attribute(a)
		require.False(t, domains[a["value"]], "MISP refuses the same attribute twice")
		domains[a["value"]] = true
	}
	for _, o := range e["Object"].([]any) {
		o := o.(dict)
		once(o["uuid"])
		off, ok := official[o["name"].(string)]
		require.True(t, ok)
		require.Equal(t, []any{off.version, off.uuid, off.category, "5"}, []any{o["template_version"], o["template_uuid"], o["meta-category"], o["distribution"]})
		count := map[string]int{}
		for _, a := range o["Attribute"].([]any) {
			a := a.(dict)
			attribute(a)
			relation := a["object_relation"].(string)
			count[relation]++
			def, ok := off.attributes[relation]
			require.True(t, ok, relation)
			require.Equal(t, []any{def.typ, def.apart}, []any{a["type"], a["disable_correlation"]}, relation)
			require.True(t, count[relation] == 1 || def.many, relation)
			require.True(t, def.values == nil || slices.Contains(def.values, a["value"].(string)), a["value"])
		}
		require.True(t, slices.ContainsFunc(off.oneOf, func(r string) bool { return count[r] > 0 }), o["name"])
	}
	for _, o := range e["Object"].([]any) {
		o := o.(dict)
		for _, r := range o["ObjectReference"].([]any) {
			r := r.(dict)
			require.Regexp(t, uuidForm, r["uuid"])
			require.Equal(t, o["uuid"], r["object_uuid"])
			require.True(t, seen[r["referenced_uuid"]], "refers to what is not there")
			require.True(t, slices.Contains(relationships, r["relationship_type"].(string)), r["relationship_type"])
		}
	}
	for _, o := range e["Object"].([]any) {
		for _, r := range o.(dict)["ObjectReference"].([]any) {
			once(r.(dict)["uuid"])
		}
	}
}

func TestTemplates(t *testing.T) {
	check(t, write(t, samples.Mill()))
	for _, d := range samples.Hostile() {
		e := write(t, d)
		check(t, e)
		raw, err := json.Marshal(e)
		require.NoError(t, err)
		assert.NotContains(t, string(raw), "secret words", "what stands around the evidence")
	}
}

func TestManyItems(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Write(&b, samples.Many(20000), ""))
	assert.Less(t, b.Len(), 10<<20)
	t.Logf("%d bytes", b.Len())
	check(t, write(t, samples.Many(20000)))
	var again bytes.Buffer
	require.NoError(t, Write(&again, samples.Many(20000), ""))
	assert.True(t, bytes.Equal(b.Bytes(), again.Bytes()))
}

func TestTextFitsTheColumn(t *testing.T) {
	line := strings.Repeat("x", 999)
	for n, want := range map[int]int{59: 59, 60: 60, 61: 60} {
		assert.Equal(t, want, strings.Count(text(slices.Repeat([]string{line}, n)), "\n")+1)
	}
	assert.Equal(t, 60*1000-1, len(text(slices.Repeat([]string{line}, 100))))
}
