// Command comparebench measures `evscan compare`: it makes pairs of packages of which
// it is known what they share, scans and compares them, and prints how often the verdict
// and the pairs were right.
package main

import (
	"cmp"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"evscan/testdata/make/archive"
	"evscan/testdata/make/picture"
)

// twins are two packages. Files whose names begin alike, up to the first dot, are copies
// of each other where the scenario says so.
type twins struct {
	scenario string
	a, b     []archive.Entry
	copies   map[string]string // of files of b: the file of a
	recycled bool
}

func main() {
	program := flag.String("evscan", "bin/evscan", "the program to measure")
	seeds := flag.Int("seeds", 6, "pairs of packages for each scenario and language")
	flag.Parse()
	if err := measure(*program, *seeds); err != nil {
		fmt.Fprintln(os.Stderr, "comparebench:", err)
		os.Exit(1)
	}
}

// score counts what was found of a scenario.
type score struct {
	packages, right, recycled       int
	copies, found, claimed, correct int
}

func measure(program string, seeds int) error {
	dir, err := os.MkdirTemp("", "comparebench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	total := map[string]*score{}
	var order []string
	for seed := range seeds {
		for _, japanese := range []bool{false, true} {
			for _, t := range scenarios(uint64(seed), japanese) {
				s := total[t.scenario]
				if s == nil {
					s = &score{}
					total[t.scenario] = s
					order = append(order, t.scenario)
				}
				c, err := run(program, dir, t)
				if err != nil {
					return fmt.Errorf("%s, seed %d: %w", t.scenario, seed, err)
				}
				s.add(t, c)
			}
		}
	}
	return print(order, total)
}

func print(order []string, total map[string]*score) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "SCENARIO\tPACKAGES\tVERDICT RIGHT\tCALLED RECYCLED\tCOPIES\tFOUND\tPAIRS CLAIMED\tCORRECT")
	var all score
	for _, name := range order {
		s := total[name]
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", name, s.packages, s.right, s.recycled, s.copies, s.found, s.claimed, s.correct)
		all.packages, all.right, all.copies, all.found = all.packages+s.packages, all.right+s.right, all.copies+s.copies, all.found+s.found
		all.claimed, all.correct = all.claimed+s.claimed, all.correct+s.correct
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Printf("\nverdicts right: %d of %d; pairs: recall %.3f (%d of %d copies), precision %.3f (%d of %d pairs)\n", all.right, all.packages,
		share(all.found, all.copies), all.found, all.copies, share(all.correct, all.claimed), all.correct, all.claimed)
	return nil
}

func share(n, all int) float64 { return float64(n) / float64(max(1, all)) }

// comparison is what of a comparison is looked at.
type comparison struct {
	Verdict string
	Pairs   []struct {
		Kind    string
		A, B    struct{ Path []string }
		Trivial string
	}
}

func (s *score) add(t twins, c comparison) {
	s.packages++
	called := c.Verdict == "recycled" || c.Verdict == "identical"
	if called == t.recycled {
		s.right++
	}
	if called {
		s.recycled++
	}
	s.copies += len(t.copies)
	found := map[string]bool{}
	for _, p := range c.Pairs {
		if p.Kind == "same-form" || p.Trivial != "" {
			continue
		}
		s.claimed++
		a, b := p.A.Path[len(p.A.Path)-1], p.B.Path[len(p.B.Path)-1]
		if t.copies[b] == a {
			s.correct++
			found[b] = true
		}
	}
	s.found += len(found)
}

func run(program, dir string, t twins) (comparison, error) {
	var c comparison
	for name, entries := range map[string][]archive.Entry{"a": t.a, "b": t.b} {
		data, err := archive.Zip(entries)
		if err != nil {
			return c, err
		}
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file+".zip", data, 0o644); err != nil {
			return c, err
		}
		if out, err := exec.Command(program, "scan", "--quiet", "--no-ocr", "--no-default-catalogue", "--jobs", "1", "-o", file+".json", file+".zip").CombinedOutput(); err != nil {
			return c, fmt.Errorf("%w: %s", err, out)
		}
	}
	out, err := exec.Command(program, "compare", "--format", "json", filepath.Join(dir, "a.json"), filepath.Join(dir, "b.json")).Output()
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(out, &c)
}

// scenarios makes the pairs of packages of one seed.
func scenarios(seed uint64, japanese bool) []twins {
	w := newWriter(seed*2+1, japanese)
	other := newWriter(seed*2+1001, !japanese)
	var texts [][]string
	for i := range 8 {
		texts = append(texts, w.paragraphs(150+60*i))
	}
	head := []string{w.kanjiOr(6), w.paragraphs(60)[0], "TEL 03-5550-" + fmt.Sprint(1000+seed), "T1234567890" + fmt.Sprint(100+seed)}
	clauses := w.paragraphs(500)
	entries := func(list ...archive.Entry) []archive.Entry { return list }
	file := func(name string, data []byte) archive.Entry { return archive.Entry{Name: name, Data: data} }
	pictures := func(share float64, quality int, prefix string) (out []archive.Entry) {
		for i := range 3 {
			out = append(out, file(fmt.Sprintf("%s%d.jpg", prefix, i), photo(picture.Scene(i), seed*31+uint64(i), share, quality)))
		}
		return out
	}
	var papers []archive.Entry // of the first package
	for i, t := range texts {
		switch i % 3 {
		case 0:
			papers = append(papers, file(fmt.Sprintf("a%d.docx", i), wordFile(t)))
		case 1:
			papers = append(papers, file(fmt.Sprintf("a%d.pdf", i), pdfFile(t, 70)))
		default:
			papers = append(papers, file(fmt.Sprintf("a%d.txt", i), textFile(t)))
		}
	}
	base := append(slices.Clone(papers), pictures(1, 90, "photo")...)

	packed := twins{scenario: "packed anew", a: base, copies: map[string]string{}, recycled: true}
	for i, e := range base {
		e2 := file(fmt.Sprintf("leak/%02d%s", len(base)-i, filepath.Ext(e.Name)), e.Data)
		packed.b = append(packed.b, e2)
		packed.copies[e2.Name] = e.Name
	}
	slices.SortFunc(packed.b, func(x, y archive.Entry) int { return cmp.Compare(x.Name, y.Name) })

	change := twins{scenario: "5 % edited", a: papers, copies: map[string]string{}, recycled: true}
	saved := twins{scenario: "saved in other formats", a: papers, copies: map[string]string{}, recycled: true}
	for i, t := range texts {
		e := file(fmt.Sprintf("b%d.docx", i), wordFile(w.edited(t)))
		change.b = append(change.b, e)
		change.copies[e.Name] = papers[i].Name
		s := file(fmt.Sprintf("b%d.pdf", i), pdfFile(t, 45))
		saved.b = append(saved.b, s)
		saved.copies[s.Name] = papers[i].Name
	}
	scaled := twins{scenario: "pictures at 80 %, JPEG 60", a: pictures(1, 90, "photo"), b: pictures(0.8, 60, "small"), copies: map[string]string{}, recycled: true}
	for i := range scaled.a {
		scaled.copies[scaled.b[i].Name] = scaled.a[i].Name
	}
	some := twins{scenario: "a quarter shared", a: papers, copies: map[string]string{}}
	for i := range 8 {
		if i < 2 {
			e := file(fmt.Sprintf("b%d.txt", i), textFile(w.edited(texts[i])))
			some.b, some.copies[e.Name] = append(some.b, e), papers[i].Name
			continue
		}
		some.b = append(some.b, file(fmt.Sprintf("b%d.txt", i), textFile(w.paragraphs(200))))
	}
	forms := twins{scenario: "forms of one vendor filled anew"}
	contracts := twins{scenario: "contracts of one vendor filled anew"}
	single := twins{scenario: "one form of one vendor in each"}
	for i := range 6 {
		one, two := w.name(i), w.name(50+i)
		forms.a = append(forms.a, file(fmt.Sprintf("a%d.pdf", i), pdfFile(w.invoice(head, one), 70)))
		forms.b = append(forms.b, file(fmt.Sprintf("b%d.docx", i), wordFile(w.invoice(head, two))))
		contracts.a = append(contracts.a, file(fmt.Sprintf("a%d.docx", i), wordFile(w.contract(clauses, one))))
		contracts.b = append(contracts.b, file(fmt.Sprintf("b%d.docx", i), wordFile(w.contract(clauses, two))))
	}
	single.a, single.b = entries(forms.a[0], contracts.a[0]), entries(forms.b[0], contracts.b[0])

	unrelated := twins{scenario: "other papers of one organisation", a: base}
	translated := twins{scenario: "translated", a: papers}
	for i, t := range texts {
		unrelated.b = append(unrelated.b, file(fmt.Sprintf("b%d.docx", i), wordFile(append([]string{head[0], head[2]}, w.paragraphs(150+60*i)...))))
		translated.b = append(translated.b, file(fmt.Sprintf("b%d.docx", i), wordFile(other.translated(t))))
	}
	unrelated.b = append(unrelated.b, pictures(1, 90, "x")[0])
	unrelated.b[len(unrelated.b)-1].Data = photo(picture.Scene(0), seed*31+500, 1, 90)
	return []twins{packed, change, saved, scaled, some, forms, contracts, single, unrelated, translated}
}

// translated is a text in the writer's language with the numbers of t.
func (w *writer) translated(t []string) []string {
	var out []string
	for _, p := range t {
		q := w.paragraphs(40)[0]
		for _, n := range numbersOf(p) {
			q += " " + n
		}
		out = append(out, q)
	}
	return out
}

func numbersOf(s string) []string {
	var out []string
	n := ""
	for _, r := range s + " " {
		if r >= '0' && r <= '9' {
			n += string(r)
			continue
		}
		if n != "" {
			out = append(out, n)
		}
		n = ""
	}
	return out
}

// kanjiOr is a name in the writer's script.
func (w *writer) kanjiOr(n int) string {
	if w.japan {
		return w.kanji(n)
	}
	return w.syllables(n)
}

// name is the name of a customer.
func (w *writer) name(i int) string {
	rng := rand.New(rand.NewPCG(uint64(i), 99))
	v := &writer{rng: rng, japan: w.japan}
	if w.japan {
		return "株式会社" + v.kanji(4)
	}
	return "The " + v.syllables(3) + " Company Ltd"
}
