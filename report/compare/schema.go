package compare

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/invopop/jsonschema"
)

//go:embed schema-1.0.0.json
var schema []byte

// JSONSchema is the frozen JSON Schema (draft 2020-12) of comparisons of Version.
func JSONSchema() []byte { return schema }

// reflectSchema derives the schema from the types. The committed file is what programs
// rely on; a test holds the two together.
func reflectSchema() ([]byte, error) {
	r := jsonschema.Reflector{ExpandedStruct: true}
	s := r.Reflect(&Comparison{})
	s.ID = jsonschema.ID(SchemaURL)
	s.Title = "evscan comparison"
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("deriving the schema: %w", err)
	}
	return append(b, '\n'), nil
}

// WriteJSON encodes c to w.
func WriteJSON(w io.Writer, c Comparison) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", " ")
	if err := enc.Encode(c); err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}
