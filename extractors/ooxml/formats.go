// Package ooxml reads Office Open XML documents (ECMA-376, ISO/IEC 29500,
// transitional and strict): word processing, spreadsheets and presentations
// with their macro and template kinds.
package ooxml

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"

	"evscan/evidence"
)

const contentTypes = "[Content_Types].xml"

type reader func(*document)

// kind is one main part content type. The media type of the file is the content
// type without ".main+xml".
type kind struct {
	id, main string
	read     reader
}

func kinds() []kind {
	const (
		open = "application/vnd.openxmlformats-officedocument."
		ms   = "application/vnd.ms-"
	)
	return []kind{
		{"docx", open + "wordprocessingml.document.main+xml", readWord},
		{"docm", ms + "word.document.macroEnabled.main+xml", readWord},
		{"dotx", open + "wordprocessingml.template.main+xml", readWord},
		{"dotm", ms + "word.template.macroEnabledTemplate.main+xml", readWord},
		{"xlsx", open + "spreadsheetml.sheet.main+xml", readBook},
		{"xlsm", ms + "excel.sheet.macroEnabled.main+xml", readBook},
		{"xltx", open + "spreadsheetml.template.main+xml", readBook},
		{"xltm", ms + "excel.template.macroEnabled.main+xml", readBook},
		{"xlam", ms + "excel.addin.macroEnabled.main+xml", readBook},
		{"xlsb", ms + "excel.sheet.binary.macroEnabled.main", readBinaryBook},
		{"pptx", open + "presentationml.presentation.main+xml", readSlides},
		{"pptm", ms + "powerpoint.presentation.macroEnabled.main+xml", readSlides},
		{"potx", open + "presentationml.template.main+xml", readSlides},
		{"potm", ms + "powerpoint.template.macroEnabled.main+xml", readSlides},
		{"ppsx", open + "presentationml.slideshow.main+xml", readSlides},
		{"ppsm", ms + "powerpoint.slideshow.macroEnabled.main+xml", readSlides},
		{"ppam", ms + "powerpoint.addin.macroEnabled.main+xml", readSlides},
		{"vsdx", ms + "visio.drawing.main+xml", readDrawing},
		{"vsdm", ms + "visio.drawing.macroEnabled.main+xml", readDrawing},
		{"vstx", ms + "visio.template.main+xml", readDrawing},
		{"vstm", ms + "visio.template.macroEnabled.main+xml", readDrawing},
		{"vssx", ms + "visio.stencil.main+xml", readDrawing},
		{"vssm", ms + "visio.stencil.macroEnabled.main+xml", readDrawing},
	}
}

// Formats lists the Office Open XML kinds. They are zip files, so they must be
// tried before zip.
func Formats() []evidence.Format {
	var list []evidence.Format
	for _, k := range kinds() {
		list = append(list, evidence.Format{
			ID: k.id, MIME: mediaType(k.main), Version: 2, Exts: []string{k.id},
			Match: func(p evidence.Probe) (string, bool) {
				if !hasType(p, k.main) {
					return "", false
				}
				return "main part of type " + k.main + " in " + contentTypes, true
			},
			Extract: func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
				return extract(ctx, in, out, k)
			},
		})
	}
	return append(list, flatFormat())
}

// mediaType is the registered media type of files with a main part of that content
// type: those with macros count as version 12.
func mediaType(main string) string {
	m := strings.TrimSuffix(strings.TrimSuffix(main, "+xml"), ".main")
	if strings.Contains(m, ".macroEnabled") {
		m = strings.TrimSuffix(m, "Template") + ".12"
	}
	return m
}

// hasType looks for a content type in the package's list of types, read once for an
// item; files without the list's name near either end, where local
// header and directory stand, are turned away first.
func hasType(p evidence.Probe, want string) bool {
	if !bytes.HasPrefix(p.Head, []byte("PK\x03\x04")) || p.At == nil {
		return false
	}
	name := []byte(contentTypes)
	if !bytes.Contains(p.Head, name) && !bytes.Contains(p.Tail, name) {
		return false
	}
	// Quotes keep a type from matching as part of a longer one.
	types := Types(p)
	return bytes.Contains(types, []byte(`"`+want+`"`)) || bytes.Contains(types, []byte(`'`+want+`'`))
}

const maxTypes = 1 << 20

func probeTypes(p evidence.Probe) []byte {
	var open func() (io.ReadCloser, error)
	if zr, err := zip.NewReader(p.At, p.Size); err == nil {
		for _, f := range zr.File {
			if strings.EqualFold(f.Name, contentTypes) {
				open = f.Open
				break
			}
		}
	} else if parts := scanHeaders(context.Background(), p.At, min(p.Size, int64(len(p.Head)))); parts != nil {
		for _, part := range parts {
			if strings.EqualFold(part.name, contentTypes) {
				open = part.open
				break
			}
		}
	}
	if open == nil {
		return nil
	}
	rc, err := open()
	if err != nil {
		return nil
	}
	defer rc.Close()
	b, _ := io.ReadAll(io.LimitReader(rc, maxTypes)) // a part of the list is better than none
	return b
}
