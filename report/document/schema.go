package document

import (
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/invopop/jsonschema"
)

//go:embed schema-1.1.0.json
var schema []byte

// JSONSchema is the frozen JSON Schema (draft 2020-12) of reports of Version.
func JSONSchema() []byte { return schema }

// reflectSchema derives the schema from the types. The committed file is what
// programs rely on; a test holds the two together.
func reflectSchema() ([]byte, error) {
	r := jsonschema.Reflector{ExpandedStruct: true}
	s := r.Reflect(&Document{})
	s.ID = jsonschema.ID(SchemaURL)
	s.Title = "evscan report"
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("deriving the schema: %w", err)
	}
	return append(b, '\n'), nil
}
