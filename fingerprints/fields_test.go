package fingerprints_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func TestFieldsThatHoldAddresses(t *testing.T) {
	for _, c := range []struct {
		name, value string
		key         evidence.Key
		class       evidence.Class
	}{
		{"config:Realm", "CORP.FIRMA-ALPHA.EXAMPLE", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassHostPath},
		{"config:BaseDN", "dc=corp,dc=firma-alpha,dc=example", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassHostPath},
		{"config:Host", "db01.firma-alpha.local:5432", evidence.Key{Kind: evidence.KeyHost, Value: "firma-alpha.local"}, evidence.ClassHostPath},
		{"config:URL", "https://api.firma-alpha.example/v1", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassMention},
		{"log:Host", "mx.firma-alpha.example", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassHostPath},
		{"code:Package", "example.firma_alpha.billing", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassAuthorship},
		{"code:Package", "example.firmaalpha.billing", evidence.Key{Kind: evidence.KeyDomain, Value: "firmaalpha.example"}, evidence.ClassAuthorship},
		{"code:Module", "git.firma-alpha.example/team/tool", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassAuthorship},
		{"code:Module", "github.com/team/tool", evidence.Key{}, ""},
		{"html:canonical", "https://www.firma-alpha.example/a?b=https://other.example", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassAuthorship},
		{"html:form", "https://pay.firma-alpha.example/x", evidence.Key{Kind: evidence.KeyDomain, Value: "firma-alpha.example"}, evidence.ClassMention},
		{"log:Host", "web01", evidence.Key{}, ""},
	} {
		found := set.Match(item(), []evidence.Fact{meta(c.name, c.value)})
		if c.class == "" {
			assert.Empty(t, found.Marks, "%s=%s", c.name, c.value)
			continue
		}
		if assert.Len(t, found.Marks, 1, "%s=%s", c.name, c.value) {
			assert.Equal(t, c.key, found.Marks[0].Key, c.name)
			assert.Equal(t, c.class, found.Marks[0].Class, c.name)
		}
	}
}
