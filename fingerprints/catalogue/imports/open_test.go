package imports_test

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/fingerprints/catalogue/imports"
)

// packed makes the text in every packing that can be written here.
func packed(t *testing.T, text string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"plain": []byte(text)}
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	_, err := g.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, g.Close())
	out["gz"] = bytes.Clone(b.Bytes())
	b.Reset()
	s, err := zstd.NewWriter(&b)
	require.NoError(t, err)
	_, err = s.Write([]byte(text))
	require.NoError(t, err)
	require.NoError(t, s.Close())
	out["zst"] = bytes.Clone(b.Bytes())
	b.Reset()
	z := zip.NewWriter(&b)
	for _, f := range []struct{ name, text string }{{"list.csv", text}, {"readme.txt", "no list"}} {
		w, err := z.Create(f.name)
		require.NoError(t, err)
		_, err = w.Write([]byte(f.text))
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	out["zip"] = bytes.Clone(b.Bytes())
	return out
}

// stream hides all but Read.
type stream struct{ io.Reader }

func TestOpenTakesThePackingOff(t *testing.T) {
	for name, b := range packed(t, gleifSample) {
		for _, r := range []io.Reader{bytes.NewReader(b), stream{bytes.NewReader(b)}} {
			in, err := imports.Open(context.Background(), r, int64(len(b)))
			require.NoError(t, err, name)
			s, ok := imports.Guess(in.Head)
			require.True(t, ok, name)
			assert.Equal(t, "gleif", s.Name)
			text, err := io.ReadAll(in)
			require.NoError(t, err, name)
			assert.Equal(t, gleifSample, string(text), name)
			in.Close()
		}
	}
}

// The bytes are what the bzip2 program makes of "a,b" and a line feed.
func TestOpenTakesBzip2Off(t *testing.T) {
	b, err := hex.DecodeString("425a683931415926535903433ae000000151000010000430002000219a68334d173c5dc914e142400d0ceb80")
	require.NoError(t, err)
	in, err := imports.Open(context.Background(), bytes.NewReader(b), int64(len(b)))
	require.NoError(t, err)
	text, err := io.ReadAll(in)
	require.NoError(t, err)
	assert.Equal(t, "a,b\n", string(text))
}

// A packed input that is cut off is an error of reading, never an end.
func TestOpenOfCutInput(t *testing.T) {
	long := gleifSample + strings.Repeat("\n", 100)
	for name, b := range packed(t, long) {
		for n := 0; n < len(b) && name != "plain"; n += 11 {
			in, err := imports.Open(context.Background(), stream{bytes.NewReader(b[:n])}, 0)
			if err != nil {
				continue
			}
			text, err := io.ReadAll(in)
			if err == nil && n >= 4 {
				assert.Equal(t, long, string(text), "%s at %d", name, n)
			}
			in.Close()
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	_, err := z.Create("readme.txt")
	require.NoError(t, err)
	require.NoError(t, z.Close())
	_, err = imports.Open(context.Background(), bytes.NewReader(b.Bytes()), int64(b.Len()))
	assert.ErrorIs(t, err, imports.ErrFormat)

	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err = imports.Open(ctx, strings.NewReader("x"), 1)
	assert.ErrorIs(t, err, context.Canceled)
}
