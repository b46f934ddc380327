package evidence

// Item is one file of a package: the package itself, an archive entry, an
// attachment, a picture inside a document, a page rendered from a PDF.
//
// ID is the ordinal path of the item ("0" is the package, "0.3.1" the second
// child of the fourth child), so it depends on the bytes of the package and
// never on scheduling.
type Item struct {
	ID        string
	Parent    string   // ID of the item this one was found in; "" for the package
	Path      []string // names a person reads, from the package downwards; valid UTF-8
	NameBytes []byte   // the raw name, only where it differs from the last element of Path
	Origin    Origin
	Size      int64  // bytes, as counted
	SHA256    string // lower-case hex
	SameAs    string // ID of the earlier item with the same bytes; its facts are not repeated here
	Type      Type
	Status    Status
	Metadata  []Fact // the item's facts of kind FactMetadata
	Text      TextStats
	Content   string // the whole text; only kept when asked for
	Marks     []Mark
	Links     []Link
	Problems  []Problem
	Paper     Paper  // kind of business paper its heading says it is; "" where it says nothing
	Group     string // template cluster or near-copy cluster; "" where the item stands alone

	Fingerprint Fingerprint
}

// Fingerprint is what near-copies of an item are known by when the item itself is no
// longer at hand. It holds hashes only. Zero fields say nothing: there was too little.
type Fingerprint struct {
	Shingles int    // distinct shingles of the text without its numbers
	Text     []byte // sketch of the shingles: 128 bytes, or none
	Values   int    // distinct numbers and mail addresses of the text
	Numbers  []byte // sketch of them: 64 bytes, or none
	Picture  string // difference hash of a picture, 16 hexadecimal digits; "" for none
}

// Name is the item's own name, the last element of its path.
func (it *Item) Name() string {
	if len(it.Path) == 0 {
		return ""
	}
	return it.Path[len(it.Path)-1]
}

// Origin says how an item came out of its parent.
type Origin string

const (
	OriginPackage    Origin = "package"    // the package itself
	OriginEntry      Origin = "entry"      // an entry of an archive or a file of a folder
	OriginAttachment Origin = "attachment" // attached to a mail or a document
	OriginEmbedded   Origin = "embedded"   // a picture or an object inside a document
	OriginRendered   Origin = "rendered"   // a page that evscan rendered to read it
)

// Status is how much of an item was read.
type Status string

const (
	StatusRead    Status = "read"        // everything evscan knows to read was read
	StatusPartly  Status = "partly-read" // something was read and a problem says what was not
	StatusNotRead Status = "not-read"    // nothing was read; a problem says why
)

// Type is what an item was identified as.
type Type struct {
	Format   string   // Format.ID; "unknown" where nothing matched
	MIME     string   // media type
	Basis    string   // what the identification rests on, e.g. "signature %PDF-1.7 at 0"
	Warnings []string // e.g. extension mismatch, trailing data, polyglot
}

// TextStats counts the text of an item in characters (Unicode code points).
type TextStats struct {
	Chars     int
	OCRChars  int
	Languages []string // ISO 639-1 codes seen, most frequent first
}

// ProblemKind is the closed set of reasons why something was not read.
type ProblemKind string

const (
	ProblemCorrupt     ProblemKind = "corrupt"       // the bytes contradict their format
	ProblemEncrypted   ProblemKind = "encrypted"     // no password opened it
	ProblemUnsupported ProblemKind = "unsupported"   // evscan has no reader for it, or was told not to use it
	ProblemLimit       ProblemKind = "limit-reached" // one of Limits tripped
	ProblemTimedOut    ProblemKind = "timed-out"     // the item's deadline passed
	ProblemCrashed     ProblemKind = "crashed"       // the worker reading it died
	ProblemReadFailed  ProblemKind = "read-failed"   // the operating system refused the bytes
	ProblemToolMissing ProblemKind = "tool-missing"  // a program or a language model is not installed
)

// ProblemKinds lists every kind in the order reports use.
func ProblemKinds() []ProblemKind {
	return []ProblemKind{ProblemEncrypted, ProblemCorrupt, ProblemUnsupported, ProblemToolMissing,
		ProblemLimit, ProblemTimedOut, ProblemCrashed, ProblemReadFailed}
}

// Problem says that something of an item was not read, where, and why.
type Problem struct {
	Kind   ProblemKind
	Where  string // part, page or entry inside the item; "" for the whole item
	Detail string // what happened, in words
	Hint   string // what a person can do about it; may be empty
	Fatal  bool   // true where nothing of the item could be read because of it
	Late   bool   // found out after the item had been committed; never together with Fatal
}
