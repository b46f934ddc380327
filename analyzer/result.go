package analyzer

import (
	"time"

	"evscan/analyzer/attribution"
	"evscan/evidence"
)

// Result is what a scan found: the input of every report.
type Result struct {
	Tool        Tool
	Package     Package
	Options     Options
	Limits      evidence.Limits
	Coverage    Coverage
	Attribution attribution.Attribution
	Weighed     *Weighed        // nil where nothing was weighed
	Crops       []Crop          // parts of pictures around the strongest evidence, best first
	Items       []evidence.Item // in ordinal order; Items[0] is the package
	Timing      Timing
}

// Weighed is what the attribution was weighed from beside the items, whose marks,
// links and groups are the rest of it.
type Weighed struct {
	Orgs  map[string]evidence.Organisation // by ID: those that marks and the claim refer to
	Links []evidence.Link                  // that hold for the whole package
	Claim *attribution.Claim               // nil where nobody was named
}

// Tool says what made the result.
type Tool struct {
	Name, Version    string
	CatalogueVersion string
	WeightsVersion   string
	Formats          map[string]int // version of every reader by format
	Fingerprinting   int            // version of the items' fingerprints; 0 where none were made
	OCR              string         // engine and version, "" where there is none
	Languages        []string       // OCR models that were used
	MissingLanguages []string       // OCR models that were asked for and are absent
	Sandbox          []string       // protections in force around the workers
}

// Package is the thing that was scanned.
type Package struct {
	Name   string // base name, never a path of the analyst's machine
	Kind   string // file or folder
	Size   int64  // bytes; of a folder, of all its files
	SHA256 string // of a folder: of the sorted list of its files' hashes and names
	SHA1   string // "" for a folder
	MD5    string // "" for a folder
}

// Options are the choices that shape the result.
type Options struct {
	Claimed          string
	Lang             string
	NoOCR            bool
	Inventory        bool // nothing was read: see Settings.Inventory
	DefaultCatalogue bool
	Catalogues       []string // base names
	Passwords        int      // how many were given; never which
}

// Coverage counts items. Items = Read + PartlyRead + NotRead.
type Coverage struct {
	Items, Read, PartlyRead, NotRead int
	Entries                          int // entries that containers listed, whether they became items or not
	Duplicates                       int // items with the bytes of an earlier one
	ByReason                         map[evidence.ProblemKind]int
}

// Timing is the only part of a result that differs between two runs.
type Timing struct {
	Started  time.Time
	Wall     time.Duration
	Stages   []Stage
	Jobs     int
	Restarts int // workers that died or were killed and were replaced
}

// Stage is the wall time of one step.
type Stage struct {
	Name string
	Wall time.Duration
}
