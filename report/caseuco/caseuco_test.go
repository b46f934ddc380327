package caseuco

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

func write(t *testing.T, d document.Document) (dict, []dict) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d, ""))
	var v struct {
		Context dict   `json:"@context"`
		Graph   []dict `json:"@graph"`
	}
	require.NoError(t, json.Unmarshal(b.Bytes(), &v))
	return v.Context, v.Graph
}

func ofType(graph []dict, class string) (out []dict) {
	for _, n := range graph {
		if n["@type"] == class {
			out = append(out, n)
		}
	}
	return out
}

func facetOf(t *testing.T, n dict, class string) dict {
	t.Helper()
	list, _ := n["uco-core:hasFacet"].([]any)
	for _, f := range list {
		if f := f.(dict); f["@type"] == class {
			return f
		}
	}
	t.Fatalf("%s has no %s", n["@type"], class)
	return nil
}

func to(n dict) dict { return dict{"@id": n["@id"]} }

func TestContext(t *testing.T) {
	c, _ := write(t, samples.Mill())
	assert.Equal(t, dict{
		"kb":                 "https://evscan.example/kb/",
		"case-investigation": "https://ontology.caseontology.org/case/investigation/",
		"uco-action":         "https://ontology.unifiedcyberontology.org/uco/action/",
		"uco-core":           "https://ontology.unifiedcyberontology.org/uco/core/",
		"uco-identity":       "https://ontology.unifiedcyberontology.org/uco/identity/",
		"uco-observable":     "https://ontology.unifiedcyberontology.org/uco/observable/",
		"uco-tool":           "https://ontology.unifiedcyberontology.org/uco/tool/",
		"uco-types":          "https://ontology.unifiedcyberontology.org/uco/types/",
		"xsd":                "http://www.w3.org/2001/XMLSchema#",
	}, c)
}

func TestFiles(t *testing.T) {
	_, g := write(t, samples.Mill())
	files := ofType(g, "uco-observable:File")
	require.Len(t, files, 7)
	content := facetOf(t, files[0], "uco-observable:ContentDataFacet")
	assert.Equal(t, "application/zip", content["uco-observable:mimeType"])
	var hashes []any
	for _, h := range content["uco-observable:hash"].([]any) {
		h := h.(dict)
		assert.Equal(t, "uco-types:Hash", h["@type"])
		hashes = append(hashes, h["uco-types:hashMethod"], h["uco-types:hashValue"])
	}
	assert.Equal(t, []any{"SHA256", dict{"@type": "xsd:hexBinary", "@value": strings.Repeat("0", 61) + "ABC"}, "SHA1", dict{"@type": "xsd:hexBinary", "@value": strings.Repeat("1", 40)},
		"MD5", dict{"@type": "xsd:hexBinary", "@value": strings.Repeat("A", 32)}}, hashes)
	plan := facetOf(t, files[2], "uco-observable:FileFacet")
	assert.Equal(t, []any{"plan.docx", "plans.zip/a/plan.docx", 40.0}, []any{plan["uco-observable:fileName"], plan["uco-observable:filePath"], plan["uco-observable:sizeInBytes"]})
	within := ofType(g, "uco-observable:ObservableRelationship")
	require.Len(t, within, 6)
	assert.Equal(t, []any{"Contained_Within", true, to(files[2]), to(files[0])},
		[]any{within[1]["uco-core:kindOfRelationship"], within[1]["uco-core:isDirectional"], within[1]["uco-core:source"], within[1]["uco-core:target"]})
	assert.Equal(t, "plans.zip/a/plan.docx", facetOf(t, within[1], "uco-observable:PathRelationFacet")["uco-observable:path"])
}

func TestVerdicts(t *testing.T) {
	_, g := write(t, samples.Mill())
	pack := ofType(g, "uco-observable:File")[0]
	orgs := ofType(g, "uco-identity:Organization")
	require.Len(t, orgs, 2)
	mill, kestrel := orgs[0], orgs[1]
	assert.Equal(t, "ハロゲート紡績株式会社", mill["uco-core:name"])
	ref := mill["uco-core:externalReference"].(dict)
	assert.Equal(t, []any{"uco-core:ExternalReference", "jp-corporate-number", "9999999999999"}, []any{ref["@type"], ref["uco-core:definingContext"], ref["uco-core:externalIdentifier"]})
	var got [][3]any
	claim := dict{}
	for _, r := range ofType(g, "uco-core:Relationship") {
		if r["uco-core:kindOfRelationship"] == "Claimed_Owner_Of" {
			claim = r
		}
		if r["uco-core:kindOfRelationship"] != "Has_Domain" {
			require.Equal(t, to(pack), r["uco-core:target"])
			got = append(got, [3]any{r["uco-core:kindOfRelationship"], r["uco-core:source"].(dict)["@id"], r["uco-core:hasFacet"] != nil})
		}
	}
	assert.Equal(t, [][3]any{{"Owner_Of", mill["@id"], true}, {"Custodian_Of", mill["@id"], true}, {"Claimed_Owner_Of", kestrel["@id"], false}, {"Named_In", kestrel["@id"], false}}, got)
	assert.Equal(t, dict{"@type": "xsd:nonNegativeInteger", "@value": "97"}, facetOf(t, ofType(g, "uco-core:Relationship")[0], "uco-core:ConfidenceFacet")["uco-core:confidence"])

	notes := ofType(g, "uco-core:Annotation")
	require.Len(t, notes, 4)
	evidence, opinion, answer := notes[0], notes[1], notes[3]
	assert.Equal(t, "Evidence for ハロゲート紡績株式会社", evidence["uco-core:name"])
	assert.Len(t, evidence["uco-core:statement"], 3)
	assert.Len(t, evidence["uco-core:object"], 4, "the organisation and the three files")
	assert.Equal(t, "contradicted", opinion["uco-core:name"])
	assert.Equal(t, []any{to(claim), to(kestrel)}, opinion["uco-core:object"])
	assert.Equal(t, dict{"@type": "xsd:nonNegativeInteger", "@value": "99"}, facetOf(t, opinion, "uco-core:ConfidenceFacet")["uco-core:confidence"])
	assert.Equal(t, "The records are those of ハロゲート紡績株式会社 (probability 0.97).", answer["uco-core:name"])
	assert.Equal(t, []any{to(pack)}, answer["uco-core:object"])
	assert.Len(t, ofType(g, "uco-observable:DomainName"), 3)
}

func TestProvenance(t *testing.T) {
	_, g := write(t, samples.Mill())
	records, tool := ofType(g, "case-investigation:ProvenanceRecord"), ofType(g, "uco-tool:AnalyticTool")[0]
	require.Len(t, records, 2)
	assert.Equal(t, []any{to(ofType(g, "uco-observable:File")[0])}, records[0]["uco-core:object"])
	scan := ofType(g, "case-investigation:InvestigativeAction")[0]
	assert.Equal(t, []any{to(tool), to(records[0]), to(records[1])}, []any{scan["uco-action:instrument"], scan["uco-action:object"], scan["uco-action:result"]})
	assert.Equal(t, dict{"@type": "xsd:dateTime", "@value": "2026-11-23T03:35:15Z"}, scan["uco-action:startTime"])
	assert.Equal(t, dict{"@type": "xsd:dateTime", "@value": "2026-11-23T03:35:44Z"}, scan["uco-action:endTime"])
	assert.Equal(t, []any{"evscan", "v1.2.3, catalogue c1, weights w1"}, []any{tool["uco-core:name"], tool["uco-tool:version"]})
	inv := ofType(g, "case-investigation:Investigation")[0]
	assert.Equal(t, []any{to(records[0]), to(scan), to(records[1])}, inv["uco-core:object"])
	// Everything that was found is in the record of the results.
	assert.Len(t, records[1]["uco-core:object"], 6+2+3+4+4+3, "files, organisations, domains, their relationships and those of the verdicts, annotations but one")

	d := samples.Mill()
	d.Timing = nil
	_, g = write(t, d)
	scan = ofType(g, "case-investigation:InvestigativeAction")[0]
	assert.NotContains(t, scan, "uco-action:startTime", "a time that nobody knows is left out")
	assert.NotContains(t, scan, "uco-action:endTime")
}

func TestFolder(t *testing.T) {
	d := samples.Mill()
	d.Package.Kind = "folder"
	_, g := write(t, d)
	dir := ofType(g, "uco-observable:Directory")
	require.Len(t, dir, 1)
	f := facetOf(t, dir[0], "uco-observable:FileFacet")
	assert.Equal(t, []any{"lot.zip", true}, []any{f["uco-observable:fileName"], f["uco-observable:isDirectory"]})
	assert.Len(t, dir[0]["uco-core:hasFacet"], 1, "the hash of a list of files is no hash of content")
}

func TestSameReportSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	require.NoError(t, Write(&a, samples.Mill(), ""))
	require.NoError(t, Write(&b, samples.Mill(), ""))
	assert.Equal(t, a.String(), b.String())
	b.Reset()
	require.NoError(t, Write(&b, samples.Mill(), say.Japanese))
	assert.Contains(t, b.String(), "「lot.zip」は誰の記録か")
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(broken{}, samples.Mill(), ""), "disk full")
}

// vocabulary lists, for every class that is written, the properties that CASE 1.4 and
// UCO 1.4 define for it or for a class above it, and those that its shape demands.
var vocabulary = map[string]struct{ may, must []string }{
	"case-investigation:Investigation":       {[]string{"case-investigation:focus"}, []string{"uco-core:object"}},
	"case-investigation:ProvenanceRecord":    {nil, []string{"uco-core:object"}},
	"case-investigation:InvestigativeAction": {[]string{"uco-action:instrument", "uco-action:object", "uco-action:result", "uco-action:startTime", "uco-action:endTime"}, nil},
	"uco-core:Annotation":                    {[]string{"uco-core:statement"}, []string{"uco-core:object"}},
	"uco-core:Relationship":                  {[]string{"uco-core:kindOfRelationship"}, []string{"uco-core:source", "uco-core:target", "uco-core:isDirectional"}},
	"uco-observable:ObservableRelationship":  {[]string{"uco-core:kindOfRelationship"}, []string{"uco-core:source", "uco-core:target", "uco-core:isDirectional"}},
	"uco-core:ConfidenceFacet":               {nil, []string{"uco-core:confidence"}},
	"uco-core:ExternalReference":             {[]string{"uco-core:definingContext", "uco-core:externalIdentifier"}, nil},
	"uco-identity:Organization":              {nil, nil},
	"uco-tool:AnalyticTool":                  {[]string{"uco-tool:toolType", "uco-tool:version"}, nil},
	"uco-observable:File":                    {nil, nil},
	"uco-observable:Directory":               {nil, nil},
	"uco-observable:DomainName":              {nil, nil},
	"uco-observable:DomainNameFacet":         {[]string{"uco-observable:value"}, nil},
	"uco-observable:FileFacet":               {[]string{"uco-observable:fileName", "uco-observable:filePath", "uco-observable:sizeInBytes", "uco-observable:isDirectory"}, nil},
	"uco-observable:ContentDataFacet":        {[]string{"uco-observable:sizeInBytes", "uco-observable:mimeType", "uco-observable:hash"}, nil},
	"uco-observable:PathRelationFacet":       {[]string{"uco-observable:path"}, nil},
	"uco-types:Hash":                         {nil, []string{"uco-types:hashMethod", "uco-types:hashValue"}},
}

// ofObjects are the properties that every UcoObject may have.
var ofObjects = []string{"uco-core:name", "uco-core:description", "uco-core:tag", "uco-core:hasFacet", "uco-core:externalReference"}

var (
	iri       = regexp.MustCompile(`^kb:[a-z]+-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	dateTime  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$`)
	hexBinary = regexp.MustCompile(`^([0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64})$`)
	percent   = regexp.MustCompile(`^[1-9][0-9]?$`)
)

type checker struct {
	t       *testing.T
	context dict
	defined map[string]bool
	used    []string
}

// node holds a resource, a reference or a typed literal against the ontologies.
func (c *checker) node(n dict) {
	t := c.t
	if v, literal := n["@value"]; literal {
		require.Len(t, n, 2)
		form := map[any]*regexp.Regexp{"xsd:dateTime": dateTime, "xsd:hexBinary": hexBinary, "xsd:nonNegativeInteger": percent}[n["@type"]]
		require.NotNil(t, form, n["@type"])
		require.Regexp(t, form, v)
		return
	}
	id := n["@id"].(string)
	if len(n) == 1 {
		c.used = append(c.used, id)
		return
	}
	require.Regexp(t, iri, id)
	require.False(t, c.defined[id], "%s twice", id)
	c.defined[id] = true
	class := n["@type"].(string)
	v, known := vocabulary[class]
	require.True(t, known, class)
	for _, p := range v.must {
		require.True(t, n[p] != nil, "%s without %s", class, p)
	}
	for key, value := range n {
		if key == "@id" || key == "@type" {
			continue
		}
		prefix, _, _ := strings.Cut(key, ":")
		require.True(t, c.context[prefix] != nil, "%s is not in the context", prefix)
		require.True(t, slices.Contains(v.may, key) || slices.Contains(v.must, key) || slices.Contains(ofObjects, key), "%s of %s", key, class)
		list, several := value.([]any)
		if !several {
			list = []any{value}
		}
		require.NotEmpty(t, list, key)
		for _, x := range list {
			switch x := x.(type) {
			case dict:
				c.node(x)
			case nil:
				require.Fail(t, "null", key)
			}
		}
	}
}

func check(t *testing.T, d document.Document) {
	t.Helper()
	context, g := write(t, d)
	c := &checker{t: t, context: context, defined: map[string]bool{}}
	for _, n := range g {
		require.Greater(t, len(n), 1)
		c.node(n)
	}
	for _, id := range c.used {
		require.True(t, c.defined[id], "%s is referred to and not there", id)
	}
}

func TestGraphs(t *testing.T) {
	check(t, samples.Mill())
	for _, d := range samples.Hostile() {
		check(t, d)
		var b bytes.Buffer
		require.NoError(t, Write(&b, d, ""))
		assert.NotContains(t, b.String(), "secret words", "what stands around the evidence")
	}
}

func TestManyItems(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Write(&b, samples.Many(20000), ""))
	assert.Less(t, b.Len(), 10<<20)
	t.Logf("%d bytes", b.Len())
	check(t, samples.Many(20000))
}
