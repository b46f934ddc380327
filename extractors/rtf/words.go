package rtf

import (
	"fmt"
	"strconv"

	"evscan/evidence"
	"evscan/extractors/internal/codepage"
)

// fields are the destinations whose text is a property, by their control word.
// An empty name means that property knows what to do with it.
var fields = map[string]string{
	"title": "Title", "subject": "Subject", "author": "Author", "manager": "Manager", "company": "Company", "operator": "Operator",
	"category": "Category", "keywords": "Keywords", "comment": "Comment", "doccomm": "Comments", "hlinkbase": "HyperlinkBase",
	"template": "Template", "generator": "Generator", "atnauthor": "CommentAuthor", "nextfile": "NextFile", "filetbl": "",
	"propname": "", "staticval": "", "linkval": "", "fldinst": "", "revtbl": "", "objclass": "", "mmconnectstr": "DataConnection",
	"mmdatasource": "DataSource", "mmconnectstrdata": "DataConnection", "mmquery": "DataQuery", "mmodsoudldata": "DataConnection", "fname": "",
	"docvar": "", "windowcaption": "WindowCaption", "writereservhash": "", "passwordhash": "",
}

// times are the destinations that hold a date in numbers.
var times = map[string]string{"creatim": "Created", "revtim": "LastSaved", "printim": "LastPrinted"}

// skipped are destinations of no text that stand without \*.
var skipped = map[string]bool{
	"colortbl": true, "nonshppict": true, "stylesheet": false, "tc": true, "xe": true, "rxe": true, "txe": true, "bkmkstart": true, "bkmkend": true,
	"fonttbl": false, "pntxta": true, "pntxtb": true, "ftncn": true, "ftnsep": true, "ftnsepc": true, "aftncn": true, "aftnsep": true, "aftnsepc": true,
	"buptim": true, "shprslt": true, "private": true, "pgdsctbl": true, "listpicture": true, "panose": true, "falt": true, "sn": true, "sp": false,
}

// starred are destinations behind \* whose text is shown or kept.
var starred = map[string]bool{
	"shppict": true, "shpinst": true, "shptxt": true, "annotation": true, "footnote": true, "do": true, "dptxbxtext": true, "ud": true, "pict": true,
	"revtbl": true, "objdata": true, "objclass": true, "fldinst": true, "userprops": true, "cs": true, "ts": true, "ds": true, "ftnsep": false,
	"rsidtbl": true, "blipuid": false, "mailmerge": true, "mmodso": true, "flddata": false, "company": true, "manager": true, "result": true, "pnseclvl": false,
	"pntext": true, "formfield": true, "ffdeftext": false, "ffname": false, "nesttableprops": false, "shpgrp": true, "unicode": true, "mhtmltag": false,
	"fchars": false, "aftncn": false, "xmlattrname": false, "xmlattrvalue": false, "background": true, "sv": false, "htmlbase": false,
}

var characters = map[string]string{
	"tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"emspace": " ", "enspace": " ", "qmspace": " ", "cell": "\t", "nestcell": "\t", "line": "\n", "lbr": "\n",
}

var pictures = map[string]string{"emfblip": "emf", "pngblip": "png", "jpegblip": "jpg", "macpict": "pict", "wmetafile": "wmf", "dibitmap": "dib", "wbitmap": "bmp"}

func (r *reader) word(t token) {
	star, first := r.cur.star, r.cur.first
	r.cur.star, r.cur.first = false, false
	if t.word == "bin" {
		r.bin(t.num)
		return
	}
	if r.skip > 0 && t.word != "u" {
		// A control word counts as one character to be dropped.
		r.skip--
		return
	}
	r.flushBytes()
	if r.cur.dest == destUpr && t.word == "ud" {
		r.cur.dest = r.cur.before
		return
	}
	if r.cur.dest == destSkip || r.cur.dest == destUpr {
		return
	}
	if r.character(t) || r.numbers(t) {
		return
	}
	if star || first {
		if r.destination(t, star) {
			return
		}
	}
	if star && !starred[t.word] {
		r.begin(destSkip, "")
		return
	}
	r.control(t)
}

// character takes the words that stand for text.
func (r *reader) character(t token) bool {
	switch t.word {
	case "u":
		if r.skip > 0 {
			r.skip = 0
		}
		r.unit(uint16(t.num))
		r.skip = r.cur.uc
		return true
	case "par", "row", "nestrow", "sect", "page", "column":
		r.paragraph()
		return true
	}
	if s, ok := characters[t.word]; ok {
		r.say(s)
		return true
	}
	return false
}

// numbers takes the words that say how text is to be read.
func (r *reader) numbers(t token) bool {
	switch t.word {
	case "ansicpg":
		if t.num > 0 {
			r.page = t.num
		}
	case "mac":
		r.page = 10000
	case "pc":
		r.page = 437
	case "pca":
		r.page = 850
	case "uc":
		r.cur.uc = max(0, min(t.num, 16))
	case "deff":
		r.deff = t.num
	case "plain":
		r.cur.font = -1
	case "f":
		if r.cur.dest == destFonts {
			r.fontNow = t.num
		} else {
			r.cur.font = t.num
		}
	case "fcharset":
		if r.cur.dest == destFonts && len(r.fonts) < maxFonts {
			r.fonts[r.fontNow] = font{codepage.OfCharset(t.num)}
		}
	case "cpg":
		if r.cur.dest == destFonts && len(r.fonts) < maxFonts {
			r.fonts[r.fontNow] = font{t.num}
		}
	default:
		return false
	}
	return true
}

// destination takes the words that begin a group, and reports whether t is one.
func (r *reader) destination(t token, star bool) bool {
	if _, ok := fields[t.word]; ok {
		r.begin(destField, t.word)
		return true
	}
	if _, ok := times[t.word]; ok {
		r.begin(destTime, t.word)
		return true
	}
	if skipped[t.word] {
		r.begin(destSkip, "")
		return true
	}
	switch t.word {
	case "fonttbl":
		r.begin(destFonts, "")
	case "stylesheet":
		r.begin(destStyles, "")
	case "pict":
		r.pictKind = ""
		r.begin(destPict, "")
	case "objdata":
		r.begin(destObject, "")
	case "upr":
		r.cur.before, r.cur.dest = r.cur.dest, destUpr
	case "header", "headerl", "headerr", "headerf":
		r.tell(evidence.ZoneHeader, "")
	case "footer", "footerl", "footerr", "footerf":
		r.tell(evidence.ZoneFooter, "")
	case "footnote":
		r.tell(evidence.ZoneBody, "footnote")
	case "annotation":
		r.tell(evidence.ZoneComment, "")
	case "shptxt", "dptxbxtext":
		r.tell(evidence.ZoneBody, "text box")
	case "sp":
		r.begin(destSkip, "")
	default:
		return false
	}
	return true
}

// control takes what remains: kinds of pictures, dates, numbers of sessions.
func (r *reader) control(t token) {
	switch t.word {
	case "yr", "mo", "dy", "hr", "min":
		if r.cur.dest == destTime {
			r.when[map[string]int{"yr": 0, "mo": 1, "dy": 2, "hr": 3, "min": 4}[t.word]] = t.num
		}
	case "rsid", "rsidroot":
		if len(r.rsids) < 2000 && r.cur.dest == destText {
			id := fmt.Sprintf("%08X", uint32(t.num))
			if t.word == "rsidroot" {
				r.out.Meta("rtf:RsidRoot", id, "rsidtbl")
			}
			r.rsids = append(r.rsids, id)
		}
	case "proptype", "version":
	default:
		if kind := pictures[t.word]; kind != "" && r.cur.dest == destPict {
			r.pictKind = kind
		}
	}
}

func (r *reader) symbol(c byte) {
	first := r.cur.first
	switch c {
	case '*':
		r.cur.star = first
		return // the next word is the group's first still
	case '~':
		r.say("\u00a0")
	case '_':
		r.say("-")
	case '\\', '{', '}':
		r.byte(c)
	case '\r', '\n':
		r.paragraph()
	case '\t':
		r.say("\t")
	}
	r.cur.first = false
}

// date writes the numbers of a date, which carry no zone.
func (r *reader) date() string {
	w := r.when
	if w[0] < 1900 || w[0] > 9999 || w[1] < 1 || w[1] > 12 || w[2] < 1 || w[2] > 31 {
		return ""
	}
	return pad(w[0], 4) + "-" + pad(w[1], 2) + "-" + pad(w[2], 2) + "T" + pad(w[3], 2) + ":" + pad(w[4], 2)
}

func pad(n, width int) string {
	s := strconv.Itoa(n)
	for len(s) < width {
		s = "0" + s
	}
	return s
}
