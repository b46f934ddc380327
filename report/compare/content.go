package compare

import (
	"math/bits"
	"path"
	"strconv"
	"strings"

	"evscan/fingerprints/templates"
	"evscan/report/document"
)

// content is one distinct file of a package.
type content struct {
	item    *document.Item
	trivial string // why it does not count
	print   document.Fingerprint
	hash    uint64 // of the picture
	picture bool   // whether hash says something
	aspect  float64
	ink     []byte
	// Keys of the organisations that its text points at, and that it is addressed to.
	parties, readers map[string]bool
}

// contentsOf lists the files of a package, each content once, in the order of the
// package. What holds files that are listed themselves, what was embedded in a
// document and what was rendered from one are no files of their own.
func contentsOf(d *document.Document) []*content {
	opened := map[string]bool{}
	for i := range d.Items {
		if it := &d.Items[i]; it.Origin == "entry" {
			opened[it.Parent] = true
		}
	}
	at := make(map[string]int, len(d.Items))
	for i := range d.Items {
		at[d.Items[i].ID] = i
	}
	seen := map[string]bool{}
	var out []*content
	for i := range d.Items {
		it := &d.Items[i]
		if opened[it.ID] || it.SHA256 == "" || seen[it.SHA256] {
			continue
		}
		if it.Origin != "entry" && it.Origin != "attachment" && it.Origin != "package" || it.Origin == "package" && d.Package.Kind == "folder" {
			continue
		}
		seen[it.SHA256] = true
		if first, ok := at[it.SameAs]; ok && it.SameAs != "" {
			// What was read of a copy stands with the first one, which may lie in a document.
			read := d.Items[first]
			read.ID, read.Path = it.ID, it.Path
			it = &read
		}
		out = append(out, newContent(it))
	}
	return out
}

func newContent(it *document.Item) *content {
	c := &content{item: it, parties: map[string]bool{}, readers: map[string]bool{}}
	if it.Fingerprint != nil {
		c.print = *it.Fingerprint
	}
	if h, err := strconv.ParseUint(c.print.Picture, 16, 64); err == nil && len(c.print.Picture) == 16 {
		n := bits.OnesCount64(h)
		c.hash, c.picture = h, n >= 6 && n <= 58 // else it is nearly of one colour
	}
	var w, h float64
	for _, m := range it.Metadata {
		switch m.Name {
		case "image:Width":
			w, _ = strconv.ParseFloat(m.Value, 64)
		case "image:Height":
			h, _ = strconv.ParseFloat(m.Value, 64)
		case "image:Ink":
			c.ink, _ = templates.ParseInk(m.Value)
		}
	}
	if w > 0 && h > 0 {
		c.aspect = w / h
	}
	for _, m := range it.Marks {
		// Properties and names change with the program that saves a copy.
		if m.Locator.Zone == "property" || m.Locator.Zone == "name" {
			continue
		}
		c.parties[m.KeyKind+":"+m.Key] = true
		if m.Role == "recipient" {
			c.readers[m.KeyKind+":"+m.Key] = true
		}
	}
	c.trivial = trivial(it)
	return c
}

// printed reports whether near-copies of the content can be found.
func (c *content) printed() bool {
	return len(c.print.Text) > 0 || c.picture || c.print.Values >= manyNumbers
}

// tiny is the size in bytes below which a file tells nothing.
const tiny = 64

// trivial says why a file does not count: everybody has it. "" for one that counts.
func trivial(it *document.Item) string {
	name := ""
	if len(it.Path) > 0 {
		name = strings.ToLower(it.Path[len(it.Path)-1])
	}
	base := path.Base(name)
	switch {
	case it.Size == 0:
		return "empty"
	case systemFile(name, base):
		return "system"
	case it.Size < tiny:
		return "tiny"
	case licence(name, base):
		return "licence"
	case software[it.Type.Format]:
		return "software"
	case it.Status == "read" && documents[it.Type.Format] && it.Text.Chars+it.Text.OCRChars < templates.MinShingles && len(it.Marks) == 0:
		return "blank"
	}
	return ""
}

// systemFile reports whether systems and programs leave a file of that name behind.
func systemFile(name, base string) bool {
	if strings.HasPrefix(base, "._") || strings.Contains("/"+name, "/__macosx/") {
		return true
	}
	switch base {
	case ".ds_store", ".localized", "thumbs.db", "ehthumbs.db", "desktop.ini", "folder.jpg", ".gitkeep", ".gitignore", ".gitattributes", ".directory", ".keep", "icon\r":
		return true
	}
	return strings.HasPrefix(base, "~$") // a lock of an office program
}

// licence reports whether a file is a licence, or lies among the parts of programs that
// others wrote.
func licence(name, base string) bool {
	for _, dir := range []string{"node_modules", "bower_components", "site-packages", "dist-packages", "vendor/bundle", ".git", ".svn"} {
		if strings.Contains("/"+name, "/"+dir+"/") {
			return true
		}
	}
	stem, _, _ := strings.Cut(base, ".")
	for _, word := range []string{"license", "licence", "copying", "copyright", "eula", "third-party-notices", "thirdpartynotices", "third_party_notices"} {
		if stem == word || strings.HasPrefix(stem, word+"-") || strings.HasPrefix(stem, word+"_") {
			return true
		}
	}
	return false
}

// software are the formats of programs and their parts.
var software = map[string]bool{"pe": true, "elf": true, "macho": true, "macho-fat": true, "ne": true, "le": true, "class": true, "jar": true, "pyc": true, "wasm": true, "dex": true, "msi": true,
	"ttf": true, "otf": true, "woff": true, "woff2": true, "ttc": true, "eot": true, "pfb": true, "pfm": true}

// documents are the formats that are blank where they hold no text.
var documents = map[string]bool{"docx": true, "xlsx": true, "pptx": true, "dotx": true, "xltx": true, "potx": true,
	"doc": true, "xls": true, "ppt": true, "odt": true, "ods": true, "odp": true, "rtf": true, "text": true, "csv": true, "html": true, "markdown": true}

func (c *content) file() File {
	return File{Item: c.item.ID, Path: c.item.Path, Size: c.item.Size}
}
