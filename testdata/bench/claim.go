package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// claim says whom the leak site names.
func (s *scene) claim(o *org, is, role string) {
	s.claimedOrg = o
	s.Claim, s.ClaimIs, s.ClaimRole = spoken(s.r, o), is, role
}

// claimOwner makes the claim true.
func (s *scene) claimOwner(o *org) {
	s.claim(o, ClaimTrue, RoleOwner)
	s.Case = CaseCorrect
}

// accuse makes the claim name another party.
func (s *scene) accuse(o *org, row string) {
	s.claim(o, ClaimFalse, s.role[o])
	s.Case = row
}

// accuseStranger makes the claim name somebody the package does not show.
func (s *scene) accuseStranger() {
	s.claim(s.mint.new(s.r, company, s.japanese()), ClaimFalse, RoleAbsent)
}

// falseClaim names the decoy, mostly.
func (s *scene) falseClaim(o, decoy *org, row string) {
	switch s.r.IntN(7) {
	case 0:
		s.recycled(o)
	case 1:
		s.groupClaim(o)
	default:
		s.accuse(decoy, row)
	}
}

// groupClaim names a firm of the owner's group.
func (s *scene) groupClaim(o *org) {
	k := s.mint.kin(s.r, o)
	k.known = chance(s.r, .4)
	s.claim(k, ClaimGroup, RoleAbsent)
	s.Case = CaseGroup
	if chance(s.r, .6) {
		s.enter(k, RolePartner)
		s.ClaimRole = RolePartner
		if s.language == Japanese && s.scenario == OwnerAsCustomer && s.k/21%2 == 1 {
			s.put("", "0001", "scan", s.letter(k, o), scan) // pictures only
			return
		}
		s.put("", "", "letter", s.letter(k, o), pdfs)
	}
}

// nearClaim names somebody whose domain is nearly that of o.
func (s *scene) nearClaim(o *org, row string) {
	n := s.mint.near(s.r, o)
	s.claim(n, ClaimSimilar, RoleAbsent)
	s.Claim = pick(s.r, []string{n.name, n.domain(), n.short})
	if s.Claim == o.short { // the short name would not be a wrong one
		s.Claim = n.domain()
	}
	s.Case = row
}

// recycled sells an old package again under a new name: the words of the first leak
// are still in it, and its files are older than the second one's.
func (s *scene) recycled(o *org) {
	s.accuseStranger()
	s.Case = CaseRecycled
	old := s.now.AddDate(0, 1+s.r.IntN(6), s.r.IntN(20))
	text := fmt.Sprintf(pick(s.r, []string{"%s files\nreleased %s, mirror 1 of 3\n", "=== %s ===\nuploaded %s\nno payment, full release\n", "company: %s\ndate: %s\nall files are free now\n"}), spoken(s.r, o), old.Format("2006-01-02"))
	s.file(s.place(pick(s.r, []string{"", "old"}), pick(s.r, []string{"info", "release", "about"}), "txt"), "readme", old, func(*setter) ([]byte, error) { return []byte(text), nil })
	s.now = old.AddDate(2+s.r.IntN(3), s.r.IntN(11), 0)
}

// spoken is how a leak site names an organisation.
func spoken(r *rand.Rand, o *org) string {
	switch r.IntN(6) {
	case 0:
		return o.domain()
	case 1:
		return o.short
	case 2:
		if o.english != "" {
			return o.english
		}
	}
	return o.name
}

// readme adds the words of the leak site, now and then as a picture of its page.
func (s *scene) readme() {
	if s.shots < 2 && s.Case != CaseImages && chance(s.r, .06) {
		s.shots++
		w := window{kind: "portal", title: pick(s.r, []string{"Leaks", "Blog", "Auction"}), dark: true, w: 760,
			lines: []string{"http://" + fmt.Sprintf("%x", s.r.Uint64()) + ".onion/", s.Claim, fmt.Sprintf("%d GB", 2+s.r.IntN(900)), "PUBLISHED 10%", pick(s.r, []string{"views 4021", "deadline 3 days", "price 2 BTC"})}}
		s.file(s.place("", pick(s.r, []string{"listing", "proof", "site"}), "png"), "leak-site", s.now, func(st *setter) ([]byte, error) { return st.window(w, "png") })
	}
	if !chance(s.r, .65) {
		return
	}
	name := s.Claim
	if chance(s.r, .4) {
		name = strings.ToUpper(name)
	}
	text := fmt.Sprintf(pick(s.r, []string{"%s\nSAMPLE. Full dump: %d GB. Contact us.\n", "Company: %s\nSize: %d GB\nStatus: not paid\n", "[ %s ] hacked. %d GB of private data will be published.\n", "proof of %s breach / %d GB / price on request\n",
		"We are in the network of %s since long. %d GB downloaded: contracts, finance, HR.\n", "selling %s full database, %d gb, escrow ok\n"}), name, 2+s.r.IntN(900))
	at := s.place("", pick(s.r, []string{"README", "readme", "INFO", "!!!READ", "proof"}), "txt")
	s.file(at, "readme", s.now, func(*setter) ([]byte, error) { return []byte(text), nil })
}
