package pdf

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func tarred(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "a.pdf", Mode: 0o600, Size: int64(len(data))}))
	_, err := w.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

func stored(t *testing.T, data []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	f, err := w.CreateHeader(&zip.FileHeader{Name: "a.pdf", Method: zip.Store})
	require.NoError(t, err)
	_, err = f.Write(data)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.Bytes()
}

// An archive whose first member is a stored PDF was read as that PDF, and its other
// members were lost without a word.
func TestSignatureBehindAnotherFormat(t *testing.T) {
	pdf := full()
	for name, c := range map[string]struct {
		data []byte
		want bool
	}{
		"pdf":            {pdf, true},
		"byte order":     {append([]byte("\xef\xbb\xbf"), pdf...), true},
		"line ends":      {append([]byte("\r\n\r\n"), pdf...), true},
		"web header":     {append([]byte("HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n"), pdf...), true},
		"server warning": {append([]byte("<br />\n<b>Warning</b>: something in x.php on line 3<br />\n"), pdf...), true},
		"printer":        {append([]byte("\x1b%-12345X@PJL SET COPIES=1\r\n@PJL ENTER LANGUAGE=PDF\r\n"), pdf...), true},
		"MacBinary":      {append(append([]byte("\x00\x05a.pdf"), make([]byte, 121)...), pdf...), true},
		"random":         {append([]byte{0x9c, 0x00, 0xf1, 0x12}, pdf...), true},

		"tar":    {tarred(t, pdf), false},
		"zip":    {stored(t, pdf), false},
		"7z":     {append([]byte("7z\xbc\xaf\x27\x1c\x00\x04"+strings.Repeat("\x01", 24)), pdf...), false},
		"ar":     {append([]byte("!<arch>\na.pdf/          0           0     0     100644  900       `\n"), pdf...), false},
		"cpio":   {append([]byte("070701"+strings.Repeat("0", 104)+"a.pdf\x00"), pdf...), false},
		"lha":    {append([]byte("\x1b\x00-lh0-"+strings.Repeat("\x00", 20)), pdf...), false},
		"lz4":    {append([]byte("\x04\x22\x4d\x18\x64\x40\xa7\x00\x01\x00\x80\xf0"), pdf...), false},
		"sqlite": {append([]byte("SQLite format 3\x00"+strings.Repeat("\x00", 900)), pdf...), false},
		"warc":   {append([]byte("WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 900\r\n\r\n"), pdf...), false},
		"mail":   {append([]byte("From: a@b.example\nMIME-Version: 1.0\nContent-Type: application/pdf\n\n"), pdf...), false},
		"source": {[]byte("func isPDF(b []byte) bool {\n\treturn bytes.HasPrefix(b, []byte(\"%PDF-1.4\"))\n}\n"), false},
		"json":   {[]byte(`{"magic":"%PDF-1.4"}`), false},
		"rtf":    {[]byte(`{\rtf1\ansi %PDF-1.4 is magic\par}`), false},
	} {
		_, ok := match(evidence.Probe{Head: c.data[:min(len(c.data), evidence.ProbeBytes)]})
		assert.Equal(t, c.want, ok, name)
	}
}
