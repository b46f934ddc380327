package attribution

import (
	"slices"
	"strings"

	"evscan/evidence"
)

// What one document adds to a role. A paper of trade with both its sides says most; one
// with one side was kept by the other, more likely than not the owner; a letter says
// who writes to whom, and little of who pays whom.
const (
	tradeBoth  = 1.0
	tradeAlone = 0.5
	letterBoth = 0.3
)

// dealing is how often an organisation sells to the leader and buys of it.
type dealing struct {
	sells, buys, mails float64
	official           float64 // documents that it issues to or receives from the leader
}

// roles are relative to the owner, or to the leader where nobody is identified.
func (m *model) roles(w *weighing) [][]string {
	out := make([][]string, len(m.orgs))
	if w.leader < 0 {
		for i := range out {
			out[i] = []string{m.idle(i)}
		}
		return out
	}
	deals := m.deals(w)
	for i := range m.orgs {
		c, d := &w.cands[i], deals[i]
		switch {
		case i == w.leader && w.verdict == VerdictIdentified:
			out[i] = append(out[i], RoleOwner)
		case i == w.leader:
		case !c.eligible:
			out[i] = append(out[i], RoleSoftwareVendor)
		case m.official(i) && (d.buys == 0 || d.buys < 2*d.sells) && (d.official+d.sells > 0 || m.occurs(i)):
			out[i] = append(out[i], RoleRegulator)
		case d.sells > 0 && d.sells >= 2*d.buys:
			out[i] = append(out[i], RoleVendor)
		case d.buys > 0 && d.buys >= 2*d.sells:
			out[i] = append(out[i], RoleCustomer)
		case d.sells+d.buys+d.mails > 0:
			out[i] = append(out[i], RolePartner)
		default:
			out[i] = append(out[i], m.idle(i))
		}
		if i == w.custodian {
			out[i] = append(out[i], RoleCustodian)
		}
	}
	return out
}

// deals counts, document by document, who stands on which side of the leader.
func (m *model) deals(w *weighing) []dealing {
	out := make([]dealing, len(m.orgs))
	for lo := 0; lo < len(m.obs); {
		hi := lo
		var issuers, receivers, mailers, others, named []int
		leads := false
		for hi < len(m.obs) && m.obs[hi].doc == m.obs[lo].doc {
			o := &m.obs[hi]
			hi++
			if o.cand == w.leader {
				leads = leads || m.classes[o.class] != evidence.ClassMention
			} else if !slices.Contains(named, o.cand) && w.cands[o.cand].eligible && !m.orgs[o.cand].anonymous && !m.orgs[w.leader].related[o.cand] {
				named = append(named, o.cand)
			}
			switch m.classes[o.class] {
			case evidence.ClassIssuer:
				issuers = append(issuers, o.cand)
			case evidence.ClassRecipient:
				receivers = append(receivers, o.cand)
			case evidence.ClassExternalMail:
				mailers = append(mailers, o.cand)
			case evidence.ClassHeaderFooter:
				others = append(others, o.cand)
			}
		}
		paper := m.lay.docs[m.obs[lo].doc].paper
		trades := paper != ""
		// Whoever's name runs through a paper that nobody else issues issued it.
		if len(issuers) == 0 && len(others) == 1 {
			issuers = others
		}
		// Of a paper of trade with one side told, the only other one named is the other side.
		if trades && len(named) == 1 && len(issuers)+len(receivers) > 0 {
			switch {
			case len(issuers) == 0 && !slices.Contains(receivers, named[0]):
				issuers = named
			case len(receivers) == 0 && !slices.Contains(issuers, named[0]):
				receivers = named
			}
		}
		if paper == evidence.PaperDrawing && len(issuers) == 0 && len(named) == 1 {
			issuers = named
		}
		leadIssues, leadReceives, leadMails := slices.Contains(issuers, w.leader), slices.Contains(receivers, w.leader), slices.Contains(mailers, w.leader)
		weight := letterBoth
		if trades {
			weight = tradeBoth
		}
		issuing, receiving := func(d *dealing, v float64) { d.sells += v }, func(d *dealing, v float64) { d.buys += v }
		if paper.Buys() {
			issuing, receiving = receiving, issuing
		}
		for _, i := range issuers {
			switch {
			case i == w.leader:
			case leadReceives:
				issuing(&out[i], weight)
				out[i].official++
			case trades && !leadIssues && len(receivers) == 0:
				issuing(&out[i], tradeAlone)
			case leads:
				out[i].official++
			}
		}
		for _, i := range receivers {
			switch {
			case i == w.leader:
			case leadIssues:
				receiving(&out[i], weight)
				out[i].official++
			case trades && !leadReceives && len(issuers) == 0:
				receiving(&out[i], tradeAlone)
			case leads:
				out[i].official++
			}
		}
		if leadMails {
			for _, i := range mailers {
				out[i].mails++
			}
		}
		if leads {
			for _, i := range others {
				out[i].official++
			}
		}
		lo = hi
	}
	return out
}

// officialEndings and officialWords are what names of authorities and courts have in
// common, for those that no catalogue calls a government's.
var (
	officialEndings = []string{"省", "庁", "局", "税務署", "警察署", "監督署", "裁判所", "委員会", "審査会", "審議会", "市役所", "区役所", "町役場", "村役場", "県庁"}
	officialWords   = []string{"ministry", "authority", "court", "tribunal", "agency", "commission", "regulator", "revenue", "tax office", "inspectorate", "department of", "bundesamt", "ministerium"}
)

// occurs reports whether more than a single text's mention speaks of a candidate: who
// is written to or comes back in several documents has a part in them.
func (m *model) occurs(cand int) bool {
	doc := -1
	for i := range m.obs {
		o := &m.obs[i]
		if o.cand != cand {
			continue
		}
		if c := m.classes[o.class]; c != evidence.ClassMention && c != evidence.ClassListing || doc >= 0 && o.doc != doc {
			return true
		}
		doc = o.doc
	}
	return false
}

// official reports whether an organisation is an authority.
func (m *model) official(i int) bool {
	o := &m.orgs[i]
	if o.org != nil && o.org.Kind != "" {
		return o.org.Kind == "government"
	}
	name := strings.ToLower(o.name)
	for _, e := range officialEndings {
		if strings.HasSuffix(name, e) {
			return true
		}
	}
	for _, w := range officialWords {
		if strings.Contains(" "+name+" ", " "+w+" ") {
			return true
		}
	}
	return false
}

// idle is the role of somebody who has no dealing with the leader.
func (m *model) idle(i int) string {
	if m.orgs[i].background >= m.w.Background.Vendor {
		return RoleSoftwareVendor
	}
	return RoleMentioned
}
