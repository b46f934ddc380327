package main

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/report/say"
)

func TestLocaleLang(t *testing.T) {
	for _, c := range []struct {
		all, messages, lang string
		want                say.Lang
	}{
		{"", "", "", say.English},
		{"", "", "ja_JP.UTF-8", say.Japanese},
		{"", "", "ja", say.Japanese},
		{"", "", "de_DE.UTF-8", say.English},
		{"", "", "C.UTF-8", say.English},
		{"C", "", "ja_JP.UTF-8", say.English},
		{"", "ja_JP.eucJP", "en_US.UTF-8", say.Japanese},
		{"ja_JP@x", "C", "C", say.Japanese},
		{"javanese", "", "ja", say.English},
	} {
		env := map[string]string{"LC_ALL": c.all, "LC_MESSAGES": c.messages, "LANG": c.lang}
		assert.Equal(t, c.want, localeLang(func(k string) string { return env[k] }), c)
	}
}
