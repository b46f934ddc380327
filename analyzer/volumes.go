package analyzer

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"evscan/evidence"
)

// Files whose names say that they are volumes of one set are read together. A name only
// proposes: the readers look whether the contents belong together, and what does not is
// read by itself.

// Bounds of a set.
const (
	maxVolumes = 9999 // the highest number that is looked at
	maxGaps    = 1000 // missing parts between those that are there
)

// Rules of naming.
const (
	ruleSplit = iota
	ruleZip
	ruleZipx
	ruleRarPart
	ruleRarOld
)

// volumeName is what a name says of its place in a set.
type volumeName struct {
	file   string // the name itself, without folders
	set    string // equal for all parts of a set
	base   string // what the names have in common, as written, without folders
	rule   int
	number int  // from 1; of name.zip maxVolumes+1, since it is the last
	width  int  // digits
	upper  bool // the extension is written in capitals
	sure   bool // no file has such a name for another reason
}

var (
	rarPartName = regexp.MustCompile(`(?i)^(.+)\.part(\d{1,5})\.(?:rar|exe|sfx)$`)
	numbered    = regexp.MustCompile(`^(.+)\.(\d{3,5})$`)
	zipPartName = regexp.MustCompile(`(?i)^(.+)\.(zx?)(\d{2,4})$`)
	rarOldName  = regexp.MustCompile(`(?i)^(.+)\.([r-y])(\d\d)$`)
	lastName    = regexp.MustCompile(`(?i)^(.+)\.(zipx?|rar)$`)
)

// splittable are the extensions of files that are cut into numbered pieces.
var splittable = []string{"7z", "zip", "zipx", "rar", "tar", "gz", "tgz", "bz2", "tbz", "tbz2", "xz", "txz", "zst", "tzst", "lz4",
	"lzma", "iso", "img", "cab", "arj", "lzh", "cpio", "jar", "exe", "pst", "mbox", "bak", "sql", "dump", "dd", "raw", "vhd", "vhdx", "vmdk", "wim", "dmg", "pdf"}

// volumeOf reads a name; false where it says nothing of volumes.
func volumeOf(name string) (volumeName, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	dir, base := path.Split(name)
	v := volumeName{file: base, sure: true}
	ending := func(digits string) bool {
		n, err := strconv.Atoi(digits)
		v.number, v.width = n, len(digits)
		return err == nil && n <= maxVolumes
	}
	if m := rarPartName.FindStringSubmatch(base); m != nil {
		v.base, v.rule = m[1], ruleRarPart
		v.upper = strings.Contains(base[len(m[1]):], "PART")
		ok := ending(m[2]) && v.number > 0
		return v.in(dir), ok
	}
	if m := zipPartName.FindStringSubmatch(base); m != nil {
		v.base, v.rule = m[1], ruleZip
		if len(m[2]) == 2 {
			v.rule = ruleZipx
		}
		v.upper = m[2][0] == 'Z'
		ok := ending(m[3]) && v.number > 0
		return v.in(dir), ok
	}
	if m := rarOldName.FindStringSubmatch(base); m != nil {
		v.base, v.rule, v.upper = m[1], ruleRarOld, m[2][0] < 'a'
		ok := ending(m[3])
		v.number += 2 + 100*int(m[2][0]|0x20-'r')
		return v.in(dir), ok
	}
	if m := lastName.FindStringSubmatch(base); m != nil {
		v.base, v.sure, v.upper = m[1], false, m[2][0] < 'a'
		switch strings.ToLower(m[2]) {
		case "zip":
			v.rule, v.number = ruleZip, maxVolumes+1
		case "zipx":
			v.rule, v.number = ruleZipx, maxVolumes+1
		default:
			v.rule, v.number = ruleRarOld, 1
		}
		return v.in(dir), true
	}
	if m := numbered.FindStringSubmatch(base); m != nil {
		v.base, v.rule = m[1], ruleSplit
		v.sure = slices.Contains(splittable, extension(m[1]))
		ok := ending(m[2])
		return v.in(dir), ok
	}
	return v, false
}

func (v volumeName) in(dir string) volumeName {
	v.set = strconv.Itoa(v.rule) + "/" + strings.ToLower(dir+v.base)
	return v
}

// called is the name of part n of v's set.
func (v volumeName) called(n int) string {
	end := ""
	switch v.rule {
	case ruleSplit:
		end = fmt.Sprintf(".%0*d", v.width, n)
	case ruleRarPart:
		end = fmt.Sprintf(".part%0*d.rar", v.width, n)
	case ruleRarOld:
		end = ".rar"
		if n > 1 {
			end = fmt.Sprintf(".%c%02d", 'r'+(n-2)/100, (n-2)%100)
		}
	case ruleZip, ruleZipx:
		x := map[int]string{ruleZip: "", ruleZipx: "x"}[v.rule]
		end = fmt.Sprintf(".z%s%02d", x, n)
		if n > maxVolumes {
			end = ".zip" + x
		}
	}
	if v.upper {
		end = strings.ToUpper(end)
	}
	return v.base + end
}

func (v volumeName) kind() evidence.VolumeKind {
	switch v.rule {
	case ruleZip, ruleZipx:
		return evidence.VolumesZip
	case ruleRarPart, ruleRarOld:
		return evidence.VolumesRar
	}
	return evidence.VolumesSplit
}

// volumeFile is a file that may be a volume.
type volumeFile struct {
	index int // the caller's
	size  int64
	name  volumeName
}

// foundSet is a set of which at least one part is there.
type foundSet struct {
	name  string
	kind  evidence.VolumeKind
	parts []foundPart // in order
	lead  int
}

type foundPart struct {
	name  string
	index int // of the caller's file; -1: missing
}

// findSets puts files together by their names, in the order of each set's first file.
func findSets(files []volumeFile) []foundSet {
	var order []string
	groups := map[string][]volumeFile{}
	for _, f := range files {
		if _, known := groups[f.name.set]; !known {
			order = append(order, f.name.set)
		}
		groups[f.name.set] = append(groups[f.name.set], f)
	}
	var out []foundSet
	for _, key := range order {
		if s, ok := makeSet(groups[key]); ok {
			out = append(out, s)
		}
	}
	return out
}

func makeSet(files []volumeFile) (foundSet, bool) {
	slices.SortStableFunc(files, func(a, b volumeFile) int { return a.name.number - b.name.number })
	// Of several files of one name the first counts.
	files = slices.CompactFunc(files, func(a, b volumeFile) bool { return a.name.number == b.name.number })
	first, last := files[0], files[len(files)-1]
	pattern := first.name // of a part that has digits, where there is one
	for _, f := range files {
		if f.name.width > 0 {
			pattern = f.name
			break
		}
	}
	s := foundSet{kind: first.name.kind(), name: first.name.base}
	from, to := min(1, first.name.number), last.name.number
	zip := s.kind == evidence.VolumesZip
	if zip {
		to = 0
		for _, f := range files {
			if f.name.number <= maxVolumes {
				to = f.name.number
			}
		}
	}
	alone := len(files) == 1
	switch {
	case alone && !(first.name.rule == ruleSplit && first.name.sure && first.name.number > 1):
		return s, false
	case to-from+1-len(files) > maxGaps:
		return s, false
	case first.name.rule == ruleSplit && !first.name.sure && !evenly(files):
		return s, false
	}
	at := 0
	add := func(n int) {
		p := foundPart{name: pattern.called(n), index: -1}
		if at < len(files) && files[at].name.number == n {
			p.name, p.index = files[at].name.file, files[at].index
			at++
		}
		s.parts = append(s.parts, p)
	}
	for n := from; n <= to; n++ {
		add(n)
	}
	if zip {
		add(maxVolumes + 1)
	}
	s.lead = slices.IndexFunc(s.parts, func(p foundPart) bool { return p.index >= 0 })
	if zip && s.parts[len(s.parts)-1].index >= 0 {
		s.lead = len(s.parts) - 1
	}
	return s, true
}

// evenly reports whether files look like one that was cut: without a gap, from the
// first on, all of one length but the last.
func evenly(files []volumeFile) bool {
	for i, f := range files {
		if f.name.number != files[0].name.number+i || f.name.width != files[0].name.width {
			return false
		}
		if i < len(files)-1 && f.size != files[0].size {
			return false
		}
	}
	return files[0].name.number <= 1 && files[0].size > 0 && files[len(files)-1].size <= files[0].size
}
