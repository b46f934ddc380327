package evidence

import (
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func part(name, content string) Volume {
	return Volume{Name: name, At: strings.NewReader(content), Size: int64(len(content))}
}

func TestJoinReadsAcrossParts(t *testing.T) {
	at, size := Join([]Volume{part("a.001", "abcd"), part("a.002", "efgh"), part("a.003", ""), part("a.004", "ij")})
	require.Equal(t, int64(10), size)
	b, err := io.ReadAll(io.NewSectionReader(at, 0, size))
	require.NoError(t, err)
	assert.Equal(t, "abcdefghij", string(b))
	p := make([]byte, 4)
	n, err := at.ReadAt(p, 3)
	require.NoError(t, err)
	assert.Equal(t, "defg", string(p[:n]))
	n, err = at.ReadAt(p, 8)
	assert.Equal(t, io.EOF, err)
	assert.Equal(t, "ij", string(p[:n]))
	_, err = at.ReadAt(p, 10)
	assert.Equal(t, io.EOF, err)
	_, err = at.ReadAt(p, -1)
	assert.Error(t, err)
}

func TestJoinNamesTheMissingPart(t *testing.T) {
	at, size := Join([]Volume{part("a.001", "abcd"), {Name: "a.002"}, part("a.003", "ij")})
	require.Equal(t, int64(10), size, "the gap is as long as the other parts")
	p := make([]byte, 6)
	n, err := at.ReadAt(p, 2)
	assert.Equal(t, 2, n)
	assert.True(t, errors.Is(err, ErrVolumeMissing))
	assert.Contains(t, err.Error(), `"a.002"`)
	n, err = at.ReadAt(p[:2], 8)
	require.NoError(t, err)
	assert.Equal(t, "ij", string(p[:n]))
	gapped := at.(interface{ NextPresent(int64) int64 })
	assert.Equal(t, []int64{3, 8, 8, 8, 10}, []int64{gapped.NextPresent(3), gapped.NextPresent(4), gapped.NextPresent(7), gapped.NextPresent(8), gapped.NextPresent(10)})
	assert.Equal(t, []string{"a.002"}, (&VolumeSet{Parts: []Volume{part("a.001", "x"), {Name: "a.002"}}}).Missing())
}

func TestJoinSaysWherePartsEndEarly(t *testing.T) {
	at, size := Join([]Volume{{Name: "a.001", At: strings.NewReader("ab"), Size: 4}, part("a.002", "cd")})
	_, err := io.ReadAll(io.NewSectionReader(at, 0, size))
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)
}

func FuzzJoin(f *testing.F) {
	f.Add("abcdefgh", 3, int64(2), 4)
	f.Fuzz(func(t *testing.T, content string, cut int, off int64, length int) {
		if cut < 1 || length < 0 || length > 1000 || off < 0 {
			return
		}
		var parts []Volume
		for rest := content; rest != ""; {
			k := min(cut, len(rest))
			parts = append(parts, part("x", rest[:k]))
			rest = rest[k:]
		}
		at, size := Join(parts)
		assert.Equal(t, int64(len(content)), size)
		got, want := make([]byte, length), make([]byte, length)
		n, err := at.ReadAt(got, off)
		m, werr := strings.NewReader(content).ReadAt(want, off)
		assert.Equal(t, string(want[:m]), string(got[:n]))
		if length > 0 {
			assert.Equal(t, werr, err)
		}
	})
}
