// Package document is the report as other programs read it: the wire types of the
// JSON report, their schema, and the translation from and to what a scan found.
// Names here are promises; changes follow the version in Version and are listed in
// CHANGELOG.md beside this file.
package document

import (
	"errors"
	"fmt"
)

// Version is the semantic version of the layout. A field may be added with a new
// minor version; none changes its meaning or goes away without a new major one.
const Version = "1.1.0"

// SchemaURL identifies the schema of this version.
const SchemaURL = "https://evscan.example/schema/report-" + Version + ".json"

// CheckVersion refuses the versions of layouts that this program does not read.
func CheckVersion(version string) error {
	var major int
	if _, err := fmt.Sscanf(version, "%d.", &major); err != nil {
		return errors.New("this is no evscan report: no schema.version in it")
	}
	if major != 1 {
		return fmt.Errorf("the report has layout version %s; this evscan reads 1.x", version)
	}
	return nil
}

// Document is one report.
type Document struct {
	Schema      Schema      `json:"schema"`
	Tool        Tool        `json:"tool"`
	Package     Package     `json:"package"`
	Options     Options     `json:"options"`
	Limits      Limits      `json:"limits"`
	Coverage    Coverage    `json:"coverage"`
	Claim       *Claim      `json:"claim" jsonschema:"nullable"`
	Attribution Attribution `json:"attribution"`
	Weighing    *Weighing   `json:"weighing,omitempty" jsonschema:"description=What beside the items the answer was weighed from; absent where nothing was weighed"`
	Rescored    *Rescored   `json:"rescored,omitempty" jsonschema:"description=Present where the answer is not that of the scan but was weighed again from its stored report"`
	Decisions   []Decision  `json:"decisions,omitempty" jsonschema:"description=What a person decided; the answer follows it"`
	Undecided   *Outcome    `json:"undecided,omitempty" jsonschema:"description=What the answer would be without the decisions; present with them"`
	Items       []Item      `json:"items"`
	Problems    []Problem   `json:"problems"`
	Timing      *Timing     `json:"timing,omitempty"`
}

// Schema names the layout.
type Schema struct {
	Version string `json:"version" jsonschema:"pattern=^1\\.[0-9]+\\.[0-9]+$"`
	URL     string `json:"url"`
}

// Tool says what made the report.
type Tool struct {
	Name             string         `json:"name"`
	Version          string         `json:"version"`
	CatalogueVersion string         `json:"catalogue_version"`
	WeightsVersion   string         `json:"weights_version"`
	OCR              string         `json:"ocr,omitempty" jsonschema:"description=Engine and version that read pictures; absent where none did"`
	Languages        []string       `json:"languages,omitempty" jsonschema:"description=OCR models that were used"`
	MissingLanguages []string       `json:"missing_languages,omitempty" jsonschema:"description=OCR models that were asked for and are not installed"`
	Sandbox          []string       `json:"sandbox,omitempty" jsonschema:"description=Protections in force around the readers of foreign bytes"`
	Formats          map[string]int `json:"formats" jsonschema:"description=Version of every reader by format"`
	Fingerprinting   int            `json:"fingerprint_method,omitempty" jsonschema:"description=Version of the method of items.fingerprint; absent where none were made"`
}

// Package is the thing that was scanned.
type Package struct {
	Name     string `json:"name"`
	Kind     string `json:"kind" jsonschema:"enum=file,enum=folder"`
	Size     int64  `json:"size" jsonschema:"minimum=0,description=Bytes"`
	SHA256   string `json:"sha256" jsonschema:"description=Of a folder: of the list of its files' hashes and names"`
	SHA1     string `json:"sha1,omitempty"`
	MD5      string `json:"md5,omitempty"`
	ListedAt string `json:"listed_at,omitempty" jsonschema:"format=date-time"`
}

// Options are the choices that shaped the result.
type Options struct {
	Claimed          string   `json:"claimed,omitempty"`
	Lang             string   `json:"lang"`
	NoOCR            bool     `json:"no_ocr"`
	Inventory        bool     `json:"inventory,omitempty" jsonschema:"description=Every item was listed and hashed and typed; no text was read and nothing was matched"`
	DefaultCatalogue bool     `json:"default_catalogue"`
	Catalogues       []string `json:"catalogues,omitempty"`
	Passwords        int      `json:"passwords" jsonschema:"minimum=0,description=How many passwords were given"`
	Redacted         bool     `json:"redacted,omitempty" jsonschema:"description=Persons and what is personal were masked; pictures were left out"`
}

// Limits are the limits in force.
type Limits struct {
	Depth       int     `json:"depth"`
	Items       int     `json:"items"`
	ItemBytes   int64   `json:"item_bytes"`
	TotalBytes  int64   `json:"total_bytes"`
	Ratio       float64 `json:"ratio"`
	RatioFloor  int64   `json:"ratio_floor"`
	TextBytes   int64   `json:"text_bytes"`
	ItemTimeMS  int64   `json:"item_time_ms"`
	TotalTimeMS int64   `json:"total_time_ms"`
	Pixels      int64   `json:"pixels"`
}

// Coverage counts items; items = read + partly_read + not_read.
type Coverage struct {
	Items      int            `json:"items"`
	Read       int            `json:"read"`
	PartlyRead int            `json:"partly_read"`
	NotRead    int            `json:"not_read"`
	Entries    int            `json:"entries" jsonschema:"description=Entries that containers listed"`
	Duplicates int            `json:"duplicates" jsonschema:"description=Items with the bytes of an earlier one; analysed once"`
	ByReason   map[string]int `json:"by_reason" jsonschema:"description=Items by kind of problem; one item may count under several"`
}

// Claim is the verdict on what somebody says.
type Claim struct {
	Organisation    string  `json:"organisation"`
	Verdict         string  `json:"verdict" jsonschema:"enum=supported,enum=contradicted,enum=undetermined"`
	Reason          string  `json:"reason"`
	Role            string  `json:"role" jsonschema:"description=The part it really plays in the package; empty where it plays none"`
	Candidate       string  `json:"candidate,omitempty" jsonschema:"description=The id of the candidate that the claim means"`
	Probability     float64 `json:"probability" jsonschema:"minimum=0,maximum=1"`
	LikelihoodRatio float64 `json:"likelihood_ratio" jsonschema:"minimum=0"`
	Band            string  `json:"band,omitempty" jsonschema:"description=The likelihood ratio in words"`
}

// Attribution is the answer.
type Attribution struct {
	Verdict            string      `json:"verdict" jsonschema:"enum=identified,enum=leading,enum=undetermined,enum=no-evidence"`
	Reason             string      `json:"reason"`
	Owner              *Party      `json:"owner" jsonschema:"nullable,description=Only with the verdict identified"`
	Custodian          *Party      `json:"custodian" jsonschema:"nullable,description=Whose systems the data was taken from"`
	UnknownProbability float64     `json:"unknown_probability" jsonschema:"minimum=0,maximum=1"`
	Groups             float64     `json:"groups" jsonschema:"description=Effective number of independent documents"`
	Unread             float64     `json:"unread" jsonschema:"minimum=0,maximum=1,description=Share of the package that could not be read"`
	Candidates         []Candidate `json:"candidates"`
	Flips              []Flip      `json:"flips"`
	Baselines          []Baseline  `json:"baselines" jsonschema:"description=What the usual shortcuts would have answered; no part of the verdict"`
}

// Party is an organisation with the probability of what it is said to be.
type Party struct {
	ID          string   `json:"id"`
	Name        string   `json:"name"`
	Domains     []string `json:"domains"`
	Probability float64  `json:"probability" jsonschema:"minimum=0,maximum=0.99"`
}

// Weighing holds what the answer was weighed from and no item says, so that a stored
// report can be weighed again without the package.
type Weighing struct {
	Organisations []Organisation `json:"organisations" jsonschema:"description=Catalogue records that marks and the claim refer to; by id"`
	Links         []Link         `json:"links" jsonschema:"description=Links between keys that hold for the whole package"`
	Claim         *Claimed       `json:"claim,omitempty" jsonschema:"description=What the claim was taken to mean"`
	Crops         []PlacedCrop   `json:"crops,omitempty" jsonschema:"description=Pictures of evidence that an earlier answer showed and this one does not"`
}

// PlacedCrop is a part of a picture and where it was cut out.
type PlacedCrop struct {
	Item string `json:"item"`
	Box  Box    `json:"box" jsonschema:"description=What was read, in the pixels of the picture"`
	Crop Crop   `json:"crop"`
}

// Rescored says that the answer was weighed again, and what the scan had answered.
type Rescored struct {
	ToolVersion      string  `json:"tool_version" jsonschema:"description=Version of the evscan that weighed again; tool.version scanned"`
	WeightsBefore    string  `json:"weights_before" jsonschema:"description=Version of the weights of the scan's answer; tool.weights_version are those of this one"`
	CatalogueVersion string  `json:"catalogue_version,omitempty" jsonschema:"description=The catalogue in which the claim was looked up; absent where that was not needed"`
	ClaimedBefore    string  `json:"claimed_before,omitempty" jsonschema:"description=What the scan was told; empty for nothing"`
	Before           Outcome `json:"before" jsonschema:"description=What the scan answered"`
}

// Outcome is an answer in short.
type Outcome struct {
	Verdict     string  `json:"verdict" jsonschema:"enum=identified,enum=leading,enum=undetermined,enum=no-evidence"`
	ID          string  `json:"id,omitempty" jsonschema:"description=The best candidate"`
	Name        string  `json:"name,omitempty"`
	Probability float64 `json:"probability" jsonschema:"minimum=0,maximum=0.99"`
	Claim       string  `json:"claim,omitempty" jsonschema:"enum=supported,enum=contradicted,enum=undetermined,description=Verdict on the claim; absent where there was none"`
}

// Decision is what a person decided about candidates or files.
type Decision struct {
	Kind    string   `json:"kind" jsonschema:"enum=accept,enum=reject,enum=merge,enum=split,enum=planted,enum=irrelevant"`
	About   []string `json:"about" jsonschema:"description=Candidates or files as the person named them"`
	Off     []string `json:"off,omitempty" jsonschema:"description=Of a split: the names and domains that are another organisation"`
	Name    string   `json:"name,omitempty" jsonschema:"description=Of an acceptance: what the person calls a candidate that nothing in the package names"`
	Matched []string `json:"matched" jsonschema:"description=Ids of the candidates or items that it is about"`
	More    int      `json:"matched_more,omitempty" jsonschema:"minimum=0,description=How many it is about beside those listed"`
	Note    string   `json:"note,omitempty"`
	Analyst string   `json:"analyst,omitempty"`
	Date    string   `json:"date,omitempty" jsonschema:"format=date,description=As the person gave it"`
}

// Claimed is what a claim means.
type Claimed struct {
	Keys          []Key    `json:"keys"`
	Organisations []string `json:"organisations" jsonschema:"description=Ids of the records it may mean; several where the name is ambiguous"`
	Links         []Link   `json:"links,omitempty" jsonschema:"description=Between its keys and others of the package"`
	OtherForm     string   `json:"other_form,omitempty" jsonschema:"description=Name of the package's that is the claimed one with another legal form"`
}

// Key identifies an organisation in one way.
type Key struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// Organisation is what the catalogue knew of one organisation.
type Organisation struct {
	ID         string   `json:"id"`
	Name       string   `json:"name"`
	Aliases    []string `json:"aliases,omitempty"`
	Languages  []string `json:"languages,omitempty" jsonschema:"description=BCP 47 tags of name and aliases in their order"`
	Domains    []string `json:"domains,omitempty"`
	Uses       []string `json:"uses,omitempty" jsonschema:"description=What each domain is used for; web and mail and intranet joined by +"`
	Tenants    []string `json:"tenants,omitempty"`
	Hosts      []string `json:"hosts,omitempty" jsonschema:"description=Names of its own network that nobody registers"`
	Registry   []string `json:"registry,omitempty" jsonschema:"description=Registry numbers as scheme:number"`
	Country    string   `json:"country,omitempty" jsonschema:"description=ISO 3166-1 alpha-2"`
	Parent     string   `json:"parent,omitempty" jsonschema:"description=Id of the head of its group"`
	Kind       string   `json:"kind,omitempty"`
	Background float64  `json:"background,omitempty" jsonschema:"minimum=0,maximum=1,description=Share of unrelated packages in which it appears anyway"`
	Source     string   `json:"source,omitempty" jsonschema:"description=Who says so"`
	Date       string   `json:"date,omitempty" jsonschema:"description=When the source last changed it"`
}

// Candidate is one organisation that may own the records.
type Candidate struct {
	ID             string     `json:"id"`
	Name           string     `json:"name"`
	Aliases        []string   `json:"aliases"`
	Domains        []string   `json:"domains"`
	Linked         []string   `json:"linked,omitempty" jsonschema:"description=Why its names and domains are one organisation"`
	PossiblySame   []string   `json:"possibly_same,omitempty" jsonschema:"description=Ids of candidates it may be the same as"`
	Catalogued     bool       `json:"catalogued"`
	Confirmed      bool       `json:"confirmed,omitempty" jsonschema:"description=A person accepted it as one organisation"`
	Probability    float64    `json:"probability" jsonschema:"minimum=0,maximum=0.99"`
	Score          float64    `json:"score" jsonschema:"description=Nats"`
	Coverage       float64    `json:"coverage" jsonschema:"minimum=0,maximum=1,description=Share of the documents in which it is a party"`
	Counterparties int        `json:"counterparties" jsonschema:"minimum=0"`
	Roles          []string   `json:"roles"`
	Parent         string     `json:"parent,omitempty" jsonschema:"description=Id of the head of its group"`
	Terms          []Term     `json:"terms" jsonschema:"description=What the score is the sum of"`
	Evidence       []Evidence `json:"evidence"`
}

// Term is one summand of a candidate's score.
type Term struct {
	Name string  `json:"name" jsonschema:"description=An evidence class or custody elsewhere or hub or counterparties or clipping and guard"`
	Nats float64 `json:"nats"`
}

// Evidence is one witness.
type Evidence struct {
	Item      string   `json:"item"`
	Path      []string `json:"path"`
	Class     string   `json:"class"`
	Role      string   `json:"role,omitempty"`
	Value     string   `json:"value"`
	Source    string   `json:"source,omitempty"`
	Locator   Locator  `json:"locator"`
	Quality   float64  `json:"quality" jsonschema:"minimum=0,maximum=1"`
	CountedAs string   `json:"counted_as"`
	Weight    float64  `json:"weight" jsonschema:"description=Nats for this candidate"`
	Snippet   string   `json:"snippet"`
	Why       string   `json:"why,omitempty"`
	Crop      *Crop    `json:"crop,omitempty" jsonschema:"description=The part of the picture around locator.box; only of the strongest evidence"`
}

// Crop is a part of a picture.
type Crop struct {
	MIME   string `json:"mime" jsonschema:"enum=image/png,enum=image/jpeg"`
	Width  int    `json:"width" jsonschema:"minimum=1,description=Pixels"`
	Height int    `json:"height" jsonschema:"minimum=1,description=Pixels"`
	Box    Box    `json:"box" jsonschema:"description=What was read, in the pixels of the crop"`
	Data   []byte `json:"data" jsonschema:"description=The picture; base64"`
}

// Locator says where in an item something stands.
type Locator struct {
	Page       int     `json:"page,omitempty"`
	Part       string  `json:"part,omitempty"`
	Cell       string  `json:"cell,omitempty"`
	Zone       string  `json:"zone,omitempty"`
	Box        *Box    `json:"box,omitempty"`
	Confidence float64 `json:"confidence,omitempty"`
}

// Box is a rectangle in pixels of the picture, origin at the top left.
type Box struct {
	X int `json:"x"`
	Y int `json:"y"`
	W int `json:"w"`
	H int `json:"h"`
}

// Flip is a change that would give another answer.
type Flip struct {
	Without string `json:"without"`
	Verdict string `json:"verdict"`
	Leader  string `json:"leader"`
	Detail  string `json:"detail"`
}

// Baseline is what a shortcut would answer.
type Baseline struct {
	Name   string `json:"name"`
	Answer string `json:"answer"`
	ID     string `json:"id,omitempty"`
	Count  int    `json:"count"`
}

// Item is one file of the package.
type Item struct {
	ID        string     `json:"id"`
	Parent    string     `json:"parent"`
	Path      []string   `json:"path"`
	NameBytes []byte     `json:"name_bytes,omitempty" jsonschema:"description=The raw name where it differs; base64"`
	Origin    string     `json:"origin"`
	Size      int64      `json:"size"`
	SHA256    string     `json:"sha256" jsonschema:"description=Empty where the item has no bytes"`
	SameAs    string     `json:"same_as,omitempty"`
	Type      Type       `json:"type"`
	Status    string     `json:"status" jsonschema:"enum=read,enum=partly-read,enum=not-read"`
	Group     string     `json:"group,omitempty" jsonschema:"description=Items of one template or near copies share it"`
	Paper     string     `json:"paper,omitempty" jsonschema:"description=Kind of business paper that its heading says it is: quotation or proposal or order or order-confirmation or delivery-note or invoice or receipt or payment-advice or drawing"`
	Metadata  []Metadata `json:"metadata"`
	Text      Text       `json:"text"`
	Marks     []Mark     `json:"marks"`
	Links     []Link     `json:"links,omitempty"`
	Problems  []Problem  `json:"problems"`

	Fingerprint *Fingerprint `json:"fingerprint,omitempty" jsonschema:"description=What near-copies of the item are known by; absent where there is too little to tell and on copies (same_as)"`
}

// Fingerprint holds hashes by which near-copies are found without the files. Those of
// reports with another tool.fingerprint_method must not be compared.
type Fingerprint struct {
	Shingles int    `json:"shingles,omitempty" jsonschema:"minimum=1,description=Distinct shingles of the text; numbers count as one"`
	Text     []byte `json:"text,omitempty" jsonschema:"description=Low bytes of the 128 values of a MinHash over the shingles; base64"`
	Values   int    `json:"values,omitempty" jsonschema:"minimum=1,description=Distinct numbers of three digits or more and mail addresses"`
	Numbers  []byte `json:"numbers,omitempty" jsonschema:"description=One-permutation hash of them in 64 bytes; base64"`
	Picture  string `json:"picture,omitempty" jsonschema:"pattern=^[0-9a-f]{16}$,description=64-bit difference hash of a picture"`
}

// Type is what an item was identified as.
type Type struct {
	Format   string   `json:"format"`
	MIME     string   `json:"mime"`
	Basis    string   `json:"basis"`
	Warnings []string `json:"warnings"`
}

// Metadata is one property a file says of itself.
type Metadata struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Source string `json:"source"`
}

// Text counts the text of an item in characters.
type Text struct {
	Chars     int      `json:"chars"`
	OCRChars  int      `json:"ocr_chars"`
	Languages []string `json:"languages"`
	Content   string   `json:"content,omitempty"`
}

// Mark is one thing that points at an organisation.
type Mark struct {
	Kind         string  `json:"kind"`
	KeyKind      string  `json:"key_kind"`
	Key          string  `json:"key"`
	Organisation string  `json:"organisation,omitempty" jsonschema:"description=Id in the catalogue"`
	Class        string  `json:"class"`
	Role         string  `json:"role,omitempty"`
	Value        string  `json:"value"`
	Source       string  `json:"source,omitempty"`
	Snippet      string  `json:"snippet"`
	Why          string  `json:"why,omitempty"`
	Locator      Locator `json:"locator"`
	Quality      float64 `json:"quality" jsonschema:"minimum=0,maximum=1"`
	Count        int     `json:"count" jsonschema:"minimum=1"`
}

// Link says that two keys seem to be one organisation, or two.
type Link struct {
	AKind string  `json:"a_kind"`
	A     string  `json:"a"`
	BKind string  `json:"b_kind"`
	B     string  `json:"b"`
	Bits  float64 `json:"bits"`
	Why   string  `json:"why"`
}

// Problem says what was not read, and why.
type Problem struct {
	Item   string `json:"item"`
	Kind   string `json:"kind" jsonschema:"enum=corrupt,enum=encrypted,enum=unsupported,enum=limit-reached,enum=timed-out,enum=crashed,enum=read-failed,enum=tool-missing"`
	Where  string `json:"where"`
	Detail string `json:"detail"`
	Hint   string `json:"hint"`
	Late   bool   `json:"late,omitempty" jsonschema:"description=Found out after the item had been committed; a stream tells it with the item's marks"`
}

// Timing is the only part that differs between two runs of one scan.
type Timing struct {
	Started  string  `json:"started" jsonschema:"format=date-time"`
	WallMS   int64   `json:"wall_ms"`
	Jobs     int     `json:"jobs"`
	Restarts int     `json:"restarts"`
	Stages   []Stage `json:"stages"`
}

// Stage is the wall time of one step.
type Stage struct {
	Name   string `json:"name"`
	WallMS int64  `json:"wall_ms"`
}
