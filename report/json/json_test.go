package json

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
)

func TestRoundTrip(t *testing.T) {
	var d document.Document
	d.Schema = document.Schema{Version: "1.0.0", URL: "https://a.example/s"}
	d.Tool.Name, d.Tool.Formats = "evscan <x>", map[string]int{"zip": 2, "pdf": 1}
	d.Package.Name = "山田.zip"
	var a, b bytes.Buffer
	require.NoError(t, Write(&a, d))
	read, err := Read(bytes.NewReader(a.Bytes()))
	require.NoError(t, err)
	assert.Equal(t, d.Schema, read.Schema)
	assert.Equal(t, d.Tool, read.Tool)
	assert.Equal(t, "山田.zip", read.Package.Name)
	require.NoError(t, Write(&b, read))
	assert.Equal(t, a.String(), b.String())
	assert.True(t, strings.HasPrefix(a.String(), "{\n \"schema\": {\n  \"version\": \"1.0.0\","), a.String()[:60])
	assert.True(t, strings.HasSuffix(a.String(), "}\n"))
}

func TestReadRefuses(t *testing.T) {
	for in, want := range map[string]string{
		"":                                 "this is no evscan report: EOF",
		"rubbish":                          "this is no evscan report: invalid character",
		"[]":                               "this is no evscan report: json: cannot unmarshal array",
		"{}":                               "no schema.version in it",
		`{"schema":{"version":"one"}}`:     "no schema.version in it",
		`{"schema":{"version":"1"}`:        "this is no evscan report: unexpected EOF",
		`{"schema":{"version":"2.0.0"}}`:   "the report has layout version 2.0.0; this evscan reads 1.x",
		`{"schema":{"version":"0.9.0"}}`:   "the report has layout version 0.9.0; this evscan reads 1.x",
		`{"schema":{"version":"11.0.0"}}`:  "the report has layout version 11.0.0; this evscan reads 1.x",
		`{"schema":{"version":"1.0.0"}} x`: "this is no evscan report: something stands behind it",
	} {
		_, err := Read(strings.NewReader(in))
		assert.ErrorContains(t, err, want, in)
	}
	_, err := Read(strings.NewReader(`{"schema":{"version":"1.7.0"},"new":1}` + "\n"))
	assert.NoError(t, err, "a later minor version")
}

// A report that is shown on a terminal does nothing there, and says what it said.
func TestTerminal(t *testing.T) {
	var d document.Document
	d.Schema.Version = "1.0.0"
	d.Package.Name = "a\u009b31m\u202egnp.exe\U000e0041\x7f\x1b東"
	var b bytes.Buffer
	require.NoError(t, Write(&b, d))
	assert.Contains(t, b.String(), `"name": "a\u009b31m\u202egnp.exe\udb40\udc41\u007f\u001b東"`)
	for _, r := range b.String() {
		assert.False(t, r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf), "%U", r)
	}
	back, err := Read(&b)
	require.NoError(t, err)
	assert.Equal(t, d.Package.Name, back.Package.Name)
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestWriteFails(t *testing.T) {
	assert.ErrorContains(t, Write(broken{}, document.Document{}), "disk full")
}
