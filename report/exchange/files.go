package exchange

import (
	"regexp"
	"strings"

	"evscan/report/document"
)

// File is a file of the package that the formats carry.
type File struct {
	Item   string // id in the report, as it stands there: tells files apart, not to be shown
	Name   string // last part of the path; empty where it has none
	Path   string // within the package, parts of archives and folders joined by slashes
	Size   int64  // bytes
	SHA256 string // 64 hexadecimal digits, lower case
	MIME   string // empty where unknown
	Format string // as `evscan formats` names it
	Cited  bool   // whether evidence for a carried organisation stands in it
}

var sha256Hex = regexp.MustCompile(`^[0-9a-f]{64}$`)

// IsSHA256 reports whether s is a SHA-256 in lower-case hexadecimal digits.
func IsSHA256(s string) bool { return sha256Hex.MatchString(s) }

// isFile tells files that were in the package from pages that evscan rendered, from
// the package itself and from what has no bytes.
func isFile(it *document.Item) bool {
	return it.Origin != "package" && it.Origin != "rendered" && IsSHA256(it.SHA256)
}

func (c *Content) pickFiles() {
	c.parents = make(map[string]int, len(c.Doc.Items))
	files := 0
	for i := range c.Doc.Items {
		it := &c.Doc.Items[i]
		if _, twice := c.parents[it.ID]; twice {
			continue // no scan lists one twice
		}
		c.parents[it.ID] = i
		if isFile(it) {
			files++
		}
	}
	c.byItem = map[string]int{}
	for _, o := range c.Organisations {
		for _, e := range o.Candidate.Evidence {
			if it := c.holder(e.Item); it != nil {
				c.add(it, true)
			}
		}
	}
	for i := range c.Doc.Items {
		if it := &c.Doc.Items[i]; isFile(it) && c.parents[it.ID] == i {
			c.add(it, false)
		}
	}
	c.FilesLeft = files - len(c.Files)
}

func (c *Content) add(it *document.Item, cited bool) {
	if _, there := c.byItem[it.ID]; there || len(c.Files) == MaxFiles {
		return
	}
	c.byItem[it.ID] = len(c.Files)
	path := it.Path
	if len(path) > 1 {
		path = path[1:]
	}
	whole := strings.Join(path, "/")
	name := whole[strings.LastIndexByte(whole, '/')+1:]
	c.Files = append(c.Files, File{Item: it.ID, Name: Name(name), Path: clean(whole, MaxPath), Size: max(0, it.Size), SHA256: it.SHA256,
		MIME: Name(it.Type.MIME), Format: Name(it.Type.Format), Cited: cited})
}

// holder is the file that an item is or was rendered from; nil where there is none.
func (c *Content) holder(id string) *document.Item {
	const deepest = 100 // a stored report may go round in circles
	for range deepest {
		i, ok := c.parents[id]
		if !ok {
			return nil
		}
		it := &c.Doc.Items[i]
		if isFile(it) {
			return it
		}
		if it.Origin != "rendered" {
			return nil
		}
		id = it.Parent
	}
	return nil
}

// CitedBy lists the carried files that the evidence which Evidence lists for an
// organisation stands in, as indexes of Files.
func (c *Content) CitedBy(o Organisation) []int {
	var out []int
	seen := map[int]bool{}
	for _, e := range strongest(o.Candidate.Evidence) {
		it := c.holder(e.Item)
		if it == nil {
			continue
		}
		if i, ok := c.byItem[it.ID]; ok && !seen[i] {
			seen[i] = true
			out = append(out, i)
		}
	}
	return out
}
