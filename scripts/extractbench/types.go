package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/gabriel-vasile/mimetype"

	"evscan/evidence"
	"evscan/extractors"
)

// answer is what one tool says of one file.
type answer struct {
	mime   string
	equal  bool // the type that Tika's test names, or another name of it
	family bool // equal, or a broader type that it is a kind of
}

type column struct {
	name          string
	equal, family int
}

// measureTypes compares evscan, file and mimetype with the expectations of Tika's
// tests, over the files that are there.
func measureTypes(w io.Writer, root string, verbose bool) error {
	list, files, err := readSuite(root)
	if err != nil {
		return err
	}
	formats := extractors.All()
	// Containers are told by what stands at their end; more of them helps mimetype.
	mimetype.SetLimit(1 << 20)
	columns := []column{{name: "evscan"}, {name: "file"}, {name: "mimetype"}}
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(tw, "FILE\tTIKA\tEVSCAN\tFILE(1)\tMIMETYPE\tBASIS\tWARNINGS")
	total, absent := 0, 0
	for _, e := range list {
		path, ok := files[e.file]
		if !ok {
			absent++
			continue
		}
		total++
		typ, err := identify(formats, path)
		if err != nil {
			return err
		}
		byFile, err := exec.Command("file", "--brief", "--mime-type", path).Output()
		if err != nil {
			return fmt.Errorf("running file: %w", err)
		}
		byMimetype := "unread"
		if m, err := mimetype.DetectFile(path); err == nil {
			byMimetype = m.String()
		}
		answers := []answer{judge(e.mime, typ.MIME), judge(e.mime, string(byFile)), judge(e.mime, byMimetype)}
		for i, a := range answers {
			if a.equal {
				columns[i].equal++
			}
			if a.family {
				columns[i].family++
			}
		}
		if verbose || !answers[0].equal {
			fmt.Fprintf(tw, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.file, e.mime, mark(answers[0]), mark(answers[1]), mark(answers[2]), typ.Basis, strings.Join(typ.Warnings, "; "))
		} else if len(typ.Warnings) > 0 {
			fmt.Fprintf(tw, "%s\t%s\tequal\t\t\t%s\t%s\n", e.file, e.mime, typ.Basis, strings.Join(typ.Warnings, "; "))
		}
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	fmt.Fprintf(w, "\ntypes: %d files that Tika's tests name (%d more are not in the folder)\n", total, absent)
	for _, c := range columns {
		fmt.Fprintf(w, "%-9s equal %3d = %5.1f %%   family right %3d = %5.1f %%\n", c.name,
			c.equal, percent(c.equal, total), c.family, percent(c.family, total))
	}
	return nil
}

func percent(n, of int) float64 { return 100 * float64(n) / float64(max(1, of)) }

func mark(a answer) string {
	switch {
	case a.equal:
		return "equal"
	case a.family:
		return "(" + a.mime + ")"
	}
	return "!" + a.mime
}

// identify asks evscan for the type of a file by its bytes and its name.
func identify(formats []evidence.Format, path string) (evidence.Type, error) {
	f, err := os.Open(path)
	if err != nil {
		return evidence.Type{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return evidence.Type{}, err
	}
	p := evidence.Probe{Size: info.Size(), At: f, Ext: strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".")}
	n := min(p.Size, evidence.ProbeBytes)
	p.Head, p.Tail = make([]byte, n), make([]byte, n)
	if _, err := f.ReadAt(p.Head, 0); err != nil && !errors.Is(err, io.EOF) {
		return evidence.Type{}, err
	}
	if _, err := f.ReadAt(p.Tail, p.Size-n); err != nil && !errors.Is(err, io.EOF) {
		return evidence.Type{}, err
	}
	typ, _ := evidence.Identify(formats, p)
	return typ, nil
}
