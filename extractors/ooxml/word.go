package ooxml

import (
	"path"
	"strings"

	"evscan/evidence"
)

func readWord(d *document) {
	d.flow(d.main, evidence.Locator{Zone: evidence.ZoneBody})
	for _, story := range []struct {
		kind string
		zone evidence.Zone
	}{
		{"header", evidence.ZoneHeader}, {"footer", evidence.ZoneFooter},
		{"footnotes", evidence.ZoneBody}, {"endnotes", evidence.ZoneBody}, {"comments", evidence.ZoneComment},
	} {
		for _, name := range unique(d.related(d.main, story.kind)) {
			d.flow(name, evidence.Locator{Zone: story.zone, Part: name})
		}
	}
	for _, name := range d.related(d.main, "styles") {
		d.styles(name)
	}
	d.diagrams()
}

// diagrams reads text that pictures drawn by Office hold in parts of their own.
func (d *document) diagrams() {
	for _, p := range d.parts {
		dir := path.Dir(p.name)
		if strings.HasSuffix(dir, "/charts") || strings.HasSuffix(dir, "/diagrams") && strings.HasPrefix(path.Base(p.name), "data") {
			if strings.HasSuffix(p.name, ".xml") {
				d.flow(p.name, evidence.Locator{Zone: evidence.ZoneBody, Part: p.name})
			}
		}
	}
}

func (d *document) flow(name string, at evidence.Locator) {
	if d.stop() || d.out.Full() {
		return
	}
	f := flow{d: d, source: name, at: at}
	d.problem(name, f.text())
}

// styles pushes the names of styles that somebody made.
func (d *document) styles(name string) {
	custom := false
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.start && e.name == "style":
			custom = e.attr("customStyle") == "1" || e.attr("customStyle") == "true"
		case e.start && e.name == "name" && custom:
			d.out.Meta("ooxml:Style", e.attr("val"), name)
			custom = false
		}
		return nil
	}))
}

func unique(list []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}
