package bench

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path"
	"strings"
	"time"
)

// Plan is a package before its files are made.
type Plan struct {
	Truth
	listed []*org // organisations that the catalogue of the part lists
	items  []item
	owners []*org

	claimedOrg *org

	sjis   bool   // names of entries in Shift_JIS, as old Japanese programs write them
	nested string // archive inside the package that holds all but the leaker's words

	forceCompany *org // attack: stands as Company in all office files
	forceLabel   *org // attack: its label stands in all office files
}

// item is a file before it is made.
type item struct {
	path string
	kind string
	when time.Time
	seed uint64
	make func(*setter) ([]byte, error)
}

// Files names the files in order, with what each one is.
func (p *Plan) Files() (paths, kinds []string) {
	for _, i := range p.items {
		paths, kinds = append(paths, i.path), append(kinds, i.kind)
	}
	return paths, kinds
}

// cell is what a package is drawn for.
type cell struct {
	scenario, language, metadata string
	claimTrue, known, inside     bool
}

// fewest is how many files a package has at least.
const fewest = 6

const cells = 7 * 3 * 2 * 2 * 2 * 2

// cellOf walks through all combinations in an order that leaves none out for long.
func cellOf(k int) cell {
	n := (k * 205) % cells // 205 and cells have no common divisor
	take := func(of int) int {
		v := n % of
		n /= of
		return v
	}
	c := cell{scenario: Scenarios()[take(7)]}
	c.language = []string{Japanese, English, Mixed}[take(3)]
	c.metadata = []string{Kept, Stripped}[take(2)]
	c.known = take(2) == 0
	c.claimTrue = take(2) == 1
	c.inside = take(2) == 0
	return c
}

// partOf deals packages to parts: two of five to fit and blind, one to calibrate.
// k counts within the part.
func partOf(i int) (part string, k int) {
	switch i % 5 {
	case 0, 1:
		return PartFit, i/5*2 + i%5
	case 2:
		return PartCalibrate, i / 5
	default:
		return PartBlind, i/5*2 + i%5 - 3
	}
}

// Pairs is how many packages of the folder attack have an attacked copy beside them.
const Pairs = 60

// Plans plans n packages of the three parts and, after them, the pairs of the folder
// attack: each base is followed by its attacked copy.
func Plans(n, pairs int, seed uint64) []*Plan {
	m := newMint()
	pools := map[string]*pool{}
	for _, part := range Parts() {
		pools[part] = &pool{}
	}
	var out []*Plan
	for i := range n {
		part, k := partOf(i)
		attack := attackOf(k)
		p := newPlan(m, pools[part], hash(seed, "package", i), part, cellOf(k), k, attack)
		p.Package = fmt.Sprintf("p%04d.zip", i+1)
		out = append(out, p)
	}
	for i := range pairs {
		all := []string{AttackFlood, AttackCompany, AttackLabel, AttackFolders, AttackOneFile}
		own := hash(seed, "pair", i)
		c := cellOf(i*11 + 3)
		// The same draws must give the same organisations twice, so the copy begins
		// where the base began.
		ms, ps := m.clone(), pools[PartAttack].clone()
		base := newPlan(m, pools[PartAttack], own, PartAttack, c, i, AttackNone)
		copied := newPlan(ms, ps, own, PartAttack, c, i, all[i%len(all)])
		base.Package = fmt.Sprintf("a%04d.zip", i+1)
		copied.Package, copied.Base = fmt.Sprintf("a%04d-attacked.zip", i+1), base.Package
		copied.listed = nil
		m.merge(ms)
		out = append(out, base, copied)
	}
	return out
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func hash(seed uint64, what string, i int) uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %s %d", seed, what, i) // a hash does not fail
	// FNV leaves the sums of like texts alike; the finalizer of splitmix64 does not.
	z := h.Sum64()
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (m *mint) clone() *mint {
	c := newMint()
	c.merge(m)
	return c
}

func (m *mint) merge(o *mint) {
	for k, v := range o.seen {
		m.seen[k] = v
	}
}

// attackOf attacks one package in ten, with each attack in turn.
func attackOf(k int) string {
	if k%10 != 7 {
		return AttackNone
	}
	return []string{AttackFlood, AttackCompany, AttackLabel, AttackFolders}[k/10%4]
}

// pool holds the parties of a part's packages that may come again in another one.
type pool struct{ list []*org }

func (p *pool) clone() *pool { return &pool{list: append([]*org(nil), p.list...)} }

// scene builds one plan.
type scene struct {
	*Plan
	cell
	r     *rand.Rand
	mint  *mint
	pool  *pool
	owner *org // nil: nobody
	all   []*org
	role  map[*org]string
	root  string // folder that holds everything; may be empty
	used  map[string]bool
	now   time.Time // when the records end
	k     int
	shots int // pictures so far; reading them costs the scan
}

func newPlan(m *mint, pl *pool, seed uint64, part string, c cell, k int, attack string) *Plan {
	p := &Plan{Truth: Truth{Part: part, Seed: seed, Scenario: c.scenario, Language: c.language, Metadata: c.metadata,
		Known: c.known, Inside: c.inside, Attack: attack, ClaimIs: ClaimFalse, Owners: []Who{}, Parties: []Party{}}}
	r := newRand(seed)
	s := &scene{Plan: p, cell: c, r: r, mint: m, pool: pl, role: map[*org]string{}, used: map[string]bool{}, k: k,
		now: time.Date(2017+r.IntN(8), time.Month(1+r.IntN(12)), 1+r.IntN(28), 10, 0, 0, 0, time.UTC)}
	s.root = pick(r, []string{"", "", "sample/", "proof/", "data/", "files/", "Desktop/", "部署共有/", "leak/part1/", "share/"})
	s.play()
	for len(s.items) < fewest {
		s.software()
	}
	s.readme()
	if s.Case == CaseImages && (attack == AttackCompany || attack == AttackLabel) {
		attack, s.Attack = AttackFolders, AttackFolders // pictures have no such properties
	}
	s.attack(rand.New(rand.NewPCG(seed, 2)), attack)
	s.finish()
	wrap := newRand(seed ^ 5)
	p.sjis = s.language == Japanese && chance(wrap, .15)
	if chance(wrap, .06) {
		p.nested = pick(wrap, []string{"data.zip", "part1.zip", "files.zip", "backup.zip"})
	}
	return p
}

// finish writes the parties into the truth.
func (s *scene) finish() {
	if s.Custodian == nil && len(s.Owners) == 1 {
		s.takenFrom(s.owner)
	}
	for _, o := range s.all {
		s.Parties = append(s.Parties, Party{o.truth(), s.role[o]})
		if o.known {
			s.listed = append(s.listed, o)
		}
	}
}

// japanese draws the language of a party.
func (s *scene) japanese() bool {
	switch s.language {
	case Japanese:
		return true
	case English:
		return false
	}
	return chance(s.r, .5)
}

// cast adds a party with its role. A third of the parties that are no owners come
// from earlier packages of the part.
func (s *scene) cast(k kind, role string) *org { return s.castIn(k, role, s.japanese()) }

func (s *scene) castIn(k kind, role string, ja bool) *org {
	if role != RoleOwner && role != RoleCustodian && chance(s.r, .33) {
		for range 6 {
			if len(s.pool.list) == 0 {
				break
			}
			o := pick(s.r, s.pool.list)
			if _, twice := s.role[o]; !twice && o.kind == k && o.ja == ja {
				return s.enter(o, role)
			}
		}
	}
	o := s.mint.new(s.r, k, ja)
	o.known = chance(s.r, .4)
	if role == RoleOwner {
		o.known = s.known
	} else {
		s.pool.list = append(s.pool.list, o)
	}
	return s.enter(o, role)
}

func (s *scene) enter(o *org, role string) *org {
	s.all = append(s.all, o)
	s.role[o] = role
	return o
}

// own casts an owner.
func (s *scene) own(k kind) *org {
	o := s.castIn(k, RoleOwner, s.japanese())
	s.Owners, s.owners = append(s.Owners, o.truth()), append(s.owners, o)
	if s.owner == nil {
		s.owner = o
	}
	return o
}

// custody reports whether a paper of o may show o's shares, labels and printers.
// Those of the owner show only where the package is to have inside evidence;
// suppliers' papers show theirs now and then, as they do in life.
func (s *scene) custody(o *org) bool {
	switch s.role[o] {
	case RoleOwner:
		return s.inside
	case RoleCustodian:
		return true
	}
	return chance(o.style("custody"), .12)
}

// day is a working day in the years before the records end.
func (s *scene) day() time.Time {
	t := s.now.AddDate(0, 0, -s.r.IntN(700)).Add(time.Duration(s.r.IntN(9*60)) * time.Minute)
	for t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
		t = t.AddDate(0, 0, -1)
	}
	return t.Add(time.Duration(s.r.IntN(60)) * time.Second)
}

// clean replaces what a file name cannot have.
func clean(name string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, name)
}

// place gives a path nobody has yet.
func (s *scene) place(folder, name, ending string) string {
	name = clean(name)
	for i := 0; ; i++ {
		p := path.Join(s.root, folder, name)
		if i > 0 {
			p += fmt.Sprintf("_%d", i+1)
		}
		p += "." + ending
		if !s.used[p] {
			s.used[p] = true
			return p
		}
	}
}

func (s *scene) file(pathname, kind string, when time.Time, do func(*setter) ([]byte, error)) {
	s.items = append(s.items, item{path: pathname, kind: kind, when: when, seed: s.r.Uint64(), make: do})
}

// put adds a paper in a format.
func (s *scene) put(folder, name, kind string, p *paper, format string) {
	if name == "" {
		name = s.named(p, nil)
	}
	if s.metadata == Stripped && chance(s.r, .55) && (format == docx || format == xlsx || format == pptx) {
		format = pdfs
	}
	if p.by != nil && s.role[p.by] != RoleOwner {
		p.travels = chance(p.by.style("travels"), .4)
	}
	at := s.place(folder, name, ext(format))
	p.path = at
	s.file(at, kind, p.when, func(st *setter) ([]byte, error) { return st.set(p, format) })
}
