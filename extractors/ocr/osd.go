package ocr

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	binding "evscan/extractors/internal/program"
	"evscan/extractors/ocr/grey"
)

// leastCharacters is how many characters tesseract wants to see before it names a
// script: its own default of 50 is more than the lines of a small picture have.
const leastCharacters = "min_characters_to_try=10"

// programDetector tells scripts by the tesseract program with the model osd, which the
// program's Debian package brings. It is nil where there is none.
func programDetector(dataDir, temp string) detector {
	if _, err := os.Stat(filepath.Join(dataDir, "osd.traineddata")); err != nil {
		return nil
	}
	if _, err := exec.LookPath(programName); err != nil {
		return nil
	}
	return func(ctx context.Context, lines *grey.Picture) string {
		cmd := binding.Bind(exec.CommandContext(ctx, programName, "stdin", "stdout", "--tessdata-dir", dataDir, "-l", "osd", "--psm", "0", "-c", leastCharacters))
		cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
		if temp != "" {
			cmd.Env = append(cmd.Env, "TMPDIR="+temp)
		}
		cmd.Stdin = bytes.NewReader(lines.BMP())
		out, err := cmd.Output()
		if err != nil {
			return "" // too little to tell; the lines stay as they were read
		}
		return parseOSD(string(out))
	}
}

// parseOSD finds the line "Script: Cyrillic".
func parseOSD(out string) string {
	for line := range strings.Lines(out) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "Script: "); ok {
			return name
		}
	}
	return ""
}
