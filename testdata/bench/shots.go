package bench

import (
	"fmt"
	"image/color"
	"strings"
)

// window is a screenshot before it is drawn.
type window struct {
	kind  string // terminal, explorer, portal, mail, sheet
	title string
	lines []string
	dark  bool
	w     int
}

// window adds a screenshot that shows no organisation but those given.
func (s *scene) window(others []*org) {
	r := s.r
	s.shots++
	when := s.day()
	ja := s.japanese()
	w := window{kind: pick(r, []string{"terminal", "explorer", "sheet"}), title: topic(r, ja), dark: chance(r, .3), w: 640}
	for range 5 + r.IntN(6) {
		w.lines = append(w.lines, topic(r, ja)+"   "+s.day().Format("2006/01/02"))
	}
	for _, o := range others {
		w.lines = append(w.lines, o.short)
	}
	s.file(s.place("", fmt.Sprintf("image%03d", r.IntN(1000)), "png"), "screenshot", when, func(st *setter) ([]byte, error) { return st.window(w, "png") })
}

// shot adds a screenshot of a machine of the organisation.
func (s *scene) shot(o *org, others []*org, folder string) {
	s.shots++
	r := s.r
	w := window{kind: pick(r, []string{"terminal", "explorer", "portal", "mail", "sheet"}), dark: chance(r, .35), w: 640 + 20*r.IntN(14)}
	show := s.custody(o)
	when := s.day()
	switch w.kind {
	case "terminal":
		host := o.netbios + "-SRV01"
		if !show {
			host = "DESKTOP-" + fmt.Sprintf("%06X", r.IntN(1<<24))
		}
		w.title, w.dark = `C:\Windows\system32\cmd.exe`, true
		w.lines = []string{`C:\Users\` + o.people[0].box + `>hostname`, host, `C:\>ipconfig /all`, "  Host Name . . . . : " + host}
		if show {
			w.lines = append(w.lines, "  Primary Dns Suffix: "+o.ad, `C:\>net use`, `OK  Z:  \\`+o.server+`\`+o.share, `C:\>whoami`, strings.ToLower(o.netbios)+`\administrator`)
		}
	case "explorer":
		w.title = pick(r, o.depts)
		w.lines = []string{say(o.ja, "名前        更新日時        種類", "Name        Date modified        Type")}
		if show {
			w.lines = append([]string{s.sharePath(o)}, w.lines...)
		}
		for range 5 + r.IntN(4) {
			name := topic(r, o.ja)
			if len(others) > 0 && chance(r, .5) {
				name = pick(r, others).short
			}
			w.lines = append(w.lines, name+"    "+s.day().Format("2006/01/02 15:04"))
		}
	case "portal":
		w.title = say(o.ja, "社内ポータル", "Intranet")
		if show {
			w.lines = []string{o.portal, pick(r, []string{o.name, o.short, o.short + " " + w.title})}
		} else {
			w.lines = []string{"https://portal.example/home"}
		}
		for range 4 {
			w.lines = append(w.lines, topic(r, o.ja))
		}
	case "mail":
		w.title = say(o.ja, "受信トレイ", "Inbox")
		if show {
			w.title += " - " + o.mail(o.people[0])
		}
		for range 6 {
			from := pick(r, o.people).name
			if len(others) > 0 && chance(r, .5) {
				q := pick(r, others)
				from = pick(r, []string{q.mail(q.people[0]), q.people[1].name + " (" + q.short + ")"})
			} else if show && chance(r, .5) {
				from = o.mail(pick(r, o.people))
			}
			w.lines = append(w.lines, from+"   "+topic(r, o.ja))
		}
	case "sheet":
		w.title = topic(r, o.ja) + ".xlsx - Excel"
		for _, row := range s.list(o, pick(r, []string{"prices", "budget", "staff"}), others).blocks {
			for i, line := range row.rows {
				if i < 8 {
					w.lines = append(w.lines, strings.Join(line[:min(4, len(line))], "  "))
				}
			}
		}
	}
	ending := pick(r, []string{"png", "png", "jpg"})
	name := pick(r, []string{"screenshot_" + when.Format("20060102"), fmt.Sprintf("%d", 1+r.IntN(40)), "スクリーンショット " + when.Format("2006-01-02"), "Capture", fmt.Sprintf("image%03d", r.IntN(1000))})
	s.file(s.place(folder, name, ending), "screenshot", when, func(st *setter) ([]byte, error) { return st.window(w, ending) })
}

func (s *setter) window(w window, ending string) ([]byte, error) {
	back, ink, bar := color.RGBA{255, 255, 255, 255}, color.RGBA{30, 30, 30, 255}, color.RGBA{225, 228, 235, 255}
	if w.dark {
		back, ink, bar = color.RGBA{24, 24, 28, 255}, color.RGBA{225, 225, 225, 255}, color.RGBA{52, 52, 60, 255}
	}
	lines := w.lines[:min(len(w.lines), 13)]
	size := 17 + s.r.IntN(5)
	step := size + 12
	width := w.w
	for _, l := range lines {
		width = max(width, min(1000, s.st.canvas(1, 1, back).width(size, l)+50))
	}
	c := s.st.canvas(width, 60+step*len(lines)+20, back)
	c.fill(0, 0, width, 38, bar)
	c.text(14, 26, 17, ink, w.title)
	for i := range 3 {
		c.fill(width-30-i*34, 14, 12, 10, color.RGBA{150, 150, 158, 255})
	}
	y := 38 + step
	for i, l := range lines {
		if w.kind == "sheet" || w.kind == "mail" {
			c.fill(0, y+8, width, 1, bar)
		}
		if w.kind == "portal" && i == 0 {
			c.fill(10, y-size-3, width-20, size+12, bar)
		}
		c.text(20, y, size, ink, l)
		y += step
	}
	if ending == "jpg" {
		return encodeJPEG(c, 80)
	}
	return c.png()
}
