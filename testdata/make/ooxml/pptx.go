package ooxml

import (
	"fmt"
	"strings"
)

// Presentation is a PowerPoint presentation.
type Presentation struct {
	Properties
	ThemeName string // also the name of the slide master
	Font      string
	Accent    string // main colour, RRGGBB
	Footer    string // on every slide and on the master
	Inset     int    // moves all boxes right and down, in English metric units
	Slides    []Slide
}

// Slide is a title with lines of text, a picture, or both.
type Slide struct {
	Title   string
	Lines   []string
	Picture *Picture
	Notes   string // speaker's notes; empty: none
	Hidden  bool
}

const (
	slideMIME = "application/vnd.openxmlformats-officedocument.presentationml."
	nsSlide   = "http://schemas.openxmlformats.org/presentationml/2006/main"
	slideW    = 12192000 // 16:9, in English metric units
	slideH    = 6858000
)

// Bytes returns the presentation as a pptx file.
func (p Presentation) Bytes() ([]byte, error) {
	if p.Font == "" {
		p.Font = "Meiryo UI"
	}
	if p.Accent == "" {
		p.Accent = "1F3864"
	}
	c := &container{}
	p.addTo(c, "ppt/presentation.xml")
	rels := []rel{{kind: "slideMaster", target: "slideMasters/slideMaster1.xml"}, {kind: "theme", target: "theme/theme1.xml"}}
	var b strings.Builder
	notes := false
	for _, s := range p.Slides {
		notes = notes || s.Notes != ""
	}
	b.WriteString(xmlHead + `<p:presentation xmlns:a="` + nsDraw + `" xmlns:r="` + nsRel + `" xmlns:p="` + nsSlide + `"><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>`)
	if notes {
		rels = append(rels, rel{kind: "notesMaster", target: "notesMasters/notesMaster1.xml"})
		b.WriteString(`<p:notesMasterIdLst><p:notesMasterId r:id="rId3"/></p:notesMasterIdLst>`)
	}
	b.WriteString(`<p:sldIdLst>`)
	for i, s := range p.Slides {
		rels = append(rels, rel{kind: "slide", target: fmt.Sprintf("slides/slide%d.xml", i+1)})
		fmt.Fprintf(&b, `<p:sldId id="%d" r:id="rId%d"/>`, 256+i, len(rels))
		p.slide(c, i+1, s)
	}
	fmt.Fprintf(&b, `</p:sldIdLst><p:sldSz cx="%d" cy="%d"/><p:notesSz cx="6858000" cy="9144000"/></p:presentation>`, slideW, slideH)
	c.add("ppt/presentation.xml", slideMIME+"presentation.main+xml", b.String())
	c.rels("ppt/presentation.xml", rels)

	tree := func(shapes string) string {
		return `<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>` + shapes + `</p:spTree>`
	}
	clrMap := `<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>`
	c.add("ppt/slideMasters/slideMaster1.xml", slideMIME+"slideMaster+xml", xmlHead+`<p:sldMaster xmlns:a="`+nsDraw+`" xmlns:r="`+nsRel+`" xmlns:p="`+nsSlide+`"><p:cSld name="`+esc(p.ThemeName)+`">`+
		tree(bar(p.Accent)+box(2, "Title", `<p:ph type="title"/>`, 500000+p.Inset, 300000+p.Inset, 11192000-2*p.Inset, 900000, []string{"Title"}, 2800, true)+
			box(3, "Footer", `<p:ph type="ftr" idx="11"/>`, 500000+p.Inset, 6450000, 11192000-2*p.Inset, 300000, []string{p.Footer}, 1000, false))+
		`</p:cSld>`+clrMap+`<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>`)
	c.rels("ppt/slideMasters/slideMaster1.xml", []rel{{kind: "slideLayout", target: "../slideLayouts/slideLayout1.xml"}, {kind: "theme", target: "../theme/theme1.xml"}})
	c.add("ppt/slideLayouts/slideLayout1.xml", slideMIME+"slideLayout+xml", xmlHead+`<p:sldLayout xmlns:a="`+nsDraw+`" xmlns:r="`+nsRel+`" xmlns:p="`+nsSlide+`" type="obj"><p:cSld name="`+esc(p.ThemeName)+` 本文">`+
		tree(box(2, "Title", `<p:ph type="title"/>`, 500000+p.Inset, 300000+p.Inset, 11192000-2*p.Inset, 900000, []string{"Title"}, 2800, true)+
			box(3, "Body", `<p:ph idx="1"/>`, 500000+p.Inset, 1350000+p.Inset, 11192000-2*p.Inset, 4900000-2*p.Inset, []string{"Text"}, 1800, false))+
		`</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>`)
	c.rels("ppt/slideLayouts/slideLayout1.xml", []rel{{kind: "slideMaster", target: "../slideMasters/slideMaster1.xml"}})
	const themeMIME = "application/vnd.openxmlformats-officedocument.theme+xml"
	c.add("ppt/theme/theme1.xml", themeMIME, theme(p.ThemeName, p.Font, p.Accent))
	if notes {
		c.add("ppt/notesMasters/notesMaster1.xml", slideMIME+"notesMaster+xml", xmlHead+`<p:notesMaster xmlns:a="`+nsDraw+`" xmlns:r="`+nsRel+`" xmlns:p="`+nsSlide+`"><p:cSld>`+tree("")+`</p:cSld>`+clrMap+`</p:notesMaster>`)
		c.rels("ppt/notesMasters/notesMaster1.xml", []rel{{kind: "theme", target: "../theme/theme2.xml"}})
		c.add("ppt/theme/theme2.xml", themeMIME, theme(p.ThemeName, p.Font, p.Accent))
	}
	return c.bytes()
}

func (p Presentation) slide(c *container, n int, s Slide) {
	name := fmt.Sprintf("ppt/slides/slide%d.xml", n)
	rels := []rel{{kind: "slideLayout", target: "../slideLayouts/slideLayout1.xml"}}
	var b strings.Builder
	hidden := ""
	if s.Hidden {
		hidden = ` show="0"`
	}
	b.WriteString(xmlHead + `<p:sld xmlns:a="` + nsDraw + `" xmlns:r="` + nsRel + `" xmlns:p="` + nsSlide + `"` + hidden + `><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`)
	b.WriteString(box(2, "Title", `<p:ph type="title"/>`, 500000+p.Inset, 300000+p.Inset, 11192000-2*p.Inset, 900000, []string{s.Title}, 2800, true))
	if len(s.Lines) > 0 {
		width := 11192000
		if s.Picture != nil {
			width = 5300000
		}
		b.WriteString(box(3, "Body", `<p:ph idx="1"/>`, 500000+p.Inset, 1350000+p.Inset, width-2*p.Inset, 4900000-2*p.Inset, s.Lines, 1800, false))
	}
	if pic := s.Picture; pic != nil {
		media := fmt.Sprintf("media/image%d.%s", n, pic.Ext)
		c.addBytes("ppt/"+media, "", pic.Data)
		rels = append(rels, rel{kind: "image", target: "../" + media})
		w, h := fit(pic.W, pic.H, 580)
		fmt.Fprintf(&b, `<p:pic><p:nvPicPr><p:cNvPr id="4" name="%s" descr="%s"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rId2"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr><a:xfrm><a:off x="6000000" y="1400000"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>`,
			esc(pic.Legend), esc(pic.Legend), w*emuPerPixel, h*emuPerPixel)
	}
	b.WriteString(box(5, "Footer", `<p:ph type="ftr" idx="11"/>`, 500000+p.Inset, 6450000, 11192000-2*p.Inset, 300000, []string{p.Footer}, 1000, false))
	b.WriteString(`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>`)
	c.add(name, slideMIME+"slide+xml", b.String())
	if s.Notes != "" {
		note := fmt.Sprintf("ppt/notesSlides/notesSlide%d.xml", n)
		rels = append(rels, rel{kind: "notesSlide", target: fmt.Sprintf("../notesSlides/notesSlide%d.xml", n)})
		c.add(note, slideMIME+"notesSlide+xml", xmlHead+`<p:notes xmlns:a="`+nsDraw+`" xmlns:r="`+nsRel+`" xmlns:p="`+nsSlide+`"><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>`+
			box(2, "Notes", `<p:ph type="body" idx="1"/>`, 685800, 4343400, 5486400, 4114800, strings.Split(s.Notes, "\n"), 1200, false)+
			`</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>`)
		c.rels(note, []rel{{kind: "notesMaster", target: "../notesMasters/notesMaster1.xml"}, {kind: "slide", target: fmt.Sprintf("../slides/slide%d.xml", n)}})
	}
	c.rels(name, rels)
}

// bar is the coloured band of the master.
func bar(accent string) string {
	return fmt.Sprintf(`<p:sp><p:nvSpPr><p:cNvPr id="9" name="Band"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="180000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="%s"/></a:solidFill></p:spPr></p:sp>`, slideW, accent)
}

func box(id int, name, ph string, x, y, w, h int, lines []string, size int, bold bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<p:sp><p:nvSpPr><p:cNvPr id="%d" name="%s"/><p:cNvSpPr/><p:nvPr>%s</p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="%d" y="%d"/><a:ext cx="%d" cy="%d"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>`,
		id, name, ph, x, y, w, h)
	weight := ""
	if bold {
		weight = ` b="1"`
	}
	for _, line := range lines {
		fmt.Fprintf(&b, `<a:p><a:r><a:rPr lang="ja-JP" sz="%d"%s/><a:t>%s</a:t></a:r></a:p>`, size, weight, esc(line))
	}
	if len(lines) == 0 {
		b.WriteString(`<a:p/>`)
	}
	b.WriteString(`</p:txBody></p:sp>`)
	return b.String()
}

func theme(name, font, accent string) string {
	f := esc(font)
	clr := func(n, v string) string { return `<a:` + n + `><a:srgbClr val="` + v + `"/></a:` + n + `>` }
	fill := `<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>`
	line := `<a:ln w="6350"><a:solidFill><a:schemeClr val="phClr"/></a:solidFill></a:ln>`
	effect := `<a:effectStyle><a:effectLst/></a:effectStyle>`
	fontOf := func(n string) string {
		return `<a:` + n + `><a:latin typeface="` + f + `"/><a:ea typeface="` + f + `"/><a:cs typeface=""/></a:` + n + `>`
	}
	return xmlHead + `<a:theme xmlns:a="` + nsDraw + `" name="` + esc(name) + `"><a:themeElements><a:clrScheme name="` + esc(name) + `">` +
		clr("dk1", "222222") + clr("lt1", "FFFFFF") + clr("dk2", "44546A") + clr("lt2", "E7E6E6") +
		clr("accent1", accent) + clr("accent2", "7F8FA9") + clr("accent3", "A5A5A5") + clr("accent4", "BF9000") + clr("accent5", "5B9BD5") + clr("accent6", "70AD47") +
		clr("hlink", "0563C1") + clr("folHlink", "954F72") +
		`</a:clrScheme><a:fontScheme name="` + esc(name) + `">` + fontOf("majorFont") + fontOf("minorFont") + `</a:fontScheme><a:fmtScheme name="` + esc(name) + `">` +
		`<a:fillStyleLst>` + fill + fill + fill + `</a:fillStyleLst><a:lnStyleLst>` + line + line + line + `</a:lnStyleLst><a:effectStyleLst>` + effect + effect + effect + `</a:effectStyleLst><a:bgFillStyleLst>` + fill + fill + fill + `</a:bgFillStyleLst>` +
		`</a:fmtScheme></a:themeElements></a:theme>`
}
