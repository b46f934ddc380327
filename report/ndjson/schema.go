package ndjson

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/invopop/jsonschema"

	"evscan/report/document"
)

//go:embed schema.json
var schema []byte

// JSONSchema is the frozen JSON Schema (draft 2020-12) of each line of a stream. Its
// version is that of the report.
func JSONSchema() []byte { return schema }

func reportURL(version string) string {
	return strings.Replace(document.SchemaURL, document.Version, version, 1)
}

func schemaURL(version string) string {
	return strings.Replace(reportURL(version), "/report-", "/stream-", 1)
}

// reflectSchema derives the schema from the types. The committed file is what
// programs rely on; a test holds the two together.
func reflectSchema() ([]byte, error) {
	records := []string{"header", "item", "marks", "claim", "attribution"}
	for _, f := range further() {
		records = append(records, f.name)
	}
	records = append(records, "coverage", "end")
	r := jsonschema.Reflector{ExpandedStruct: true}
	s := r.Reflect(&struct {
		Header      header      `json:"header"`
		Marks       marks       `json:"marks"`
		Claim       claim       `json:"claim"`
		Attribution attribution `json:"attribution"`
		Coverage    coverage    `json:"coverage"`
		End         end         `json:"end"`
		Item        struct {
			Type string        `json:"type"`
			Item document.Item `json:"item"`
		} `json:"item"`
		Report document.Document `json:"report"` // for its further fields
	}{})
	report := s.Definitions["Document"]
	delete(s.Definitions, "Document")
	for _, f := range further() {
		value, _ := report.Properties.Get(f.name)
		def := &jsonschema.Schema{Type: "object", Properties: jsonschema.NewProperties(), Required: []string{"type", f.name}, AdditionalProperties: jsonschema.FalseSchema}
		def.Properties.Set("type", &jsonschema.Schema{Type: "string"})
		def.Properties.Set(f.name, value)
		s.Properties.Set(f.name, def)
	}
	// The records' own definitions have the names of types that are not exported; an
	// item at its commit is an item without what is known later.
	item := s.Definitions["Item"]
	for _, later := range []string{"group", "marks", "links"} {
		item.Properties.Delete(later)
	}
	var required []string
	for _, name := range item.Required {
		if name != "marks" {
			required = append(required, name)
		}
	}
	item.Required = required
	root := &jsonschema.Schema{Version: s.Version, ID: jsonschema.ID(schemaURL(document.Version)), Title: "a line of an evscan stream",
		Definitions: s.Definitions}
	for _, name := range records {
		property, ok := s.Properties.Get(name)
		if !ok {
			return nil, fmt.Errorf("deriving the schema: no record %s", name)
		}
		def := property
		if ref, is := strings.CutPrefix(property.Ref, "#/$defs/"); is {
			def = s.Definitions[ref]
			delete(s.Definitions, ref)
		}
		kind, ok := def.Properties.Get("type")
		if !ok {
			return nil, fmt.Errorf("deriving the schema: no type in the record %s", name)
		}
		kind.Type, kind.Const = "", name
		s.Definitions[name+"-record"] = def
		root.OneOf = append(root.OneOf, &jsonschema.Schema{Ref: "#/$defs/" + name + "-record"})
	}
	b, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("deriving the schema: %w", err)
	}
	return append(b, '\n'), nil
}
