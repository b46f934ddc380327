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
	"syscall"

	"github.com/spf13/cobra"
)

// Exit statuses that other programs rely on.
const (
	exitOK        = 0 // a report was written
	exitNoReport  = 1 // no honest report was possible
	exitUsage     = 2 // the command line was wrong
	exitUncovered = 3 // with --strict: a report was written, but something could not be read
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the whole program; its result is the exit status.
func run(args []string, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
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
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usageError(err, "run '"+c.CommandPath()+" --help' for the flags")
	})
	root.AddCommand(newScan(), newReport(), newVerify(), newLearn(), newCatalogue(), newFormats(), newSchema(), newDoctor(), newVersion(), newWorker())
	for _, c := range root.Commands() {
		wrapArgs(c)
	}
	// An unknown command is a wrong command line; so is none at all.
	root.Args = cobra.ArbitraryArgs
	root.RunE = func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return usageError(fmt.Errorf("there is no command %q", args[0]), "run 'evscan --help' for the commands; to scan a package: evscan scan "+args[0])
		}
		c.Help()
		return &exitError{err: errors.New("no command"), status: exitUsage, silent: true}
	}
	return root
}

// wrapArgs makes a wrong number of arguments a wrong command line.
func wrapArgs(c *cobra.Command) {
	check := c.Args
	if check != nil {
		c.Args = func(c *cobra.Command, args []string) error {
			if err := check(c, args); err != nil {
				return usageError(err, "usage: "+c.UseLine())
			}
			return nil
		}
	}
	for _, sub := range c.Commands() {
		wrapArgs(sub)
	}
}
