package ooxml

import (
	"encoding/binary"
	"io"
	"path"
	"strings"
	"unicode/utf16"
)

// properties reads core, extended and custom properties and sensitivity labels.
func (d *document) properties() {
	core := d.firstOf("core-properties", "docProps/core.xml")
	d.simple(core, 2, map[string]string{
		"creator": "Creator", "lastModifiedBy": "LastModifiedBy", "title": "Title", "subject": "Subject",
		"keywords": "Keywords", "description": "Description", "category": "Category", "created": "Created",
		"modified": "Modified", "lastPrinted": "LastPrinted", "revision": "Revision", "contentStatus": "ContentStatus",
		"language": "Language", "identifier": "Identifier", "version": "Version",
	})
	app := d.firstOf("extended-properties", "docProps/app.xml")
	d.simple(app, 2, map[string]string{
		"Company": "Company", "Manager": "Manager", "Template": "Template", "HyperlinkBase": "HyperlinkBase",
		"Application": "Application", "AppVersion": "AppVersion", "PresentationFormat": "PresentationFormat", "TotalTime": "TotalTime",
	})
	labelled := d.labels()
	d.custom(labelled)
	d.themeNames()
	d.printers()
	d.people()
	d.connections()
	d.customParts()
	d.signatures()
}

// firstOf is the part the package's relationships name for a kind, or the
// customary one.
func (d *document) firstOf(kind, usual string) string {
	for _, name := range d.related("", kind) {
		return name
	}
	return usual
}

// simple pushes the text of elements at a depth under their contract names.
func (d *document) simple(name string, depth int, names map[string]string) {
	if !d.has(name) {
		return
	}
	at := 0
	var b strings.Builder
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.start:
			at++
			b.Reset()
		case e.name == "":
			if b.Len() < 1<<16 {
				b.Write(e.text)
			}
		default:
			if as := names[e.name]; as != "" && at == depth {
				d.out.Meta("ooxml:"+as, b.String(), name)
			}
			at--
			b.Reset()
		}
		return nil
	}))
}

// labels reads the sensitivity labels of MS-OFFCRYPTO 2.6.4, docMetadata/LabelInfo.xml,
// and returns the label ids that have a site there.
func (d *document) labels() map[string]bool {
	name := d.firstOf("classificationlabels", "docMetadata/LabelInfo.xml")
	found := map[string]bool{}
	if !d.has(name) {
		return found
	}
	d.problem(name, d.walk(name, func(e element) error {
		if !e.start || e.name != "label" || e.attr("removed") == "1" || e.attr("removed") == "true" {
			return nil
		}
		id, site := guid(e.attr("id")), guid(e.attr("siteId"))
		d.out.Meta("msip:SiteId", site, name)
		d.out.Meta("msip:LabelId", id, name)
		d.out.Meta("msip:Method", e.attr("method"), name)
		if site != "" {
			found[id] = true
		}
		return nil
	}))
	return found
}

// custom reads custom properties. Labels written the old way, MSIP_Label_GUID_FIELD,
// come out under the names of labels; LabelInfo.xml has precedence for the site.
func (d *document) custom(labelled map[string]bool) {
	name := d.firstOf("custom-properties", "docProps/custom.xml")
	if !d.has(name) {
		return
	}
	var property string
	var b strings.Builder
	d.problem(name, d.walk(name, func(e element) error {
		switch {
		case e.start && e.name == "property":
			property = e.attr("name")
			b.Reset()
		case e.name == "":
			if b.Len() < 1<<16 {
				b.Write(e.text)
			}
		case !e.start && e.name == "property":
			value := strings.TrimSpace(b.String())
			rest, ok := strings.CutPrefix(property, "MSIP_Label_")
			id, field, both := strings.Cut(rest, "_")
			if !ok || !both {
				d.out.Meta("ooxml:custom:"+property, value, name)
				break
			}
			id = guid(id)
			d.out.Meta("msip:LabelId", id, name)
			switch field {
			case "SiteId":
				if !labelled[id] {
					d.out.Meta("msip:SiteId", guid(value), name)
				}
			case "Name", "Method", "SetDate", "Owner", "Extended_MSFT_Method":
				d.out.Meta("msip:"+field, value, name)
			}
		}
		return nil
	}))
}

func guid(s string) string { return strings.ToLower(strings.Trim(strings.TrimSpace(s), "{}")) }

// links pushes targets outside the package that relationships name. A person's
// hyperlink to a web site goes by a name of its own: parts that are fetched from
// elsewhere and shares tell of the writer's systems, what he points at need not.
func (d *document) links() {
	for _, p := range d.parts {
		dir, file := path.Split(p.name)
		if d.stop() {
			return
		}
		if path.Base(dir) != "_rels" || !strings.HasSuffix(file, ".rels") {
			continue
		}
		owner := strings.TrimSuffix(dir, "_rels/") + strings.TrimSuffix(file, ".rels")
		for _, r := range d.relations(owner) {
			if !r.external {
				continue
			}
			if as := linkField(r); as != "" {
				d.out.Meta(as, r.target, p.name)
			}
		}
	}
}

// linkField is the field an external target goes under, "" where it says nothing:
// mailto: and places within the document.
func linkField(r relationship) string {
	target := strings.ToLower(strings.TrimSpace(r.target))
	switch {
	case strings.HasSuffix(r.kind, "/attachedTemplate"):
		return "ooxml:AttachedTemplate"
	case !strings.HasSuffix(r.kind, "/hyperlink"), strings.HasPrefix(target, `\\`), strings.HasPrefix(target, "file:"):
		return "ooxml:ExternalLink"
	case strings.HasPrefix(target, "http://"), strings.HasPrefix(target, "https://"):
		return "ooxml:Hyperlink"
	}
	return ""
}

// themeNames pushes theme names; Office's own say nothing.
func (d *document) themeNames() {
	looks := 0
	for _, p := range d.parts {
		if !strings.Contains(p.name, "/theme/theme") || !strings.HasSuffix(p.name, ".xml") {
			continue
		}
		d.problem(p.name, d.walk(p.name, func(e element) error {
			if e.start && e.name == "theme" {
				if name := e.attr("name"); !builtin(name) {
					d.out.Meta("ooxml:Theme", name, p.name)
				}
				return errFull
			}
			return nil
		}))
		if looks < 4 {
			looks++
			d.themeLook(p.name)
		}
	}
}

// printers pushes the device name of DEVMODE structures (wingdi.h): 32 UTF-16
// units, so long names are cut at 31 characters by whoever wrote them.
func (d *document) printers() {
	for _, p := range d.parts {
		if !strings.Contains(strings.ToLower(p.name), "printersettings") || strings.HasSuffix(p.name, ".rels") {
			continue
		}
		rc, err := d.open(p.name)
		if err != nil {
			d.problem(p.name, err)
			continue
		}
		var raw [64]byte
		n, _ := io.ReadFull(rc, raw[:])
		rc.Close()
		var units []uint16
		for i := 0; i+1 < n; i += 2 {
			u := binary.LittleEndian.Uint16(raw[i:])
			if u == 0 {
				break
			}
			units = append(units, u)
		}
		if name := string(utf16.Decode(units)); !strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\uFFFD' }) {
			d.out.Meta("ooxml:Printer", name, p.name)
		}
	}
}

// people pushes the authors of comments from the lists the parts keep.
func (d *document) people() {
	for _, p := range d.parts {
		lower := strings.ToLower(p.name)
		base := path.Base(lower)
		if !strings.HasSuffix(lower, ".xml") || !(strings.HasPrefix(base, "commentauthors") || strings.HasPrefix(base, "comments") ||
			strings.Contains(lower, "/persons/") || base == "authors.xml" || base == "people.xml") {
			continue
		}
		inAuthor := false
		d.problem(p.name, d.walk(p.name, func(e element) error {
			switch {
			case e.start && (e.name == "cmAuthor" || e.name == "author" && e.attr("name") != ""):
				d.out.Meta("ooxml:CommentAuthor", e.attr("name"), p.name)
				d.out.Meta("ooxml:PersonId", personID(e.attr("userId")), p.name)
			case e.start && e.name == "person":
				d.out.Meta("ooxml:CommentAuthor", e.attr("displayName")+e.attr("author"), p.name)
				d.out.Meta("ooxml:PersonId", personID(e.attr("userId")), p.name)
			case e.start && e.name == "presenceInfo":
				d.out.Meta("ooxml:PersonId", personID(e.attr("userId")), p.name)
			case e.start && e.name == "comment":
				d.out.Meta("ooxml:CommentAuthor", e.attr("author"), p.name)
			case e.name == "author":
				inAuthor = e.start
			case e.name == "" && inAuthor:
				d.out.Meta("ooxml:CommentAuthor", string(e.text), p.name)
			}
			return nil
		}))
	}
}

// personID takes the mail address out of what identity providers write, such as
// S::name@domain::guid of Entra; a bare name is what the comment says already.
func personID(s string) string {
	for _, part := range strings.Split(s, "::") {
		if strings.Contains(part, "@") || strings.Contains(part, `\`) {
			return part
		}
	}
	return ""
}
