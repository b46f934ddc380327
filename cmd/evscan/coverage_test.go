package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/testdata/hostile"
)

// What other programs list of each container, folders not counted: unzip -Z1 (6.00),
// Python's zipfile and 7z l (22.01) for zip, tar tf (GNU 1.34), Python's tarfile and
// 7z l for tar, 7z l for 7z and cpio (the directories in them not counted), ar t for
// ar and deb; a compressed stream is one file. They agree on every one of these, but for two: 7z takes the folder that
// holds bytes for two entries, and does not see an archive behind a stub.
var listed = []struct {
	file    string // a sample of the repository, or a case of the hostile suite
	entries int
}{
	{"extractors/archive/testdata/aes128.zip", 1},
	{"extractors/archive/testdata/aes256.zip", 1},
	{"extractors/archive/testdata/zipcrypto.zip", 1},
	{"extractors/archive/testdata/aes.7z", 2},
	{"extractors/archive/testdata/aescopy.7z", 2},
	{"extractors/archive/testdata/bzip2.7z", 1},
	{"extractors/archive/testdata/copy.7z", 1},
	{"extractors/archive/testdata/deflate.7z", 1},
	{"extractors/archive/testdata/deflate64.7z", 1},
	{"extractors/archive/testdata/link.7z", 1},
	{"extractors/archive/testdata/lzma.7z", 1},
	{"extractors/archive/testdata/mixed.7z", 2},
	{"extractors/archive/testdata/riscv.7z", 1},
	{"extractors/archive/testdata/ppmd.7z", 1},
	{"extractors/archive/testdata/solid.7z", 3},
	{"extractors/archive/testdata/bin.cpio", 3},
	{"extractors/archive/testdata/crc.cpio", 3},
	{"extractors/archive/testdata/newc.cpio", 3},
	{"extractors/archive/testdata/odc.cpio", 3},
	{"extractors/archive/testdata/small.deb", 2},
	{"extractors/archive/testdata/bsd.ar", 2},
	{"extractors/archive/testdata/gnu.ar", 2},
	{"extractors/archive/testdata/seq10.Z", 1},
	{"extractors/archive/testdata/seq12.Z", 1},
	{"extractors/archive/testdata/seq16.Z", 1},
	{"extractors/archive/testdata/plain.txt.Z", 1},
	{"extractors/archive/testdata/plain.txt.xz", 1},
	{"extractors/archive/testdata/two.xz", 1},
	{"extractors/archive/testdata/frames.lz4", 1},
	{"extractors/archive/testdata/legacy.lz4", 1},
	{"extractors/archive/testdata/plain.txt.lz4", 1},
	{"extractors/archive/testdata/plain.txt.lzma", 1},
	{"extractors/archive/testdata/plain.txt.zst", 1},
	{"extractors/archive/testdata/plain.txt.bz2", 1},
	{"extractors/archive/testdata/joliet.iso.gz", 1},
	{"extractors/archive/testdata/udf.iso.gz", 1},
	{"extractors/archive/testdata/m_aesppmd.zip", 1},
	{"extractors/archive/testdata/m_bzip2.zip", 1},
	{"extractors/archive/testdata/m_cryptodeflate64.zip", 1},
	{"extractors/archive/testdata/m_deflate64.zip", 1},
	{"extractors/archive/testdata/m_lzma.zip", 1},
	{"extractors/archive/testdata/m_ppmd.zip", 1},
	{"extractors/archive/testdata/m_xz.zip", 1},
	{"extractors/archive/testdata/plain.tar.lz", 1},
	{"extractors/archive/testdata/sample.warc", 7}, // grep -c ^WARC/; bsdtar shows the three that are web pages below a path, and the resource
	{"extractors/archive/testdata/sample.arc", 3},  // lines that end in a length
	{"extractors/archive/testdata/plain.cab", 2},
	{"extractors/archive/testdata/cp932.cab", 2},
	{"extractors/archive/testdata/cp932.lzh", 2},
	{"extractors/archive/testdata/plain.lzh", 2},
	{"extractors/archive/testdata/zip.cab", 1},
	{"backslash-utf8.zip", 1},
	{"bad-header-in-the-middle.tar", 2}, // as GNU tar, which skips to the next header, too
	{"comment-64k.zip", 1},
	{"cp932-names.zip", 3},
	{"data-before.zip", 2}, // unzip shows one; the data before it are the other
	{"device-names.zip", 6},
	{"directory-with-bytes.zip", 2},
	{"duplicate-names.zip", 3},
	{"empty.zip", 0},
	{"eucjp-names.zip", 3},
	{"locked.zip", 1},
	{"many-entries.zip", 60000},
	{"nfc-nfd.zip", 2},
	{"overlap.zip", 60},
	{"quine.zip", 1},
	{"second-unicode-path.zip", 1},
	{"sfx.7z.exe", 2},        // 7z shows one; the program before it is the other
	{"tar-after-tar.tar", 2}, // as tar --ignore-zeros
	{"zip64.zip", 1},
	{"password-in-readme.zip", 2},
	{"traversal.zip", 3},
	{"control-names.tar", 3},
	{"links.tar", 5},
	{"long-name.tar", 1},
	{"many-empty.tar", 20000},
	{"through-link.tar", 2},
	{"traversal.tar", 2},
}

func TestEveryEntryOfAContainerIsAnItem(t *testing.T) {
	cases := map[string]hostile.Case{}
	for _, c := range hostile.Cases() {
		cases[c.Name] = c
	}
	for _, l := range listed {
		t.Run(l.file, func(t *testing.T) {
			path := filepath.Join("..", "..", l.file)
			if c, ok := cases[l.file]; ok {
				var b bytes.Buffer
				require.NoError(t, c.Write(&b))
				path = filepath.Join(t.TempDir(), l.file)
				require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
			}
			r := evscan(t, ".", nil, "scan", "--no-ocr", "--format", "json", path)
			require.Equal(t, 0, r.status, r.err)
			d := parse(t, r.out)
			assert.Equal(t, l.entries, childrenOf(d, "0"))
			assert.Equal(t, d.Coverage.Items, d.Coverage.Read+d.Coverage.PartlyRead+d.Coverage.NotRead)
			assert.Equal(t, d.Coverage.Items-1, d.Coverage.Entries, "every entry that was listed is an item")
		})
	}
}

// Every container among the samples must stand in the list above.
func TestEverySampleContainerIsListed(t *testing.T) {
	known := map[string]bool{}
	for _, l := range listed {
		known[l.file] = true
	}
	root := filepath.Join("..", "..")
	samples, err := filepath.Glob(filepath.Join(root, "extractors", "*", "testdata", "*"))
	require.NoError(t, err)
	for _, s := range samples {
		switch strings.ToLower(filepath.Ext(s)) {
		case ".zip", ".tar", ".7z", ".cpio", ".ar", ".deb", ".z", ".xz", ".lz4", ".lzma", ".zst", ".bz2", ".gz", ".rar", ".cab", ".iso", ".lz", ".warc", ".arc", ".lzh":
			if filepath.Base(s) == "sealed.7z" { // its names are encrypted, too
				continue
			}
			rel, err := filepath.Rel(root, s)
			require.NoError(t, err)
			assert.True(t, known[filepath.ToSlash(rel)], "%s has no number of entries", rel)
		}
	}
}

func childrenOf(d document.Document, id string) int {
	n := 0
	for _, it := range d.Items {
		if it.Parent == id {
			n++
		}
	}
	return n
}

func itemAt(t *testing.T, d document.Document, path string) document.Item {
	t.Helper()
	for _, it := range d.Items {
		if strings.Join(it.Path[1:], " > ") == path {
			return it
		}
	}
	require.Fail(t, "no item "+path)
	return document.Item{}
}

func TestFolderOfLinksAndPipes(t *testing.T) {
	base := t.TempDir()
	dir := filepath.Join(base, "package")
	require.NoError(t, os.Mkdir(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(base, "outside.txt"), []byte("not of the package\n"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "z.txt"), []byte("an ordinary note\n"), 0o600))
	require.NoError(t, os.Symlink("../outside.txt", filepath.Join(dir, "link")))
	require.NoError(t, os.Symlink(".", filepath.Join(dir, "loop")))
	require.NoError(t, os.Symlink("/nowhere/at/all", filepath.Join(dir, "dangling")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "closed.txt"), []byte("closed"), 0o000))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "\xff\x1b[2J.txt"), []byte("an odd name\n"), 0o600))
	r := evscan(t, base, nil, "scan", "--format", "json", "package")
	require.Equal(t, 0, r.status, r.err)
	d := parse(t, r.out)
	assert.Equal(t, 7, childrenOf(d, "0"))
	for path, detail := range map[string]string{"link": "a symbolic link; links are not followed", "loop": "a symbolic link; links are not followed",
		"dangling": "a symbolic link; links are not followed", "pipe": "not a regular file (p---------)"} {
		it := itemAt(t, d, path)
		require.Len(t, it.Problems, 1, path)
		assert.Equal(t, "unsupported", it.Problems[0].Kind)
		assert.Equal(t, detail, it.Problems[0].Detail)
		assert.Equal(t, "not-read", it.Status)
	}
	if os.Geteuid() != 0 { // root may read everything
		it := itemAt(t, d, "closed.txt")
		require.Len(t, it.Problems, 1)
		assert.Equal(t, "read-failed", it.Problems[0].Kind)
	}
	assert.Equal(t, "read", itemAt(t, d, "z.txt").Status)
	assert.Equal(t, "read", itemAt(t, d, "\ufffd\x1b[2J.txt").Status)
}

func TestWrongAndRightPassword(t *testing.T) {
	var b bytes.Buffer
	for _, c := range hostile.Cases() {
		if c.Name == "locked.zip" {
			require.NoError(t, c.Write(&b))
		}
	}
	dir := folder(t, map[string][]byte{"locked.zip": b.Bytes()})
	wrong := itemAt(t, parse(t, evscan(t, dir, nil, "scan", "--format", "json", "--password", "horse", "locked.zip").out), "secret.txt")
	require.Len(t, wrong.Problems, 1)
	assert.Equal(t, "encrypted", wrong.Problems[0].Kind)
	assert.Equal(t, "not-read", wrong.Status)
	assert.Equal(t, int64(33), wrong.Size, "the claimed size is shown")
	right := itemAt(t, parse(t, evscan(t, dir, nil, "scan", "--format", "json", "--password", "horse", "--password", "correct horse", "locked.zip").out), "secret.txt")
	assert.Empty(t, right.Problems)
	assert.Equal(t, "read", right.Status)
}
