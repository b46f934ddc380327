// Package pictures holds the simulated screenshots, scans and letterheads that
// the demo package is made of. Nothing in them is real but the names and
// public domains of the two companies of the public case.
package pictures

import "embed"

// Files holds every picture by its plain file name, and beside them
// manifest.tsv (kind, language and size of each) and truth.json (the strings
// legible in each).
//
//go:embed *.png *.jpg manifest.tsv truth.json
var Files embed.FS
