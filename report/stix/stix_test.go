package stix

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/report/exchange/samples"
	"evscan/report/say"
)

type dict = map[string]any

func write(t *testing.T, d document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d, ""))
	return b.Bytes()
}

// read gives the objects of a bundle.
func read(t *testing.T, raw []byte) []dict {
	t.Helper()
	var b struct {
		Type, ID string
		Objects  []dict
	}
	require.NoError(t, json.Unmarshal(raw, &b))
	assert.Equal(t, "bundle", b.Type)
	assert.Regexp(t, `^bundle--`+uuidForm+`$`, b.ID)
	return b.Objects
}

func ofType(list []dict, kind string) (out []dict) {
	for _, o := range list {
		if o["type"] == kind {
			out = append(out, o)
		}
	}
	return out
}

func find(t *testing.T, list []dict, key string, value any) dict {
	t.Helper()
	for _, o := range list {
		if o[key] == value {
			return o
		}
	}
	t.Fatalf("nothing has %s %v", key, value)
	return nil
}

const uuidForm = `[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}`

// The identifiers are those that OASIS' Python library gives the same objects.
func TestObservables(t *testing.T) {
	objects := read(t, write(t, samples.Mill()))
	marked := []any{"marking-definition--f88d31f6-486f-44da-b317-01333bde0b82"}
	assert.Equal(t, dict{"type": "file", "spec_version": "2.1", "id": "file--d068355d-47e0-5737-8eca-0807a814f540", "object_marking_refs": marked,
		"hashes": dict{"MD5": strings.Repeat("a", 32), "SHA-1": strings.Repeat("1", 40), "SHA-256": strings.Repeat("0", 61) + "abc"},
		"size":   4096.0, "name": "lot.zip", "mime_type": "application/zip"}, find(t, objects, "name", "lot.zip"))
	assert.Equal(t, dict{"type": "file", "spec_version": "2.1", "id": "file--5d23411e-4dc1-5774-8645-d732c6c3dc53", "object_marking_refs": marked,
		"hashes": dict{"SHA-256": strings.Repeat("0", 63) + "2"}, "size": 20.0, "name": "0101_会議.eml", "mime_type": "message/rfc822"}, find(t, objects, "name", "0101_会議.eml"))
	assert.Equal(t, dict{"type": "domain-name", "spec_version": "2.1", "id": "domain-name--dccb5415-5954-5ee2-b7f0-390bd351dcd7", "object_marking_refs": marked,
		"value": "harrowgate.example"}, find(t, objects, "value", "harrowgate.example"))
	assert.Equal(t, "domain-name--6c41493b-1a67-58df-8adf-4a0834c71e45", find(t, objects, "value", "xn--ub0auw.example")["id"])
	assert.Len(t, ofType(objects, "file"), 6, "the package, six files, of which two are one")
	for want, c := range map[string]contributing{
		"file--ae82f598-9325-5f54-a2b7-386a474e63d5":      {Hashes: &hashes{SHA256: strings.Repeat("0", 61) + "abc", SHA1: strings.Repeat("1", 40)}, Name: "lot.zip"},
		"file--24ef7865-a30a-5f73-a51f-01a72d208157":      {Hashes: &hashes{SHA256: strings.Repeat("0", 63) + "2"}},
		"file--3fd5852c-88da-562a-8b10-7ab3efcdaaeb":      {Hashes: &hashes{SHA256: strings.Repeat("0", 63) + "2"}, Name: `<a&b>"\é` + "\U0001F600"},
		"directory--9c8fb3e0-f958-5ed5-a3ef-d8d80a25c1a3": {Path: "lot"},
	} {
		kind, _, _ := strings.Cut(want, "--")
		got, err := observableID(kind, c)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestVerdict(t *testing.T) {
	objects := read(t, write(t, samples.Mill()))
	tool := "identity--7e4a65e1-359c-5379-aa4f-e015f2830fd4"
	mill := find(t, objects, "name", "ハロゲート紡績株式会社")
	assert.Equal(t, "organization", mill["identity_class"])
	assert.Equal(t, tool, mill["created_by_ref"])
	assert.Equal(t, "2026-11-23T03:35:15.000Z", mill["created"])
	assert.Equal(t, mill["created"], mill["modified"])
	assert.Equal(t, []any{dict{"source_name": "jp-corporate-number", "external_id": "9999999999999"}}, mill["external_references"])
	assert.Contains(t, mill["description"], "; also written Harrowgate Mills")
	kestrel := find(t, objects, "name", "Kestrel Systems GmbH")
	assert.Equal(t, []any{"vendor"}, kestrel["roles"])
	assert.Equal(t, dict{"type": "identity", "spec_version": "2.1", "id": tool, "created": "2026-11-23T00:00:00.000Z", "modified": "2026-11-23T00:00:00.000Z", "name": "evscan",
		"description": "A program that tells whose records a leaked package holds.", "identity_class": "system"}, find(t, objects, "id", tool))

	pack := "file--d068355d-47e0-5737-8eca-0807a814f540"
	for kind, want := range map[string]struct{ source, confidence any }{
		"owner-of": {mill["id"], 97.0}, "custodian-of": {mill["id"], 98.0}, "claimed-owner-of": {kestrel["id"], nil}, "named-in": {kestrel["id"], nil}} {
		r := find(t, objects, "relationship_type", kind)
		assert.Equal(t, want.source, r["source_ref"], kind)
		assert.Equal(t, pack, r["target_ref"], kind)
		assert.Equal(t, want.confidence, r["confidence"], kind)
	}
	assert.Equal(t, "copies/readme.txt", find(t, objects, "description", "copies/readme.txt")["description"])

	o := ofType(objects, "opinion")
	require.Len(t, o, 1)
	assert.Equal(t, "strongly-disagree", o[0]["opinion"])
	assert.Equal(t, 99.0, o[0]["confidence"])
	assert.Equal(t, []any{find(t, objects, "relationship_type", "claimed-owner-of")["id"]}, o[0]["object_refs"])
	assert.True(t, strings.HasPrefix(o[0]["explanation"].(string), "Claim: the records are those of ハロゲート紡績株式会社, not of “Kestrel”; “Kestrel” is its vendor.\nReason: "))

	notes := ofType(objects, "note")
	require.Len(t, notes, 3)
	assert.Equal(t, "The records are those of ハロゲート紡績株式会社 (probability 0.97).", notes[0]["abstract"])
	assert.Equal(t, "Evidence for ハロゲート紡績株式会社", notes[1]["abstract"])
	assert.Equal(t, []any{mill["id"], "file--5d23411e-4dc1-5774-8645-d732c6c3dc53", find(t, objects, "name", "plan.docx")["id"], find(t, objects, "name", "scan.pdf")["id"]}, notes[1]["object_refs"])

	seen := ofType(objects, "observed-data")[0]
	assert.Equal(t, "2026-11-20T00:00:00.000Z", seen["first_observed"])
	assert.Equal(t, "2026-11-23T03:35:15.000Z", seen["last_observed"])
	assert.Len(t, seen["object_refs"], 9)

	r := ofType(objects, "report")[0]
	assert.Equal(t, "Whose records are in “lot.zip”", r["name"])
	assert.Equal(t, []any{"evscan-owner-identified", "evscan-claim-contradicted"}, r["labels"])
	assert.Len(t, r["object_refs"], len(objects)-2, "everything but itself and the marking")
}

func TestOpinions(t *testing.T) {
	for _, c := range []struct{ claim, owner, want string }{
		{"supported", "identified", "strongly-agree"}, {"supported", "leading", "agree"}, {"undetermined", "identified", "neutral"},
		{"contradicted", "leading", "disagree"}, {"contradicted", "identified", "strongly-disagree"}, {"forged", "identified", "neutral"}} {
		d := samples.Mill()
		d.Claim.Verdict, d.Attribution.Verdict = c.claim, c.owner
		assert.Equal(t, c.want, ofType(read(t, write(t, d)), "opinion")[0]["opinion"])
	}
	d := samples.Mill()
	d.Decisions = []document.Decision{{Kind: "accept"}}
	assert.Equal(t, []any{"evscan-owner-identified", "evscan-claim-contradicted", "evscan-decided-by-a-person"}, ofType(read(t, write(t, d)), "report")[0]["labels"])
	d = samples.Mill()
	d.Claim = nil
	objects := read(t, write(t, d))
	assert.Empty(t, ofType(objects, "opinion"))
	assert.Equal(t, []any{"evscan-owner-identified"}, ofType(objects, "report")[0]["labels"])
}

func TestTimes(t *testing.T) {
	d := samples.Mill()
	d.Timing = nil
	r := ofType(read(t, write(t, d)), "report")[0]
	assert.Equal(t, "2026-11-20T00:00:00.000Z", r["created"], "when it was listed")
	d.Package.ListedAt = ""
	objects := read(t, write(t, d))
	assert.Equal(t, "1970-01-01T00:00:00.000Z", ofType(objects, "report")[0]["published"], "unknown")
	assert.Equal(t, "1970-01-01T00:00:00.000Z", ofType(objects, "observed-data")[0]["first_observed"])
	d = samples.Mill()
	d.Package.ListedAt = "2027-01-01T00:00:00Z"
	o := ofType(read(t, write(t, d)), "observed-data")[0]
	assert.Equal(t, o["last_observed"], o["first_observed"], "listed after it was scanned: one of the clocks is wrong")
}

func TestFolder(t *testing.T) {
	d := samples.Mill()
	d.Package.Kind, d.Package.Name = "folder", "lot"
	objects := read(t, write(t, d))
	assert.Equal(t, "lot", find(t, objects, "id", "directory--9c8fb3e0-f958-5ed5-a3ef-d8d80a25c1a3")["path"])
	assert.Equal(t, "directory--9c8fb3e0-f958-5ed5-a3ef-d8d80a25c1a3", find(t, objects, "relationship_type", "owner-of")["target_ref"])
	for _, f := range ofType(objects, "file") {
		assert.NotContains(t, f["hashes"].(dict)["SHA-256"], "abc", "the hash of a list of files is no hash of a file")
	}
}

func TestSameReportSameBytes(t *testing.T) {
	raw := write(t, samples.Mill())
	assert.Equal(t, string(raw), string(write(t, samples.Mill())))
	stored, err := json.Marshal(samples.Mill())
	require.NoError(t, err)
	var again document.Document
	require.NoError(t, json.Unmarshal(stored, &again))
	assert.Equal(t, string(raw), string(write(t, again)))
	d := samples.Mill()
	d.Attribution.Owner.Probability = 0.96
	other := ofType(read(t, write(t, d)), "relationship")
	for _, r := range ofType(read(t, raw), "relationship") {
		for _, o := range other {
			assert.NotEqual(t, r["id"], o["id"], "an object that was shared would change")
		}
	}
}

func TestJapanese(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, Write(&b, samples.Mill(), say.Japanese))
	objects := read(t, b.Bytes())
	assert.Equal(t, "「lot.zip」は誰の記録か", ofType(objects, "report")[0]["name"])
	assert.Equal(t, "ja", ofType(objects, "report")[0]["lang"])
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(broken{}, samples.Mill(), ""), "disk full")
}

// required lists the properties that the specification demands of the types that are
// written, beside type and id (sections 4, 5, 6 and 7).
var required = map[string][]string{
	"marking-definition": {"spec_version", "created", "definition_type", "definition"},
	"identity":           {"spec_version", "created", "modified", "name", "identity_class"},
	"observed-data":      {"spec_version", "created", "modified", "first_observed", "last_observed", "number_observed", "object_refs"},
	"relationship":       {"spec_version", "created", "modified", "relationship_type", "source_ref", "target_ref"},
	"note":               {"spec_version", "created", "modified", "content", "object_refs"},
	"opinion":            {"spec_version", "created", "modified", "opinion", "object_refs"},
	"report":             {"spec_version", "created", "modified", "name", "published", "object_refs"},
	"file":               {"spec_version", "hashes"},
	"directory":          {"spec_version", "path"},
	"domain-name":        {"spec_version", "value"},
}

var (
	stampForm  = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`)
	kindForm   = regexp.MustCompile(`^[a-z0-9-]{3,250}$`)
	targetForm = regexp.MustCompile(`^(relationship|bundle|marking-definition)--`)
)

// check holds a bundle against the rules of the specification that have no schema:
// identifiers are unique, and everything referred to is there.
func check(t *testing.T, raw []byte) {
	t.Helper()
	objects := read(t, raw)
	ids := map[any]string{}
	for _, o := range objects {
		id, kind := o["id"].(string), o["type"].(string)
		require.Regexp(t, `^`+kind+`--`+uuidForm+`$`, id)
		require.Empty(t, ids[id], "twice")
		ids[id] = kind
		require.Contains(t, required, kind)
		for _, p := range required[kind] {
			require.Contains(t, o, p, kind)
		}
		for k, v := range o {
			if list, ok := v.([]any); v == nil || v == "" || ok && len(list) == 0 {
				require.Fail(t, "empty", "%s of %s", k, kind)
			}
			switch k {
			case "created", "modified", "published", "first_observed", "last_observed":
				require.Regexp(t, stampForm, v)
			case "confidence":
				require.GreaterOrEqual(t, v, 1.0)
				require.LessOrEqual(t, v, 99.0)
			case "size":
				require.GreaterOrEqual(t, v, 0.0)
			case "relationship_type":
				require.Regexp(t, kindForm, v)
			}
		}
		if o["modified"] != nil {
			require.LessOrEqual(t, o["created"], o["modified"])
		}
		if o["first_observed"] != nil {
			require.LessOrEqual(t, o["first_observed"], o["last_observed"])
		}
	}
	for _, o := range objects {
		var refs []any
		for _, k := range []string{"object_refs", "object_marking_refs"} {
			if list, ok := o[k].([]any); ok {
				refs = append(refs, list...)
			}
		}
		for _, k := range []string{"created_by_ref", "source_ref", "target_ref"} {
			if v, ok := o[k]; ok {
				refs = append(refs, v)
			}
		}
		for _, r := range refs {
			require.NotEmpty(t, ids[r], "%s refers to what is not there", o["type"])
		}
		switch o["type"] {
		case "relationship":
			require.NotRegexp(t, targetForm, o["source_ref"])
			require.NotRegexp(t, targetForm, o["target_ref"])
		case "observed-data":
			for _, r := range o["object_refs"].([]any) {
				require.True(t, ids[r] == "file" || ids[r] == "directory" || ids[r] == "domain-name")
			}
		}
	}
}

func TestRules(t *testing.T) {
	check(t, write(t, samples.Mill()))
	for _, d := range samples.Hostile() {
		raw := write(t, d)
		check(t, raw)
		assert.NotContains(t, string(raw), "secret words", "what stands around the evidence")
	}
}

func TestManyItems(t *testing.T) {
	raw := write(t, samples.Many(20000))
	check(t, raw)
	assert.Less(t, len(raw), 8<<20)
	t.Logf("%d bytes", len(raw))
}
