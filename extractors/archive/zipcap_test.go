package archive

import (
	"archive/zip"
	"bytes"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func TestCappedDirectory(t *testing.T) {
	write := func(stub string, n int) []byte {
		var b bytes.Buffer
		b.WriteString(stub)
		z := zip.NewWriter(&b)
		for i := range n {
			_, err := z.Create(fmt.Sprintf("%05d", i))
			require.NoError(t, err)
		}
		require.NoError(t, z.Close())
		return b.Bytes()
	}
	small, large := write("a stub before the archive", 600), write("", 70_000) // the second needs zip64 to be counted
	for _, c := range []struct {
		zip        []byte
		most, want int
	}{{small, 1, 1}, {small, 599, 599}, {small, 600, 600}, {small, 601, 600},
		{large, 1, 1}, {large, 500, 500}, {large, 69_999, 69_999}, {large, 70_000, 70_000}, {large, 70_001, 70_000}} {
		b, most, want := bytes.NewBuffer(c.zip), c.most, c.want
		at, size, err := capped(evidence.Input{At: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}, most)
		require.NoError(t, err)
		zr, err := zip.NewReader(at, size)
		require.NoError(t, err, "%d", most)
		assert.Len(t, zr.File, want)
		last := zr.File[want-1]
		assert.Equal(t, fmt.Sprintf("%05d", want-1), last.Name)
		r, err := last.Open()
		require.NoError(t, err, "offsets hold")
		r.Close()
	}
}
