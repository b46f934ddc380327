package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
)

// The tenant of a sensitivity label stands in a part of its own, in custom properties, in
// what a PDF says of itself and in the header of a mail. Each names another here.
func TestTenantOfEveryCarrier(t *testing.T) {
	const label = "0a1b2c3d-0000-4000-8000-000000000001"
	sites := map[string]string{
		"part.docx":   "5e1f0c7a-0000-4d7c-9a51-51a000000011",
		"custom.docx": "5e1f0c7a-0000-4d7c-9a51-51a000000012",
		"info.pdf":    "5e1f0c7a-0000-4d7c-9a51-51a000000013",
		"label.eml":   "5e1f0c7a-0000-4d7c-9a51-51a000000014",
		"tenant.eml":  "5e1f0c7a-0000-4d7c-9a51-51a000000015",
	}
	files := map[string][]byte{
		"label.eml": []byte("From: a@acme.example\r\nTo: b@acme.example\r\nSubject: x\r\nDate: Mon, 1 Feb 2021 09:00:00 +0900\r\n" +
			"msip_labels: MSIP_Label_" + label + "_Enabled=True;MSIP_Label_" + label + "_SiteId=" + sites["label.eml"] + ";\r\n\r\ntext\r\n"),
		"tenant.eml": []byte("From: a@acme.example\r\nTo: b@acme.example\r\nSubject: x\r\nDate: Mon, 1 Feb 2021 09:00:00 +0900\r\n" +
			"X-MS-Exchange-CrossTenant-id: " + sites["tenant.eml"] + "\r\n\r\ntext\r\n"),
	}
	word := func(props ooxml.Properties) []byte {
		b, err := ooxml.Document{Properties: props, Body: []ooxml.Block{ooxml.Paragraph{Text: "text"}}}.Bytes()
		require.NoError(t, err)
		return b
	}
	files["part.docx"] = word(ooxml.Properties{Label: &ooxml.Label{ID: label, SiteID: sites["part.docx"], Name: "Secret", Method: "Standard", Set: time.Unix(1.6e9, 0), Part: true}})
	files["custom.docx"] = word(ooxml.Properties{Custom: []ooxml.Property{{Name: "MSIP_Label_" + label + "_SiteId", Value: sites["custom.docx"]}}})
	page := &pdf.Page{}
	page.Text(50, 50, 12, "text")
	b, err := pdf.Document{Info: []pdf.Entry{{Key: "MSIP_Label_" + label + "_SiteId", Value: sites["info.pdf"]}}, Pages: []*pdf.Page{page}}.Bytes()
	require.NoError(t, err)
	files["info.pdf"] = b

	dir := t.TempDir()
	for name, data := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	found := map[string]string{}
	for _, it := range scanJSON(t, ".", dir).Items {
		for _, m := range it.Marks {
			if m.KeyKind == "tenant" {
				found[it.Path[len(it.Path)-1]] = m.Key
			}
		}
	}
	assert.Equal(t, sites, found)
}
