package extractors

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

var update = flag.Bool("update", false, "write docs/formats.md anew")

// TestEachFormatOnce demands that a format stands in one table only: a family that
// learns to read what was merely identified takes its row out of there.
func TestEachFormatOnce(t *testing.T) {
	first := map[string]evidence.Format{}
	for _, f := range All() {
		assert.NotEmpty(t, f.ID)
		assert.NotNil(t, f.Match, f.ID)
		assert.Regexp(t, `^[a-z]+/[A-Za-z0-9.+-]+(; [a-z]+=[A-Za-z0-9.-]+)?$`, f.MIME, f.ID)
		for _, e := range f.Exts {
			assert.Regexp(t, `^([a-z0-9_+~-]+|\*)$`, e, f.ID)
		}
		if g, twice := first[f.ID]; twice {
			t.Errorf("two formats have the id %q (%s and %s): where a family reads it, delete its row in extractors/identify", f.ID, g.MIME, f.MIME)
		}
		first[f.ID] = f
	}
	for _, f := range All() {
		if f.Of != "" {
			assert.Contains(t, first, f.Of, "%s is a kind of what no format is", f.ID)
			assert.NotEqual(t, f.ID, f.Of)
		}
	}
	assert.GreaterOrEqual(t, len(first), 300, "formats that are told apart")
}

// TestFormatsTable holds docs/formats.md to the formats there are.
func TestFormatsTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Formats\n\nWritten by `go test ./extractors -run TestFormatsTable -update`, in the order in which they are tried: the first that fits is an\n" +
		"item's type. What is a kind of something broader is read as that. What is only identified is named in the report, and not read.\n\n")
	read, all := 0, All()
	for _, f := range all {
		if f.Extract != nil {
			read++
		}
	}
	fmt.Fprintf(&b, "%d formats, %d of them read.\n\n| format | read | a kind of | media type | extensions |\n|---|---|---|---|---|\n", len(all), read)
	for _, f := range all {
		how := "identified only"
		if f.Extract != nil {
			how = "yes"
			if f.Of != "" {
				how = "as " + f.Of
			}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", f.ID, how, f.Of, f.MIME, strings.Join(f.Exts, " "))
	}
	const file = "../docs/formats.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, b.String(), string(got))
}
