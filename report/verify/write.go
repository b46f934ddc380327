package verify

import (
	"fmt"
	"io"
	"strings"

	"evscan/report/say"
)

// Options shape what people read.
type Options struct {
	Color bool // ANSI colours; the text says everything without them
}

// maxShown is how many differences of one kind people see; the JSON answer has all.
const maxShown = 40

// Write writes the answer for people: the verdict in one line, then what it rests on, then
// what differs. file is what the report is called.
func Write(w io.Writer, file string, r *Result, o Options) error {
	p := &printer{color: o.Color}
	name := say.Clean(file)
	if r.Verdict == Verified {
		p.line(p.paint("32", "VERIFIED") + ": " + name + " belongs to this package.")
	} else {
		p.line(p.paint("31", "DIFFERS") + ": " + headline(name, r))
	}
	p.whole(r)
	p.items(r)
	p.consistency(r)
	p.field("report", "made by evscan "+say.Clean(r.ToolVersion)+", layout "+say.Clean(r.Layout))
	if r.Redacted {
		p.field("", "redacted: names that were masked are not compared")
	}
	for _, n := range r.Notes {
		p.field("note", say.Clean(n))
	}
	for _, k := range Kinds() {
		p.differences(k, r.Of(k))
	}
	p.unchecked(r.Unchecked)
	p.faults(r.Faults)
	if _, err := io.WriteString(w, p.b.String()); err != nil {
		return fmt.Errorf("writing the answer: %w", err)
	}
	return nil
}

// headline says in one sentence how bad it is.
func headline(name string, r *Result) string {
	switch {
	case r.Package.Same && len(r.Differences) == 0:
		return "this is the package of " + name + ", and the report contradicts itself: it was changed after it was made."
	case r.Package.Same:
		return "this is the package of " + name + ", and the report tells its contents wrongly: it was changed after it was made."
	case len(r.Differences) == 0 || r.Package.Contents:
		return "this is another file than the one " + name + " is about, with the same contents."
	case r.Counts.Same+r.Counts.Renamed == 0:
		return "this package has nothing of the one " + name + " is about."
	default:
		return "this is not the package " + name + " is about, though they share files."
	}
}

type printer struct {
	b     strings.Builder
	color bool
}

func (p *printer) paint(code, s string) string {
	if !p.color {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (p *printer) line(s string) { p.b.WriteString(s + "\n") }

func (p *printer) field(name, s string) { p.line(fmt.Sprintf("  %-9s %s", name, s)) }

func (p *printer) whole(r *Result) {
	if r.Package.Same {
		p.field("package", "sha256 "+say.Short(r.Package.SHA256, 16)+", "+say.Size(r.Package.Size)+": the same")
	} else {
		p.field("package", p.paint("31", "another one"))
		p.field("", "report:  sha256 "+r.Package.SHA256+", "+fmt.Sprint(r.Package.Size)+" bytes")
		p.field("", "package: sha256 "+r.Package.FoundSHA256+", "+fmt.Sprint(r.Package.FoundSize)+" bytes")
	}
}

func (p *printer) items(r *Result) {
	c := r.Counts
	if c.Items+c.Added == 0 {
		return
	}
	parts := []string{fmt.Sprintf("%d of %d have the same bytes and name", c.Same, c.Items)}
	for _, x := range []struct {
		n    int
		what string
	}{{c.Renamed, "renamed"}, {c.Changed, "changed"}, {c.Missing, "missing"}, {c.Added, "added"}} {
		if x.n > 0 {
			parts = append(parts, p.paint("31", fmt.Sprintf("%d %s", x.n, x.what)))
		}
	}
	p.field("items", strings.Join(parts, ", "))
	if c.Inside > 0 {
		p.field("", fmt.Sprintf("%d lie inside documents, whose own hash covers them (--deep opens documents too)", c.Inside))
	}
	if c.Unchecked > 0 {
		p.field("", p.paint("33", fmt.Sprintf("%d could not be opened now", c.Unchecked))+"; the hash of what holds them covers them")
	}
}

func (p *printer) consistency(r *Result) {
	if len(r.Faults) == 0 {
		p.field("layout", "valid; ids, sums and references agree")
		return
	}
	p.field("layout", p.paint("31", plural(len(r.Faults), "contradiction")))
}

func (p *printer) differences(k Kind, list []Difference) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line(map[Kind]string{Changed: "CHANGED: other bytes under the same name", Missing: "MISSING: in the report, not in the package",
		Added: "ADDED: in the package, not in the report", Renamed: "RENAMED: the same bytes under another name or in another place"}[k])
	for _, d := range list[:min(maxShown, len(list))] {
		switch k {
		case Changed:
			p.line("  " + path(d.Path) + "  (item " + say.Clean(d.Item) + ")")
			p.line("    report:  " + hash(d.SHA256, d.Size))
			p.line("    package: " + hash(d.FoundAs, d.FoundOf))
		case Missing:
			p.line("  " + path(d.Path) + "  (item " + say.Clean(d.Item) + ", " + hash(d.SHA256, d.Size) + ")")
		case Added:
			p.line("  " + path(d.Found) + "  (" + hash(d.FoundAs, d.FoundOf) + ")")
		case Renamed:
			p.line("  " + path(d.Path) + "  (item " + say.Clean(d.Item) + ")")
			p.line("    is now: " + path(d.Found))
		}
	}
	p.more(len(list))
}

func (p *printer) unchecked(list []Unchecked) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("NOT OPENED NOW")
	for _, u := range list[:min(maxShown, len(list))] {
		p.line("  " + path(u.Path) + ": " + say.Clean(u.Reason))
	}
	p.more(len(list))
}

func (p *printer) faults(list []Fault) {
	if len(list) == 0 {
		return
	}
	p.line("")
	p.line("THE REPORT CONTRADICTS ITSELF")
	for _, f := range list[:min(maxShown, len(list))] {
		p.line("  " + say.Clean(f.Where) + ": " + say.Clean(f.Detail))
	}
	p.more(len(list))
}

func (p *printer) more(n int) {
	if n > maxShown {
		p.line(fmt.Sprintf("  and %d more (--format json lists all)", n-maxShown))
	}
}

func path(list []string) string {
	parts := make([]string, len(list))
	for i, s := range list {
		parts[i] = say.Clean(s)
	}
	return strings.Join(parts, " > ")
}

func hash(sha string, size int64) string {
	if sha == "" {
		return "no bytes"
	}
	return "sha256 " + say.Short(sha, 16) + ", " + fmt.Sprint(size) + " bytes"
}
