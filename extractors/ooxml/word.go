package ooxml

import (
	"path"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
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
		d.styleSet(name)
	}
	d.pageSetup(d.main)
	for _, name := range unique(d.related(d.main, "glossaryDocument")) {
		d.flow(name, evidence.Locator{Zone: evidence.ZoneBody, Part: "building blocks"})
	}
	for _, name := range d.related(d.main, "settings") {
		d.settings(name)
	}
	d.diagrams()
}

// diagrams reads text that pictures drawn by Office hold in parts of their own.
func (d *document) diagrams() {
	for _, p := range d.parts {
		dir, base := path.Dir(p.name), strings.ToLower(path.Base(p.name))
		if !strings.HasSuffix(base, ".xml") {
			continue
		}
		at := evidence.Locator{Zone: evidence.ZoneBody, Part: p.name}
		switch {
		case strings.HasSuffix(dir, "/diagrams") && strings.HasPrefix(base, "data"), strings.HasSuffix(dir, "/drawings") && strings.HasPrefix(base, "drawing") && strings.HasPrefix(p.name, "ppt/"):
			d.flow(p.name, at)
		case strings.HasSuffix(dir, "/charts") && !strings.HasPrefix(base, "style") && !strings.HasPrefix(base, "colors"):
			if d.stop() || d.out.Full() {
				return
			}
			f := flow{d: d, source: p.name, at: at, values: true}
			d.problem(p.name, f.text())
		}
	}
}

// settings reads the numbers of editing sessions, which documents made from one
// template share, and the sources of a mail merge.
func (d *document) settings(name string) {
	var rsids []string
	d.problem(name, d.walk(name, func(e element) error {
		if !e.start {
			return nil
		}
		switch e.name {
		case "rsidRoot":
			d.out.Meta("ooxml:RsidRoot", e.attr("val"), name)
		case "rsid":
			if len(rsids) < 2000 {
				rsids = append(rsids, e.attr("val"))
			}
		case "connectString", "udl":
			d.out.Meta("ooxml:DataConnection", push.Connection(e.attr("val")), name)
		case "query":
			d.out.Meta("ooxml:DataQuery", e.attr("val"), name)
		case "docVar":
			d.out.Custom("ooxml", e.attr("name"), e.attr("val"), name)
		}
		return nil
	}))
	slices.Sort(rsids)
	d.out.Meta("ooxml:Rsids", strings.Join(slices.Compact(rsids), " "), name)
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
