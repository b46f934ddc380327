// Package ole reads compound files [MS-CFB]: Office documents of 1997 to 2003,
// Outlook messages, installers, and encrypted Office Open XML.
package ole

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/salvage"
)

const (
	signature   = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	maxStreams  = 20_000    // directory entries
	maxStream   = 256 << 20 // bytes of a stream that is read into memory
	maxProperty = 4 << 20   // bytes of a property set
)

// kind is what a compound file is, told by a stream in its root.
type kind struct {
	id, mime string
	exts     []string
	streams  []string // any of these
	read     func(*file) error
	objects  bool // what it embeds is handed over, and its macros are read
}

func kinds() []kind {
	return []kind{
		{"ooxml-encrypted", "application/x-ooxml-protected", []string{"docx", "xlsx", "pptx", "docm", "xlsm", "pptm"}, []string{"EncryptedPackage"}, readEncrypted, false},
		{"msg", "application/vnd.ms-outlook", []string{"msg"}, []string{"__properties_version1.0"}, readMessage, false},
		{"doc", "application/msword", []string{"doc", "dot"}, []string{"WordDocument"}, readWord, true},
		{"xls", "application/vnd.ms-excel", []string{"xls", "xlt", "xla"}, []string{"Workbook", "Book"}, readBook, true},
		{"ppt", "application/vnd.ms-powerpoint", []string{"ppt", "pps", "pot"}, []string{"PowerPoint Document"}, readSlides, true},
		{"vsd", "application/vnd.visio", []string{"vsd", "vss", "vst"}, []string{"VisioDocument"}, readDrawing, true},
		{"mpp", "application/vnd.ms-project", []string{"mpp", "mpt"}, []string{"Props", "Props9", "Props12", "Props14"}, readProject, true},
		{"pub", "application/vnd.ms-publisher", []string{"pub"}, []string{"Quill"}, readPublication, true},
		{"wps", "application/vnd.ms-works", []string{"wps", "wks", "wdb"}, []string{"MatOST", "MM", "SPELLING"}, readWorks, true},
		{"hwp", "application/x-hwp", []string{"hwp", "hwt"}, []string{"HwpSummaryInformation", "BodyText"}, readHangul, true},
		{"vba", "application/vnd.ms-office.vbaproject", nil, []string{"PROJECT"}, readMacros, false},
		{"ole", "application/x-ole-storage", nil, nil, readWrapping, false},
	}
}

// Formats lists the kinds of compound files. The last takes any of them.
func Formats() []evidence.Format {
	var list []evidence.Format
	for _, k := range kinds() {
		list = append(list, evidence.Format{
			ID: k.id, MIME: k.mime, Version: 1, Exts: k.exts,
			Match: func(p evidence.Probe) (string, bool) {
				if !bytes.HasPrefix(p.Head, []byte(signature)) || p.At == nil {
					return "", false
				}
				names, _ := p.Memo("ole:root", func() any { return rootNames(p) }).(map[string]bool)
				for _, s := range k.streams {
					if names[strings.ToLower(s)] {
						return "compound file with the stream " + s, true
					}
				}
				return "compound file", k.streams == nil && !names["!MSI"]
			},
			Extract: func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
				return extract(ctx, in, out, k)
			},
		})
	}
	return append(list, oldSheet())
}

// oldSheet is a sheet of Excel 2 to 4, which is a stream of records and nothing else.
func oldSheet() evidence.Format {
	return evidence.Format{
		ID: "xls-biff", MIME: "application/vnd.ms-excel", Version: 1, Exts: []string{"xls", "xlw", "xlc"},
		Match: func(p evidence.Probe) (string, bool) {
			v := view(p.Head)
			kind, size, sheet := v.u16(0), v.u16(2), v.u16(6)
			return "record that begins a sheet of Excel 2 to 4", (kind == 0x09 && size == 4 || (kind == 0x209 || kind == 0x409) && (size == 6 || size == 8)) &&
				(sheet == 0x10 || sheet == 0x20 || sheet == 0x40 || sheet == 0x100)
		},
		Extract: func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
			f := &file{ctx: ctx, in: in, out: push.New(out, in.Limits), page: 1252, cfb: &mscfb.Reader{}}
			b, err := io.ReadAll(io.LimitReader(in.Reader(), maxStream))
			if err != nil {
				err = fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
			}
			return errors.Join(newBook(f).read(b), f.out.Err, ctx.Err(), err)
		},
	}
}

// rootNames lists the names of the root's entries, and !MSI for the class of
// installers. A damaged file has names still, in the sectors that are there.
func rootNames(p evidence.Probe) map[string]bool {
	names := map[string]bool{}
	cfb, err := mscfb.New(padded{p.At, p.Size})
	if err != nil {
		for _, k := range kinds() {
			for _, s := range k.streams {
				wide := make([]byte, 0, 2*len(s))
				for i := range len(s) {
					wide = append(wide, s[i], 0)
				}
				wide = append(wide, 0, 0)
				if len(s) > 5 && (bytes.Contains(p.Head, wide) || bytes.Contains(p.Tail, wide)) {
					names[strings.ToLower(s)] = true
				}
			}
		}
		return names
	}
	for i, e := range cfb.File {
		if i < maxStreams && len(e.Path) == 0 {
			names[strings.ToLower(e.Name)] = true
		}
	}
	if len(cfb.File) > 0 && strings.EqualFold(cfb.ID(), "{000C1084-0000-0000-C000-000000000046}") {
		names["!MSI"] = true
	}
	return names
}

// padded gives zeros for what is missing of a last sector, which some writers do
// not fill.
type padded struct {
	at   io.ReaderAt
	size int64
}

func (p padded) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.at.ReadAt(b, off)
	if err == io.EOF && off >= 0 && off < p.size && off+int64(len(b)) <= p.size+4096 {
		clear(b[n:])
		return len(b), nil
	}
	return n, err
}

type file struct {
	ctx context.Context
	in  evidence.Input
	out *push.Pusher
	cfb *mscfb.Reader

	index    map[string]*mscfb.File // by storage and name, in lower case
	wrapping bool                   // the root itself is an object
	page     int                    // code page of the properties, 1252 where they name none
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink, k kind) error {
	f := &file{ctx: ctx, in: in, out: push.New(out, in.Limits), page: 1252}
	var err error
	if f.cfb, err = mscfb.New(padded{in.At, in.Size}); err != nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	if len(f.cfb.File) > maxStreams {
		f.cfb.File = f.cfb.File[:maxStreams]
		f.out.Problem(fmt.Errorf("%w: more than %d streams", evidence.ErrLimit, maxStreams), "")
	}
	f.index = make(map[string]*mscfb.File, len(f.cfb.File))
	for _, e := range f.cfb.File {
		if key := indexKey(strings.Join(e.Path, "/"), e.Name); f.index[key] == nil && e.Size > 0 {
			f.index[key] = e
		}
	}
	f.properties()
	err = k.read(f)
	if k.objects && !errors.Is(err, evidence.ErrEncrypted) {
		f.objects()
		f.macros()
	}
	return errors.Join(f.out.Err, ctx.Err(), err)
}

// readMacros reads the macros of an Office Open XML document.
func readMacros(f *file) error {
	if !f.macros() {
		return fmt.Errorf("%w: no VBA project", evidence.ErrCorrupt)
	}
	return nil
}

// readWrapping reads a compound file that is nothing but the wrapping of an object,
// as Office Open XML and RTF embed them. Of other programs' files the text is picked.
func readWrapping(f *file) error {
	f.wrapping = true
	n := f.objects()
	if f.macros() || n > 0 {
		return nil
	}
	f.pick(func(_, name string) bool {
		return !strings.HasSuffix(name, "SummaryInformation") && name != "CompObj" && name != "Ole" && name != "Equation Native"
	}, salvage.UTF16)
	return errPicked("this kind")
}

// indexKey disregards case, as [MS-CFB] 2.6.4 compares names.
func indexKey(storage, name string) string {
	return strings.ToLower(storage) + "\x00" + strings.ToLower(name)
}

// stream reads a stream of a storage ("" is the root) as far as it goes.
func (f *file) stream(storage, name string, limit int64) ([]byte, error) {
	e := f.index[indexKey(storage, name)]
	if e == nil {
		return nil, fmt.Errorf("%w: no stream %s", evidence.ErrCorrupt, name)
	}
	if _, err := e.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	b, err := io.ReadAll(io.LimitReader(e, limit+1))
	switch {
	case int64(len(b)) > limit:
		return b[:limit], fmt.Errorf("%w: the stream is longer than %d bytes", evidence.ErrLimit, limit)
	case err != nil:
		return b, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	return b, nil
}
