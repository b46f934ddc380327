package ocr

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Info says what there is to read pictures with.
type Info struct {
	Engine    string   // "tesseract library" or "tesseract program"; "" where there is none
	Version   string   // e.g. 5.3.0
	DataDir   string   // folder of the models; "" where none was found
	Installed []string // models in DataDir, sorted
	Missing   []string // of those that were wanted
	Hint      string   // the command that installs what is missing; "" where nothing is
}

// Name is the engine with its version as reports name it, "" where there is none.
func (i Info) Name() string {
	if i.Engine == "" {
		return ""
	}
	return strings.TrimSpace("tesseract " + i.Version)
}

// Available looks for the engine and for the wanted models (none or "auto":
// AutoLanguages). It opens no model.
func Available(wanted ...string) Info {
	info := look("")
	if auto(wanted) {
		wanted = AutoLanguages()
	}
	_, info.Missing = split(wanted, info.Installed)
	if info.Engine == "" || len(info.Missing) > 0 {
		info.Hint = hint(info.Engine == "", info.Missing)
	}
	return info
}

func look(dataDir string) Info {
	var info Info
	info.Engine, info.Version = engineVersion()
	dirs := []string{dataDir}
	if dataDir == "" {
		dirs = dataDirs(os.Getenv("TESSDATA_PREFIX"))
	}
	for _, d := range dirs {
		if m := models(d); len(m) > 0 {
			info.DataDir, info.Installed = d, m
			break
		}
	}
	return info
}

// dataDirs lists the folders where models usually are: tesseract's own rule for
// TESSDATA_PREFIX (since version 4 the folder itself, before that its parent),
// then those of Debian, other distributions, own builds and Homebrew.
func dataDirs(prefix string) []string {
	var dirs []string
	if prefix != "" {
		dirs = append(dirs, prefix, filepath.Join(prefix, "tessdata"))
	}
	return append(dirs,
		"/usr/share/tesseract-ocr/5/tessdata",
		"/usr/share/tesseract-ocr/4.00/tessdata",
		"/usr/share/tessdata",
		"/usr/local/share/tessdata",
		"/opt/homebrew/share/tessdata",
	)
}

// models lists the models of a folder, sorted, without the osd model, which reads
// no text.
func models(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".traineddata"); ok && name != "osd" && !e.IsDir() {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// hint is the command that installs the engine or the models on Debian.
func hint(engine bool, langs []string) string {
	cmd := "apt-get install"
	if engine {
		cmd += " tesseract-ocr"
	}
	for _, l := range langs {
		cmd += " tesseract-ocr-" + strings.ReplaceAll(l, "_", "-")
	}
	return cmd
}
