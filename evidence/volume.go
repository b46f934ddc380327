package evidence

import (
	"errors"
	"fmt"
	"io"
	"sort"
)

// VolumeKind says by which rule of naming the parts of a set belong together.
type VolumeKind string

const (
	VolumesSplit VolumeKind = "split" // name.001, name.002: any file cut in pieces, also name.7z.001
	VolumesZip   VolumeKind = "zip"   // name.z01, name.z02, ..., name.zip
	VolumesRar   VolumeKind = "rar"   // name.part1.rar, name.part2.rar, or name.rar, name.r00, name.r01
)

// Volume is one part of a set of volumes.
type Volume struct {
	Name string      // base name as a person reads it; of a missing part the name that it should have
	At   io.ReaderAt // nil: the part is missing
	Size int64
}

// VolumeSet is the set of volumes that an item is a part of, as the names of the files
// beside it tell. Whether the contents belong together is for the reader to find out.
type VolumeSet struct {
	Name  string // what the names have in common
	Kind  VolumeKind
	Parts []Volume // in order, with the gaps; parts missing at the end are not known
	Lead  int      // the part under which the set's entries are listed; always present
	Self  int      // the part that the item is
}

// Missing lists the names of the parts that are not there, in order.
func (s *VolumeSet) Missing() []string {
	var out []string
	for _, v := range s.Parts {
		if v.At == nil {
			out = append(out, v.Name)
		}
	}
	return out
}

// ErrVolumeMissing is what a read of a joined set fails with where its bytes stand in a
// part that is missing; the error names the part.
var ErrVolumeMissing = errors.New("the volume is missing")

// Join returns the parts as one run of bytes and its length. A missing part takes as many
// bytes as the largest that is there, since all but the last are of one size; reading
// there fails with ErrVolumeMissing, and a method NextPresent(off int64) int64 of the
// reader tells where the gap ends.
func Join(parts []Volume) (io.ReaderAt, int64) {
	gap := int64(0)
	for _, v := range parts {
		if v.At != nil {
			gap = max(gap, v.Size)
		}
	}
	j := &joined{parts: parts, starts: make([]int64, len(parts)+1)}
	for i, v := range parts {
		size := v.Size
		if v.At == nil {
			size = gap
		}
		j.starts[i+1] = j.starts[i] + max(0, size)
	}
	return j, j.starts[len(parts)]
}

type joined struct {
	parts  []Volume
	starts []int64 // of each part, and the end
}

// ReadAt implements io.ReaderAt.
func (j *joined) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, fmt.Errorf("reading a set of volumes at %d", off)
	}
	i := sort.Search(len(j.parts), func(i int) bool { return j.starts[i+1] > off })
	n := 0
	for ; i < len(j.parts) && n < len(p); i++ {
		room := j.starts[i+1] - off
		if room <= 0 {
			continue
		}
		want := int(min(room, int64(len(p)-n)))
		v := j.parts[i]
		if v.At == nil {
			return n, fmt.Errorf("%w: %q: %w", ErrUnsupported, v.Name, ErrVolumeMissing)
		}
		k, err := v.At.ReadAt(p[n:n+want], off-j.starts[i])
		n, off = n+k, off+int64(k)
		if k < want {
			if err == nil || errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return n, err
		}
	}
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

// NextPresent returns the first offset from off on whose byte is there: off itself, or
// the end of the gap around it.
func (j *joined) NextPresent(off int64) int64 {
	for i, p := range j.parts {
		if p.At == nil && j.starts[i] <= off && off < j.starts[i+1] {
			off = j.starts[i+1]
		}
	}
	return off
}
