package attribution

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
)

// claimed is the candidate that the claim means, -1 where the package holds none.
// A name that several records or keys answer to means the one that is best
// supported here.
func (m *model) claimed(in Input, w *weighing) int {
	if in.Claim == nil {
		return -1
	}
	best := -1
	better := func(i int) {
		if !w.cands[i].seen || best == i {
			return
		}
		if best < 0 || w.cands[i].p > w.cands[best].p || w.cands[i].p == w.cands[best].p && i < best {
			best = i
		}
	}
	for i := range m.orgs {
		if o := m.orgs[i].org; o != nil && slices.Contains(in.Claim.Orgs, o.ID) {
			better(i)
		}
	}
	for _, k := range in.Claim.Keys {
		if i, ok := m.of[k]; ok {
			// A claim that means catalogue records never means another record.
			if o := m.orgs[i].org; o == nil || len(in.Claim.Orgs) == 0 || slices.Contains(in.Claim.Orgs, o.ID) {
				better(i)
			}
		}
	}
	return best
}

// claimVerdict is step 9. It reads the weighing and never feeds back into it.
func (m *model) claimVerdict(in Input, w *weighing, claimed int, flips []Flip) *ClaimVerdict {
	if in.Claim == nil {
		return nil
	}
	v := &ClaimVerdict{Organisation: in.Claim.Text, Verdict: ClaimUndetermined}
	if claimed >= 0 {
		v.Candidate, v.Probability = m.orgs[claimed].id, math.Min(w.cands[claimed].p, m.w.Prior.Cap)
		if claimed != w.leader {
			v.Role = m.roles(w)[claimed][0]
		} else if w.verdict == VerdictIdentified {
			v.Role = RoleOwner
		}
	}
	v.LikelihoodRatio = m.ratio(w, claimed)
	v.Band = band(v.LikelihoodRatio)
	if w.leader < 0 {
		v.LikelihoodRatio, v.Band = 1, band(1)
		v.Reason = "nothing relevant: the package holds no evidence of any organisation"
		return v
	}
	leader := &m.orgs[w.leader]
	lead := &w.cands[w.leader]
	similar := claimed != w.leader && m.similar(in, claimed, w.leader)
	stands := claimed // who may be the claimed party, by another spelling
	if claimed < 0 {
		stands = m.spelledLike(in, w)
	}
	absent := stands < 0
	switch {
	case claimed == w.leader && in.Claim.OtherForm != "":
		v.Reason = fmt.Sprintf("similar name or domain: the package names %s, and the claim says another legal form", in.Claim.OtherForm)
	case claimed == w.leader && w.verdict == VerdictIdentified:
		v.Verdict = ClaimSupported
		v.Reason = fmt.Sprintf("%s is identified as the owner", leader.name)
	case claimed == w.leader:
		v.Reason = fmt.Sprintf("%s leads but is not identified: %s", leader.name, w.reason)
	case claimed >= 0 && leader.related[claimed] || m.sameGroup(in, w.leader) || m.kin(in, w.leader) && !m.distinctRecord(in, w.leader):
		v.Reason = fmt.Sprintf("%s leads, which belongs to the same group as the claimed party or may be the same organisation", leader.name)
	case claimed < 0 && similar && !m.distinctRecord(in, w.leader):
		v.Reason = fmt.Sprintf("similar name or domain: the claimed party does not occur, and %s, which leads, is spelled nearly like it", leader.name)
	case claimed < 0 && m.namesakes(in, w.leader) && !m.distinctRecord(in, w.leader):
		v.Reason = fmt.Sprintf("similar name or domain: the claimed party does not occur, and the name of %s, which leads, begins with the same word", leader.name)
	case w.mixed >= 0 && !absent && (stands == w.mixed || w.cands[stands].cov >= m.w.Gates.ClaimParty || w.apart[stands] >= m.w.Gates.ClaimParty/2):
		v.Reason = "mixed owners: " + strings.TrimPrefix(w.reason, "mixed owners: ")
	case claimed >= 0 && w.custodian >= 0 && w.custodian != claimed && m.rights(claimed) >= m.w.Gates.RightsCoverage:
		v.Reason = fmt.Sprintf("third party holding the claimant's data: the systems are those of %s, and most documents are marked as those of %s",
			m.orgs[w.custodian].name, m.orgs[claimed].name)
	case !m.comparable(in, w, stands):
		v.Reason = fmt.Sprintf("%s leads, but it and the claimed party are known by different things, so that nothing tells whether they are two", leader.name)
	case m.refutes(w, stands) && !turns(flips, m, stands):
		v.Verdict = ClaimContradicted
		v.Reason = fmt.Sprintf("%s is the probable owner (%.2f)", leader.name, lead.p)
		switch {
		case absent:
			v.Reason += "; the claimed organisation does not occur in the package"
		case claimed < 0:
			v.Reason += fmt.Sprintf("; the claimed organisation does not occur by that name, and %s, which is spelled like it, is %s here", m.orgs[stands].name, article(m.roles(w)[stands][0]))
		case v.Role != "":
			v.Reason += fmt.Sprintf("; the claimed party is %s here", article(v.Role))
		}
		if similar {
			v.Reason += "; the two have similar names or domains and are easily mistaken for each other"
		}
	case claimed < 0:
		v.Reason = "the claimed organisation does not occur in the package, and " + w.reason
	default:
		v.Reason = w.reason
	}
	return v
}

// refutes reports whether the records are so probably somebody else's, and so little
// speaks for the claimed party (-1 where it does not occur), that the claim falls. A party of many
// documents may own some of them, above all of those that are without the leader.
func (m *model) refutes(w *weighing, claimed int) bool {
	g := m.w.Gates
	if w.cands[w.leader].p < g.OtherHigh || m.orgs[w.leader].anonymous {
		return false
	}
	if claimed < 0 {
		return true
	}
	c := &w.cands[claimed]
	return c.p <= g.ClaimLow && (w.verdict == VerdictIdentified || c.cov < g.ClaimParty) && (!w.guarded || w.rival != claimed) &&
		(w.apart == nil || w.apart[claimed] < g.ClaimParty || w.apart[claimed]*w.groups < severalDocs)
}

// severalDocs is the number of document groups from which on a party has documents of
// its own: one may be anybody's.
const severalDocs = 1.5

// spelledLike is the most probable candidate, except the leader, whose name or domain is
// linked to the claim's or differs from it in a letter; -1 for none.
func (m *model) spelledLike(in Input, w *weighing) int {
	for _, i := range w.order {
		if i != w.leader && (m.kin(in, i) || m.similar(in, -1, i)) {
			return i
		}
	}
	return -1
}

// comparable reports whether the leader and the claimed party (-1 where it does not
// occur) can be told apart: both have a record, a domain, or a name in the same
// script, or they deal with each other in a document. A domain that leads without a name
// may be the claimed party's.
func (m *model) comparable(in Input, w *weighing, claimed int) bool {
	leader := &m.orgs[w.leader]
	if leader.org != nil && len(in.Claim.Orgs) > 0 {
		return true
	}
	if claimed >= 0 && slices.ContainsFunc(w.dealings[w.leader], func(d counted) bool { return d.cand == claimed }) {
		return true
	}
	theirs, own := 0, known(leader.keys)
	if leader.org != nil {
		own |= recorded(*leader.org)
	}
	theirs |= known(in.Claim.Keys)
	if claimed >= 0 {
		theirs |= known(m.orgs[claimed].keys)
	}
	for _, id := range in.Claim.Orgs {
		theirs |= recorded(in.Orgs[id])
	}
	if own&theirs != 0 {
		return true
	}
	// Domains begin as the names do that they stand for, in whole or in initials.
	a, b := initials(leader.keys), initials(in.Claim.Keys)
	if claimed >= 0 {
		for r := range initials(m.orgs[claimed].keys) {
			b[r] = true
		}
	}
	for r := range a {
		if b[r] {
			return false
		}
	}
	return len(a) > 0 && len(b) > 0
}

// initials are the first letters of names in Latin letters and of domains, with and
// without what is put before names in domains.
func initials(keys []evidence.Key) map[byte]bool {
	out := map[byte]bool{}
	add := func(s string) {
		if s != "" && s[0] < utf8.RuneSelf {
			out[s[0]|0x20] = true
		}
	}
	for _, k := range keys {
		switch k.Kind {
		case evidence.KeyName:
			for w := range strings.FieldsSeq(k.Value) { // an article or a first name may be left out
				add(w)
			}
		case evidence.KeyDomain:
			add(k.Value)
			for _, p := range []string{"get", "the", "my", "go", "try", "team", "city-", "cityof", "town-", "city.", "town.", "u", "e", "i"} {
				if rest, ok := strings.CutPrefix(k.Value, p); ok {
					add(rest)
				}
			}
		}
	}
	return out
}

// What an organisation is known by.
const (
	byDomain = 1 << iota
	byName   // in Latin letters or the like
	byCJK
)

func known(keys []evidence.Key) int {
	out := 0
	for _, k := range keys {
		switch {
		case k.Kind == evidence.KeyDomain:
			out |= byDomain
		case k.Kind == evidence.KeyName && strings.ContainsFunc(k.Value, evidence.IsCJK):
			out |= byCJK
		case k.Kind == evidence.KeyName:
			out |= byName
		}
	}
	return out
}

func recorded(o evidence.Organisation) int {
	out := 0
	if len(o.Domains) > 0 {
		out |= byDomain
	}
	for _, n := range append([]string{o.Name}, o.Aliases...) {
		if strings.ContainsFunc(n, evidence.IsCJK) {
			out |= byCJK
		} else if n != "" {
			out |= byName
		}
	}
	return out
}

// turns reports whether leaving one thing out would make the claimed party lead.
func turns(flips []Flip, m *model, claimed int) bool {
	return claimed >= 0 && slices.ContainsFunc(flips, func(f Flip) bool { return f.Leader == m.orgs[claimed].name })
}

func article(role string) string {
	switch role {
	case RoleMentioned:
		return "only mentioned"
	case RoleOwner:
		return "the owner"
	}
	return "a " + role
}

// ratio compares how well the evidence fits the claimed party and the best other
// explanation, the unknown owner among them.
func (m *model) ratio(w *weighing, claimed int) float64 {
	t := m.w.Prior.Temperature
	var most float64
	for i := range w.cands {
		if w.cands[i].eligible && !m.orgs[i].anonymous {
			most = math.Max(most, w.cands[i].cov)
		}
	}
	other := m.unseen(w, most)
	for i := range w.cands {
		if i != claimed && w.cands[i].eligible {
			other = math.Max(other, w.cands[i].s/t)
		}
	}
	own := -m.w.Clip / t
	if claimed >= 0 && w.cands[claimed].eligible {
		own = w.cands[claimed].s / t
	}
	return math.Exp(own - other)
}

// band puts a likelihood ratio in words.
func band(lr float64) string {
	if lr < 1 {
		if 1/lr < 2 {
			return "neutral"
		}
		return band(1/lr) + " against"
	}
	switch {
	case lr < 2:
		return "neutral"
	case lr <= 10:
		return "weak"
	case lr <= 100:
		return "moderate"
	case lr <= 1000:
		return "moderately strong"
	case lr <= 10_000:
		return "strong"
	case lr <= 1_000_000:
		return "very strong"
	}
	return "extremely strong"
}

// rights is the share of document groups whose look or notices mark them as the
// candidate's own: its templates, headers and notices, authors and copyrights.
func (m *model) rights(cand int) float64 {
	var own, all float64
	for lo := 0; lo < len(m.obs); {
		hi, mine, docs := lo, 0, 0
		doc, last := -1, -1
		for hi < len(m.obs) && m.obs[hi].group == m.obs[lo].group {
			o := &m.obs[hi]
			hi++
			if o.doc != doc {
				doc = o.doc
				docs++
			}
			switch m.classes[o.class] {
			case evidence.ClassTemplate, evidence.ClassHeaderFooter, evidence.ClassAuthorship:
				if o.cand == cand && o.doc != last {
					last = o.doc
					mine++
				}
			}
		}
		weight := effective(float64(docs), m.w.TemplateRho)
		all += weight
		own += weight * float64(mine) / float64(docs)
		lo = hi
	}
	if all == 0 {
		return 0
	}
	return own / all
}

func (m *model) sameGroup(in Input, leader int) bool {
	o := m.orgs[leader].org
	if o == nil {
		return false
	}
	for _, id := range in.Claim.Orgs {
		if id != o.ID && head(in.Orgs, id) == head(in.Orgs, o.ID) {
			return true
		}
	}
	return false
}

// kin reports that the claim is spelled so that it may be the leader by another name.
func (m *model) kin(in Input, leader int) bool {
	for _, l := range in.Claim.Links {
		if l.Bits < m.w.Linking.Possible {
			continue
		}
		for _, p := range [][2]evidence.Key{{l.A, l.B}, {l.B, l.A}} {
			if i, ok := m.of[p[1]]; ok && i == leader && slices.Contains(in.Claim.Keys, p[0]) {
				return true
			}
		}
	}
	return false
}

// namesakes reports that the name claimed begins with the same word as one of the
// leader's. Firms of a group do, and others whom people take for each other.
func (m *model) namesakes(in Input, leader int) bool {
	for _, a := range in.Claim.Keys {
		for _, b := range m.orgs[leader].keys {
			if a.Kind == evidence.KeyName && b.Kind == evidence.KeyName && sameStart(a.Value, b.Value) {
				return true
			}
		}
	}
	return false
}

// kindWords begin names and say what kind an organisation is, or whose, not which one.
var kindWords = map[string]bool{"university": true, "college": true, "school": true, "hospital": true, "general": true, "national": true, "international": true,
	"united": true, "first": true, "royal": true, "federal": true, "central": true, "northern": true, "southern": true, "eastern": true, "western": true,
	"global": true, "american": true, "british": true, "european": true, "japan": true, "institute": true, "ministry": true, "department": true, "office": true,
	"group": true, "hotel": true, "church": true, "association": true, "foundation": true, "society": true, "council": true, "county": true, "state": true}

// sameStart reports whether two names begin with the same word of five letters or more,
// or, in scripts without blanks, with the same two characters or more and one of them
// is little more than these: a place has thousands of firms that begin with its name.
func sameStart(a, b string) bool {
	if evidence.StartsCJK(a) != evidence.StartsCJK(b) {
		return false
	}
	if !evidence.StartsCJK(a) {
		wa, rest, _ := strings.Cut(strings.ToLower(a), " ")
		wb, _, _ := strings.Cut(strings.ToLower(b), " ")
		return wa == wb && utf8.RuneCountInString(wa) >= 5 && !strings.HasPrefix(rest, "of ") && !kindWords[wa]
	}
	ra, rb := []rune(a), []rune(b)
	n := 0
	for n < len(ra) && n < len(rb) && ra[n] == rb[n] {
		n++
	}
	return n >= 2 && min(len(ra), len(rb)) <= n+1
}

// distinctRecord reports that claim and leader are two organisations on record.
func (m *model) distinctRecord(in Input, leader int) bool {
	o := m.orgs[leader].org
	return o != nil && len(in.Claim.Orgs) > 0 && !slices.Contains(in.Claim.Orgs, o.ID)
}

// similar reports whether the claim and candidate other are easily mistaken for
// each other: domains that differ in the suffix or a letter, names in a letter.
func (m *model) similar(in Input, claimed, other int) bool {
	keys := slices.Clone(in.Claim.Keys)
	if claimed >= 0 {
		keys = append(keys, m.orgs[claimed].keys...)
	}
	for _, a := range keys {
		for _, b := range m.orgs[other].keys {
			if a.Kind != evidence.KeyName && a.Kind != evidence.KeyDomain || b.Kind != evidence.KeyName && b.Kind != evidence.KeyDomain || a == b {
				continue
			}
			if near(label(a), label(b)) {
				return true
			}
		}
	}
	return false
}

func label(k evidence.Key) string {
	s := strings.ToLower(k.Value)
	if k.Kind == evidence.KeyDomain {
		s, _, _ = strings.Cut(s, ".")
	}
	return strings.ReplaceAll(s, " ", "")
}

func near(a, b string) bool {
	ra, rb := []rune(a), []rune(b)
	if len(ra) > 100 || len(rb) > 100 {
		return a == b
	}
	n := min(len(ra), len(rb))
	if n >= 4 && evidence.StartsCJK(a) { // a character is more than a letter
		n++
	}
	switch d := distance(ra, rb); {
	case d == 0:
		return n > 0
	case d == 1:
		return n >= 5
	case d == 2:
		return n >= 9
	}
	return false
}

// distance is the edit distance with swaps of neighbours (optimal string alignment).
func distance(a, b []rune) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		prev2, prev, cur := rows[(i+2)%3], rows[i%3], rows[(i+1)%3]
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
	}
	return rows[(len(a)+1)%3][len(b)]
}

// baselines are what the shortcuts would answer. Those that are in everybody's
// files are left out of them, as any analyst would.
func (m *model) baselines() []Baseline {
	n := len(m.orgs)
	mentions, mail, company, pooled := make([]int, n), make([]int, n), make([]int, n), make([]int, n)
	classes := classIndex()
	for i, it := range m.lay.items {
		if m.lay.docOf[i] < 0 {
			continue
		}
		for j := range it.Marks {
			mk := &it.Marks[j]
			if !counts(mk, classes) {
				continue
			}
			c := m.of[mk.Key]
			if m.orgs[c].background >= m.w.Background.Vendor {
				continue
			}
			count := max(1, min(mk.Count, 1<<20))
			mentions[c] += count
			if mk.Class != evidence.ClassMention {
				pooled[c] += count
			}
			// Whoever takes this shortcut searches everything for addresses, texts included.
			if mk.Key.Kind == evidence.KeyDomain && (mk.Kind == "mail" || strings.Contains(mk.Value, "@")) {
				mail[c] += count
			}
			switch mk.Source {
			case "ooxml:Company", "ole:Company", "rtf:Company", "pdf:Company":
				company[c]++
			}
		}
	}
	answer := func(name string, by []int) Baseline {
		b := Baseline{Name: name}
		for i, v := range by { // organisations are in the order of their IDs: the first of equals
			if v > b.Count {
				b.Answer, b.ID, b.Count = cmp.Or(m.orgs[i].name, m.orgs[i].id), m.orgs[i].id, v
			}
		}
		return b
	}
	return []Baseline{answer("most-mentioned", mentions), answer("mail-domain", mail), answer("company-property", company), answer("pooled", pooled)}
}
