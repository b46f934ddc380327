package analyzer

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"

	"evscan/evidence"
)

// The coordinator and a worker speak in frames: four bytes of length, most
// significant first, and that many bytes of JSON. A worker that was taken over by
// the file it reads can say anything here, so a frame is bounded, decoded by
// encoding/json only, and never trusted with a path outside the worker's folder.

// maxFrame is the largest frame, in bytes: a fact of evidence.MaxFactBytes with
// one recognised word for every three bytes stays below it.
const maxFrame = 96 << 20

// What only facts may need. Other frames are small, and no frame may turn into many
// times its size of memory when it is decoded.
const (
	maxSmallFrame = 1 << 20
	maxCommas     = 3 << 20
	factFrame     = `{"Fact":`
)

// badFrame says why a frame is none that a worker of ours sends.
type badFrame string

func (b badFrame) Error() string { return string(b) }

// order is what the coordinator sends: first the settings with the worker's folders,
// which the worker answers by Ready, then jobs.
type order struct {
	Settings *Settings `json:",omitempty"`
	Folders  Folders   // with the settings
	Job      *job      `json:",omitempty"`
}

// job asks a worker to read one item.
type job struct {
	File []byte // path of the item's bytes; a name of a folder need not be UTF-8, which JSON strings are
	Out  string // the folder that children are written to
	Name string // hostile: shown, never opened
	Ext  string
	// Passwords are tried after those of the settings.
	Passwords []string
	// Budget is how many bytes may come out of it before the containers around it
	// have expanded too far.
	Budget int64
	// Set is the set of volumes that File is one of; nil: it stands alone.
	Set *jobSet `json:",omitempty"`
	// Crops, where it is not empty, asks for parts of the picture in File instead of a
	// reading; only File and Ext are set then.
	Crops []evidence.Box `json:",omitempty"`
}

// jobSet is a set of volumes as a worker opens it.
type jobSet struct {
	Name       string
	Kind       evidence.VolumeKind
	Lead, Self int
	Parts      []jobPart
}

// jobPart is one volume: File is the path of its bytes, empty where it is missing.
type jobPart struct {
	File []byte
	Name string // hostile: shown, never opened
	Size int64
}

// reply is what a worker sends when it is ready and then while it reads an item;
// exactly one field is set.
type reply struct {
	Type    *evidence.Type    `json:",omitempty"`
	Fact    *evidence.Fact    `json:",omitempty"`
	Child   *childReply       `json:",omitempty"`
	Problem *evidence.Problem `json:",omitempty"`
	Warning string            `json:",omitempty"`
	Done    *doneReply        `json:",omitempty"`
	Crop    *cropReply        `json:",omitempty"`
	Ready   bool              `json:",omitempty"` // the cage is closed; jobs may come
	// Taken is how many bytes of a child's have been taken so far: a large one may take
	// longer than an item may, and its container is at work all the time.
	Taken int64 `json:",omitempty"`
}

// takenStep is how many bytes of a child are taken between two replies that say so,
// and the fewest by which a worker gets another ItemTime.
const takenStep = 64 << 20

// childReply announces a contained file that the worker has written.
type childReply struct {
	Name   evidence.ChildName
	File   string // base name in job.Out; "" where the child has no bytes, or those of an earlier one
	Size   int64
	SHA256 string // "" where the child has no bytes
}

// doneReply ends an item.
type doneReply struct {
	Entries int  // children the container listed, taken or not
	Listed  bool // the item has no reader: it was identified only
	Cut     bool // the job's budget ended it
	OCR     ocrReply
}

type ocrReply struct {
	Used    []string `json:",omitempty"` // models
	Missing []string `json:",omitempty"`
}

type frameWriter struct{ w *bufio.Writer }

func newFrameWriter(w io.Writer) *frameWriter { return &frameWriter{bufio.NewWriterSize(w, 64<<10)} }

// write sends one frame and makes sure that it has left: what a reader pushed
// before it dies must have arrived.
func (f *frameWriter) write(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("encoding a frame: %w", err)
	}
	if len(b) > maxFrame {
		return fmt.Errorf("a frame of %d bytes is larger than %d", len(b), maxFrame)
	}
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(b)))
	if _, err := f.w.Write(n[:]); err != nil {
		return err
	}
	if _, err := f.w.Write(b); err != nil {
		return err
	}
	return f.w.Flush()
}

// frameReader takes frames. What comes from a worker is held against the bounds of
// replies.
type frameReader struct {
	r       *bufio.Reader
	replies bool
}

func newFrameReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, 64<<10)}
}

func newReplyReader(r io.Reader) *frameReader {
	return &frameReader{r: bufio.NewReaderSize(r, 64<<10), replies: true}
}

// read takes one frame into v. It returns io.EOF only between frames.
func (f *frameReader) read(v any) error {
	var n [4]byte
	if _, err := io.ReadFull(f.r, n[:]); err != nil {
		return err
	}
	size := binary.BigEndian.Uint32(n[:])
	if size > maxFrame {
		return badFrame(fmt.Sprintf("a frame claims %d bytes, more than %d", size, maxFrame))
	}
	if f.replies && size > maxSmallFrame {
		if start, err := f.r.Peek(len(factFrame)); err != nil || string(start) != factFrame {
			return badFrame(fmt.Sprintf("a frame that holds no fact claims %d bytes, more than %d", size, maxSmallFrame))
		}
	}
	// Memory grows with the bytes that arrive, not with the length that is claimed.
	b, err := io.ReadAll(io.LimitReader(f.r, int64(size)))
	if err != nil {
		return err
	}
	if len(b) < int(size) {
		return io.ErrUnexpectedEOF
	}
	if f.replies && bytes.Count(b, []byte{','}) > maxCommas {
		return badFrame("a frame holds more parts than a fact has")
	}
	if err := json.Unmarshal(b, v); err != nil {
		return badFrame("a frame is no JSON of ours: " + valid(err.Error(), 200))
	}
	return nil
}
