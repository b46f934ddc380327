package ooxml

import "evscan/evidence"

func readSlides(d *document) {
	targets := map[string]string{}
	for _, r := range d.relations(d.main) {
		targets[r.id] = r.target
	}
	var slides []string
	d.problem(d.main, d.walk(d.main, func(e element) error {
		if e.start && e.name == "sldId" {
			if name := targets[e.relID()]; name != "" {
				slides = append(slides, name)
			}
		}
		return nil
	}))
	for i, name := range unique(slides) {
		at := evidence.Locator{Page: i + 1, Zone: evidence.ZoneBody}
		d.slide(name, at, false)
		for _, notes := range d.related(name, "notesSlide") {
			d.slide(notes, evidence.Locator{Page: i + 1, Part: "notes", Zone: evidence.ZoneBody}, false)
		}
		for _, comments := range d.related(name, "comments") {
			d.comments(comments, i+1)
		}
	}
	w, h := d.slideSize()
	masters := 0
	place := func(name string) {
		if masters++; masters <= maxMasters {
			d.placeholders(name, w, h)
		}
	}
	for _, master := range unique(d.related(d.main, "slideMaster")) {
		d.named(master, "ooxml:Master")
		place(master)
		d.slide(master, evidence.Locator{Part: master, Zone: evidence.ZoneFooter}, true)
		for _, layout := range unique(d.related(master, "slideLayout")) {
			d.named(layout, "ooxml:Layout")
			place(layout)
			d.slide(layout, evidence.Locator{Part: layout, Zone: evidence.ZoneFooter}, true)
		}
	}
	for _, kind := range []string{"notesMaster", "handoutMaster"} {
		for _, name := range unique(d.related(d.main, kind)) {
			d.slide(name, evidence.Locator{Part: name, Zone: evidence.ZoneFooter}, true)
		}
	}
	d.diagrams()
}

// slide reads the shapes of a slide. What masters and layouts say stands on
// every slide, as running headers and footers do.
func (d *document) slide(name string, at evidence.Locator, master bool) {
	if d.stop() || d.out.Full() {
		return
	}
	f := flow{d: d, source: name, at: at, zones: true, zone: at.Zone, hidden: master}
	d.problem(name, f.text())
}

// named pushes the name a master or layout carries.
func (d *document) named(name, as string) {
	d.problem(name, d.walk(name, func(e element) error {
		if e.start && e.name == "cSld" {
			if n := e.attr("name"); !builtin(n) {
				d.out.Meta(as, n, name)
			}
			return errFull
		}
		return nil
	}))
}

// comments reads p:cm/p:text of older comments and DrawingML of newer ones.
func (d *document) comments(name string, page int) {
	at := evidence.Locator{Page: page, Part: name, Zone: evidence.ZoneComment}
	inText := false
	f := flow{d: d, source: name, at: at}
	d.problem(name, func() error {
		return d.walk(name, func(e element) error {
			switch {
			case e.name == "text":
				inText = e.start
			case e.name == "" && inText:
				d.out.Text(string(e.text), name, at)
			}
			return nil
		})
	}())
	d.problem(name, f.text())
}
