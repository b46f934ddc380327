package pdf

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
)

const maxSalvage = 256 << 20 // bytes of a file that is copied to be repaired

var catalogue = regexp.MustCompile(`(\d{1,10}) +(\d{1,5}) +obj\s*<<[^>]{0,200}/Type\s*/Catalog\b`)

// salvage makes a copy of a file that lost its end and gives it a trailer that
// names the catalogue; poppler finds the other objects by itself. It reports
// whether there is something to try. Encrypted files lose the keys with the trailer.
func (d *document) salvage() bool {
	if d.in.At == nil || d.in.Size > maxSalvage {
		return false
	}
	path := filepath.Join(d.in.Temp, "salvaged")
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return false
	}
	defer f.Close()
	const overlap = 512
	buf := make([]byte, 1<<20)
	kept, root := 0, ""
	for src := d.in.Reader(); ; {
		n, err := src.Read(buf[kept:])
		window := buf[:kept+n]
		if m := catalogue.FindSubmatch(window); m != nil {
			root = string(m[1]) + " " + string(m[2])
		}
		if _, werr := f.Write(window[kept:]); werr != nil || d.ctx.Err() != nil || bytes.Contains(window, []byte("/Encrypt")) {
			return false
		}
		if err != nil {
			if err != io.EOF {
				return false
			}
			break
		}
		kept = copy(buf, window[max(0, len(window)-overlap):])
	}
	if root == "" {
		return false
	}
	if _, err := fmt.Fprintf(f, "\nendobj\ntrailer\n<</Root %s R>>\n%%%%EOF\n", root); err != nil {
		return false
	}
	d.in.File = path
	return true
}
