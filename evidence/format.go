package evidence

import (
	"context"
	"errors"
	"image"
	"io"
)

// Format is one file format: how it is recognised and how it is read.
//
// Formats are tried in the order of the list that names them; the first whose
// Match succeeds is the item's type. A Format has no state and is safe for
// concurrent use.
type Format struct {
	ID      string   // short and stable: docx, pdf, zip, eml, jpeg
	MIME    string   // media type
	Version int      // raised when Extract yields something else for the same bytes
	Exts    []string // usual file name extensions, lower case, without dot; empty: none is unusual
	// Of is the ID of the broader format that this one is a kind of: "zip" of a KMZ,
	// "text" of a program's source. An extension usual there is none to warn of. "" where there is none.
	Of string
	// Match tells from the content whether p is of this format and on what basis.
	// It must not fail on any bytes and must not keep p.
	Match func(p Probe) (basis string, ok bool)
	// Extract pushes what the item says and contains. Nil: identified only.
	//
	// An error means that the item could not be read to its end; whatever was
	// pushed before is kept. ErrEncrypted, ErrCorrupt, ErrUnsupported, ErrLimit and
	// ErrToolMissing (wrapped) choose the kind of the problem; any other error
	// is reported as corrupt. An error from the sink must be returned as it is.
	Extract func(ctx context.Context, in Input, out Sink) error
	// ByReader says that Extract reads Input.At only and does without Input.File, so that
	// a set of volumes need not be copied into one file for it.
	ByReader bool
	// Volumes tells, from the contents, which parts of a set that an item of this format
	// leads are volumes of it; its result is as long as the parts. Nil: the format has
	// no volumes of its own. Sets of kind VolumesSplit are joined without asking.
	Volumes func(s *VolumeSet) []bool
}

// AnyExt among a format's extensions says that its files carry those of others: the
// lock file of a document is named like the document.
const AnyExt = "*"

// Probe is what identification sees of an item. Head and Tail are at most
// ProbeBytes long and overlap in small items.
type Probe struct {
	Head, Tail []byte
	Size       int64
	Ext        string      // lower-case extension of the item's name without dot; a last resort, never a first
	At         io.ReaderAt // the whole item

	memo map[string]any // set by Identify: what one Match found out for the next
}

// Memo returns f's value, calling f only once under key while an item is being
// identified: several formats may ask for the same directory of an archive or the
// same guess of an encoding. A Probe that Identify did not hand out calls f each time.
func (p Probe) Memo(key string, f func() any) any {
	if p.memo == nil {
		return f()
	}
	v, ok := p.memo[key]
	if !ok {
		v = f()
		p.memo[key] = v
	}
	return v
}

// ProbeBytes is the length of Probe.Head and Probe.Tail.
const ProbeBytes = 64 << 10

// Input is an item handed to Extract.
type Input struct {
	File      string      // path of a read-only copy of the bytes, for programs that want a file; its name tells nothing
	At        io.ReaderAt // the same bytes
	Size      int64
	Name      string     // the item's name as a person reads it: hostile, never a path to open or write
	Ext       string     // lower-case extension of Name without dot
	Temp      string     // a private empty folder, removed afterwards
	Passwords []string   // to be tried on encrypted content, in order
	Limits    Limits     // the limits in force
	OCR       Recogniser // nil: pictures are not read
	NoOCR     string     // why OCR is nil: "" or what a Problem should say
	// Set is the set of volumes that the item is a part of; nil: it stands alone. Where
	// its kind is VolumesSplit and the item is its lead, At and Size are those of all parts
	// joined, and so is File, which is "" for a format that is read ByReader.
	Set *VolumeSet
}

// Reader returns a fresh reader over the whole item.
func (in Input) Reader() *io.SectionReader { return io.NewSectionReader(in.At, 0, in.Size) }

// Sink takes what Extract finds. Calls come from one goroutine. An error of Fact
// or Child means that a limit tripped or the scan ends: stop and return it.
type Sink interface {
	Fact(Fact) error
	// Child hands over a contained file; r is read to its end before Child returns.
	// A read error of r becomes a problem of the child, not of its parent, and is
	// not returned. Size claims are not believed: bytes are counted as they come.
	Child(ctx context.Context, name ChildName, r io.Reader) error
	Problem(kind ProblemKind, where, detail string)
	// Warn adds a warning to the item's type: trailing data, polyglot, a name that lies.
	Warn(warning string)
}

// ChildName names a contained file.
type ChildName struct {
	Name   string // decoded; "" lets evscan name it by its number
	Raw    []byte // the bytes of the name where they are not Name in UTF-8
	Origin Origin
	// Problem, where its Kind is set, says why this child has no bytes or too few
	// (an encrypted entry, a method nobody reads). r may then be nil.
	Problem Problem
	// Size is what the container claims, used only in messages and for children without bytes.
	Size int64
}

// Errors that choose the kind of a problem when Extract returns them wrapped.
var (
	ErrEncrypted   = errors.New("encrypted")
	ErrCorrupt     = errors.New("corrupt")
	ErrUnsupported = errors.New("unsupported")
	ErrLimit       = errors.New("limit reached")
	ErrToolMissing = errors.New("tool missing")
)

// ProblemKindOf maps an error of Extract to the kind of problem it is reported as.
func ProblemKindOf(err error) ProblemKind {
	switch {
	case errors.Is(err, ErrEncrypted):
		return ProblemEncrypted
	case errors.Is(err, ErrUnsupported):
		return ProblemUnsupported
	case errors.Is(err, ErrLimit):
		return ProblemLimit
	case errors.Is(err, ErrToolMissing):
		return ProblemToolMissing
	case errors.Is(err, context.DeadlineExceeded):
		return ProblemTimedOut
	default:
		return ProblemCorrupt
	}
}

// Recogniser reads the text of pictures. It is used by one goroutine at a time.
type Recogniser interface {
	// Recognise returns the words of img in reading order with boxes in img's own
	// pixels. No words and no error means that the picture shows no text.
	// ErrToolMissing (wrapped) says that the engine or all its languages are absent.
	Recognise(ctx context.Context, img image.Image) (Recognition, error)
	Close() error
}

// Recognition is the text of one picture.
type Recognition struct {
	Words     []Word   // Start and End unset
	Languages []string // models used, e.g. eng, jpn
	Missing   []string // models that were asked for and are not installed
}
