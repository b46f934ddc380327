package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
)

// Whatever a report is stored as, it is read as the same.
func TestRead(t *testing.T) {
	d := document.Document{Schema: document.Schema{Version: document.Version, URL: document.SchemaURL}, Items: []document.Item{}, Problems: []document.Problem{}}
	d.Package.Name = "case.zip"
	for _, name := range []string{"json", "ndjson"} {
		e, _ := ByName(name)
		var b bytes.Buffer
		require.NoError(t, e.Write(&b, d, Options{}))
		got, err := Read(&b)
		require.NoError(t, err, name)
		assert.Equal(t, d, got, name)
	}
	for in, want := range map[string]string{
		"":                         "this is no evscan report: EOF",
		"{}":                       "no schema.version in it",
		"no,item\r\n":              "this is no evscan report",
		`{"type":"header"`:         "the stream is cut off",
		`{"type":"header"}` + "\n": "no schema.version in it",
		`{"type":"item"}` + "\n":   "no schema.version in it",
	} {
		_, err := Read(strings.NewReader(in))
		assert.ErrorContains(t, err, want, in)
	}
}

// What is written while a scan runs and what is written of the whole report is one.
func TestLive(t *testing.T) {
	d := document.Document{Schema: document.Schema{Version: document.Version}, Items: []document.Item{{ID: "0", Status: "read", Problems: []document.Problem{}}}}
	for _, e := range Encoders() {
		if e.Live == nil {
			continue
		}
		var whole, live bytes.Buffer
		require.NoError(t, e.Write(&whole, d, Options{}))
		l := e.Live(&live)
		require.NoError(t, l.Begin(document.Document{Schema: d.Schema}))
		require.NoError(t, l.Item(d.Items[0]))
		require.NoError(t, l.End(d))
		assert.Equal(t, whole.String(), live.String(), e.Name)
	}
}
