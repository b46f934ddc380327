package ocr

import (
	"image"
	_ "image/jpeg" // some of the pictures
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// The zones of simulated screenshots, as a person sees them. Values are parts of what is
// read there.
func TestZonesOfScreenshots(t *testing.T) {
	if testing.Short() {
		t.Skip("reads whole screenshots")
	}
	r := open(t)
	for name, want := range map[string]map[evidence.Zone][]string{
		"portal-ja-home.png":        {evidence.ZoneAddressBar: {"/top/index.aspx"}, evidence.ZoneTab: {"受信トレイ (14)"}, evidence.ZoneTaskbar: {"9:02"}},
		"mail-en-internal-dark.png": {evidence.ZoneWindowTitle: {"- Mail"}, evidence.ZoneMailHeader: {"To:", "Cc:"}, evidence.ZoneTaskbar: {"2020/"}},
		"erp-vendors-en.jpg":        {evidence.ZoneWindowTitle: {"Vendor master"}, evidence.ZoneTableHeader: {"City", "Contact mail"}},
		"scan-1.jpg":                {evidence.ZoneFooter: {"1/4"}},
	} {
		f, err := os.Open(filepath.Join("..", "..", "testdata", "demo", "pictures", name))
		require.NoError(t, err)
		img, _, err := image.Decode(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
		got, err := r.Recognise(t.Context(), img)
		require.NoError(t, err)
		found := map[evidence.Zone]string{}
		for _, f := range evidence.OCRFacts(got.Words, 0) {
			found[f.At.Zone] += f.Value + "\n"
			assert.Equal(t, f.At.Zone != evidence.ZoneBody, f.Source != "", "%s: a zone says why", name)
		}
		for zone, parts := range want {
			for _, p := range parts {
				assert.Contains(t, found[zone], p, "%s: %s", name, zone)
			}
		}
		for zone := range found {
			if zone != evidence.ZoneBody && zone != evidence.ZoneTaskbar && zone != evidence.ZonePath {
				assert.Contains(t, want, zone, "%s: %s", name, strings.TrimSpace(found[zone]))
			}
		}
	}
}
