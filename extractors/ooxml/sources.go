package ooxml

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"path"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// connections pushes where a workbook gets its data from: servers, databases, files,
// addresses (ECMA-376 part 1, 18.13), and who refreshed a pivot table last.
func (d *document) connections() {
	for _, p := range d.parts {
		lower := strings.ToLower(p.name)
		base := path.Base(lower)
		switch {
		case !strings.HasSuffix(base, ".xml") || !strings.HasPrefix(lower, "xl/"):
		case base == "connections.xml":
			d.problem(p.name, d.walk(p.name, func(e element) error {
				if e.start {
					d.connection(e, p.name)
				}
				return nil
			}))
		case strings.Contains(lower, "/pivotcache/pivotcachedefinition"):
			d.pivot(p.name)
		case strings.Contains(lower, "/externallinks/externallink"):
			d.problem(p.name, d.walk(p.name, func(e element) error {
				if e.start && e.name == "ddeLink" {
					d.out.Meta("ooxml:ExternalLink", e.attr("ddeTopic"), p.name)
				}
				return nil
			}))
		}
	}
}

func (d *document) connection(e element, source string) {
	meta := func(name, attr string) { d.out.Meta("ooxml:"+name, push.Connection(e.attr(attr)), source) }
	switch e.name {
	case "connection":
		meta("ConnectionName", "name")
		meta("ConnectionDescription", "description")
		meta("DataSource", "sourceFile")
		meta("DataSource", "odcFile")
	case "dbPr":
		meta("DataConnection", "connection")
		meta("DataQuery", "command")
	case "olapPr":
		meta("DataConnection", "localConnection")
	case "webPr":
		meta("DataSource", "url")
	case "textPr":
		meta("DataSource", "sourceFile")
	case "dataFeedPr", "oledbPr", "modelTextPr":
		meta("DataConnection", "connection")
	case "dbCommand":
		meta("DataQuery", "command")
	}
}

// pivot reads the values a pivot table keeps of its source.
func (d *document) pivot(name string) {
	var b strings.Builder
	d.problem(name, d.walk(name, func(e element) error {
		if !e.start {
			return nil
		}
		switch e.name {
		case "pivotCacheDefinition":
			d.out.Meta("ooxml:RefreshedBy", e.attr("refreshedBy"), name)
		case "cacheField":
			b.WriteString(e.attr("name") + "\n")
		case "s":
			b.WriteString(e.attr("v") + "\n")
		}
		if b.Len() >= evidence.MaxFactBytes {
			d.out.Text(b.String(), name, evidence.Locator{Part: "pivot cache", Zone: evidence.ZoneBody})
			b.Reset()
		}
		return nil
	}))
	d.out.Text(b.String(), name, evidence.Locator{Part: "pivot cache", Zone: evidence.ZoneBody})
}

// customParts reads XML that servers and add-ins keep with a document. What a
// SharePoint library knows of it is pushed by field; queries of Power Query are a
// package of their own behind four bytes and its length.
func (d *document) customParts() {
	for _, p := range d.parts {
		dir, base := path.Split(strings.ToLower(p.name))
		if dir != "customxml/" || !strings.HasPrefix(base, "item") || strings.HasPrefix(base, "itemprops") || !strings.HasSuffix(base, ".xml") {
			continue
		}
		var b, value strings.Builder
		mashup, depth, managed := false, 0, 0
		d.problem(p.name, d.walk(p.name, func(e element) error {
			switch {
			case e.start:
				depth++
				value.Reset()
				mashup = mashup || e.name == "DataMashup"
				if e.name == "documentManagement" {
					managed = depth
				}
			case e.name != "":
				if managed > 0 && depth == managed+1 {
					d.out.Meta("ooxml:custom:"+e.name, value.String(), p.name)
				}
				if depth == managed {
					managed = 0
				}
				depth--
			default:
				if value.Len() < 1<<16 {
					value.Write(e.text)
				}
				if b.Len() < 16<<20 {
					b.Write(e.text)
					b.WriteByte('\n')
				}
			}
			return nil
		}))
		if mashup {
			d.mashup(strings.ReplaceAll(b.String(), "\n", ""), p.name)
			continue
		}
		d.out.Text(strings.Join(strings.Fields(b.String()), " "), p.name, evidence.Locator{Part: p.name, Zone: evidence.ZoneProperty})
	}
}

func (d *document) mashup(text, name string) {
	raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(raw) < 8 {
		return // said by what the text is: nothing of a query
	}
	n := binary.LittleEndian.Uint32(raw[4:])
	raw = raw[8:]
	raw = raw[:min(uint64(n), uint64(len(raw)))]
	d.out.Child(d.ctx, evidence.ChildName{Name: push.Clean(path.Base(name)) + ".zip", Origin: evidence.OriginEmbedded}, bytes.NewReader(raw))
}

// signatures hands over the certificates of those who signed the document.
func (d *document) signatures() {
	for _, p := range d.parts {
		lower := strings.ToLower(p.name)
		if !strings.HasPrefix(lower, "_xmlsignatures/") || !strings.HasSuffix(lower, ".xml") {
			continue
		}
		var b strings.Builder
		in := false
		d.problem(p.name, d.walk(p.name, func(e element) error {
			switch {
			case e.name == "X509Certificate" && e.start:
				in = true
				b.Reset()
			case e.name == "X509Certificate":
				in = false
				clean := strings.Join(strings.Fields(b.String()), "")
				if raw, err := base64.StdEncoding.DecodeString(clean); err == nil && len(raw) > 0 {
					d.out.Child(d.ctx, evidence.ChildName{Name: push.Clean(strings.TrimSuffix(path.Base(p.name), ".xml")) + ".cer", Origin: evidence.OriginEmbedded}, bytes.NewReader(raw))
				}
			case e.name == "" && in && b.Len() < 1<<20:
				b.Write(e.text)
			}
			return nil
		}))
	}
}
