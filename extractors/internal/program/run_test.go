package program

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func TestExceeds(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "f"), make([]byte, 1000), 0o600))
	in := evidence.Input{Size: 10, Limits: evidence.DefaultLimits()}
	for _, c := range []struct {
		bytes int64
		files int
		want  string
	}{
		{999, 9, "it expands to more than 999 bytes"},
		{1000, 9, ""},
		{1001, 9, ""},
		{1001, 0, "it expands to more than 0 files"},
		{1001, 1, ""},
		{1001, 2, ""},
	} {
		in.Limits.TotalBytes, in.Limits.Items = c.bytes, c.files
		assert.Equal(t, c.want, exceeds(dir, in))
	}
}

func TestUnpackEndsAProgramThatOutgrowsTheLimits(t *testing.T) {
	in := evidence.Input{Temp: t.TempDir(), Limits: evidence.DefaultLimits()}
	in.Limits.TotalBytes = 100
	dir := filepath.Join(in.Temp, "d")
	require.NoError(t, os.Mkdir(dir, 0o700))
	var said strings.Builder
	began := time.Now()
	err := Unpack(t.Context(), in, dir, &said, "/bin/sh", "-c", "echo why >&2; head -c 101 /dev/zero >d/f; exec sleep 60")
	require.ErrorIs(t, err, evidence.ErrLimit)
	assert.Equal(t, "it expands to more than 100 bytes: limit reached", err.Error())
	assert.Equal(t, "why\n", said.String())
	assert.Less(t, time.Since(began), 30*time.Second)

	in.Limits.TotalBytes = 101
	require.NoError(t, Unpack(t.Context(), in, dir, &said, "/bin/sh", "-c", "test -f d/f"))
	assert.EqualError(t, Unpack(t.Context(), in, dir, &said, "/bin/sh", "-c", "exit 3"), "exit status 3")
}

func TestNameless(t *testing.T) {
	in := evidence.Input{File: "/spool/1/f", Temp: "/spool/1"}
	assert.Equal(t, "cannot open the archive in the temporary folder/x", Nameless(in, "cannot open /spool/1/f in /spool/1/x"))
	assert.Equal(t, "cannot \uFFFD", Nameless(evidence.Input{}, "cannot \xff"))
}
