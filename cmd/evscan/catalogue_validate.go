package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/catalogue/mapped"
	"evscan/fingerprints/names"
	"evscan/report/safe"
)

// maxShownFaults is how many faults of a file are told one by one.
const maxShownFaults = 100

func newValidate() *cobra.Command {
	return &cobra.Command{
		Use:   "validate FILE",
		Short: "Check a catalogue file, line by line and, if it is indexed, section by section",
		Args:  cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if m, err := readTaught(args[0]); m != nil || err != nil {
				return printTaught(c, args[0], m, err)
			}
			check := validateLines
			if isMapped(args[0]) {
				check = validateMapped
			}
			v := validation{c: c, file: args[0], validator: catalogue.NewValidator(names.CommonWord)}
			n, err := check(&v)
			if err != nil {
				return hinted(fmt.Errorf("%s: %w", args[0], err), "the file can't be read to its end; import the catalogue again")
			}
			if v.faults > 0 {
				return hinted(fmt.Errorf("%s: %d rows with faults, %d without", args[0], v.faults, n), "mend the lines named; the others are fine")
			}
			fmt.Fprintf(c.OutOrStdout(), "%s: %d organisations, no fault\n", args[0], n)
			return nil
		},
	}
}

// validation is one run of the command.
type validation struct {
	c         *cobra.Command
	file      string
	validator *catalogue.Validator
	faults    int
}

// fault tells one fault where a person sees it before the conclusion.
func (v *validation) fault(where string, err error) {
	v.faults++
	switch {
	case v.faults <= maxShownFaults:
		fmt.Fprintf(v.c.ErrOrStderr(), "%s: %s: %s\n", v.file, where, safe.Line(strings.ReplaceAll(err.Error(), "\n", "; ")))
	case v.faults == maxShownFaults+1:
		fmt.Fprintf(v.c.ErrOrStderr(), "%s: further faults are only counted\n", v.file)
	}
}

func validateLines(v *validation) (int, error) {
	in, err := openLines(v.c.Context(), v.file)
	if err != nil {
		return 0, err
	}
	defer in.Close()
	return v.validator.Validate(in, func(e *catalogue.RowError) { v.fault(fmt.Sprintf("line %d", e.Line), e.Err) })
}

// validateMapped reads the whole of an indexed catalogue; its records have no lines
// but a place in the order of their IDs.
func validateMapped(v *validation) (sound int, err error) {
	f, err := mapped.Open(v.file)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	if err := f.Validate(v.c.Context()); err != nil {
		return 0, err
	}
	n := 0
	for o := range f.All {
		n++
		err := catalogue.Check(&o)
		if err == nil {
			err = v.validator.Judge(n, &o)
		}
		if err != nil {
			v.fault(fmt.Sprintf("record %d", n), err)
			continue
		}
		sound++
	}
	return sound, f.Err()
}
