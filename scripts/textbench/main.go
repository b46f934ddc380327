// Command textbench measures how much of the text of text files evscan has.
//
//	textbench [-v] [-evscan bin/evscan] FOLDER...
//
// What other programs show of a file is cut into words (pairs of characters in
// Chinese and Japanese), and the share of them that stands in evscan's text or
// metadata is printed: the median, and every file below 80 %. The other programs are
// w3m for HTML, Python's ElementTree for XML (texts and attributes) and SVG (texts),
// pdftotext for PDF, LibreOffice for documents (pdftotext over its PDF for slides and
// drawings), Python's email for mails, and iconv, told the encoding by file, for
// everything else. Files whose program is not installed are counted and left out.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"html"
	"io"
	"io/fs"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// kinds are the endings of the names of files that are text.
var kinds = []string{"html", "htm", "xhtml", "xml", "svg", "rss", "dita", "xlf", "txt", "csv", "tsv", "md", "json", "js", "java", "c", "h", "m", "css", "py", "sql", "log", "srt", "vtt", "sas", "tex"}

// writer, sheets and slides are the endings of what LibreOffice exports as text, as
// tables and as pages.
var (
	writer = []string{"doc", "docx", "docm", "dotx", "dot", "rtf", "odt", "ott", "fodt", "wps"}
	sheets = []string{"xls", "xlsx", "xlsm", "xlsb", "xltx", "ods", "fods", "ots"}
	slides = []string{"ppt", "pptx", "pptm", "ppsx", "pps", "odp", "otp", "odg", "vsd", "vsdx"}
)

// message prints the texts of a mail.
const message = `import sys, email, email.policy
m = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
print(m["subject"], m["from"], m["to"])
for p in m.walk():
    if p.get_content_type() == "text/plain" and not p.get_filename():
        print(p.get_content())`

// elementTree prints the texts and the attributes of an XML file.
const elementTree = `import sys, xml.etree.ElementTree as E
for e in E.parse(sys.argv[1]).iter():
    for s in [e.text, e.tail] + list(e.attrib.values()):
        if s: print(s)`

func main() {
	log.SetFlags(0)
	verbose := flag.Bool("v", false, "list every file")
	evscan := flag.String("evscan", "bin/evscan", "the program that is measured")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatal("usage: textbench [-v] [-evscan bin/evscan] FOLDER...")
	}
	if err := run(flag.Args(), *evscan, *verbose, os.Stdout); err != nil {
		log.Fatal(err)
	}
}

type file struct {
	path   string
	format string
	theirs map[string]int
	ours   map[string]int
	recall float64

	exported string // what LibreOffice says of it
}

func ending(path string) string { return strings.TrimPrefix(strings.ToLower(filepath.Ext(path)), ".") }

// office lets LibreOffice export the copies of documents that lie in dir/files.
func office(dir string, files []file, w io.Writer) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		fmt.Fprintln(w, "soffice is not installed: documents are left out (Debian packages libreoffice-writer-nogui, -calc-nogui, -impress-nogui)")
		return
	}
	for _, g := range []struct {
		endings []string
		filter  string
	}{
		{writer, "txt:Text (encoded):UTF8"},
		{sheets, "csv:Text - txt - csv (StarCalc):9,34,76,1,,0,false,true,false,false,false,-1"},
		{slides, "pdf"},
	} {
		for i := range files {
			if !slices.Contains(g.endings, ending(files[i].path)) {
				continue
			}
			out := filepath.Join(dir, "exported", strconv.Itoa(i))
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			// What it can't export it says on its output, and the file is left out.
			_ = exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+dir+"/profile", "--headless", "--convert-to", g.filter,
				"--outdir", out, filepath.Join(dir, "files", strconv.Itoa(i)+filepath.Ext(files[i].path))).Run()
			cancel()
			made, _ := filepath.Glob(filepath.Join(out, "*"))
			for _, m := range made {
				text, err := os.ReadFile(m)
				if filepath.Ext(m) == ".pdf" {
					text, err = exec.Command("pdftotext", m, "-").Output()
				}
				if err == nil {
					files[i].exported += string(text) + "\n"
				}
			}
		}
	}
}

func run(folders []string, evscan string, verbose bool, w io.Writer) error {
	var files []file
	for _, dir := range folders {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && slices.Contains(slices.Concat(kinds, writer, sheets, slides, []string{"pdf", "eml"}), ending(path)) {
				files = append(files, file{path: path})
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "textbench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := scan(evscan, filepath.Join(dir, "files"), files); err != nil {
		return err
	}
	office(dir, files, w)
	var all []float64
	skipped := 0
	for i := range files {
		f := &files[i]
		text, err := f.exported, error(nil)
		if !slices.Contains(slices.Concat(writer, sheets, slides), ending(f.path)) {
			text, err = reference(f.path)
		}
		if f.theirs = words(text); err != nil || len(f.theirs) == 0 {
			skipped++
			continue
		}
		f.recall = recall(f.theirs, f.ours)
		all = append(all, f.recall)
		if verbose || f.recall < 0.8 {
			fmt.Fprintf(w, "%5.1f %% %s (%s): missing %.200q\n", 100*f.recall, f.path, f.format, missing(f.theirs, f.ours))
		}
	}
	slices.Sort(all)
	if len(all) == 0 {
		return fmt.Errorf("no text files below %v", folders)
	}
	sum := 0.0
	for _, r := range all {
		sum += r
	}
	fmt.Fprintf(w, "%d files (%d more of which the other programs say nothing): median %.2f %%, mean %.2f %%, lowest %.2f %%\n",
		len(all), skipped, 100*all[len(all)/2], 100*sum/float64(len(all)), 100*all[0])
	return nil
}

// reference is what another program shows of a file.
func reference(path string) (string, error) {
	var out []byte
	var err error
	switch strings.ToLower(filepath.Ext(path)) {
	case ".html", ".htm", ".xhtml":
		out, err = exec.Command("w3m", "-dump", "-cols", "1000", "-T", "text/html", "-O", "UTF-8", path).Output()
	case ".pdf":
		out, err = exec.Command("pdftotext", path, "-").Output()
	case ".eml":
		out, err = exec.Command("python3", "-c", message, path).Output()
	case ".svg":
		out, err = exec.Command("python3", "-c", strings.Replace(elementTree, " + list(e.attrib.values())", "", 1), path).Output()
	case ".xml", ".rss", ".dita", ".xlf":
		out, err = exec.Command("python3", "-c", elementTree, path).Output()
	default:
		var enc []byte
		if enc, err = exec.Command("file", "-b", "--mime-encoding", path).Output(); err != nil {
			return "", err
		}
		name := strings.TrimSpace(string(enc))
		if name == "binary" || name == "unknown-8bit" {
			return "", fmt.Errorf("file does not know the encoding of %s", path)
		}
		out, err = exec.Command("iconv", "-c", "-f", name, "-t", "UTF-8", path).Output()
		if len(out) > 0 {
			err = nil
		}
	}
	return string(out), err
}

// words counts the words of a text, and the pairs of characters in it that are
// written without blanks.
func words(text string) map[string]int {
	out := map[string]int{}
	var last rune
	var word strings.Builder
	end := func() {
		if word.Len() > 1 {
			out[strings.ToLower(word.String())]++
		}
		word.Reset()
	}
	for _, r := range text {
		switch {
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			end()
			if last != 0 {
				out[string([]rune{last, r})]++
			}
			last = r
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			word.WriteRune(r)
		default:
			end()
		}
		last = 0
	}
	end()
	return out
}

func recall(theirs, ours map[string]int) float64 {
	n, found := 0, 0
	for w, k := range theirs {
		n += k
		found += min(k, ours[w])
	}
	return float64(found) / float64(n)
}

func missing(theirs, ours map[string]int) []string {
	var out []string
	for w, k := range theirs {
		if ours[w] < k {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return out[:min(len(out), 15)]
}

// scan lets evscan read copies of the files, in folders named by their number.
func scan(evscan, dir string, files []file) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	for i, f := range files {
		data, err := os.ReadFile(f.path)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d%s", i, filepath.Ext(f.path))), data, 0o600); err != nil {
			return err
		}
	}
	var stdout bytes.Buffer
	cmd := exec.Command(evscan, "scan", "--no-ocr", "--include-text", "--format", "json", "--progress", "never", dir)
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
			Text     struct{ Content string }
			Metadata []struct{ Value string }
		}
	}
	if err := json.Unmarshal(stdout.Bytes(), &report); err != nil {
		return fmt.Errorf("evscan's report: %w", err)
	}
	byID := map[string]map[string]int{}
	for _, it := range report.Items {
		if len(it.Path) < 2 {
			continue
		}
		i, err := strconv.Atoi(strings.TrimSuffix(it.Path[1], filepath.Ext(it.Path[1])))
		if err != nil || i < 0 || i >= len(files) {
			return fmt.Errorf("evscan's report has an item %q", it.Path)
		}
		f := &files[i]
		if f.ours == nil {
			f.ours = map[string]int{}
		}
		if len(it.Path) == 2 {
			f.format = it.Type.Format
		}
		for _, m := range it.Metadata {
			it.Text.Content += "\n" + m.Value
		}
		own := words(html.UnescapeString(it.Text.Content))
		if it.SameAs != "" {
			own = byID[it.SameAs]
		}
		byID[it.ID] = own
		for w, k := range own {
			f.ours[w] += k
		}
	}
	return nil
}
