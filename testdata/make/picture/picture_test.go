package picture

import (
	"bytes"
	"image"
	"image/png"
	"os/exec"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func exif(t *testing.T, data []byte, args ...string) string {
	t.Helper()
	cmd := exec.Command("exiftool", append(args, "-")...)
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	require.NoError(t, err)
	return string(out)
}

func TestEXIFAsExiftoolReadsIt(t *testing.T) {
	data, err := EncodeJPEG(Photo(Plant, 7, 64, 48), 80)
	require.NoError(t, err)
	data, err = AddEXIF(data, EXIF{Description: "d", Make: "Canon", Model: "EOS", Software: "s", Artist: "a", Copyright: "c", Comment: "SIMULATED", Taken: time.Date(2020, 5, 6, 7, 8, 9, 0, time.UTC),
		ExposureDenominator: 125, FNumberTenths: 28, ISO: 200, FocalTenths: 240, GPS: &Position{Latitude: -33.7525, Longitude: 132.5, Altitude: 12.5}})
	require.NoError(t, err)
	assert.Equal(t, "d\nCanon\nEOS\ns\na\nc\nSIMULATED\n2020:05:06 07:08:09\n1/125\n2.8\n200\n24.0 mm\n33 deg 45' 9.00\" S\n132 deg 30' 0.00\" E\n12.5 m Above Sea Level\n64x48\n",
		exif(t, data, "-s", "-S", "-ImageDescription", "-Make", "-Model", "-Software", "-Artist", "-Copyright", "-UserComment", "-DateTimeOriginal", "-ExposureTime", "-FNumber", "-ISO", "-FocalLength",
			"-GPSLatitude", "-GPSLongitude", "-GPSAltitude", "-ImageSize"))
	assert.NotContains(t, exif(t, data, "-validate", "-warning", "-error", "-a"), "Error")
	_, format, err := image.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	assert.Equal(t, "jpeg", format)
}

func TestPNGText(t *testing.T) {
	var buf bytes.Buffer
	require.NoError(t, png.Encode(&buf, image.NewGray(image.Rect(0, 0, 3, 2))))
	data, err := AddText(buf.Bytes(), [2]string{"Comment", "SIMULATED"})
	require.NoError(t, err)
	assert.Equal(t, "SIMULATED\n3x2\n", exif(t, data, "-s", "-S", "-PNG:Comment", "-ImageSize"))
}

func TestPhotoIsRepeatable(t *testing.T) {
	for kind := range scenes {
		assert.Equal(t, Photo(kind, 3, 40, 30).Pix, Photo(kind, 3, 40, 30).Pix)
	}
	assert.NotEqual(t, Photo(Room, 3, 40, 30).Pix, Photo(Room, 4, 40, 30).Pix)
}

func TestForeignBytes(t *testing.T) {
	_, err := AddEXIF([]byte("x"), EXIF{})
	assert.EqualError(t, err, "no JPEG file")
	_, err = AddText([]byte("x"))
	assert.EqualError(t, err, "no PNG file")
}
