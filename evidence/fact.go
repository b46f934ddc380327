package evidence

import "strings"

// FactKind separates what a file says about itself from what stands in it.
type FactKind string

const (
	FactMetadata FactKind = "metadata" // a named property: ooxml:Company, mail:From, exif:Model
	FactText     FactKind = "text"     // text the format carries natively
	FactOCR      FactKind = "ocr"      // text recognised in a picture
)

// Fact is one thing a file says. Metadata facts carry the field's own name with
// the prefix of its vocabulary (CONTRACT: exif:Model, ooxml:Company, pdf:Producer,
// mail:From, msip:SiteId, png:Software); text facts have an empty Name or the
// name of the text's part.
//
// One text fact is one block that belongs together: a paragraph run, a page, a
// sheet's cells row by row, a header. A block is at most MaxFactBytes long.
type Fact struct {
	Kind   FactKind
	Name   string
	Value  string // valid UTF-8
	Source string // where in the file it was found, e.g. docProps/app.xml; FactOCR: why it stands in At.Zone
	At     Locator
	Words  []Word // FactOCR only: the words of Value, in order
}

// MaxFactBytes bounds the Value of one fact; longer texts are pushed in several.
const MaxFactBytes = 1 << 20

// Locator says where in an item a fact or a mark stands. Zero fields are unknown.
type Locator struct {
	Page       int    // 1-based page, slide or frame
	Part       string // part of a container document, sheet name, MIME part
	Cell       string // A1 reference
	Zone       Zone
	Box        *Box    // on the picture, in its pixels
	Confidence float64 // recogniser's confidence in [0,1]; 0 where text is native
}

// Box is a rectangle in pixels of the original picture, origin at the top left.
type Box struct{ X, Y, W, H int }

// Union is the smallest box that covers both.
func (b Box) Union(o Box) Box {
	x, y := min(b.X, o.X), min(b.Y, o.Y)
	return Box{X: x, Y: y, W: max(b.X+b.W, o.X+o.W) - x, H: max(b.Y+b.H, o.Y+o.H) - y}
}

// Zone is the part of a page, window or message in which something stands. The
// role of a mark hangs on it.
type Zone string

const (
	ZoneBody        Zone = "body"
	ZoneHeader      Zone = "header"       // running header of a document
	ZoneFooter      Zone = "footer"       // running footer of a document
	ZoneTitle       Zone = "title"        // document title
	ZoneSubject     Zone = "subject"      // subject of a mail
	ZoneAddressee   Zone = "addressee"    // X 御中, Bill to, Attn, To: of a letter
	ZoneIssuer      Zone = "issuer"       // issuer block with address, TEL, registration number
	ZoneLetterhead  Zone = "letterhead"   // head of a letter's first page: the issuer's name, logo and address
	ZoneSeal        Zone = "seal"         // inside a red seal: the issuer's
	ZoneSignature   Zone = "signature"    // signature block of a mail
	ZoneNotice      Zone = "notice"       // confidentiality or copyright notice
	ZoneMailHeader  Zone = "mail-header"  // From, To, Sent, Subject as a mail program shows them
	ZoneTableHeader Zone = "table-header" // names of a table's columns, never of an organisation
	ZoneWindowTitle Zone = "window-title" // title bar of a window on a screenshot
	ZoneTab         Zone = "tab"          // tab of a browser: the title of a page, open or not
	ZoneTaskbar     Zone = "taskbar"      // the desktop's own bar, with its clock
	ZoneAddressBar  Zone = "address-bar"  // an address in a browser's or file manager's bar
	ZonePath        Zone = "path"         // a file-system or UNC path
	ZoneProperty    Zone = "property"     // a metadata field
	ZoneName        Zone = "name"         // the name of a file or a folder of the package
	ZoneComment     Zone = "comment"      // a comment or an annotation
)

// Word is one recognised word.
type Word struct {
	Text       string
	Start, End int // byte range in Fact.Value; zero in a Recognition
	Box        Box
	Confidence float64 // in [0,1]
	Lang       string  // tesseract's name of the model that read it, e.g. jpn
	Block      int     // words of one paragraph or table cell run share a block
	Line       int     // words of one line share a line within their block
	Zone       Zone    `json:",omitempty"` // where it stands by place and look, "" for body; a Fact's words have none
	Why        string  `json:",omitempty"` // how Zone was told, set with it
}

// OCRFacts turns recognised words into text facts, one for each block and for each
// stretch of it that stands in a zone of its own, with words joined by blanks
// (none between two CJK characters) and lines by line feeds. Words of a block must
// be consecutive and in reading order.
func OCRFacts(words []Word, page int) []Fact {
	var facts []Fact
	for i := 0; i < len(words); {
		j := i
		for j < len(words) && words[j].Block == words[i].Block && words[j].Zone == words[i].Zone {
			j++
		}
		facts = append(facts, ocrBlock(words[i:j], page))
		i = j
	}
	return facts
}

func ocrBlock(words []Word, page int) Fact {
	var b strings.Builder
	var conf float64
	box := words[0].Box
	out := make([]Word, len(words))
	for i, w := range words {
		if i > 0 {
			switch {
			case w.Line != words[i-1].Line:
				b.WriteByte('\n')
			case !(EndsCJK(words[i-1].Text) && StartsCJK(w.Text)):
				b.WriteByte(' ')
			}
		}
		w.Start = b.Len()
		b.WriteString(w.Text)
		w.End = b.Len()
		w.Zone, w.Why = "", ""
		box = box.Union(w.Box)
		conf += w.Confidence
		out[i] = w
	}
	zone := words[0].Zone
	if zone == "" {
		zone = ZoneBody
	}
	return Fact{Kind: FactOCR, Value: b.String(), Words: out, Source: words[0].Why,
		At: Locator{Page: page, Zone: zone, Box: &box, Confidence: conf / float64(len(words))}}
}

// BoxOf returns the box and mean confidence of the words that touch the byte
// range [start,end) of an OCR fact's value, and false where none does.
func (f *Fact) BoxOf(start, end int) (Box, float64, bool) {
	var box Box
	var conf float64
	n := 0
	for _, w := range f.Words {
		if w.End <= start || w.Start >= end {
			continue
		}
		if n == 0 {
			box = w.Box
		} else {
			box = box.Union(w.Box)
		}
		conf += w.Confidence
		n++
	}
	if n == 0 {
		return Box{}, 0, false
	}
	return box, conf / float64(n), true
}
