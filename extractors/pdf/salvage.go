package pdf

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

const maxSalvage = 256 << 20 // bytes of a file that is copied to be repaired

var catalogue = regexp.MustCompile(`(\d{1,10}) +(\d{1,5}) +obj\s*<<[^>]{0,200}/Type\s*/Catalog\b`)

// salvage makes a copy of a file that lost its end and gives it a trailer that
// names the catalogue; poppler finds the other objects by itself, those in object
// streams excepted, which are written out, and pages whose tree was lost are given a
// new one. It reports
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
	repaired := ""
	if d.open(); d.objects != nil {
		repaired, root = d.objects.repair(root)
	}
	if root == "" {
		return false
	}
	if _, err := f.WriteString(repaired); err != nil {
		return false
	}
	if _, err := fmt.Fprintf(f, "\nendobj\ntrailer\n<</Root %s R>>\n%%%%EOF\n", root); err != nil {
		return false
	}
	d.in.File = path
	return true
}

// repair returns what must follow a file without its table of references, and the
// catalogue: root where that is not "", else the one that is found or made.
func (o *objects) repair(root string) (string, string) {
	var b strings.Builder
	last := ref(0)
	var pages []string
	for _, n := range o.order {
		last = max(last, n)
		p := o.at[n]
		if p.packed != nil && b.Len() < maxSalvage {
			l := lexer{b: p.packed, pos: p.pos}
			if _, ok := l.object(0); ok {
				fmt.Fprintf(&b, "\n%d 0 obj\n%s\nendobj\n", n, p.packed[p.pos:min(l.pos, len(p.packed))])
			}
		}
		switch v := o.dict(n); o.name(v["Type"]) {
		case "Page":
			pages = append(pages, fmt.Sprintf("%d 0 R", n))
		case "Catalog":
			if o.dict(v["Pages"]) != nil {
				root = fmt.Sprintf("%d 0", n)
			}
		}
	}
	if root == "" && len(pages) > 0 && last < 1<<30 {
		fmt.Fprintf(&b, "\n%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n", last+1, len(pages), strings.Join(pages, " "))
		fmt.Fprintf(&b, "%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n", last+2, last+1)
		root = fmt.Sprintf("%d 0", last+2)
	}
	return b.String(), root
}
