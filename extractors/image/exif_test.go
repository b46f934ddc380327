package image

import (
	"bytes"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The expected values are those that `exiftool -n` prints for the sample.
func TestExifAgainstExiftool(t *testing.T) {
	data, err := os.ReadFile("testdata/exif.jpg")
	require.NoError(t, err)
	s, err := extracttest.Run(t, Formats()[0], "exif.jpg", data)
	require.NoError(t, err)
	assert.Equal(t, []string{
		"exif:Make=Maker Example", "exif:Model=Model 1", "exif:XResolution=72", "exif:YResolution=72", "exif:ResolutionUnit=2",
		"exif:Software=Soft 2.0", "exif:Artist=Ann Example", "exif:YCbCrPositioning=1", "exif:Copyright=Example KK",
		"exif:ExifVersion=0232", "exif:DateTimeOriginal=2021:05:06 07:08:09", "exif:ComponentsConfiguration=1 2 3 0",
		"exif:FlashpixVersion=0100", "exif:ColorSpace=65535", "exif:SerialNumber=S123", "exif:GPSVersionID=2 3 0 0",
		"exif:GPSLatitudeRef=N", "exif:GPSLatitude=35.5", "exif:GPSLongitudeRef=W", "exif:GPSLongitude=139.25",
		"exif:GPSPosition=35.500000 -139.250000", "exif:XPAuthor=山田",
		"xmp:XMPToolkit=Image::ExifTool 12.57", "xmp:Creator=Bob Example", "xmp:CreatorTool=Tool 3",
		"jpeg:Comment=a comment", "image:Width=40", "image:Height=30", "image:DHash=0000000000000000"}, s.Metadata())
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemToolMissing}, s.Kinds())
}

func FuzzPictures(f *testing.F) {
	data, err := os.ReadFile("testdata/exif.jpg")
	require.NoError(f, err)
	f.Add(data)
	for _, picture := range samples(f) {
		f.Add(picture)
		f.Add(append(picture, archiveOf(f, "hidden")...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			in := extracttest.Memory("a", data)
			in.Limits.Pixels = 1 << 16
			in.OCR = &extracttest.Recogniser{}
			s := &extracttest.Sink{}
			format.Match(extracttest.Probe("a", data))
			_ = format.Extract(t.Context(), in, s)
			s.Check(t)
			for _, c := range s.Children {
				assert.Less(t, 0, len(c.Data), "something follows the picture")
				assert.True(t, bytes.HasSuffix(data, c.Data), "and reaches to the end")
			}
		}
	})
}
