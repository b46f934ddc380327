package links_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/fingerprints/hosts"
	"evscan/fingerprints/links"
)

func of(marks ...evidence.Mark) []string {
	var out []string
	for _, l := range links.Of(marks, hosts.Label) {
		out = append(out, fmt.Sprintf("%s %s %+g", l.A.Value, l.B.Value, l.Bits))
	}
	return out
}

func mark(kind evidence.KeyKind, value, org string) evidence.Mark {
	return evidence.Mark{Key: evidence.Key{Kind: kind, Value: value}, Org: org, Value: value}
}

func TestOf(t *testing.T) {
	assert.Equal(t, []string{"northfield.example 北野 +12"}, of(mark(evidence.KeyName, "北野", "x:1"), mark(evidence.KeyDomain, "northfield.example", "x:1")))
	assert.Equal(t, []string{"kitano.example きたの +4"}, of(mark(evidence.KeyName, "きたの", ""), mark(evidence.KeyDomain, "kitano.example", "")))
	assert.Equal(t, []string{"lei:1 lei:2 -10"}, of(mark(evidence.KeyRegistry, "lei:1", ""), mark(evidence.KeyRegistry, "lei:2", "")))
	assert.Equal(t, []string{"northfield.example northfield.sharepoint.com +7"}, of(mark(evidence.KeyDomain, "northfield.example", ""), mark(evidence.KeyHost, "northfield.sharepoint.com", "")))
	assert.Empty(t, of(mark(evidence.KeyName, "mail", ""), mark(evidence.KeyDomain, "mail.example", "")), "a label that anybody may have")
	assert.Empty(t, of(mark(evidence.KeyName, "northfield", ""), mark(evidence.KeyDomain, "southfield.example", "")))
}
