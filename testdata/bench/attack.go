package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"evscan/testdata/make/mail"
)

// attack adds an attack to a finished package and changes nothing else.
func (s *scene) attack(r *rand.Rand, what string) {
	if what == AttackNone {
		return
	}
	if what == AttackCompany || what == AttackLabel {
		s.Case = CasePlanted
	}
	decoy := s.decoy(r)
	switch what {
	case AttackFlood:
		s.flood(r, decoy)
	case AttackCompany:
		s.forceCompany = decoy
	case AttackLabel:
		s.forceLabel = decoy
	case AttackFolders:
		name := s.Claim
		if s.ClaimIs == ClaimTrue {
			name = decoy.name
		}
		name = clean(name)
		for i := range s.items {
			s.items[i].path = pick(r, []string{name, name, name + "_DATA", name + " internal", strings.ToUpper(name)}) + "/" + s.items[i].path
		}
	case AttackOneFile:
		s.forge(r, decoy)
	}
	if _, in := s.role[decoy]; !in {
		s.enter(decoy, RoleMentioned)
		if decoy == s.claimedOrg {
			s.ClaimRole = RoleMentioned
		}
	}
}

// decoy is whom the attack points to: a party that owns nothing.
func (s *scene) decoy(r *rand.Rand) *org {
	if s.ClaimIs == ClaimFalse && s.role[s.claimedOrg] != RoleCustodian {
		return s.claimedOrg // whoever plants, plants the claim
	}
	var list []*org
	for _, o := range s.all {
		if role := s.role[o]; role != RoleOwner && role != RoleCustodian {
			list = append(list, o)
		}
	}
	if len(list) > 0 && chance(r, .8) {
		return list[0]
	}
	o := s.mint.new(r, company, s.language == Japanese)
	o.known = chance(r, .4)
	return o
}

// flood copies one of the decoy's papers with small changes.
func (s *scene) flood(r *rand.Rand, decoy *org) {
	to := s.owner
	if to == nil {
		to = s.mint.new(r, company, decoy.ja)
	}
	keep := s.r
	s.r = r
	draw := func() *paper {
		if decoy.kind == authority || decoy.kind == court {
			return s.letter(decoy, to)
		}
		return s.trade(quotation, decoy, to)
	}
	same := chance(r, .5) // copies of one paper, or papers of one template
	base := draw()
	format := pick(r, []string{docx, xlsx, pdfs})
	for i := range 30 + r.IntN(171) {
		p := *base
		if !same {
			p = *draw()
		}
		p.blocks = append(append([]block{}, p.blocks...), block{style: "right", text: fmt.Sprintf("%d/%d", i+1, 200+i)})
		p.when = base.when.AddDate(0, 0, -i)
		at := s.place("copies", fmt.Sprintf("%s_%03d", base.title, i+1), format)
		s.items = append(s.items, item{path: at, kind: "flood", when: p.when, seed: uint64(i), make: func(st *setter) ([]byte, error) { return st.set(&p, format) }})
	}
	s.r = keep
}

// forge adds one file that says it comes from inside the decoy.
func (s *scene) forge(r *rand.Rand, decoy *org) {
	when := s.now.AddDate(0, 0, -r.IntN(90))
	if chance(r, .5) {
		a, b := decoy.people[0], decoy.people[1]
		m := mail.Message{From: mail.Address{Name: a.name, Addr: decoy.mail(a)}, To: []mail.Address{{Name: b.name, Addr: decoy.mail(b)}}, Subject: topic(r, decoy.ja), Charset: "UTF-8",
			Date: when, MessageID: fmt.Sprintf("%x@%s", r.Uint64(), decoy.domain()), Body: strings.Join(sentences(r, decoy.ja, 3), "\n") + "\n\n" + `\\` + decoy.server + `\` + decoy.share + "\n"}
		s.items = append(s.items, item{path: s.place("", "internal", "eml"), kind: "forged", when: when, make: func(*setter) ([]byte, error) { return m.Bytes() }})
		return
	}
	keep, was := s.r, s.inside
	s.r = r
	p := s.minutes(decoy)
	s.r, s.inside = keep, was
	p.custody, p.header = true, decoy.notice
	p.add("text", `\\`+decoy.server+`\`+decoy.share+`\`+pick(r, decoy.depts))
	s.items = append(s.items, item{path: s.place("", "internal", docx), kind: "forged", when: p.when, seed: 1, make: func(st *setter) ([]byte, error) { return st.set(p, docx) }})
}
