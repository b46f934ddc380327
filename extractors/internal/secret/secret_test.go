package secret

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestShapes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"id AKIAIOSFODNN7EXAMPLE end", "id [hidden] end"},
		{"ghp_abcdefghijklmnopqrstuvwxyz0123456789", "[hidden]"},
		{"https://ann:geheim@db.corp.test/x", "https://ann:[hidden]@db.corp.test/x"},
		{"a eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl b", "a [hidden] b"},
		{"-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabcd\n-----END RSA PRIVATE KEY-----\nafter", "-----BEGIN RSA PRIVATE KEY-----[hidden]\n\n\n-----END RSA PRIVATE KEY-----\nafter"},
		{"the password: is told by telephone", "the password: is told by telephone"},
		{"-----BEGIN CERTIFICATE-----\nMIIE\n", "-----BEGIN CERTIFICATE-----\nMIIE\n"},
	} {
		h := Hider{}
		assert.Equal(t, c.want, h.Hide(c.text))
	}
}

func TestValues(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"DB_PASSWORD=hunter22\nDB_HOST=db01.corp.test", "DB_PASSWORD=[hidden]\nDB_HOST=db01.corp.test"},
		{`"api_key": "0123456789"`, `"api_key": "[hidden]"`},
		{"password: correct horse", "password: [hidden]"},
		{"<password>hunter22</password>", "<password>[hidden]</password>"},
		{`<add key="DbPassword" value="hunter22"/>`, `<add key="DbPassword" value="[hidden]"/>`},
		{"Server=sql01;User ID=sa;Password=hunter22;Database=x", "Server=sql01;User ID=sa;Password=[hidden];Database=x"},
		{"token: ${TOKEN}", "token: ${TOKEN}"},
		{"password_required = true", "password_required = true"},
		{"kind: Secret\nmetadata:\n  name: a\ndata:\n  user: YWRtaW4=\n  x: eHh4\ntype: Opaque", "kind: Secret\nmetadata:\n  name: a\ndata:\n  user: [hidden]\n  x: [hidden]\ntype: Opaque"},
	} {
		h := Hider{Scope: Values}
		assert.Equal(t, c.want, h.Hide(c.text))
	}
}

func TestLiterals(t *testing.T) {
	h := Hider{Scope: Literals}
	assert.Equal(t, `token = next(); password = "[hidden]"`, h.Hide(`token = next(); password = "hunter22"`))
	assert.Equal(t, 1, h.Hidden)
}

func TestAcrossBlocks(t *testing.T) {
	h := Hider{}
	assert.Equal(t, "a\n-----BEGIN PRIVATE KEY-----[hidden]\n", h.Hide("a\n-----BEGIN PRIVATE KEY-----\nMIIE"))
	assert.Equal(t, "\n", h.Hide("abcd\n"))
	assert.Equal(t, "-----END PRIVATE KEY-----\nb", h.Hide("ef-----END PRIVATE KEY-----\nb"))
}

func FuzzHide(f *testing.F) {
	f.Add("password=abc\nkind: Secret\ndata:\n a: b")
	f.Add("-----BEGIN PRIVATE KEY-----\n")
	f.Fuzz(func(t *testing.T, s string) {
		for _, scope := range []Scope{Shapes, Literals, Values} {
			h := Hider{Scope: scope}
			assert.Equal(t, strings.Count(s, "\n"), strings.Count(h.Hide(s), "\n"), "lines stay lines")
		}
	})
}
