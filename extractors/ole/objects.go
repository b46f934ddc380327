package ole

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/embed"
	"evscan/extractors/internal/push"
)

const (
	maxObjects     = 5000
	maxObjectBytes = 128 << 20 // bytes of one object that is put together
)

// objects hands over what is embedded: packages as the files they hold, documents
// of Office as compound files of their own. It reports how many there are.
func (f *file) objects() int {
	stores := map[string][]string{} // streams by their storage
	for _, e := range f.cfb.File {
		if e.Size > 0 {
			dir := strings.Join(e.Path, "/")
			stores[dir] = append(stores[dir], e.Name)
		}
	}
	dirs := make([]string, 0, len(stores))
	for dir := range stores {
		dirs = append(dirs, dir)
	}
	slices.Sort(dirs)
	n := 0
	within := "\x00"
	for _, dir := range dirs {
		if f.out.Err != nil || f.ctx.Err() != nil || strings.HasPrefix(dir, within) {
			continue
		}
		if n >= maxObjects {
			f.out.Problem(fmt.Errorf("%w: more than %d objects", evidence.ErrLimit, maxObjects), "")
			return n
		}
		if f.object(dir, stores[dir]) {
			n++
			if dir != "" {
				within = dir + "/" // objects of an object are its own children
			}
		}
	}
	return n
}

// object hands over the object of one storage, if it is one. The root is one only
// where a file is nothing but an object's wrapping.
func (f *file) object(dir string, streams []string) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(streams, func(s string) bool { return strings.EqualFold(s, name) })
	}
	name := dir[strings.LastIndex(dir, "/")+1:]
	switch {
	case has("Ole10Native"):
		f.native(dir, name)
	case has("Package"):
		f.handOver(dir, "Package", name)
	case has("CONTENTS") && (dir != "" || f.wrapping):
		f.handOver(dir, "CONTENTS", name)
	case dir == "":
		return false
	case has("WordDocument"), has("Workbook"), has("Book"), has("PowerPoint Document"), has("VisioDocument"), has("Equation Native"), has("__properties_version1.0") && !strings.HasPrefix(name, "__"):
		f.storage(dir, name)
	default:
		return false
	}
	return true
}

func (f *file) native(dir, name string) {
	b, err := f.stream(dir, "Ole10Native", maxObjectBytes)
	f.out.Problem(err, dir)
	data := embed.ReadNative(b)
	p, ok := embed.ReadPackage(data, f.page)
	if !ok {
		f.child(name+".bin", data)
		return
	}
	f.out.Meta("ole:PackagePath", p.Source, dir)
	f.out.Meta("ole:PackagePath", p.Temp, dir)
	if !p.Whole {
		f.out.Problem(fmt.Errorf("%w: the package is cut off", evidence.ErrCorrupt), dir)
	}
	if own := p.Name(); own != "" {
		name = own
	}
	f.child(name, p.Data)
}

func (f *file) handOver(dir, stream, name string) {
	b, err := f.stream(dir, stream, maxObjectBytes)
	f.out.Problem(err, dir)
	if name == "" {
		name = stream
	}
	f.child(name, b)
}

// storage puts an embedded document together.
func (f *file) storage(dir, name string) {
	root := &node{}
	nodes := map[string]*node{dir: root}
	total := int64(0)
	for _, e := range f.cfb.File {
		path := strings.Join(e.Path, "/")
		if path != dir && !strings.HasPrefix(path, dir+"/") || nodes[path] == nil {
			continue
		}
		raw := e.Name
		if e.Initial < ' ' && e.Initial > 0 {
			raw = string(rune(e.Initial)) + e.Name
		}
		n := &node{name: raw, storage: e.FileInfo().IsDir()}
		if n.storage {
			nodes[path+"/"+e.Name] = n
		} else if e.Size > 0 {
			n.data, _ = f.stream(path, e.Name, max(0, maxObjectBytes-total)) // what cannot be read is missed by the object's own reader
			total += int64(len(n.data))
		}
		nodes[path].members = append(nodes[path].members, n)
	}
	f.child(name, rebuild(root))
}

func (f *file) child(name string, b []byte) {
	if len(b) > 0 {
		f.out.Child(f.ctx, evidence.ChildName{Name: push.Clean(name), Origin: evidence.OriginEmbedded}, bytes.NewReader(b))
	}
}
