package attribution

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"evscan/evidence"
)

// classIndex numbers the classes in the order of evidence.Classes.
func classIndex() map[evidence.Class]int {
	at := map[evidence.Class]int{}
	for i, c := range evidence.Classes() {
		at[c] = i
	}
	return at
}

// observation is all that one document says of one candidate in one class.
type observation struct {
	group, doc, cand, class int
	quality                 float64 // of the best mark
	count                   int     // how often the document names it in this class
	issuer, recipient       bool
	away                    bool // custody mark in a document that was sent to somebody else
	mark                    *evidence.Mark
	item                    *evidence.Item
}

// organisation is a candidate before it is weighed.
type organisation struct {
	id, name   string
	keys       []evidence.Key
	domains    []string
	aliases    []string
	linked     []string
	org        *evidence.Organisation
	background float64
	anonymous  bool // only hosts, tenants or looks are known of it: nobody can say who it is
	related    map[int]bool
	possible   []int
	confirmed  bool // a person accepted it
}

// model is everything that weighing needs; leaving something out needs no second
// pass over the marks.
type model struct {
	w       Weights
	lay     *layout
	classes []evidence.Class
	cw      []ClassWeights
	custody []bool
	orgs    []organisation
	of      map[evidence.Key]int
	obs     []observation // by group, document, candidate, class
}

func build(in Input) *model {
	m := &model{w: in.Weights, lay: layOut(in.Items), classes: evidence.Classes()}
	for _, c := range m.classes {
		m.cw = append(m.cw, m.w.Classes[c])
		m.custody = append(m.custody, c.Custody())
	}
	m.candidates(in)
	m.observe()
	m.splitByMaker()
	return m
}

// counts reports whether a mark says anything about the owner. The leak site's
// own words never do.
func counts(mk *evidence.Mark, classes map[evidence.Class]int) bool {
	_, known := classes[mk.Class]
	return known && mk.Class != evidence.ClassListing && mk.Quality > 0 && mk.Key.Value != ""
}

func (m *model) candidates(in Input) {
	classes := classIndex()
	seenIn := map[evidence.Key][]int{}
	support := map[evidence.Key]int{}
	orgOf := map[evidence.Key]map[string]bool{}
	shown := map[evidence.Key]map[string]int{}
	var links []docLink
	for i, it := range m.lay.items {
		d := m.lay.docOf[i]
		if d < 0 {
			continue
		}
		told := false
		for j := range it.Marks {
			mk := &it.Marks[j]
			if !counts(mk, classes) {
				continue
			}
			told = true
			if docs := seenIn[mk.Key]; len(docs) == 0 || docs[len(docs)-1] != d {
				// Items come in order, so the documents of a key do, too.
				seenIn[mk.Key] = append(docs, d)
				support[mk.Key]++
			}
			if mk.Org != "" {
				if orgOf[mk.Key] == nil {
					orgOf[mk.Key] = map[string]bool{}
				}
				orgOf[mk.Key][mk.Org] = true
			}
			if mk.Key.Kind == evidence.KeyName && mk.Value != "" {
				if shown[mk.Key] == nil {
					shown[mk.Key] = map[string]int{}
				}
				shown[mk.Key][mk.Value] += max(1, min(mk.Count, 1000))
			}
		}
		if told { // a readme of the leak site must not link its words to anybody
			for _, lk := range it.Links {
				links = append(links, docLink{lk, d})
			}
		}
	}
	for _, lk := range in.Links {
		links = append(links, docLink{lk, -1})
	}
	links = append(links, together(m.w.Linking, links, seenIn)...)
	linked := link(m.w.Linking, unclaimed(in, orgOf), support, orgOf, links, in.rules)
	order := make([]int, len(linked.clusters))
	made := make([]organisation, len(linked.clusters))
	for i := range linked.clusters {
		order[i] = i
		made[i] = makeOrganisation(&linked.clusters[i], in.Orgs, support, shown)
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(made[a].id, made[b].id) })
	at := make([]int, len(order))
	for i, c := range order {
		at[c] = i
		m.orgs = append(m.orgs, made[c])
	}
	m.of = make(map[evidence.Key]int, len(linked.of))
	for k, c := range linked.of {
		m.of[k] = at[c]
	}
	for p := range linked.possible { // into sets and sorted lists
		a, b := at[p.a], at[p.b]
		m.orgs[a].possible, m.orgs[b].possible = append(m.orgs[a].possible, b), append(m.orgs[b].possible, a)
		m.orgs[a].related[b], m.orgs[b].related[a] = true, true
	}
	for i := range m.orgs {
		slices.Sort(m.orgs[i].possible)
	}
	m.relateGroups(in.Orgs)
	in.rules.accept(m)
}

// unclaimed are the records without those that only the claim refers to: what somebody
// says must not tell whose a name is that several records share.
func unclaimed(in Input, orgOf map[evidence.Key]map[string]bool) map[string]evidence.Organisation {
	if in.Claim == nil || len(in.Claim.Orgs) == 0 {
		return in.Orgs
	}
	out := maps.Clone(in.Orgs)
	for _, id := range in.Claim.Orgs {
		marked := false
		for _, ids := range orgOf { // a question of whether, so the order does not show
			marked = marked || ids[id]
		}
		if !marked {
			delete(out, id)
		}
	}
	return out
}

// secondFile is added where two keys that something ties stand together in a second
// file, so that a spelling that is shorter than a whole label can do with it.
const secondFile = 1.25

// together adds METHOD's "same file" to a name and a domain (host, number) that
// something else ties already, where a document holds both: once, however many
// documents do, and never alone, or a vendor and its customer would be one. Two
// names or two domains in one file are two parties more often than one, unless one
// is the other in Latin letters, as letterheads print them.
func together(w LinkWeights, links []docLink, seenIn map[evidence.Key][]int) []docLink {
	type keyPair struct{ a, b evidence.Key }
	done := map[keyPair]bool{}
	var out []docLink
	for _, lk := range links {
		p := keyPair{lk.A, lk.B}
		if lk.Bits <= 0 || done[p] || lk.A.Kind == lk.B.Kind && (lk.A.Kind != evidence.KeyName || lk.Bits != labelBits) {
			continue
		}
		done[p] = true
		switch d, n := common(seenIn[lk.A], seenIn[lk.B]); {
		case n > 1:
			out = append(out, docLink{evidence.Link{A: lk.A, B: lk.B, Bits: w.SameFile + secondFile, Why: "they stand in one file, and in another"}, d})
		case n == 1:
			out = append(out, docLink{evidence.Link{A: lk.A, B: lk.B, Bits: w.SameFile, Why: "they stand in one file"}, d})
		}
	}
	return out
}

// common returns the first number that two ascending lists share, and how many they
// do, at most 2.
func common(a, b []int) (first, n int) {
	for len(a) > 0 && len(b) > 0 && n < 2 {
		switch {
		case a[0] == b[0]:
			if n == 0 {
				first = a[0]
			}
			n++
			a, b = a[1:], b[1:]
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return first, n
}

// relateGroups notes who belongs to one group of companies: no member is another
// one's customer, rival or rebuttal.
func (m *model) relateGroups(orgs map[string]evidence.Organisation) {
	byHead := map[string][]int{}
	for i, o := range m.orgs {
		if o.org != nil {
			h := head(orgs, o.org.ID)
			byHead[h] = append(byHead[h], i)
		}
	}
	for _, members := range byHead { // into sets
		for _, a := range members {
			for _, b := range members {
				if a != b {
					m.orgs[a].related[b] = true
				}
			}
		}
	}
}

// head follows parents to the head of the group.
func head(orgs map[string]evidence.Organisation, id string) string {
	for range 8 {
		p := orgs[id].Parent
		if p == "" || p == id {
			break
		}
		id = p
	}
	return id
}

func keyRank(k evidence.KeyKind) int {
	return slices.Index([]evidence.KeyKind{evidence.KeyDomain, evidence.KeyName, evidence.KeyHost, evidence.KeyTenant,
		evidence.KeyRegistry, evidence.KeyTemplate, evidence.KeyLogo}, k)
}

// follows orders what leads before what does not.
func follows(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func makeOrganisation(c *cluster, orgs map[string]evidence.Organisation, support map[evidence.Key]int,
	shown map[evidence.Key]map[string]int) organisation {
	o := organisation{keys: c.keys, linked: c.linked, related: map[int]bool{}, anonymous: true}
	byStrength := slices.SortedFunc(slices.Values(c.keys), func(a, b evidence.Key) int {
		return cmp.Or(follows(c.lead[a], c.lead[b]), cmp.Compare(keyRank(a.Kind), keyRank(b.Kind)), -cmp.Compare(support[a], support[b]), compareKeys(a, b))
	})
	k := byStrength[0]
	o.id, o.name = string(k.Kind)+":"+k.Value, k.Value
	type spelling struct {
		text string
		n    int
		lead bool
	}
	var spellings []spelling
	for _, k := range byStrength {
		switch k.Kind {
		case evidence.KeyName:
			o.anonymous = false
			for _, v := range slices.Sorted(maps.Keys(shown[k])) {
				spellings = append(spellings, spelling{v, shown[k][v], c.lead[k]})
			}
		case evidence.KeyDomain:
			o.anonymous = false
			o.domains = append(o.domains, k.Value)
		case evidence.KeyRegistry:
			o.anonymous = false
		}
	}
	slices.SortFunc(spellings, func(a, b spelling) int {
		return cmp.Or(follows(a.lead, b.lead), -cmp.Compare(a.n, b.n), cmp.Compare(a.text, b.text))
	})
	if len(spellings) > 0 {
		o.name = spellings[0].text
	}
	if rec, ok := orgs[c.org]; ok && c.org != "" {
		o.org, o.id, o.anonymous, o.background = &rec, c.org, false, max(0, min(rec.Background, 1))
		o.name = cmp.Or(rec.Name, o.name)
		for _, d := range rec.Domains {
			if !slices.Contains(o.domains, d) {
				o.domains = append(o.domains, d)
			}
		}
		o.aliases = slices.Clone(rec.Aliases)
	} else if c.org != "" {
		o.id, o.anonymous = c.org, false
	}
	for _, s := range spellings {
		if len(o.aliases) >= 20 {
			break
		}
		if s.text != o.name && !slices.Contains(o.aliases, s.text) {
			o.aliases = append(o.aliases, s.text)
		}
	}
	return o
}

// observe folds marks into observations.
func (m *model) observe() {
	classes := classIndex()
	type slot struct{ doc, cand, class int }
	at := map[slot]int{}
	for i, it := range m.lay.items {
		d := m.lay.docOf[i]
		if d < 0 {
			continue
		}
		for j := range it.Marks {
			mk := &it.Marks[j]
			if !counts(mk, classes) {
				continue
			}
			s := slot{d, m.of[mk.Key], classes[mk.Class]}
			q := min(mk.Quality, 1)
			n, ok := at[s]
			if !ok {
				n = len(m.obs)
				at[s] = n
				m.obs = append(m.obs, observation{group: m.lay.docs[d].group, doc: d, cand: s.cand, class: s.class, quality: q, mark: mk, item: it})
			}
			o := &m.obs[n]
			o.count += max(1, min(mk.Count, 1000))
			o.issuer = o.issuer || mk.Role == evidence.RoleIssuer || mk.Class == evidence.ClassIssuer
			o.recipient = o.recipient || mk.Role == evidence.RoleRecipient || mk.Class == evidence.ClassRecipient
			if q > o.quality || q == o.quality && o.item == it && earlier(mk, o.mark) {
				o.quality, o.mark, o.item = q, mk, it
			}
		}
	}
}

// splitByMaker divides groups that look alike but were made by different
// organisations: the quotations of two vendors share every word of the trade, and
// are yet two templates and two witnesses. A maker is an issuer, other than the
// addressee, that stands in at least two documents of the group, so that one misread
// name does not make a template of its own; what has no such maker stays together.
func (m *model) splitByMaker() {
	issued := make([]int, len(m.lay.docs)) // the issuer of each document, -1 where there is none or more than one
	for d := range issued {
		issued[d] = -1
	}
	m.sort()
	for lo := 0; lo < len(m.obs); {
		hi, maker, several := lo, -1, false
		for ; hi < len(m.obs) && m.obs[hi].doc == m.obs[lo].doc; hi++ {
			o := &m.obs[hi]
			if m.classes[o.class] == evidence.ClassIssuer && !m.orgs[o.cand].anonymous && o.cand != maker {
				several = several || maker >= 0
				maker = o.cand
			}
		}
		if !several {
			issued[m.obs[lo].doc] = maker
		}
		lo = hi
	}
	type part struct{ group, maker int }
	size := map[part]int{}
	for d, maker := range issued {
		if maker >= 0 {
			size[part{m.lay.docs[d].group, maker}]++
		}
	}
	made := map[part]int{}
	first := map[int]bool{} // groups whose first maker keeps their number
	for d, maker := range issued {
		p := part{m.lay.docs[d].group, maker}
		if maker < 0 || size[p] < 2 {
			continue
		}
		g, ok := made[p]
		if !ok {
			g = p.group
			if first[p.group] {
				g = len(m.lay.groups)
				m.lay.groups = append(m.lay.groups, m.lay.groups[p.group]+", made by "+m.orgs[maker].id)
			}
			first[p.group] = true
			made[p] = g
		}
		m.lay.docs[d].group = g
	}
	for i := range m.obs {
		m.obs[i].group = m.lay.docs[m.obs[i].doc].group
	}
	m.sort()
	for lo := 0; lo < len(m.obs); {
		hi := lo
		for hi < len(m.obs) && m.obs[hi].group == m.obs[lo].group {
			hi++
		}
		m.markTravelled(m.obs[lo:hi])
		lo = hi
	}
}

// sort orders observations by group, document, candidate and class, which the
// sweeps over them rely on.
func (m *model) sort() {
	slices.SortFunc(m.obs, func(a, b observation) int {
		return cmp.Or(cmp.Compare(a.group, b.group), cmp.Compare(a.doc, b.doc), cmp.Compare(a.cand, b.cand), cmp.Compare(a.class, b.class))
	})
}

// earlier orders marks of one item, so that their order in the input does not show.
func earlier(a, b *evidence.Mark) bool {
	return cmp.Or(cmp.Compare(a.At.Page, b.At.Page), cmp.Compare(a.At.Part, b.At.Part), cmp.Compare(a.At.Cell, b.At.Cell),
		compareKeys(a.Key, b.Key), cmp.Compare(a.At.Zone, b.At.Zone), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Source, b.Source),
		strings.Compare(a.Value, b.Value), strings.Compare(a.Snippet, b.Snippet), strings.Compare(a.Why, b.Why), compareBoxes(a.At.Box, b.At.Box)) < 0
}

func compareBoxes(a, b *evidence.Box) int {
	if a == nil || b == nil {
		return 0
	}
	return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X), cmp.Compare(a.H, b.H), cmp.Compare(a.W, b.W))
}

// markTravelled finds custody marks that documents carry out of the house: the
// sensitivity label and the save path of a quotation stay in it when the customer
// files it, and say nothing about whose disk it was taken from. A document
// travels if its holder issued it or somebody else is its addressee; with it
// travel all of its template, since a reader misses many an addressee.
func (m *model) markTravelled(group []observation) {
	addressees := map[int]bool{} // those to whom some document of the group goes
	issuers := map[int]bool{}
	receivers := map[int]bool{}
	left := map[int]bool{} // documents that are themselves mail to or from outside
	for i := range group {
		o := &group[i]
		switch c := m.classes[o.class]; {
		case m.orgs[o.cand].anonymous || c == evidence.ClassMention:
		case c == evidence.ClassRecipient || c == evidence.ClassExternalMail || o.recipient:
			addressees[o.cand] = true
			receivers[o.cand] = receivers[o.cand] || c == evidence.ClassRecipient
		}
		if m.classes[o.class] == evidence.ClassIssuer {
			issuers[o.cand] = true
		}
		if m.classes[o.class] == evidence.ClassExternalMail {
			left[o.doc] = true
		}
	}
	for i := range group {
		o := &group[i]
		if !m.custody[o.class] || receivers[o.cand] {
			continue
		}
		// Colleagues write to each other about letters to others; that mail stayed inside
		// whatever addressee it names.
		if m.classes[o.class] == evidence.ClassInternalMail && !left[o.doc] {
			continue
		}
		o.away = issuers[o.cand]
		for other := range addressees { // any one decides, so the order does not show
			if other != o.cand && !m.orgs[o.cand].related[other] {
				o.away = true
			}
		}
	}
}
