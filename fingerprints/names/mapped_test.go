package names

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/catalogue/mapped"
)

// mappedOf writes a catalogue to a file and opens it.
func mappedOf(t testing.TB, c catalogue.Index) *mapped.File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c.evcat")
	_, err := mapped.Write(t.Context(), path, func(yield func(evidence.Organisation, error) bool) {
		for o := range c.All {
			if !yield(o, nil) {
				return
			}
		}
	}, mapped.Options{})
	require.NoError(t, err)
	f, err := mapped.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

// TestMappedFindsTheSame holds a matcher on a mapped file, and one on a file beside a
// catalogue in memory, against that on the catalogue itself: the built-in one has brands,
// towns, short names and words that share a name; the texts are every name of a sample of
// it in several dresses, and the prose of this repository.
func TestMappedFindsTheSame(t *testing.T) {
	c, err := catalogue.Default()
	require.NoError(t, err)
	lines := &strings.Builder{} // every second organisation
	texts := map[string]bool{}
	i := 0
	for o := range c.All {
		if i++; i%397 == 0 {
			for _, name := range append([]string{o.Name}, o.Aliases...) {
				texts["Delivered to "+name+", as agreed. "+strings.ToUpper(name)+" and "+name+" Inc."] = true
				texts["本日、"+name+"から"+strings.ReplaceAll(name, " ", "\n")+"株式会社に"] = true
			}
			if len(o.Domains) > 0 {
				label, _, _ := strings.Cut(o.Domains[0], ".")
				texts["We met "+strings.ToUpper(label[:1])+label[1:]+" of "+o.Name] = true
			}
		}
		if i%2 == 0 {
			line, err := json.Marshal(map[string]any{"id": o.ID, "name": o.Name, "aliases": o.Aliases, "domains": o.Domains, "kind": o.Kind})
			require.NoError(t, err)
			lines.Write(append(line, '\n'))
		}
	}
	for _, file := range []string{"../../README.md", "../catalogue/NOTICE.md", "names.go", "open.go", "names_test.go"} {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		texts[string(b)] = true
	}
	whole := mappedOf(t, c)
	memory := New(c)
	file := New(whole)
	every2nd, err := catalogue.Read(strings.NewReader(lines.String()), "half")
	require.NoError(t, err)
	both := New(catalogue.Union(every2nd, whole))
	require.Len(t, file.mapped, 1)
	require.Empty(t, file.names)
	require.Len(t, both.mapped, 1)
	require.NotEmpty(t, both.names)
	hits := 0
	for text := range texts {
		want := memory.FindAll(text)
		hits += len(want)
		require.Equal(t, want, file.FindAll(text), text)
		require.Equal(t, want, both.FindAll(text), text)
	}
	assert.Greater(t, hits, 500)
	assert.NoError(t, whole.Err())
}
