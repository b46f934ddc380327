package pdf

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

var (
	// version is the header as a program writes it, ISO 32000-2, 7.5.2.
	version = regexp.MustCompile(`^%PDF-\d\.\d`)
	// objectHead begins an indirect object, which every PDF has soon after its header.
	objectHead = regexp.MustCompile(`\d[ \r\n]+\d+[ \r\n]+obj\b`)
	// letterHead is what the header of a mail has and that of a web server has not.
	letterHead = regexp.MustCompile(`(?im)^(from |(from|to|subject|received|mime-version|return-path|delivered-to):)`)
)

// holders begin formats that keep files as they are and that mimetype does not know.
func holders() []string {
	return []string{"WARC/", "filedesc://", "%!PS", "#!", "begin ", "MIME-Version", "SQLite format 3\x00", "regf", "PACK\x00", "\x60\xea", "SIT!", "StuffIt",
		"\x04\x22\x4d\x18", "\x02\x21\x4c\x18", "\xff\x06\x00\x00sNaPpY", "\x89LZO\x00", "hsqs", "\x1a\x08", "\x1a\x02", "MSWIM\x00",
		"\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x0a\x0d\x0d\x0a", "\x78\x9f\x3e\x22", "!BDN", "xar!", "\x78\x01\x01"}
}

// junk says whether what stands before the signature at i is what transport left there
// (a web server's header, a printer's command, a Macintosh's), and not the beginning of
// another format: an archive whose first member is a stored PDF has the signature within
// the first KB as well, and taken for a PDF it would lose all its other members.
func junk(head []byte, i int) bool {
	if !version.Match(head[i:]) {
		return false
	}
	before := head[:i]
	if len(bytes.Trim(bytes.TrimPrefix(before, []byte("\xef\xbb\xbf")), "\x00\t\r\n\f ")) == 0 {
		return true
	}
	for _, h := range holders() {
		if bytes.HasPrefix(before, []byte(h)) {
			return false
		}
	}
	if len(before) >= 7 && (before[2] == '-' && before[3] == 'l' && before[6] == '-' || len(before) >= 14 && string(before[7:14]) == "**ACE**") {
		return false // LHA, ACE
	}
	// mimetype takes the signature anywhere in the first KB for a PDF as well.
	m := mimetype.Detect(bytes.ReplaceAll(head, []byte("%PDF-"), []byte("%pdf-")))
	kind, _, _ := strings.Cut(m.String(), ";")
	switch {
	case kind == "application/octet-stream":
		return true
	case !strings.HasPrefix(kind, "text/"):
		return false
	case letterHead.Match(before):
		return false
	}
	// A source or a page may speak of the signature.
	last := before[len(before)-1]
	return (last == '\n' || last == '\r') && objectHead.Match(head[i:])
}
