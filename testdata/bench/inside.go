package bench

import (
	"fmt"
	"strings"
)

// listing adds a listing of a file server, as leakers make it.
func (s *scene) listing(o *org) {
	r := s.r
	when := s.day()
	base := s.sharePath(o)
	var b strings.Builder
	unix := chance(r, .3)
	if !unix {
		fmt.Fprintf(&b, " Directory of %s\r\n\r\n", base)
	}
	for range 8 + r.IntN(30) {
		name := topic(r, o.ja) + pick(r, []string{".xlsx", ".docx", ".pdf", ".pptx", ".msg", ""})
		if unix {
			fmt.Fprintf(&b, "/mnt/%s/%s/%s/%s\n", o.server, o.share, pick(r, o.depts), name)
			continue
		}
		fmt.Fprintf(&b, "%s    %12s %s\r\n", s.day().Format("2006/01/02  15:04"), group(r.IntN(4000000)), pick(r, []string{name, base + `\` + name}))
	}
	text := b.String()
	s.file(s.place("", pick(r, []string{"tree", "filelist", "list", "dir"}), "txt"), "file-listing", when, func(*setter) ([]byte, error) { return []byte(text), nil })
}

// accounts adds an export of the directory service.
func (s *scene) accounts(o *org, in string) {
	r := s.r
	when := s.day()
	base := "DC=" + strings.ReplaceAll(o.ad, ".", ",DC=")
	var b strings.Builder
	b.WriteString("DistinguishedName,SamAccountName,UserPrincipalName,Enabled\r\n")
	for i := range 6 + r.IntN(20) {
		p := pick(r, o.people)
		fmt.Fprintf(&b, "\"CN=%s,OU=%s,%s\",%s%d,%s,%s\r\n", p.name, pick(r, enDepts), base, p.box, i, pick(r, []string{o.mail(p), p.box + "@" + o.ad}), pick(r, []string{"True", "True", "False"}))
	}
	text := b.String()
	s.file(s.place(in, pick(r, []string{"ADUsers", "export", "users"}), "csv"), "account-export", when, func(*setter) ([]byte, error) { return []byte(text), nil })
}

// takenFrom notes the custodian.
func (s *scene) takenFrom(o *org) {
	w := o.truth()
	s.Custodian = &w
}
