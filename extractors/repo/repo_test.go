package repo

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The samples are files of a repository that git 2.39 made.

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

func read(t testing.TB, name string, data []byte) (string, *extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	s := &extracttest.Sink{}
	if f == nil {
		return typ.Format, s, nil
	}
	err := f.Extract(context.Background(), extracttest.Memory(name, data), s)
	s.Check(t)
	return typ.Format, s, err
}

func TestGit(t *testing.T) {
	const author, committer = "git:Author=佐藤 花子 <hanako@hoshino.example>", "git:Committer=build <jenkins@build01.hoshino.local>"
	for _, c := range []struct {
		file, format string
		meta         []string
		text         string
	}{
		{"config", "git-config", []string{"git:Remote=https://sato@git.hoshino.example/team/x.git", "git:RemoteHost=git.hoshino.example",
			"git:Remote=git@gitlab.hoshino.local:team/y.git", "git:RemoteHost=gitlab.hoshino.local", "git:User=佐藤 花子 <hanako@hoshino.example>"}, "repositoryformatversion"},
		{"HEAD.log", "git-reflog", []string{committer}, "commit (initial): 見積システム"},
		{"packed-refs", "git-refs", nil, "refs/heads/main"},
		{"commit", "git-object", []string{"git:Object=commit", author, committer, "git:Signed-off-by=Taro <taro@vendor.example>"}, "見積システム"},
		{"tree", "git-object", []string{"git:Object=tree"}, "quote.txt"},
		{"index", "git-index", nil, "quote.txt"},
		{"small.pack", "git-pack", []string{author, committer, "git:Signed-off-by=Taro <taro@vendor.example>"}, "見積システム"},
	} {
		format, s, err := read(t, c.file, sample(t, c.file))
		require.NoError(t, err, c.file)
		assert.Equal(t, c.format, format, c.file)
		assert.Equal(t, c.meta, s.Metadata(), c.file)
		assert.Contains(t, s.Text(), c.text, c.file)
		assert.NotContains(t, s.Text(), "hunter2")
	}
	_, s, err := read(t, "blob", sample(t, "blob"))
	require.NoError(t, err)
	require.Len(t, s.Children, 1)
	assert.Equal(t, "Quotation for Hoshino\n", string(s.Children[0].Data))
}

func TestOthers(t *testing.T) {
	format, s, err := read(t, "hgrc", []byte("[paths]\ndefault = ssh://hg@hg.hoshino.local/x\n[ui]\nusername = Taro <taro@hoshino.example>\n[auth]\nx.password = hunter2\n"))
	require.NoError(t, err)
	assert.Equal(t, "hg-config", format)
	assert.Equal(t, []string{"hg:Remote=ssh://hg@hg.hoshino.local/x", "hg:RemoteHost=hg.hoshino.local", "hg:User=Taro <taro@hoshino.example>"}, s.Metadata())
	assert.NotContains(t, s.Text(), "hunter2")
	format, s, err = read(t, "entries", []byte("10\n\ndir\n12\nhttps://svn.hoshino.example/x/trunk\nhttps://svn.hoshino.example/x\n\n\n\n2010-01-02T03:04:05.000000Z\n11\nsato\n"))
	require.NoError(t, err)
	assert.Equal(t, "svn-entries", format)
	assert.Equal(t, []string{"svn:Remote=https://svn.hoshino.example/x/trunk", "svn:RemoteHost=svn.hoshino.example", "svn:Remote=https://svn.hoshino.example/x", "svn:Author=sato"}, s.Metadata())
	format, _, _ = read(t, "x.ini", []byte("[section]\nkey=value\n"))
	assert.Equal(t, evidence.FormatUnknown, format)
}

func TestTruncated(t *testing.T) {
	for _, name := range []string{"commit", "tree", "small.pack", "index", "HEAD.log"} {
		data := sample(t, name)
		for _, n := range []int{len(data) / 2, len(data) * 4 / 5} {
			_, s, err := read(t, name, data[:n])
			assert.True(t, err != nil || len(s.Problems) > 0 || name == "HEAD.log", "%s %d", name, n)
		}
	}
}

func TestPackBudget(t *testing.T) {
	data := sample(t, "small.pack")
	in := extracttest.Memory("x.pack", data)
	in.Limits.Ratio = 0
	for floor, tripped := range map[int64]bool{100: true, 1 << 20: false} {
		in.Limits.RatioFloor = floor
		err := extractPack(t.Context(), in, &extracttest.Sink{})
		if tripped {
			require.ErrorIs(t, err, evidence.ErrLimit)
		} else {
			require.NoError(t, err)
		}
	}
}

func FuzzRepo(f *testing.F) {
	for _, name := range []string{"config", "HEAD.log", "commit", "index", "small.pack"} {
		f.Add(sample(f, name))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			in := extracttest.Memory("x", data)
			in.Limits.RatioFloor, in.Limits.Ratio = 1<<20, 0
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), in, s)
			s.Check(t)
			format.Match(extracttest.Probe("x", data))
		}
	})
}
