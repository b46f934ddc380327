package ooxml

import (
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/fieldcode"
)

// readDrawing reads a Visio drawing, [MS-VSDX]: the text of its shapes page by page,
// masters by name and text, headers and footers, links of shapes.
func readDrawing(d *document) {
	d.drawingFrame()
	n := 0
	for _, pages := range unique(d.related(d.main, "pages")) {
		names := d.pageNames(pages)
		for _, r := range d.relations(pages) {
			if r.external || !strings.HasSuffix(r.kind, "/page") {
				continue
			}
			n++
			name := names[r.id]
			if name == "" {
				name = strconv.Itoa(n)
			}
			d.shapes(r.target, evidence.Locator{Page: n, Part: name, Zone: evidence.ZoneBody})
		}
	}
	for _, masters := range unique(d.related(d.main, "masters")) {
		d.problem(masters, d.walk(masters, func(e element) error {
			if e.start && e.name == "Master" {
				d.out.Meta("ooxml:Master", e.attr("Name"), masters)
			}
			return nil
		}))
		for _, name := range unique(d.related(masters, "master")) {
			d.shapes(name, evidence.Locator{Part: name, Zone: evidence.ZoneBody})
		}
	}
}

// pageNames reads the names of pages by their relationship, and pushes the hidden
// background ones as well.
func (d *document) pageNames(pages string) map[string]string {
	names := map[string]string{}
	page := ""
	d.problem(pages, d.walk(pages, func(e element) error {
		switch {
		case e.start && e.name == "Page":
			page = e.attr("Name")
			d.out.Meta("ooxml:Page", page, pages)
		case e.start && e.name == "Rel":
			names[e.relID()] = page
		}
		return nil
	}))
	return names
}

// drawingFrame reads what is printed around every page.
func (d *document) drawingFrame() {
	var b strings.Builder
	d.problem(d.main, d.walk(d.main, func(e element) error {
		zone := evidence.ZoneHeader
		switch e.name {
		case "":
			if b.Len() < 1<<16 {
				b.Write(e.text)
			}
			return nil
		case "FooterLeft", "FooterCenter", "FooterRight":
			zone = evidence.ZoneFooter
		case "HeaderLeft", "HeaderCenter", "HeaderRight":
		default:
			b.Reset()
			return nil
		}
		if !e.start {
			d.out.Text(plainHeader(b.String()), d.main, evidence.Locator{Zone: zone})
		}
		b.Reset()
		return nil
	}))
}

// shapes reads the text of a page's or a master's shapes and what they link to.
func (d *document) shapes(name string, at evidence.Locator) {
	if d.stop() || d.out.Full() {
		return
	}
	var b strings.Builder
	text, section := false, ""
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.name == "Text":
			if text = e.start; !text {
				b.WriteByte('\n')
			}
			if b.Len() >= blockBytes {
				d.out.Text(b.String(), name, at)
				b.Reset()
			}
		case e.name == "" && text:
			b.Write(e.text)
		case e.start && e.name == "Section":
			section = e.attr("N")
		case e.start && e.name == "Cell" && section == "Hyperlink" && e.attr("N") == "Address":
			if kind, target := fieldcode.Link(e.attr("V")); kind != "" {
				d.out.Meta("ooxml:"+kind, target, name)
			}
		case e.start && e.name == "Cell" && section == "Property" && e.attr("N") == "Value" && e.attr("U") == "STR":
			b.WriteString(e.attr("V") + "\n")
		}
		return nil
	}))
	d.out.Text(b.String(), name, at)
}
