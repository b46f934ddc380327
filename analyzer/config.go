// Package analyzer runs a scan: it opens the package, identifies and expands
// every item in worker processes, reads facts, matches fingerprints and has the
// marks weighed. It is given the formats and the OCR engine and imports neither.
package analyzer

import (
	"image"
	"log/slog"

	"evscan/evidence"
	"evscan/fingerprints"
)

// Config is everything a scan depends on besides the package.
type Config struct {
	Settings     Settings          // how items are read
	Fingerprints *fingerprints.Set // the marks that are known
	Jobs         int               // workers that read items at the same time; below 1 means 1
	Claimed      string            // who somebody says the data belongs to; may be empty
	PackageName  string            // what the package is called; empty: what its path says
	IncludeText  bool              // keep the whole text in Item.Content
	Workers      Launcher          // how workers are started
	TempDir      string            // where the private spool is made; empty: the system's
	Progress     func(Progress)    // called from one goroutine, often; may be nil
	Stream       Stream            // is told of items as they are committed; may be nil
	Log          *slog.Logger      // may be nil
	Tool         Tool              // name and versions, copied into the result
	Options      Options           // copied into the result
}

// Reader is what a worker reads items with. It is the same code in every worker,
// so it is not sent to them.
type Reader struct {
	Formats []evidence.Format // in probe order
	// OCR opens the engine that reads pictures, once for each worker. An error is
	// reported as a tool-missing problem on every picture.
	OCR func(languages []string, temp string) (evidence.Recogniser, error)
	// Picture decodes an item that is a picture, for crops of the evidence; nil: there are
	// none.
	Picture func(in evidence.Input) (image.Image, error)
	// Enclose, where not nil, closes the process to everything but its folders, before
	// the first item is read. Workers that are processes of their own use the function
	// of that name.
	Enclose func(Folders, evidence.Limits) error
}

// Settings are the choices of the analyst that change how an item is read. They
// are sent to every worker.
type Settings struct {
	Limits    evidence.Limits
	Passwords []string
	Languages []string // OCR models; empty: those that are installed among the usual ones
	// DiskReserve is what stays free on the disk of the temporary folder, in bytes;
	// beyond it containers stop expanding. 0: nothing is reserved.
	DiskReserve int64
	// Inventory names the formats of containers, where nothing but these is to be opened:
	// everything is listed, hashed and typed, no text is read and nothing is matched.
	Inventory []string
	NoOCR     string // why pictures are not to be read, e.g. "switched off by --no-ocr"; "" where they are
}

// Progress is how far a scan has come.
type Progress struct {
	Stage string // reading, matching or weighing
	Done  int    // items finished in this stage
	Known int    // items known so far; grows while containers open
	Item  string // the name of the item finished last: hostile, to be escaped
}
