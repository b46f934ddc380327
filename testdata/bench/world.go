package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// world plays one scenario and notes which files it leaves behind.
type world struct {
	plan  *Plan
	r     *rand.Rand
	part  string
	taken map[string]bool
	n     int
	roles []Party
}

// file is one planned file.
type file struct {
	path    string
	kind    string // paper, mail, slides, sheet, shot, scan, text, photo
	paper   paper
	format  string // docx, xlsx, pdf, txt, eml, png, jpg
	maker   *org   // whose machine made it, nil for nobody's
	inside  bool   // carries marks of the maker's own systems
	travels bool   // metadata of the maker went out with it
	look    int
	seed    uint64
	company string // planted properties
	label   string // planted label
	cc      []person
}

// ja decides the language of the next organisation.
func (w *world) ja() bool {
	switch w.plan.Language {
	case Japanese:
		return true
	case English:
		return false
	}
	return chance(w.r, 0.5)
}

func (w *world) party(o *org, role string) *org {
	w.roles = append(w.roles, Party{Who: o.who(), Role: role})
	return o
}

// list puts organisations into the catalogue: the owner where the cell says so, and
// half of the others.
func (w *world) list(owner bool, list ...*org) {
	for _, o := range list {
		if owner && w.plan.Known || !owner && chance(w.r, 0.5) {
			w.plan.listed = append(w.plan.listed, o)
		}
	}
}

func (w *world) play() {
	switch w.plan.Scenario {
	case OwnerAsCustomer:
		w.customer()
	case OwnerAsVendor:
		w.vendor()
	case SupplierBreached:
		w.supplier()
	case MSPBreached:
		w.provider()
	case TwoOwners:
		w.two()
	case AuthorityDecoy:
		w.authority()
	default:
		w.nobody()
	}
	w.noise()
	w.plan.Parties = w.roles
	if chance(w.r, 0.35) {
		w.readme()
	}
}

// own notes the owner, and whom the claim means.
func (w *world) own(owner *org, custodian *org, claimed *org, claimedRole string) {
	p := w.plan
	p.Owners = append(p.Owners, owner.who())
	if custodian != nil {
		c := custodian.who()
		p.Custodian = &c
	}
	w.claim(owner, claimed, claimedRole)
}

// claim sets what the leak site says.
func (w *world) claim(owner, false_ *org, role string) {
	p := w.plan
	if p.ClaimIs == "true" {
		p.Claim, p.ClaimRole = w.said(owner), "owner"
		return
	}
	switch {
	case chance(w.r, 0.12): // somebody with nearly the same name, who has nothing to do with it
		p.ClaimIs, p.ClaimRole, p.Case = "similar", "absent", "similar domain"
		label, rest, _ := strings.Cut(owner.domain, ".")
		if rest == "test" {
			p.Claim = label + ".example"
		} else {
			p.Claim = label + ".test"
		}
	case chance(w.r, 0.15): // somebody who does not occur at all
		p.Claim, p.ClaimRole = w.org(w.ja(), "company").name, "absent"
	default:
		p.Claim, p.ClaimRole = w.said(false_), role
	}
}

func (w *world) said(o *org) string {
	return pick(w.r, []string{o.name, o.name, o.short, o.domain})
}

// some returns a number between lo and hi.
func (w *world) some(lo, hi int) int { return lo + w.r.IntN(hi-lo+1) }

func (w *world) customer() {
	ja := w.ja()
	owner := w.party(w.org(ja, "company"), "owner")
	n := 1
	if chance(w.r, 0.75) {
		n = w.some(2, 5)
	}
	var vendors []*org
	for range n {
		vendors = append(vendors, w.party(w.org(ja && chance(w.r, 0.85) || !ja && w.ja(), "company"), "vendor"))
	}
	w.list(true, owner)
	w.list(false, vendors...)
	w.plan.Case = "vendor decoy"
	for i := range w.some(4, 9) {
		v := vendors[0] // the vendor that leaks are named after
		if i%2 == 1 {
			v = pick(w.r, vendors)
		}
		w.paper(pick(w.r, []string{"quotation", "quotation", "invoice", "delivery", "letter", "proposal"}), v, owner, owner)
	}
	for range w.some(1, 3) {
		w.paper("order", owner, pick(w.r, vendors), owner)
	}
	for range w.some(1, 4) {
		w.outside(pick(w.r, vendors), owner)
	}
	w.inhouse(owner, w.some(2, 5))
	w.own(owner, w.keeper(owner), vendors[0], "vendor")
}

// keeper is the custodian where marks of its systems are in the package.
func (w *world) keeper(o *org) *org {
	if w.plan.Inside {
		return o
	}
	return nil
}

func (w *world) vendor() {
	ja := w.ja()
	owner := w.party(w.org(ja, "company"), "owner")
	var customers []*org
	for range w.some(2, 6) {
		customers = append(customers, w.party(w.org(w.ja(), "company"), "customer"))
	}
	w.list(true, owner)
	w.list(false, customers...)
	w.plan.Case = "correct claim"
	for range w.some(4, 10) {
		w.paper(pick(w.r, []string{"quotation", "invoice", "invoice", "delivery", "letter", "proposal"}), owner, pick(w.r, customers), owner)
	}
	for range w.some(0, 3) {
		w.paper("order", pick(w.r, customers), owner, owner)
	}
	for range w.some(1, 4) {
		w.outside(owner, pick(w.r, customers))
	}
	if chance(w.r, 0.5) {
		w.directory(owner, customers, "customers")
	}
	w.inhouse(owner, w.some(1, 4))
	w.own(owner, w.keeper(owner), customers[0], "customer")
}

// supplier: a contractor's disk, with the drawings of its great customer.
func (w *world) supplier() {
	ja := w.ja()
	owner := w.party(w.org(ja, "company"), "owner")
	great := w.party(w.org(w.ja(), "company"), "customer")
	other := w.party(w.org(w.ja(), "company"), "customer")
	vendor := w.party(w.org(ja, "company"), "vendor")
	w.list(true, owner)
	w.list(false, great, other, vendor)
	w.plan.Case = "drawings of the customer"
	for range w.some(3, 7) {
		w.paper("drawing", great, owner, owner)
	}
	for range w.some(1, 3) {
		w.paper("order", great, owner, owner)
	}
	for range w.some(2, 4) {
		w.paper(pick(w.r, []string{"quotation", "invoice", "delivery"}), owner, pick(w.r, []*org{great, great, other}), owner)
	}
	for range w.some(1, 2) {
		w.paper("invoice", vendor, owner, owner)
	}
	for range w.some(1, 3) {
		w.outside(great, owner)
	}
	w.inhouse(owner, w.some(2, 4))
	w.own(owner, w.keeper(owner), great, "customer")
	if w.plan.ClaimIs == "false" && w.plan.ClaimRole == "customer" {
		rights := great.who()
		w.plan.Rights = &rights
	}
}

// provider: a provider of managed services lost the files of one of its customers.
func (w *world) provider() {
	ja := w.ja()
	owner := w.party(w.org(ja, "company"), "owner")
	msp := w.party(w.org(ja, "provider"), "vendor")
	var vendors []*org
	for range w.some(1, 3) {
		vendors = append(vendors, w.party(w.org(w.ja(), "company"), "vendor"))
	}
	w.list(true, owner)
	w.list(false, append(vendors, msp)...)
	w.plan.Case = "provider breached"
	inside := w.plan.Inside
	for range w.some(3, 6) {
		w.paper(pick(w.r, []string{"quotation", "invoice", "letter"}), pick(w.r, vendors), owner, owner)
	}
	for range w.some(1, 3) {
		w.paper("order", owner, pick(w.r, vendors), owner)
	}
	w.inhouse(owner, w.some(3, 6))
	// The provider's own papers about its customer.
	for range w.some(1, 2) {
		w.paper("invoice", msp, owner, msp)
	}
	for range w.some(1, 3) {
		w.ticket(msp, owner)
	}
	w.plan.Inside = inside
	for i := range w.plan.files {
		if chance(w.r, 0.8) {
			w.plan.files[i].path = "backup/" + strings.SplitN(owner.domain, ".", 2)[0] + "/" + w.plan.files[i].path
		}
	}
	w.own(owner, msp, msp, "vendor")
}

func (w *world) two() {
	ja := w.ja()
	a, b := w.party(w.org(ja, "company"), "owner"), w.party(w.org(w.ja(), "company"), "owner")
	w.list(true, a, b)
	w.plan.Case = "two owners"
	for i, o := range []*org{a, b} {
		first := len(w.plan.files)
		partner := w.party(w.org(w.ja(), "company"), "vendor")
		w.list(false, partner)
		for range w.some(2, 4) {
			w.paper(pick(w.r, []string{"quotation", "invoice", "letter"}), partner, o, o)
		}
		for range w.some(1, 2) {
			w.paper("order", o, partner, o)
		}
		w.inhouse(o, w.some(2, 4))
		if chance(w.r, 0.5) {
			for j := first; j < len(w.plan.files); j++ {
				w.plan.files[j].path = fmt.Sprintf("part%d/%s", i+1, w.plan.files[j].path)
			}
		}
	}
	w.own(a, nil, w.org(w.ja(), "company"), "absent")
	w.plan.Owners = append(w.plan.Owners, b.who())
}

// authority: a practice that files the forms of an authority for many clients.
func (w *world) authority() {
	ja := w.ja()
	kind := pick(w.r, []string{"firm", "firm", "company"})
	owner := w.party(w.org(ja, kind), "owner")
	authority := w.party(w.org(ja, "authority"), "regulator")
	w.list(true, owner)
	w.list(false, authority)
	w.plan.Case = "agency heading on every form"
	var clients []*org
	for range w.some(2, 5) {
		clients = append(clients, w.party(w.org(ja, "company"), "customer"))
	}
	for range w.some(4, 8) {
		if kind == "firm" {
			w.form(authority, pick(w.r, clients), owner)
		} else {
			w.form(authority, owner, owner)
		}
	}
	for range w.some(2, 4) {
		if kind == "firm" {
			w.paper(pick(w.r, []string{"invoice", "letter", "contract"}), owner, pick(w.r, clients), owner)
		} else {
			w.paper("invoice", pick(w.r, clients), owner, owner)
		}
	}
	if kind == "firm" && chance(w.r, 0.5) {
		w.directory(owner, clients, "clients")
	}
	w.paper("letter", authority, owner, owner)
	w.inhouse(owner, w.some(2, 4))
	w.own(owner, w.keeper(owner), authority, "regulator")
	if kind != "firm" { // its counterparties are vendors
		for i := range w.roles {
			if w.roles[i].Role == "customer" {
				w.roles[i].Role = "vendor"
			}
		}
	}
}

// nobody: what is left where no organisation's records are in the package.
func (w *world) nobody() {
	w.plan.Inside = false
	w.plan.ClaimIs = "false"
	w.plan.Case = "no data of anybody"
	switch w.r.IntN(3) {
	case 0: // brochures and newsletters of several
		for range w.some(2, 4) {
			o := w.party(w.org(w.ja(), "company"), "mentioned")
			w.list(false, o)
			for range w.some(1, 3) {
				w.brochure(o)
			}
		}
	case 1: // a private person's files
		ja := w.ja()
		for range w.some(4, 9) {
			w.private(ja)
		}
		o := w.party(w.org(ja, "company"), "mentioned")
		w.list(false, o)
		w.cv(o)
	default: // pictures and notes without names
		for range w.some(2, 5) {
			w.photo()
		}
		for range w.some(3, 6) {
			w.note(w.ja())
		}
	}
	claimed := w.org(w.ja(), "company")
	w.list(false, claimed)
	w.plan.Claim, w.plan.ClaimRole = claimed.name, "absent"
	if len(w.roles) > 0 && chance(w.r, 0.4) {
		w.plan.Claim, w.plan.ClaimRole = w.roles[0].Name, "mentioned"
	}
}

// noise adds what lies around in every folder.
func (w *world) noise() {
	if w.plan.Scenario == NoOwner {
		return
	}
	for range w.some(1, 4) {
		switch w.r.IntN(5) {
		case 0:
			o := w.party(w.org(w.ja(), "company"), "mentioned")
			w.brochure(o)
		case 1:
			w.private(w.ja())
		case 2:
			w.photo()
		default:
			w.note(w.ja())
		}
	}
}

// readme is what the leak site says itself.
func (w *world) readme() {
	w.add(file{path: "README.txt", kind: "text", format: "txt", paper: paper{body: []string{
		pick(w.r, []string{"Full data of ", "Hacked: ", "LEAKED! Company: "}) + w.plan.Claim, "Contact us to buy the rest.", "Proof pack 1 of 12"}}})
}

func (w *world) add(f file) *file {
	w.n++
	f.seed = w.r.Uint64()
	for i := range w.plan.files {
		if w.plan.files[i].path == f.path {
			dot := strings.LastIndexByte(f.path, '.')
			f.path = fmt.Sprintf("%s_%d%s", f.path[:dot], w.n, f.path[dot:])
			break
		}
	}
	w.plan.files = append(w.plan.files, f)
	return &w.plan.files[len(w.plan.files)-1]
}

// attack changes the finished plan.
func (w *world) attack(r *rand.Rand) {
	p := w.plan
	w.r = r
	stranger := w.org(w.ja(), "company")
	if p.ClaimIs == "false" && p.ClaimRole != "absent" {
		for _, q := range p.Parties { // whoever plants something plants the claim
			if q.Role == p.ClaimRole && (q.Name == p.Claim || len(q.Domains) > 0 && q.Domains[0] == p.Claim || len(q.Aliases) > 0 && q.Aliases[0] == p.Claim) {
				stranger.name, stranger.short, stranger.domain = q.Name, q.Aliases[0], q.Domains[0]
			}
		}
	}
	switch p.Attack {
	case AttackFlood:
		for i := range p.files {
			if f := p.files[i]; f.kind == "paper" && f.paper.from != nil && f.paper.to != nil && (f.format == "docx" || f.format == "pdf" || f.format == "xlsx") {
				dot := strings.LastIndexByte(f.path, '.')
				for n := range floodSize {
					g := f
					g.paper.number = fmt.Sprintf("%s-%03d", f.paper.number, n)
					g.path = fmt.Sprintf("%s copy %03d%s", f.path[:dot], n, f.path[dot:])
					g.seed += uint64(n) + 1
					p.files = append(p.files, g)
				}
				break
			}
		}
	case AttackCompany:
		for i := range p.files {
			p.files[i].company = stranger.name
		}
	case AttackLabel:
		for i := range p.files {
			p.files[i].label = stranger.tenant
		}
	case AttackFolders:
		for i := range p.files {
			p.files[i].path = p.Claim + "/" + p.files[i].path
		}
	case AttackOneFile:
		w.mail(stranger, stranger, "planted/")
	}
}
