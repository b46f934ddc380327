package attribution

import (
	"cmp"
	"container/heap"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"evscan/evidence"
)

func compareKeys(a, b evidence.Key) int {
	return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Value, b.Value))
}

// pair is two clusters (or keys) by number, the smaller one first.
type pair struct{ a, b int }

func pairOf(a, b int) pair { return pair{min(a, b), max(a, b)} }

// bond is what speaks for two clusters being one organisation. Each kind of
// reason counts once, however many files repeat it: a vendor and its customer
// stand together in every quotation. The bits tell the kinds apart, since METHOD
// gives each kind of reason a number of its own.
type bond struct {
	reasons map[float64]string // bits -> in words
	docs    int                // documents (and package-wide statements) that say so, most of any one pair
	names   float64            // strongest spelling reason between two names
	label   bool               // a reason stronger than spelling and weaker than a signature: the domain spells the name
	veto    bool
	against int // documents in which the two stand on different sides, most of any one pair
}

func (b *bond) add(o *bond) {
	for bits, why := range o.reasons {
		if known, ok := b.reasons[bits]; !ok || why < known {
			b.reasons[bits] = why
		}
	}
	b.docs = max(b.docs, o.docs)
	b.names = max(b.names, o.names)
	b.label = b.label || o.label
	b.veto = b.veto || o.veto
	b.against = max(b.against, o.against)
}

// opposed reports whether the two stand on different sides too often to be one. A
// reader takes a quoted mail or a receipt the wrong way round now and then: one such
// document does not outweigh reasons that would do without the weakest of them.
func (b *bond) opposed(w LinkWeights) bool {
	return b.veto || b.against > 1 || b.against == 1 && b.bits(w) < w.Merge+w.Possible
}

// bits adds the reasons up. Of the weak ones (same file) only the best counts.
func (b *bond) bits(w LinkWeights) float64 {
	var sum, weak float64
	for _, v := range slices.Sorted(maps.Keys(b.reasons)) {
		if v <= w.SameFile {
			weak = max(weak, v)
		} else {
			sum += v
		}
	}
	return sum + weak
}

func (b *bond) why(w LinkWeights) []string {
	var out []string
	for _, v := range slices.Backward(slices.Sorted(maps.Keys(b.reasons))) {
		if v > w.SameFile || len(out) == 0 {
			out = append(out, fmt.Sprintf("%s (+%.4g)", b.reasons[v], v))
		}
	}
	return out
}

// cluster is a set of keys that are one organisation.
type cluster struct {
	keys    []evidence.Key
	org     string
	names   int
	domains int
	support int               // documents with a mark of it
	numbers map[string]string // registry scheme -> number
	linked  []string
	sides   map[int]int           // the side it is on of each parting that a person made
	lead    map[evidence.Key]bool // keys by which a person says it is to be called; nil for any
	dead    bool
	version int
}

// linking is the outcome of step 2.
type linking struct {
	clusters []cluster
	of       map[evidence.Key]int
	possible map[pair]bool // possibly the same
}

type linker struct {
	w        LinkWeights
	orgs     map[string]evidence.Organisation
	clusters []cluster
	of       map[evidence.Key]int
	bonds    map[int]map[int]*bond
	queue    candidatesQueue
}

// link makes candidates of keys. support holds the number of documents with a
// mark of each key, orgOf the catalogue records that marks name for it.
func link(w LinkWeights, orgs map[string]evidence.Organisation, support map[evidence.Key]int,
	orgOf map[evidence.Key]map[string]bool, links []docLink, by *rules) linking {
	l := &linker{w: w, orgs: orgs, of: map[evidence.Key]int{}, bonds: map[int]map[int]*bond{}}
	keys := slices.SortedFunc(maps.Keys(support), compareKeys)
	resolved := resolve(keys, orgs, support, orgOf)
	by.detach(resolved)
	byOrg := map[string]int{}
	for _, k := range keys {
		org := resolved[k]
		if c, ok := byOrg[org]; ok && org != "" {
			l.take(c, k, support[k])
			if len(l.clusters[c].keys) == 2 {
				l.clusters[c].linked = append(l.clusters[c].linked, fmt.Sprintf("the catalogue lists them as one organisation (+%.4g)", w.Catalogue))
			}
			continue
		}
		c := len(l.clusters)
		l.clusters = append(l.clusters, cluster{org: org, numbers: map[string]string{}})
		l.take(c, k, support[k])
		if org != "" {
			byOrg[org] = c
		}
	}
	l.follow(by)
	l.bind(links)
	l.merge()
	return l.done()
}

func (l *linker) take(c int, k evidence.Key, support int) {
	cl := &l.clusters[c]
	cl.keys = append(cl.keys, k)
	cl.support += support
	l.of[k] = c
	switch k.Kind {
	case evidence.KeyName:
		cl.names++
	case evidence.KeyDomain:
		cl.domains++
	case evidence.KeyRegistry:
		scheme, number, _ := strings.Cut(k.Value, ":")
		if cl.numbers[scheme] == "" {
			cl.numbers[scheme] = number
		}
	}
}

// resolve picks the catalogue record of every key. A name that several records
// share is given to the one that unambiguous keys of the package support best;
// where none does or two do alike, it stays a name.
func resolve(keys []evidence.Key, orgs map[string]evidence.Organisation, support map[evidence.Key]int,
	orgOf map[evidence.Key]map[string]bool) map[evidence.Key]string {
	listed := map[evidence.Key]map[string]bool{}
	list := func(kind evidence.KeyKind, value, id string) {
		k := evidence.Key{Kind: kind, Value: value}
		if listed[k] == nil {
			listed[k] = map[string]bool{}
		}
		listed[k][id] = true
	}
	for _, id := range slices.Sorted(maps.Keys(orgs)) {
		o := orgs[id]
		for _, d := range o.Domains {
			list(evidence.KeyDomain, d, id)
		}
		for _, t := range o.Tenants {
			list(evidence.KeyTenant, strings.ToLower(t), id)
		}
		for _, r := range append([]string{id}, o.Registry...) {
			list(evidence.KeyRegistry, r, id)
		}
		list(evidence.KeyName, strings.ToLower(o.Name), id)
		for _, a := range o.Aliases {
			list(evidence.KeyName, strings.ToLower(a), id)
		}
	}
	out := map[evidence.Key]string{}
	backed := map[string]int{}
	options := map[evidence.Key][]string{}
	for _, k := range keys {
		set := map[string]bool{}
		maps.Copy(set, orgOf[k])
		maps.Copy(set, listed[k])
		delete(set, "")
		ids := slices.Sorted(maps.Keys(set))
		if len(ids) == 1 {
			out[k] = ids[0]
			backed[ids[0]] += support[k]
		} else if len(ids) > 1 {
			options[k] = ids
		}
	}
	for _, k := range keys {
		best, n, tie := "", 0, false
		for _, id := range options[k] {
			switch {
			case backed[id] > n:
				best, n, tie = id, backed[id], false
			case backed[id] == n:
				tie = true
			}
		}
		if n > 0 && !tie {
			out[k] = best
		}
	}
	return out
}

// docLink is a link with the document it was seen in, -1 for the whole package.
type docLink struct {
	evidence.Link
	doc int
}

func (l *linker) bind(links []docLink) {
	type keyPair struct{ a, b evidence.Key }
	type seen struct {
		bond
		docSet, againstSet map[int]bool
	}
	pairs := map[keyPair]*seen{}
	for _, lk := range links {
		if math.IsNaN(lk.Bits) || lk.Bits == 0 || lk.A == lk.B {
			continue
		}
		_, okA := l.of[lk.A]
		_, okB := l.of[lk.B]
		if !okA || !okB {
			continue
		}
		kp := keyPair{lk.A, lk.B}
		if compareKeys(lk.A, lk.B) > 0 {
			kp = keyPair{lk.B, lk.A}
		}
		s := pairs[kp]
		if s == nil {
			s = &seen{bond: bond{reasons: map[float64]string{}}, docSet: map[int]bool{}, againstSet: map[int]bool{}}
			pairs[kp] = s
		}
		if lk.Bits < 0 {
			switch {
			case lk.Bits > l.w.Veto:
			case lk.doc < 0: // of the whole package, such as different numbers in one register
				s.veto = true
			default:
				s.againstSet[lk.doc] = true
			}
			continue
		}
		bits := min(lk.Bits, l.w.Catalogue)
		if known, ok := s.reasons[bits]; !ok || lk.Why < known {
			s.reasons[bits] = lk.Why
		}
		if bits > l.w.SameFile {
			s.docSet[lk.doc] = true
			if lk.A.Kind == evidence.KeyName && lk.B.Kind == evidence.KeyName {
				s.names = max(s.names, bits)
			} else if bits == labelBits {
				s.label = true
			}
		}
	}
	for kp, s := range pairs { // adding is commutative, so the order does not show
		a, b := l.of[kp.a], l.of[kp.b]
		if a == b {
			continue
		}
		s.docs, s.against = len(s.docSet), len(s.againstSet)
		l.tie(a, b, &s.bond)
		l.tie(b, a, &s.bond)
	}
}

// serverBits marks the link between a mail domain and a server that mail inside the
// domain points at.
const serverBits = 6

// labelBits is METHOD's number for a domain whose label is the stripped name.
const labelBits = 7

func (l *linker) tie(a, b int, with *bond) {
	if l.bonds[a] == nil {
		l.bonds[a] = map[int]*bond{}
	}
	if l.bonds[a][b] == nil {
		l.bonds[a][b] = &bond{reasons: map[float64]string{}}
	}
	l.bonds[a][b].add(with)
}

type proposal struct {
	bits, docs float64
	p          pair
	va, vb     int
}

type candidatesQueue []proposal

func (q candidatesQueue) Len() int { return len(q) }
func (q candidatesQueue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(-cmp.Compare(a.bits, b.bits), -cmp.Compare(a.docs, b.docs), cmp.Compare(a.p.a, b.p.a), cmp.Compare(a.p.b, b.p.b),
		cmp.Compare(a.va, b.va), cmp.Compare(a.vb, b.vb)) < 0
}
func (q candidatesQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *candidatesQueue) Push(x any)   { *q = append(*q, x.(proposal)) }
func (q *candidatesQueue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

func (l *linker) propose(a, b int) {
	bd := l.bonds[a][b]
	if bits := bd.bits(l.w); bits >= l.w.Merge {
		p := pairOf(a, b)
		heap.Push(&l.queue, proposal{bits, float64(bd.docs), p, l.clusters[p.a].version, l.clusters[p.b].version})
	}
}

// merge joins clusters, the strongest bond first. What a cluster already holds
// can forbid a merge, so a domain stays with the name that has the best claim on it.
func (l *linker) merge() {
	for a := range l.clusters {
		for _, b := range slices.Sorted(maps.Keys(l.bonds[a])) {
			if a < b {
				l.propose(a, b)
			}
		}
	}
	for l.queue.Len() > 0 {
		p := heap.Pop(&l.queue).(proposal)
		a, b := p.p.a, p.p.b
		ca, cb := &l.clusters[a], &l.clusters[b]
		if ca.dead || cb.dead || ca.version != p.va || cb.version != p.vb || !l.mayMerge(a, b) {
			continue
		}
		why := fmt.Sprintf("%s and %s: %s", ca.keys[0].Value, cb.keys[0].Value, strings.Join(l.bonds[a][b].why(l.w), ", "))
		l.absorb(a, b)
		ca.linked = append(ca.linked, why)
		delete(l.bonds[a], b)
		for _, c := range slices.Sorted(maps.Keys(l.bonds[b])) {
			if c != a {
				l.tie(a, c, l.bonds[b][c])
				l.tie(c, a, l.bonds[b][c])
			}
			delete(l.bonds[c], b)
		}
		delete(l.bonds, b)
		for _, c := range slices.Sorted(maps.Keys(l.bonds[a])) {
			l.propose(a, c)
		}
	}
}

// absorb moves everything of cluster b into a.
func (l *linker) absorb(a, b int) {
	ca, cb := &l.clusters[a], &l.clusters[b]
	for _, k := range cb.keys {
		ca.keys = append(ca.keys, k)
		l.of[k] = a
	}
	slices.SortFunc(ca.keys, compareKeys)
	ca.linked = append(ca.linked, cb.linked...)
	ca.names, ca.domains, ca.support = ca.names+cb.names, ca.domains+cb.domains, ca.support+cb.support
	ca.org = cmp.Or(ca.org, cb.org)
	maps.Copy(ca.numbers, cb.numbers)
	for i, side := range cb.sides { // into a map, so the order does not show
		if ca.sides == nil {
			ca.sides = map[int]int{}
		}
		ca.sides[i] = side
	}
	if ca.lead == nil {
		ca.lead = cb.lead
	}
	ca.version++
	cb.dead = true
}

func (l *linker) mayMerge(a, b int) bool {
	ca, cb, bd := &l.clusters[a], &l.clusters[b], l.bonds[a][b]
	if l.conflict(a, b) {
		return false
	}
	if _, ok := bd.reasons[serverBits]; ok && bd.bits(l.w)-serverBits < l.w.Merge && ca.names+ca.domains > 0 && cb.names+cb.domains > 0 {
		// Who looks after other people's servers writes about them: a server may join
		// an organisation by that, but never tie two organisations together.
		return false
	}
	if ca.names > 0 && cb.names > 0 && bd.names < l.w.Possible && !bd.label {
		// Two names that share nothing but somebody's signature or domain are a
		// vendor and its customer more often than one organisation.
		return false
	}
	if ca.domains > 0 && cb.domains > 0 && bd.docs < 2 && !bd.label {
		return false
	}
	return true
}

// conflict reports what no number of bits can outweigh.
func (l *linker) conflict(a, b int) bool {
	ca, cb := &l.clusters[a], &l.clusters[b]
	if l.bonds[a][b].opposed(l.w) || ca.org != "" && cb.org != "" && ca.org != cb.org || opposed(ca, cb) {
		return true
	}
	for scheme, n := range ca.numbers {
		if m := cb.numbers[scheme]; m != "" && m != n {
			return true
		}
	}
	return false
}

func (l *linker) done() linking {
	out := linking{of: map[evidence.Key]int{}, possible: map[pair]bool{}}
	at := map[int]int{}
	for i, c := range l.clusters {
		if c.dead {
			continue
		}
		at[i] = len(out.clusters)
		slices.Sort(c.linked)
		for _, k := range c.keys {
			out.of[k] = len(out.clusters)
		}
		out.clusters = append(out.clusters, c)
	}
	for a, others := range l.bonds { // into a map, so the order does not show
		for b, bd := range others {
			if a < b && !l.conflict(a, b) && bd.bits(l.w) >= l.w.Possible {
				out.possible[pairOf(at[a], at[b])] = true
			}
		}
	}
	return out
}
