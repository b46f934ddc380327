package ooxml

import (
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
)

// Bounds of what is told about the template of a document.
const (
	maxStyles  = 200 // styles that are hashed
	maxFormats = 40  // number formats
	maxMasters = 40  // slide masters and layouts whose placeholders are hashed
)

// hashOf is the 64-bit FNV-1a hash of s as 16 hexadecimal digits: definitions are
// compared, nobody reads them.
func hashOf(s string) string {
	h := fnv.New64a()
	h.Write([]byte(s))
	return fmt.Sprintf("%016x", h.Sum64())
}

// themeLook pushes the twelve colours of a theme (ECMA-376 part 1, 20.1.6.2), as
// RRGGBB in the order of the file, and its fonts: Latin and East Asian of headings,
// then of the body, parted by bars.
func (d *document) themeLook(name string) {
	var colours []string
	fonts := map[string]string{}
	in, scheme := "", false
	d.problem(name, d.walk(name, func(e element) error {
		switch e.name {
		case "clrScheme":
			scheme = e.start
		case "srgbClr", "sysClr":
			if e.start && scheme && len(colours) < 12 {
				v := e.attr("lastClr")
				if e.name == "srgbClr" {
					v = e.attr("val")
				}
				colours = append(colours, strings.ToUpper(v))
			}
		case "majorFont", "minorFont":
			if in = ""; e.start {
				in = e.name
			}
		case "latin", "ea":
			if e.start && in != "" && fonts[in+e.name] == "" {
				fonts[in+e.name] = e.attr("typeface")
			}
		case "fmtScheme":
			return errFull
		}
		return nil
	}))
	d.out.Meta("ooxml:ThemeColours", strings.Join(colours, " "), name)
	list := []string{fonts["majorFontlatin"], fonts["majorFontea"], fonts["minorFontlatin"], fonts["minorFontea"]}
	if strings.Join(list, "") != "" {
		d.out.Meta("ooxml:ThemeFonts", strings.Join(list, "|"), name)
	}
}

// styleSet pushes hashes of the definitions of styles, parted by blanks: of those that
// somebody made, and of built-in ones that name a font or a colour of their own
// where Office refers to the theme's.
func (d *document) styleSet(name string) {
	var hashes []string
	var def strings.Builder
	inside, custom, own := false, false, false
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.name == "style" && e.start:
			def.Reset()
			inside = true
			custom = e.attr("customStyle") == "1" || e.attr("customStyle") == "true"
			own = false
			def.WriteString(e.attr("type"))
		case e.name == "style":
			if (custom || own) && len(hashes) < maxStyles {
				hashes = append(hashes, hashOf(def.String()))
			}
			inside = false
		case !e.start || !inside || def.Len() > 1<<14:
		case strings.HasPrefix(e.name, "rsid"), e.name == "uiPriority", e.name == "lang", e.name == "latentStyles":
		default:
			own = own || e.name == "rFonts" && e.attr("ascii") != "" && e.attr("asciiTheme") == "" ||
				e.name == "color" && e.attr("themeColor") == "" && e.attr("val") != "auto" && e.attr("val") != ""
			def.WriteString("<" + e.name)
			for _, a := range e.attrs {
				def.WriteString(" " + a.Name.Local + "=" + a.Value)
			}
		}
		return nil
	}))
	slices.Sort(hashes)
	d.out.Meta("ooxml:StyleSet", strings.Join(slices.Compact(hashes), " "), name)
}

// setup is the size of a page and its margins as a section says them.
type setup struct{ size, margins string }

// see takes over what an element says of the page.
func (s *setup) see(e element) {
	switch e.name {
	case "pgSz":
		s.size = e.attr("w") + "x" + e.attr("h")
	case "pgMar":
		var list []string
		for _, side := range []string{"top", "right", "bottom", "left", "header", "footer"} {
			list = append(list, e.attr(side))
		}
		s.margins = strings.Join(list, " ")
	}
}

// pageSetup pushes the size of the page and its margins, in twentieths of a point,
// as the last section of a document has them (ECMA-376 part 1, 17.6).
func (d *document) pageSetup(name string) {
	if d.page.size != "" && d.page.margins != "" {
		d.out.Meta("ooxml:PageSetup", d.page.size+" "+d.page.margins, name)
	}
}

// slideSize is the width and height of slides in English metric units.
func (d *document) slideSize() (w, h int64) {
	d.problem(d.main, d.walk(d.main, func(e element) error {
		if e.start && e.name == "sldSz" {
			w, _ = strconv.ParseInt(e.attr("cx"), 10, 64)
			h, _ = strconv.ParseInt(e.attr("cy"), 10, 64)
			return errFull
		}
		return nil
	}))
	return w, h
}

// placeholders pushes a hash of where a master or layout has its placeholders, on a
// grid of 64 x 64 fields.
func (d *document) placeholders(name string, w, h int64) {
	if w <= 0 || h <= 0 {
		return
	}
	var list []string
	kind, held := "", false
	var at [4]int64
	grid := func(v string, size int64) int64 {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < -size*64 || n > size*64 {
			return -1
		}
		return (n*64 + size/2) / size
	}
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.name == "sp" && e.start:
			kind, held, at = "", false, [4]int64{}
		case e.name == "sp":
			if held && len(list) < maxStyles {
				list = append(list, fmt.Sprintf("%s %d", kind, at))
			}
		case !e.start:
		case e.name == "ph":
			kind, held = e.attr("type")+e.attr("idx"), true
		case e.name == "off" && e.attr("x") != "":
			at[0], at[1] = grid(e.attr("x"), w), grid(e.attr("y"), h)
		case e.name == "ext" && e.attr("cx") != "":
			at[2], at[3] = grid(e.attr("cx"), w), grid(e.attr("cy"), h)
		}
		return nil
	}))
	if len(list) >= 2 {
		slices.Sort(list)
		d.out.Meta("ooxml:Placeholders", hashOf(strings.Join(list, ";")), name)
	}
}

// sheetLook pushes number formats and table styles that a workbook defines itself
// (ECMA-376 part 1, 18.8.30 and 18.8.40).
func (d *document) sheetLook(name string) {
	formats := 0
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case !e.start:
		case e.name == "numFmt" && formats < maxFormats:
			formats++
			d.out.Meta("ooxml:NumberFormat", e.attr("formatCode"), name)
		case e.name == "tableStyle":
			d.out.Meta("ooxml:TableStyle", e.attr("name"), name)
		}
		return nil
	}))
}
