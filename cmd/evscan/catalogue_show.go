package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/registry/numbers"
	"evscan/report/safe"
)

func newList() *cobra.Command {
	var k known
	c := &cobra.Command{
		Use:   "list [FILE...]",
		Short: "List the known organisations, or those of catalogue files: id, name, domains",
		RunE: func(c *cobra.Command, files []string) error {
			if len(files) > 0 {
				k.noDefault, k.paths = true, append(k.paths, files...)
			}
			cat, err := k.load(c)
			if err != nil {
				return err
			}
			w := bufio.NewWriter(c.OutOrStdout())
			for o := range cat.All {
				if _, err := fmt.Fprintf(w, "%s\t%s\t%s\n", safe.Line(o.ID), safe.Line(o.Name), strings.Join(o.Domains, " ")); err != nil {
					return err
				}
			}
			return w.Flush()
		},
	}
	k.flags(c)
	return c
}

func newShow() *cobra.Command {
	var k known
	var sources bool
	c := &cobra.Command{
		Use:   "show [NAME|DOMAIN|ID|REGISTRY NUMBER]",
		Short: "Show one organisation, or what the catalogue is made of (--sources)",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cat, err := k.load(c)
			if err != nil {
				return err
			}
			if sources || len(args) == 0 {
				fmt.Fprintf(c.OutOrStdout(), "catalogue %s, %d organisations\n", cat.Version(), cat.Len())
				return showSources(c.OutOrStdout())
			}
			return showOrganisations(c.OutOrStdout(), cat, args[0])
		},
	}
	c.Flags().BoolVar(&sources, "sources", false, "sources, licences and attributions")
	k.flags(c)
	return c
}

// showSources lists where the built-in data comes from, then the notice that its
// licences demand.
func showSources(w io.Writer) error {
	b := bufio.NewWriter(w)
	for _, s := range catalogue.Sources() {
		fmt.Fprintf(b, "\n%s\n  from     %s\n  version  %s\n  licence  %s\n  used for %s\n", s.Name, s.Address, s.Version, s.Licence, s.Use)
		if s.Notice != "" {
			fmt.Fprintf(b, "  notice   %s\n", s.Notice)
		}
	}
	fmt.Fprintf(b, "\n%s", catalogue.Notice())
	return b.Flush()
}

// idsOf finds the organisations that what may mean: by ID, domain, registry number,
// tenant and name.
func idsOf(cat catalogue.Index, what string) []string {
	ids := []string{what}
	if number, _, err := numbers.Parse(what); err == nil {
		ids = append(append(ids, number), cat.ByRegistry(number)...)
	}
	if domain, ok := catalogue.Registrable(what); ok {
		ids = append(ids, cat.ByDomain(domain)...)
	}
	return append(append(ids, cat.ByTenant(what)...), cat.ByClaim(what)...)
}

func showOrganisations(w io.Writer, cat catalogue.Index, what string) error {
	var shown []string
	for _, id := range idsOf(cat, what) {
		o, ok := cat.Org(id)
		if !ok || slices.Contains(shown, id) {
			continue
		}
		shown = append(shown, id)
		if err := showOrganisation(w, &o); err != nil {
			return err
		}
	}
	if len(shown) == 0 {
		return hinted(errors.New("the catalogue knows no organisation by that name, domain or id"), "an organisation that nobody listed can still be found in a scan")
	}
	return nil
}

func showOrganisation(w io.Writer, o *evidence.Organisation) error {
	b := bufio.NewWriter(w)
	line := func(field, value string) {
		if value != "" {
			fmt.Fprintf(b, "  %-11s %s\n", field, safe.Line(value))
		}
	}
	fmt.Fprintln(b, safe.Line(o.ID))
	line("name", tagged(o.Name, o.Language(0)))
	for i, a := range o.Aliases {
		line("alias", tagged(a, o.Language(i+1)))
	}
	for i, d := range o.Domains {
		line("domain", tagged(d, strings.Join(o.Use(i).Names(), ", ")))
	}
	line("hosts", strings.Join(o.Hosts, " "))
	line("tenants", strings.Join(o.Tenants, " "))
	line("registry", strings.Join(o.Registry, " "))
	line("parent", o.Parent)
	line("country", o.Country)
	line("kind", o.Kind)
	rate := fmt.Sprintf("%.2f", o.Background)
	if o.Background >= 0.3 {
		rate += " (software vendor or platform: in everyone's files)"
	}
	line("background", rate)
	line("source", strings.TrimSpace(o.Source+" "+o.Date))
	return b.Flush()
}

func tagged(s, tag string) string {
	if tag == "" {
		return s
	}
	return s + " (" + tag + ")"
}
