package ocr

import (
	"bytes"
	"context"
	"fmt"
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
// language on its standard input and hOCR on its standard output.
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
	return hocrPages(out, 1)[0], nil
}

// readAll hands strips over as the pages of one file.
func (e *program) readAll(ctx context.Context, strips []*grey.Picture, lang string) ([][]word, error) {
	out, err := e.run(ctx, grey.TIFF(strips), lang, modeLine)
	if err != nil {
		return nil, err
	}
	return hocrPages(out, len(strips)), nil
}

func (e *program) run(ctx context.Context, picture []byte, lang string, mode pageMode) (string, error) {
	args := []string{"stdin", "stdout", "--tessdata-dir", e.dataDir, "-l", lang, "--psm", strconv.Itoa(int(mode))}
	for _, v := range variables() {
		args = append(args, "-c", v.name+"="+v.value)
	}
	// Not the config file hocr, which a folder of models alone does not have.
	args = append(args, "-c", "tessedit_create_hocr=1")
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
