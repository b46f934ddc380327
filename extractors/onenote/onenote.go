// Package onenote picks the text and the embedded files out of OneNote sections,
// [MS-ONESTORE]. Their revisions and objects are not walked: the text comes as it
// lies in the file, older states of a page included.
package onenote

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/salvage"
)

// GUIDs of [MS-ONESTORE]: 2.3.1 guidFileType of sections and of tables of contents,
// 2.6.13 guidHeader and guidFooter of embedded files.
const (
	section  = "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d\xae\xb1\x53\x78\xd0\x29\x96\xd3"
	contents = "\xa1\x2f\xff\x43\xd9\xef\x76\x4c\x9e\xe2\x10\xea\x57\x22\x76\x5f"
	embedded = "\xe7\x16\xe3\xbd\x65\x26\x11\x45\xa4\xc4\x8d\x4d\x0b\x7a\x9e\xac"
)

const (
	maxBytes = 256 << 20
	maxFiles = 5000
)

// Formats lists OneNote's files.
func Formats() []evidence.Format {
	return []evidence.Format{{
		ID: "onenote", MIME: "application/onenote", Version: 1, Exts: []string{"one", "onetoc2"},
		Match: func(p evidence.Probe) (string, bool) {
			return "file type of OneNote at 0", bytes.HasPrefix(p.Head, []byte(section)) || bytes.HasPrefix(p.Head, []byte(contents))
		},
		Extract: extract,
	}}
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	p := push.New(out, in.Limits)
	b, err := io.ReadAll(io.LimitReader(in.Reader(), maxBytes))
	if err != nil {
		p.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), "")
	}
	if in.Size > maxBytes {
		p.Problem(fmt.Errorf("%w: only the first %d bytes are read", evidence.ErrLimit, maxBytes), "")
	}
	b = files(ctx, p, b)
	seen := map[string]bool{}
	var lines []string
	for _, line := range strings.Split(salvage.UTF16(b)+utf8Runs(b), "\n") {
		if line = strings.TrimSpace(line); line != "" && !seen[line] && !style(line) {
			seen[line] = true
			lines = append(lines, line)
		}
	}
	p.Text(strings.Join(lines, "\n"), "", evidence.Locator{Zone: evidence.ZoneBody})
	return errors.Join(p.Err, ctx.Err(), fmt.Errorf("%w: the text of OneNote is picked out of its bytes, without order and place", evidence.ErrUnsupported))
}

// files hands over embedded files and returns the bytes without them, so that their
// text is not taken twice.
func files(ctx context.Context, p *push.Pusher, b []byte) []byte {
	var rest []byte
	for n := 0; n < maxFiles && p.Err == nil && ctx.Err() == nil; {
		i := bytes.Index(b, []byte(embedded))
		if i < 0 || len(b) < i+36 {
			break
		}
		size := binary.LittleEndian.Uint64(b[i+16:])
		if size > uint64(len(b)-i-36) {
			if n++; len(b) > i+36 {
				p.Problem(fmt.Errorf("%w: an embedded file is cut off", evidence.ErrCorrupt), "file"+strconv.Itoa(n))
			}
			rest = append(rest, b[:i+16]...)
			b = b[i+16:]
			continue
		}
		n++
		p.Child(ctx, evidence.ChildName{Name: "file" + strconv.Itoa(n), Origin: evidence.OriginEmbedded}, bytes.NewReader(b[i+36:i+36+int(size)]))
		rest = append(rest, b[:i]...)
		b = b[i+36+int(size):]
	}
	return append(rest, b...)
}

// utf8Runs gives the runs of bytes that are text: OneNote keeps Western text in one
// byte a character.
func utf8Runs(b []byte) string {
	var out strings.Builder
	for _, line := range strings.Split(salvage.ASCII(b, 6), "\n") {
		letters := 0
		for _, r := range line {
			if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r == ' ' {
				letters++
			}
		}
		if letters*10 >= utf8.RuneCountInString(line)*8 {
			out.WriteString(line + "\n")
		}
	}
	return out.String()
}

// style reports whether a line is the name of a font or of a paragraph style, which
// stand with every text.
func style(line string) bool {
	switch line {
	case "Calibri", "Calibri Light", "Segoe UI", "Arial", "Times New Roman", "Meiryo", "Meiryo UI", "Yu Gothic", "游ゴシック", "MS Gothic", "cite", "PageTitle", "PageDateTime", "blockquote", "code":
		return true
	}
	return len(line) == 2 && line[0] == 'h' && line[1] >= '1' && line[1] <= '6'
}
