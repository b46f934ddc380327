package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"evscan/testdata/make/picture"
)

// claimOwner makes the claim true.
func (s *scene) claimOwner(o *org) {
	s.Claim, s.ClaimIs, s.ClaimRole = spoken(s.r, o), ClaimTrue, RoleOwner
	if s.Case == "" {
		s.Case = CaseCorrect
	}
}

// accuse makes the claim name another party.
func (s *scene) accuse(o *org, row string) {
	s.Claim, s.ClaimIs, s.ClaimRole, s.Case = spoken(s.r, o), ClaimFalse, s.role[o], row
}

// accuseStranger makes the claim name somebody the package does not show.
func (s *scene) accuseStranger() {
	o := s.mint.new(s.r, company, s.japanese())
	s.Claim, s.ClaimIs, s.ClaimRole = spoken(s.r, o), ClaimFalse, RoleAbsent
}

// falseClaim names the decoy, mostly.
func (s *scene) falseClaim(o, decoy *org, row string) {
	switch s.r.IntN(6) {
	case 0:
		s.accuseStranger()
		if s.Case == "" {
			s.Case = CaseRecycled
		}
	case 1:
		s.groupClaim(o)
	default:
		s.accuse(decoy, row)
	}
}

// groupClaim names a firm of the owner's group.
func (s *scene) groupClaim(o *org) {
	k := s.mint.kin(s.r, o)
	s.Claim, s.ClaimIs, s.ClaimRole = spoken(s.r, k), ClaimGroup, RoleAbsent
	if s.Case == "" {
		s.Case = CaseGroup
	}
	if chance(s.r, .6) {
		s.enter(k, RolePartner)
		s.ClaimRole = RolePartner
		s.put("", "letter", "letter", s.letter(k, o), pdfs)
	}
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

// readme adds the words of the leak site.
func (s *scene) readme() {
	if !chance(s.r, .65) {
		return
	}
	text := fmt.Sprintf(pick(s.r, []string{"%s\nSAMPLE. Full dump: %d GB. Contact us.\n", "Company: %s\nSize: %d GB\nStatus: not paid\n", "[ %s ] hacked. %d GB of private data will be published.\n", "proof of %s breach / %d GB / price on request\n"}), strings.ToUpper(s.Claim), 2+s.r.IntN(900))
	at := s.place("", pick(s.r, []string{"README", "readme", "INFO", "!!!READ"}), "txt")
	s.file(at, "readme", s.now, func(*setter) ([]byte, error) { return []byte(text), nil })
}

func (s *scene) photo() {
	s.shots++
	when := s.day()
	seed := s.r.Uint64()
	kind := picture.Scene(s.r.IntN(4))
	s.file(s.place("", fmt.Sprintf("IMG_%04d", s.r.IntN(10000)), "jpg"), "photo", when, func(st *setter) ([]byte, error) {
		data, err := encodeJPEG(picture.Photo(kind, seed, 640, 480), 75)
		if err != nil || st.plan.Metadata == Stripped {
			return data, err
		}
		return picture.AddEXIF(data, picture.EXIF{Make: "Canon", Model: "PowerShot G7", Taken: when})
	})
}

// software adds what programs leave: logs, settings, licences.
func (s *scene) software() {
	r := s.r
	when := s.day()
	text := pick(r, []string{
		"MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy of this software...\n",
		"[InternetShortcut]\nURL=https://www.microsoft.com/ja-jp/windows\n",
		"; for 16-bit app support\n[fonts]\n[extensions]\n[mci extensions]\n[files]\n[Mail]\nMAPI=1\n",
		"{\n  \"name\": \"app\",\n  \"version\": \"1.2.0\",\n  \"dependencies\": {\"left-pad\": \"^1.3.0\"}\n}\n",
		"2021-03-02 10:14:22 INFO  started\n2021-03-02 10:14:23 WARN  retry 1\n2021-03-02 10:14:25 INFO  connected to db\n",
		"Adobe Acrobat Reader DC\r\nCopyright Adobe. All rights reserved.\r\n",
	})
	name := pick(r, []string{"LICENSE", "setup", "win", "package", "app", "notes"})
	s.file(s.place("", name, pick(r, []string{"txt", "log", "ini", "json"})), "software", when, func(*setter) ([]byte, error) { return []byte(text), nil })
}
