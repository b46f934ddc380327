package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"evscan/extractors/ocr"
	"evscan/fingerprints/catalogue"
	"evscan/report"
	"evscan/report/safe"
)

// completed are the values of flags that a shell offers, by the command's path and the
// flag's name; a path of * is any command that has the flag.
func completed() map[string]func() []string {
	words := func(list ...string) func() []string { return func() []string { return list } }
	return map[string]func() []string{
		"* report-lang":            words("auto", "en", "ja"),
		"* progress":               words("auto", "always", "never"),
		"* log-format":             words("text", "json"),
		"* lang":                   models,
		"evscan scan format":       report.Names,
		"evscan report format":     report.Names,
		"evscan compare format":    words("text", "json"),
		"evscan formats format":    words("text", "json"),
		"evscan doctor format":     words("text", "json"),
		"evscan schema format":     schemaNames,
		"evscan verify format":     words("text", "json"),
		"* limit-depth":            nil,
		"* limit-items":            nil,
		"* limit-ratio":            nil,
		"* limit-pixels":           nil,
		"* limit-item-bytes":       words("100MiB", "1GiB", "8GiB"),
		"* limit-total-bytes":      words("1GiB", "8GiB", "64GiB"),
		"* limit-text-bytes":       words("1MiB", "8MiB", "32MiB"),
		"* limit-item-time":        words("30s", "1m", "5m"),
		"* limit-total-time":       words("10m", "1h", "24h"),
		"* share":                  words("0.25", "0.5", "0.75"),
		"* jobs":                   nil,
		"* password":               nil,
		"evscan catalogue type":    nil,
		"evscan learn org":         nil,
		"evscan learn min-support": nil,
	}
}

// filesOf are the extensions of the files that commands read, by the command's path.
func filesOf() map[string][]string {
	return map[string][]string{"evscan report": {"json", "ndjson"}, "evscan compare": {"json", "ndjson"}, "evscan catalogue validate": {"jsonl", "catalogue"}}
}

// addCompletion tells the shell's completion what the commands and their flags take.
func addCompletion(root *cobra.Command) {
	none := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	root.ValidArgsFunction = none
	values := completed()
	for _, c := range commandsOf(root) {
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if list, ok := valuesOf(values, c, f); ok {
				c.RegisterFlagCompletionFunc(f.Name, list)
			}
		})
		switch path := c.CommandPath(); {
		case c.ValidArgsFunction != nil:
		case len(filesOf()[path]) > 0:
			exts := filesOf()[path]
			c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
				return exts, cobra.ShellCompDirectiveFilterFileExt
			}
		case path == "evscan catalogue show":
			c.ValidArgsFunction = completeOrganisation
		case !strings.Contains(c.Use, " ") || strings.HasSuffix(c.Use, "[flags]"):
			c.ValidArgsFunction = none
		}
	}
}

// commandsOf lists a command with all below it.
func commandsOf(c *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		list = append(list, commandsOf(sub)...)
	}
	return list
}

// valuesOf finds what a flag is completed with; false where its files are.
func valuesOf(values map[string]func() []string, c *cobra.Command, f *pflag.Flag) (cobra.CompletionFunc, bool) {
	switch {
	case f.Name == "claimed":
		return completeOrganisation, true
	case f.Name == "output":
		exts := outputExts(c)
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return exts, cobra.ShellCompDirectiveFilterFileExt
		}, len(exts) > 0
	case f.Name == "decisions":
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"yaml", "yml"}, cobra.ShellCompDirectiveFilterFileExt
		}, true
	}
	for _, key := range []string{c.CommandPath() + " " + f.Name, "* " + f.Name} {
		list, ok := values[key]
		if !ok {
			continue
		}
		return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			if list == nil {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return list(), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
		}, true
	}
	return nil, false
}

// outputExts are the extensions of the files that -o of a command writes.
func outputExts(c *cobra.Command) []string {
	var exts []string
	switch c.CommandPath() {
	case "evscan scan", "evscan report":
		for _, e := range report.Encoders() {
			exts = append(exts, e.Exts...)
		}
	case "evscan compare":
		for _, f := range comparisonFormats {
			exts = append(exts, strings.TrimPrefix(f.ext, "."))
		}
	}
	return exts
}

// models are the values of --lang: every installed model, and the usual pair.
func models() []string {
	list := []string{"auto"}
	installed := ocr.Available().Installed
	if slices.Contains(installed, "eng") && slices.Contains(installed, "jpn") {
		list = append(list, "eng+jpn")
	}
	return append(list, installed...)
}

// Bounds of the organisations that are offered.
const (
	fewestLetters = 2
	mostOffered   = 40
)

// completeOrganisation offers ids and domains of the built-in catalogue, with the name
// beside each.
func completeOrganisation(_ *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp
	if len(begun) < fewestLetters || len(args) > 0 {
		return nil, directive
	}
	begun = strings.ToLower(begun)
	cat, err := catalogue.Default()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var out []string
	for o := range cat.All {
		for _, key := range append([]string{o.ID}, o.Domains...) {
			if strings.HasPrefix(strings.ToLower(key), begun) {
				out = append(out, cobra.CompletionWithDesc(key, safe.Line(o.Name)))
			}
		}
		if len(out) >= mostOffered {
			break
		}
	}
	return out[:min(mostOffered, len(out))], directive
}
