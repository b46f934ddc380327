package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"strings"
	"time"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/spf13/cobra"

	"evscan/analyzer"
	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/extractors"
	"evscan/report/document"
	reportjson "evscan/report/json"
	"evscan/report/verify"
)

// verifyFlags are the flags of verify, as given.
type verifyFlags struct {
	scan   scanFlags // those that shape how the package is opened
	format string
	deep   bool
}

func newVerify() *cobra.Command {
	f := verifyFlags{scan: scanFlags{limits: evidence.DefaultLimits(), inventory: true, lang: "auto"}}
	c := &cobra.Command{
		Use:   "verify [flags] REPORT.json PACKAGE",
		Short: "Confirm that a report belongs to a package, or list what differs",
		Long: "verify opens PACKAGE as scan does, hashes every file in it without reading any text, and compares that with REPORT.json:\n" +
			"the hash of the package, every file, and whether the report agrees with itself. Limits are those of the report where no flag\n" +
			"says otherwise. Files inside documents (attachments, pictures) are vouched for by the hash of the document; --deep\n" +
			"opens documents too.\n\n" +
			"Exit status: 0 verified; 1 it differs, or could not be compared (then nothing is on standard output); 2 the command line was\n" +
			"wrong; 3 with --strict, verified, but some files could not be opened now.",
		Example: "  evscan verify report.json sample.zip\n  evscan verify --password secret report.json sample.zip\n  evscan verify --format json report.json - < sample.zip",
		Args:    cobra.ExactArgs(2),
		RunE:    func(c *cobra.Command, args []string) error { return runVerify(c, f, args[0], args[1]) },
	}
	fl := c.Flags()
	fl.SortFlags = false
	fl.StringVar(&f.format, "format", "text", "format of the answer: text, json")
	fl.BoolVar(&f.deep, "deep", false, "open documents too and compare what is in them; slower")
	fl.StringArrayVar(&f.scan.passwords, "password", nil, "try this `PASSWORD` on encrypted content; repeatable")
	fl.StringArrayVar(&f.scan.passwordFiles, "password-file", nil, "try the passwords in `FILE`, one a line; repeatable")
	fl.IntVar(&f.scan.jobs, "jobs", runtime.NumCPU(), "read with `N` workers; the answer does not depend on it")
	addLimits(fl, &f.scan.limits)
	fl.StringVar(&f.scan.progress, "progress", "auto", "progress bar on standard error: auto, always, never")
	fl.BoolVar(&f.scan.strict, "strict", false, "exit with 3 where files of the report could not be opened now")
	fl.StringVar(&f.scan.logFormat, "log-format", "text", "log lines on standard error: text, json")
	return c
}

func runVerify(c *cobra.Command, f verifyFlags, file, path string) error {
	if f.format != "text" && f.format != "json" {
		return usageError(fmt.Errorf("--format %q is neither text nor json", f.format), "leave it out for text")
	}
	raw, d, err := storedReport(file)
	if err != nil {
		return err
	}
	limitsOf(c, &f.scan.limits, d.Limits)
	cfg, err := configure(c.Context(), f.scan, c.ErrOrStderr())
	if err != nil {
		return err
	}
	if f.deep {
		cfg.Settings.Inventory = readFormats()
	}
	if !d.Options.Redacted {
		// Names of what single streams hold are made of the package's own.
		cfg.PackageName = d.Package.Name
	}
	bar, err := newBar(f.scan.progress, false, c.ErrOrStderr())
	if err != nil {
		return err
	}
	cfg.Progress = bar.show
	res, err := analyzer.Run(c.Context(), cfg, path)
	bar.stop()
	if err != nil {
		return explain(c.Context(), err)
	}
	r := verify.Compare(d, document.From(res), cfg.Settings.Inventory)
	r.Faults = append(r.Faults, schemaFaults(raw, d.Schema.Version, &r)...)
	r.Faults = append(r.Faults, verify.Consistent(d)...)
	r.Faults = append(r.Faults, answerFaults(d, &r)...)
	r.Settle()
	if err := writeVerdict(c.OutOrStdout(), f.format, file, &r); err != nil {
		return fmt.Errorf("writing to standard output: %w", err)
	}
	switch {
	case r.Verdict != verify.Verified:
		return &exitError{status: exitNoReport, err: errors.New("the report and the package differ"), silent: true}
	case f.scan.strict && r.Counts.Unchecked > 0:
		return &exitError{status: exitUncovered, err: fmt.Errorf("%d items could not be compared", r.Counts.Unchecked), hint: "the answer names each with its reason"}
	}
	return nil
}

// maxReport bounds the size in bytes of a report that is read.
const maxReport = 2 << 30

// storedReport reads a JSON report and keeps its bytes.
func storedReport(file string) ([]byte, document.Document, error) {
	const hint = "give the JSON file that 'evscan scan -o report.json' wrote, and then the package"
	f, err := os.Open(file)
	if err != nil {
		return nil, document.Document{}, hinted(err, hint)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxReport))
	if err != nil {
		return nil, document.Document{}, hinted(err, hint)
	}
	d, err := reportjson.Read(bytes.NewReader(raw))
	if err != nil {
		return nil, d, hinted(fmt.Errorf("%s: %w", file, err), hint)
	}
	return raw, d, nil
}

// limitsOf takes the limits of the report where no flag was given.
func limitsOf(c *cobra.Command, l *evidence.Limits, of document.Limits) {
	set := func(flag string, apply func()) {
		if !c.Flags().Changed(flag) {
			apply()
		}
	}
	set("limit-depth", func() { l.Depth = of.Depth })
	set("limit-items", func() { l.Items = of.Items })
	set("limit-item-bytes", func() { l.ItemBytes = of.ItemBytes })
	set("limit-total-bytes", func() { l.TotalBytes = of.TotalBytes })
	set("limit-ratio", func() { l.Ratio, l.RatioFloor = of.Ratio, of.RatioFloor })
	set("limit-text-bytes", func() { l.TextBytes = of.TextBytes })
	set("limit-item-time", func() { l.ItemTime = time.Duration(of.ItemTimeMS) * time.Millisecond })
	set("limit-total-time", func() { l.TotalTime = time.Duration(of.TotalTimeMS) * time.Millisecond })
	set("limit-pixels", func() { l.Pixels = of.Pixels })
}

// readFormats are all formats that may hold other files.
func readFormats() []string {
	var ids []string
	for _, f := range extractors.All() {
		if f.Extract != nil {
			ids = append(ids, f.ID)
		}
	}
	return ids
}

// schemaFaults validates the report against the schema of its major version that this
// program knows. A newer minor version may hold fields that it does not.
func schemaFaults(raw []byte, version string, r *verify.Result) []verify.Fault {
	var minor, known int
	if _, err := fmt.Sscanf(version, "1.%d.", &minor); err != nil {
		return []verify.Fault{{Where: "schema.version", Detail: "is no version"}}
	}
	if _, err := fmt.Sscanf(document.Version, "1.%d.", &known); err == nil && minor > known {
		r.Notes = append(r.Notes, "the report has layout "+version+", newer than this evscan's "+document.Version+"; it was not held against a schema")
		return nil
	}
	schema, err := compiledSchema()
	if err != nil {
		return []verify.Fault{{Where: "schema", Detail: err.Error()}}
	}
	v, err := validator.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return []verify.Fault{{Where: "schema", Detail: err.Error()}}
	}
	var invalid *validator.ValidationError
	if err := schema.Validate(v); errors.As(err, &invalid) {
		return leaves(invalid, nil)
	} else if err != nil {
		return []verify.Fault{{Where: "schema", Detail: err.Error()}}
	}
	return nil
}

func compiledSchema() (*validator.Schema, error) {
	doc, err := validator.UnmarshalJSON(bytes.NewReader(document.JSONSchema()))
	if err != nil {
		return nil, err
	}
	c := validator.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(document.SchemaURL, doc); err != nil {
		return nil, err
	}
	return c.Compile(document.SchemaURL)
}

// maxSchemaFaults bounds what is listed of a file that is another kind of thing.
const maxSchemaFaults = 20

// leaves lists the innermost causes of a failed validation.
func leaves(e *validator.ValidationError, out []verify.Fault) []verify.Fault {
	if len(e.Causes) == 0 && len(out) < maxSchemaFaults {
		detail := e.Error()
		if i := strings.LastIndex(detail, ": "); i >= 0 {
			detail = detail[i+2:]
		}
		return append(out, verify.Fault{Where: "schema: /" + strings.Join(e.InstanceLocation, "/"), Detail: detail})
	}
	for _, c := range e.Causes {
		out = leaves(c, out)
	}
	return out
}

// answerFaults weighs the report's own marks again, where this program weighs as the one
// that made it, and compares the answers.
func answerFaults(d document.Document, r *verify.Result) []verify.Fault {
	why := ""
	switch {
	case d.Options.Redacted:
		why = "it is redacted"
	case d.Rescored != nil || len(d.Decisions) > 0:
		why = "a person's decisions or another claim shaped it"
	case d.Tool.Version != version():
		why = "another version of evscan weighed it"
	}
	if why == "" {
		in, err := document.Input(d)
		if errors.Is(err, document.ErrNotWeighable) {
			return nil
		}
		if err != nil {
			return []verify.Fault{{Where: "weighing", Detail: err.Error()}}
		}
		if in.Weights.Version != d.Tool.WeightsVersion {
			why = "other weights weighed it"
		} else {
			return answersDiffer(d, attribution.Attribute(in))
		}
	}
	r.Notes = append(r.Notes, "the answer was not weighed again: "+why)
	return nil
}

func answersDiffer(d document.Document, a attribution.Attribution) []verify.Fault {
	var out []verify.Fault
	differ := func(where, said, is string) {
		if said != is {
			out = append(out, verify.Fault{Where: where, Detail: fmt.Sprintf("says %s; the report's own marks give %s", said, is)})
		}
	}
	differ("attribution.verdict", d.Attribution.Verdict, a.Verdict)
	party := func(said *document.Party, is *attribution.Party) (string, string) {
		s, i := "nobody", "nobody"
		if said != nil {
			s = said.ID
		}
		if is != nil {
			i = is.ID
		}
		return s, i
	}
	said, is := party(d.Attribution.Owner, a.Owner)
	differ("attribution.owner", said, is)
	said, is = party(d.Attribution.Custodian, a.Custodian)
	differ("attribution.custodian", said, is)
	if d.Claim != nil && a.Claim != nil {
		differ("claim.verdict", d.Claim.Verdict, a.Claim.Verdict)
	}
	differ("attribution.candidates", fmt.Sprint(len(d.Attribution.Candidates)), fmt.Sprint(len(a.Candidates)))
	for i := range min(len(d.Attribution.Candidates), len(a.Candidates)) {
		s, w := d.Attribution.Candidates[i], a.Candidates[i]
		where := fmt.Sprintf("attribution.candidates[%d]", i)
		differ(where+".id", s.ID, w.ID)
		if math.Abs(s.Probability-w.Probability) > 1e-5 {
			differ(where+".probability", fmt.Sprint(s.Probability), fmt.Sprint(w.Probability))
		}
	}
	return out
}

// writeVerdict prints the answer.
func writeVerdict(w io.Writer, format, file string, r *verify.Result) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetIndent("", " ")
		return enc.Encode(r)
	}
	return verify.Write(w, file, r, verify.Options{Color: terminalOptions(w).Color})
}
