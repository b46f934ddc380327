package analyzer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"evscan/evidence"
)

// event is what a worker's supervisor tells the coordinator.
type event struct {
	unit  *unit
	child *foundChild // a child was found; the unit goes on
	done  *finished   // the unit is read, or given up
	err   error       // the scan can't go on
}

// foundChild is a child whose bytes the supervisor has taken into the spool.
type foundChild struct {
	reply childReply
	file  string // "" where it has no bytes
}

type finished struct {
	typ       evidence.Type
	facts     []evidence.Fact
	problems  []evidence.Problem
	reply     doneReply
	restarted bool
}

// assignment is a unit to read. The supervisor does not look into the unit, which
// the coordinator goes on writing to: the job says all it needs.
type assignment struct {
	unit   *unit
	job    job
	budget int64
}

// supervisor runs one worker process after another and feeds it units.
type supervisor struct {
	launch   Launcher
	settings Settings
	out      string   // the worker's folder for children; its private folder is the one around it
	sources  []string // paths of the package
	spool    *spool
	events   chan<- event

	process *Process
	orders  *frameWriter
	replies *frameReader

	tidied  int
	folders []*os.File // the private folder and out, open to look into
}

// Bounds of starting a worker.
const (
	startTime  = time.Minute // for one to say that it is ready
	startTries = 3
)

// run serves units until the channel closes or ctx ends.
func (s *supervisor) run(ctx context.Context, work <-chan assignment) {
	defer s.close()
	for a := range work {
		u := a.unit
		done, err := s.serve(ctx, a)
		if err != nil {
			s.tell(ctx, event{unit: u, err: err})
			return
		}
		s.tidy()
		if !s.tell(ctx, event{unit: u, done: done}) {
			return
		}
	}
}

// serve hands a unit to a worker. One that died while it had nothing to do, or
// before it said anything about the unit, is replaced and costs nothing; the
// replacement that does the same costs the unit.
func (s *supervisor) serve(ctx context.Context, a assignment) (*finished, error) {
	j := a.job
	j.Out = s.out
	for try := 1; ; try++ {
		if err := s.start(ctx); err != nil {
			return nil, err
		}
		err := s.orders.write(order{Job: &j})
		if err == nil {
			f, begun, err := s.read(ctx, a)
			if err == nil && !begun && try < startTries {
				continue
			}
			return f, err
		}
		cause := s.bury()
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if try == startTries {
			return nil, fmt.Errorf("workers die before they are given anything to read: %w", errors.Join(err, cause))
		}
	}
}

// tidy removes what the unit left in the worker's folder, and the worker itself
// where it keeps too much memory or its folder can't be emptied.
func (s *supervisor) tidy() {
	if s.process != nil && s.process.Memory != nil && s.process.Memory() > workerResident {
		s.stop()
	}
	if s.process != nil && s.clean() {
		return
	}
	if err := s.spool.sweep(s.out); err != nil && s.process != nil {
		s.bury()
		s.spool.sweep(s.out)
	}
}

// clean reports whether the worker's folder is as it was given to it. Most items
// leave nothing, and a sweep takes as long as a small item does; a worker that
// exchanged the folder behind our back is found by the sweep of every 100th.
func (s *supervisor) clean() bool {
	if s.tidied++; s.tidied%100 == 0 {
		return false
	}
	if s.folders == nil {
		dir, err1 := os.Open(filepath.Dir(s.out))
		out, err2 := os.Open(s.out)
		if err := errors.Join(err1, err2); err != nil {
			dir.Close()
			out.Close()
			return false
		}
		s.folders = []*os.File{dir, out}
	}
	for i, f := range s.folders {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return false
		}
		if names, _ := f.Readdirnames(2); len(names) != 1-i || i == 0 && names[0] != filepath.Base(s.out) {
			return false
		}
	}
	return true
}

func (s *supervisor) tell(ctx context.Context, e event) bool {
	select {
	case s.events <- e:
		return true
	case <-ctx.Done():
		return false
	}
}

// start makes sure that there is a worker that is ready. A start that fails may
// have been bad luck, so it is tried again.
func (s *supervisor) start(ctx context.Context) error {
	for try := 1; s.process == nil; try++ {
		err := s.startOnce(ctx)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if try == startTries {
			return fmt.Errorf("a worker did not start: %w", err)
		}
	}
	return nil
}

func (s *supervisor) startOnce(ctx context.Context) error {
	dir := filepath.Dir(s.out)
	p, err := s.launch(ctx, dir)
	if err != nil {
		return err
	}
	s.process, s.orders, s.replies = p, newFrameWriter(p.In), newReplyReader(p.Out)
	late := time.AfterFunc(startTime, p.Kill)
	defer late.Stop()
	folders := Folders{Read: [][]byte{[]byte(s.spool.items())}, Write: []byte(dir)}
	for _, path := range s.sources {
		folders.Read = append(folders.Read, []byte(path))
	}
	err = s.orders.write(order{Settings: &s.settings, Folders: folders})
	var r reply
	if err == nil {
		err = s.replies.read(&r)
	}
	if err == nil && !r.Ready {
		err = errors.New("it did not say that it is ready")
	}
	if err == nil {
		return nil
	}
	if cause := s.bury(); cause != nil {
		return cause
	}
	return err
}

func (s *supervisor) close() {
	s.stop()
	for _, f := range s.folders {
		f.Close()
	}
}

// stop lets the worker end in good order, for a second; then it is killed.
func (s *supervisor) stop() {
	if s.process == nil {
		return
	}
	s.process.In.Close()
	kill := time.AfterFunc(time.Second, s.process.Kill)
	s.process.Wait()
	kill.Stop()
	s.process = nil
}

// bury kills the worker, waits for it and says what it died of.
func (s *supervisor) bury() error {
	s.process.Kill()
	err := s.process.Wait()
	s.process.In.Close()
	s.process = nil
	return err
}

// read takes what the worker says about one unit. Its error ends the scan; a
// worker's death, its deadline or nonsense from it ends the unit only. begun is
// false where the worker died without a word.
func (s *supervisor) read(ctx context.Context, a assignment) (f *finished, begun bool, err error) {
	f = &finished{typ: unknownType()}
	pushed := 0 // facts and children
	process := s.process
	var late atomic.Bool
	deadline := time.AfterFunc(s.settings.Limits.ItemTime, func() { late.Store(true); process.Kill() })
	defer deadline.Stop()
	stop := context.AfterFunc(ctx, process.Kill)
	defer stop()
	check := newCheck(s.settings.Limits)
	for {
		var r reply
		if err := s.replies.read(&r); err != nil {
			cause := s.bury()
			if ctx.Err() != nil {
				return nil, true, ctx.Err()
			}
			f.restarted = true
			if late.Load() {
				f.problems = append(f.problems, evidence.Problem{Kind: evidence.ProblemTimedOut, Fatal: pushed == 0,
					Detail: fmt.Sprintf("not finished within %s; its worker was ended", s.settings.Limits.ItemTime)})
				return f, true, nil
			}
			var bad badFrame
			switch {
			case errors.As(err, &bad):
				f.problems = append(f.problems, distrusted(err, pushed == 0))
			default:
				f.problems = append(f.problems, lost(cause, pushed == 0))
				return f, begun, nil
			}
			return f, true, nil
		}
		begun = true
		child := ""
		err := check.reply(&r)
		if err == nil && r.Child != nil && r.Child.File != "" {
			if child, err = s.spool.adopt(ctx, s.out, r.Child.File, r.Child.Size, r.Child.SHA256); err != nil {
				err = fmt.Errorf("no file of an entry: %w", err)
			}
		}
		if err != nil {
			s.bury()
			if ctx.Err() != nil {
				return nil, true, ctx.Err()
			}
			f.restarted = true
			f.problems = append(f.problems, distrusted(err, pushed == 0))
			return f, true, nil
		}
		switch {
		case r.Type != nil:
			warnings := f.typ.Warnings
			f.typ = *r.Type
			f.typ.Warnings = append(f.typ.Warnings, warnings...)
		case r.Fact != nil:
			pushed++
			f.facts = append(f.facts, *r.Fact)
		case r.Problem != nil:
			f.problems = append(f.problems, *r.Problem)
		case r.Warning != "":
			f.typ.Warnings = append(f.typ.Warnings, r.Warning)
		case r.Child != nil:
			// A container that still yields is alive: its deadline counts from the last child.
			pushed++
			deadline.Reset(s.settings.Limits.ItemTime)
			if !s.tell(ctx, event{unit: a.unit, child: &foundChild{reply: *r.Child, file: child}}) {
				return nil, true, ctx.Err()
			}
		case r.Taken != 0:
			deadline.Reset(s.settings.Limits.ItemTime)
		case r.Done != nil:
			f.reply = *r.Done
			return f, true, nil
		}
	}
}

// lost says that the worker died over the unit.
func lost(cause error, fatal bool) evidence.Problem {
	detail := "the worker that read it died and was replaced"
	if cause != nil {
		detail += ": " + valid(cause.Error(), 300)
	}
	return evidence.Problem{Kind: evidence.ProblemCrashed, Detail: detail, Fatal: fatal}
}

// distrusted says that the worker told what no worker tells: what it read may have
// taken it over.
func distrusted(why error, fatal bool) evidence.Problem {
	return evidence.Problem{Kind: evidence.ProblemCrashed, Fatal: fatal,
		Detail: "the worker that read it did not keep to the rules and was replaced: " + valid(why.Error(), 300)}
}
