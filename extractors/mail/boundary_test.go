package mail

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// readpst draws boundaries at random: two scans of a mailbox gave two reports.
func TestSteadyBoundaries(t *testing.T) {
	mail := func(a, b string) string {
		return "Content-Type: multipart/mixed;\n\tboundary=\"--boundary-LibPST-iamunique-" + a + "_-_-\"\n\n" +
			"----boundary-LibPST-iamunique-" + a + "_-_-\nboundary=\"alt---boundary-LibPST-iamunique-" + b + "_-_-\"\n" + strings.Repeat("x", 200<<10) +
			"\n----boundary-LibPST-iamunique-" + a + "_-_---"
	}
	want := mail("1", "2")
	for _, m := range []string{mail("1804289383", "846930886"), mail("7", "1804289383")} {
		got, err := io.ReadAll(newSteady(strings.NewReader(m)))
		require.NoError(t, err)
		assert.Equal(t, want, string(got))
	}
	require.NoError(t, iotest.TestReader(newSteady(strings.NewReader(mail("12", "13"))), []byte(want)))
}

// An archive that keeps its first member as it is has the fields of a saved page as well.
func TestSavedPageInArchive(t *testing.T) {
	const page = "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://www.acme.example/\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b--\r\n"
	for head, want := range map[string]string{"": "mht", "\xef\xbb\xbf": "mht", "a.mhtml" + strings.Repeat("\x00", 505): "unknown", "PK\x03\x04\x14\x00\x00\x00a.mhtml": "unknown"} {
		typ, _ := evidence.Identify(Formats(), extracttest.Probe("a", []byte(head+page)))
		assert.Equal(t, want, typ.Format, "%q", head)
	}
}
