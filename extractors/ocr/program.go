package ocr

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"strconv"
	"strings"

	binding "evscan/extractors/internal/program"
	"evscan/extractors/ocr/grey"
)

// programName is looked up in PATH.
const programName = "tesseract"

// program is the tesseract program, started once for each picture and language,
// with the picture on its standard input and TSV on its standard output.
//
// https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html
type program struct {
	dataDir, temp string
}

func programVersion() (engine, version string) {
	out, err := exec.Command(programName, "--version").CombinedOutput()
	if err != nil {
		return "", ""
	}
	first, _, _ := strings.Cut(string(out), "\n")
	return "tesseract program", strings.TrimSpace(strings.TrimPrefix(first, "tesseract"))
}

func (e *program) read(ctx context.Context, p *grey.Picture, lang string, mode pageMode) ([]word, error) {
	args := []string{"stdin", "stdout", "--tessdata-dir", e.dataDir, "-l", lang, "--psm", strconv.Itoa(int(mode))}
	for _, v := range variables() {
		args = append(args, "-c", v.name+"="+v.value)
	}
	cmd := binding.Bind(exec.CommandContext(ctx, programName, append(args, "tsv")...))
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	if e.temp != "" {
		cmd.Env = append(cmd.Env, "TMPDIR="+e.temp)
	}
	cmd.Stdin = bytes.NewReader(p.BMP())
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("running tesseract: %w: %.200s", err, strings.TrimSpace(stderr.String()))
	}
	return parseTSV(stdout.String()), nil
}

func (e *program) Close() error { return nil }

// parseTSV reads the word rows (level 5) of tesseract's TSV: level, page, block,
// paragraph, line, word, left, top, width, height, confidence, text. Rows that are
// not so are left out.
func parseTSV(s string) []word {
	var words []word
	for row := range strings.Lines(s) {
		f := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(f) != 12 || f[0] != "5" {
			continue
		}
		var n [8]int // block, paragraph, line, word, left, top, width, height
		ok := true
		for i := range n {
			v, err := strconv.Atoi(f[i+2])
			ok = ok && err == nil
			n[i] = v
		}
		conf, err := strconv.ParseFloat(f[10], 64)
		text := clean(f[11])
		if !ok || err != nil || text == "" {
			continue
		}
		words = append(words, word{text: text, confidence: conf, block: n[0], par: n[1], line: n[2],
			box: image.Rect(n[4], n[5], n[4]+n[6], n[5]+n[7])})
	}
	return words
}
