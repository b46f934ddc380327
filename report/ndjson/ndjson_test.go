package ndjson

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
)

var update = flag.Bool("update", false, "write the schema that the types give; review the difference")

// The committed schema is a promise, like that of the report.
func TestSchemaMatchesTypes(t *testing.T) {
	want, err := reflectSchema()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("schema.json", want, 0o644))
		return
	}
	assert.Equal(t, string(want), string(JSONSchema()))
}

func compile(t *testing.T) *validator.Schema {
	t.Helper()
	doc, err := validator.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	require.NoError(t, err)
	c := validator.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("stream.json", doc))
	s, err := c.Compile("stream.json")
	require.NoError(t, err)
	return s
}

// report has an item of every sort: with marks, with a problem found at once, with
// one found late, with both, and a copy.
func report() document.Document {
	item := func(id, status string, problems ...document.Problem) document.Item {
		return document.Item{ID: id, Path: []string{"case.zip", id}, Origin: "entry", Status: status, Type: document.Type{Format: "text", Warnings: []string{}},
			Metadata: []document.Metadata{}, Text: document.Text{Chars: 3, Languages: []string{"en"}}, Marks: []document.Mark{}, Problems: append([]document.Problem{}, problems...)}
	}
	early := func(id string) document.Problem {
		return document.Problem{Item: id, Kind: "corrupt", Detail: "torn <b>\u202e", Hint: "h"}
	}
	late := func(id string) document.Problem {
		return document.Problem{Item: id, Kind: "limit-reached", Detail: "too many", Late: true}
	}
	d := document.Document{Schema: document.Schema{Version: document.Version, URL: document.SchemaURL},
		Tool:    document.Tool{Name: "evscan", Version: "v1", Formats: map[string]int{"zip": 2, "text": 1}, Languages: []string{"eng"}, MissingLanguages: []string{"jpn"}},
		Package: document.Package{Name: "事件\u009b31m.zip", Kind: "file", Size: 7, SHA256: strings.Repeat("ab", 32)},
		Items: []document.Item{item("0", "read"), item("0.0", "partly-read", early("0.0")), item("0.1", "partly-read", late("0.1")),
			item("0.2", "partly-read", early("0.2"), late("0.2")), item("0.3", "not-read", early("0.3")), item("0.4", "not-read", late("0.4"))},
		Problems: []document.Problem{early("0.0"), late("0.1"), early("0.2"), late("0.2"), early("0.3"), late("0.4")},
		Coverage: document.Coverage{Items: 6, Read: 1, PartlyRead: 3, NotRead: 2, ByReason: map[string]int{"corrupt": 3, "limit-reached": 3}},
		Claim:    &document.Claim{Organisation: "Kestrel", Verdict: "contradicted"},
		Attribution: document.Attribution{Verdict: "identified", Owner: &document.Party{ID: "d:a.example", Name: "A", Domains: []string{"a.example"}, Probability: 0.9},
			Candidates: []document.Candidate{}, Flips: []document.Flip{}, Baselines: []document.Baseline{}},
		Timing: &document.Timing{Started: "2026-01-02T03:04:05Z", WallMS: 5, Jobs: 2, Stages: []document.Stage{}},
	}
	d.Items[0].Marks = []document.Mark{{Kind: "names", KeyKind: "name", Key: "a", Class: "mention", Count: 1}}
	d.Items[1].Group, d.Items[1].Links = "g1", []document.Link{{AKind: "name", A: "a", BKind: "domain", B: "a.example", Bits: 3, Why: "w"}}
	d.Items[5].SameAs = "0.3"
	return d
}

func stream(t *testing.T, d document.Document) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, Write(&b, d))
	return b.String()
}

func TestStream(t *testing.T) {
	out := stream(t, report())
	var got []string
	for line := range strings.Lines(out) {
		var r struct {
			Type     string
			Item     json.RawMessage
			Status   string
			Problems []document.Problem
		}
		require.NoError(t, json.Unmarshal([]byte(line), &r))
		var it document.Item
		_ = json.Unmarshal(r.Item, &it) // an id in marks
		if r.Type == "item" {
			r.Status, r.Problems = it.Status, it.Problems
			for _, later := range []string{`"marks"`, `"links"`, `"group"`} {
				assert.NotContains(t, string(r.Item), later)
			}
			r.Item = json.RawMessage(it.ID)
		}
		s := strings.TrimSpace(r.Type + " " + string(r.Item) + " " + r.Status)
		for _, p := range r.Problems {
			s += " " + p.Kind
		}
		got = append(got, s)
	}
	assert.Equal(t, []string{
		"header",
		"item 0 read",
		"item 0.0 partly-read corrupt",
		"item 0.1 read",
		"item 0.2 partly-read corrupt",
		"item 0.3 not-read corrupt",
		"item 0.4 not-read",
		`marks "0" read`,
		`marks "0.0" partly-read`,
		`marks "0.1" partly-read limit-reached`,
		`marks "0.2" partly-read limit-reached`,
		`marks "0.4" not-read limit-reached`,
		"claim", "attribution", "coverage", "end",
	}, got)
	assert.True(t, strings.HasPrefix(out, `{"type":"header","schema":{"version":"`+document.Version+`","url":"https://evscan.example/schema/stream-`+document.Version+`.json"},"tool":{"name":"evscan"`), out[:200])
	assert.Contains(t, out, `"name":"事件\u009b31m.zip"`)
	assert.Contains(t, out, `torn \u003cb\u003e\u202e`)
	assert.True(t, strings.HasSuffix(out, `{"type":"end","lines":15,"items":6,"timing":{"started":"2026-01-02T03:04:05Z","wall_ms":5,"jobs":2,"restarts":0,"stages":[]}}`+"\n"), out[len(out)-200:])

	s := compile(t)
	for line := range strings.Lines(out) {
		v, err := validator.UnmarshalJSON(strings.NewReader(line))
		require.NoError(t, err)
		assert.NoError(t, s.Validate(v), line)
	}
	without := report()
	without.Claim, without.Timing = nil, nil
	without.Decisions = []document.Decision{{Kind: "reject", About: []string{"x"}, Matched: []string{}}}
	without.Undecided = &document.Outcome{Verdict: "leading"}
	assert.Contains(t, stream(t, without), "\n"+`{"type":"decisions","decisions":[{"kind":"reject","about":["x"],"matched":[]}]}`+"\n"+`{"type":"undecided","undecided":{"verdict":"leading","probability":0}}`+"\n"+`{"type":"coverage",`)
	for line := range strings.Lines(stream(t, without)) {
		v, err := validator.UnmarshalJSON(strings.NewReader(line))
		require.NoError(t, err)
		assert.NoError(t, s.Validate(v), line)
	}
	for _, wrong := range []string{`{}`, `{"type":"nothing"}`, `{"type":"end","lines":1}`, `{"type":"end","lines":0,"items":0}`,
		`{"type":"claim","claim":{"organisation":"x"}}`, `{"type":"decisions"}`, `{"type":"decisions","decisions":[{}]}`, `{"type":"undecided","undecided":{"verdict":"leading","probability":0},"more":1}`, strings.Replace(strings.Split(out, "\n")[1], `"id":"0"`, `"marks":[]`, 1)} {
		v, err := validator.UnmarshalJSON(strings.NewReader(wrong))
		require.NoError(t, err)
		assert.Error(t, s.Validate(v), wrong)
	}
}

// A stream holds every field that a report has: whoever adds one to the report adds it
// here.
func TestNothingIsLost(t *testing.T) {
	var d document.Document
	n := 0
	fill(reflect.ValueOf(&d).Elem(), &n)
	d.Schema = document.Schema{Version: document.Version, URL: document.SchemaURL}
	d.Problems = nil
	for i := range d.Items {
		it := &d.Items[i]
		it.SameAs = "0" // whose status is never another at the commit
		it.Problems = append(it.Problems, it.Problems[0])
		it.Problems[0].Late = false
		d.Problems = append(d.Problems, it.Problems...)
	}
	want, err := json.MarshalIndent(d, "", " ")
	require.NoError(t, err)
	back, err := Read(strings.NewReader(stream(t, d)))
	require.NoError(t, err)
	got, err := json.MarshalIndent(back, "", " ")
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
}

// fill gives every field a value of its own.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Kind() {
	case reflect.String:
		v.SetString(fmt.Sprintf("s%d", *n))
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(*n))
	case reflect.Uint8:
		v.SetUint(uint64(*n % 256))
	case reflect.Float64:
		v.SetFloat(float64(*n))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), n)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(key, n)
		fill(value, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic(v.Kind().String())
	}
}

func TestRoundTrip(t *testing.T) {
	for name, change := range map[string]func(*document.Document){
		"everything":          func(*document.Document) {},
		"no claim, no timing": func(d *document.Document) { d.Claim, d.Timing = nil, nil },
		"no items":            func(d *document.Document) { d.Items, d.Problems = []document.Item{}, []document.Problem{} },
		"the text of an item": func(d *document.Document) { d.Items[1].Text.Content = "two\nlines\u2028" },
	} {
		t.Run(name, func(t *testing.T) {
			d := report()
			change(&d)
			out := stream(t, d)
			back, err := Read(strings.NewReader(out))
			require.NoError(t, err)
			want, err := json.Marshal(d)
			require.NoError(t, err)
			got, err := json.Marshal(back)
			require.NoError(t, err)
			assert.Equal(t, string(want), string(got))
			assert.Equal(t, out, stream(t, back))
		})
	}
}

// Streams that were written by any version are read by this one. Files of published
// versions are never changed.
func TestStoredStreams(t *testing.T) {
	d := report()
	d.Schema = document.Schema{Version: "1.1.0", URL: reportURL("1.1.0")}
	file := filepath.Join("testdata", "stream-1.1.0.ndjson")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(stream(t, d)), 0o644))
		return
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	got, err := Read(bytes.NewReader(want))
	require.NoError(t, err)
	assert.Equal(t, d, got)
}

// However a stream is cut, its reader knows.
func TestCutOff(t *testing.T) {
	out := stream(t, report())
	for n := range len(out) {
		if _, err := Read(strings.NewReader(out[:n])); !assert.Error(t, err, "%d bytes", n) {
			return
		}
	}
	lines := slices.Collect(strings.Lines(out))
	for n := range lines {
		_, err := Read(strings.NewReader(strings.Join(slices.Delete(slices.Clone(lines), n, n+1), "")))
		assert.Error(t, err, "without line %d", n+1)
	}
	for n := 1; n < len(lines); n++ {
		_, err := Read(strings.NewReader(strings.Join(lines[:n], "")))
		assert.ErrorIs(t, err, ErrCutOff, "%d lines", n)
	}
}

func TestReadRefuses(t *testing.T) {
	lines := slices.Collect(strings.Lines(stream(t, report())))
	all := func(change func([]string) []string) string { return strings.Join(change(slices.Clone(lines)), "") }
	for want, in := range map[string]string{
		"line 1: this is no evscan stream":                               "rubbish\n",
		"line 1: a stream has one header, in its first line":             "{}\n",
		"line 2: a stream has one header, in its first line":             lines[0] + lines[0],
		"the report has layout version 2.0.0; this evscan reads 1.x":     strings.Replace(lines[0], document.Version, "2.0.0", 1),
		"no schema.version in it":                                        `{"type":"header"}` + "\n",
		`line 3: the item "0" stands there twice`:                        lines[0] + lines[1] + lines[1],
		`line 2: marks of an item "0" that does not stand before them`:   lines[0] + lines[7],
		"a second record of the type claim":                              all(func(l []string) []string { return slices.Insert(l, 13, l[12]) }),
		"something stands behind the end":                                all(func(l []string) []string { return append(l, l[1]) }),
		"15 lines and 6 items stand before the end, which counts 16 and": all(func(l []string) []string { l[15] = strings.Replace(l[15], "15", "16", 1); return l }),
		"after line 0: the stream is cut off":                            "",
		"line 17: the stream is cut off":                                 all(func(l []string) []string { return append(l, "{") }),
	} {
		_, err := Read(strings.NewReader(in))
		assert.ErrorContains(t, err, want)
	}
	// A later minor version may have further records and fields.
	later := all(func(l []string) []string {
		l[15] = strings.Replace(l[15], "15", "16", 1)
		return slices.Insert(l, 3, `{"type":"weather","rain":true}`+"\n")
	})
	_, err := Read(strings.NewReader(later))
	assert.NoError(t, err)
}

// Nothing in a stream moves the terminal it is shown on.
func TestTerminal(t *testing.T) {
	for _, r := range stream(t, report()) {
		assert.False(t, r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r), "%U", r)
	}
}

type lineWise struct{ calls []string }

func (l *lineWise) Write(p []byte) (int, error) {
	l.calls = append(l.calls, string(p))
	return len(p), nil
}

func TestWriterWritesWholeLines(t *testing.T) {
	d := report()
	var l lineWise
	w := NewWriter(&l)
	require.NoError(t, w.Begin(document.Document{Schema: d.Schema, Tool: d.Tool, Package: d.Package, Options: d.Options, Limits: d.Limits}))
	for _, it := range d.Items {
		require.NoError(t, w.Item(atCommit(it)))
	}
	require.NoError(t, w.End(d))
	for _, c := range l.calls {
		assert.Equal(t, 1, strings.Count(c, "\n"))
		assert.True(t, strings.HasSuffix(c, "\n"))
	}
	assert.Equal(t, stream(t, d), strings.Join(l.calls, ""))
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(broken{}, report()), "disk full")
	w := NewWriter(broken{})
	assert.ErrorContains(t, w.Begin(report()), "disk full")
	assert.ErrorContains(t, w.Item(document.Item{}), "disk full")
	assert.ErrorContains(t, w.End(report()), "disk full")
}

func TestIs(t *testing.T) {
	assert.True(t, Is([]byte(`{"type":"header","schema"`)))
	assert.True(t, Is([]byte("\n"+`{"type":"header"}`)))
	assert.False(t, Is([]byte("{\n \"schema\": {")))
	assert.False(t, Is(nil))
}

func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := Write(&b, report()); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Fuzz(func(t *testing.T, in []byte) {
		d, err := Read(bytes.NewReader(in))
		if err != nil {
			return
		}
		// What was read is written so that it is read again.
		var out bytes.Buffer
		if err := Write(&out, d); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&out)
		if err != nil {
			t.Fatal(err)
		}
		if len(again.Items) != len(d.Items) {
			t.Fatal("items were lost")
		}
	})
}
