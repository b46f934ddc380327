package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/testdata/make/archive"
)

// Hashes of the files in the sets, by sha256sum before they were packed.
var inSets = map[string]string{
	"a.txt":   "4471a6ea81cd7dd1fcd7acef94d09723b895a35ea10daa866478d2e433ec72cf",
	"b.txt":   "6cb51f08d64be5222a67e76cae98eb9cca6cea2e89368ae42c217ce1a8045f12",
	"c.txt":   "c19193c210cc5c88c9f1a5a64929c8832dd4a10b915f4db50b92893db5f955f2",
	"big.bin": "f45dccebc1d211fff7d2bbf805f7c86a115eed57fb4fd3e4a2ae83638583910a",
}

// Sets of volumes: made by zip 3.0 (-s 64k), 7z 26.02 (-v1200b) and split 9.1, whose own
// listings name these entries.
var sets = []struct {
	dir, lead string
	entries   []string
	parts     []string // the others
}{
	{"zip", "split.zip", []string{"big.bin", "a.txt", "b.txt", "c.txt"}, []string{"split.z01"}},
	{"7z", "vol.7z.001", []string{"a.txt", "b.txt", "c.txt"}, []string{"vol.7z.002", "vol.7z.003"}},
	{"zip7", "v.zip.001", []string{"a.txt", "b.txt", "c.txt"}, []string{"v.zip.002", "v.zip.003"}},
	{"tar", "t.tar.001", []string{"a.txt", "b.txt", "c.txt"}, []string{"t.tar.002", "t.tar.003", "t.tar.004", "t.tar.005"}},
}

func setFolder(t *testing.T, dir string, without ...string) string {
	t.Helper()
	from := filepath.Join("..", "..", "extractors", "archive", "testdata", "sets", dir)
	to := filepath.Join(t.TempDir(), "package")
	require.NoError(t, os.Mkdir(to, 0o700))
	files, err := os.ReadDir(from)
	require.NoError(t, err)
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(from, f.Name()))
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(to, f.Name()), b, 0o600))
	}
	for _, name := range without {
		require.NoError(t, os.Remove(filepath.Join(to, name)))
	}
	return to
}

func scanJSON(t *testing.T, dir string, args ...string) document.Document {
	t.Helper()
	r := evscan(t, dir, nil, append([]string{"scan", "--no-ocr", "--no-timing", "--format", "json"}, args...)...)
	require.Equal(t, 0, r.status, r.err)
	return parse(t, r.out)
}

// zipFiles packs files in the order of their names.
func zipFiles(t *testing.T, files map[string][]byte) []byte {
	t.Helper()
	var entries []archive.Entry
	for _, name := range slices.Sorted(maps.Keys(files)) {
		entries = append(entries, archive.Entry{Name: name, Data: files[name]})
	}
	b, err := archive.Zip(entries)
	require.NoError(t, err)
	return b
}

// entriesOf lists name and hash of an item's children in order.
func entriesOf(d document.Document, id string) []string {
	var out []string
	for _, it := range d.Items {
		if it.Parent == id {
			out = append(out, it.Path[len(it.Path)-1]+" "+it.SHA256)
		}
	}
	return out
}

func metadataOf(it document.Item, name string) string {
	for _, m := range it.Metadata {
		if m.Name == name {
			return m.Value
		}
	}
	return ""
}

func checkSet(t *testing.T, d document.Document, lead string, entries, parts []string) {
	t.Helper()
	first := itemAt(t, d, lead)
	assert.Empty(t, first.Problems)
	var want []string
	for _, e := range entries {
		want = append(want, e+" "+inSets[e])
	}
	assert.Equal(t, want, entriesOf(d, first.ID))
	base := metadataOf(first, "volume:Set")
	assert.NotEmpty(t, base)
	for _, p := range parts {
		it := itemAt(t, d, p)
		assert.Equal(t, "read", it.Status, p)
		assert.Len(t, it.SHA256, 64)
		assert.Equal(t, base, metadataOf(it, "volume:Set"), p)
		assert.Empty(t, entriesOf(d, it.ID), p)
	}
	assert.Equal(t, d.Coverage.Items, d.Coverage.Read+d.Coverage.PartlyRead+d.Coverage.NotRead)
	assert.Equal(t, d.Coverage.Items-1, d.Coverage.Entries)
}

func TestSetsOfVolumesInAFolder(t *testing.T) {
	for _, s := range sets {
		t.Run(s.dir, func(t *testing.T) {
			dir := setFolder(t, s.dir)
			checkSet(t, scanJSON(t, filepath.Dir(dir), "package"), s.lead, s.entries, s.parts)
		})
	}
}

func TestSetsOfVolumesInsideAnArchive(t *testing.T) {
	for _, s := range sets {
		t.Run(s.dir, func(t *testing.T) {
			dir := setFolder(t, s.dir)
			files := map[string][]byte{}
			for _, name := range append([]string{s.lead}, s.parts...) {
				b, err := os.ReadFile(filepath.Join(dir, name))
				require.NoError(t, err)
				files["folder/"+name] = b
				files["another/"+name] = b // the same set again: read once, listed twice
			}
			base := folder(t, map[string][]byte{"case.zip": zipFiles(t, files)})
			d := scanJSON(t, base, "case.zip")
			first, second := itemAt(t, d, "another/"+s.lead), itemAt(t, d, "folder/"+s.lead)
			assert.Len(t, entriesOf(d, first.ID), len(s.entries))
			assert.Equal(t, first.ID, second.SameAs)
			assert.Empty(t, entriesOf(d, second.ID))
		})
	}
}

// Any part may be given; its set lies beside it. Other files there are none of the
// scan's business.
func TestSetsOfVolumesBesideThePackage(t *testing.T) {
	for _, s := range sets {
		t.Run(s.dir, func(t *testing.T) {
			dir := setFolder(t, s.dir)
			require.NoError(t, os.WriteFile(filepath.Join(dir, "unrelated.txt"), []byte("not of the package\n"), 0o600))
			for _, given := range append([]string{s.lead}, s.parts[0]) {
				d := scanJSON(t, dir, given)
				assert.Equal(t, "volumes", d.Items[0].Type.Format)
				assert.Equal(t, given, d.Package.Name)
				assert.Len(t, entriesOf(d, "0"), 1+len(s.parts))
				checkSet(t, d, s.lead, s.entries, s.parts)
			}
		})
	}
}

func TestSetsOfVolumesGiveTheSameReportForAnyNumberOfWorkers(t *testing.T) {
	base := t.TempDir()
	for _, s := range sets {
		require.NoError(t, os.Rename(setFolder(t, s.dir), filepath.Join(base, s.dir)))
	}
	one := evscan(t, base, nil, "scan", "--no-ocr", "--no-timing", "--format", "json", "--jobs", "1", ".")
	four := evscan(t, base, nil, "scan", "--no-ocr", "--no-timing", "--format", "json", "--jobs", "4", ".")
	require.Equal(t, 0, one.status, one.err)
	assert.Equal(t, one.out, four.out)
}

// A set that only a stated password opens is read again, with its parts, after all of
// them have been seen; made by 7z -psecret7 -v1200b and zip -P secret7 -s 64k.
func TestSetsOfVolumesWithAStatedPassword(t *testing.T) {
	dir := setFolder(t, "locked")
	files := map[string][]byte{"zz-readme.txt": []byte("The password: secret7\n")}
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = b
	}
	base := folder(t, map[string][]byte{"case.zip": zipFiles(t, files)})
	for _, jobs := range []string{"1", "4"} {
		d := scanJSON(t, base, "--jobs", jobs, "case.zip")
		assert.Equal(t, []string{"a.txt " + inSets["a.txt"], "b.txt " + inSets["b.txt"], "c.txt " + inSets["c.txt"]}, entriesOf(d, itemAt(t, d, "e.7z.001").ID))
		assert.Equal(t, []string{"big.bin " + inSets["big.bin"], "a.txt " + inSets["a.txt"], "b.txt " + inSets["b.txt"]}, entriesOf(d, itemAt(t, d, "sp.zip").ID))
	}
}

func TestMissingVolumes(t *testing.T) {
	for _, c := range []struct {
		dir, without, lead, says string
		read                     []string // entries that are whole without it
	}{
		{"zip", "split.z01", "split.zip", `"split.z01" is missing`, []string{"b.txt", "c.txt"}}, // a.txt begins in it
		{"zip", "split.zip", "split.z01", "the directory in the last, are missing", nil},
		{"7z", "vol.7z.002", "vol.7z.001", `"vol.7z.002" is missing`, nil},
		{"zip7", "v.zip.001", "v.zip.002", `"v.zip.001" is missing`, []string{"c.txt"}},
		{"zip7", "v.zip.002", "v.zip.001", `"v.zip.002" is missing`, nil},
		{"tar", "t.tar.003", "t.tar.001", `"t.tar.003" is missing`, []string{"a.txt"}},
	} {
		t.Run(c.dir+" without "+c.without, func(t *testing.T) {
			dir := setFolder(t, c.dir, c.without)
			d := scanJSON(t, filepath.Dir(dir), "package")
			lead := itemAt(t, d, c.lead)
			var said []string
			for _, p := range lead.Problems {
				said = append(said, p.Detail)
			}
			assert.Contains(t, strings.Join(said, "\n"), c.says)
			for _, name := range c.read {
				it := itemAt(t, d, c.lead+" > "+name)
				assert.Equal(t, "read", it.Status, name)
				assert.Equal(t, inSets[name], it.SHA256, name)
			}
		})
	}
}

// Numbered files that are complete in themselves are no volumes, and neither is what only
// has the name of one.
func TestNamesOfVolumesProveNothing(t *testing.T) {
	note := zipFiles(t, map[string][]byte{"inside.txt": []byte("an ordinary note\n")})
	other := zipFiles(t, map[string][]byte{"outside.txt": []byte("an ordinary memo\n")})
	dir := folder(t, map[string][]byte{"n.zip.001": note, "n.zip.002": other,
		"whole.zip": note, "whole.z01": []byte("%PDF-1.7 no pdf, no volume\n")})
	d := scanJSON(t, dir, ".")
	assert.Len(t, entriesOf(d, itemAt(t, d, "n.zip.002").ID), 1)
	assert.Contains(t, strings.Join(itemAt(t, d, "n.zip.001").Type.Warnings, "\n"), "complete in itself")
	assert.Equal(t, "pdf", itemAt(t, d, "whole.z01").Type.Format)
}
