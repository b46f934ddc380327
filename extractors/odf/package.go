package odf

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

const (
	maxParts   = 20_000
	maxObjects = 1000 // documents within the document
)

type document struct {
	ctx    context.Context
	in     evidence.Input
	out    *push.Pusher
	zip    *zip.Reader
	index  map[string]*zip.File
	sealed map[string]encryption // by part
	key    *opener
	closed int // parts that no password opens
}

func extractPackage(ctx context.Context, in evidence.Input, out evidence.Sink, id string) error {
	d := &document{ctx: ctx, in: in, out: push.New(out, in.Limits), index: map[string]*zip.File{}}
	var err error
	if d.zip, err = zip.NewReader(in.At, in.Size); err != nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	if len(d.zip.File) > maxParts {
		d.out.Problem(fmt.Errorf("%w: %d parts, only the first %d are read", evidence.ErrLimit, len(d.zip.File), maxParts), "")
		d.zip.File = d.zip.File[:maxParts]
	}
	for _, f := range d.zip.File {
		if d.index[f.Name] == nil {
			d.index[f.Name] = f
		}
	}
	d.manifest()
	d.key = &opener{passwords: in.Passwords}
	if d.whole() {
		return errors.Join(d.out.Err, ctx.Err())
	}
	main := "text"
	for _, k := range kinds() {
		if k.id == id {
			main = k.main
		}
	}
	d.subdocument("", main)
	objects := 0
	for _, dir := range d.folders() {
		if objects++; objects > maxObjects {
			d.out.Problem(fmt.Errorf("%w: more than %d documents within the document", evidence.ErrLimit, maxObjects), "")
			break
		}
		d.subdocument(dir, "text")
	}
	d.children()
	err = nil
	if d.closed > 0 {
		err = fmt.Errorf("%w: no password opens %d parts", evidence.ErrEncrypted, d.closed)
	}
	return errors.Join(d.out.Err, ctx.Err(), err)
}

// whole handles packages that are one encrypted part, as LibreOffice 24.8 writes
// them, and reports whether this is one.
func (d *document) whole() bool {
	const name = "encrypted-package"
	if d.index[name] == nil {
		return false
	}
	b, err := d.plain(name)
	if err != nil {
		d.out.Problem(err, name)
		return true
	}
	d.out.Child(d.ctx, evidence.ChildName{Name: "decrypted", Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
	return true
}

// folders lists the folders, the root excepted, that hold a document.
func (d *document) folders() []string {
	var dirs []string
	for _, f := range d.zip.File {
		if dir, base := path.Split(f.Name); base == "content.xml" && dir != "" {
			dirs = append(dirs, dir)
		}
	}
	slices.Sort(dirs)
	return slices.Compact(dirs)
}

// subdocument reads the parts of the package or of an object within it.
func (d *document) subdocument(dir, main string) {
	for _, part := range []string{"meta.xml", "settings.xml", "styles.xml", "content.xml"} {
		name := dir + part
		if d.index[name] == nil {
			if dir == "" && part == "content.xml" {
				d.out.Problem(fmt.Errorf("%w: the part is missing", evidence.ErrCorrupt), name)
			}
			continue
		}
		if d.out.Err != nil || d.ctx.Err() != nil {
			return
		}
		rc, err := d.open(name)
		if err == nil {
			err = d.reader(name, main).read(rc)
			rc.Close()
		}
		if err != nil && !(errors.Is(err, evidence.ErrEncrypted) && d.closed > 1) {
			d.out.Problem(err, name)
		}
	}
}

func (d *document) reader(part, main string) *reader {
	return &reader{d: d, part: part, main: main, texts: []*story{{zone: evidence.ZoneBody}}, hidden: map[string]bool{}}
}

// open gives a part, decrypted where it is sealed and a password fits.
func (d *document) open(name string) (io.ReadCloser, error) {
	if _, ok := d.sealed[name]; ok {
		b, err := d.plain(name)
		if err != nil {
			return nil, err
		}
		return io.NopCloser(bytes.NewReader(b)), nil
	}
	f := d.index[name]
	if f == nil {
		return nil, fmt.Errorf("%w: the part is missing", evidence.ErrCorrupt)
	}
	if f.Flags&1 != 0 {
		d.closed++
		return nil, fmt.Errorf("%w part", evidence.ErrEncrypted)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	return rc, nil
}

// children hands over pictures, objects that are no documents, and macros.
func (d *document) children() {
	for _, f := range d.zip.File {
		if d.out.Err != nil || d.ctx.Err() != nil {
			return
		}
		name := f.Name
		dir, base := path.Split(name)
		switch {
		case strings.HasSuffix(name, "/"), name == "mimetype", strings.HasPrefix(name, "META-INF/") && !strings.Contains(name, "signatures"),
			base == "content.xml", base == "styles.xml", base == "meta.xml", base == "settings.xml",
			strings.HasPrefix(name, "Configurations2/"), base == "layout-cache", base == "manifest.rdf", base == "current.xml":
			continue
		case strings.HasPrefix(dir, "Basic/") && strings.HasSuffix(base, ".xml"):
			d.module(name)
			continue
		}
		rc, err := d.open(name)
		if err != nil {
			if !errors.Is(err, evidence.ErrEncrypted) {
				d.out.Problem(err, name)
				continue
			}
			d.out.Child(d.ctx, evidence.ChildName{Name: push.Clean(name), Origin: evidence.OriginEmbedded, Size: int64(f.UncompressedSize64),
				Problem: evidence.Problem{Kind: evidence.ProblemEncrypted, Detail: "no password opens it"}}, nil)
			continue
		}
		d.out.Child(d.ctx, evidence.ChildName{Name: push.Clean(name), Origin: evidence.OriginEmbedded}, rc)
		rc.Close()
	}
}

// module reads a Basic module, the text of an element.
func (d *document) module(name string) {
	rc, err := d.open(name)
	if err != nil {
		d.out.Problem(err, name)
		return
	}
	defer rc.Close()
	var b strings.Builder
	err = walkText(d.ctx, rc, &b)
	d.out.Text(b.String(), name, evidence.Locator{Part: name, Zone: evidence.ZoneBody})
	d.out.Problem(err, name)
}
