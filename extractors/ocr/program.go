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

// program is the tesseract program, started with a picture or many lines of one
// language on its standard input and TSV on its standard output.
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
	out, err := e.run(ctx, p.BMP(), lang, mode)
	if err != nil {
		return nil, err
	}
	return parseTSV(out, 1)[0], nil
}

// readAll hands strips over as the pages of one file.
func (e *program) readAll(ctx context.Context, strips []*grey.Picture, lang string) ([][]word, error) {
	out, err := e.run(ctx, grey.TIFF(strips), lang, modeLine)
	if err != nil {
		return nil, err
	}
	return parseTSV(out, len(strips)), nil
}

func (e *program) run(ctx context.Context, picture []byte, lang string, mode pageMode) (string, error) {
	args := []string{"stdin", "stdout", "--tessdata-dir", e.dataDir, "-l", lang, "--psm", strconv.Itoa(int(mode))}
	for _, v := range variables() {
		args = append(args, "-c", v.name+"="+v.value)
	}
	// Not the config file tsv, which a folder of models alone does not have.
	args = append(args, "-c", "tessedit_create_tsv=1")
	cmd := binding.Bind(exec.CommandContext(ctx, programName, args...))
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	if e.temp != "" {
		cmd.Env = append(cmd.Env, "TMPDIR="+e.temp)
	}
	cmd.Stdin = bytes.NewReader(picture)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return "", ctx.Err()
		}
		return "", fmt.Errorf("running tesseract: %w: %.200s", err, strings.TrimSpace(stderr.String()))
	}
	return stdout.String(), nil
}

func (e *program) Close() error { return nil }

// parseTSV reads the word rows (level 5) of tesseract's TSV: level, page, block,
// paragraph, line, word, left, top, width, height, confidence, text. Rows that are
// not so are left out, and so are those of pages beyond the number that was read.
func parseTSV(s string, pages int) [][]word {
	words := make([][]word, pages)
	for row := range strings.Lines(s) {
		f := strings.SplitN(strings.TrimRight(row, "\r\n"), "\t", 12)
		if len(f) != 12 || f[0] != "5" {
			continue
		}
		page, err := strconv.Atoi(f[1])
		if err != nil || page < 1 || page > pages {
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
		words[page-1] = append(words[page-1], word{text: text, confidence: conf, block: n[0], par: n[1], line: n[2],
			box: image.Rect(n[4], n[5], n[4]+n[6], n[5]+n[7])})
	}
	return words
}
