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
		return Type{Format: f.ID, MIME: f.MIME, Basis: basis, Warnings: extWarnings(formats, f, p.Ext)}, f
	}
	t := Type{Format: FormatUnknown, MIME: "application/octet-stream", Basis: "no signature matched and it is not text",
		Warnings: extWarnings(formats, nil, p.Ext)}
	if p.Size == 0 {
		t.Basis = "empty"
		t.Warnings = emptyWarnings(formats, p.Ext)
	}
	return t, nil
}

// emptyWarnings says where the name promises a content that is never empty: a text may
// be, an archive or a picture not.
func emptyWarnings(formats []Format, ext string) []string {
	for _, f := range formats {
		if ext != "" && slices.Contains(f.Exts, strings.ToLower(ext)) {
			if f.Extract == nil || strings.HasPrefix(f.MIME, "text/") {
				return nil
			}
			return []string{fmt.Sprintf("the extension .%s is that of %s, but the file is empty", ext, f.ID)}
		}
	}
	return nil
}

// extWarnings says where the name promises another content. A format that names
// no extensions accepts any that no other format claims.
func extWarnings(formats []Format, f *Format, ext string) []string {
	if ext == "" {
		return nil
	}
	ext = strings.ToLower(ext)
	owner := ""
	for i := range formats {
		if slices.Contains(formats[i].Exts, ext) {
			owner = formats[i].ID
			break
		}
	}
	switch {
	case f == nil && owner != "":
		return []string{fmt.Sprintf("the extension .%s is that of %s, but the content is not", ext, owner)}
	case f == nil || slices.Contains(f.Exts, ext):
		return nil
	case owner != "" && owner != f.ID:
		return []string{fmt.Sprintf("the extension .%s is that of %s, but the content is %s", ext, owner, f.ID)}
	case len(f.Exts) > 0 && owner == "":
		return []string{fmt.Sprintf("the extension .%s is unusual for %s", ext, f.ID)}
	}
	return nil
}
