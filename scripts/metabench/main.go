// Command metabench compares the metadata of pictures with what exiftool prints.
//
//	metabench [-v] [-evscan bin/evscan] FOLDER...
//
// Every file below the folders that exiftool takes for a picture is scanned by
// evscan, without text recognition. Of the tags that exiftool
// prints in its groups EXIF, XMP and IPTC, the share that evscan has too, with an
// equal value, is printed. Left out on purpose are the tags of leftOut.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// leftOut says which of exiftool's tags are not counted, and why. Binary data
// (exiftool prints its length only) and MakerNotes, which stand in a group of their
// own, are not counted either.
var leftOut = map[string]string{
	"StripOffsets": "place in the file", "StripByteCounts": "place in the file", "TileOffsets": "place in the file", "TileByteCounts": "place in the file",
	"ThumbnailOffset": "place in the file", "ThumbnailLength": "place in the file", "PreviewImageStart": "place in the file", "PreviewImageLength": "place in the file",
	"JpgFromRawStart": "place in the file", "JpgFromRawLength": "place in the file", "OtherImageStart": "place in the file", "OtherImageLength": "place in the file",
	"FreeOffsets": "place in the file", "FreeByteCounts": "place in the file", "RawDataOffset": "place in the file", "JPEGTables": "table of the decoder",
	"ColorMap": "table of the decoder", "TransferFunction": "table of the decoder", "GrayResponseCurve": "table of the decoder", "JPEGQTables": "table of the decoder",
	"JPEGDCTables": "table of the decoder", "JPEGACTables": "table of the decoder", "OffsetSchema": "place in the file", "DustRemovalData": "table of the camera",
	"SR2SubIFDOffset": "place in the file", "SR2SubIFDLength": "place in the file", "SR2SubIFDKey": "place in the file", "JPEGProc": "table of the decoder",
}

func main() {
	log.SetFlags(0)
	verbose := flag.Bool("v", false, "list every tag that is missing or different")
	evscan := flag.String("evscan", "bin/evscan", "the program that is measured")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("usage: metabench [-v] [-evscan bin/evscan] FOLDER...")
	}
	if err := run(flag.Args(), *evscan, *verbose, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

func run(folders []string, evscan string, verbose bool, w io.Writer) error {
	files, err := pictures(folders)
	if err != nil {
		return err
	}
	if err := scan(evscan, files); err != nil {
		return err
	}
	total := map[string]*score{}
	var worst []string
	for _, f := range files {
		all := score{}
		for _, t := range f.tags {
			group := t.group
			if total[group] == nil {
				total[group] = &score{}
			}
			found := f.ours[t.group+":"+strings.ToLower(t.name)]
			ok := slices.Contains(found, t.value)
			total[group].add(ok)
			all.add(ok)
			if verbose && !ok {
				fmt.Fprintf(w, "%s\t%s:%s\texiftool %.80q\tevscan %.200q\n", f.path, t.group, t.name, t.value, found)
			}
		}
		if all.n > 0 && all.ok*100 < all.n*80 {
			worst = append(worst, fmt.Sprintf("%s: %d of %d tags (%s)", f.path, all.ok, all.n, f.format))
		}
	}
	sum := score{}
	groups := make([]string, 0, len(total))
	for g := range total {
		groups = append(groups, g)
	}
	sort.Strings(groups)
	fmt.Fprintf(w, "%d pictures\n", len(files))
	for _, g := range groups {
		fmt.Fprintf(w, "%-5s %5d of %5d tags, %.2f %%\n", g, total[g].ok, total[g].n, total[g].percent())
		sum.ok, sum.n = sum.ok+total[g].ok, sum.n+total[g].n
	}
	fmt.Fprintf(w, "all   %5d of %5d tags, %.2f %%\n", sum.ok, sum.n, sum.percent())
	for _, l := range worst {
		fmt.Fprintf(w, "below 80 %%: %s\n", l)
	}
	return nil
}

type score struct{ ok, n int }

func (s *score) add(ok bool) {
	s.n++
	if ok {
		s.ok++
	}
}

func (s score) percent() float64 { return 100 * float64(s.ok) / float64(max(1, s.n)) }

type tag struct{ group, name, value string }

type picture struct {
	path, format string
	tags         []tag
	ours         map[string][]string
}

// pictures asks exiftool for the pictures below the folders.
func pictures(folders []string) ([]picture, error) {
	args := append([]string{"-j", "-n", "-a", "-r", "-G0:1:4", "-charset", "filename=utf8", "-EXIF:all", "-XMP:all", "-IPTC:all", "-File:MIMEType"}, folders...)
	var stdout bytes.Buffer
	cmd := exec.Command("exiftool", args...)
	cmd.Stdout = &stdout
	if err := cmd.Run(); err != nil && stdout.Len() == 0 {
		return nil, fmt.Errorf("exiftool: %w", err)
	}
	var list []map[string]any
	dec := json.NewDecoder(&stdout)
	dec.UseNumber()
	if err := dec.Decode(&list); err != nil {
		return nil, fmt.Errorf("exiftool's answer: %w", err)
	}
	var out []picture
	for _, m := range list {
		path, _ := m["SourceFile"].(string)
		mime, _ := m["File:MIMEType"].(string)
		if !strings.HasPrefix(mime, "image/") && mime != "application/vnd.adobe.photoshop" {
			continue
		}
		p := picture{path: path}
		for key, v := range m {
			parts := strings.Split(key, ":")
			group, name := parts[0], parts[len(parts)-1]
			if (group != "EXIF" && group != "XMP" && group != "IPTC") || leftOut[name] != "" {
				continue
			}
			for _, s := range values(v) {
				if s = normal(s); s != "" && !strings.HasPrefix(s, "(binary data ") {
					p.tags = append(p.tags, tag{group, name, s})
				}
			}
		}
		sort.Slice(p.tags, func(i, j int) bool { return fmt.Sprint(p.tags[i]) < fmt.Sprint(p.tags[j]) })
		out = append(out, p)
	}
	return out, nil
}

func values(v any) []string {
	if list, ok := v.([]any); ok {
		var out []string
		for _, e := range list {
			out = append(out, values(e)...)
		}
		return out
	}
	return []string{fmt.Sprint(v)}
}

var (
	fraction = regexp.MustCompile(`^(-?\d+)/(-?\d+)$`)
	isoDate  = regexp.MustCompile(`^(\d{4})[-:](\d\d)(?:[-:](\d\d))?(?:[t ](\d\d:\d\d(?::\d\d)?(?:\.\d+)?)(.*))?$`)
	gpsXMP   = regexp.MustCompile(`^(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([nsew]?)$`)
)

// normal makes equal what two programs write differently: white space, dates, fractions,
// the coordinates of XMP and numbers to six significant digits.
func normal(s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(strings.Trim(s, "\x00")), " "))
	if s == "\x1b%g" {
		return "utf8" // the escape sequence of ISO 2022 for it
	}
	if m := gpsXMP.FindStringSubmatch(s); m != nil {
		deg, _ := strconv.ParseFloat(m[1], 64)
		mnt, _ := strconv.ParseFloat(m[2], 64)
		sec, _ := strconv.ParseFloat("0"+m[3], 64)
		v := deg + mnt/60 + sec/3600
		if m[4] == "s" || m[4] == "w" {
			v = -v
		}
		return number(v)
	}
	if m := isoDate.FindStringSubmatch(s); m != nil && m[3] != "" {
		return strings.TrimSpace(m[1] + ":" + m[2] + ":" + m[3] + " " + m[4] + m[5])
	}
	fields := strings.Fields(s)
	for i, f := range fields {
		if m := fraction.FindStringSubmatch(f); m != nil {
			a, _ := strconv.ParseFloat(m[1], 64)
			b, _ := strconv.ParseFloat(m[2], 64)
			fields[i] = number(a / b)
		} else if v, err := strconv.ParseFloat(f, 64); err == nil && !strings.HasPrefix(f, "0x") {
			fields[i] = number(v)
		}
	}
	return strings.Join(fields, " ")
}

func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return "undef"
	case math.IsInf(v, 0):
		return "inf"
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}

// scan lets evscan read copies of the pictures, named by their number.
func scan(evscan string, list []picture) error {
	dir, err := os.MkdirTemp("", "metabench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for i, p := range list {
		data, err := os.ReadFile(p.path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d%s", i, filepath.Ext(p.path))), data, 0o600); err != nil {
			return err
		}
	}
	var stdout bytes.Buffer
	cmd := exec.Command(evscan, "scan", "--no-ocr", "--format", "json", "--progress", "never", dir)
	cmd.Stdout, cmd.Stderr = &stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("evscan: %w", err)
	}
	var report struct {
		Items []struct {
			ID       string
			Path     []string
			SameAs   string `json:"same_as"`
			Type     struct{ Format string }
			Metadata []struct{ Name, Value string }
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		return fmt.Errorf("evscan's report: %w", err)
	}
	byID := map[string]*picture{}
	for _, it := range report.Items {
		if len(it.Path) != 2 {
			continue
		}
		i, err := strconv.Atoi(strings.TrimSuffix(it.Path[1], filepath.Ext(it.Path[1])))
		if err != nil || i < 0 || i >= len(list) {
			return fmt.Errorf("evscan's report has an item %q", it.Path)
		}
		p := &list[i]
		byID[it.ID] = p
		p.format, p.ours = it.Type.Format, map[string][]string{}
		for _, m := range it.Metadata {
			if prefix, name, ok := strings.Cut(m.Name, ":"); ok {
				key := strings.ToUpper(prefix) + ":" + strings.ToLower(name)
				p.ours[key] = append(p.ours[key], normal(m.Value))
			}
		}
		if same := byID[it.SameAs]; same != nil {
			p.ours = same.ours
		}
	}
	return nil
}
