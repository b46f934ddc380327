package ooxml

import (
	"strconv"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/fieldcode"
	"evscan/extractors/internal/push"
)

// blockBytes is the length after which a block of text ends at the next
// paragraph: an address or a letterhead stays whole, a novel does not.
const blockBytes = 8 << 10

// flow collects running text of WordprocessingML and DrawingML, which agree in
// the local names t, p, tc and tr.
type flow struct {
	d      *document
	source string
	at     evidence.Locator
	stack  []*strings.Builder // text boxes within paragraphs are texts of their own
	inText bool
	inCode bool
	cells  int  // open table cells
	zones  bool // slides: placeholders decide the zone
	hidden bool // slide masters: placeholders hold only prompts
	zone   evidence.Zone
	skipSp bool
	code   *strings.Builder // instruction of a field that is open
	values bool             // charts: c:v holds text too
}

func (f *flow) b() *strings.Builder { return f.stack[len(f.stack)-1] }

func (f *flow) flush(zone evidence.Zone) {
	at := f.at
	at.Zone = zone
	f.d.out.Text(f.b().String(), f.source, at)
	f.b().Reset()
}

// text reads a part. It returns errFull where the text limit tripped.
func (f *flow) text() error {
	f.stack = []*strings.Builder{{}}
	err := f.d.walk(f.source, f.element)
	f.stack = f.stack[:1]
	f.flush(f.at.Zone)
	return err
}

func (f *flow) element(e element) error {
	if f.d.out.Full() {
		return errFull
	}
	switch e.name {
	case "":
		switch {
		case f.inCode && f.code != nil && f.code.Len() < 1<<16:
			f.code.Write(e.text)
		case f.inText && !f.skipSp:
			f.write(string(e.text))
		}
	case "t", "delText":
		f.inText = e.start
	case "v":
		if f.values {
			f.inText = e.start
			if !e.start {
				f.write(" ")
			}
		}
	case "instrText", "delInstrText":
		f.inCode = e.start
		if e.start && f.code == nil {
			f.code = &strings.Builder{}
		}
	case "fldChar":
		if e.start {
			f.endCode()
		}
	case "fldSimple":
		if e.start {
			f.reference(e.attr("instr"))
		}
	case "pgSz", "pgMar":
		if e.start && f.source == f.d.main {
			f.d.page.see(e)
		}
	case "docPr", "cNvPr":
		if e.start {
			f.d.out.Meta("ooxml:PictureDescription", e.attr("descr"), f.source)
		}
	case "sld":
		if e.start && (e.attr("show") == "0" || e.attr("show") == "false") {
			f.d.out.Meta("ooxml:HiddenSlide", strconv.Itoa(f.at.Page), f.source)
		}
	case "tab":
		// In pPr/tabs this is a tab stop, which has a value.
		if e.start && e.attr("val") == "" {
			f.write("\t")
		}
	case "br", "cr":
		if e.start {
			f.write("\n")
		}
	case "noBreakHyphen":
		if e.start {
			f.write("-")
		}
	case "p":
		if !e.start {
			f.endParagraph()
		}
	case "tc":
		if e.start {
			f.cells++
		} else if f.cells > 0 {
			f.cells--
			f.write("\t")
		}
	case "tr":
		if !e.start {
			f.write("\n")
		}
	case "txbxContent":
		if e.start {
			f.stack = append(f.stack, &strings.Builder{})
		} else if len(f.stack) > 1 {
			f.flush(f.at.Zone)
			f.stack = f.stack[:len(f.stack)-1]
		}
	case "ins", "del", "moveFrom", "moveTo":
		if e.start {
			f.d.out.Meta("ooxml:RevisionAuthor", e.attr("author"), f.source)
		}
	case "sp":
		f.shape(e.start)
	case "ph":
		if e.start && f.zones {
			f.placeholder(e.attr("type"))
		}
	}
	return nil
}

// endCode looks for what the instruction that ends here points at.
func (f *flow) endCode() {
	if f.code != nil {
		f.reference(f.code.String())
	}
	f.code, f.inCode = nil, false
}

func (f *flow) reference(instruction string) {
	if kind, target := fieldcode.Reference(instruction); kind != "" {
		f.d.out.Meta("ooxml:"+kind, push.Connection(target), f.source)
	}
}

func (f *flow) write(s string) {
	f.b().WriteString(s)
	if f.b().Len() >= evidence.MaxFactBytes {
		f.flush(f.at.Zone)
	}
}

func (f *flow) endParagraph() {
	switch {
	case f.cells > 0:
		f.write(" ")
	case f.b().Len() >= blockBytes:
		f.flush(f.at.Zone)
	default:
		f.write("\n")
	}
}

// shape ends what a slide's shape before it said, so that a shape's zone covers
// its own text only.
func (f *flow) shape(start bool) {
	if !f.zones {
		return
	}
	if !start && f.zone != f.at.Zone {
		f.flush(f.zone)
	} else if !start {
		f.write("\n")
	}
	f.zone, f.skipSp = f.at.Zone, false
}

func (f *flow) placeholder(kind string) {
	switch kind {
	case "ftr":
		f.flush(f.at.Zone)
		f.zone = evidence.ZoneFooter
	case "hdr":
		f.flush(f.at.Zone)
		f.zone = evidence.ZoneHeader
	case "title", "ctrTitle":
		if f.hidden {
			f.skipSp = true
			return
		}
		f.flush(f.at.Zone)
		f.zone = evidence.ZoneTitle
	case "sldNum", "dt", "sldImg":
		f.skipSp = true
	default:
		f.skipSp = f.hidden
	}
}
