package archive

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write docs/containers.md anew")

// row is a line of the table of containers.
type row struct {
	ids                          []string
	read, encrypted, volumes, by string
}

func containers() []row {
	program := "program 7z (p7zip-full)"
	return []row{
		{[]string{"zip"}, "stored, deflated, bzip2, LZMA, Zstandard, xz; by program 7z: Deflate64, PPMd, imploded, shrunk; without a directory by local headers; entries and data that the directory does not list",
			"ZipCrypto, AES-128, AES-192, AES-256", "name.z01 ... name.zip; name.zip.001 ...", "archive/zip, own ciphers"},
		{[]string{"epub", "apk", "jar"}, "as zip", "as zip", "as zip", "as zip"},
		{[]string{"7z"}, "all entries, solid too; by program 7z: methods that the library lacks; behind a program, a picture or a PDF, too", "AES-256, names too", "name.7z.001 ...", "bodgit/sevenzip"},
		{[]string{"rar"}, "RAR 4 and 5, solid too; dictionaries up to 256 MiB; behind a program, a picture or a PDF, too", "AES-128 and AES-256, names too", "name.part1.rar ...; name.rar, name.r00 ...", "nwaples/rardecode"},
		{[]string{"tar"}, "v7, ustar, pax, GNU, sparse; goes on behind damage and end marks", "-", "name.tar.001 ...", "archive/tar"},
		{[]string{"gz"}, "all members as one file", "-", "-", "compress/gzip"},
		{[]string{"bz2"}, "all streams as one file", "-", "-", "compress/bzip2"},
		{[]string{"xz"}, "all streams as one file; dictionaries up to 128 MiB", "-", "-", "mikelolasagasti/xz"},
		{[]string{"zst"}, "all frames as one file; windows up to 128 MiB", "-", "-", "klauspost/compress"},
		{[]string{"lz4"}, "frames and legacy frames as one file", "-", "-", "pierrec/lz4"},
		{[]string{"lzma"}, "dictionaries up to 128 MiB", "-", "-", "ulikunitz/xz"},
		{[]string{"Z"}, "9 to 16 bits, with and without block mode", "-", "-", "own"},
		{[]string{"lz"}, "all members as one file; dictionaries up to 128 MiB", "-", "-", "own, over ulikunitz/xz"},
		{[]string{"warc"}, "all records; of HTTP responses the body, without its transfer and content coding (gzip, deflate)", "-", "-", "own"},
		{[]string{"arc"}, "all records; of HTTP responses the body", "-", "-", "own"},
		{[]string{"mtree"}, "its text: it lists files and holds none", "-", "-", "own"},
		{[]string{"ar", "deb"}, "System V and BSD long names; a linker's index is left out", "-", "-", "own"},
		{[]string{"cpio"}, "newc, crc, odc, bin of both byte orders", "-", "no", "own"},
		{[]string{"cab"}, "all entries; names in old encodings by an own reader", "-", "the entries of one volume", program},
		{[]string{"iso"}, "ISO 9660, Joliet, Rock Ridge, UDF", "-", "-", program},
		{[]string{"lzh"}, "all entries; names in old encodings by an own reader", "-", "-", program},
		{[]string{"rpm"}, "its cpio", "-", "-", program},
		{[]string{"xar"}, "all entries and the directory", "-", "-", program},
		{[]string{"arj"}, "all entries", "told, not opened", "the entries of one volume", program},
	}
}

// TestContainersTable holds docs/containers.md to the list above, and the list to the
// formats there are.
func TestContainersTable(t *testing.T) {
	var b strings.Builder
	b.WriteString("# Containers\n\nWritten by `go test ./extractors/archive -run TestContainersTable -update`.\n\n" +
		"| container | read | encrypted | multi-volume | by |\n|---|---|---|---|---|\n")
	table := b.Len() // of what README.md has, too
	var ids []string
	for _, r := range containers() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", strings.Join(r.ids, ", "), r.read, r.encrypted, r.volumes, r.by)
		ids = append(ids, r.ids...)
	}
	rows := b.String()[table:]
	b.WriteString("\nPasswords are tried in the order given. What no password opens is listed with its name and claimed size;\n" +
		"links are listed with their target and never followed.\n\n" +
		"Any file cut into name.001, name.002, ... is joined before it is looked at, whatever it is. The parts of a set lie beside each other in the\n" +
		"package, in a folder, or beside the part that is given; each is an item, the entries stand under the first (of a split zip: under name.zip).\n" +
		"A missing part is named in a problem, and what can be read without it is read; a solid or sealed RAR ends at the gap. Numbered files that\n" +
		"are complete in themselves are no set.\n")
	var have []string
	for _, f := range Formats() {
		have = append(have, f.ID)
		assert.Equal(t, 1, f.Version, f.ID)
		assert.NotEmpty(t, f.MIME, f.ID)
	}
	assert.ElementsMatch(t, have, ids)
	const file = "../../docs/containers.md"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(b.String()), 0o644))
	}
	const readme, begin, end = "../../README.md", "|---|---|---|---|---|\n", "\nPasswords come from"
	text, err := os.ReadFile(readme)
	require.NoError(t, err)
	head, rest, ok := strings.Cut(string(text), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	require.True(t, ok && ok2, "README.md has no table of containers")
	want := head + begin + rows + end + tail
	if *update {
		require.NoError(t, os.WriteFile(readme, []byte(want), 0o644))
		text = []byte(want)
	}
	assert.Equal(t, want, string(text))
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, b.String(), string(got))
}
