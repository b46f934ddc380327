package mail_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"evscan/fingerprints/domains"
	"evscan/fingerprints/mail"
)

func find(text string) []mail.Address {
	var out []mail.Address
	for _, h := range domains.Find(text) {
		if h.Mail {
			out = append(out, mail.Address{Start: h.Start, End: h.End, Local: h.Local, Host: h.Host, Domain: h.Domain})
		}
	}
	return out
}

func nobody(string) bool { return false }

func TestAddresses(t *testing.T) {
	got := mail.Addresses(`"田中 (北野商事株式会社)" <tanaka@kitano.example>, sato@minami.example; =x`, find)
	assert.Len(t, got, 2)
	assert.Equal(t, "田中 (北野商事株式会社)", got[0].Name)
	assert.Equal(t, "kitano.example", got[0].Domain)
	assert.Equal(t, "sato", got[1].Local)
}

func TestBlocks(t *testing.T) {
	text := "Dear all,\n\n> From: A <a@kitano.example>\n> Sent: Monday\n> To: b@kitano.example;\n>   c@kitano.example\n> Subject: x\n\nbody d@minami.example\n" +
		"差出人： 佐藤 <sato@minami.example>\n宛先： tanaka@kitano.example\n件名： 見積\n\n"
	b := mail.Blocks(text, find)
	assert.Len(t, b, 2)
	assert.Len(t, b[0].From, 1)
	assert.Len(t, b[0].To, 2)
	assert.Equal(t, "c@kitano.example", text[b[0].To[1].Start:b[0].To[1].End])
	s := mail.SidesOf(b[0].From, b[0].To, nobody)
	assert.Equal(t, "kitano.example", s.Internal)
	s = mail.SidesOf(b[1].From, b[1].To, nobody)
	assert.Equal(t, "", s.Internal)
	assert.Equal(t, []string{"minami.example"}, s.From)
	assert.Equal(t, []string{"kitano.example"}, s.To)
}

func TestNoBlockWithoutBothSides(t *testing.T) {
	assert.Empty(t, mail.Blocks("From: a@kitano.example\nDate: x\n\nTo whom it may concern b@kitano.example", find))
	assert.Empty(t, mail.Blocks("from: Tokyo\nto: Osaka", find))
}

func TestSidesOfPersons(t *testing.T) {
	person := func(d string) bool { return d == "freemail.example" }
	from, to := mail.Addresses("a@kitano.example", find), mail.Addresses("b@kitano.example, c@freemail.example", find)
	s := mail.SidesOf(from, to, person)
	assert.Equal(t, "", s.Internal, "somebody outside read it")
	assert.Equal(t, []string{"kitano.example"}, s.To)
	assert.Equal(t, "", mail.SidesOf(from, nil, person).Internal)
}

func TestTime(t *testing.T) {
	for _, unit := range []string{"From: a@b.jp\n", "From:", "To: a@b.jp\n", "\n", "> ", "From: a@b.jp\nTo: c@d.jp\n\n", "a@b.jp,"} {
		start := time.Now()
		mail.Blocks(strings.Repeat(unit, 512<<10/len(unit)), find)
		assert.Less(t, time.Since(start), 60*time.Second, unit)
	}
}

func FuzzBlocks(f *testing.F) {
	f.Add("From: a@b.example\nTo: c@d.example\n\n")
	f.Add("差出人：a@b.example\n宛先：c@d.example")
	f.Fuzz(func(t *testing.T, s string) {
		for _, b := range mail.Blocks(s, find) {
			assert.NotEmpty(t, b.From)
			assert.NotEmpty(t, b.To)
			for _, a := range append(b.From, b.To...) {
				assert.LessOrEqual(t, a.End, len(s))
				assert.Less(t, a.Start, a.End)
			}
		}
	})
}
