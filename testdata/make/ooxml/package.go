// Package ooxml writes small Office Open XML documents (ECMA-376) for tests:
// values in, the bytes of a docx, xlsx or pptx out. Equal values give equal
// bytes. What is written opens in real readers; what is not needed to say who
// made a document and what stands in it is left out.
package ooxml

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"strings"
	"time"
)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

const (
	nsRel  = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsDraw = "http://schemas.openxmlformats.org/drawingml/2006/main"
	nsPkg  = "http://schemas.openxmlformats.org/package/2006/relationships"
)

// part is one file of the container; an empty mime is covered by a default extension.
type part struct {
	name, mime string
	data       []byte
}

// rel is one relationship of a part.
type rel struct {
	kind, target string // kind is the last element of the relationship type, or a whole address
	external     bool
}

// container collects the parts of one document.
type container struct {
	parts []part
	root  []rel
}

func (c *container) add(name, mime, data string) {
	c.parts = append(c.parts, part{name, mime, []byte(data)})
}

func (c *container) addBytes(name, mime string, data []byte) {
	c.parts = append(c.parts, part{name, mime, data})
}

// rels writes the relationships of a part; they are numbered rId1, rId2, ...
func (c *container) rels(of string, list []rel) {
	if len(list) == 0 {
		return
	}
	dir, base := "", of
	if i := strings.LastIndexByte(of, '/'); i >= 0 {
		dir, base = of[:i+1], of[i+1:]
	}
	c.add(dir+"_rels/"+base+".rels", "", relsXML(list))
}

func relsXML(list []rel) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Relationships xmlns="` + nsPkg + `">`)
	for i, r := range list {
		kind := r.kind
		if !strings.Contains(kind, "://") {
			kind = nsRel + "/" + kind
		}
		fmt.Fprintf(&b, `<Relationship Id="rId%d" Type="%s" Target="%s"`, i+1, kind, esc(r.target))
		if r.external {
			b.WriteString(` TargetMode="External"`)
		}
		b.WriteString(`/>`)
	}
	b.WriteString(`</Relationships>`)
	return b.String()
}

// bytes zips the container as Office does: content types first, no times.
func (c *container) bytes() ([]byte, error) {
	var types strings.Builder
	types.WriteString(xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Default Extension="png" ContentType="image/png"/>` +
		`<Default Extension="jpeg" ContentType="image/jpeg"/>` +
		`<Default Extension="bin" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.printerSettings"/>`)
	for _, p := range c.parts {
		if p.mime != "" {
			fmt.Fprintf(&types, `<Override PartName="/%s" ContentType="%s"/>`, p.name, p.mime)
		}
	}
	types.WriteString(`</Types>`)

	all := []part{
		{"[Content_Types].xml", "", []byte(types.String())},
		{"_rels/.rels", "", []byte(relsXML(c.root))},
	}
	// As Office does: the document first, what is said about it last. Programs
	// that type files by the third entry's folder rely on it.
	for _, about := range []bool{false, true} {
		for _, p := range c.parts {
			if strings.HasPrefix(p.name, "doc") == about {
				all = append(all, p)
			}
		}
	}
	var buf bytes.Buffer
	zw := zip.NewWriter(&buf)
	for _, p := range all {
		packed, err := deflate(p.data)
		if err != nil {
			return nil, fmt.Errorf("part %s: %w", p.name, err)
		}
		// Office writes sizes into the local headers and the first day of DOS time.
		//lint:ignore SA1019 CreateRaw writes the raw fields and does not look at Modified
		w, err := zw.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate, CreatorVersion: 20, ReaderVersion: 20, ModifiedDate: 1<<5 | 1,
			CRC32: crc32.ChecksumIEEE(p.data), CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(p.data))})
		if err != nil {
			return nil, fmt.Errorf("part %s: %w", p.name, err)
		}
		if _, err := w.Write(packed); err != nil {
			return nil, fmt.Errorf("part %s: %w", p.name, err)
		}
	}
	if err := zw.Close(); err != nil {
		return nil, fmt.Errorf("closing the container: %w", err)
	}
	return buf.Bytes(), nil
}

func deflate(data []byte) ([]byte, error) {
	var buf bytes.Buffer
	fw, err := flate.NewWriter(&buf, 6)
	if err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	if _, err := fw.Write(data); err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	if err := fw.Close(); err != nil {
		return nil, fmt.Errorf("packing: %w", err)
	}
	return buf.Bytes(), nil
}

// esc escapes character data and attribute values.
func esc(s string) string {
	var b strings.Builder
	// A strings.Builder does not fail.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }
