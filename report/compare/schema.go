package compare

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"

	"github.com/invopop/jsonschema"

	"evscan/report/safe"
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

// WriteJSON encodes c to w. Characters that would do something to a terminal are written
// as escapes.
func WriteJSON(w io.Writer, c Comparison) error {
	b, err := json.MarshalIndent(c, "", " ")
	if err == nil {
		_, err = w.Write(append(safe.JSON(b), '\n'))
	}
	if err != nil {
		return fmt.Errorf("writing the comparison: %w", err)
	}
	return nil
}
