package html

import (
	"bytes"
	"encoding/base64"
	"html/template"
	"strings"

	"evscan/report/document"
	"evscan/report/say"
)

// cropView is a part of a picture with the frame around what was read.
type cropView struct {
	Data         template.URL // data: address
	Alt          string
	W, H         int
	X, Y, BW, BH int
}

// Bounds of pictures in the page. The scan keeps to narrower ones; a stored report
// may come from anywhere.
const (
	maxCropBytes = 1 << 20
	maxCropSide  = 4096
	maxPictures  = 5 << 20 // bytes of all pictures together
	frameGap     = 3       // pixels between what was read and its frame
)

// crop takes the picture of a piece of evidence into the page, where it is one.
func (m *maker) crop(e document.Evidence) *cropView {
	c := e.Crop
	if c == nil || c.Width < 1 || c.Height < 1 || c.Width > maxCropSide || c.Height > maxCropSide || len(c.Data) > maxCropBytes || m.pictures+len(c.Data) > maxPictures {
		return nil
	}
	signature := map[string]string{"image/png": "\x89PNG\r\n\x1a\n", "image/jpeg": "\xff\xd8\xff"}[c.MIME]
	if signature == "" || !bytes.HasPrefix(c.Data, []byte(signature)) {
		return nil
	}
	m.pictures += len(c.Data)
	var b strings.Builder
	b.WriteString("data:" + c.MIME + ";base64,")
	b.WriteString(base64.StdEncoding.EncodeToString(c.Data))
	v := &cropView{Data: template.URL(b.String()), Alt: cut(say.Clean(firstOf(e.Snippet, e.Value)), maxShown), W: c.Width, H: c.Height}
	v.X, v.Y = max(0, c.Box.X-frameGap), max(0, c.Box.Y-frameGap)
	v.BW = min(c.Width-v.X, max(1, c.Box.W+c.Box.X-v.X+frameGap))
	v.BH = min(c.Height-v.Y, max(1, c.Box.H+c.Box.Y-v.Y+frameGap))
	if v.BW < 1 || v.BH < 1 {
		return nil
	}
	return v
}
