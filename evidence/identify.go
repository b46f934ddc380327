package evidence

import (
	"fmt"
	"slices"
	"strings"
)

// FormatUnknown is Type.Format where no format matched.
const FormatUnknown = "unknown"

// Identify tries formats in order and returns the type of the item that p shows
// and the first format whose Match succeeded, or nil where none did. The name of
// the item decides nothing: where its extension is unusual for the content the
// type carries a warning.
//
// Equal formats and equal bytes give an equal answer.
func Identify(formats []Format, p Probe) (Type, *Format) {
	p.memo = map[string]any{}
	for i := range formats {
		f := &formats[i]
		if f.Match == nil {
			continue
		}
		basis, ok := f.Match(p)
		if !ok {
			continue
		}
		t := Type{Format: f.ID, MIME: f.MIME, Basis: basis, Warnings: extWarnings(formats, f, p.Ext)}
		if strings.HasPrefix(basis, BasisName) {
			t.Warnings = append(t.Warnings, "only the name says that this is "+f.ID)
		}
		return t, f
	}
	t := Type{Format: FormatUnknown, MIME: "application/octet-stream", Basis: "no signature matched and it is not text",
		Warnings: extWarnings(formats, nil, p.Ext)}
	if p.Size == 0 {
		t.Basis = "empty"
		t.Warnings = emptyWarnings(formats, p.Ext)
	}
	return t, nil
}

// emptyWarnings says where the name promises an archive, which is never empty.
func emptyWarnings(formats []Format, ext string) []string {
	for _, f := range formats {
		if f.ByReader && ext != "" && slices.Contains(f.Exts, strings.ToLower(ext)) && !strings.HasPrefix(f.MIME, "text/") {
			return []string{fmt.Sprintf("the extension .%s is that of %s, but the file is empty", ext, f.ID)}
		}
	}
	return nil
}

// BasisName begins the basis of a type that rests on the item's name: its bytes
// contradict the name in nothing and prove nothing either. Such a type carries a warning.
const BasisName = "name"

// neutral extensions promise no content, or none of the item's own.
var neutral = []string{"001", "backup", "bak", "bin", "bkp", "blob", "cache", "cfg", "conf", "config", "copy", "dat", "data", "db", "dist", "dump",
	"example", "file", "idx", "in", "inc", "lst", "new", "old", "orig", "out", "part", "prefs", "sample", "save", "state", "temp", "tmp", "user"}

// extWarnings says where the name promises another content. A format that names
// no extensions accepts any that no other format claims; one that is a kind of
// another accepts what is usual there.
func extWarnings(formats []Format, f *Format, ext string) []string {
	ext = strings.ToLower(ext)
	if ext == "" || slices.Contains(neutral, ext) {
		return nil
	}
	owner := ownerOf(formats, ext)
	if f != nil && (usual(formats, f, ext, owner) || owner != "" && root(formats, f.ID) == root(formats, owner)) {
		return nil
	}
	switch {
	case f == nil && owner != "":
		return []string{fmt.Sprintf("the extension .%s is that of %s, but the content is not", ext, owner)}
	case f == nil:
		return nil
	case owner != "" && owner != f.ID:
		return []string{fmt.Sprintf("the extension .%s is that of %s, but the content is %s", ext, owner, f.ID)}
	case len(f.Exts) > 0 && owner == "" && !notation(f):
		return []string{fmt.Sprintf("the extension .%s is unusual for %s", ext, f.ID)}
	}
	return nil
}

// ownerOf names the format whose extension ext is: the one that is called so, else the
// first that is a kind of nothing, else the first; "" where there is none.
func ownerOf(formats []Format, ext string) string {
	broad, first := "", ""
	for i := range formats {
		f := &formats[i]
		switch {
		case !slices.Contains(f.Exts, ext):
		case f.ID == ext:
			return f.ID
		case broad == "" && f.Of == "":
			broad = f.ID
		case first == "":
			first = f.ID
		}
	}
	if broad != "" {
		return broad
	}
	return first
}

// notation tells whether f is a way to write anything down, for which no name is unusual.
func notation(f *Format) bool {
	return strings.HasPrefix(f.MIME, "text/") || strings.HasSuffix(f.MIME, "json") || strings.HasSuffix(f.MIME, "xml")
}

// root is the broadest format that id is a kind of. Two kinds of one format that go by each
// other's extension mislead nobody: a text is no less one for being a script.
func root(formats []Format, id string) string {
	for range 4 { // kinds of kinds of kinds, and no circle goes on for ever
		i := slices.IndexFunc(formats, func(f Format) bool { return f.ID == id })
		if i < 0 || formats[i].Of == "" {
			break
		}
		id = formats[i].Of
	}
	return id
}

// usual tells whether f or a broader format names ext, or a broader one takes any
// extension and owner, whose extension it is, is none.
func usual(formats []Format, f *Format, ext, owner string) bool {
	for depth := range 4 { // kinds of kinds of kinds, and no circle goes on for ever
		if slices.Contains(f.Exts, AnyExt) || slices.Contains(f.Exts, ext) || depth > 0 && len(f.Exts) == 0 && owner == "" {
			return true
		}
		i := slices.IndexFunc(formats, func(g Format) bool { return f.Of != "" && g.ID == f.Of })
		if i < 0 {
			return false
		}
		f = &formats[i]
	}
	return false
}
