package ocr

import "strings"

// variable is a parameter of tesseract that can be set once it is open.
type variable struct{ name, value string }

// variables are set on every client. The middle ones keep the engine from learning: a
// report must not depend on the order in which pictures were read.
func variables() []variable {
	return []variable{
		{"debug_file", "/dev/null"},
		{"classify_enable_learning", "0"},
		{"classify_enable_adaptive_matcher", "0"},
		{"tessedit_enable_doc_dict", "0"},
		{"tessedit_do_invert", "0"}, // strips are dark on light already
		{"hocr_char_boxes", "1"},
	}
}

// clean makes valid UTF-8 without surrounding blanks of a word.
func clean(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "")) }
