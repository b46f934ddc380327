package analyzer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"evscan/evidence"
)

// reading is the first stage of a scan: every unit is read by a worker, and items
// are committed in the order of the package.
type reading struct {
	cfg     Config
	spool   *spool
	sources []string // paths of the package
	units   map[unitKey]*unit
	queue   unitQueue
	running int
	commit  *commit
	stats   readStats
	stream  publisher
	retried bool  // closed items have had their second reading
	held    int64 // bytes of files in the spool
	kept    int64 // bytes of pictures that stay there for crops, not counted in held
}

// windowBytes bounds what is read ahead of the commit, in bytes that lie in the
// spool: beyond it only the unit that the commit waits for is read.
const windowBytes = 4 << 30

type readStats struct {
	restarts int
}

// run reads root and everything in it, and returns the committed items.
func (r *reading) run(ctx context.Context, root *unit, path string) error {
	if limit := r.cfg.Settings.Limits.TotalTime; limit > 0 {
		timer := time.AfterFunc(limit, func() { r.commit.late.Store(true) })
		defer timer.Stop()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	work := make(chan assignment)
	events := make(chan event)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer cancel()
	jobs := max(1, r.cfg.Jobs)
	for i := range jobs {
		out, err := r.spool.workerDir(i)
		if err != nil {
			return err
		}
		s := &supervisor{launch: r.cfg.Workers, settings: r.cfg.Settings, out: out, spool: r.spool, sources: r.sources, events: events}
		wg.Go(func() { s.run(ctx, work) })
	}
	defer close(work)
	r.commit.begin(root, path)
	r.schedule(root)
	for {
		r.commit.advance()
		if err := r.publish(); err != nil {
			return err
		}
		r.progress()
		if r.commit.finished() && r.running == 0 {
			again, err := r.retry()
			if err != nil {
				return err
			}
			if !again {
				return r.publish()
			}
			r.commit.begin(root, path)
			r.schedule(root)
			continue
		}
		next := r.queue.first()
		var send chan assignment
		var a assignment
		if next != nil && r.running < jobs && !r.commit.finished() && (next.urgent || r.held <= windowBytes) {
			send = work
			budget := r.budget(next)
			a = assignment{unit: next, budget: budget,
				job: job{File: []byte(next.file), Name: next.name, Ext: next.key.ext, Passwords: next.extra(), Budget: budget, Set: next.set.job(next.self)}}
		}
		if send == nil && r.running == 0 {
			return fmt.Errorf("the scan stalled at item %s", r.commit.position())
		}
		select {
		case send <- a:
			r.queue.take()
			next.budget = a.budget
			r.running++
		case e := <-events:
			if e.err != nil {
				return e.err
			}
			if err := r.take(e); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// models are the OCR models that committed items were read with, and those that
// were asked for in vain.
func (r *reading) models() (used, missing []string) {
	for _, u := range r.commit.units {
		if u != nil {
			used = union(used, u.result.ocr.Used)
			missing = union(missing, u.result.ocr.Missing)
		}
	}
	return used, missing
}

// schedule queues a unit unless it lies too deep or has been queued before.
func (r *reading) schedule(u *unit) {
	if u.depth <= r.cfg.Settings.Limits.Depth {
		r.queue.add(u)
	}
}

// take applies what a supervisor reports.
func (r *reading) take(e event) error {
	u := e.unit
	if e.child != nil {
		c := child{name: e.child.reply.Name, size: e.child.reply.Size}
		if c.name.Name == "" {
			c.name.Name = "item " + strconv.Itoa(len(u.result.children)+1)
		}
		if name, ok := volumeOf(c.name.Name); ok && e.child.reply.SHA256 != "" {
			u.result.yield += c.size
			r.postpone(u, pendingChild{index: len(u.result.children), name: name, sha256: e.child.reply.SHA256, file: e.child.file, owned: true, size: c.size})
		} else if e.child.file != "" {
			ordinal := append(slices.Clone(u.ordinal), len(u.result.children))
			c.unit = r.unit(unitKey{sha256: e.child.reply.SHA256, ext: extension(c.name.Name)}, e.child.file, true, c.name.Name, c.size, ordinal, u.depth+1)
			if c.unit.parent == nil {
				c.unit.parent = u
			}
			u.result.yield += c.size
		} else if known, ok := r.units[unitKey{sha256: e.child.reply.SHA256, ext: extension(c.name.Name)}]; ok && e.child.reply.SHA256 != "" {
			c.unit = r.unit(known.key, "", false, c.name.Name, c.size, append(slices.Clone(u.ordinal), len(u.result.children)), u.depth+1)
			u.result.yield += c.size
		}
		u.result.children = append(u.result.children, c)
		return nil
	}
	r.running--
	if err := r.assemble(u); err != nil {
		return err
	}
	u.done = true
	f := e.done
	if f.restarted {
		r.stats.restarts++
	}
	ref, err := r.spool.put(f.facts)
	if err != nil {
		return err
	}
	res := &u.result
	res.typ, res.problems, res.facts = f.typ, f.problems, ref
	res.entries, res.ocr, res.cut = f.reply.Entries, f.reply.OCR, f.reply.Cut
	res.text = textStats(f.facts)
	if why := u.opened(); why != "" {
		res.typ.Warnings = append(res.typ.Warnings, why)
	}
	for _, fact := range f.facts {
		if fact.Kind == evidence.FactMetadata {
			res.metadata = append(res.metadata, fact)
		}
	}
	return nil
}

// unit returns the unit of some bytes, new or known. Bytes that are known already
// are not kept twice.
func (r *reading) unit(key unitKey, file string, owned bool, name string, size int64, ordinal []int, depth int) *unit {
	u, known := r.units[key]
	if !known {
		u = &unit{key: key, file: file, owned: owned, name: name, size: size, ordinal: ordinal, depth: depth}
		r.units[key] = u
		if owned {
			r.held += size
		}
		r.schedule(u)
		return u
	}
	if owned {
		os.Remove(file)
	}
	if u.stale {
		u.stale = false
		if !u.done {
			r.schedule(u)
		}
	}
	if depth < u.depth {
		u.depth = depth
		if !u.queued {
			u.ordinal = ordinal
		}
		r.schedule(u)
	}
	return u
}

// release removes the bytes of a committed unit from the spool. What stayed closed
// is kept: it may be read once more with passwords that the package states; and so are
// pictures that crops of the evidence may be cut out of.
func (r *reading) release(u *unit) {
	if u.set != nil && !u.set.settled(r.retried) {
		return
	}
	for _, u := range u.set.members(u) {
		if u.owned && u.file != "" && (u.locked() == 0 || r.retried) {
			if r.keep(u) {
				continue
			}
			os.Remove(u.file)
			u.file = ""
			r.held -= u.size
		}
	}
}

// keep leaves the bytes of a picture with text in the spool until the marks are known
// and the parts around the evidence can be cut out of it.
func (r *reading) keep(u *unit) bool {
	if u.kept || u.result.text.OCRChars == 0 || !isPicture(u.result.typ) || r.kept+u.size > maxKeptBytes {
		return u.kept
	}
	u.kept = true
	r.kept += u.size
	r.held -= u.size
	return true
}

// budget is how many bytes may come out of u: exactly what the commit will allow
// where it waits for u, else a guess from where u was found first. A wrong guess
// costs a second reading, never another result.
func (r *reading) budget(u *unit) int64 {
	if u.urgent {
		return r.commit.budget()
	}
	budget, chain := r.cfg.Settings.Limits.TotalBytes, int64(0)
	for p, hops := u.parent, 0; p != nil && hops <= r.cfg.Settings.Limits.Depth; p, hops = p.parent, hops+1 {
		chain += p.result.yield
		budget = min(budget, r.commit.ceiling(p)-max(chain, p.spent))
	}
	return max(budget, 0)
}

func (r *reading) progress() {
	if r.cfg.Progress != nil {
		r.cfg.Progress(Progress{Stage: "reading", Done: len(r.commit.items), Known: len(r.commit.items) + r.queue.Len() + r.running, Item: r.commit.last})
	}
}

// extension is the lower-case extension of a name, without dot; "" where there is
// none or it is no plausible one.
func extension(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	ext := strings.ToLower(strings.TrimPrefix(filepath.Ext(name), "."))
	if len(ext) > 12 || len(ext) == len(name)-1 && !strings.Contains(name[1:], ".") {
		return ""
	}
	for _, c := range ext {
		if c >= utf8.RuneSelf || !(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '~' || c == '_' || c == '-') {
			return ""
		}
	}
	return ext
}
