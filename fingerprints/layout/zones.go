package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"evscan/evidence"
)

// place finds the zones of all segments.
func (p *Page) place() {
	p.windows()
	p.addressees()
	p.issuers()
	p.opened()
	p.signatures()
	p.notices()
}

// honorifics end an addressee in Japanese letters.
var honorifics = []string{"御中", "様", "殿"}

// endsInHonorific reports whether s ends in one, and which.
func endsInHonorific(s string) (string, bool) {
	s = strings.TrimRight(s, " 　:：")
	for _, h := range honorifics {
		if !strings.HasSuffix(s, h) {
			continue
		}
		// 仕様, 同様, 多様, 模様: words, not people.
		for _, word := range []string{"仕様", "同様", "多様", "模様", "一様", "異様", "神様", "皆様", "有様", "お客様", "得意先様", "御殿", "宮殿", "沈殿"} {
			if strings.HasSuffix(s, word) {
				return "", false
			}
		}
		return h, true
	}
	return "", false
}

// inline judges a name by what stands right behind it on its line.
func (s *segment) inline(start, end int) (Place, bool) {
	if start < 0 || end > len(s.text) || start > end {
		return Place{}, false
	}
	rest := s.text[end:]
	for _, h := range []string{"御中", "様"} {
		i := strings.Index(rest, h)
		if i < 0 {
			continue
		}
		between := rest[:i]
		if utf8.RuneCountInString(between) > 24 || strings.ContainsAny(between, "。、,.:：;()（）「」は がをにのでと") && h == "様" && strings.TrimSpace(between) != "" {
			continue
		}
		if strings.ContainsAny(between, "。、") {
			continue
		}
		if h == "様" {
			if _, ok := endsInHonorific(rest[:i+len(h)]); !ok || strings.HasPrefix(rest[i:], "様式") || strings.HasPrefix(rest[i:], "様子") {
				continue
			}
			// "X様の案件" talks about a client; "X様" with nothing behind it addresses one.
			if next, _ := utf8.DecodeRuneInString(rest[i+len(h):]); next != utf8.RuneError && !unicode.IsSpace(next) {
				continue
			}
		}
		return Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "followed by " + h, Block: s.place.Block}, true
	}
	return Place{}, false
}

// addressees marks segments that name the party a document is addressed to.
func (p *Page) addressees() {
	for i := range p.segs {
		s := &p.segs[i]
		if h, ok := endsInHonorific(s.text); ok && utf8.RuneCountInString(s.text) <= 60 {
			p.addressee(i, "block ending in "+h)
			continue
		}
		if mailish(s.text) || strings.Contains(s.text, "＠") {
			continue // a field of a mail header, which package mail reads
		}
		if label, rest, ok := cutLabel(s.text, recipientLabels); ok {
			p.labelled(i, rest, Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: "behind " + label})
		} else if label, rest, ok := cutLabel(s.text, issuerLabels); ok {
			p.labelled(i, rest, Place{Zone: evidence.ZoneIssuer, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: "behind " + label})
		}
	}
}

// addressee marks the segment that ends in an honorific and the lines of name
// and department above it.
func (p *Page) addressee(i int, why string) {
	p.blocks++
	place := Place{Zone: evidence.ZoneAddressee, Role: evidence.RoleRecipient, Class: evidence.ClassRecipient, Why: why, Block: p.blocks}
	s := &p.segs[i]
	s.place = place
	alone := strings.TrimSpace(s.text) == "御中" || strings.TrimSpace(s.text) == "様" || strings.TrimSpace(s.text) == "殿"
	y := s.y
	for k, seen := i-1, 0; k >= 0 && seen < 40; k, seen = k-1, seen+1 {
		o := &p.segs[k]
		if alone && abs(o.y-s.y) < 0.6 && o.x+o.w <= s.x+1 && s.x-(o.x+o.w) < 40 {
			// The honorific stands at the end of a ruled line, away from the name.
			if o.place.Zone == "" {
				o.place = place
			}
			break
		}
		if o.y > y || y-o.y > 1.7 || s.y-o.y > 4 {
			if y-o.y > 1.7 {
				break
			}
			continue
		}
		if abs(o.x-s.x) > 8 || o.y == y || o.place.Zone != "" || o.signals&(tel|fax|reg) != 0 || isLabel(o.text) || utf8.RuneCountInString(o.text) > 40 {
			continue
		}
		o.place = place
		y = o.y
	}
	// The address of the addressee follows in the same column.
	y = s.y
	for k, seen := i+1, 0; k < len(p.segs) && seen < 40; k, seen = k+1, seen+1 {
		o := &p.segs[k]
		if o.y-y > 1.7 {
			break
		}
		if o.y <= y || abs(o.x-s.x) > 4 {
			continue
		}
		if o.signals&(postal|address) == 0 || o.signals&(tel|fax|reg|web) != 0 || o.place.Zone != "" {
			break
		}
		o.place = place
		y = o.y
	}
}

// labelled marks what follows a label such as "Bill to:", on its line or below.
func (p *Page) labelled(i int, rest string, place Place) {
	p.blocks++
	place.Block = p.blocks
	s := &p.segs[i]
	y := s.y
	have := strings.TrimSpace(rest) != ""
	if have {
		s.place = place
	}
	taken := 0
	for k, seen := i+1, 0; k < len(p.segs) && seen < 60; k, seen = k+1, seen+1 {
		o := &p.segs[k]
		if o.y-y > 1.7 {
			break
		}
		if abs(o.y-s.y) < 0.6 {
			if !have && o.x > s.x && o.x-(s.x+s.w) < 30 && o.place.Zone == "" && !isLabel(o.text) {
				o.place = place
				have = true
			}
			continue
		}
		if o.y <= y || abs(o.x-s.x) > 6 {
			continue
		}
		if taken >= 5 || isLabel(o.text) || o.place.Zone != "" || utf8.RuneCountInString(o.text) > 60 {
			break
		}
		if have && taken == 0 && !strings.Contains(strings.ToLower(place.Why), "to") && place.Zone == evidence.ZoneAddressee {
			break // a form's field holds one line
		}
		o.place = place
		y = o.y
		taken++
	}
}

func abs(f float64) float64 { return max(f, -f) }

// issuers marks blocks that hold what a letterhead holds: address, telephone,
// registration number, web and mail address.
func (p *Page) issuers() {
	type block struct {
		x0, x1, y0, y1 float64
		kinds          signal
		n              int
	}
	var open, done []block
	for i := range p.segs {
		s := &p.segs[i]
		if s.signals&contact == 0 || s.place.Zone == evidence.ZoneAddressee || s.place.Zone == evidence.ZoneAddressBar || utf8.RuneCountInString(s.text) > 120 {
			continue
		}
		joined := false
		for k := len(open) - 1; k >= 0 && k >= len(open)-16; k-- {
			b := &open[k]
			if s.y-b.y1 > 3.5 || b.y0-s.y > 3.5 || s.x > b.x1+12 || s.x+s.w < b.x0-12 || s.x-b.x0 > 40 || b.x0-s.x > 40 {
				continue
			}
			b.x0, b.x1, b.y0, b.y1 = min(b.x0, s.x), max(b.x1, s.x+s.w), min(b.y0, s.y), max(b.y1, s.y)
			b.kinds |= s.signals & contact
			b.n++
			joined = true
			break
		}
		if !joined {
			open = append(open, block{s.x, s.x + s.w, s.y, s.y, s.signals & contact, 1})
		}
	}
	for _, b := range open {
		if b.kinds.count() >= 2 || b.kinds&reg != 0 {
			done = append(done, b)
		}
	}
	// A table of contacts is a list of many parties, not a letterhead.
	const many = 6
	if len(done) > many {
		return
	}
	for _, b := range done {
		p.blocks++
		for i := range p.segs {
			s := &p.segs[i]
			if s.y < b.y0-4.5 || s.y > b.y1+1.5 || s.x > b.x1+2 || s.x+s.w < b.x0-2 || abs(s.x-b.x0) > 30 && s.signals&contact == 0 {
				continue
			}
			if utf8.RuneCountInString(s.text) > 120 || s.place.Zone != "" && s.place.Zone != evidence.ZoneIssuer {
				continue
			}
			why := "in a block with " + b.kinds.String()
			if s.place.Zone == evidence.ZoneIssuer {
				s.place.Block = p.blocks
				continue
			}
			s.place = Place{Zone: evidence.ZoneIssuer, Role: evidence.RoleIssuer, Class: evidence.ClassIssuer, Why: why, Block: p.blocks}
		}
	}
}

// noticeWords mark a line as a notice of confidentiality or copyright.
var noticeWords = []string{"社外秘", "関係者外秘", "部外秘", "取扱注意", "極秘", "無断転載", "無断複製", "無断複写", "confidential", "proprietary",
	"internal use only", "for internal use", "strictly private", "do not distribute", "not for distribution", "usage interne", "uso interno", "confidencial", "riservato", "転載禁止", "all rights reserved", "copyright", "©", "(c) 19", "(c) 20", "vertraulich", "confidentiel"}

func (p *Page) notices() {
	for i := range p.segs {
		s := &p.segs[i]
		if s.place.Zone == "" && copyrightLine(s.text) && utf8.RuneCountInString(s.text) <= 120 {
			s.place = Place{Zone: evidence.ZoneNotice, Role: evidence.RoleIssuer, Class: evidence.ClassHeaderFooter, Why: "in a line of copyright"}
		}
		if s.place.Zone != "" || len(s.text) > 360 || !noticeGate.mayHold(s.text) || utf8.RuneCountInString(s.text) > 120 {
			continue
		}
		low := strings.ToLower(s.text)
		for _, w := range noticeWords {
			if strings.Contains(low, w) {
				s.place = Place{Zone: evidence.ZoneNotice, Role: evidence.RoleIssuer, Class: evidence.ClassHeaderFooter, Why: "in a line with " + strings.TrimSpace(w)}
				break
			}
		}
	}
}

// windows finds the title and the address bar of a window in a screenshot.
func (p *Page) windows() {
	for i := range p.segs {
		s := &p.segs[i]
		if s.native || s.y > p.bottom*0.2 && s.y > 6 {
			continue
		}
		t := strings.TrimSpace(s.text)
		low := strings.ToLower(t)
		switch {
		case isBarAddress(t) && s.y <= max(8, p.bottom*0.2):
			s.place = Place{Zone: evidence.ZoneAddressBar, Role: evidence.RoleMentioned, Class: evidence.ClassMention, Why: "in the address bar of a window"}
		case s.y <= max(4, p.bottom*0.1) && isWindowTitle(low):
			s.place = Place{Zone: evidence.ZoneWindowTitle, Role: evidence.RoleMentioned, Class: evidence.ClassMention, Why: "in the title of a window"}
			if intranetTitle(low) {
				s.place.Class, s.place.Role = evidence.ClassHeaderFooter, evidence.RoleHolder
				s.place.Why = "in the title of a window that shows an internal page"
			}
		}
	}
}

// isBarAddress reports whether a segment is an address and hardly anything else.
func isBarAddress(t string) bool {
	if strings.HasPrefix(t, `\\`) || strings.HasPrefix(t, "¥¥") || strings.HasPrefix(t, "￥￥") {
		return true
	}
	for _, f := range strings.Fields(t) {
		if i := strings.Index(f, "://"); i > 0 && len(f)*3 >= len(t)*2 {
			return true
		}
		if slash := strings.IndexByte(f, '/'); slash > 3 && strings.IndexByte(f[:slash], '.') > 0 && len(f)*3 >= len(t)*2 && strings.IndexByte(f, '@') < 0 &&
			strings.ContainsAny(f[:slash], "abcdefghijklmnopqrstuvwxyz") {
			return true
		}
	}
	return false
}

var windowWords = []string{"outlook", "excel", "- word", "powerpoint", "google chrome", "microsoft edge", "microsoft\u200b edge", "firefox", "safari", "internet explorer",
	"explorer", "エクスプローラー", "teams", "thunderbird", "acrobat", "メッセージ (html", "message (html", "notepad", "メモ帳", "sap", "受信トレイ", "inbox"}

func isWindowTitle(low string) bool {
	for _, w := range windowWords {
		if strings.Contains(low, w) {
			return true
		}
	}
	return intranetTitle(low)
}

func intranetTitle(low string) bool {
	for _, w := range []string{"社内ポータル", "イントラ", "グループウェア", "intranet", "employee portal", "社員ポータル", "社内報", "staff portal"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
