package plain

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/extractors/extracttest"
	"evscan/extractors/internal/push"
)

func TestHost(t *testing.T) {
	for in, want := range map[string]string{
		"https://u:p@Git.Hoshino.example:8443/x": "git.hoshino.example", "git@gitlab.hoshino.local:team/x.git": "gitlab.hoshino.local",
		"ts01.hoshino.local:3389": "ts01.hoshino.local", `\\fs01\share`: "fs01", "/srv/git": "", `C:\x`: "", "../x": "", "vpn": "vpn",
	} {
		assert.Equal(t, want, Host(in), in)
	}
}

func TestCleanURL(t *testing.T) {
	assert.Equal(t, "https://sato@h.example/x", CleanURL("https://sato:pw@h.example/x"))
	assert.Equal(t, "https://h.example/x", CleanURL("https://ghp_0123456789012345678901234567890123456789@h.example/x"))
	assert.Equal(t, "git@h.example:x", CleanURL("git@h.example:x"))
}

func TestPush(t *testing.T) {
	s := &extracttest.Sink{}
	Push(push.New(s, evidence.DefaultLimits()), []string{"host = a", "Password = b", strings.Repeat("x", block), "end"}, SecretLine)
	assert.Equal(t, "host = a\nPassword (not shown)", s.Facts[0].Value)
	assert.Equal(t, "line 3", s.Facts[1].At.Part)
	assert.Len(t, s.Facts, 3)
}
