package analyzer

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"evscan/evidence"
)

// formatVolume is the type of a part that says nothing by itself.
const formatVolume = "volume"

// identified is what a worker reads, and as what.
type identified struct {
	at       io.ReaderAt
	size     int64
	typ      evidence.Type
	format   *evidence.Format
	set      *evidence.VolumeSet // nil: it stands alone
	part     bool                // it is read with the lead of its set
	warnings []string
}

// joined reports whether at is all parts as one.
func (i identified) joined() bool {
	return i.set != nil && !i.part && i.set.Kind == evidence.VolumesSplit
}

// mass is the size of what its children come out of.
func (i identified) mass() int64 {
	if i.set == nil || i.part {
		return i.size
	}
	var total int64
	for _, p := range i.set.Parts {
		total += p.Size
	}
	return total
}

// name is what a reader shall take for the item's name.
func (i identified) name(own string) string {
	if i.joined() {
		return i.set.Name
	}
	return own
}

func (i identified) ext(own string) string {
	if i.joined() {
		return extension(i.set.Name)
	}
	return own
}

// volume decides what an item is that may be a part of a set: the lead with the others, a
// part that is read with the lead, or, where the contents do not bear out the names, a
// file by itself.
func (w *worker) volume(s *sink, set *evidence.VolumeSet, own identified) identified {
	if set.Kind != evidence.VolumesSplit {
		return w.nativeVolume(set, own)
	}
	at, size := evidence.Join(set.Parts)
	shown, _ := evidence.Join(filled(set.Parts))
	probe, err := newProbe(shown, size, extension(set.Name))
	if err != nil {
		s.problem(evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err)})
		return own
	}
	typ, format := evidence.Identify(w.reader.Formats, probe)
	if w.complete(set, typ) {
		own.warnings = append(own.warnings, fmt.Sprintf("the name is that of a part of a set (%s), but each part is complete in itself", set.Name))
		return own
	}
	if set.Self == set.Lead {
		return identified{at: at, size: size, typ: typ, format: format, set: set}
	}
	switch {
	case format == nil:
		return own
	case own.format == nil, own.format.Extract == nil, own.typ.Format == typ.Format:
		t := volumeType(set, typ)
		return identified{at: own.at, size: own.size, typ: t, format: own.format, set: set, part: true}
	}
	own.warnings = append(own.warnings, fmt.Sprintf("the name is that of part %d of %s, and the content is %s by itself", set.Self+1, set.Name, own.typ.Format))
	return own
}

// nativeVolume asks the format of the lead which parts are volumes of it.
func (w *worker) nativeVolume(set *evidence.VolumeSet, own identified) identified {
	typ, format := own.typ, own.format
	if set.Self != set.Lead {
		lead := set.Parts[set.Lead]
		probe, err := newProbe(lead.At, lead.Size, "")
		if err != nil {
			return own
		}
		typ, format = evidence.Identify(w.reader.Formats, probe)
	}
	if format == nil || format.Volumes == nil {
		return own
	}
	used := format.Volumes(set)
	if !used[set.Self] || !slices.Contains(append(slices.Clone(used[:set.Lead]), used[set.Lead+1:]...), true) {
		return own
	}
	own.set = set
	own.typ.Warnings = nil // about the extension, which is a volume's
	if set.Self == set.Lead {
		return own
	}
	own.part = true
	if own.format == nil || own.typ.Format != typ.Format {
		own.typ = volumeType(set, typ)
	}
	return own
}

func volumeType(set *evidence.VolumeSet, whole evidence.Type) evidence.Type {
	return evidence.Type{Format: formatVolume, MIME: "application/octet-stream",
		Basis: fmt.Sprintf("its name and its place among the volumes of a %s", whole.Format)}
}

// complete reports whether the second part that is there is a file of the same kind as
// the whole: then somebody has numbered files, not cut one. A text or a tar goes on like
// it begins.
func (w *worker) complete(set *evidence.VolumeSet, whole evidence.Type) bool {
	switch {
	case whole.Format == evidence.FormatUnknown, whole.Format == "tar", strings.HasPrefix(whole.MIME, "text/"):
		return false
	}
	for i, p := range set.Parts {
		if i == set.Lead || p.At == nil {
			continue
		}
		probe, err := newProbe(p.At, p.Size, "")
		if err != nil {
			return false
		}
		probe.Tail = nil // the last part of a zip ends like a whole one
		typ, _ := evidence.Identify(w.reader.Formats, probe)
		return typ.Format == whole.Format && i > set.Lead
	}
	return false
}

// filled gives zeros for the parts that are missing: identification looks at what is
// there, and so do programs.
func filled(parts []evidence.Volume) []evidence.Volume {
	longest := int64(0)
	for _, p := range parts {
		longest = max(longest, p.Size)
	}
	out := slices.Clone(parts)
	for i := range out {
		if out[i].At == nil {
			out[i].At, out[i].Size = zeros{}, longest
		}
	}
	return out
}

type zeros struct{}

// ReadAt implements io.ReaderAt.
func (zeros) ReadAt(p []byte, _ int64) (int, error) {
	clear(p)
	return len(p), nil
}

// Bounds of what is told of the missing parts one by one.
const maxMissing = 20

// tellSet pushes what the item is in its set, and what is missing of it. It returns
// false where the coordinator is gone.
func (s *sink) tellSet(set *evidence.VolumeSet) bool {
	missing, pushed := set.Missing(), s.pushed
	defer func() { s.pushed = pushed }() // nothing of its content
	facts := [][2]string{{"volume:Set", set.Name}, {"volume:Part", fmt.Sprintf("%d of %d", set.Self+1, len(set.Parts))}}
	if set.Self != set.Lead {
		facts = append(facts, [2]string{"volume:ReadWith", set.Parts[set.Lead].Name})
	}
	for _, f := range facts {
		if s.Fact(evidence.Fact{Kind: evidence.FactMetadata, Name: f[0], Value: f[1], Source: "names beside it", At: evidence.Locator{Zone: evidence.ZoneName}}) != nil {
			return false
		}
	}
	if set.Self != set.Lead {
		return true
	}
	for i, name := range missing {
		if i == maxMissing {
			s.Problem(evidence.ProblemUnsupported, "", fmt.Sprintf("%d further volumes are missing", len(missing)-i))
			break
		}
		s.Problem(evidence.ProblemUnsupported, name, fmt.Sprintf("the volume %q is missing", name))
	}
	return true
}

// joinedFile writes the parts into one file in the worker's folder, for readers that
// want a file. Missing parts are zeros.
func (s *sink) joinedFile(ctx context.Context, what identified) (string, error) {
	if what.size > s.limits.ItemBytes {
		return "", fmt.Errorf("%w: its volumes hold more than %s together", evidence.ErrLimit, bytesOf(s.limits.ItemBytes))
	}
	if free, ok := freeBytes(s.job.Out); ok && free-what.size < s.reserve {
		return "", fmt.Errorf("%w: no room to join its volumes on the disk of the temporary folder", evidence.ErrLimit)
	}
	path := filepath.Join(filepath.Dir(s.job.Out), "joined")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return "", fmt.Errorf("joining volumes: %s", reason(err))
	}
	defer f.Close()
	at, size := evidence.Join(filled(what.set.Parts))
	if _, err := io.Copy(f, contextReader{ctx, io.NewSectionReader(at, 0, size)}); err != nil {
		os.Remove(path)
		return "", fmt.Errorf("joining volumes: %s", reason(err))
	}
	return path, nil
}
