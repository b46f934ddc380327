package identify

import (
	"bytes"
	"regexp"
	"strings"

	"evscan/evidence"
)

var newsgroups = regexp.MustCompile(`(?m)^Newsgroups: ?\S`)

// news wants the header fields that RFC 5536, 3.1 asks of an article beside those of a
// mail, which it otherwise is.
func (r Readers) news() []row {
	return []row{{"news", "message/news", "nws news", func(p evidence.Probe) (string, bool) {
		h := p.Head[:min(len(p.Head), 8192)]
		if len(h) == 0 || h[0] < 'A' || h[0] > 'z' || !bytes.Contains(h, []byte("Newsgroups:")) {
			return "", false
		}
		head, _, _ := strings.Cut(string(h), "\n\n")
		fields := 0
		for _, f := range []string{"Path:", "From:", "Subject:", "Message-ID:", "Date:"} {
			if strings.HasPrefix(head, f) || strings.Contains(head, "\n"+f) {
				fields++
			}
		}
		return "header fields of a news article", fields >= 4 && newsgroups.MatchString(head)
	}}}
}

// pnm are the pictures of Netpbm: letters and numbers, then as text or as bytes.
func pnm() []row {
	kind := func(ascii, raw byte) test {
		re := regexp.MustCompile(`^P[` + string(ascii) + string(raw) + `]\s+(#[^\n]*\n\s*)*\d{1,6}\s+(#[^\n]*\n\s*)*\d{1,6}\s`)
		return func(p evidence.Probe) (string, bool) {
			h := p.Head
			if len(h) < 7 || h[0] != 'P' || h[1] != ascii && h[1] != raw {
				return "", false
			}
			return "signature " + string(h[:2]) + " and a size", re.Match(h[:min(len(h), 1024)])
		}
	}
	return []row{
		{"pbm", "image/x-portable-bitmap", "pbm pnm", kind('1', '4')},
		{"pgm", "image/x-portable-graymap", "pgm pnm", kind('2', '5')},
		{"ppm", "image/x-portable-pixmap", "ppm pnm", kind('3', '6')},
		{"pam", "image/x-portable-arbitrarymap", "pam", magic("P7\nWIDTH ", "P7\n#")},
		{"pfm-picture", "image/x-portable-floatmap", "pfm", func(p evidence.Probe) (string, bool) {
			h := p.Head
			if len(h) < 10 || h[0] != 'P' || h[1] != 'F' && h[1] != 'f' || h[2] != '\n' {
				return "", false
			}
			return "signature PF and a size", floatmap.Match(h[:min(len(h), 256)])
		}},
	}
}

var floatmap = regexp.MustCompile(`^P[Ff]\n\d+ \d+\n-?\d`)
