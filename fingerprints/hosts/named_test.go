package hosts

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func TestNamed(t *testing.T) {
	for value, want := range map[string]string{
		"HOSHINO": "hoshino", `\\DC01.hoshino.local`: "hoshino.local", "sato@build01.hoshino.local": "hoshino.local", "ts01.hoshino.local:3389": "hoshino.local",
		"DESKTOP-AB12CD3": "", "WORKGROUP": "", "192.0.2.1": "", "localhost": "", "NT AUTHORITY": "", "a b": "", "x": "",
	} {
		h, ok := Named(value)
		assert.Equal(t, want != "", ok, value)
		assert.Equal(t, want, h.Key.Value, value)
	}
	h, ok := Named("*.hoshino.example")
	assert.True(t, ok)
	assert.Equal(t, evidence.Key{}, h.Key)
	assert.Equal(t, "hoshino.example", h.Host)
}
