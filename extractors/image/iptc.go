package image

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/charmap"

	"evscan/evidence"
)

// pushIPTC pushes the data sets of IPTC-IIM 4.2 records 1 and 2, section 1.5.
func pushIPTC(p *props, b []byte) {
	names := map[byte]map[byte]string{1: iptcEnvelope(), 2: iptcApplication()}
	utf8 := false
	for len(b) >= 5 {
		if b[0] != 0x1c {
			b = b[1:]
			continue
		}
		record, set, n := b[1], b[2], int(binary.BigEndian.Uint16(b[3:]))
		b = b[5:]
		if n&0x8000 != 0 { // extended: the length of the length
			k := n & 0x7fff
			if k > 4 || k > len(b) {
				break
			}
			n = 0
			for _, c := range b[:k] {
				n = n<<8 | int(c)
			}
			b = b[k:]
		}
		if n > len(b) {
			p.problem(evidence.ProblemCorrupt, "IPTC", "a data set of %d bytes is cut off after %d", n, len(b))
			n = len(b)
		}
		value := b[:n]
		b = b[n:]
		if record == 1 && set == 90 {
			utf8 = bytes.Contains(value, []byte("\x1b%G"))
		}
		if name := names[record][set]; name != "" {
			p.add("iptc:"+name, iptcText(record, set, value, utf8), fmt.Sprintf("IPTC %d:%02d", record, set))
		}
	}
}

var (
	iptcDate = regexp.MustCompile(`^(\d{4})(\d\d)(\d\d)$`)
	iptcTime = regexp.MustCompile(`^(\d\d)(\d\d)(\d\d)([+-]\d\d)?(\d\d)?$`)
)

// iptcText writes a value as exiftool does.
func iptcText(record, set byte, b []byte, utf8 bool) string {
	switch {
	case record == 1 && (set == 0 || set == 20 || set == 22 || set == 120 || set == 122), record == 2 && (set == 0 || set == 200 || set == 201):
		if len(b) == 2 {
			return strconv.Itoa(int(binary.BigEndian.Uint16(b)))
		}
		return ""
	case record == 2 && (set == 125 || set == 202):
		return "" // pictures
	}
	if record == 1 && set == 90 {
		if string(b) == "\x1b%G" {
			return "UTF8"
		}
		return strings.ReplaceAll(string(b), "\x1b", "ESC ")
	}
	s := string(b)
	if m := iptcDate.FindStringSubmatch(s); m != nil && isIPTCDate(record, set) {
		return m[1] + ":" + m[2] + ":" + m[3]
	}
	if m := iptcTime.FindStringSubmatch(s); m != nil && isIPTCTime(record, set) {
		out := m[1] + ":" + m[2] + ":" + m[3]
		if m[4] != "" {
			out += m[4] + ":" + m[5]
		}
		return out
	}
	if utf8 {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	if text := anyText(b); !strings.ContainsRune(text, '\uFFFD') {
		return text
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return ""
	}
	return string(out)
}

func isIPTCDate(record, set byte) bool {
	return record == 1 && set == 70 || record == 2 && (set == 30 || set == 37 || set == 47 || set == 55 || set == 62)
}

func isIPTCTime(record, set byte) bool {
	return record == 1 && set == 80 || record == 2 && (set == 35 || set == 38 || set == 60 || set == 63)
}
