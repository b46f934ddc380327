package fingerprints

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// The form of a name that a claim states is part of the name: X GmbH and X AG are two
// firms, X Ltd and X Limited are one.
func TestOtherForm(t *testing.T) {
	s := New(catalogue.Empty())
	for _, c := range []struct {
		claim string
		seen  []string
		want  string
	}{
		{"白鳥渕倉庫合同会社", []string{"白鳥渕倉庫株式会社"}, "白鳥渕倉庫株式会社"},
		{"白鳥渕倉庫合同会社", []string{"白鳥渕倉庫株式会社", "白鳥渕倉庫合同会社"}, ""},
		{"白鳥渕倉庫合同会社", []string{"白鳥渕倉庫"}, ""},
		{"白鳥渕倉庫", []string{"白鳥渕倉庫株式会社"}, ""},
		{"白鳥渕倉庫株式会社", []string{"白鳥渕倉庫(株)"}, ""},
		{"Harrowgate Spinning AG", []string{"Harrowgate Spinning GmbH"}, "Harrowgate Spinning GmbH"},
		{"Harrowgate Spinning Ltd", []string{"Harrowgate Spinning Limited"}, ""},
		{"Harrowgate Spinning Inc", []string{"Harrowgate Spinning Ltd"}, ""},
		{"Harrowgate Spinning GmbH", []string{"Kestrel AG"}, ""},
	} {
		keys, _ := s.Claim(c.claim)
		var marks []evidence.Mark
		for _, v := range c.seen {
			k, _ := s.Claim(v)
			marks = append(marks, evidence.Mark{Key: k[0], Value: v})
		}
		assert.Equal(t, c.want, s.OtherForm(c.claim, keys, marks), "%s among %v", c.claim, c.seen)
	}
}
