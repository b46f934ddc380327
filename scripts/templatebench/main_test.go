package main

import (
	"archive/zip"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestJudge(t *testing.T) {
	for _, c := range []struct {
		said         []string
		right, wrong int
	}{{nil, 0, 0}, {[]string{"a"}, 1, 0}, {[]string{"a", "a"}, 1, 0}, {[]string{"b"}, 0, 1}, {[]string{"a", "b"}, 0, 1}} {
		right, wrong := judge(c.said, "a")
		assert.Equal(t, [2]int{c.right, c.wrong}, [2]int{right, wrong}, c.said)
	}
	assert.Equal(t, "0.667", share(2, 3))
	assert.Equal(t, "-", share(0, 0))
	assert.Equal(t, "too few", firstLine(errors.New("exit status 1: documents 2\nevscan: too few\nhint: x\n")))
}

func TestCorpus(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(from, "truth.tsv"), []byte("package\towner\nx-one\tX\nx-two\tX\nnobody\t\ngone\tY\n"), 0o600))
	for _, name := range []string{"x-one", "x-two", "nobody"} {
		f, err := os.Create(filepath.Join(from, name+".zip"))
		require.NoError(t, err)
		z := zip.NewWriter(f)
		for _, entry := range []string{"a.TXT", "../../b.txt", "dir/"} {
			_, err := z.Create(entry)
			require.NoError(t, err)
		}
		require.NoError(t, errors.Join(z.Close(), f.Close()))
	}
	require.NoError(t, corpus(from, to))
	var got []string
	require.NoError(t, filepath.WalkDir(to, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(to, p)
			got = append(got, rel)
		}
		return err
	}))
	assert.Len(t, got, 6)
	assert.Contains(t, got, "others/held/nobody-0000.txt")
	assert.Contains(t, got, "others/held/nobody-0001.txt")
}
