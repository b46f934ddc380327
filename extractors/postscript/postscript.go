// Package postscript reads what PostScript and EPS files say about themselves. Their
// pages are programs, which nobody runs here.
package postscript

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/push"
)

// Formats lists PostScript, plain and with a preview for DOS before it.
func Formats() []evidence.Format {
	return []evidence.Format{{ID: "ps", MIME: "application/postscript", Version: 1, Exts: []string{"ps", "eps", "epsf", "epsi", "ai", "prn"}, Match: match, Extract: extract}}
}

// dosHead begins an EPS file with a preview, "Encapsulated PostScript File Format
// Specification" 3.0, section 5.2.
const dosHead = "\xc5\xd0\xd3\xc6"

// uel is the escape by which a printer's language is chosen before a job.
const uel = "\x1b%-12345X"

func match(p evidence.Probe) (string, bool) {
	switch {
	case bytes.HasPrefix(p.Head, []byte("%!")):
		return "signature %! at 0", bytes.HasPrefix(p.Head, []byte("%!PS")) || bytes.Contains(p.Head, []byte("%%"))
	case bytes.HasPrefix(p.Head, []byte(dosHead)) && len(p.Head) >= 30:
		return "signature C5 D0 D3 C6 at 0", true
	case bytes.HasPrefix(p.Head, []byte(uel)):
		head := p.Head[:min(len(p.Head), 4096)]
		return "a print job with %!PS", bytes.Contains(head, []byte("%!PS"))
	}
	return "", false
}

// comments are those of "PostScript Language Document Structuring Conventions
// Specification" 3.0, and @PJL's that say whose job it is.
func comments() map[string]string {
	return map[string]string{"Title": "Title", "Creator": "Creator", "For": "For", "CreationDate": "CreationDate", "Routing": "Routing", "Copyright": "Copyright", "Version": "Version",
		"AI8_CreatorVersion": "CreatorVersion", "ProofMode": "ProofMode", "Feature": "Feature"}
}

// maxLine bounds a line: what is longer is data.
const maxLine = 4096

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	p := push.New(out, in.Limits)
	from, size := int64(0), in.Size
	head := make([]byte, min(30, in.Size))
	if _, err := in.At.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the head: %w", err)
	}
	if len(head) == 30 && string(head[:4]) == dosHead {
		l := binary.LittleEndian
		from, size = int64(l.Uint32(head[4:])), int64(l.Uint32(head[8:]))
		for _, preview := range []struct {
			name string
			at   int
		}{{"preview.wmf", 12}, {"preview.tif", 20}} {
			at, n := int64(l.Uint32(head[preview.at:])), int64(l.Uint32(head[preview.at+4:]))
			if at > 0 && n > 0 && at < in.Size {
				p.Child(ctx, evidence.ChildName{Name: preview.name, Origin: evidence.OriginEmbedded, Size: n}, io.NewSectionReader(in.At, at, min(n, in.Size-at)))
			}
		}
		if from >= in.Size {
			return fmt.Errorf("%w: the program lies at %d of %d bytes", evidence.ErrCorrupt, from, in.Size)
		}
	}
	if err := lines(ctx, io.NewSectionReader(in.At, from, max(0, min(size, in.Size-from))), p); err != nil {
		return err
	}
	if p.Err != nil {
		return p.Err
	}
	out.Problem(evidence.ProblemUnsupported, "pages", "PostScript programs are not run; only their comments are read")
	return nil
}

var (
	jobLine = regexp.MustCompile(`^(?:\x1b%-12345X)?@PJL\s+(?:JOB\s+NAME|SET\s+(\w+)|COMMENT)\s*=?\s*"?([^"\r\n]+)"?`)
	octal   = regexp.MustCompile(`\\([0-7]{1,3})`)
)

// lines reads comments; a line that begins with %%+ goes on with the one before it.
func lines(ctx context.Context, r io.Reader, p *push.Pusher) error {
	br := bufio.NewReaderSize(r, maxLine)
	last := ""
	for n := 0; p.Err == nil; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line, err := readLine(br)
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("reading: %w", err)
		}
		if m := jobLine.FindSubmatch(line); m != nil {
			switch name := strings.ToUpper(string(m[1])); name {
			case "":
				p.Meta("ps:JobName", decoded(m[2]), "PJL")
			case "USERNAME", "JOBNAME", "HOSTNAME", "DOMAIN", "DOMAINNAME", "HOSTLOGINNAME", "JOBATTR", "ACNAME", "HOSTPORTNAME", "DRIVERJOBID":
				p.Meta("ps:Job-"+name, decoded(m[2]), "PJL")
			}
			continue
		}
		if !bytes.HasPrefix(line, []byte("%%")) {
			continue
		}
		key, value, ok := strings.Cut(string(line[2:]), ":")
		if rest, more := strings.CutPrefix(string(line), "%%+"); more && last != "" {
			p.Meta("ps:"+last, decoded([]byte(strings.TrimSpace(rest))), "DSC")
			continue
		}
		last = ""
		if name := comments()[key]; ok && name != "" {
			last = name
			p.Meta("ps:"+name, decoded([]byte(strings.TrimSpace(value))), "DSC")
		}
	}
	return nil
}

// readLine reads to CR, LF or both; of a longer line only its beginning is kept.
func readLine(br *bufio.Reader) ([]byte, error) {
	var line []byte
	for {
		c, err := br.ReadByte()
		if err != nil {
			if len(line) > 0 && errors.Is(err, io.EOF) {
				return line, nil
			}
			return nil, err
		}
		switch {
		case c == '\r' || c == '\n':
			if len(line) > 0 {
				return line, nil
			}
		case len(line) < maxLine:
			line = append(line, c)
		}
	}
}

// decoded undoes the writing of a string: in brackets with octal escapes, or
// hexadecimal in angle brackets.
func decoded(b []byte) string {
	s := string(b)
	switch {
	case strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")"):
		s = octal.ReplaceAllStringFunc(strings.ReplaceAll(s[1:len(s)-1], ") (", " "), func(e string) string {
			n, err := strconv.ParseUint(e[1:], 8, 16)
			if err != nil {
				return e
			}
			return string([]byte{byte(n)})
		})
		s = strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(s)
	case strings.HasPrefix(s, "<") && strings.HasSuffix(s, ">"):
		var out []byte
		for i := 1; i+2 < len(s); i += 2 {
			n, err := strconv.ParseUint(s[i:i+2], 16, 8)
			if err != nil {
				return s
			}
			out = append(out, byte(n))
		}
		s = string(out)
	}
	if g, ok := charset.Detect([]byte(s)); ok {
		return g.Decode([]byte(s))
	}
	return strings.ToValidUTF8(s, "\uFFFD")
}
