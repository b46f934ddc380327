package decisions

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/analyzer/attribution"
)

const sample = `# what the analysts decided
analyst: A. Weaver
date: 2026-11-23
decisions:
  - reject: Tanaka Taro
    note: |
      A person.
      Signs as author.
  - merge: [hinode.example, "日の出 商事", host:hinode.local]
    analyst: B. Lindqvist
    date: "2026-11-24"
  - split: test:1
    off:
      - sold.example
  - accept: host:aoba.local
    name: Aoba: Printing
`

func TestRead(t *testing.T) {
	got, err := Read(strings.NewReader(strings.Replace(sample, "Aoba: Printing", "'Aoba: Printing'\n  - {planted: [0.3, 0.10, 12, yes, 2021-01-01, a/b*.docx], irrelevant: x}", 1)), "d.yaml")
	require.Nil(t, got)
	assert.EqualError(t, err, "d.yaml:17: a decision is either planted or irrelevant")

	got, err = Read(strings.NewReader(strings.Replace(sample, "Aoba: Printing", "'Aoba: Printing'\n  - {planted: [0.3, 0.10, 12, yes, 2021-01-01, a/b*.docx]}\n  - irrelevant: ~x\n", 1)), "d.yaml")
	require.NoError(t, err)
	at := func(line int, d attribution.Decision) Decision { return Decision{d, "d.yaml", line} }
	assert.Equal(t, []Decision{
		at(5, attribution.Decision{Kind: "reject", About: []string{"Tanaka Taro"}, Note: "A person.\nSigns as author.", Analyst: "A. Weaver", Date: "2026-11-23"}),
		at(9, attribution.Decision{Kind: "merge", About: []string{"hinode.example", "日の出 商事", "host:hinode.local"}, Analyst: "B. Lindqvist", Date: "2026-11-24"}),
		at(12, attribution.Decision{Kind: "split", About: []string{"test:1"}, Off: []string{"sold.example"}, Analyst: "A. Weaver", Date: "2026-11-23"}),
		at(15, attribution.Decision{Kind: "accept", About: []string{"host:aoba.local"}, Name: "Aoba: Printing", Analyst: "A. Weaver", Date: "2026-11-23"}),
		at(17, attribution.Decision{Kind: "planted", About: []string{"0.3", "0.10", "12", "yes", "2021-01-01", "a/b*.docx"}, Analyst: "A. Weaver", Date: "2026-11-23"}),
		at(18, attribution.Decision{Kind: "irrelevant", About: []string{"~x"}, Analyst: "A. Weaver", Date: "2026-11-23"}),
	}, got)

	got, err = Read(strings.NewReader("decisions: []"), "d.yaml")
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestReadRefuses(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'k'; i++ {
		bomb += fmt.Sprintf("%c: &%c [%s]\n", i, i, strings.Repeat("*"+string(i-1)+",", 9))
	}
	for in, want := range map[string]string{
		"":                                         "d.yaml: is empty",
		"# nothing\n":                              "d.yaml: is empty",
		"---\n":                                    "d.yaml:2: the file must have keys",
		"x":                                        "d.yaml:1: the file must have keys, such as decisions:",
		"[]":                                       "d.yaml:1: the file must have keys",
		"{}":                                       "d.yaml:1: the key decisions is missing",
		"decisions: 1":                             "d.yaml:1: decisions must be a list",
		"decisions:":                               "d.yaml:1: decisions must be a list",
		"decisions: {a: b}":                        "d.yaml:1: decisions must be a list",
		"decisions: []\ndecision:":                 `d.yaml:2: the file has no key "decision"`,
		"decisions: []\ndecisions: []":             "d.yaml:2: the key decisions stands twice",
		"decisions: []\n---\ndecisions: []":        "d.yaml:2: a second document begins",
		"decisions: []\n--- [":                     "d.yaml:2: is no YAML: ",
		"decisions: []\nanalyst: [a]":              "d.yaml:2: analyst must be a text",
		"decisions: []\nanalyst:":                  "d.yaml:2: analyst is empty",
		"decisions: []\nanalyst: null":             "d.yaml:2: analyst is empty",
		"decisions: []\ndate: 23.11.2026":          `d.yaml:2: date: "23.11.2026" is no day`,
		"decisions: []\ndate: 2026-02-30":          `is no day`,
		"decisions:\n- reject":                     "d.yaml:2: a decision must have keys, such as accept:",
		"decisions:\n- {}":                         "d.yaml:2: a decision says nothing",
		"decisions:\n- note: x":                    "d.yaml:2: a decision says nothing",
		"decisions:\n- reject: x\n  rejct: y":      `d.yaml:3: a decision has no key "rejct"`,
		"decisions:\n- reject: x\n  accept: y":     "d.yaml:3: a decision is either reject or accept",
		"decisions:\n- reject: x\n  reject: y":     "d.yaml:3: the key reject stands twice",
		"decisions:\n- reject:":                    "d.yaml:2: an entry of reject is empty",
		"decisions:\n- reject: []":                 "d.yaml:2: reject is empty",
		"decisions:\n- reject: [a, [b]]":           "d.yaml:2: an entry of reject must be a text",
		"decisions:\n- reject: {a: b}":             "d.yaml:2: an entry of reject must be a text",
		"decisions:\n- reject: [a, '  ']":          "d.yaml:2: an entry of reject is empty",
		"decisions:\n- [reject]: a":                `d.yaml:2: a decision has no key ""`,
		"decisions:\n- merge: a":                   "d.yaml:2: merge needs two candidates or more",
		"decisions:\n- split: a":                   "d.yaml:2: split needs one candidate, and off",
		"decisions:\n- split: [a, b]\n  off: c":    "d.yaml:2: split needs one candidate",
		"decisions:\n- merge: [a, b]\n  off: c":    "d.yaml:3: off belongs to split, not to merge",
		"decisions:\n- reject: a\n  name: c":       "d.yaml:3: name belongs to accept, not to reject",
		"decisions:\n- accept: [a, b]\n  name: c":  "d.yaml:3: a name is for one candidate",
		"decisions:\n- reject: &x a\n- accept: *x": "d.yaml:2: anchors and aliases",
		"decisions: &x []":                         "d.yaml:1: anchors and aliases",
		"decisions:\n- <<: {reject: a}":            `d.yaml:2: a decision has no key "<<"`,
		"decisions:\n- reject: !!binary aGk=":      "d.yaml:2: tags (!) are not used here",
		"decisions: !foo []":                       "d.yaml:1: tags",
		"decisions:\n- reject: *x":                 "d.yaml: is no YAML: unknown anchor",
		"decisions:\n\t- reject: a":                "is no YAML: ",
		"decisions:\n- reject: a\n- accept: 'b":    "is no YAML: ",
		"decisions:\n- reject: \xff":               "is no YAML: ",
		bomb + "decisions: [{reject: *j}]":         `d.yaml:1: the file has no key "a"`,
		strings.Repeat("[", 200_000):               "is no YAML: ",
		strings.Repeat("- ", 200_000):              "is no YAML: ",
		"decisions:\n- reject: " + strings.Repeat("a", MaxEntry+1):                   "d.yaml:2: an entry of reject is longer than 1000 bytes",
		"decisions:\n- reject: a\n  note: " + strings.Repeat("a", MaxNote+1):         "d.yaml:3: note is longer than 4000 bytes",
		"decisions:\n- reject: [" + strings.Repeat("a,", MaxEntries) + "a]":          "d.yaml:2: reject has more than 5000 entries",
		"decisions:\n" + strings.Repeat("- reject: a\n", attribution.MaxDecisions+1): "d.yaml:2: there are more than 1000 decisions",
		"decisions: []\n#" + strings.Repeat("x", MaxBytes+1-len("decisions: []\n#")): "d.yaml: is larger than 1048576 bytes",
	} {
		got, err := Read(strings.NewReader(in), "d.yaml")
		assert.Nil(t, got)
		var e *Error
		if assert.ErrorAs(t, err, &e, "%.60q", in) {
			assert.Contains(t, err.Error(), want, "%.60q", in)
		}
	}
	for _, in := range []string{
		"decisions:\n- reject: " + strings.Repeat("a", MaxEntry),
		"decisions:\n- reject: a\n  note: " + strings.Repeat("a", MaxNote),
		"decisions:\n- reject: [" + strings.Repeat("a,", MaxEntries-1) + "a]",
		"decisions:\n" + strings.Repeat("- reject: a\n", attribution.MaxDecisions),
		"decisions: []\n#" + strings.Repeat("x", MaxBytes-len("decisions: []\n#")),
	} {
		_, err := Read(strings.NewReader(in), "d.yaml")
		assert.NoError(t, err, "%.60q", in)
	}
	_, err := Read(iotest.ErrReader(errors.New("disk")), "d.yaml")
	assert.EqualError(t, err, "reading d.yaml: disk")
	_, err = Read(strings.NewReader("decisions:\n- rejct: a"), "d.yaml")
	var e *Error
	require.ErrorAs(t, err, &e)
	assert.Equal(t, "keys: accept, irrelevant, merge, planted, reject, split, off, name, note, analyst, date", e.Hint)
}

// The example that people copy is one that is read.
func TestTheDocumentedExample(t *testing.T) {
	b, err := os.ReadFile("../../docs/decisions.md")
	require.NoError(t, err)
	_, rest, ok := strings.Cut(string(b), "```yaml\n")
	require.True(t, ok)
	text, _, ok := strings.Cut(rest, "```")
	require.True(t, ok)
	list, err := Read(strings.NewReader(text), "docs/decisions.md")
	require.NoError(t, err)
	kinds := map[attribution.DecisionKind]bool{}
	for _, d := range list {
		kinds[d.Kind] = true
	}
	assert.Len(t, kinds, len(attribution.DecisionKinds()), "every kind is shown")
}

func FuzzRead(f *testing.F) {
	f.Add(sample)
	f.Add("decisions: [{split: a, off: [b, c]}, {planted: '*'}]")
	f.Add("a: &a [*a]\n--- !x\n? [b]\n: |2-\n")
	f.Fuzz(func(t *testing.T, s string) {
		list, err := Read(io.LimitReader(strings.NewReader(s), 64<<10), "d.yaml")
		if err != nil {
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("%T %v", err, err)
			}
			return
		}
		for _, d := range list {
			if d.Kind == "" || len(d.About) == 0 || d.Line < 1 {
				t.Fatalf("%+v", d)
			}
		}
	})
}
