//go:build browser

package html

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	reportjson "evscan/report/json"
)

// stored reads one of the reports that make test-browser scans.
func stored(t *testing.T, name string) document.Document {
	t.Helper()
	dir := os.Getenv("REPORTS")
	require.NotEmpty(t, dir, "run 'make test-browser', which makes the reports")
	f, err := os.Open(filepath.Join(dir, name))
	require.NoError(t, err)
	defer f.Close()
	d, err := reportjson.Read(f)
	require.NoError(t, err)
	return d
}

// page writes the page of a report to a file.
func page(t *testing.T, d document.Document) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "report.html")
	require.NoError(t, os.WriteFile(file, []byte(render(t, d, Options{})), 0o600))
	return file
}

// shoot takes a picture into the folder of screenshots, where one is named.
func shoot(b *browser, name string, top, height int) {
	if dir := os.Getenv("SCREENSHOTS"); dir != "" {
		b.picture(filepath.Join(dir, name+".png"), top, height)
	}
}

// sound says that the page raised nothing, asked for nothing and fits its window.
func sound(b *browser, file string) {
	b.t.Helper()
	assert.Empty(b.t, b.trouble())
	assert.Equal(b.t, []string{"file://" + file}, b.requests())
}

func fits(b *browser) {
	b.t.Helper()
	for _, width := range []int{1280, 800, 390} {
		b.viewport(width, 900)
		assert.LessOrEqual(b.t, eval[int](b, "document.documentElement.scrollWidth"), width, "the page is wider than its window of %d", width)
		over := eval[[]string](b, `[...document.querySelectorAll("main *, header *")].filter(e => !e.closest(".scroll, nav ul, svg, .pack, .org, .en, .ja") && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.tagName + "." + e.className + " " + e.textContent.slice(0, 40)).slice(0, 5)`)
		assert.Empty(b.t, over, "elements beyond the edge of a window of %d", width)
	}
	b.viewport(1280, 900)
}

// accessible runs axe over the page as it is shown.
func accessible(b *browser, what string) {
	b.t.Helper()
	source, err := os.ReadFile("testdata/axe/axe.min.js")
	require.NoError(b.t, err)
	eval[any](b, string(source)+";null")
	found := eval[[]string](b, `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]}).then(r => r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.target + " " + n.failureSummary).join(" | ")))`)
	assert.Empty(b.t, found, "axe: %s", what)
}

const settle = "new Promise(r => requestAnimationFrame(() => setTimeout(r, 250)))"

func top(b *browser, id string) int {
	return eval[int](b, fmt.Sprintf("Math.round(document.getElementById(%q).getBoundingClientRect().top + scrollY)", id))
}

// choose sets a select and tells the page, as a hand does.
func choose(b *browser, id, value string) {
	eval[any](b, fmt.Sprintf(`{const s = document.getElementById(%q); s.value = %q; s.dispatchEvent(new Event("change", {bubbles: true})); null}`, id, value))
}

const cardsSeen = `[...document.querySelectorAll(".group")].filter(g => g.getClientRects().length).map(g => g.dataset.class)`

func TestBrowserDemo(t *testing.T) {
	d := stored(t, "browser-demo.json")
	file := page(t, d)
	b := openBrowser(t, "en")
	b.show(file)
	assert.Equal(t, "en", eval[string](b, "document.documentElement.lang"))
	assert.Contains(t, eval[string](b, "document.querySelector('h1').innerText"), "not of")
	fits(b)
	for _, scheme := range []string{"light", "dark"} {
		b.media(scheme, "")
		eval[any](b, settle)
		accessible(b, "demo, "+scheme)
	}
	shoot(b, "report-demo-dark", 0, 900)
	b.media("light", "")
	shoot(b, "report-demo", 0, 900)
	b.viewport(400, 900)
	eval[any](b, settle)
	accessible(b, "demo, narrow")
	shoot(b, "report-demo-narrow", 0, 1500)
	b.viewport(1280, 900)
	eval[any](b, settle)
	shoot(b, "report-demo-charts", top(b, "weights")-90, 1350)

	// A filter of the evidence.
	all := eval[[]string](b, cardsSeen)
	require.Contains(t, all, "host-path")
	choose(b, "by-class", "host-path")
	assert.Equal(t, []string{"host-path"}, eval[[]string](b, cardsSeen))
	choose(b, "by-org", "")
	assert.Contains(t, eval[[]string](b, cardsSeen), "host-path")
	choose(b, "by-class", "")

	// The table of items: search, filter, sort, details.
	eval[any](b, `{const q = document.getElementById("q"); q.value = "見積"; q.dispatchEvent(new Event("input")); null}`)
	eval[any](b, settle)
	names := eval[[]string](b, `[...document.querySelectorAll("#rows .open, #rows .in")].map(e => e.textContent)`)
	require.NotEmpty(t, names)
	assert.Contains(t, strings.Join(names, " "), "見積")
	eval[any](b, `{const q = document.getElementById("q"); q.value = ""; q.dispatchEvent(new Event("input")); null}`)
	eval[any](b, settle)
	choose(b, "by-status", "2")
	assert.Equal(t, d.Coverage.NotRead, eval[int](b, `document.querySelectorAll("#rows .open").length`))
	choose(b, "by-status", "")
	eval[any](b, `document.querySelector("[data-sort=s]").click(); document.querySelector("[data-sort=s]").click(); null`)
	assert.Equal(t, "descending", eval[string](b, `document.querySelector("[data-sort=s]").parentElement.getAttribute("aria-sort")`))
	assert.Equal(t, "demo.zip", eval[string](b, `document.querySelector("#rows .open").textContent`))
	eval[any](b, `document.querySelectorAll("#rows .open")[1].click(); null`)
	assert.Equal(t, "true", eval[string](b, `document.querySelectorAll("#rows .open")[1].getAttribute("aria-expanded")`))
	assert.Contains(t, eval[string](b, `document.querySelector("#rows .detail").innerText`), "SHA-256")
	assert.True(t, eval[bool](b, `document.activeElement === document.querySelectorAll("#rows .open")[1]`), "the focus stays on what was opened")
	accessible(b, "details open")
	shoot(b, "report-demo-items", top(b, "items")-90, 800)

	// The other language.
	eval[any](b, `document.querySelector("[data-set-lang=ja]").click(); null`)
	assert.Equal(t, "ja", eval[string](b, "document.documentElement.lang"))
	assert.Contains(t, eval[string](b, "document.querySelector('h1').innerText"), "の記録ではありません")
	assert.Contains(t, eval[string](b, `document.getElementById("where").textContent`), "ページ")
	fits(b)
	accessible(b, "demo, Japanese")
	shoot(b, "report-demo-ja", 0, 900)
	sound(b, file)
	printed(t, b, d.Attribution.Owner.Name)
}

// What analysts decided, that persons are masked and that it was weighed again is seen
// without a click, and which files were set aside.
func TestBrowserDecided(t *testing.T) {
	d := sample(t)
	d.Options.Redacted = true
	d.Decisions = append(d.Decisions, document.Decision{Kind: "planted", About: []string{"b.docx"}, Matched: []string{"0.2"}, Note: "not in the house style", Analyst: "A. Weaver"})
	file := page(t, d)
	b := openBrowser(t, "en")
	b.show(file)
	for _, s := range []string{"Redacted: names of persons", "Weighed again from a stored report", "A person's decisions shaped this answer", "taken for planted: b.docx – not in the house style (A. Weaver)"} {
		assert.Contains(t, eval[string](b, "document.getElementById('verdict').innerText"), s)
	}
	assert.Contains(t, eval[string](b, `[...document.querySelectorAll("#rows tr")].map(r => r.innerText).find(s => s.includes("b.docx"))`), "taken for planted")
	fits(b)
	for _, lang := range []string{"en", "ja"} {
		eval[any](b, `document.querySelector("[data-set-lang=`+lang+`]").click(); for (const d of document.querySelectorAll("details")) d.open = true; null`)
		eval[any](b, settle)
		accessible(b, "decided, "+lang)
		fits(b)
	}
	sound(b, file)
	printed(t, b, "b.docx")
}

// printed prints the page and reads it back with another program.
func printed(t *testing.T, b *browser, want string) {
	t.Helper()
	pdf := b.pdf()
	require.True(t, bytes.HasPrefix(pdf, []byte("%PDF-")))
	file := filepath.Join(t.TempDir(), "report.pdf")
	require.NoError(t, os.WriteFile(file, pdf, 0o600))
	text, err := exec.Command("pdftotext", file, "-").Output()
	require.NoError(t, err)
	assert.Contains(t, strings.Join(strings.Fields(string(text)), ""), strings.Join(strings.Fields(want), ""))
	info, err := exec.Command("pdfinfo", file).Output()
	require.NoError(t, err)
	m := regexp.MustCompile(`Pages:\s+(\d+)`).FindSubmatch(info)
	require.NotNil(t, m)
	pages, err := strconv.Atoi(string(m[1]))
	require.NoError(t, err)
	assert.Less(t, pages, 40)
	t.Logf("%d pages of %d bytes", pages, len(pdf))
	if dir := os.Getenv("PDF"); dir != "" {
		require.NoError(t, os.WriteFile(filepath.Join(dir, t.Name()+".pdf"), pdf, 0o644))
	}
}

// A Japanese browser shows a package of Japanese screenshots, used by the keyboard alone.
func TestBrowserImages(t *testing.T) {
	d := stored(t, "browser-images.json")
	file := page(t, d)
	b := openBrowser(t, "ja")
	b.show(file)
	assert.Equal(t, "ja", eval[string](b, "document.documentElement.lang"), "the language of the browser")
	fits(b)
	for _, scheme := range []string{"light", "dark"} {
		b.media(scheme, "")
		eval[any](b, settle)
		accessible(b, "images, "+scheme)
	}
	b.media("light", "")
	shoot(b, "report-images-ja", 0, 900)
	shoot(b, "report-images-ja-evidence", top(b, "evidence")-90, 1100)

	b.key("Tab", 9, "")
	assert.Equal(t, "#verdict", eval[string](b, "document.activeElement.getAttribute('href')"), "the first stop leads past the head")
	require.NotZero(t, eval[int](b, "document.querySelectorAll('.crop').length"))
	eval[any](b, "document.querySelector('.crop').focus(); null")
	b.key("Enter", 13, "\r")
	assert.True(t, eval[bool](b, "document.getElementById('viewer').open"), "Enter opens the picture")
	eval[any](b, settle)
	seen := eval[[]float64](b, "(() => {const i = document.querySelector('#picture image'), r = document.querySelector('#picture .frame').getBBox(); return [i.getBoundingClientRect().width, r.width, r.height]})()")
	assert.Greater(t, seen[0], 300.0)
	assert.Greater(t, seen[1]*seen[2], 20.0, "the frame")
	accessible(b, "picture open")
	eval[any](b, "scrollTo(0, 0); null")
	shoot(b, "report-images-ja-crop", 0, 900)
	b.key("Escape", 27, "")
	assert.False(t, eval[bool](b, "document.getElementById('viewer').open"), "Escape closes it")
	assert.True(t, eval[bool](b, "document.activeElement.classList.contains('crop')"), "and the focus is back")
	sound(b, file)
	printed(t, b, d.Attribution.Candidates[0].Name)
}

func TestBrowserHostile(t *testing.T) {
	for _, lang := range []string{"en", "ja"} {
		d := hostile(t)
		file := page(t, d)
		b := openBrowser(t, lang)
		b.show(file)
		fits(b)
		// Everything that the script renders later, too.
		eval[any](b, `for (let n = document.querySelectorAll("#rows .open").length, i = 0; i < n; i++) document.querySelectorAll("#rows .open")[i].click(); for (const e of document.querySelectorAll("details")) e.open = true; null`)
		eval[any](b, `document.querySelector(".crop").click(); document.getElementById("viewer").close(); null`)
		choose(b, "by-org", "")
		eval[any](b, settle)
		assert.Equal(t, "undefined", eval[string](b, "typeof window.pwned"))
		assert.Equal(t, 3, eval[int](b, "document.scripts.length"))
		assert.Zero(t, eval[int](b, "document.querySelectorAll('img, iframe, object, embed, link, base, main script, main style, svg svg').length"))
		fits(b)
		// No row grows without end, and none reaches over its neighbour.
		assert.Less(t, eval[float64](b, `Math.max(...[...document.querySelectorAll(".card, #rows tr:not(.detail), .brief tr, .problems li")].map(e => e.getBoundingClientRect().height))`), 900.0)
		tall := eval[float64](b, `document.getElementById("evidence").getBoundingClientRect().top + scrollY`)
		assert.Less(t, tall, 6000.0)
		shoot2 := os.Getenv("HOSTILE")
		if shoot2 != "" {
			b.picture(filepath.Join(shoot2, "hostile-"+lang+".png"), 0, 0)
		}
		sound(b, file)
	}
}

// A page of 20,000 items opens and answers quickly. The measure is the processor time of
// the page's thread: the wall time of a busy machine says nothing of the page.
func TestBrowserTwentyThousandItems(t *testing.T) {
	file := page(t, large(t, 20_000))
	b := openBrowser(t, "en")
	start := time.Now()
	b.show(file)
	opened := time.Since(start)
	busy := b.busy()
	t.Logf("opened in %s, of which the page worked %s", opened.Round(time.Millisecond), busy.Round(time.Millisecond))
	assert.Less(t, busy, 2*time.Second)
	for what, do := range map[string]string{
		"search":       `{const q = document.getElementById("q"); q.value = "19999"; q.dispatchEvent(new Event("input")); null}`,
		"sort by name": `document.querySelector("[data-sort=n]").click(); null`,
		"filter":       `{const s = document.getElementById("by-status"); s.value = "2"; s.dispatchEvent(new Event("change")); null}`,
	} {
		before := b.busy()
		eval[any](b, do)
		eval[any](b, settle)
		took := b.busy() - before
		t.Logf("%s: %s", what, took.Round(time.Millisecond))
		assert.Less(t, took, time.Second, what)
	}
	assert.Less(t, eval[int](b, `document.querySelectorAll("*").length`), 6000)
	sound(b, file)
}

// Without a script the verdict, the evidence and the charts are there, and the page says
// what is not.
func TestBrowserWithoutScript(t *testing.T) {
	b := openBrowser(t, "en")
	b.must(b.session, "Emulation.setScriptExecutionDisabled", map[string]any{"value": true}, nil)
	b.show(page(t, sample(t)))
	var r struct{ Root json.RawMessage }
	b.must(b.session, "DOM.getDocument", map[string]any{"depth": 0}, &r)
	b.must(b.session, "Emulation.setScriptExecutionDisabled", map[string]any{"value": false}, nil)
	assert.Equal(t, "none", eval[string](b, "getComputedStyle(document.querySelector('.pager')).display"))
	assert.Contains(t, eval[string](b, "document.body.innerText"), "The table of all items needs the page's own script")
	assert.Contains(t, eval[string](b, "document.body.innerText"), "The records are those of")
}
