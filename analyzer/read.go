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
	source  string // path of the package
	units   map[unitKey]*unit
	queue   unitQueue
	running int
	commit  *commit
	stats   readStats
	retried bool // closed items have had their second reading
}

type readStats struct {
	restarts int
	used     []string // OCR models
	missing  []string
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
		s := &supervisor{launch: r.cfg.Workers, settings: r.cfg.Settings, out: out, spool: r.spool, source: r.source, events: events}
		wg.Go(func() { s.run(ctx, work) })
	}
	defer close(work)
	r.commit.begin(root, path)
	r.schedule(root)
	for {
		r.commit.advance()
		r.progress()
		if r.commit.finished() && r.running == 0 {
			again, err := r.retry()
			if err != nil || !again {
				return err
			}
			r.commit.begin(root, path)
			r.schedule(root)
			continue
		}
		next := r.queue.first()
		var send chan assignment
		var a assignment
		if next != nil && r.running < jobs && !r.commit.finished() {
			send = work
			a = assignment{unit: next, job: job{File: []byte(next.file), Name: next.name, Ext: next.key.ext, Passwords: next.extra()}}
		}
		if send == nil && r.running == 0 {
			return fmt.Errorf("the scan stalled at item %s", r.commit.position())
		}
		select {
		case send <- a:
			r.queue.take()
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
		if e.child.file != "" {
			ordinal := append(slices.Clone(u.ordinal), len(u.result.children))
			c.unit = r.unit(unitKey{e.child.reply.SHA256, extension(c.name.Name)}, e.child.file, true, c.name.Name, c.size, ordinal, u.depth+1)
		}
		u.result.children = append(u.result.children, c)
		return nil
	}
	r.running--
	u.done = true
	f := e.done
	if f.restarted {
		r.stats.restarts++
	}
	r.stats.used = union(r.stats.used, f.reply.OCR.Used)
	r.stats.missing = union(r.stats.missing, f.reply.OCR.Missing)
	ref, err := r.spool.put(f.facts)
	if err != nil {
		return err
	}
	res := &u.result
	res.typ, res.problems, res.facts = f.typ, f.problems, ref
	res.entries, res.ocr = f.reply.Entries, f.reply.OCR
	res.text = textStats(f.facts)
	if why := u.opened(); why != "" {
		res.typ.Warnings = append(res.typ.Warnings, why)
	}
	// What stayed closed may be read once more.
	if u.owned && (u.locked() == 0 || r.retried) {
		os.Remove(u.file)
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
		r.schedule(u)
		return u
	}
	if owned {
		os.Remove(file)
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
