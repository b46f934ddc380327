package analyzer

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"evscan/evidence"
)

// unitSet is a set of volumes whose parts are units. Since its key is in theirs, equal
// parts of another set are read for themselves.
type unitSet struct {
	name  string
	kind  evidence.VolumeKind
	parts []unitPart
	lead  int
}

type unitPart struct {
	name string
	unit *unit // nil: missing
}

// job is what a worker is told of the set of its item.
func (s *unitSet) job(self int) *jobSet {
	if s == nil {
		return nil
	}
	j := &jobSet{Name: s.name, Kind: s.kind, Lead: s.lead, Self: self}
	for _, p := range s.parts {
		part := jobPart{Name: p.name}
		if p.unit != nil {
			part.File, part.Size = []byte(p.unit.file), p.unit.size
		}
		j.Parts = append(j.Parts, part)
	}
	return j
}

// settled reports whether no part's bytes are needed any more.
func (s *unitSet) settled(retried bool) bool {
	for _, p := range s.parts {
		if p.unit != nil && (!p.unit.done || !p.unit.settled || p.unit.locked() > 0 && !retried) {
			return false
		}
	}
	return true
}

// members are the units of the set, or u alone where it has none.
func (s *unitSet) members(u *unit) []*unit {
	if s == nil {
		return []*unit{u}
	}
	var out []*unit
	for _, p := range s.parts {
		if p.unit != nil {
			out = append(out, p.unit)
		}
	}
	return out
}

// mass is the size of what a unit's children come out of.
func (u *unit) mass() int64 {
	if u.set == nil || u.self != u.set.lead {
		return u.size
	}
	var total int64
	for _, m := range u.set.members(u) {
		total += m.size
	}
	return total
}

// pendingChild is a child whose name says that it may be a volume. It has no unit before
// its container has been read: what it is depends on the files beside it.
type pendingChild struct {
	index  int // in the container's children
	name   volumeName
	sha256 string
	file   string // "" where the bytes are those of an earlier pending child
	owned  bool   // file is in the spool
	size   int64
}

func (r *reading) postpone(u *unit, p pendingChild) {
	if p.owned && p.file != "" {
		r.held += p.size
	}
	u.result.pending = append(u.result.pending, p)
}

// assemble makes the units of what was postponed, alone or as parts of sets.
func (r *reading) assemble(u *unit) error {
	pending := u.result.pending
	u.result.pending = nil
	if len(pending) == 0 {
		return nil
	}
	var files []volumeFile
	copies := map[unitKey]*pendingChild{}
	shared := map[*pendingChild]bool{}
	for i := range pending {
		p := &pending[i]
		files = append(files, volumeFile{index: i, size: p.size, name: p.name})
		if p.owned && p.file != "" {
			r.held -= p.size
			copies[p.key(u)] = p
		} else if first := copies[p.key(u)]; p.owned && first != nil {
			shared[first] = true
		}
	}
	sets, place := findSets(files), map[int][2]int{} // by pending: the set and the part
	for i, s := range sets {
		for n, part := range s.parts {
			if part.index >= 0 {
				place[part.index] = [2]int{i, n}
			}
		}
	}
	made := make([]*unitSet, len(sets))
	keys := make([]string, len(sets))
	for i, s := range sets {
		made[i] = &unitSet{name: s.name, kind: s.kind, lead: s.lead, parts: make([]unitPart, len(s.parts))}
		h := sha256.New()
		fmt.Fprintf(h, "%s %q %d\n", s.kind, s.name, s.lead)
		for n, part := range s.parts {
			made[i].parts[n].name = part.name
			if part.index >= 0 {
				fmt.Fprintf(h, "%d %q %s\n", n, part.name, pending[part.index].sha256)
			}
		}
		keys[i] = sum(h)
	}
	for i := range pending {
		p := &pending[i]
		c := &u.result.children[p.index]
		key, file := p.key(u), p.file
		if first := copies[key]; p.owned && (p.file == "" || shared[p]) {
			file = ""
			if first != nil {
				var err error
				if file, err = r.spool.again(first.file); err != nil {
					return err
				}
			}
		}
		at, isPart := place[i]
		if isPart {
			key.set = fmt.Sprintf("%s/%d", keys[at[0]], at[1])
		}
		if file == "" {
			known := r.units[unitKey{sha256: key.sha256, ext: key.ext}]
			if known == nil || isPart {
				c.name.Problem = evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: "its bytes were not kept", Fatal: true}
				continue
			}
		}
		c.unit = r.unit(key, file, p.owned && file != "", c.name.Name, p.size, append(slices.Clone(u.ordinal), p.index), u.depth+1)
		if c.unit.parent == nil && p.owned {
			c.unit.parent = u
		}
		if isPart {
			made[at[0]].parts[at[1]].unit = c.unit
			if c.unit.set == nil {
				c.unit.set, c.unit.self = made[at[0]], at[1]
			}
		}
	}
	for p := range shared {
		os.Remove(p.file)
	}
	return nil
}

func (p *pendingChild) key(u *unit) unitKey {
	return unitKey{sha256: p.sha256, ext: extension(u.result.children[p.index].name.Name)}
}

// besides returns the paths of the set that the file at path is a part of, in the order
// of their parts; nil where it stands alone. Only plain files of the same folder count.
func besides(path string) []string {
	own, ok := volumeOf(filepath.Base(path))
	if !ok {
		return nil
	}
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // the package itself may still be readable
	}
	var files []volumeFile
	var names []string
	for _, e := range entries {
		name, ok := volumeOf(e.Name())
		if !ok || name.set != own.set || e.Name() != filepath.Base(path) && !e.Type().IsRegular() {
			continue
		}
		info, err := os.Stat(filepath.Join(dir, e.Name()))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		files = append(files, volumeFile{index: len(names), size: info.Size(), name: name})
		names = append(names, e.Name())
	}
	for _, s := range findSets(files) {
		var out []string
		for _, p := range s.parts {
			if p.index >= 0 {
				out = append(out, filepath.Join(dir, names[p.index]))
			}
		}
		if slices.Contains(out, path) {
			return out
		}
	}
	return nil
}

// openVolumes takes a set of volumes that lies beside each other as a container of its
// parts. The package is named by the part that was given.
func (r *reading) openVolumes(ctx context.Context, paths []string, name string) (*unit, Package, error) {
	root := folderUnit(name, evidence.Type{Format: "volumes", MIME: "application/octet-stream", Basis: fmt.Sprintf("%d files whose names are those of one set of volumes", len(paths))})
	listing := sha256.New()
	for _, path := range paths {
		base := filepath.Base(path)
		c := child{name: evidence.ChildName{Name: valid(base, 4096), Origin: evidence.OriginEntry}}
		if c.name.Name != base {
			c.name.Raw = []byte(base)
		}
		sha, err := r.addFile(ctx, root, &c, path)
		if err != nil {
			return nil, Package{}, fmt.Errorf("reading %s: %w", base, err)
		}
		fmt.Fprintf(listing, "%s  %q\n", sha, base)
		root.size += c.size
		root.result.children = append(root.result.children, c)
	}
	if err := r.assemble(root); err != nil {
		return nil, Package{}, err
	}
	r.sources = paths
	root.result.entries = len(root.result.children)
	root.key.sha256 = sum(listing)
	return root, Package{Name: name, Kind: "folder", Size: root.size, SHA256: root.key.sha256}, nil
}

// again gives a file of the spool a second name, so that two items can have it.
func (s *spool) again(file string) (string, error) {
	from, err := filepath.Rel(s.dir, file)
	if err != nil {
		return "", err
	}
	to := filepath.Join("items", fmt.Sprint(s.next.Add(1)))
	if err := s.root.Link(from, to); err != nil {
		return "", fmt.Errorf("keeping a volume: %s", reason(err))
	}
	return filepath.Join(s.dir, to), nil
}

// openSet opens the volumes that a job names. Sets may have more parts than a process
// may have open files, so each is opened when it is read and one stays open.
func openSet(j *jobSet) (*evidence.VolumeSet, io.Closer) {
	files := &volumeFiles{}
	set := &evidence.VolumeSet{Name: j.Name, Kind: j.Kind, Lead: j.Lead, Self: j.Self}
	for _, p := range j.Parts {
		v := evidence.Volume{Name: p.Name}
		if len(p.File) > 0 {
			v.At, v.Size = volumeAt{files, string(p.File)}, p.Size
		}
		set.Parts = append(set.Parts, v)
	}
	return set, files
}

type volumeFiles struct {
	mu   sync.Mutex
	path string
	f    *os.File
}

// Close implements io.Closer.
func (v *volumeFiles) Close() error {
	if v.f == nil {
		return nil
	}
	err := v.f.Close()
	v.f = nil
	return err
}

type volumeAt struct {
	files *volumeFiles
	path  string
}

// ReadAt implements io.ReaderAt.
func (v volumeAt) ReadAt(p []byte, off int64) (int, error) {
	v.files.mu.Lock()
	defer v.files.mu.Unlock()
	if v.files.f == nil || v.files.path != v.path {
		v.files.Close()
		f, err := os.Open(v.path)
		if err != nil {
			return 0, fmt.Errorf("opening a volume: %s", reason(err))
		}
		v.files.f, v.files.path = f, v.path
	}
	return unnamed{v.files.f}.ReadAt(p, off)
}
