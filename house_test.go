package evscan

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rule says what the packages of one part of the house may import of the rest of
// it. The first rule whose part fits a package holds for it.
type rule struct {
	part string   // package path below the module; "/..." takes everything below too
	may  []string // the same notation
}

var rules = []rule{
	{"evidence", nil},
	// A family of formats builds on evidence and on its own parts, never on a sibling;
	// only the list sees them all.
	{"extractors", []string{"evidence", "extractors/..."}},
	{"extractors/...", []string{"evidence", "SAME-FAMILY", "extractors/charset", "extractors/internal/..."}},
	{"fingerprints", []string{"evidence", "fingerprints/..."}},
	{"fingerprints/catalogue/...", []string{"evidence", "fingerprints/catalogue/...", "fingerprints/registry/numbers"}},
	{"fingerprints/registry/numbers", nil},
	// A fingerprint file holds hashes of several kinds.
	{"fingerprints/taught", []string{"evidence", "fingerprints/templates", "fingerprints/logos"}},
	// Spellings are compared by readings.
	{"fingerprints/links", []string{"evidence", "fingerprints/catalogue", "fingerprints/readings"}},
	{"fingerprints/...", []string{"evidence", "fingerprints/catalogue", "SAME-FAMILY"}},
	{"analyzer/attribution", []string{"evidence"}},
	{"analyzer/decisions", []string{"analyzer/attribution"}},
	{"analyzer", []string{"evidence", "fingerprints/...", "analyzer/attribution"}},
	{"report/document", []string{"evidence", "analyzer/..."}},
	{"report/safe", nil},
	// Sketches are compared by whom they are made.
	{"report/compare", []string{"report/document", "report/safe", "fingerprints/templates"}},
	{"report/say", []string{"report/document", "report/compare", "report/safe"}},
	{"report", []string{"report/..."}},
	{"report/exchange", []string{"report/document", "report/safe", "report/say"}},
	{"report/...", []string{"report/document", "report/compare", "report/exchange", "report/safe", "report/say"}},
	{"cmd/evscan", []string{"..."}},
	// What makes test data knows nothing of what reads it.
	{"testdata/...", []string{"testdata/..."}},
	// Except for what measures the extractors themselves.
	{"scripts/extractbench", []string{"evidence", "extractors"}},
	// Names are compared as the catalogue compares them.
	{"scripts/markbench", []string{"evidence", "fingerprints/catalogue"}},
	{"scripts/matchbench", []string{"evidence", "fingerprints/..."}},
	// Stored reports are weighed again and set against the truth of who made the packages.
	{"scripts/attributionbench", []string{"evidence", "analyzer/attribution", "fingerprints/catalogue", "report/document", "testdata/bench", "scripts/attributionbench/..."}},
	{"scripts/attributionbench/...", []string{"scripts/attributionbench/..."}},
	{"scripts/comparebench", []string{"testdata/make/..."}},
	{"scripts/...", nil},
}

// TestWhoImportsWhom holds the import rules of the design over what go list sees,
// tests excepted.
func TestWhoImportsWhom(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "./...", "./testdata/make/...", "./testdata/demo/...", "./testdata/hostile/...", "./testdata/templates/...", "./testdata/bench/...").Output()
	require.NoError(t, err)
	seen := 0
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else {
			require.NoError(t, err)
		}
		pkg, ok := strings.CutPrefix(p.ImportPath, "evscan/")
		if !ok {
			continue // this package
		}
		seen++
		r := ruleOf(pkg)
		if !assert.NotNil(t, r, "no import rule for %s: say where it belongs", pkg) {
			continue
		}
		for _, imp := range p.Imports {
			if dep, ours := strings.CutPrefix(imp, "evscan/"); ours {
				assert.True(t, r.allows(pkg, dep), "%s must not import %s", pkg, dep)
			}
		}
	}
	assert.Greater(t, seen, 10)
}

func TestRulesRefuse(t *testing.T) {
	for _, c := range []struct {
		pkg, dep string
		want     bool
	}{
		{"evidence", "analyzer", false},
		{"extractors/pdf", "evidence", true},
		{"extractors/pdf", "extractors/mail", false},
		{"extractors/ocr", "extractors/ocr/segment", true},
		{"extractors/ocr/segment", "extractors/ocr/grey", true},
		{"analyzer", "extractors", false},
		{"analyzer/attribution", "fingerprints", false},
		{"fingerprints/names", "fingerprints/catalogue", true},
		{"fingerprints/names", "fingerprints/mail", false},
		{"fingerprints/names", "fingerprints", false},
		{"report/text", "analyzer", false},
		{"report/text", "report/document", true},
		{"cmd/evscan", "extractors", true},
	} {
		assert.Equal(t, c.want, ruleOf(c.pkg).allows(c.pkg, c.dep), "%s -> %s", c.pkg, c.dep)
	}
}

func ruleOf(pkg string) *rule {
	for i := range rules {
		if fits(rules[i].part, pkg) {
			return &rules[i]
		}
	}
	return nil
}

func (r *rule) allows(pkg, dep string) bool {
	for _, m := range r.may {
		if m == "SAME-FAMILY" && family(pkg) == family(dep) || fits(m, dep) {
			return true
		}
	}
	return false
}

// family is the first two elements of a package's path: extractors/pdf.
func family(pkg string) string {
	parts := strings.SplitN(pkg, "/", 3)
	return strings.Join(parts[:min(2, len(parts))], "/")
}

func fits(pattern, pkg string) bool {
	if pattern == "..." {
		return true
	}
	base, deep := strings.CutSuffix(pattern, "/...")
	return pkg == base || deep && strings.HasPrefix(pkg, base+"/")
}
