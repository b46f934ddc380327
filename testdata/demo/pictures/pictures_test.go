package pictures

import (
	"encoding/json"
	"html"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	allBytes  = 9_000_000
	scanBytes = 1_200_000
)

type entry struct {
	file, kind, language string
	width, height        int
	dark, finish         string
}

func manifest(t *testing.T) []entry {
	t.Helper()
	raw, err := Files.ReadFile("manifest.tsv")
	require.NoError(t, err)
	lines := strings.Split(strings.TrimSuffix(string(raw), "\n"), "\n")
	require.Equal(t, "file\tkind\tlanguage\twidth\theight\tdark\tfinish\tnote", lines[0])
	var out []entry
	for _, line := range lines[1:] {
		f := strings.Split(line, "\t")
		require.Len(t, f, 8, line)
		width, err := strconv.Atoi(f[3])
		require.NoError(t, err, line)
		height, err := strconv.Atoi(f[4])
		require.NoError(t, err, line)
		assert.NotEmpty(t, f[7], line)
		out = append(out, entry{f[0], f[1], f[2], width, height, f[5], f[6]})
	}
	return out
}

func TestManifestMatchesFiles(t *testing.T) {
	var listed, present []string
	total, scans, screens := 0, 0, 0
	for _, e := range manifest(t) {
		listed = append(listed, e.file)
		assert.Contains(t, []string{"ja", "en"}, e.language, e.file)
		assert.Contains(t, []string{"yes", "no"}, e.dark, e.file)
		raw, err := Files.ReadFile(e.file)
		require.NoError(t, err)
		img, format, err := image.Decode(strings.NewReader(string(raw)))
		require.NoError(t, err, e.file)
		assert.Equal(t, image.Pt(e.width, e.height), img.Bounds().Size(), e.file)
		assert.Equal(t, map[string]string{".png": "png", ".jpg": "jpeg"}[path.Ext(e.file)], format, e.file)
		total += len(raw)
		switch e.kind {
		case "scan":
			scans += len(raw)
			assert.IsType(t, &image.Gray{}, img, e.file)
		case "logo", "banner", "leak":
		default:
			screens++
		}
	}
	entries, err := fs.ReadDir(Files, ".")
	require.NoError(t, err)
	for _, e := range entries {
		if ext := path.Ext(e.Name()); ext == ".png" || ext == ".jpg" {
			present = append(present, e.Name())
		}
	}
	assert.ElementsMatch(t, present, listed, "every picture is listed once")
	assert.Less(t, total, allBytes)
	assert.Less(t, scans, scanBytes)
	assert.GreaterOrEqual(t, screens, 24)
}

var tag = regexp.MustCompile(`<[^>]*>`)

// The strings must stand in the page that the picture was rendered from, in
// its visible text or in the attributes from which the frame is drawn.
func TestTruthStandsInTheSources(t *testing.T) {
	raw, err := Files.ReadFile("truth.json")
	require.NoError(t, err)
	var truth map[string][]string
	require.NoError(t, json.Unmarshal(raw, &truth))
	kit, err := os.ReadFile("src/kit.js")
	require.NoError(t, err)
	require.Contains(t, string(kit), ">SIMULATED<", "the frame that a status bar and a task bar draw")

	entries := manifest(t)
	assert.Len(t, truth, len(entries))
	for _, e := range entries {
		keys := truth[e.file]
		require.NotEmpty(t, keys, e.file)
		assert.Contains(t, keys, "SIMULATED", e.file)
		page, err := os.ReadFile("src/" + strings.TrimSuffix(e.file, path.Ext(e.file)) + ".html")
		require.NoError(t, err)
		source := string(page)
		framed := strings.Contains(source, `data-status=`) || strings.Contains(source, `data-sim="task"`)
		text := plain(source + " " + tag.ReplaceAllString(source, ""))
		for _, key := range keys {
			if key == "SIMULATED" && framed {
				continue
			}
			assert.Contains(t, text, plain(key), e.file)
		}
	}
}

// plain undoes the escapes of HTML and of the scripts' string literals, so
// that a path reads alike wherever it was written.
func plain(s string) string {
	s = html.UnescapeString(s)
	for strings.Contains(s, `\\`) {
		s = strings.ReplaceAll(s, `\\`, `\`)
	}
	return s
}
