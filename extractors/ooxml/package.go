package ooxml

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

const (
	maxParts     = 20_000    // parts of one package
	maxPartBytes = 256 << 20 // bytes of one XML part
)

type part struct {
	name string // without leading slash, as stored
	open func() (io.ReadCloser, error)
}

// document is a package being read. Parts are looked up without regard to case,
// as the specification demands (ECMA-376 part 2, 6.2.2.3).
type document struct {
	ctx   context.Context
	in    evidence.Input
	out   *push.Pusher
	main  string
	parts []part
	index map[string]int
	rels  map[string][]relationship
	page  setup
}

type relationship struct {
	id, kind, target string
	external         bool
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink, k kind) error {
	d := &document{ctx: ctx, in: in, out: push.New(out, in.Limits), index: map[string]int{}, rels: map[string][]relationship{}}
	var broken error
	zr, err := zip.NewReader(in.At, in.Size)
	if err == nil {
		for _, f := range zr.File {
			open := f.Open
			if f.Flags&1 != 0 {
				open = func() (io.ReadCloser, error) { return nil, fmt.Errorf("%w part", evidence.ErrEncrypted) }
			}
			if !strings.HasSuffix(f.Name, "/") {
				d.parts = append(d.parts, part{strings.TrimPrefix(f.Name, "/"), open})
			}
		}
	} else {
		d.parts = scanHeaders(ctx, in.At, in.Size)
		broken = fmt.Errorf("%w: no directory (%v); %d parts found by their local headers", evidence.ErrCorrupt, err, len(d.parts))
	}
	if len(d.parts) > maxParts {
		out.Problem(evidence.ProblemLimit, "", fmt.Sprintf("%d parts, only the first %d are read", len(d.parts), maxParts))
		d.parts = d.parts[:maxParts]
	}
	return d.read(k, broken)
}

// read goes through the parts that are known now.
func (d *document) read(k kind, broken error) error {
	for i, p := range d.parts {
		name := strings.ToLower(p.name)
		if _, twice := d.index[name]; !twice {
			d.index[name] = i
		}
	}
	d.main = d.mainPart(k.main)
	d.properties()
	d.links()
	if d.main == "" {
		d.problem(contentTypes, fmt.Errorf("%w: no main part", evidence.ErrCorrupt))
	} else {
		k.read(d)
	}
	d.children()
	return errors.Join(d.out.Err, d.ctx.Err(), broken)
}

func (d *document) problem(where string, err error) {
	if err != nil && d.ctx.Err() == nil && !errors.Is(err, errFull) {
		d.out.Problem(err, where)
	}
}

func (d *document) stop() bool { return d.out.Err != nil || d.ctx.Err() != nil }

// mainPart finds the part of the given content type.
func (d *document) mainPart(contentType string) string {
	var name string
	if !d.has(contentTypes) { // flat packages keep the types with the parts
		return d.officeDocument()
	}
	d.problem(contentTypes, d.walk(contentTypes, func(e element) error {
		if e.start && e.name == "Override" && e.attr("ContentType") == contentType && name == "" {
			name = strings.TrimPrefix(e.attr("PartName"), "/")
		}
		return nil
	}))
	if name != "" {
		return name
	}
	return d.officeDocument()
}

// officeDocument is the main part by the package's own relationships, which know it
// where the list of types is damaged.
func (d *document) officeDocument() string {
	for _, r := range d.relations("") {
		if strings.HasSuffix(r.kind, "/officeDocument") {
			return r.target
		}
	}
	return ""
}

// relations reads the relationships of a part, "" being the package. Targets
// inside the package come out as part names.
func (d *document) relations(name string) []relationship {
	if list, ok := d.rels[name]; ok {
		return list
	}
	dir, base := path.Split(name)
	file := dir + "_rels/" + base + ".rels"
	var list []relationship
	if d.has(file) {
		d.problem(file, d.walk(file, func(e element) error {
			if !e.start || e.name != "Relationship" {
				return nil
			}
			r := relationship{e.attr("Id"), e.attr("Type"), e.attr("Target"), strings.EqualFold(e.attr("TargetMode"), "External")}
			if !r.external {
				if strings.HasPrefix(r.target, "/") {
					r.target = path.Clean(r.target)[1:]
				} else {
					r.target = strings.TrimPrefix(path.Clean("/"+dir+r.target), "/")
				}
			}
			list = append(list, r)
			return nil
		}))
	}
	d.rels[name] = list
	return list
}

// related lists the targets of a part's relationships whose type ends in /kind.
func (d *document) related(name, kind string) []string {
	var list []string
	for _, r := range d.relations(name) {
		if !r.external && strings.HasSuffix(r.kind, "/"+kind) {
			list = append(list, r.target)
		}
	}
	return list
}

func (d *document) has(name string) bool {
	_, ok := d.index[strings.ToLower(name)]
	return ok
}

func (d *document) open(name string) (io.ReadCloser, error) {
	i, ok := d.index[strings.ToLower(name)]
	if !ok {
		return nil, fmt.Errorf("%w: the part is missing", evidence.ErrCorrupt)
	}
	rc, err := d.parts[i].open()
	if err != nil && !errors.Is(err, evidence.ErrEncrypted) {
		if errors.Is(err, zip.ErrAlgorithm) {
			return nil, fmt.Errorf("%w compression: %v", evidence.ErrUnsupported, err)
		}
		return nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	return rc, err
}

// children hands over pictures, sounds, embedded objects and macros.
func (d *document) children() {
	for _, p := range d.parts {
		if d.stop() {
			return
		}
		if !isChild(strings.ToLower(p.name)) {
			continue
		}
		rc, err := d.open(p.name)
		if err != nil {
			d.problem(p.name, err)
			continue
		}
		d.out.Child(d.ctx, evidence.ChildName{Name: push.Clean(p.name), Origin: evidence.OriginEmbedded}, rc)
		rc.Close()
	}
}

// isChild tells files that documents contain from their own parts: pictures, objects,
// macros, chunks of other formats, whatever is no XML.
func isChild(name string) bool {
	switch ext := path.Ext(name); {
	case strings.Contains(name, "/media/"), strings.Contains(name, "/embeddings/"), strings.Contains(name, "afchunk"):
		return true
	case ext == ".xml", ext == ".rels", ext == ".vml", ext == ".odttf", ext == ".fntdata", ext == ".sigs", ext == ".psdsxs", ext == ".data":
		return false
	case strings.Contains(name, "printersettings"), strings.HasPrefix(name, "xl/") && ext == ".bin" && path.Base(name) != "vbaproject.bin" && !strings.Contains(name, "activex"):
		return false
	}
	return true
}

// scanHeaders finds parts by their local headers (APPNOTE.TXT 4.3.7) where the
// directory at the end is gone.
func scanHeaders(ctx context.Context, at io.ReaderAt, size int64) []part {
	const window = 1 << 20
	signature := []byte("PK\x03\x04")
	buf := make([]byte, min(window, size))
	var parts []part
	for pos := int64(0); pos < size && len(parts) < maxParts && ctx.Err() == nil; {
		n, _ := at.ReadAt(buf[:min(int64(len(buf)), size-pos)], pos)
		i := bytes.Index(buf[:n], signature)
		if i < 0 {
			if n < len(signature) {
				break
			}
			pos += int64(n - len(signature) + 1)
			continue
		}
		pos += int64(i)
		if p, ok := localPart(at, pos, size); ok {
			parts = append(parts, p)
		}
		pos += int64(len(signature))
	}
	return parts
}

func localPart(at io.ReaderAt, pos, size int64) (part, bool) {
	var h [30]byte
	if n, _ := at.ReadAt(h[:], pos); n < len(h) {
		return part{}, false
	}
	flags, method := binary.LittleEndian.Uint16(h[6:]), binary.LittleEndian.Uint16(h[8:])
	packed := int64(binary.LittleEndian.Uint32(h[18:]))
	name := make([]byte, binary.LittleEndian.Uint16(h[26:]))
	if n, _ := at.ReadAt(name, pos+30); n < len(name) || len(name) == 0 || bytes.IndexByte(name, 0) >= 0 {
		return part{}, false
	}
	data := pos + 30 + int64(len(name)) + int64(binary.LittleEndian.Uint16(h[28:]))
	if data > size || flags&1 != 0 || (method != zip.Store && method != zip.Deflate) {
		return part{}, false
	}
	end := size
	if method == zip.Store {
		if flags&8 != 0 && packed == 0 {
			return part{}, false // its end is written behind it, and nothing says where
		}
		end = min(size, data+packed)
	}
	return part{strings.TrimPrefix(string(name), "/"), func() (io.ReadCloser, error) {
		r := io.NewSectionReader(at, data, end-data)
		if method == zip.Store {
			return io.NopCloser(r), nil
		}
		return flate.NewReader(r), nil
	}}, true
}
