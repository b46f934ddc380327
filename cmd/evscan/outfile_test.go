package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestOutputsThatCannotBe(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t), "data.csv": []byte("a,b\n"), "r.json": []byte("old"), "more.jsonl": []byte("{\"id\":\"x:1\",\"name\":\"X Corp\"}\n")})
	for _, sub := range []string{"box/inner", "folder.json"} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, sub), 0o700))
	}
	for from, to := range map[string]string{"link.json": "r.json", "lost.json": "nowhere.json", "boxlink": "box/inner", "datalink.csv": "data.csv"} {
		require.NoError(t, os.Symlink(to, filepath.Join(dir, from)))
	}
	require.NoError(t, os.Link(filepath.Join(dir, "r.json"), filepath.Join(dir, "hard.json")))
	require.NoError(t, syscall.Mkfifo(filepath.Join(dir, "pipe.json"), 0o600))
	before := filesIn(t, dir)
	for args, want := range map[string]string{
		"-o r.json -o ./r.json a.zip":                    "given twice",
		"-o new.json -o ../NAME/new.json a.zip":          "given twice",
		"-o box/inner/x.md -o boxlink/x.md a.zip":        "given twice",
		"-o link.json -o r.json a.zip":                   "-o r.json is given twice: link.json is the same file",
		"-o r.json -o hard.json a.zip":                   "given twice",
		"-o folder.json a.zip":                           "folder.json is a folder",
		"-o lost.json a.zip":                             "lost.json is a link to a file that is not there",
		"-o pipe.json a.zip":                             "pipe.json is no regular file but a p---------",
		"-o data.csv data.csv":                           "data.csv is the package itself",
		"-o datalink.csv data.csv":                       "datalink.csv is the package itself",
		"-o box/r.json box":                              "box/r.json lies in the folder that is scanned",
		"-o box/inner/r.json box":                        "lies in the folder that is scanned",
		"-o boxlink/r.json box":                          "lies in the folder that is scanned",
		"-o r.md .":                                      "lies in the folder that is scanned",
		"-o more.jsonl --catalogue more.jsonl a.zip":     "more.jsonl is what is read",
		"-o more.jsonl --password-file more.jsonl a.zip": "more.jsonl is what is read",
		"-o /sys/r.json a.zip":                           "-o /sys/r.json: nothing can be written into that folder: ",
		"-o none/r.json a.zip":                           "there is no folder none",
		"-o r.docx a.zip":                                "its extension names no format",
	} {
		args = strings.ReplaceAll(args, "NAME", filepath.Base(dir))
		r := evscan(t, dir, nil, append([]string{"scan", "--quiet"}, strings.Fields(args)...)...)
		assert.Equal(t, 2, r.status, "%s: %s", args, r.err)
		assert.Contains(t, r.err, want, args)
		assert.Equal(t, before, filesIn(t, dir), args)
	}
	b, err := os.ReadFile(filepath.Join(dir, "data.csv"))
	require.NoError(t, err)
	assert.Equal(t, "a,b\n", string(b))

	// Standard output that the shell has put into the package.
	f, err := os.Create(filepath.Join(dir, "box", "out.json"))
	require.NoError(t, err)
	defer f.Close()
	err = (&outputs{stdout: nil}).spare(filepath.Join(dir, "box"), nil, f)
	assert.NoError(t, err, "nothing goes there")
	outs, err := planOutputs(nil, "ndjson", "auto", false)
	require.NoError(t, err)
	assert.ErrorContains(t, outs.spare(filepath.Join(dir, "box"), nil, f), "standard output goes to out.json, which lies in the package")
	assert.NoError(t, outs.spare(filepath.Join(dir, "a.zip"), nil, f))
	assert.NoError(t, outs.spare("-", nil, f))
}

// A link stays a link, and what it points to becomes the report.
func TestOutputThroughALink(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t), "real.json": []byte("old")})
	require.NoError(t, os.Mkdir(filepath.Join(dir, "far"), 0o700))
	require.NoError(t, os.Symlink("../real.json", filepath.Join(dir, "far", "link.json")))
	r := evscan(t, dir, nil, "scan", "-q", "-o", "far/link.json", "a.zip")
	require.Equal(t, 0, r.status, r.err)
	info, err := os.Lstat(filepath.Join(dir, "far", "link.json"))
	require.NoError(t, err)
	assert.NotZero(t, info.Mode()&os.ModeSymlink)
	b, err := os.ReadFile(filepath.Join(dir, "real.json"))
	require.NoError(t, err)
	assert.Equal(t, "a.zip", parse(t, string(b)).Package.Name)
}

// A report has the rights of any new file.
func TestOutputFollowsTheUmask(t *testing.T) {
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	old := syscall.Umask(0o027)
	defer syscall.Umask(old)
	require.Equal(t, 0, evscan(t, dir, nil, "scan", "-q", "--inventory", "-o", "r.json", "a.zip").status)
	info, err := os.Stat(filepath.Join(dir, "r.json"))
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o640), info.Mode().Perm())
}

// Where one report cannot be written, none is: the disk is full after the first.
func TestFullDisk(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=64k"); err != nil {
		t.Skip("needs the right to mount a small disk: ", err)
	}
	defer syscall.Unmount(small, 0)
	dir := folder(t, map[string][]byte{"a.zip": sample(t)})
	kept := filepath.Join(small, "old.csv")
	require.NoError(t, os.WriteFile(kept, []byte("old"), 0o600))
	r := evscan(t, dir, nil, "scan", "-o", "first.json", "-o", kept, "-o", filepath.Join(small, "page.html"), "a.zip")
	assert.Equal(t, 1, r.status)
	assert.Empty(t, r.out)
	assert.Equal(t, "evscan: writing "+filepath.Join(small, "page.html")+": no space left on device\nhint: check that the disk has room; no partial file was left\n", r.err)
	assert.Equal(t, []string{"a.zip"}, filesIn(t, dir))
	assert.Equal(t, []string{"old.csv"}, filesIn(t, small))
	b, err := os.ReadFile(kept)
	require.NoError(t, err)
	assert.Equal(t, "old", string(b))
}

func TestWriteFileLeavesNothing(t *testing.T) {
	dir := folder(t, map[string][]byte{"r.json": []byte("old")})
	path := filepath.Join(dir, "r.json")
	err := writeFile(path, func(w io.Writer) error {
		io.WriteString(w, "half")
		return errors.New("no more")
	})
	assert.EqualError(t, err, "writing "+path+": no more")
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "old", string(b))
	assert.Equal(t, []string{"r.json"}, filesIn(t, dir))
	require.NoError(t, writeFile(path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }))
	b, err = os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "new", string(b))
}
