package catalogue

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed data/freemail.txt
var freeMailText string

//go:embed data/disposable.txt
var disposableText string

//go:embed data/background.txt
var backgroundText string

var freeMail = sync.OnceValue(func() map[string]struct{} { return lineSet(freeMailText) })
var disposable = sync.OnceValue(func() map[string]struct{} { return lineSet(disposableText) })
var background = sync.OnceValue(func() map[string]float64 {
	m := map[string]float64{}
	rate := 0.0
	for line := range strings.Lines(backgroundText) {
		line = strings.TrimSpace(line)
		if rest, ok := strings.CutPrefix(line, "="); ok {
			rate, _ = strconv.ParseFloat(rest, 64)
		} else if line != "" && line[0] != '#' {
			m[line] = rate
		}
	}
	return m
})

func lineSet(text string) map[string]struct{} {
	m := make(map[string]struct{}, strings.Count(text, "\n"))
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			m[line] = struct{}{}
		}
	}
	return m
}

func inSet(m map[string]struct{}, domain string) bool {
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	if _, ok := m[domain]; ok {
		return true
	}
	r, ok := Registrable(domain)
	if !ok {
		return false
	}
	_, ok = m[r]
	return ok
}

// FreeMail reports whether a mail address at domain says nothing of the
// organisation behind it: webmail, internet access and hosting providers.
func FreeMail(domain string) bool { return inSet(freeMail(), domain) }

// Disposable reports whether domain hands out throw-away mail addresses.
func Disposable(domain string) bool { return inSet(disposable(), domain) }

// Background returns the share of unrelated packages, in [0,1], in which a
// registrable domain appears anyway, because it belongs to a vendor of software,
// a platform or the schemas of a file format. Zero is an ordinary domain, 0.3
// and more a software vendor.
func Background(domain string) float64 {
	b := background()
	domain = strings.ToLower(strings.TrimSuffix(domain, "."))
	if v, ok := b[domain]; ok {
		return v
	}
	if r, ok := Registrable(domain); ok {
		return b[r]
	}
	return 0
}

// platforms are sites on which anybody keeps a page.
var platforms = []string{"google.com", "facebook.com", "linkedin.com", "instagram.com", "github.com", "wix.com", "x.com", "twitter.com", "youtube.com", "wordpress.com",
	"blogspot.com", "tumblr.com", "weebly.com", "vk.com", "t.me", "archive.org", "wikipedia.org", "business.site", "medium.com", "ameblo.jp", "myspace.com", "tiktok.com"}

// SharedDomain reports whether many organisations have pages or mail addresses at a
// registrable domain, so that it tells none of them: sites for everybody and mail
// providers.
func SharedDomain(registrable string) bool {
	return slices.Contains(platforms, registrable) || FreeMail(registrable)
}
