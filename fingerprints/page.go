package fingerprints

import (
	"slices"
	"sort"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/domains"
	"evscan/fingerprints/hosts"
	"evscan/fingerprints/layout"
	"evscan/fingerprints/mail"
	"evscan/fingerprints/registry"
	"evscan/fingerprints/tenants"
)

// page finds the marks of facts that are laid out together.
func (c *collector) page(pg pageFacts) {
	lay := layout.Read(pg.facts)
	inHeader := map[[2]int]bool{} // fact and offset of addresses in mail headers, which are marks of the mail
	if !c.second {
		inHeader = c.headerBlocks(pg)
	}
	blocks := map[int]*party{}
	var order []int
	note := func(block int, k evidence.Key) {
		b, ok := blocks[block]
		if !ok {
			b = &party{}
			blocks[block] = b
			order = append(order, block)
		}
		b.keys = appendNew(b.keys, k)
	}
	var pending []pendingMark
	for i := range pg.facts {
		f := &pg.facts[i]
		for _, h := range c.findNamesIn(f) {
			place := c.signed(lay.At(i, h.Start, h.End))
			m := placed(c.nameMark(h), f, h.Start, h.End, place)
			if h.Mended {
				m.Why += misread
			}
			if !c.second {
				c.discover(h)
			}
			if inAddress(f.Value, f.Value[h.Start:h.End], h.End) {
				m.Class, m.Role, m.Why = evidence.ClassMention, evidence.RoleMentioned, "in an address"
			} else {
				note(place.Block, m.Key)
			}
			pending = append(pending, pendingMark{m, place})
		}
		if !c.second {
			pending = append(pending, c.addresses(f, i, lay, inHeader, note)...)
		}
	}
	for _, p := range pending {
		m := p.mark
		// A block in which many organisations stand is a list of parties, and says
		// nothing about who issued the page.
		if b := blocks[p.place.Block]; p.place.Block > 0 && b != nil && b.names() > 3 && m.Class == evidence.ClassIssuer {
			m.Class, m.Role, m.Why = evidence.ClassMention, evidence.RoleMentioned, "in a list of several organisations"
		}
		c.add(m)
	}
	if c.second {
		return
	}
	for _, id := range order {
		if id > 0 {
			c.blockLinks(blocks[id])
		}
	}
}

// signed renames the issuer's block of a mail: there it is a signature.
func (c *collector) signed(p layout.Place) layout.Place {
	if c.mailish && p.Zone == evidence.ZoneIssuer {
		p.Zone = evidence.ZoneSignature
	}
	return p
}

type pendingMark struct {
	mark  evidence.Mark
	place layout.Place
}

// party is what stands in one block of an issuer or addressee.
type party struct{ keys []evidence.Key }

func (p *party) of(kind evidence.KeyKind) []evidence.Key {
	var out []evidence.Key
	for _, k := range p.keys {
		if k.Kind == kind {
			out = append(out, k)
		}
	}
	return out
}

func (p *party) names() int { return len(p.of(evidence.KeyName)) }

// blockBits is what a name and a domain in one block of a paper say. It is less than a
// signature does, which somebody wrote of himself: blocks of papers are guessed from the
// layout, and forms name the domain of whom they are sent to beside whom they are from. With METHOD's 8,
// two of 570 generated packages had a form's addressee for a part of its sender.
const blockBits = 4

// blockLinks ties the name, the domain and the registry number of one block, if
// there is one of each: with two names it is open whose the domain is, and a
// wrong guess here makes a vendor and its customer one.
func (c *collector) blockLinks(p *party) {
	ns, ds, rs := p.of(evidence.KeyName), p.of(evidence.KeyDomain), p.of(evidence.KeyRegistry)
	if len(ns) != 1 {
		return
	}
	if len(ds) == 1 {
		if c.mailish {
			c.link(ns[0], ds[0], 8, "name and domain in one signature")
		} else {
			c.link(ns[0], ds[0], blockBits, "name and domain in one block")
		}
	}
	if len(rs) == 1 {
		c.link(ns[0], rs[0], 8, "name and registration number in one block")
	}
}

// addresses finds domains, hosts, tenants and registry numbers of a fact.
func (c *collector) addresses(f *evidence.Fact, i int, lay *layout.Page, inHeader map[[2]int]bool, note func(int, evidence.Key)) []pendingMark {
	var out []pendingMark
	put := func(m evidence.Mark, start, end int, place layout.Place, block bool) {
		m = placed(m, f, start, end, place)
		if m.Key.Value == "" {
			return
		}
		if block {
			note(place.Block, m.Key)
		}
		out = append(out, pendingMark{m, place})
	}
	for _, h := range c.findDomains(f) {
		if h.Namespace || inHeader[[2]int{i, h.Start}] {
			continue
		}
		place := c.signed(lay.At(i, h.Start, h.End))
		if h.Domain != "" && !person(h.Domain) && (h.Mail || !hosts.Tenanted(h.Host)) {
			p := place
			// A forge or a service that everybody links to issues nothing, nor does what a page
			// of slides links to below its thanks.
			if p.Class == evidence.ClassIssuer && !h.Mail && (publicForge(h.Domain) || p.Zone == evidence.ZoneSignature && !c.mailish) {
				p.Class, p.Role, p.Why = evidence.ClassMention, evidence.RoleMentioned, "address "+p.Why
			}
			if h.Mended {
				p.Why += misread
			}
			put(c.domainMark(h), h.Start, h.End, p, true)
		}
		if h.Mail && h.Domain != "" || !h.URL && !h.Mail && h.Domain == "" && !strings.Contains(h.Host, ".") || c.loose(f, h) {
			continue
		}
		bar := place.Zone == evidence.ZoneAddressBar
		if hh, ok := hosts.Judge(h.Host, h.Domain, bar); ok {
			hh.Start, hh.End = h.Start, h.End
			hp := c.held(f, h.Start, h.End, layout.Place{Zone: place.Zone, Role: evidence.RoleHolder, Class: evidence.ClassHostPath, Why: hh.Why})
			put(c.hostMark(hh), h.Start, h.End, hp, false)
		}
	}
	for _, h := range hosts.Find(f.Value, f.Kind == evidence.FactOCR) {
		place := c.held(f, h.Start, h.End, layout.Place{Zone: evidence.ZonePath, Role: evidence.RoleHolder, Class: evidence.ClassHostPath, Why: h.Why})
		put(c.hostMark(h), h.Start, h.End, place, false)
	}
	for _, h := range c.folders(f.Value) {
		put(h.mark, h.start, h.end, c.held(f, h.start, h.end, layout.Place{Zone: evidence.ZonePath, Role: evidence.RoleHolder, Class: evidence.ClassHostPath, Why: h.why}), false)
	}
	for _, h := range tenants.Find(f.Value) {
		place := layout.Place{Zone: lay.At(i, h.Start, h.End).Zone, Role: evidence.RoleHolder, Class: evidence.ClassTenant, Why: h.Why}
		put(evidence.Mark{Kind: "tenants", Key: h.Key, Org: only(c.set.cat.ByTenant(h.Key.Value)), Value: f.Value[h.Start:h.End], Quality: h.Quality}, h.Start, h.End, place, false)
	}
	for _, h := range registry.Find(f.Value) {
		place := lay.At(i, h.Start, h.End)
		m := evidence.Mark{Kind: "registry", Key: h.Key, Org: only(c.set.cat.ByRegistry(h.Key.Value)), Value: f.Value[h.Start:h.End], Quality: 1}
		// A number that issuers print stands for the issuer even without a block around it.
		if place.Class == evidence.ClassMention && strings.HasPrefix(h.Why, "registration number of an invoice") {
			place.Class, place.Role, place.Zone, place.Why = evidence.ClassIssuer, evidence.RoleIssuer, evidence.ZoneIssuer, h.Why
		}
		put(m, h.Start, h.End, place, true)
	}
	return out
}

// headerBlocks finds the headers of mails that are quoted in text or shown on a
// screenshot. The fields of one header are often read as blocks of their own, so
// the page is joined first.
//
// It returns fact and offset of the addresses it has read.
func (c *collector) headerBlocks(pg pageFacts) map[[2]int]bool {
	read := map[[2]int]bool{}
	var b strings.Builder
	starts := make([]int, len(pg.facts))
	for i := range pg.facts {
		starts[i] = b.Len()
		b.WriteString(pg.facts[i].Value)
		b.WriteByte('\n')
	}
	text := b.String()
	find := findAddresses
	if pg.facts[0].Kind == evidence.FactOCR {
		find = func(text string) []mail.Address { return addressesOf(domains.FindOCR(text, c.knownDomain)) }
	} else if !strings.ContainsAny(text, "@＠") {
		return read
	}
	locate := func(at int) (fact, offset int) {
		fact = max(0, sort.SearchInts(starts, at+1)-1)
		return fact, at - starts[fact]
	}
	for _, blk := range mail.Blocks(text, find) {
		for _, list := range [][]mail.Address{blk.From, blk.To} {
			for _, a := range list {
				i, off := locate(a.Start)
				read[[2]int{i, off}] = true
			}
		}
		sides := mail.SidesOf(blk.From, blk.To, person)
		c.sides(sides, blk.From, func(domain string, recipient bool) evidence.Mark {
			list := blk.From
			if recipient {
				list = blk.To
			}
			at0, end := blk.Start, blk.Start
			for _, a := range list {
				if a.Domain == domain || a.Host == domain {
					at0, end = a.Start, a.End
					break
				}
			}
			i, s := locate(at0)
			f := &pg.facts[i]
			e := min(s+end-at0, len(f.Value))
			m := placed(c.domainKeyMark("mail", domain), f, s, max(s, e), layout.Place{Zone: evidence.ZoneBody})
			if f.Kind != evidence.FactOCR {
				m.Quality *= 0.8 // whoever writes text can write a header into it
			}
			return m
		})
	}
	return read
}

// oppose says that the issuer and the recipient of one document are two
// organisations, and so are the two sides of a mail. Keys that play both parts,
// or several, say nothing. Mails and the documents quoted in them are kept apart:
// who answers a quotation is the sender of the mail and the recipient of the
// quotation.
func (c *collector) oppose() {
	c.opposeIn("issuer and recipient of one document", evidence.ClassIssuer, evidence.ClassRecipient)
	c.opposeIn("two sides of one mail", evidence.ClassExternalMail)
}

func (c *collector) opposeIn(why string, classes ...evidence.Class) {
	roles := map[evidence.Key]evidence.Role{}
	orgs := map[evidence.Key]string{}
	var keys []evidence.Key
	for i := range c.marks {
		m := &c.marks[i]
		if m.Role != evidence.RoleIssuer && m.Role != evidence.RoleRecipient || !slices.Contains(classes, m.Class) {
			continue
		}
		old, ok := roles[m.Key]
		switch {
		case !ok:
			roles[m.Key] = m.Role
			keys = append(keys, m.Key)
		case old != m.Role:
			roles[m.Key] = evidence.RoleNone
		}
		orgs[m.Key] = m.Org
	}
	slices.SortFunc(keys, compareKeys)
	var from, to []evidence.Key
	for _, k := range keys {
		switch roles[k] {
		case evidence.RoleIssuer:
			from = append(from, k)
		case evidence.RoleRecipient:
			to = append(to, k)
		}
	}
	// More parties than this are a round of mail or a list, not two sides.
	const most = 8
	if len(from) > most || len(to) > most {
		return
	}
	for _, a := range from {
		for _, b := range to {
			if orgs[a] == "" || orgs[a] != orgs[b] {
				c.link(a, b, -10, why)
			}
		}
	}
}
