package ocr

import (
	"html"
	"image"
	"strconv"
	"strings"

	"evscan/extractors/ocr/proof"
)

// parseHOCR reads the words and characters of tesseract's hOCR with hocr_char_boxes
// set: spans of class ocrx_word with x_bboxes and x_wconf, in them spans of class
// ocrx_cinfo with x_bboxes and x_conf. Lines, paragraphs and blocks are counted as
// they begin. What is not so is left out.
//
// https://github.com/kba/hocr-spec/blob/master/1.2/spec.md
func parseHOCR(s string) []word {
	var words []word
	var block, par, line int
	for {
		i := strings.Index(s, " class='ocr")
		if i < 0 {
			break
		}
		s = s[i+len(" class='"):]
		class, rest, ok := strings.Cut(s, "'")
		if !ok {
			break
		}
		tag, after, ok := strings.Cut(rest, ">")
		if !ok {
			break
		}
		s = after
		title := attribute(tag, "title")
		switch class {
		case "ocr_carea":
			block, par, line = block+1, 0, 0
		case "ocr_par":
			par, line = par+1, 0
		case "ocr_line", "ocr_textfloat", "ocr_header", "ocr_caption":
			line++
		case "ocrx_word":
			words = append(words, word{box: boxOf(title, "bbox"), confidence: number(title, "x_wconf"), block: block, par: par, line: line})
		case "ocrx_cinfo":
			text, _, _ := strings.Cut(after, "<")
			text = clean(html.UnescapeString(text))
			if len(words) == 0 || text == "" {
				continue
			}
			w := &words[len(words)-1]
			w.text += text
			w.glyphs = append(w.glyphs, proof.Glyph{Text: text, Box: boxOf(title, "x_bboxes"), Confidence: number(title, "x_conf")})
		}
	}
	out := words[:0]
	for _, w := range words {
		if w.text != "" {
			out = append(out, w)
		}
	}
	return out
}

// hocrPages parses the pages of hOCR, as many as were read; those beyond are left out.
func hocrPages(s string, pages int) [][]word {
	out := make([][]word, pages)
	for i, page := range strings.Split(s, "<div class='ocr_page'")[1:] {
		if i < pages {
			out[i] = parseHOCR(page)
		}
	}
	return out
}

// attribute returns the value of an attribute of a tag, quoted either way.
func attribute(tag, name string) string {
	_, after, ok := strings.Cut(tag, " "+name+"=")
	if !ok || after == "" {
		return ""
	}
	value, _, _ := strings.Cut(after[1:], after[:1])
	return html.UnescapeString(value)
}

// property returns the fields of a property in a title: "bbox 1 2 3 4; x_wconf 90".
func property(title, name string) []string {
	for p := range strings.SplitSeq(title, ";") {
		if f := strings.Fields(p); len(f) > 1 && f[0] == name {
			return f[1:]
		}
	}
	return nil
}

func boxOf(title, name string) image.Rectangle {
	var n [4]int
	f := property(title, name)
	if len(f) != len(n) {
		return image.Rectangle{}
	}
	for i := range n {
		n[i], _ = strconv.Atoi(f[i]) // 0 of what is no number, as of what is not there
	}
	return image.Rect(n[0], n[1], n[2], n[3])
}

func number(title, name string) float64 {
	f := property(title, name)
	if len(f) == 0 {
		return 0
	}
	v, err := strconv.ParseFloat(f[0], 64)
	if err != nil || v != v {
		return 0
	}
	return v
}
