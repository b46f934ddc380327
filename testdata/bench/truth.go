package bench

// The parts of a benchmark. No organisation stands in two of them.
const (
	PartFit       = "fit"
	PartCalibrate = "calibrate"
	PartBlind     = "blind"
	PartAttack    = "attack"
)

// Parts lists the parts.
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

// What became of the metadata.
const (
	Kept     = "kept"
	Stripped = "stripped"
)

// What the claim is.
const (
	ClaimTrue    = "true"    // names an owner
	ClaimFalse   = "false"   // names another party, or somebody who is not in the package
	ClaimGroup   = "group"   // names the head of the owner's group or a firm of the same group
	ClaimSimilar = "similar" // names somebody whose name or domain is nearly an owner's
)

// Attacks on the answer.
const (
	AttackNone    = "none"
	AttackFlood   = "template-flood"
	AttackCompany = "planted-company"
	AttackLabel   = "planted-label"
	AttackFolders = "renamed-folders"
	AttackOneFile = "planted-file" // in pairs only
)

// The roles of parties, relative to the owner.
const (
	RoleOwner     = "owner"
	RoleCustodian = "custodian"
	RoleCustomer  = "customer"
	RoleVendor    = "vendor"
	RolePartner   = "partner"
	RoleRegulator = "regulator"
	RoleSoftware  = "software-vendor"
	RoleMentioned = "mentioned"
	RoleAbsent    = "absent" // of a claimed organisation that the package never shows
)

// Truth is one line of truth.jsonl.
type Truth struct {
	Package   string  `json:"package"`
	Part      string  `json:"part"`
	Seed      uint64  `json:"seed"`
	Scenario  string  `json:"scenario"`
	Case      string  `json:"case"`
	Language  string  `json:"language"`
	Metadata  string  `json:"metadata"`
	Known     bool    `json:"catalogue_knows_owner"`
	Inside    bool    `json:"inside"` // internal mail or hosts of the owner are in it
	Attack    string  `json:"attack"`
	Owners    []Who   `json:"owners"`
	Custodian *Who    `json:"custodian"`
	Rights    *Who    `json:"rights_holder"`
	Claim     string  `json:"claim"`
	ClaimIs   string  `json:"claim_is"`
	ClaimRole string  `json:"claimed_role"`
	Parties   []Party `json:"parties"`
	Base      string  `json:"base"` // the package of the same folder that this one is an attacked copy of
}

// Who is an organisation as the truth names it.
type Who struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
	Domains []string `json:"domains"`
}

// Party is an organisation in a package with the role it plays.
type Party struct {
	Who
	Role string `json:"role"`
}
