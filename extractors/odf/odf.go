// Package odf reads OpenDocument files (OASIS OpenDocument 1.3, ISO/IEC 26300) and
// their OpenOffice.org 1 forerunners: texts, spreadsheets, presentations and drawings,
// their templates, flat XML, and with a password encrypted ones.
package odf

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

type kind struct{ id, mime, main string }

func kinds() []kind {
	const odf, sun = "application/vnd.oasis.opendocument.", "application/vnd.sun.xml."
	return []kind{
		{"odt", odf + "text", "text"}, {"ott", odf + "text-template", "text"}, {"odm", odf + "text-master", "text"}, {"oth", odf + "text-web", "text"},
		{"ods", odf + "spreadsheet", "sheet"}, {"ots", odf + "spreadsheet-template", "sheet"},
		{"odp", odf + "presentation", "pages"}, {"otp", odf + "presentation-template", "pages"},
		{"odg", odf + "graphics", "pages"}, {"otg", odf + "graphics-template", "pages"},
		{"odc", odf + "chart", "text"}, {"odf", odf + "formula", "text"}, {"odi", odf + "image", "pages"}, {"odb", odf + "base", "text"},
		{"sxw", sun + "writer", "text"}, {"stw", sun + "writer.template", "text"}, {"sxc", sun + "calc", "sheet"}, {"stc", sun + "calc.template", "sheet"},
		{"sxi", sun + "impress", "pages"}, {"sti", sun + "impress.template", "pages"}, {"sxd", sun + "draw", "pages"}, {"sxm", sun + "math", "text"},
	}
}

// Formats lists the kinds of OpenDocument. They are zip files, so they must be
// tried before zip, and flat ones before XML.
func Formats() []evidence.Format {
	var list []evidence.Format
	for _, k := range kinds() {
		list = append(list, evidence.Format{
			ID: k.id, MIME: k.mime, Version: 1, Exts: []string{k.id},
			Match: func(p evidence.Probe) (string, bool) {
				return "mimetype is " + k.mime, packageType(p) == k.mime
			},
			Extract: func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
				return extractPackage(ctx, in, out, k.id)
			},
		})
	}
	for _, f := range []struct{ id, kind string }{{"fodt", "text"}, {"fods", "spreadsheet"}, {"fodp", "presentation"}, {"fodg", "graphics"}} {
		list = append(list, evidence.Format{
			ID: f.id, MIME: "application/vnd.oasis.opendocument." + f.kind + "-flat-xml", Version: 1, Exts: []string{f.id, "xml"},
			Match: func(p evidence.Probe) (string, bool) {
				return "flat OpenDocument of the kind " + f.kind, flatKind(p) == f.kind
			},
			Extract: extractFlat,
		})
	}
	return list
}

// mimetype is the content of a stored first entry named mimetype (part 2, 3.3).
func mimetype(head []byte) string {
	if len(head) < 38 || string(head[:4]) != "PK\x03\x04" || binary.LittleEndian.Uint16(head[26:]) != 8 || string(head[30:38]) != "mimetype" ||
		binary.LittleEndian.Uint16(head[8:]) != 0 {
		return ""
	}
	start := 38 + int(binary.LittleEndian.Uint16(head[28:]))
	size := binary.LittleEndian.Uint32(head[18:])
	if size == 0 || size > 200 || start+int(size) > len(head) {
		return ""
	}
	return strings.TrimSpace(string(head[start : start+int(size)]))
}

// packageType is the media type of a package, also where the entry that should come
// first was packed again by some other program.
func packageType(p evidence.Probe) string {
	if m := mimetype(p.Head); m != "" {
		return m
	}
	if !bytes.HasPrefix(p.Head, []byte("PK\x03\x04")) || p.At == nil || !bytes.Contains(p.Tail, []byte("META-INF/manifest.xml")) || !bytes.Contains(p.Tail, []byte("content.xml")) {
		return ""
	}
	m, _ := p.Memo("odf:type", func() any {
		zr, err := zip.NewReader(p.At, p.Size)
		if err != nil {
			return ""
		}
		for _, f := range zr.File {
			if f.Name == "mimetype" {
				rc, err := f.Open()
				if err != nil {
					return ""
				}
				defer rc.Close()
				b, _ := io.ReadAll(io.LimitReader(rc, 200)) // what came tells, or nothing does
				return strings.TrimSpace(string(b))
			}
		}
		return ""
	}).(string)
	return m
}

// flatKind is what the root element of a flat document says it is.
func flatKind(p evidence.Probe) string {
	kind, _ := p.Memo("odf:flat", func() any {
		head := p.Head[:min(len(p.Head), 16<<10)]
		// An archive that keeps its first member as it is has the element as well.
		if !bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("<")) {
			return ""
		}
		i := bytes.Index(head, []byte("<office:document"))
		if i < 0 {
			return ""
		}
		tag := head[i:]
		if j := bytes.IndexByte(tag, '>'); j >= 0 {
			tag = tag[:j]
		}
		const name = `office:mimetype="application/vnd.oasis.opendocument.`
		j := bytes.Index(tag, []byte(name))
		if j < 0 {
			return ""
		}
		value, _, _ := strings.Cut(string(tag[j+len(name):]), `"`)
		value, _, _ = strings.Cut(value, "-")
		return value
	}).(string)
	return kind
}

func extractFlat(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	d := &document{ctx: ctx, in: in, out: push.New(out, in.Limits)}
	r := d.reader("", mainOf(in))
	err := r.read(in.Reader())
	return errors.Join(d.out.Err, ctx.Err(), err)
}

// mainOf tells spreadsheets and presentations from texts by the flat file's kind.
func mainOf(in evidence.Input) string {
	head := make([]byte, 16<<10)
	n, _ := in.At.ReadAt(head, 0)
	switch flatKind(evidence.Probe{Head: head[:n]}) {
	case "spreadsheet":
		return "sheet"
	case "presentation", "graphics":
		return "pages"
	}
	return "text"
}
