package analyzer

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	out      string // the worker's folder for children
	adopt    func(workerOut, base string) (string, error)
	events   chan<- event

	process *Process
	orders  *frameWriter
	replies *frameReader
}

// run serves units until the channel closes or ctx ends.
func (s *supervisor) run(ctx context.Context, work <-chan assignment) {
	defer s.stop()
	for a := range work {
		u := a.unit
		if err := s.start(ctx); err != nil {
			s.tell(ctx, event{unit: u, err: err})
			return
		}
		done, err := s.read(ctx, a)
		if err != nil {
			s.tell(ctx, event{unit: u, err: err})
			return
		}
		if !s.tell(ctx, event{unit: u, done: done}) {
			return
		}
	}
}

func (s *supervisor) tell(ctx context.Context, e event) bool {
	select {
	case s.events <- e:
		return true
	case <-ctx.Done():
		return false
	}
}

func (s *supervisor) start(ctx context.Context) error {
	if s.process != nil {
		return nil
	}
	p, err := s.launch(ctx, s.out)
	if err != nil {
		return err
	}
	s.process, s.orders, s.replies = p, newFrameWriter(p.In), newFrameReader(p.Out)
	if err := s.orders.write(order{Settings: &s.settings}); err != nil {
		err = errors.Join(err, s.bury())
		return fmt.Errorf("a worker did not start: %w", err)
	}
	return nil
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

// read has the worker read one unit. Its error ends the scan; a worker's death or
// a deadline ends the unit only.
func (s *supervisor) read(ctx context.Context, a assignment) (*finished, error) {
	f := &finished{typ: evidence.Type{Format: "unknown", MIME: "application/octet-stream"}}
	j := a.job
	j.Out = s.out
	if err := s.orders.write(order{Job: &j}); err != nil {
		s.lost(f, s.bury())
		return f, ctx.Err()
	}
	process := s.process
	var late atomic.Bool
	deadline := time.AfterFunc(s.settings.Limits.ItemTime, func() { late.Store(true); process.Kill() })
	defer deadline.Stop()
	stop := context.AfterFunc(ctx, process.Kill)
	defer stop()
	for {
		var r reply
		if err := s.replies.read(&r); err != nil {
			cause := s.bury()
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			if late.Load() {
				f.restarted = true
				f.problems = append(f.problems, evidence.Problem{Kind: evidence.ProblemTimedOut, Fatal: len(f.facts) == 0,
					Detail: fmt.Sprintf("not finished within %s; its worker was ended", s.settings.Limits.ItemTime)})
				return f, nil
			}
			if cause == nil && !errors.Is(err, io.EOF) {
				cause = err
			}
			s.lost(f, cause)
			return f, nil
		}
		switch {
		case r.Type != nil:
			warnings := f.typ.Warnings
			f.typ = *r.Type
			f.typ.Warnings = append(f.typ.Warnings, warnings...)
		case r.Fact != nil:
			f.facts = append(f.facts, *r.Fact)
		case r.Problem != nil:
			f.problems = append(f.problems, *r.Problem)
		case r.Warning != "":
			f.typ.Warnings = append(f.typ.Warnings, r.Warning)
		case r.Child != nil:
			// A container that still yields is alive: its deadline counts from the last child.
			deadline.Reset(s.settings.Limits.ItemTime)
			c := &foundChild{reply: *r.Child}
			if r.Child.File != "" {
				file, err := s.adopt(s.out, r.Child.File)
				if err != nil {
					return nil, fmt.Errorf("taking a child of %s: %w", j.Name, err)
				}
				c.file = file
			}
			if !s.tell(ctx, event{unit: a.unit, child: c}) {
				return nil, ctx.Err()
			}
		case r.Done != nil:
			f.reply = *r.Done
			return f, nil
		}
	}
}

// lost notes that the worker died over the unit.
func (s *supervisor) lost(f *finished, cause error) {
	f.restarted = true
	detail := "the worker that read it died and was replaced"
	if cause != nil {
		detail += ": " + valid(cause.Error(), 300)
	}
	f.problems = append(f.problems, evidence.Problem{Kind: evidence.ProblemCrashed, Detail: detail, Fatal: len(f.facts) == 0})
}
