package analyzer

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
)

// warnOfNames adds what is odd about the names of entries to their types: names
// that would lead out of a folder, names that hide what they are, twins. Names are
// never used as paths here; whoever unpacks the package by hand is warned.
func warnOfNames(items []evidence.Item) {
	w := nameWatch{}
	for i := range items {
		w.warn(&items[i])
	}
}

// nameWatch remembers the first item of every name in its place. It is shown the
// items in order.
type nameWatch map[namePlace]namedItem

type namePlace struct{ parent, name string } // the name as composed (NFC)

type namedItem struct{ id, name string }

// warn adds what is odd about the item's name to its type.
func (w nameWatch) warn(it *evidence.Item) {
	if it.Origin != evidence.OriginEntry && it.Origin != evidence.OriginAttachment {
		return
	}
	name := it.Name()
	warnings := nameWarnings(name)
	p := namePlace{it.Parent, norm.NFC.String(name)}
	if twin, seen := w[p]; !seen {
		w[p] = namedItem{it.ID, name}
	} else if twin.name == name {
		warnings = append(warnings, fmt.Sprintf("item %s has the same name", twin.id))
	} else {
		warnings = append(warnings, fmt.Sprintf("item %s has the same name in another Unicode form", twin.id))
	}
	if len(warnings) > 0 {
		// The list may be shared with an item of the same bytes.
		it.Type.Warnings = append(append([]string{}, it.Type.Warnings...), warnings...)
	}
}

// nameWarnings says what a name would do to somebody who trusted it.
func nameWarnings(name string) []string {
	var out []string
	slashed := strings.ReplaceAll(name, `\`, "/")
	switch {
	case len(name) >= 2 && name[1] == ':' && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z'):
		out = append(out, "the name has a drive letter")
	case strings.HasPrefix(slashed, "//"):
		out = append(out, "the name is a network path")
	case strings.HasPrefix(slashed, "/"):
		out = append(out, "the name is an absolute path")
	}
	for part := range strings.SplitSeq(slashed, "/") {
		if part == ".." {
			out = append(out, "the name leads out of its folder (..)")
			break
		}
	}
	for part := range strings.SplitSeq(slashed, "/") {
		if device(part) {
			out = append(out, "the name is that of a device on Windows")
			break
		}
	}
	var control, hidden bool
	for _, r := range name {
		control = control || unicode.IsControl(r)
		hidden = hidden || unicode.In(r, unicode.Cf, unicode.Zl, unicode.Zp)
	}
	if control {
		out = append(out, "the name holds control characters")
	}
	if hidden {
		out = append(out, "the name holds invisible or direction-changing characters")
	}
	return out
}

// device reports whether Windows takes a file name for a device, with any extension.
func device(part string) bool {
	base, _, _ := strings.Cut(part, ".")
	base = strings.ToUpper(strings.TrimRight(base, " "))
	switch base {
	case "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$":
		return true
	}
	return len(base) == 4 && (strings.HasPrefix(base, "COM") || strings.HasPrefix(base, "LPT")) && base[3] >= '1' && base[3] <= '9'
}
