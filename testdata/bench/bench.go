// Package bench makes the packages that attribution is fitted and measured on:
// samples as they leak, in the formats that offices use, of invented organisations,
// with the truth beside them. It knows nothing of how evscan weighs.
//
// The owner of records is the organisation that kept them in the course of its own
// business. The custodian is the one whose systems they were taken from; the two
// differ where a provider keeps its customers' files. Whoever holds the rights in
// drawings or specifications that a supplier keeps is the rights holder, not the owner.
package bench

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
)

// The parts of a benchmark. No organisation stands in two of them.
const (
	PartFit       = "fit"
	PartCalibrate = "calibrate"
	PartBlind     = "blind"
	PartAttack    = "attack"
)

// Parts lists the parts in the order in which packages go round.
func Parts() []string { return []string{PartFit, PartCalibrate, PartBlind, PartAttack} }

// The scenarios.
const (
	OwnerAsCustomer  = "owner-as-customer"
	OwnerAsVendor    = "owner-as-vendor"
	SupplierBreached = "supplier-breached"
	MSPBreached      = "msp-breached"
	TwoOwners        = "two-owners"
	AuthorityDecoy   = "authority-decoy"
	NoOwner          = "no-owner"
)

// Scenarios lists all of them.
func Scenarios() []string {
	return []string{OwnerAsCustomer, OwnerAsVendor, SupplierBreached, MSPBreached, TwoOwners, AuthorityDecoy, NoOwner}
}

// Languages of packages.
const (
	Japanese = "ja"
	English  = "en"
	Mixed    = "mixed"
)

// Attacks on the answer.
const (
	AttackNone     = "none"
	AttackFlood    = "template-flood"
	AttackCompany  = "planted-company"
	AttackLabel    = "planted-label"
	AttackFolders  = "renamed-folders"
	AttackOneFile  = "planted-file"
	floodSize      = 200 // copies of one template, as METHOD measures them
	attackedBlocks = 10  // one package in so many is attacked
)

// Truth is one line of truth.jsonl.
type Truth struct {
	Package   string  `json:"package"`
	Part      string  `json:"part"`
	Seed      uint64  `json:"seed"`
	Scenario  string  `json:"scenario"`
	Case      string  `json:"case"`
	Language  string  `json:"language"`
	Metadata  string  `json:"metadata"` // kept or stripped
	Known     bool    `json:"catalogue_knows_owner"`
	Inside    bool    `json:"inside"` // internal mail or hosts of the owner are in it
	Attack    string  `json:"attack"`
	Owners    []Who   `json:"owners"`
	Custodian *Who    `json:"custodian"`
	Rights    *Who    `json:"rights_holder"`
	Claim     string  `json:"claim"`
	ClaimIs   string  `json:"claim_is"`     // true, false, group or similar
	ClaimRole string  `json:"claimed_role"` // role of the claimed party in the package, or absent
	Parties   []Party `json:"parties"`
	Base      string  `json:"base"`
}

// Who is an organisation as truth names it.
type Who struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
	Domains []string `json:"domains"`
}

// Party is an organisation with the role it plays relative to the owner.
type Party struct {
	Who
	Role string `json:"role"`
}

// Plan is a package before any file is made.
type Plan struct {
	Truth
	index  int
	listed []*org // organisations that the catalogue of the part knows
	files  []file
}

// cell is what a package is drawn for.
type cell struct {
	scenario, language, metadata, claim string
	known, inside                       bool
}

// cellOf walks through all combinations in an order that leaves none out for long.
func cellOf(k int) cell {
	const cells = 7 * 3 * 2 * 2 * 2 * 2
	n := (k * 205) % cells // 205 and cells have no common divisor
	take := func(of int) int {
		v := n % of
		n /= of
		return v
	}
	c := cell{scenario: Scenarios()[take(7)]}
	c.language = []string{Japanese, English, Mixed}[take(3)]
	c.metadata = []string{"kept", "stripped"}[take(2)]
	c.known = take(2) == 0
	c.claim = []string{"false", "true"}[take(2)]
	c.inside = take(2) == 0
	return c
}

// NewPlan plans package number i of a benchmark.
func NewPlan(seed uint64, i int) Plan {
	part := []string{PartFit, PartFit, PartCalibrate, PartBlind, PartBlind}[i%5]
	k := i / 5 * 2
	if i%5 == 1 || i%5 == 4 {
		k++
	}
	if part == PartCalibrate {
		k = i / 5
	}
	return newPlan(seed, i, part, cellOf(k), attackOf(k))
}

// attackOf attacks one package in ten, with each attack in turn.
func attackOf(k int) string {
	if k%attackedBlocks != attackedBlocks-1 {
		return AttackNone
	}
	all := []string{AttackFlood, AttackCompany, AttackLabel, AttackFolders}
	return all[k/attackedBlocks%len(all)]
}

// NewPair plans a package and a copy of it that differs in the attack alone.
func NewPair(seed uint64, i int) (base, attacked Plan) {
	all := []string{AttackFlood, AttackCompany, AttackLabel, AttackFolders, AttackOneFile}
	base = newPlan(seed, i, PartAttack, cellOf(i*3), AttackNone)
	attacked = newPlan(seed, i, PartAttack, cellOf(i*3), all[i%len(all)])
	base.Package = fmt.Sprintf("a%04d.zip", i)
	attacked.Package, attacked.Base = fmt.Sprintf("a%04d-attacked.zip", i), base.Package
	return base, attacked
}

func newPlan(seed uint64, i int, part string, c cell, attack string) Plan {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %d %s", seed, i, part)
	own := h.Sum64()
	p := Plan{index: i, Truth: Truth{Package: fmt.Sprintf("p%04d.zip", i), Part: part, Seed: own, Scenario: c.scenario, Language: c.language,
		Metadata: c.metadata, Known: c.known, Inside: c.inside, Attack: attack, ClaimIs: c.claim, Owners: []Who{}, Parties: []Party{}}}
	w := &world{plan: &p, r: rand.New(rand.NewPCG(own, 1)), part: part, taken: map[string]bool{}}
	w.play()
	w.attack(rand.New(rand.NewPCG(own, 2)))
	return p
}
