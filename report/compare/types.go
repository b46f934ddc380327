// Package compare tells what two scanned packages have in common, from their stored
// reports: files, near-copies, organisations. It says "recycled" only of content.
package compare

// Version is the semantic version of the layout of a comparison. A field may be added
// with a new minor version; none changes its meaning without a new major one.
const Version = "1.0.0"

// SchemaURL identifies the schema of this version.
const SchemaURL = "https://evscan.example/schema/comparison-" + Version + ".json"

// Verdicts, strongest first.
const (
	Identical         = "identical"          // the same bytes, or the same files
	Recycled          = "recycled"           // at least the stated share of the files of one is in the other
	Overlapping       = "overlapping"        // some files, or forms with other contents
	SameOrganisations = "same-organisations" // no content in common, but parties
	Unrelated         = "unrelated"
	Undetermined      = "undetermined" // one of them holds nothing that could be compared
)

// Kinds of pairs.
const (
	PairIdentical = "identical" // the same bytes
	PairNear      = "near-copy"
	PairForm      = "same-form" // one template with other contents; never counted
)

// Comparison is what two packages have in common.
type Comparison struct {
	Schema        Schema         `json:"schema"`
	A             Side           `json:"a"`
	B             Side           `json:"b"`
	Verdict       string         `json:"verdict" jsonschema:"enum=identical,enum=recycled,enum=overlapping,enum=same-organisations,enum=unrelated,enum=undetermined"`
	Threshold     float64        `json:"threshold" jsonschema:"minimum=0,maximum=1,description=Share of the counted files of one package from which on it is called recycled"`
	NearCopies    bool           `json:"near_copies" jsonschema:"description=Whether near-copies could be looked for; else only equal bytes count"`
	Why           string         `json:"why_not,omitempty" jsonschema:"enum=no-fingerprints,enum=other-method,enum=redacted,description=Why near-copies were not or not fully looked for"`
	Pairs         []Pair         `json:"pairs"`
	Organisations []Organisation `json:"organisations" jsonschema:"description=Organisations that appear in both"`
}

// Schema names the layout.
type Schema struct {
	Version string `json:"version" jsonschema:"pattern=^1\\.[0-9]+\\.[0-9]+$"`
	URL     string `json:"url"`
}

// Side is one package and how much of it is in the other. Files with the same bytes
// count once; archives do not count beside their contents.
type Side struct {
	Name      string `json:"name"`
	SHA256    string `json:"sha256"`
	Tool      string `json:"tool" jsonschema:"description=Version of the evscan that scanned it"`
	Files     int    `json:"files" jsonschema:"description=Counted: distinct files that are not trivial"`
	Bytes     int64  `json:"bytes" jsonschema:"description=Of the counted files"`
	Trivial   int    `json:"trivial" jsonschema:"description=Files that do not count: empty and tiny ones and what systems and programs leave everywhere"`
	Unprinted int    `json:"unprinted" jsonschema:"description=Counted files without a fingerprint; of them only equal bytes are found"`
	Identical int    `json:"identical" jsonschema:"description=Counted files whose bytes are in the other package"`
	Near      int    `json:"near" jsonschema:"description=Counted files of which the other package has a near-copy only"`
	Found     int64  `json:"found_bytes" jsonschema:"description=Bytes of both"`
	// Shares of Files and of Bytes that were found.
	Share      float64 `json:"share" jsonschema:"minimum=0,maximum=1"`
	ShareBytes float64 `json:"share_bytes" jsonschema:"minimum=0,maximum=1"`
}

// File is one file of a pair.
type File struct {
	Item string   `json:"item"`
	Path []string `json:"path"`
	Size int64    `json:"size"`
}

// Pair is a file of each package that belong together. Every file of A is in one pair
// at most as the best for it, and so is every file of B.
type Pair struct {
	Kind       string  `json:"kind" jsonschema:"enum=identical,enum=near-copy,enum=same-form"`
	A          File    `json:"a"`
	B          File    `json:"b"`
	Similarity float64 `json:"similarity" jsonschema:"minimum=0,maximum=1"`
	By         string  `json:"by" jsonschema:"enum=sha256,enum=text,enum=numbers,enum=picture"`
	Text       float64 `json:"text,omitempty" jsonschema:"minimum=0,maximum=1,description=Estimated share of the shingles of both texts that they have in common"`
	Numbers    float64 `json:"numbers,omitempty" jsonschema:"minimum=0,maximum=1,description=Estimated share of the numbers of both texts that they have in common"`
	Bits       *int    `json:"bits,omitempty" jsonschema:"minimum=0,maximum=64,description=Bits in which the hashes of two pictures differ"`
	Trivial    string  `json:"trivial,omitempty" jsonschema:"enum=empty,enum=tiny,enum=system,enum=software,enum=blank,enum=licence,description=Why the pair does not count"`
}

// Organisation is one that appears in both packages.
type Organisation struct {
	Name string `json:"name"`
	By   string `json:"by" jsonschema:"enum=id,enum=domain,enum=name,description=What shows that it is one"`
	A    Part   `json:"a"`
	B    Part   `json:"b"`
	// Background firms and names in passing are in everyone's files.
	Counts bool `json:"counts" jsonschema:"description=Whether it plays a part in both beyond software and mere mention"`
}

// Part is what an organisation is in one package.
type Part struct {
	ID          string   `json:"id"`
	Roles       []string `json:"roles"`
	Probability float64  `json:"probability" jsonschema:"minimum=0,maximum=0.99,description=That it owns the records"`
}
