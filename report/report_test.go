package report

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEncoders(t *testing.T) {
	assert.Equal(t, []string{"text", "json", "html", "ndjson", "csv", "csv-evidence", "markdown", "stix", "misp", "case"}, Names())
	for _, name := range Names() {
		e, ok := ByName(name)
		assert.True(t, ok)
		assert.Equal(t, name, e.Name)
		assert.NotNil(t, e.Write)
	}
	for file, want := range map[string]string{"a.txt": "text", "/x.y/A.JSON": "json", "a.b.json": "json", ".json": "json", "r.HTML": "html", "r.htm": "html",
		"a.ndjson": "ndjson", "a.JSONL": "ndjson", "a.md": "markdown", "readme.markdown": "markdown", "a.csv": "csv", "items.csv": "csv", "a.items.csv": "csv",
		"evidence.csv": "csv-evidence", "/x/Evidence.CSV": "csv-evidence", "a.evidence.csv": "csv-evidence", "a-evidence.csv": "csv-evidence", "a_evidence.csv": "csv-evidence",
		"noevidence.csv": "csv", "evidence.csv/a.csv": "csv", "evidence.csv.json": "json", "csv": "", "md": "", "evidence": "",
		"a.stix.json": "stix", "A.Stix.JSON": "stix", ".stix.json": "stix", "stix.json": "stix", "a.stix": "", "a.misp.json": "misp", "a.stix.misp.json": "misp",
		"a.misp.stix.json": "stix", "x.stix.json/a.json": "json", "a.xstix.json": "json", "a.case.jsonld": "case", "a.jsonld": "case", "a.case": "",
		"json": "", "a.": "", "": "", "a.json.gz": "", "a.exe": ""} {
		e, ok := ByFile(file)
		assert.Equal(t, want != "", ok, file)
		assert.Equal(t, want, e.Name, file)
	}
	assert.Equal(t, ".txt, .json, .html, .htm, .ndjson, .jsonl, .csv, .evidence.csv, .md, .markdown, .stix.json, .misp.json, .case.jsonld, .jsonld", Extensions())
	for _, name := range []string{"", "JSON", "txt"} {
		_, ok := ByName(name)
		assert.False(t, ok, name)
	}
}
