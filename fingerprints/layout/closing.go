package layout

import (
	"strings"
	"unicode/utf8"

	"evscan/evidence"
)

// closings end a letter or a mail; who signs stands below.
var closings = map[string]bool{"best regards": true, "kind regards": true, "warm regards": true, "regards": true, "with best regards": true, "with kind regards": true,
	"sincerely": true, "sincerely yours": true, "yours sincerely": true, "yours faithfully": true, "yours truly": true, "very truly yours": true, "respectfully yours": true, "best wishes": true,
	"mit freundlichen grüßen": true, "mit freundlichen grüssen": true, "freundliche grüße": true, "viele grüße": true, "beste grüße": true, "mfg": true,
	"cordialement": true, "bien cordialement": true, "sincères salutations": true, "atentamente": true, "saludos cordiales": true, "cordiali saluti": true, "distinti saluti": true, "atenciosamente": true,
	"敬具": true, "草々": true, "謹白": true, "以上": true, "此致": true, "顺颂商祺": true}

// Bounds of what is below a closing.
const (
	maxClosing   = 48 // characters of the closing itself
	maxSignature = 9  // lines
	maxSigned    = 60 // characters of a line
)

// closing reports whether a segment ends a letter.
func closing(text string) bool {
	if utf8.RuneCountInString(text) > maxClosing {
		return false
	}
	t := strings.TrimSpace(text)
	if t == "--" || t == "—" {
		return true
	}
	low := strings.ToLower(strings.Trim(t, " ,.，、。!！　"))
	return closings[low] || (strings.Contains(t, "よろしくお願い") || strings.Contains(t, "宜しくお願い")) && (strings.HasSuffix(low, "ます") || strings.HasSuffix(low, "ます!"))
}

// signatures marks the lines below the closing of a letter, up to a long one.
func (p *Page) signatures() {
	for i := range p.segs {
		if p.segs[i].text == "" || !closing(p.segs[i].text) || p.facts[p.segs[i].fact].At.Cell != "" || p.beside(i) {
			continue
		}
		p.blocks++
		place := Place{Zone: evidence.ZoneSignature, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: "below the closing of a letter", Block: p.blocks}
		for k := i + 1; k < len(p.segs) && p.segs[k].y-p.segs[i].y <= maxSignature; k++ {
			s := &p.segs[k]
			if s.y <= p.segs[i].y {
				continue
			}
			if utf8.RuneCountInString(s.text) > maxSigned || isLabel(s.text) || headerLine(s.text) || strings.HasPrefix(s.text, ">") {
				break
			}
			if s.place.Zone == "" || s.place.Zone == evidence.ZoneIssuer {
				s.place = place
			}
		}
	}
}

// beside reports whether another segment stands on the line of segment i: a cell of a
// table ends no letter.
func (p *Page) beside(i int) bool {
	same := func(k int) bool { return k >= 0 && k < len(p.segs) && abs(p.segs[k].y-p.segs[i].y) < 0.3 }
	return same(i-1) || same(i+1)
}

// headerLine reports whether a line begins the header of a quoted mail.
func headerLine(s string) bool {
	low := strings.ToLower(s)
	for _, w := range []string{"from:", "sent:", "to:", "subject:", "von:", "gesendet:", "de :", "差出人", "送信者", "送信日時", "宛先", "件名", "-----"} {
		if strings.HasPrefix(low, w) {
			return true
		}
	}
	return false
}

// openings stand before a party without a colon, at the beginning of a short line.
var openings = []struct {
	text  string
	place Place
}{
	{"prepared for ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind prepared for"}},
	{"submitted to ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind submitted to"}},
	{"presented to ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind presented to"}},
	{"messrs. ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind messrs"}},
	{"messrs ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind messrs"}},
	{"m/s ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind m/s"}},
	{"m/s. ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind m/s"}},
	{"dear ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind dear"}},
	{"à l'attention de ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind à l'attention de"}},
	{"z. hd. ", Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind z. hd."}},
	{"prepared by ", Place{Zone: evidence.ZoneIssuer, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: "behind prepared by"}},
	{"submitted by ", Place{Zone: evidence.ZoneIssuer, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: "behind submitted by"}},
	{"issued by ", Place{Zone: evidence.ZoneIssuer, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: "behind issued by"}},
}

// opened marks short lines that begin as openings do.
func (p *Page) opened() {
	for i := range p.segs {
		s := &p.segs[i]
		if s.place.Zone != "" || len(s.text) < 6 || utf8.RuneCountInString(s.text) > maxSigned {
			continue
		}
		low := strings.ToLower(s.text[:min(len(s.text), 24)])
		for _, o := range openings {
			if strings.HasPrefix(low, o.text) {
				s.place = o.place
				break
			}
		}
	}
}

// copyrightLine reports whether a line is a notice of copyright that begins with a C in
// brackets: with a year, or right before a name; else it is an item of a list.
func copyrightLine(text string) bool {
	rest, ok := strings.CutPrefix(text, "(c)")
	if !ok {
		if rest, ok = strings.CutPrefix(text, "(C)"); !ok {
			return false
		}
	}
	if r, _ := utf8.DecodeRuneInString(rest); evidence.IsCJK(r) && r != '　' {
		return true
	}
	for i := 0; i+4 <= len(rest); i++ {
		if y := rest[i : i+4]; (y[:2] == "19" || y[:2] == "20") && isDigit(y[2]) && isDigit(y[3]) && (i == 0 || !isDigit(rest[i-1])) && (i+4 == len(rest) || !isDigit(rest[i+4])) {
			return true
		}
	}
	return false
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
