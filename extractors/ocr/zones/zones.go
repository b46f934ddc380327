// Package zones tells where on a screenshot or a page the words stand: in the title of
// a window, its address bar or a tab, on the taskbar, in the head of a mail or a table,
// in a letterhead, a footer or a seal. Place and look must agree with what is written;
// what is not sure stays in the body.
package zones

import (
	"cmp"
	"image"
	"regexp"
	"slices"
	"strings"

	"evscan/evidence"
)

// mostPixels of a picture that is looked at: a copy of it is made. No screen has more.
const mostPixels = 16 << 20

// mostRows is how many rows of text are looked at: rows are compared with each other, and
// a screen full of the smallest type has fewer.
const mostRows = 3000

// Mark sets Zone and Why of the words of img that stand in a zone other than the body.
// Boxes of words lie in img's own pixels, counted from its upper left corner.
func Mark(img image.Image, words []evidence.Word) {
	b := img.Bounds()
	if len(words) == 0 || b.Dx() < 80 || b.Dy() < 80 || b.Dx()*b.Dy() > mostPixels {
		return
	}
	p := &page{pix: pixels(img), w: b.Dx(), h: b.Dy(), words: words, rows: rowsOf(words)}
	if len(p.rows) > mostRows {
		return
	}
	p.taskbar()
	p.bars()
	p.titles()
	p.mail()
	p.table()
	p.letter()
	p.seals()
}

// page is a picture with its rows of text.
type page struct {
	pix   []colour // row by row
	w, h  int
	words []evidence.Word
	rows  []row
}

// row is words that stand side by side in one block.
type row struct {
	box   image.Rectangle
	words []int // indexes
	text  string
}

// rowsOf gathers the rows from top to bottom, left to right among equals.
func rowsOf(words []evidence.Word) []row {
	var out []row
	for i, w := range words {
		box := image.Rect(w.Box.X, w.Box.Y, w.Box.X+w.Box.W, w.Box.Y+w.Box.H)
		if i > 0 && w.Block == words[i-1].Block && w.Line == words[i-1].Line {
			r := &out[len(out)-1]
			if !(evidence.EndsCJK(r.text) && evidence.StartsCJK(w.Text)) {
				r.text += " "
			}
			r.text += w.Text
			r.box = r.box.Union(box)
			r.words = append(r.words, i)
			continue
		}
		out = append(out, row{box: box, words: []int{i}, text: w.Text})
	}
	slices.SortStableFunc(out, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.box.Min.Y, b.box.Min.Y), cmp.Compare(a.box.Min.X, b.box.Min.X))
	})
	return out
}

func (p *page) set(r *row, z evidence.Zone, why string) {
	for _, i := range r.words {
		if p.words[i].Zone == "" {
			p.words[i].Zone, p.words[i].Why = z, why
		}
	}
}

func (p *page) free(r *row) bool { return p.words[r.words[0]].Zone == "" }

// clock is a time of day that stands alone or with a date.
var clock = regexp.MustCompile(`^(午前|午後)?\s*\d{1,2}:\d{2}(:\d{2})?(\s*[AaPp][Mm])?\b`)

// taskbar finds the bar along the bottom of a desktop by the clock at its right end.
func (p *page) taskbar() {
	for i := range p.rows {
		r := &p.rows[i]
		low := r.box.Min.Y > p.h-90 && r.box.Min.Y > p.h*85/100
		if !low || !clock.MatchString(strings.TrimSpace(r.text)) || r.box.Min.X < p.w*80/100 {
			continue
		}
		box := r.box
		for j := range p.rows { // the date below the time
			if o := p.rows[j].box; o.Min.Y >= r.box.Min.Y && o.Min.X < r.box.Max.X && o.Max.X > r.box.Min.X {
				box = box.Union(o)
			}
		}
		bar, ok := p.bar(box)
		if !ok || bar.Dy() < 24 || bar.Dy() > 100 || bar.Max.Y < p.h-3 || bar.Dx() < p.w/8 {
			continue
		}
		for j := range p.rows {
			if o := &p.rows[j]; mid(o.box) >= bar.Min.Y {
				p.set(o, evidence.ZoneTaskbar, "on the bar with the clock at the bottom of the desktop")
			}
		}
		return
	}
}

func mid(r image.Rectangle) int { return (r.Min.Y + r.Max.Y) / 2 }

var (
	url  = regexp.MustCompile(`^(https?:?/{1,2}|ttps?:/|www\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d+)?(/\S*)?$`)
	path = regexp.MustCompile(`^(\\\\|¥¥|￥￥|//)[A-Za-z0-9._-]{2,}[\\¥￥/]|^[A-Za-z]:[\\¥￥]`)
)

// deep is the share of the height above which address bars and titles of windows stand
// that fill the picture.
const deep = 22 // percent

// bars finds address bars by an address that fills its row in a field or on a bar at the
// top, and the tabs above them.
func (p *page) bars() {
	for i := range p.rows {
		r := &p.rows[i]
		if !p.free(r) || r.box.Min.Y > max(p.h*deep/100, 120) || p.above(r) > 6 {
			continue
		}
		zone, why := evidence.Zone(""), ""
		switch t := strings.Trim(r.text, " |)@©®&"); {
		case path.MatchString(t) || folders(t):
			zone, why = evidence.ZonePath, "a path in the bar of a file manager"
		case breadcrumbs(t):
			zone, why = evidence.ZonePath, "the folders to here, in the bar of a file manager"
		case p.address(t):
			zone, why = evidence.ZoneAddressBar, "an address in a field at the top of a window"
		default:
			continue
		}
		bar, ok := p.bar(r.box)
		if !ok || bar.Dx() < 4*r.box.Dx()/3 || bar.Dx() < p.w/4 || bar.Dy() > 5*r.box.Dy() {
			continue
		}
		p.set(r, zone, why)
		if zone == evidence.ZoneAddressBar {
			p.tabs(bar)
		}
		return
	}
}

// price is an amount in yen, whose sign is a separator of folders on Japanese systems.
var price = regexp.MustCompile(`^[¥￥\\]\s?[\d.-]+$|[¥￥]\s?\d`)

// folders tells whether a text that stands in a bar has the separators of a path, which
// the recogniser may have left few of.
func folders(t string) bool {
	return strings.ContainsAny(t, `\¥￥`) && !price.MatchString(t) && !strings.ContainsAny(t, ",、。")
}

// above counts the rows that stand higher than r, those side by side once.
func (p *page) above(r *row) int {
	n, last := 0, -1
	for i := range p.rows {
		o := &p.rows[i]
		if o.box.Max.Y <= r.box.Min.Y && o.box.Min.Y >= last {
			n, last = n+1, o.box.Max.Y
		}
	}
	return n
}

// address tells whether a text is a web address and little else.
func (p *page) address(t string) bool {
	for f := range strings.FieldsSeq(t) {
		if len(f)*3 >= len(t)*2 && url.MatchString(f) && !strings.Contains(f, "@") &&
			(strings.Contains(f, "/") || strings.HasPrefix(f, "www.")) {
			return true
		}
	}
	return false
}

// breadcrumbs tells whether a text is names of folders with arrows between them.
func breadcrumbs(t string) bool {
	n := 0
	for _, part := range strings.FieldsFunc(t, func(r rune) bool { return r == '>' || r == '›' || r == '»' || r == '＞' }) {
		if strings.TrimSpace(part) != "" && len([]rune(part)) < 40 {
			n++
		}
	}
	return n >= 3
}

// tabs marks what stands closely above the bar of an address.
func (p *page) tabs(bar image.Rectangle) {
	for i := range p.rows {
		if o := &p.rows[i]; o.box.Max.Y <= bar.Min.Y+2 && o.box.Min.Y >= bar.Min.Y-60 && p.free(o) &&
			o.box.Max.X > bar.Min.X-200 && o.box.Min.X < bar.Max.X {
			p.set(o, evidence.ZoneTab, "right above the address bar")
		}
	}
}

// titles finds the title of a window by the bar it stands on and the buttons at the
// bar's end.
func (p *page) titles() {
	for i := range p.rows {
		r := &p.rows[i]
		if !p.free(r) {
			continue
		}
		bar, ok := p.bar(r.box)
		if !ok || bar.Dy() > 4*r.box.Dy() || bar.Dx() < 160 || bar.Dx() < 2*r.box.Dx()/1 && bar.Dx() < p.w/2 {
			continue
		}
		if r.box.Min.Y-bar.Min.Y > r.box.Dy()+8 {
			continue // a menu below the title
		}
		switch {
		case p.buttons(bar):
			p.set(r, evidence.ZoneWindowTitle, "on a bar that ends in the buttons of a window")
		case p.lights(bar, r.box.Min.X):
			p.set(r, evidence.ZoneWindowTitle, "on a bar that begins with the lights of a window")
		}
	}
}

var labels = []struct {
	kind  string
	words *regexp.Regexp
}{
	{"from", regexp.MustCompile(`^(From|差出人|送信者|Von|De|Expéditeur|发件人|보낸 사람)\s*[:：]?(\s|$|\S*@)`)},
	{"to", regexp.MustCompile(`^(To|宛先|An|À|Para|收件人|받는 사람)\s*[:：]?(\s|$|\S*@)`)},
	{"cc", regexp.MustCompile(`^(Cc|CC|抄送|참조)\s*[:：]?(\s|$|\S*@)`)},
	{"sent", regexp.MustCompile(`^(Sent|Date|送信日時|日時|日付|Gesendet|Datum|Envoyé|Fecha|发送时间)\s*[:：]`)},
	{"subject", regexp.MustCompile(`^(Subject|件名|Betreff|Objet|Asunto|主题|제목)\s*[:：]?(\s|$)`)},
}

// mail finds the head of a mail: labels of at least two kinds below each other, an
// address or a subject among them.
func (p *page) mail() {
	kind := func(r *row) string {
		for _, l := range labels {
			if l.words.MatchString(r.text) {
				return l.kind
			}
		}
		return ""
	}
	for i := range p.rows {
		first := &p.rows[i]
		if !p.free(first) || kind(first) == "" {
			continue
		}
		kinds := map[string]bool{}
		var head []*row
		reach := first.box
		address := false
		for j := i; j < len(p.rows); j++ {
			o := &p.rows[j]
			if o.box.Min.Y > reach.Max.Y+3*first.box.Dy() {
				break
			}
			k := kind(o)
			aligned := abs(o.box.Min.X-first.box.Min.X) <= first.box.Dy()
			beside := o.box.Min.X > reach.Min.X && o.box.Min.Y < reach.Max.Y && o.box.Max.Y > reach.Min.Y
			if k != "" && aligned {
				kinds[k] = true
				reach = reach.Union(o.box)
			} else if !beside {
				continue
			}
			address = address || strings.Contains(o.text, "@") || k == "subject"
			head = append(head, o)
		}
		if len(kinds) >= 2 && address {
			for _, o := range head {
				p.set(o, evidence.ZoneMailHeader, "in the head of a mail")
			}
		}
	}
}

func abs(n int) int { return max(n, -n) }

// table finds the rows of column names.
func (p *page) table() {
	for i := 0; i < len(p.rows); {
		level := p.level(i)
		if len(level) >= 3 && p.heads(level, i+len(level)) {
			for _, r := range level {
				if p.free(r) {
					p.set(r, evidence.ZoneTableHeader, "a row of names above columns")
				}
			}
		}
		i += max(1, len(level))
	}
}

// level are the rows from i on that stand on one height.
func (p *page) level(i int) []*row {
	first := &p.rows[i]
	var out []*row
	for j := i; j < len(p.rows); j++ {
		o := &p.rows[j]
		if abs(mid(o.box)-mid(first.box))*3 > first.box.Dy() {
			break
		}
		out = append(out, o)
	}
	return out
}

// heads tells whether a row names columns: cells stand below at least three of its own in
// both of the next two rows, and it is shaded otherwise than they are, or it holds no
// digit where two columns or more hold them.
func (p *page) heads(level []*row, next int) bool {
	for _, r := range level {
		if len([]rune(r.text)) > 40 {
			return false
		}
	}
	ground := p.ground(level[0].box)
	shaded, counted := true, len(level) >= 4 && !slices.ContainsFunc(level, digits)
	for below := range 2 {
		if next >= len(p.rows) {
			return false
		}
		cells := p.level(next)
		next += len(cells)
		if mid(cells[0].box)-mid(level[0].box) > (below+1)*5*level[0].box.Dy() {
			return false
		}
		columns, numbers := 0, 0
		for _, h := range level {
			i := slices.IndexFunc(cells, func(c *row) bool { return under(h.box, c.box) })
			if i < 0 {
				continue
			}
			columns++
			if digits(cells[i]) {
				numbers++
			}
		}
		if columns < 3 {
			return false
		}
		shaded = shaded && (distance(ground, p.ground(cells[0].box)) >= 18 || distance(ground, p.ground(cells[len(cells)-1].box)) >= 18)
		counted = counted && columns >= 4 && numbers >= 2
	}
	return shaded || counted
}

func digits(r *row) bool { return strings.ContainsAny(r.text, "0123456789") }

// under tells whether a cell belongs to the column of a head: by either edge or its
// middle.
func under(head, cell image.Rectangle) bool {
	near := head.Dy()
	return abs(head.Min.X-cell.Min.X) <= near || abs(head.Max.X-cell.Max.X) <= near || abs(head.Min.X+head.Max.X-cell.Min.X-cell.Max.X) <= 2*near
}
