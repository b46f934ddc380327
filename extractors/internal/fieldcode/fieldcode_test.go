package fieldcode

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestReference(t *testing.T) {
	for in, want := range map[string][2]string{
		` HYPERLINK "https://a.example/" \o "tip"`: {"Hyperlink", "https://a.example/"},
		`HYPERLINK "\\\\fs\\a b"`:                  {"ExternalLink", `\\fs\a b`},
		`HYPERLINK "\\fs\a"`:                       {"ExternalLink", `\\fs\a`},
		`HYPERLINK mailto:a@b.example`:             {},
		`HYPERLINK \l "place"`:                     {},
		`INCLUDEPICTURE "open`:                     {"ExternalLink", "open"},
		`LINK Excel.Sheet.8 "C:\\a\\b.xls" "R1"`:   {"ExternalLink", `C:\a\b.xls`},
		`DATABASE \d "x"`:                          {"DataConnection", `\d "x"`},
		`PAGE`:                                     {},
		``:                                         {},
	} {
		kind, target := Reference(in)
		assert.Equal(t, want, [2]string{kind, target}, in)
	}
}

func TestEquation(t *testing.T) {
	for in, want := range map[string]string{
		` EQ \* jc2 \* "Font:MS Mincho" \* hps10 \o\ad(\s\up 9(とうきょう),東京)`: "とうきょう 東京",
		` HYPERLINK "https://acme.example/(a)"`:                            "", "EQ ": "", `EQ )(`: "",
	} {
		assert.Equal(t, want, Equation(in), in)
	}
}
