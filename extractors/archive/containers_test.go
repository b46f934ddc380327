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
		{[]string{"zip"}, "stored, deflated, bzip2, LZMA, Zstandard, xz; by program 7z: Deflate64, PPMd, imploded, shrunk; without a directory by local headers",
			"ZipCrypto, AES-128, AES-192, AES-256", "the last volume, as far as its entries go", "archive/zip, own ciphers"},
		{[]string{"epub", "apk", "jar"}, "as zip", "as zip", "as zip", "as zip"},
		{[]string{"7z"}, "all entries, solid too", "AES-256, names too", "no: the directory stands in the last volume", "bodgit/sevenzip"},
		{[]string{"rar"}, "RAR 4 and 5, solid too; dictionaries up to 256 MiB", "AES-128 and AES-256, names too", "the first volume, up to the entry that goes on in the next", "nwaples/rardecode"},
		{[]string{"tar"}, "v7, ustar, pax, GNU, sparse", "-", "no", "archive/tar"},
		{[]string{"gz"}, "all members as one file", "-", "-", "compress/gzip"},
		{[]string{"bz2"}, "all streams as one file", "-", "-", "compress/bzip2"},
		{[]string{"xz"}, "all streams as one file; dictionaries up to 128 MiB", "-", "-", "mikelolasagasti/xz"},
		{[]string{"zst"}, "all frames as one file; windows up to 128 MiB", "-", "-", "klauspost/compress"},
		{[]string{"lz4"}, "frames and legacy frames as one file", "-", "-", "pierrec/lz4"},
		{[]string{"lzma"}, "dictionaries up to 128 MiB", "-", "-", "ulikunitz/xz"},
		{[]string{"Z"}, "9 to 16 bits, with and without block mode", "-", "-", "own"},
		{[]string{"ar", "deb"}, "System V and BSD long names; a linker's index is left out", "-", "-", "own"},
		{[]string{"cpio"}, "newc, crc, odc, bin of both byte orders", "-", "no", "own"},
		{[]string{"cab"}, "all entries", "-", "the entries of one volume", program},
		{[]string{"iso"}, "ISO 9660, Joliet, Rock Ridge, UDF", "-", "-", program},
		{[]string{"lzh"}, "all entries", "-", "-", program},
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
	var ids []string
	for _, r := range containers() {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", strings.Join(r.ids, ", "), r.read, r.encrypted, r.volumes, r.by)
		ids = append(ids, r.ids...)
	}
	b.WriteString("\nPasswords are tried in the order given. What no password opens is listed with its name and claimed size;\n" +
		"links are listed with their target and never followed.\n")
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
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, b.String(), string(got))
}
