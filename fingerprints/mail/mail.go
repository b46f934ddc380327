// Package mail finds the parties of a mail: in the header fields of a mail, and
// in header blocks quoted in text or shown by a mail client on a screenshot.
package mail

import (
	"slices"
	"strings"
)

// Address is one mail address with the name shown beside it.
type Address struct {
	Start, End int // byte range of the address in the text it was read from
	Name       string
	Local      string
	Host       string
	Domain     string // registrable, "" for a private name such as corp.local
}

// Finder finds the mail addresses of a text, from left to right. Name is left
// empty. It is given, because kinds of marks do not know each other.
type Finder func(text string) []Address

// Addresses reads the addresses of a header field or of any text. Field values
// are comma or semicolon separated, as in RFC 5322 and in mail clients.
func Addresses(s string, find Finder) []Address {
	var out []Address
	prev := 0
	for _, h := range find(s) {
		name := s[prev:h.Start]
		if cut := strings.LastIndexAny(name, ",;\n>"); cut >= 0 {
			name = name[cut+1:]
		}
		if len(name) > 200 {
			name = ""
		}
		name = strings.Trim(name, " \t\"'<([:：")
		name = strings.TrimPrefix(name, "mailto:")
		h.Name = name
		out = append(out, h)
		prev = h.End
	}
	return out
}

// Field is a header field that names a party.
type Field int

// The fields that matter here.
const (
	Other Field = iota
	From
	To // To, Cc and Bcc
	Subject
	Date
)

// FieldOf tells which field a metadata name such as mail:From stands for.
func FieldOf(name string) Field {
	switch strings.ToLower(name) {
	case "mail:from", "mail:sender":
		return From
	case "mail:to", "mail:cc", "mail:bcc":
		return To
	case "mail:subject":
		return Subject
	case "mail:date":
		return Date
	}
	return Other
}

// labels are the words by which clients name the fields.
var labels = map[string]Field{
	"from": From, "差出人": From, "送信者": From, "送信元": From, "发件人": From, "von": From, "de": From, "da": From,
	"to": To, "cc": To, "bcc": To, "宛先": To, "宛て先": To, "送信先": To, "收件人": To, "抄送": To, "an": To, "kopie": To, "à": To, "para": To,
	"subject": Subject, "件名": Subject, "主题": Subject, "betreff": Subject, "objet": Subject, "asunto": Subject,
	"date": Date, "sent": Date, "日時": Date, "送信日時": Date, "日付": Date, "送信": Date, "gesendet": Date, "发送时间": Date, "envoyé": Date,
}

// Block is a header block found in text: what a client shows above a mail or
// quotes below an answer.
type Block struct {
	Start, End int
	From       []Address // offsets are those of the whole text
	To         []Address
}

// maxBlockLines bounds a header block; longer recipient lists are cut.
const maxBlockLines = 24

// MaxBlocks bounds the blocks of one text.
const MaxBlocks = 500

// Blocks finds header blocks that name at least one sender and one recipient by
// address. Text is read once.
func Blocks(text string, find Finder) []Block {
	var blocks []Block
	var cur Block
	var field Field
	lines := -1 // lines since the block began, -1 outside
	flush := func(end int) {
		if lines >= 0 && len(cur.From) > 0 && len(cur.To) > 0 {
			cur.End = end
			blocks = append(blocks, cur)
		}
		cur, field, lines = Block{}, Other, -1
	}
	for start := 0; start < len(text) && len(blocks) < MaxBlocks; {
		end := strings.IndexByte(text[start:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += start
		}
		line := text[start:end]
		f, value := label(line)
		switch {
		case f != Other:
			if f == From && len(cur.From) > 0 || lines > maxBlockLines {
				flush(start)
			}
			if lines < 0 {
				cur.Start, lines = start, 0
			}
			field = f
			take(&cur, field, text, start+value, end, find)
		case lines >= 0 && strings.TrimSpace(line) == "":
			// Clients put blank lines between the fields of the reading pane; two
			// fields are enough to know that a block has ended.
			if len(cur.From) > 0 && len(cur.To) > 0 {
				flush(start)
			}
		case lines >= 0:
			if (field == From || field == To) && strings.IndexByte(line, '@') >= 0 || strings.Contains(line, "＠") {
				take(&cur, field, text, start, end, find)
			} else {
				field = Other
			}
		}
		if lines >= 0 {
			if lines++; lines > maxBlockLines {
				flush(end)
			}
		}
		start = end + 1
	}
	flush(len(text))
	return blocks
}

func take(b *Block, f Field, text string, start, end int, find Finder) {
	if f != From && f != To {
		return
	}
	for _, a := range Addresses(text[start:end], find) {
		a.Start += start
		a.End += start
		if f == From {
			b.From = append(b.From, a)
		} else {
			b.To = append(b.To, a)
		}
	}
}

// label reads a line such as "> From: x" or "差出人： x" and returns the field and
// where its value begins.
func label(line string) (Field, int) {
	i := 0
	for i < len(line) && strings.IndexByte("> \t|*-", line[i]) >= 0 {
		i++
	}
	i += len(line[i:]) - len(strings.TrimLeft(line[i:], "　"))
	rest := line[i:]
	colon := strings.IndexByte(rest, ':')
	width := 1
	if w := strings.Index(rest, "："); w >= 0 && (colon < 0 || w < colon) {
		colon, width = w, len("：")
	}
	if colon <= 0 || colon > 24 {
		return Other, 0
	}
	word := strings.ToLower(strings.Trim(rest[:colon], " \t*_　"))
	return labels[word], i + colon + width
}

// Sides are the registrable domains of a mail, sorted, without duplicates.
type Sides struct {
	From, To []string
	// Internal is the domain that sender and all recipients share, "" where there
	// is none or where nobody but the sender is known.
	Internal string
	Complete bool // every address on both sides belongs to an organisation's domain
}

// SidesOf sorts addresses into sides. person tells domains where everybody can
// have an address (free mail, disposable mail); they are nobody's side.
func SidesOf(from, to []Address, person func(domain string) bool) Sides {
	s := Sides{Complete: true}
	collect := func(list []Address) []string {
		var out []string
		for _, a := range list {
			d := a.Domain
			if d == "" {
				d = a.Host
			}
			if d == "" || person(d) {
				s.Complete = false
				continue
			}
			out = append(out, d)
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	s.From, s.To = collect(from), collect(to)
	if s.Complete && len(s.From) == 1 && len(s.To) == 1 && s.From[0] == s.To[0] {
		s.Internal = s.From[0]
	}
	return s
}
