package stix

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"evscan/report/exchange/samples"
)

// folder reads the schemas of OASIS from a copy of their repository, whatever address
// they name each other by.
type folder string

func (f folder) Load(url string) (any, error) {
	_, path, ok := strings.Cut(url, "/schemas/")
	if !ok {
		return nil, fmt.Errorf("%s is no schema of the repository", url)
	}
	file, err := os.Open(filepath.Join(string(f), "schemas", filepath.FromSlash(path)))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return validator.UnmarshalJSON(file)
}

// TestOASISSchemas holds bundles against the JSON Schemas of OASIS, each object against
// that of its type. STIX_SCHEMAS names a copy of the repository
// oasis-open/cti-stix2-json-schemas; without one there is nothing to hold against.
func TestOASISSchemas(t *testing.T) {
	dir := os.Getenv("STIX_SCHEMAS")
	if dir == "" {
		t.Skip("STIX_SCHEMAS names no copy of github.com/oasis-open/cti-stix2-json-schemas")
	}
	c := validator.NewCompiler()
	c.UseLoader(folder(dir))
	c.AssertFormat()
	schemas := map[string]*validator.Schema{}
	for kind, group := range map[string]string{"bundle": "common", "marking-definition": "common", "identity": "sdos", "observed-data": "sdos", "note": "sdos",
		"opinion": "sdos", "report": "sdos", "relationship": "sros", "file": "observables", "directory": "observables", "domain-name": "observables"} {
		s, err := c.Compile("http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/" + group + "/" + kind + ".json")
		require.NoError(t, err)
		schemas[kind] = s
	}
	holds := func(kind string, raw []byte) {
		v, err := validator.UnmarshalJSON(bytes.NewReader(raw))
		require.NoError(t, err)
		require.NoError(t, schemas[kind].Validate(v), "%s", raw[:min(len(raw), 2000)])
	}
	docs := append(samples.Hostile(), samples.Mill(), samples.Many(100))
	for _, d := range docs {
		raw := write(t, d)
		objects := read(t, raw)
		// bundle.json forgets notes and opinions, and what it does not list has to fit one
		// of two schemas that every domain object fits both of: none passes. They are held
		// against their own.
		listed := slices.DeleteFunc(slices.Clone(objects), func(o dict) bool { return o["type"] == "note" || o["type"] == "opinion" })
		most, err := json.Marshal(dict{"type": "bundle", "id": "bundle--7e4a65e1-359c-5379-aa4f-e015f2830fd4", "objects": listed})
		require.NoError(t, err)
		holds("bundle", most)
		for _, o := range objects {
			one, err := json.Marshal(o)
			require.NoError(t, err)
			holds(o["type"].(string), one)
		}
	}
	require.Error(t, schemas["file"].Validate(map[string]any{"type": "file", "id": "file--x"}), "a schema that takes anything shows nothing")
}
