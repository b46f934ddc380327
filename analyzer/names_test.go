package analyzer

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func TestNameWarnings(t *testing.T) {
	for name, want := range map[string][]string{
		"folder/見積書.xlsx":      nil,
		"a..b/c.txt":           nil,
		"console.txt":          nil,
		"../../etc/passwd":     {"the name leads out of its folder (..)"},
		`..\..\x`:              {"the name leads out of its folder (..)"},
		"/etc/passwd":          {"the name is an absolute path"},
		`\\server\share`:       {"the name is a network path"},
		`C:\Windows\x`:         {"the name has a drive letter"},
		"dir/nul.txt":          {"the name is that of a device on Windows"},
		"COM1":                 {"the name is that of a device on Windows"},
		"COM10":                nil,
		"a\x1b[2Jb":            {"the name holds control characters"},
		"invoice\u202efdp.exe": {"the name holds invisible or direction-changing characters"},
		"/../con\x00\u200b/..": {"the name is an absolute path", "the name leads out of its folder (..)", "the name holds control characters", "the name holds invisible or direction-changing characters"},
	} {
		assert.Equal(t, want, nameWarnings(name), "%q", name)
	}
}

func TestTwins(t *testing.T) {
	entry := func(id, name string) evidence.Item {
		return evidence.Item{ID: id, Parent: "0", Path: []string{"p.zip", name}, Origin: evidence.OriginEntry}
	}
	// が composed (U+304C) and as か with a voicing mark (U+304B U+3099).
	items := []evidence.Item{entry("0.0", "\u304c"), entry("0.1", "\u304b\u3099"), entry("0.2", "\u304c"), entry("0.3", "x")}
	warnOfNames(items)
	assert.Nil(t, items[0].Type.Warnings)
	assert.Equal(t, []string{"item 0.0 has the same name in another Unicode form"}, items[1].Type.Warnings)
	assert.Equal(t, []string{"item 0.0 has the same name"}, items[2].Type.Warnings)
	assert.Nil(t, items[3].Type.Warnings)
}
