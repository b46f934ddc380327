// Package analyzer runs a scan: it opens the package, identifies and expands
// every item in worker processes, reads facts, matches fingerprints and has the
// marks weighed. It is given the formats and the OCR engine and imports neither.
package analyzer

import (
	"log/slog"

	"evscan/evidence"
	"evscan/fingerprints"
)

// Config is everything a scan depends on besides the package.
type Config struct {
	Reader       Reader            // how items are read
	Fingerprints *fingerprints.Set // the marks that are known
	Limits       evidence.Limits
	Jobs         int    // workers that read items at the same time; at least 1
	Claimed      string // who somebody says the data belongs to; may be empty
	IncludeText  bool   // keep the whole text in Item.Content
	// Worker is the command line that starts a worker process serving Work on its
	// standard input and output. Empty: items are read in this process, unprotected;
	// only tests do that.
	Worker   []string
	TempDir  string         // where the private spool is made; empty: the system's
	Progress func(Progress) // called from one goroutine, often; may be nil
	Log      *slog.Logger   // may be nil
	Tool     Tool           // name and versions, copied into the result
	Options  Options        // copied into the result
}

// Reader is how one item is read: the part of the configuration that a worker needs.
type Reader struct {
	Formats   []evidence.Format // in probe order
	OCR       func() (evidence.Recogniser, error)
	NoOCR     string // why pictures are not read although there is an engine, e.g. --no-ocr; "" where they are
	Passwords []string
	Limits    evidence.Limits
}

// Progress is how far a scan has come.
type Progress struct {
	Stage string // reading, matching, weighing
	Done  int    // items finished in this stage
	Known int    // items known so far; grows while containers open
	Item  string // the name of the item begun last: hostile, to be escaped
}
