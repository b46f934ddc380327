package analyzer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"evscan/evidence"
)

// Work serves one worker: it reads the settings and then jobs from in, one after
// the other, and writes what it finds to out. It returns nil when in ends.
func Work(ctx context.Context, r Reader, in io.Reader, out io.Writer) error {
	orders := newFrameReader(in)
	w := &worker{reader: r, out: newFrameWriter(out)}
	defer w.close()
	for {
		var o order
		if err := orders.read(&o); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return fmt.Errorf("reading an order: %w", err)
		}
		switch {
		case o.Settings != nil:
			w.settings = *o.Settings
			if r.Enclose != nil {
				if err := r.Enclose(o.Folders, w.settings.Limits); err != nil {
					return err
				}
			}
			if err := w.out.write(reply{Ready: true}); err != nil {
				return err
			}
		case o.Job != nil && len(o.Job.Crops) > 0:
			if err := w.crop(ctx, *o.Job); err != nil {
				return err
			}
		case o.Job != nil:
			if err := w.do(ctx, *o.Job); err != nil {
				return err
			}
		}
	}
}

type worker struct {
	reader   Reader
	settings Settings
	out      *frameWriter
	ocr      evidence.Recogniser
	ocrErr   error
	ocrOpen  bool
}

func (w *worker) close() {
	if w.ocr != nil {
		w.ocr.Close()
	}
}

// recogniser opens the OCR engine when the first picture asks for it: most
// workers of a package of documents never need one.
func (w *worker) recogniser(temp string) (evidence.Recogniser, error) {
	if !w.ocrOpen {
		w.ocrOpen = true
		if w.reader.OCR == nil {
			w.ocrErr = fmt.Errorf("no text recognition in this build: %w", evidence.ErrToolMissing)
		} else {
			w.ocr, w.ocrErr = w.reader.OCR(w.settings.Languages, temp)
		}
	}
	return w.ocr, w.ocrErr
}

// do reads one item. Its error says that the coordinator can't be reached any
// more; everything else becomes a problem of the item.
func (w *worker) do(ctx context.Context, j job) error {
	s := &sink{out: w.out, job: j, limits: w.settings.Limits, reserve: w.settings.DiskReserve, inventory: w.settings.Inventory != nil}
	s.extract(ctx, w)
	if s.broken != nil {
		return s.broken
	}
	return w.out.write(reply{Done: &s.done})
}

func (s *sink) extract(ctx context.Context, w *worker) {
	f, err := os.Open(string(s.job.File))
	if err != nil {
		s.problem(evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err), Fatal: true})
		return
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		s.problem(evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err), Fatal: true})
		return
	}
	s.size = info.Size()
	probe, err := newProbe(f, s.size, s.job.Ext)
	if err != nil {
		s.problem(evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err), Fatal: true})
		return
	}
	typ, format := evidence.Identify(w.reader.Formats, probe)
	what := identified{at: unnamed{f}, size: s.size, typ: typ, format: format}
	if s.job.Set != nil {
		set, files := openSet(s.job.Set)
		defer files.Close()
		what = w.volume(s, set, what)
	}
	s.size = what.mass()
	typ, format = what.typ, what.format
	s.send(reply{Type: &typ})
	for _, warning := range what.warnings {
		s.Warn(warning)
	}
	if what.set != nil && !s.tellSet(what.set) {
		return
	}
	switch {
	case what.part:
		return // its bytes are read with the first part of its set
	case s.size == 0:
		return // nothing to read in it, and nothing missed
	case w.settings.Inventory != nil && (format == nil || !slices.Contains(w.settings.Inventory, format.ID)):
		s.done.Listed = true
		s.problem(evidence.Problem{Kind: evidence.ProblemUnsupported, Fatal: true, Detail: notRead})
		return
	case format == nil:
		s.done.Listed = true
		s.problem(evidence.Problem{Kind: evidence.ProblemUnsupported, Fatal: true,
			Detail: "the content is of no type that evscan knows"})
		return
	case format.Extract == nil:
		s.done.Listed = true
		s.problem(evidence.Problem{Kind: evidence.ProblemUnsupported, Fatal: true,
			Detail: "identified as " + typ.Format + ", which evscan does not read"})
		return
	}
	temp, err := os.MkdirTemp(filepath.Dir(s.job.Out), "temp-")
	if err != nil {
		s.problem(evidence.Problem{Kind: evidence.ProblemReadFailed, Detail: reason(err), Fatal: true})
		return
	}
	defer os.RemoveAll(temp)
	in := evidence.Input{File: string(s.job.File), At: what.at, Size: what.size, Name: what.name(s.job.Name), Ext: what.ext(s.job.Ext), Temp: temp, Set: what.set,
		Passwords: append(slices.Clone(w.settings.Passwords), s.job.Passwords...), Limits: w.settings.Limits, NoOCR: w.settings.NoOCR}
	if what.joined() {
		in.File = "" // it would be the first part only
	}
	if what.joined() && !format.ByReader {
		if in.File, err = s.joinedFile(ctx, what); err != nil {
			s.problem(evidence.Problem{Kind: evidence.ProblemKindOf(err), Detail: reason(err), Fatal: true})
			return
		}
		defer os.Remove(in.File)
	}
	if w.settings.NoOCR == "" {
		in.OCR = &lazyOCR{w: w, s: s, temp: filepath.Dir(s.job.Out)}
	}
	s.run(ctx, *format, in)
}

// run calls the format's reader. A panic is reported as the crash it is: the item
// keeps what was pushed, and the worker lives on.
func (s *sink) run(ctx context.Context, f evidence.Format, in evidence.Input) {
	defer func() {
		if p := recover(); p != nil {
			s.problem(evidence.Problem{Kind: evidence.ProblemCrashed, Fatal: s.pushed == 0,
				Detail: fmt.Sprintf("the %s reader failed: %v", f.ID, p)})
		}
	}()
	err := f.Extract(ctx, in, s)
	if err == nil || errors.Is(err, errSinkClosed) || (s.tripped != nil && errors.Is(err, s.tripped)) {
		return
	}
	s.problem(evidence.Problem{Kind: evidence.ProblemKindOf(err), Detail: reason(err), Fatal: s.pushed == 0})
}

// unnamed reads a file without letting its errors tell where the file lies: a
// path of the spool says nothing to the reader of a report and differs every time.
type unnamed struct{ f io.ReaderAt }

func (u unnamed) ReadAt(p []byte, off int64) (int, error) {
	n, err := u.f.ReadAt(p, off)
	var pe *os.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return n, err
}

// newProbe reads what identification looks at.
func newProbe(f io.ReaderAt, size int64, ext string) (evidence.Probe, error) {
	n := min(size, evidence.ProbeBytes)
	head, tail := make([]byte, n), make([]byte, n)
	if _, err := f.ReadAt(head, 0); err != nil && !errors.Is(err, io.EOF) {
		return evidence.Probe{}, err
	}
	if _, err := f.ReadAt(tail, size-n); err != nil && !errors.Is(err, io.EOF) {
		return evidence.Probe{}, err
	}
	return evidence.Probe{Head: head, Tail: tail, Size: size, Ext: ext, At: unnamed{f}}, nil
}

// reason is the text of an error without the paths of this machine, which tell
// the reader nothing and would make two reports differ.
func reason(err error) string {
	var pe *os.PathError
	if errors.As(err, &pe) {
		return pe.Op + ": " + pe.Err.Error()
	}
	return strings.ToValidUTF8(err.Error(), "\uFFFD")
}

var errSinkClosed = errors.New("the scan has ended")

// sink sends what a reader pushes to the coordinator and counts it.
type sink struct {
	out       *frameWriter
	job       job
	limits    evidence.Limits
	reserve   int64 // bytes that stay free on the spool's disk
	size      int64 // of the item
	done      doneReply
	pushed    int   // facts and children
	text      int64 // bytes of text facts
	facts     int
	cost      int64 // of facts, as factCost counts
	problems  int
	warnings  int
	yield     int64 // bytes of children
	taken     int   // children taken
	buf       []byte
	sent      map[unitKey]struct{} // children handed over with their bytes
	looked    int64                // yield when the disk was looked at last
	inventory bool                 // no text is taken
	tripped   error                // the limit that stopped this item
	broken    error                // the coordinator is gone
}

func (s *sink) send(r reply) {
	if s.broken == nil {
		if err := s.out.write(r); err != nil {
			s.broken = fmt.Errorf("%w: %w", errSinkClosed, err)
		}
	}
}

// shown takes the paths of this machine out of a text for the report: they tell the
// reader nothing and differ from run to run.
func (s *sink) shown(text string) string {
	if len(s.job.File) > 0 {
		text = strings.ReplaceAll(text, string(s.job.File), "the file")
	}
	return strings.ReplaceAll(text, filepath.Dir(s.job.Out), "the temporary folder")
}

func (s *sink) problem(p evidence.Problem) {
	p.Detail = valid(s.shown(unprefixed(p.Detail)), 1000)
	p.Where = valid(s.shown(p.Where), 1000)
	switch s.problems++; {
	case s.problems < maxProblems:
		s.send(reply{Problem: &p})
	case s.problems == maxProblems:
		s.send(reply{Problem: &evidence.Problem{Kind: evidence.ProblemLimit, Detail: fmt.Sprintf("more than %d problems; further ones are not listed", maxProblems-1)}})
	}
}

// Problem implements evidence.Sink.
func (s *sink) Problem(kind evidence.ProblemKind, where, detail string) {
	s.problem(evidence.Problem{Kind: kind, Where: where, Detail: detail})
}

// Warn implements evidence.Sink.
func (s *sink) Warn(warning string) {
	if s.warnings++; warning != "" && s.warnings <= maxWarnings/2 {
		s.send(reply{Warning: valid(warning, 1000)})
	}
}

// limit reports a tripped limit once and returns the error that stops the reader.
func (s *sink) limit(detail string) error {
	if s.tripped == nil {
		s.tripped = fmt.Errorf("%w: %s", evidence.ErrLimit, detail)
		s.problem(evidence.Problem{Kind: evidence.ProblemLimit, Detail: detail})
	}
	return s.tripped
}

// Fact implements evidence.Sink.
func (s *sink) Fact(f evidence.Fact) error {
	if s.broken != nil {
		return s.broken
	}
	if s.inventory && f.Kind != evidence.FactMetadata {
		return nil
	}
	f.Name, f.Source = valid(f.Name, 1000), valid(f.Source, 1000)
	f.At.Part, f.At.Cell = valid(f.At.Part, 1000), valid(f.At.Cell, 100)
	if len(f.Words) == 0 {
		f.Value = valid(f.Value, evidence.MaxFactBytes)
	}
	if f.Kind != evidence.FactMetadata {
		s.text += int64(len(f.Value))
		if s.text > s.limits.TextBytes {
			return s.limit("more text than " + bytesOf(s.limits.TextBytes) + "; the rest was not read")
		}
	}
	s.cost += factCost(&f)
	if s.facts++; s.facts > maxFacts || s.cost > s.limits.TextBytes+extraFacts {
		return s.limit("more statements than an item may hold; the rest was not read")
	}
	s.pushed++
	s.send(reply{Fact: &f})
	return s.broken
}

// Child implements evidence.Sink.
func (s *sink) Child(ctx context.Context, name evidence.ChildName, r io.Reader) error {
	if s.broken != nil {
		return s.broken
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	s.done.Entries++
	if s.taken >= s.limits.Items {
		return s.limit("more than " + strconv.Itoa(s.limits.Items) + " entries; the rest was not taken")
	}
	s.taken++
	s.pushed++
	name.Problem.Detail = unprefixed(name.Problem.Detail)
	name.Name = valid(name.Name, 4096)
	name.Problem.Detail = s.shown(name.Problem.Detail)
	if len(name.Raw) > 4096 {
		name.Raw = name.Raw[:4096]
	}
	if r == nil {
		s.send(reply{Child: &childReply{Name: name, Size: max(0, name.Size)}})
		return s.broken
	}
	c, limit, err := s.spool(ctx, &name, r)
	if err != nil {
		return err
	}
	c.Name = name
	if s.broken == nil {
		if err := s.out.write(reply{Child: c}); err != nil {
			s.broken = fmt.Errorf("%w: %w", errSinkClosed, err)
		}
	}
	if limit != "" {
		return s.limit(limit)
	}
	return s.broken
}

// spool writes a child's bytes to a file of its own, counting them. A limit of the
// container comes back as text; a limit or a read error of the child is put into
// its name's problem.
func (s *sink) spool(ctx context.Context, name *evidence.ChildName, r io.Reader) (*childReply, string, error) {
	base := strconv.Itoa(s.taken)
	path := filepath.Join(s.job.Out, base)
	var f *os.File // made with the first byte: archives of many empty files are common
	open := func() error {
		if f != nil {
			return nil
		}
		var err error
		if f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
			return fmt.Errorf("spooling %s: %s", name.Name, reason(err))
		}
		return nil
	}
	defer func() {
		if f != nil {
			f.Close()
		}
	}()
	hash := sha256.New()
	c := &childReply{File: base}
	var limit string
	if s.buf == nil {
		s.buf = make([]byte, 128<<10)
	}
	buf := s.buf
	patience := s.limits.ItemTime - s.limits.ItemTime/4
	said, since, slow := int64(0), time.Now(), false
	for limit == "" && !slow {
		if err := ctx.Err(); err != nil {
			return nil, "", err
		}
		switch {
		case c.Size-said >= takenStep:
			said, since = c.Size, time.Now()
			s.send(reply{Taken: said})
		case patience > 0 && time.Since(since) > patience:
			// The container goes on with its next entry; at its own deadline it would lose all.
			addProblem(name, evidence.ProblemTimedOut, fmt.Sprintf("only %s came within %s; cut off there", bytesOf(c.Size-said), patience))
			slow = true
			continue
		}
		n, rerr := r.Read(buf)
		room := s.limits.ItemBytes - c.Size
		if int64(n) > room {
			n = int(room)
			addProblem(name, evidence.ProblemLimit, "larger than "+bytesOf(s.limits.ItemBytes)+"; cut off there")
			rerr = io.EOF
		}
		if s.yield+int64(n) > s.limits.TotalBytes {
			n = int(s.limits.TotalBytes - s.yield)
			limit = "more than " + bytesOf(s.limits.TotalBytes) + " came out of it; the rest was not taken"
		}
		if s.yield+int64(n) > s.job.Budget {
			n = int(s.job.Budget - s.yield)
			limit = fmt.Sprintf("the containers around it expand to more than %g times their size with what is nested in them; the rest was not taken", s.limits.Ratio)
			s.done.Cut = true
		}
		if full := s.diskFull(n); limit == "" && full != "" {
			n, limit = 0, full
		}
		if n > 0 {
			if err := open(); err != nil {
				return nil, "", err
			}
		}
		if n == 0 {
			// Nothing to write.
		} else if w, err := f.Write(buf[:n]); errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
			n, limit = w, "no room left on the disk of the temporary folder; the rest was not taken"
		} else if err != nil {
			return nil, "", fmt.Errorf("spooling %s: %s", name.Name, reason(err))
		}
		hash.Write(buf[:n])
		c.Size += int64(n)
		s.yield += int64(n)
		if limit == "" && s.yield > s.limits.RatioFloor && float64(s.yield) > s.limits.Ratio*float64(max(s.size, 1)) {
			limit = fmt.Sprintf("expands to more than %g times its size; the rest was not taken", s.limits.Ratio)
		}
		if errors.Is(rerr, io.EOF) {
			break
		}
		if rerr != nil {
			kind := evidence.ProblemKindOf(rerr)
			if errors.Is(rerr, ctx.Err()) && ctx.Err() != nil {
				return nil, "", rerr
			}
			addProblem(name, kind, s.shown(reason(rerr)))
			break
		}
	}
	if limit != "" {
		addProblem(name, evidence.ProblemLimit, "cut off: a limit of its container tripped")
	}
	c.SHA256 = hex.EncodeToString(hash.Sum(nil))
	// Bytes that the coordinator has from this container already are not sent again.
	key := unitKey{sha256: c.SHA256, ext: extension(name.Name)}
	if _, sent := s.sent[key]; sent {
		if f != nil {
			os.Remove(path)
		}
		c.File = ""
		return c, limit, nil
	}
	if s.sent == nil {
		s.sent = map[unitKey]struct{}{}
	}
	s.sent[key] = struct{}{}
	return c, limit, open()
}

// DefaultDiskReserve is what stays free on the disk of the spool, in bytes: room for
// the report, for the facts of what has been taken, and for everybody else.
const DefaultDiskReserve = 512 << 20

// diskStep is how many bytes are spooled between two looks at the disk.
const diskStep = 8 << 20

// diskFull says why no further n bytes may be spooled; "" where they may. It looks at
// the disk before the first bytes of an item and then every diskStep.
func (s *sink) diskFull(n int) string {
	if s.yield > 0 && s.yield+int64(n)-s.looked < diskStep || n == 0 {
		return ""
	}
	s.looked = s.yield
	free, ok := freeBytes(s.job.Out)
	if !ok || free-int64(n) >= s.reserve {
		return ""
	}
	return "less than " + bytesOf(s.reserve) + " are free on the disk of the temporary folder; the rest was not taken"
}

// unprefixed takes off the words by which wrapped errors chose the kind of a problem: the
// kind says them already.
func unprefixed(detail string) string {
	for {
		cut := detail
		for _, err := range []error{evidence.ErrCorrupt, evidence.ErrUnsupported, evidence.ErrEncrypted, evidence.ErrLimit, evidence.ErrToolMissing} {
			cut = strings.TrimPrefix(cut, err.Error()+": ")
		}
		if cut == detail {
			return detail
		}
		detail = cut
	}
}

func addProblem(name *evidence.ChildName, kind evidence.ProblemKind, detail string) {
	if name.Problem.Kind == "" {
		name.Problem = evidence.Problem{Kind: kind, Detail: valid(unprefixed(detail), 1000)}
	}
}

// valid makes s valid UTF-8 of at most limit bytes.
func valid(s string, limit int) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}

// lazyOCR is the worker's engine as one item sees it: opened on first use, with
// the models that were used and missed noted for the report.
type lazyOCR struct {
	w    *worker
	s    *sink
	temp string
}

func (l *lazyOCR) Recognise(ctx context.Context, img image.Image) (evidence.Recognition, error) {
	engine, err := l.w.recogniser(l.temp)
	if err != nil {
		return evidence.Recognition{}, err
	}
	rec, err := engine.Recognise(ctx, img)
	l.s.done.OCR.Used = union(l.s.done.OCR.Used, rec.Languages)
	l.s.done.OCR.Missing = union(l.s.done.OCR.Missing, rec.Missing)
	return rec, err
}

// Close leaves the worker's engine open for the next item.
func (l *lazyOCR) Close() error { return nil }

// union adds the new elements of b to a and keeps a sorted.
func union(a, b []string) []string {
	a = append(slices.Clone(a), b...)
	slices.Sort(a)
	return slices.Compact(a)
}

// bytesOf writes a size for people.
func bytesOf(n int64) string {
	v, unit := float64(n), "B"
	for _, u := range []string{"KiB", "MiB", "GiB", "TiB"} {
		if v < 1024 {
			break
		}
		v, unit = v/1024, u
	}
	return fmt.Sprintf("%.4g %s", v, unit)
}
