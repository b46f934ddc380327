// Command evscan says whose records a leaked sample holds, how sure that is, and
// why.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Exit statuses that other programs rely on.
const (
	exitOK        = 0 // a report was written
	exitNoReport  = 1 // no honest report was possible
	exitUsage     = 2 // the command line was wrong
	exitUncovered = 3 // with --strict: a report was written, but something could not be read

	exitPipe = 128 + int(syscall.SIGPIPE) // as a shell tells of programs whose reader went away
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the whole program; its result is the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Who reads standard output may go away. Then writing to it fails, and what the scan
	// keeps on disk is removed, which a death by the signal would leave there.
	if len(args) == 0 || args[0] != workerCommand {
		gone := make(chan os.Signal, 1)
		signal.Notify(gone, syscall.SIGPIPE)
		defer signal.Stop(gone)
	}
	root := newRoot()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitOK
	}
	status := exitNoReport
	var e *exitError
	if errors.As(err, &e) {
		status = e.status
	}
	switch {
	case e != nil && e.silent:
	case errors.Is(err, syscall.EPIPE):
		return exitPipe
	case ctx.Err() != nil && errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "evscan: interrupted; nothing was written")
	default:
		fmt.Fprintf(stderr, "evscan: %s\n", err)
		if e != nil && e.hint != "" {
			fmt.Fprintf(stderr, "hint: %s\n", e.hint)
		}
	}
	return status
}

// exitError is an error with an exit status and a hint for people.
type exitError struct {
	err    error
	hint   string
	status int
	silent bool // everything has been said
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// usageError says that the command line is wrong.
func usageError(err error, hint string) error {
	return &exitError{err: err, hint: hint, status: exitUsage}
}

// hinted adds a hint to an error.
func hinted(err error, hint string) error {
	return &exitError{err: err, hint: hint, status: exitNoReport}
}

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "evscan",
		Short: "Whose records are these, how sure are we, and why?",
		Long: "evscan reads a leaked sample - an archive, a folder or a single file - and weighs what in it points at which\n" +
			"organisation: who owns the records, from whose systems they were taken, and whether a claim about them holds.",
		Example:       "  evscan scan --claimed \"Example Corp\" sample.zip\n  evscan scan -o report.json --format text sample.zip\n  evscan doctor",
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.Version = version()
	root.SetVersionTemplate(versionText())
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(newScan(), newReport(), newVerify(), newCompare(), newLearn(), newCatalogue(), newFormats(), newSchema(), newDoctor(), newVersion(), newMan(), newWorker())
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		if c.Name() == "completion" {
			c.Args = cobra.NoArgs
			c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
		}
		wrapArgs(c)
	}
	addCompletion(root)
	// An unknown command is a wrong command line; so is none at all.
	root.Args = cobra.ArbitraryArgs
	root.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return unknownCommand(c, args[0])
		}
		c.Help()
		return &exitError{err: errors.New("no command"), status: exitUsage, silent: true}
	}
	return root
}

// flagError says what is wrong with a flag, and which one may have been meant.
func flagError(c *cobra.Command, err error) error {
	hint := "run '" + c.CommandPath() + " --help' for the flags"
	var wrong *pflag.InvalidValueError
	if errors.As(err, &wrong) {
		if want := wanted(wrong.GetFlag().Value.Type()); want != "" {
			err = fmt.Errorf("--%s: %q is no %s", wrong.GetFlag().Name, wrong.GetValue(), want)
		}
	}
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		if meant := flagLike(c, unknown.GetSpecifiedName()); meant != "" {
			hint = "did you mean --" + meant + "?"
		}
	}
	return usageError(err, hint)
}

// wanted names what a flag of a type takes, "" where its own error says so.
func wanted(kind string) string {
	switch kind {
	case "int", "int64":
		return "whole number"
	case "float64":
		return "number"
	case "duration":
		return "duration; write 30s, 5m or 2h"
	case "bool":
		return "choice; write the flag alone, or =false behind it"
	}
	return ""
}

// flagLike is the flag of a command that is spelled most nearly like name, "" where none
// is near.
func flagLike(c *cobra.Command, name string) string {
	best, least := "", 3
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		d := distance(name, f.Name)
		if len(name) >= 4 && (strings.HasPrefix(f.Name, name) || strings.HasSuffix(f.Name, "-"+name)) {
			d = min(d, 2)
		}
		if d < least && d < len(name) {
			best, least = f.Name, d
		}
	})
	return best
}

// distance is the number of letters to insert, delete, exchange or swap with their
// neighbour that makes b of a.
func distance(a, b string) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(a)][len(b)]
}

// unknownCommand says what may have been meant.
func unknownCommand(c *cobra.Command, name string) error {
	c.SuggestionsMinimumDistance = 2
	hint := "run '" + c.CommandPath() + " --help' for the commands"
	if _, err := os.Stat(name); err == nil && !c.HasParent() {
		hint = "to scan a package: evscan scan " + name
	} else if meant := c.SuggestionsFor(name); len(meant) > 0 {
		hint = "did you mean '" + c.CommandPath() + " " + strings.Join(meant, "' or '"+c.CommandPath()+" ") + "'?"
	}
	return usageError(fmt.Errorf("there is no command %q", name), hint)
}

// wrapArgs makes a wrong number of arguments a wrong command line.
func wrapArgs(c *cobra.Command) {
	check := c.Args
	if check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			err := check(c, args)
			switch {
			case err == nil:
				return nil
			case c.HasAvailableSubCommands() && len(args) > 0:
				return unknownCommand(c, args[0])
			case !strings.Contains(c.Use, " ") || strings.HasSuffix(c.Use, "[flags]"):
				err = fmt.Errorf("'%s' takes no arguments, and there is %q", c.CommandPath(), args[0])
			default:
				err = fmt.Errorf("wrong number of arguments: %d", len(args))
			}
			return usageError(err, "usage: "+c.UseLine())
		}
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}
