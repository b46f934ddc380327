package odf

import (
	"bytes"
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/xmlwalk"
)

// metas are the elements of meta.xml (part 3, 4.3) by their names with prefix.
var metas = map[string]string{
	"meta:generator": "odf:Generator", "meta:initial-creator": "odf:InitialCreator", "meta:creation-date": "odf:Created", "meta:printed-by": "odf:PrintedBy",
	"meta:print-date": "odf:LastPrinted", "dc:title": "odf:Title", "dc:subject": "odf:Subject", "dc:description": "odf:Description", "dc:language": "odf:Language",
	"meta:keyword": "odf:Keywords", "meta:editing-cycles": "odf:Revision", "dc:publisher": "odf:Publisher", "dc:contributor": "odf:Contributor",
	"meta:user-defined": "odf:custom",
}

// property takes the elements whose text is a value, and reports whether e is one.
func (r *reader) property(e xmlwalk.Element) bool {
	full := e.Prefix + ":" + e.Name
	switch full {
	case "office:binary-data":
		if e.Start {
			r.binary = &strings.Builder{}
		} else if r.binary != nil {
			if b := r.image(); len(b) > 0 {
				r.shapes++
				r.d.out.Child(r.d.ctx, evidence.ChildName{Name: "binary" + strconv.Itoa(r.shapes), Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
			}
			r.binary = nil
		}
		return true
	case "config:config-item":
		switch name := e.Attr("name"); {
		case e.Start && (name == "PrinterName" || name == "PrinterSetup" || name == "CurrentDatabaseDataSource" || name == "ColorTableURL" || name == "RsidRoot" || name == "Rsid"):
			r.begun("config:" + name)
		case !e.Start:
			r.ended()
		}
		return true
	case "dc:creator":
		if e.Start {
			r.begun("odf:Creator")
			if r.author != "" {
				r.field = r.author
			}
		} else {
			r.ended()
		}
		return true
	case "dc:date":
		if e.Start {
			r.begun("odf:Modified")
			if r.author != "" {
				r.field = "drop"
			}
		} else {
			r.ended()
		}
		return true
	case "meta:template":
		if e.Start {
			r.d.out.Meta("odf:Template", e.Attr("href"), r.part)
			r.d.out.Meta("odf:TemplateTitle", e.Attr("title"), r.part)
		}
		return true
	case "meta:date-string", "meta:creator-initials", "loext:sender-initials":
		if e.Start {
			r.begun("drop")
		} else {
			r.ended()
		}
		return true
	}
	as, ok := metas[full]
	if !ok {
		return false
	}
	if e.Start {
		r.begun(as)
		r.name = e.Attr("name")
	} else {
		r.ended()
	}
	return true
}

func (r *reader) begun(field string) {
	r.field = field
	r.value.Reset()
}

func (r *reader) ended() {
	value := strings.TrimSpace(r.value.String())
	switch r.field {
	case "", "drop":
	case "odf:custom":
		r.d.out.Custom("odf", r.name, value, r.part)
	case "config:PrinterName":
		r.d.out.Meta("odf:Printer", value, r.part)
	case "config:PrinterSetup":
		for _, s := range setupNames(decode64(value)) {
			r.d.out.Meta("odf:PrinterSetup", s, r.part)
		}
	case "config:CurrentDatabaseDataSource":
		r.d.out.Meta("odf:DataSource", value, r.part)
	case "config:ColorTableURL":
		if !strings.HasPrefix(value, "$(") {
			r.d.out.Meta("odf:ColorTable", value, r.part)
		}
	case "config:RsidRoot", "config:Rsid":
		if n, err := strconv.ParseUint(value, 10, 32); err == nil {
			r.d.out.Meta("odf:"+strings.TrimPrefix(r.field, "config:"), strconv.FormatUint(n, 16), r.part)
		}
	default:
		r.d.out.Meta(r.field, value, r.part)
	}
	r.field = ""
	r.value.Reset()
}

// setupNames reads printer, device and driver, three fields of 64, 32 and 32 bytes
// behind a header of four, of the job setup that OpenOffice writes.
func setupNames(b []byte) []string {
	var names []string
	for _, f := range [][2]int{{4, 64}, {68, 32}, {100, 32}} {
		if len(b) < f[0]+f[1] {
			break
		}
		s := b[f[0] : f[0]+f[1]]
		if i := bytes.IndexByte(s, 0); i >= 0 {
			s = s[:i]
		}
		if len(s) > 1 && !bytes.ContainsFunc(s, func(c rune) bool { return c < ' ' || c == 0xfffd }) {
			names = append(names, string(s))
		}
	}
	return names
}

// references pushes what lies outside the document.
func (r *reader) references(e xmlwalk.Element) {
	if !e.Start {
		return
	}
	switch e.Name {
	case "a", "image", "object", "object-ole", "plugin", "section-source", "table-source", "cell-range-source", "dde-source", "connection-resource",
		"event-listener", "fill-image", "auto-reload", "sound", "database-range", "include", "file-based-database", "server-database", "login":
	default:
		return
	}
	if app := e.Attr("dde-application"); app != "" {
		r.d.out.Meta("odf:ExternalLink", e.Attr("dde-topic"), r.part)
	}
	if host := e.Attr("hostname"); host != "" {
		r.d.out.Meta("odf:DataServer", host, r.part)
	}
	if db := e.Attr("database-name"); db != "" {
		r.d.out.Meta("odf:Database", db, r.part)
	}
	target := e.Attr("href")
	low := strings.ToLower(target)
	switch {
	case target == "", strings.HasPrefix(low, "#"), strings.HasPrefix(low, "mailto:"), strings.HasPrefix(low, "vnd.sun.star."), strings.HasPrefix(low, "javascript:"):
	case e.Name == "connection-resource":
		r.d.out.Meta("odf:DataConnection", target, r.part)
	case strings.HasPrefix(low, "http://"), strings.HasPrefix(low, "https://"):
		if e.Name == "a" {
			r.d.out.Meta("odf:Hyperlink", target, r.part)
		} else {
			r.d.out.Meta("odf:ExternalLink", target, r.part)
		}
	case strings.HasPrefix(low, "file:"), strings.HasPrefix(target, `\\`), strings.HasPrefix(target, "//"), strings.HasPrefix(target, "smb:"), strings.HasPrefix(target, "../"), strings.HasPrefix(target, "/"):
		r.d.out.Meta("odf:ExternalLink", target, r.part)
	}
}
