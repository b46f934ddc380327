package compare

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
)

var update = flag.Bool("update", false, "write the schema that the types give; review the difference")

// The committed schema is a promise: when the types and it part, this fails, and the
// version and CHANGELOG.md must follow.
func TestSchemaMatchesTypes(t *testing.T) {
	want, err := reflectSchema()
	require.NoError(t, err)
	if *update {
		require.NoError(t, os.WriteFile("schema-"+Version+".json", want, 0o644))
		return
	}
	assert.Equal(t, string(want), string(JSONSchema()))
}

func TestComparisonsValidate(t *testing.T) {
	if *update {
		t.Skip("the schema is being written")
	}
	doc, err := validator.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	require.NoError(t, err)
	c := validator.NewCompiler()
	require.NoError(t, c.AddResource(SchemaURL, doc))
	s, err := c.Compile(SchemaURL)
	require.NoError(t, err)
	for name, pair := range map[string][2]document.Document{
		"nothing": {{}, {}},
		"pairs":   {packageOf("a.zip", someFiles()...), packageOf("b.zip", editedFiles()...)},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, WriteJSON(&b, Of(pair[0], pair[1], 0)))
			v, err := validator.UnmarshalJSON(bytes.NewReader(b.Bytes()))
			require.NoError(t, err)
			assert.NoError(t, s.Validate(v))
			var back Comparison
			require.NoError(t, json.Unmarshal(b.Bytes(), &back))
			assert.Equal(t, Of(pair[0], pair[1], 0), back)
			back.Verdict = "guilty"
			b.Reset()
			require.NoError(t, WriteJSON(&b, back))
			v, err = validator.UnmarshalJSON(bytes.NewReader(b.Bytes()))
			require.NoError(t, err)
			assert.Error(t, s.Validate(v))
		})
	}
}
