package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// expectation is what a test of Tika says of one file.
type expectation struct {
	file string // base name
	mime string // media type without parameters
	rank int    // by what: 1 the bytes, 2 bytes and name
}

// Tika's tests of types state them as calls with string literals:
//
//	assertType(mime, file), assertTypeByNameAndData(mime, file), assertTypeByData(mime, file),
//	assertTypeDetection(file, mime) and assertTypeDetection(file, byName, byData, byNameAndData).
//
// assertTypeByName asks for no file and is left out.
var (
	call    = regexp.MustCompile(`\bassertType(ByNameAndData|ByData|Detection)?\(\s*((?:"(?:[^"\\]|\\.)*"\s*,\s*)+"(?:[^"\\]|\\.)*")\s*\)`)
	literal = regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`)
	remark  = regexp.MustCompile(`(?m)//.*$`)
	newline = regexp.MustCompile(`"\s*\+\s*"`)
)

// expectations reads the calls of a Java source. Of a file that is named more than
// once the answer by name and bytes counts, which is the question evscan answers.
func expectations(java string) []expectation {
	java = newline.ReplaceAllString(remark.ReplaceAllString(java, ""), "")
	best := map[string]expectation{}
	for _, m := range call.FindAllStringSubmatch(java, -1) {
		var args []string
		for _, a := range literal.FindAllStringSubmatch(m[2], -1) {
			args = append(args, a[1])
		}
		e := expectation{rank: 2}
		switch {
		case m[1] == "Detection":
			e.file, e.mime = args[0], args[len(args)-1]
		case len(args) != 2:
			continue
		default:
			e.mime, e.file = args[0], args[1]
		}
		if m[1] == "ByData" {
			e.rank = 1
		}
		e.mime = bare(e.mime)
		if old, ok := best[e.file]; !ok || e.rank > old.rank {
			best[e.file] = e
		}
	}
	var list []expectation
	for _, e := range best {
		list = append(list, e)
	}
	slices.SortFunc(list, func(a, b expectation) int { return strings.Compare(a.file, b.file) })
	return list
}

// bare is a media type without its parameters, in lower case.
func bare(mime string) string {
	mime, _, _ = strings.Cut(mime, ";")
	return strings.ToLower(strings.TrimSpace(mime))
}

// readSuite finds the tests of types and the documents under root.
func readSuite(root string) ([]expectation, map[string]string, error) {
	var java strings.Builder
	files := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		switch name := d.Name(); {
		case name == "TestMimeTypes.java" || name == "MimeTypesTest.java":
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			java.Write(b)
		case strings.Contains(filepath.ToSlash(path), "/test-documents/"):
			// Walks are sorted: the first of several namesakes is always the same one.
			if files[name] == "" {
				files[name] = path
			}
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the suite: %w", err)
	}
	list := expectations(java.String())
	if len(list) == 0 {
		return nil, nil, errors.New("no expectation found: is this a checkout of apache/tika?")
	}
	return list, files, nil
}
