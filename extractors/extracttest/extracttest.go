// Package extracttest helps to test formats: a sink that keeps what it is given,
// inputs made from bytes, and a recogniser that reads what it is told.
package extracttest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"evscan/evidence"
)

// MaxChildBytes bounds what the sink keeps of one child.
const MaxChildBytes = 64 << 20

// Child is a child that a format pushed.
type Child struct {
	Name evidence.ChildName
	Data []byte // nil where no reader was given
	Err  error  // the reader's error, nil at its end
}

// Problem is a problem that a format reported on its own item.
type Problem struct {
	Kind          evidence.ProblemKind
	Where, Detail string
}

// Sink implements evidence.Sink and keeps everything.
type Sink struct {
	Facts    []evidence.Fact
	Children []Child
	Problems []Problem
	Warnings []string

	MaxFacts    int // an error is returned by the fact after so many; 0: never
	MaxChildren int // the same for children
}

// ErrFull is what the sink returns past MaxFacts or MaxChildren.
var ErrFull = errors.New("the sink is full")

// Fact implements evidence.Sink.
func (s *Sink) Fact(f evidence.Fact) error {
	if s.MaxFacts > 0 && len(s.Facts) >= s.MaxFacts {
		return ErrFull
	}
	s.Facts = append(s.Facts, f)
	return nil
}

// Child implements evidence.Sink. Like the real sink it reads r to its end and
// turns a read error into the child's problem.
func (s *Sink) Child(ctx context.Context, name evidence.ChildName, r io.Reader) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.MaxChildren > 0 && len(s.Children) >= s.MaxChildren {
		return ErrFull
	}
	c := Child{Name: name}
	if r != nil {
		c.Data, c.Err = io.ReadAll(io.LimitReader(r, MaxChildBytes))
		if c.Err != nil && c.Name.Problem.Kind == "" {
			c.Name.Problem = evidence.Problem{Kind: evidence.ProblemKindOf(c.Err), Detail: c.Err.Error()}
		}
	}
	s.Children = append(s.Children, c)
	return nil
}

// Problem implements evidence.Sink.
func (s *Sink) Problem(kind evidence.ProblemKind, where, detail string) {
	s.Problems = append(s.Problems, Problem{kind, where, detail})
}

// Warn implements evidence.Sink.
func (s *Sink) Warn(w string) { s.Warnings = append(s.Warnings, w) }

// Text joins the values of all text and OCR facts with line feeds.
func (s *Sink) Text() string {
	var parts []string
	for _, f := range s.Facts {
		if f.Kind != evidence.FactMetadata {
			parts = append(parts, f.Value)
		}
	}
	return strings.Join(parts, "\n")
}

// Metadata lists "name=value" of the metadata facts in the order they came.
func (s *Sink) Metadata() []string {
	var out []string
	for _, f := range s.Facts {
		if f.Kind == evidence.FactMetadata {
			out = append(out, f.Name+"="+f.Value)
		}
	}
	return out
}

// Names lists the children's names in order.
func (s *Sink) Names() []string {
	var out []string
	for _, c := range s.Children {
		out = append(out, c.Name.Name)
	}
	return out
}

// Kinds lists the kinds of the problems of the item and its children, in order.
func (s *Sink) Kinds() []evidence.ProblemKind {
	var out []evidence.ProblemKind
	for _, p := range s.Problems {
		out = append(out, p.Kind)
	}
	for _, c := range s.Children {
		if c.Name.Problem.Kind != "" {
			out = append(out, c.Name.Problem.Kind)
		}
	}
	return out
}

// Input makes an input of data: a file in a private folder, default limits, no
// OCR engine.
func Input(t testing.TB, name string, data []byte) evidence.Input {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "item")
	if err := os.WriteFile(file, data, 0o400); err != nil {
		t.Fatal(err)
	}
	temp := filepath.Join(dir, "temp")
	if err := os.Mkdir(temp, 0o700); err != nil {
		t.Fatal(err)
	}
	in := Memory(name, data)
	in.File, in.Temp = file, temp
	return in
}

// Memory makes an input without a file, for formats that need none and for fuzzing.
func Memory(name string, data []byte) evidence.Input {
	return evidence.Input{At: bytes.NewReader(data), Size: int64(len(data)), Name: name, Ext: Ext(name), Limits: evidence.DefaultLimits()}
}

// Ext is the lower-case extension of name without its dot.
func Ext(name string) string { return strings.ToLower(strings.TrimPrefix(filepath.Ext(name), ".")) }

// Probe makes what identification sees of data.
func Probe(name string, data []byte) evidence.Probe {
	n := min(len(data), evidence.ProbeBytes)
	return evidence.Probe{Head: data[:n:n], Tail: data[len(data)-n:], Size: int64(len(data)), Ext: Ext(name), At: bytes.NewReader(data)}
}

// Run extracts data with f into a new sink.
func Run(t testing.TB, f evidence.Format, name string, data []byte) (*Sink, error) {
	t.Helper()
	s := &Sink{}
	err := f.Extract(context.Background(), Input(t, name, data), s)
	return s, err
}

// Find returns the format with the given ID.
func Find(t testing.TB, formats []evidence.Format, id string) evidence.Format {
	t.Helper()
	for _, f := range formats {
		if f.ID == id {
			return f
		}
	}
	t.Fatalf("no format %s", id)
	return evidence.Format{}
}

// Check fails t where the sink holds what no format may push, whatever it read:
// text that is not UTF-8, facts that are too long, words outside their fact.
func (s *Sink) Check(t testing.TB) {
	t.Helper()
	for i, f := range s.Facts {
		switch {
		case !utf8.ValidString(f.Value) || !utf8.ValidString(f.Name):
			t.Errorf("fact %d (%s) is not UTF-8: %q", i, f.Name, f.Value)
		case len(f.Value) > evidence.MaxFactBytes:
			t.Errorf("fact %d (%s) has %d bytes", i, f.Name, len(f.Value))
		case f.Kind == evidence.FactMetadata && f.Name == "":
			t.Errorf("fact %d is metadata without a name: %q", i, f.Value)
		}
		for _, w := range f.Words {
			if w.Start < 0 || w.End > len(f.Value) || w.Start > w.End {
				t.Errorf("fact %d: word %q lies at %d..%d of %d bytes", i, w.Text, w.Start, w.End, len(f.Value))
			}
		}
	}
	for i, c := range s.Children {
		if !utf8.ValidString(c.Name.Name) {
			t.Errorf("child %d: name is not UTF-8: %q", i, c.Name.Name)
		}
		if c.Data == nil && c.Name.Problem.Kind == "" {
			t.Errorf("child %d (%s) has neither bytes nor a problem", i, c.Name.Name)
		}
	}
}

// Recogniser reads Words in every picture.
type Recogniser struct {
	Recognition evidence.Recognition
	Err         error
	Seen        []image.Rectangle // bounds of the pictures it was shown
}

// Recognise implements evidence.Recogniser.
func (r *Recogniser) Recognise(_ context.Context, img image.Image) (evidence.Recognition, error) {
	r.Seen = append(r.Seen, img.Bounds())
	return r.Recognition, r.Err
}

// Close implements evidence.Recogniser.
func (r *Recogniser) Close() error { return nil }
