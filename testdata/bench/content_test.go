package bench

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// opened is the content of a package: a text for each file, which holds all that is
// packed in it.
func opened(t *testing.T, p *Plan, st *Studio) map[string]string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, p.Write(&b, st))
	out := map[string]string{}
	all := unzipped(t, b.Bytes())
	if p.nested != "" {
		for name, data := range unzipped(t, all[p.nested]) {
			all[name] = data
		}
		delete(all, p.nested)
	}
	for name, data := range all {
		switch {
		case bytes.HasPrefix(data, []byte("PK\x03\x04")):
			var parts strings.Builder
			for part, body := range unzipped(t, data) {
				parts.WriteString(part + "\n" + string(body) + "\n")
			}
			out[name] = parts.String()
		case bytes.HasPrefix(data, []byte("%PDF")):
			out[name] = string(data) + inflated(data)
		default:
			out[name] = string(data)
		}
	}
	return out
}

func unzipped(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, f := range zr.File {
		r, err := f.Open()
		require.NoError(t, err)
		body, err := io.ReadAll(r)
		require.NoError(t, err)
		out[f.Name] = body
	}
	return out
}

var streams = regexp.MustCompile(`(?s)/FlateDecode /Length \d+>>\nstream\n(.*?)\nendstream`)

func inflated(pdf []byte) string {
	var b strings.Builder
	for _, m := range streams.FindAllSubmatch(pdf, -1) {
		if zr, err := zlib.NewReader(bytes.NewReader(m[1])); err == nil {
			body, _ := io.ReadAll(zr)
			b.Write(body)
		}
	}
	return b.String()
}

// holds reports whether a file shows the text, in PDF files as they spell it.
func holds(content, text string) bool {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return strings.Contains(content, text) || strings.Contains(content, hex.String())
}

// TestWhatAPackageShows holds that the inside of owners shows where it is to show and
// nowhere else, that stripped packages are stripped, and that what is planted stands
// in every office file.
func TestWhatAPackageShows(t *testing.T) {
	st, err := NewStudio()
	require.NoError(t, err)
	planted, attacked := 0, 0
	for _, p := range Plans(84, 4, 11) {
		files := opened(t, p, st)
		for name, content := range files {
			at := p.Package + ": " + name
			if !p.Inside {
				for _, o := range p.owners {
					for _, mark := range []string{o.ad, o.tenant, strings.Split(o.portal, "/")[2]} {
						assert.False(t, holds(content, mark), "%s shows %s", at, mark)
					}
				}
			}
			if strings.HasSuffix(name, ".eml") {
				m, err := mail.ReadMessage(strings.NewReader(content))
				require.NoError(t, err, at)
				if p.Metadata == Stripped && !strings.Contains(name, "internal.eml") {
					for _, h := range []string{"Received", "Message-ID", "Date", "X-Mailer", "msip_labels"} {
						assert.Empty(t, m.Header.Get(h), "%s: %s", at, h)
					}
				}
			}
			office := strings.Contains(content, "docProps/app.xml")
			switch {
			case p.Attack == AttackCompany && office:
				planted++
				assert.Contains(t, content, "<Company>", at)
			case p.Attack == AttackLabel && office:
				planted++
				assert.Contains(t, content, "_SiteId", at)
			case p.Metadata == Stripped && p.Attack == AttackNone && office:
				assert.NotContains(t, content, "<Company>", at)
				assert.NotContains(t, content, "<dc:creator>", at)
				assert.NotContains(t, content, "MSIP_Label", at)
			case p.Metadata == Stripped && strings.HasPrefix(content, "%PDF"):
				assert.NotContains(t, content, "/Author", at)
				assert.NotContains(t, content, "/Producer", at)
			}
			for _, n := range regexp.MustCompile(`T\d{13}`).FindAllString(content, -1) {
				assert.Equal(t, int(n[1]-'0'), checkDigit(n[2:]), "%s: %s", at, n)
			}
		}
		if p.Attack != AttackNone {
			attacked++
		}
		if p.Inside {
			assert.True(t, showsInside(p, files), "%s is to show the owner's inside", p.Package)
		}
	}
	assert.Equal(t, 7+4, attacked)
	assert.Greater(t, planted, 5)
}

// showsInside looks for a mail among the people of an owner, or for one of its hosts;
// pictures cannot be looked into here.
func showsInside(p *Plan, files map[string]string) bool {
	for _, k := range p.items {
		if k.kind == "screenshot" || k.kind == "internal-mail" {
			return true
		}
	}
	return false
}

// TestVendorDecoy holds the founding constellation: one vendor stands out, the owner is
// whom nearly all papers go to.
func TestVendorDecoy(t *testing.T) {
	st, err := NewStudio()
	require.NoError(t, err)
	seen, papers, owner := 0, 0, 0
	for _, p := range Plans(200, 0, 2) {
		if p.Case != CaseVendorDecoy || p.Attack != AttackNone {
			continue
		}
		seen++
		p.sjis = false // names are to be looked up
		files := opened(t, p, st)
		paths, kinds := p.Files()
		decoy := 0
		for i, path := range paths {
			if named(files[path], p.claimedOrg) {
				decoy++
			}
			switch kinds[i] {
			case "quotation", "invoice", "delivery-note", "letter":
				if strings.HasSuffix(path, ".jpg") || strings.Contains(files[path], "/DCTDecode") {
					continue // a scan
				}
				papers++
				if named(files[path], p.owners[0]) {
					owner++
				}
			}
		}
		assert.Positive(t, decoy, p.Package)
	}
	assert.GreaterOrEqual(t, owner*10, papers*8, "%d of %d papers name the owner", owner, papers)
	assert.Positive(t, seen)
}

func named(content string, o *org) bool {
	for _, n := range []string{o.name, o.short, o.english, o.domain()} {
		if n != "" && (holds(content, n) || strings.Contains(content, strings.ReplaceAll(n, "&", "&amp;"))) {
			return true
		}
	}
	return false
}

func TestWords(t *testing.T) {
	assert.Equal(t, "-1,234,567", group(-1234567))
	assert.Equal(t, "100", group(100))
	assert.Equal(t, "1,000", group(1000))
	assert.Equal(t, []string{"ab cd", "ef"}, wrap("ab cd ef", 30, 10))
	assert.Equal(t, []string{"見積", "書"}, wrap("見積書", 25, 10))
	assert.Equal(t, "a_b_c", clean(`a/b\c`))
	r := newRand(4)
	for range 300 {
		for _, ja := range []bool{true, false} {
			s := sentence(r, ja)
			assert.NotContains(t, s, "{")
			assert.NotContains(t, s, "}")
		}
	}
	o := &org{ja: true, look: 3}
	assert.Regexp(t, `^(2021年4月1日|2021/04/01|令和3年4月1日|2021\.04\.01)$`, o.date(time.Date(2021, 4, 1, 0, 0, 0, 0, time.UTC)))
	assert.Equal(t, "KEMS", acronym("Kestwell Managed Services Ltd"))
}

// TestNear holds that a similar domain differs in its ending alone.
func TestNear(t *testing.T) {
	m := newMint()
	r := newRand(9)
	for range 50 {
		o := m.new(r, company, chance(r, .5))
		n := m.near(r, o)
		a, _, _ := strings.Cut(o.domain(), ".")
		b, _, _ := strings.Cut(n.domain(), ".")
		assert.Equal(t, a, b)
		assert.NotEqual(t, o.domain(), n.domain())
		assert.NotEqual(t, o.name, n.name)
	}
}

// TestPairsDifferInTheAttackAlone compares each base with its attacked copy.
func TestPairsDifferInTheAttackAlone(t *testing.T) {
	st, err := NewStudio()
	require.NoError(t, err)
	list := Plans(0, 5, 1)
	for i := 0; i < len(list); i += 2 {
		base, copied := list[i], list[i+1]
		made := func(p *Plan, n int) []byte {
			it := p.items[n]
			data, err := it.make(&setter{plan: p, st: st, r: newRand(it.seed)})
			require.NoError(t, err)
			return data
		}
		for n, it := range base.items {
			twin := copied.items[n]
			assert.Equal(t, it.path, twin.path[len(twin.path)-len(it.path):])
			a, b := made(base, n), made(copied, n)
			office := bytes.Contains(a, []byte("docProps/app.xml"))
			if planted := copied.Attack == AttackCompany || copied.Attack == AttackLabel; planted && office {
				assert.NotEqual(t, a, b, "%s of %s", it.path, copied.Package)
			} else {
				assert.Equal(t, a, b, "%s of %s", it.path, copied.Package)
			}
		}
		more := len(copied.items) - len(base.items)
		switch copied.Attack {
		case AttackFlood:
			assert.GreaterOrEqual(t, more, 30)
			assert.LessOrEqual(t, more, 200)
		case AttackOneFile:
			assert.Equal(t, 1, more)
		default:
			assert.Zero(t, more)
		}
	}
}
