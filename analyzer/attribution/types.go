// Package attribution weighs the marks of a whole package: whose records are
// these, how sure is that, why, and does the claim hold. It is pure: no files, no
// clock, no goroutines, no randomness; equal input gives equal output.
package attribution

import "evscan/evidence"

// Input is everything the weighing sees.
type Input struct {
	Items   []evidence.Item                  // in ordinal order, with marks, links, groups and coverage
	Orgs    map[string]evidence.Organisation // catalogue records that marks refer to, by ID, and those of the claim
	Links   []evidence.Link                  // links between keys that hold for the whole package (spelling, acronym, romaji)
	Claim   *Claim                           // nil where nobody was named
	Weights Weights

	Decisions []Decision // what a person decided about candidates and files, at most MaxDecisions
	rules     *rules     // what decisions mean for linking; nil for nothing
}

// Claim is the organisation somebody says the data belongs to.
type Claim struct {
	Text string         // as given: a name or a domain
	Keys []evidence.Key // what the text means as keys
	Orgs []string       // catalogue records it may mean; several where the name is ambiguous
	// Links are those between the claim's keys and others of the package: a candidate
	// that is spelled like the claim may be the same organisation.
	Links []evidence.Link
	// OtherForm is the name of the package's that is the claim's with another legal form,
	// where the claim's own does not occur; else "".
	OtherForm string
}

// Verdicts on the owner.
const (
	VerdictIdentified   = "identified"
	VerdictLeading      = "leading"
	VerdictUndetermined = "undetermined"
	VerdictNoEvidence   = "no-evidence"
)

// Verdicts on the claim.
const (
	ClaimSupported    = "supported"
	ClaimContradicted = "contradicted"
	ClaimUndetermined = "undetermined"
)

// Roles of a candidate relative to the owner.
const (
	RoleOwner          = "owner"
	RoleCustodian      = "custodian"
	RoleCustomer       = "customer"
	RoleVendor         = "vendor"
	RolePartner        = "partner"
	RoleRegulator      = "regulator"
	RoleSoftwareVendor = "software-vendor"
	RoleMentioned      = "mentioned"
	RoleClaimed        = "claimed"
)

// Attribution is the answer.
type Attribution struct {
	Verdict    string
	Reason     string // one sentence: why this verdict and not a stronger one
	Owner      *Party // only with VerdictIdentified
	Custodian  *Party
	Unknown    float64     // probability that the owner is none of the candidates
	Groups     float64     // effective number of document groups
	Unread     float64     // share of the package that could not be read, in [0,1]
	Candidates []Candidate // best first
	Flips      []Flip
	Claim      *ClaimVerdict // nil where nobody was named
	Baselines  []Baseline    // what the shortcuts would have said
	Decisions  []Taken       // those of the input, with what they hit
	Undecided  *Outcome      // what the answer would be without them; nil where there are none
}

// Party is an organisation with the probability of what it is said to be.
type Party struct {
	ID          string
	Name        string
	Domains     []string
	Probability float64 // at most 0.99
}

// Candidate is one organisation that may own the records.
type Candidate struct {
	ID             string // catalogue ID, or a stable ID made of its keys, e.g. domain:example.test
	Name           string
	Aliases        []string
	Domains        []string
	Keys           []evidence.Key // everything that was linked into it
	Linked         []string       // why its keys are one organisation, in words
	PossiblySame   []string       // IDs of candidates it may be the same as (4 to 9 bits)
	Catalogued     bool
	Confirmed      bool // a person accepted it
	Probability    float64
	Score          float64 // S(h), nats, after clipping and the two-party guard
	Terms          []Term  // what S(h) is the sum of
	Parent         string  // catalogue ID of the head of its group; "" for none or unknown
	Coverage       float64 // share of the document groups in which it is a party
	Counterparties int     // D
	Roles          []string
	Evidence       []Evidence // strongest first
}

// Term is one summand of a candidate's score. The terms of the classes are spread
// over the candidate's Evidence; the others belong to no single witness.
type Term struct {
	Name string // an evidence class, or: custody elsewhere, hub, counterparties, clipping and guard
	Nats float64
}

// Evidence is one witness: a mark, or a cluster of marks that count as one.
type Evidence struct {
	Item      string // item ID
	Path      []string
	Class     evidence.Class
	Role      evidence.Role
	Value     string
	At        evidence.Locator
	Source    string
	Quality   float64
	CountedAs string  // in words: "14 files, one template = 1.1"
	Weight    float64 // nats for this candidate
	Snippet   string
	Why       string
}

// Flip is a change that would give another answer.
type Flip struct {
	Without string // what is left out: a class, a template group, a file
	Verdict string // what the verdict would be
	Leader  string // who would lead then; "" for nobody
	Detail  string // the sentence a person reads
}

// ClaimVerdict is what the evidence says of the claim.
type ClaimVerdict struct {
	Organisation    string // as claimed
	Candidate       string // ID of the candidate that the claim means; "" where the package holds none
	Verdict         string
	Reason          string
	Role            string // the role it really plays here; "" where it plays none
	Probability     float64
	LikelihoodRatio float64 // how many times better the evidence fits "the claimed owns it" than "another does"; finite
	Band            string  // weak, moderate, moderately strong, strong, very strong, extremely strong; with "against" where below 1
}

// Baseline is what a shortcut would answer.
type Baseline struct {
	Name   string // most-mentioned, mail-domain, company-property, pooled
	Answer string // name of the organisation; "" for none
	ID     string // candidate ID
	Count  int
}
