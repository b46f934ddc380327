package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newMan makes the command that the build writes manual pages with.
func newMan() *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write the manual pages into a folder, one for each command",
		Hidden: true,
		Args:   cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return hinted(err, "give a folder")
			}
			for _, cmd := range documented(c.Root()) {
				file := filepath.Join(args[0], manName(cmd)+".1")
				if err := writeFile(file, func(w io.Writer) error { return manPage(w, cmd, manDate(os.Getenv)) }); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// documented lists the commands that have a manual page.
func documented(c *cobra.Command) []*cobra.Command {
	var list []*cobra.Command
	for _, c := range commandsOf(c) {
		shown := true
		for p := c; p != nil; p = p.Parent() {
			shown = shown && !p.Hidden && p.Name() != "help"
		}
		if shown {
			list = append(list, c)
		}
	}
	return list
}

func manName(c *cobra.Command) string { return strings.ReplaceAll(c.CommandPath(), " ", "-") }

// manDate is the date on the pages: that of the build where it names one
// (https://reproducible-builds.org/specs/source-date-epoch/), else that of the commit.
func manDate(getenv func(string) string) string {
	if n, err := strconv.ParseInt(getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(n, 0).UTC().Format(time.DateOnly)
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.time" && len(s.Value) >= len(time.DateOnly) {
				return s.Value[:len(time.DateOnly)]
			}
		}
	}
	return ""
}

// manPage writes the page of a command in the man macros (groff_man(7)).
func manPage(w io.Writer, c *cobra.Command, date string) error {
	b := bufio.NewWriter(w)
	title := manName(c)
	fmt.Fprintf(b, ".TH %s 1 %q %q %q\n", strings.ToUpper(roff(title)), date, "evscan "+version(), "evscan manual")
	// Lines are not hyphenated: what is typed is read here.
	fmt.Fprintf(b, ".nh\n.ad l\n.SH NAME\n%s \\- %s\n", roff(title), roff(lower(c.Short)))
	fmt.Fprintf(b, ".SH SYNOPSIS\n.nf\n\\fB%s\\fR%s\n", roff(c.CommandPath()), roff(strings.TrimPrefix(c.UseLine(), c.CommandPath())))
	if len(c.Commands()) > 0 {
		fmt.Fprintf(b, "\\fB%s\\fR COMMAND [flags]\n", roff(c.CommandPath()))
	}
	fmt.Fprint(b, ".fi\n.SH DESCRIPTION\n")
	description := c.Long
	if description == "" {
		description = c.Short + "."
	}
	paragraphs(b, description)
	if subs := visible(c); len(subs) > 0 {
		fmt.Fprint(b, ".SH COMMANDS\n")
		for _, s := range subs {
			fmt.Fprintf(b, ".TP\n\\fB%s\\fR\n%s.\n", roff(s.Name()), roff(s.Short))
		}
	}
	manFlags(b, c)
	if c.Example != "" {
		fmt.Fprintf(b, ".SH EXAMPLES\n.nf\n%s\n.fi\n", preformatted(c.Example))
	}
	if !c.HasParent() {
		fmt.Fprint(b, manCommon)
	} else {
		fmt.Fprint(b, ".SH EXIT STATUS\nSee\n.BR evscan (1).\n")
	}
	seeAlso(b, c)
	return b.Flush()
}

// visible are the commands below c that people see.
func visible(c *cobra.Command) []*cobra.Command {
	var out []*cobra.Command
	for _, s := range c.Commands() {
		if !s.Hidden && s.Name() != "help" {
			out = append(out, s)
		}
	}
	return out
}

func manFlags(b *bufio.Writer, c *cobra.Command) {
	c.InitDefaultHelpFlag()
	first := true
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		if first {
			fmt.Fprint(b, ".SH OPTIONS\n")
			first = false
		}
		kind, usage := pflag.UnquoteUsage(f)
		fmt.Fprint(b, ".TP\n")
		if f.Shorthand != "" {
			fmt.Fprintf(b, "\\fB\\-%s\\fR, ", f.Shorthand)
		}
		fmt.Fprintf(b, "\\fB\\-\\-%s\\fR", roff(f.Name))
		if kind != "" {
			fmt.Fprintf(b, " \\fI%s\\fR", roff(kind))
		}
		usage = strings.TrimSuffix(strings.ToUpper(usage[:1])+usage[1:], ".") + "."
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0" && f.Name != "jobs" { // of this machine
			usage += " Default: " + f.DefValue + "."
		}
		fmt.Fprintf(b, "\n%s\n", roff(usage))
	})
}

func seeAlso(b *bufio.Writer, c *cobra.Command) {
	var names []string
	if c.HasParent() {
		names = append(names, manName(c.Parent()))
	}
	for _, s := range visible(c) {
		names = append(names, manName(s))
	}
	if len(names) == 0 {
		return
	}
	fmt.Fprint(b, ".SH SEE ALSO\n")
	for i, n := range names {
		comma := ","
		if i == len(names)-1 {
			comma = ""
		}
		fmt.Fprintf(b, ".BR %s (1)%s\n", roff(n), comma)
	}
}

// paragraphs writes text; indented lines stay as they are.
func paragraphs(b *bufio.Writer, text string) {
	for i, p := range strings.Split(strings.TrimSpace(text), "\n\n") {
		if i > 0 {
			fmt.Fprint(b, ".PP\n")
		}
		if strings.HasPrefix(p, "  ") {
			fmt.Fprintf(b, ".nf\n%s\n.fi\n", preformatted(p))
			continue
		}
		fmt.Fprintf(b, "%s\n", preformatted(p))
	}
}

// preformatted escapes each line by itself.
func preformatted(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = roff(lines[i])
	}
	return strings.Join(lines, "\n")
}

// roff escapes a line of text: hyphens stay those that are typed, and nothing is a
// request.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, "-", `\-`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(s)
	if strings.HasPrefix(s, ".") {
		s = `\&` + s
	}
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 {
			b.WriteRune(r)
			continue
		}
		fmt.Fprintf(&b, `\[u%04X]`, r)
	}
	return b.String()
}

func lower(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// manCommon is what holds for every command.
const manCommon = `.SH EXIT STATUS
.TP
\fB0\fR
A report was written.
.TP
\fB1\fR
No honest report was possible.
.TP
\fB2\fR
The command line was wrong.
.TP
\fB3\fR
With \fB\-\-strict\fR: a report was written, but something could not be read.
.SH ENVIRONMENT
.TP
\fBNO_COLOR\fR
If set and not empty, no colours on terminals.
.TP
\fBCOLUMNS\fR
Width of summaries that do not go to a terminal.
.TP
\fBLC_ALL\fR, \fBLC_MESSAGES\fR, \fBLANG\fR
The first that is set chooses the language of summaries: Japanese for ja, else English.
.TP
\fBRUNEWIDTH_EASTASIAN\fR
1 where the terminal shows characters of ambiguous width in two columns.
.TP
\fBTMPDIR\fR
Where the contents of packages are kept while they are read. Everything is removed at the end.
.TP
\fBSOURCE_DATE_EPOCH\fR
Date of these pages, when they are made.
`
