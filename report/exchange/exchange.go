// Package exchange picks from a report what formats for other programs carry: which
// organisations and files, in which order and how many, with which confidence, under
// which names. STIX, MISP and CASE then say the same of the same report.
//
// What such formats carry goes to platforms that share it on. So they name
// organisations only, never the text around a piece of evidence, and of a mail address
// only its domain. Every string of the package is cleaned and bounded.
package exchange

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"evscan/report/document"
	"evscan/report/safe"
	"evscan/report/say"
)

// Bounds of what is carried. Whatever lies beyond stays in the report, and Summary says
// how much that is.
const (
	MaxFiles         = 500  // files beside the package itself
	MaxOrganisations = 50   // beside owner, custodian and the claimed one
	MaxDomains       = 16   // of one organisation
	MaxAliases       = 16   // of one organisation
	MaxEvidence      = 20   // pieces of evidence listed for one organisation
	MaxName          = 240  // characters of a name or a value
	MaxPath          = 1000 // characters of a path
	maxOfClass       = 4
	maxFlips         = 5
)

// Content is what is carried of one report.
type Content struct {
	Doc  document.Document
	Lang say.Lang
	// Name is the package's name, cleaned.
	Name string
	// Folder tells that the package is a folder: its SHA-256 is that of a list of files.
	Folder bool
	// Run identifies the report: the SHA-256 of its JSON without blanks, in hexadecimal.
	Run string
	// Made, Finished and Listed are when the scan began and ended and when the package
	// was published, in UTC to the second; zero where the report does not know.
	Made, Finished, Listed time.Time
	// Organisations come in the order of the report's candidates; a claimed one that does
	// not occur in the package comes last.
	Organisations     []Organisation
	OrganisationsLeft int
	// Files come in the order in which the evidence cites them, then in that of the package.
	Files     []File
	FilesLeft int

	translator *say.Translator
	byItem     map[string]int // item id -> index in Files
	parents    map[string]int // item id -> index in Doc.Items
}

// New picks from d. Its sentences are in l; empty means English. It fails only where d
// holds numbers that JSON can't say, which no report that was read does.
func New(d document.Document, l say.Lang) (*Content, error) {
	raw, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("identifying the report: %w", err)
	}
	digest := sha256.Sum256(raw)
	if l != say.Japanese {
		l = say.English
	}
	c := &Content{Doc: d, Lang: l, Name: Name(d.Package.Name), Folder: d.Package.Kind == "folder", Run: hex.EncodeToString(digest[:]),
		translator: say.NewTranslator()}
	c.times()
	c.pickOrganisations()
	c.pickFiles()
	return c, nil
}

func (c *Content) times() {
	c.Listed = when(c.Doc.Package.ListedAt)
	t := c.Doc.Timing
	if t == nil {
		return
	}
	c.Made = when(t.Started)
	const longest = int64(366 * 24 * time.Hour / time.Millisecond)
	if !c.Made.IsZero() && t.WallMS >= 0 && t.WallMS < longest {
		c.Finished = c.Made.Add(time.Duration(t.WallMS) * time.Millisecond).Truncate(time.Second)
	}
}

// when reads a time of the report; zero where it is none that the formats can say.
func when(s string) time.Time {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return time.Time{}
	}
	if t = t.UTC().Truncate(time.Second); t.Year() < 1970 || t.Year() > 9998 {
		return time.Time{}
	}
	return t
}

// Name is a name of the package, cleaned and at most MaxName characters long. One of
// blanks alone is none: platforms trim it and then miss it.
func Name(s string) string { return clean(s, MaxName) }

func clean(s string, most int) string {
	if strings.TrimSpace(s) == "" {
		return ""
	}
	return safe.Cut(safe.Line(strings.ToValidUTF8(s, "\uFFFD")), most)
}

// mailbox is what stands before the at sign of a mail address.
var mailbox = regexp.MustCompile(`[^\s<>()\[\]@,;:"'|/]+@`)

// Value is the value of a piece of evidence as it may be shared: cleaned, bounded and,
// where it is a mail address, without the person.
func Value(s string) string { return mailbox.ReplaceAllString(Name(s), "*@") }

// cutLine bounds a line that was made of several strings of the package.
func cutLine(s string) string { return safe.Cut(strings.ToValidUTF8(s, "\uFFFD"), MaxPath) }
