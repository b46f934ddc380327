package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"strings"

	"golang.org/x/image/draw"
	"golang.org/x/text/encoding/japanese"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
	"evscan/testdata/make/picture"
)

// writer makes texts of words that one organisation uses.
type writer struct {
	rng   *rand.Rand
	words []string
	japan bool
}

func newWriter(seed uint64, japan bool) *writer {
	w := &writer{rng: rand.New(rand.NewPCG(seed, 7)), japan: japan}
	for range 600 {
		if japan {
			w.words = append(w.words, w.kanji(1+w.rng.IntN(3))+pick(w.rng, "の", "を", "は", "に", "が", "で", "と", "した", "する", "について"))
			continue
		}
		w.words = append(w.words, w.syllables(1+w.rng.IntN(3)))
	}
	return w
}

func pick(rng *rand.Rand, list ...string) string { return list[rng.IntN(len(list))] }

// kanji are n characters of the first level of JIS X 0208, which every program shows.
func (w *writer) kanji(n int) string {
	var euc []byte
	for range n {
		euc = append(euc, byte(0xb0+w.rng.IntN(31)), byte(0xa1+w.rng.IntN(94)))
	}
	return string(must(japanese.EUCJP.NewDecoder().Bytes(euc)))
}

func (w *writer) syllables(n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pick(w.rng, "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr"))
		b.WriteString(pick(w.rng, "a", "e", "i", "o", "u", "ar", "en", "or"))
	}
	return b.String()
}

// word is frequent or rare, as words are.
func (w *writer) word() string {
	f := w.rng.Float64()
	return w.words[int(f*f*f*float64(len(w.words)))]
}

// paragraphs are a text, of about so many words, some of them numbers.
func (w *writer) paragraphs(words int) []string {
	var out []string
	var b strings.Builder
	for i := range words {
		switch {
		case w.rng.IntN(25) == 0:
			fmt.Fprintf(&b, "%d", 100+w.rng.IntN(90000))
		default:
			b.WriteString(w.word())
		}
		if w.japan {
			if i%12 == 11 {
				b.WriteString("。")
			}
		} else {
			b.WriteByte(' ')
		}
		if i%40 == 39 || i == words-1 {
			out = append(out, strings.TrimSpace(b.String()))
			b.Reset()
		}
	}
	return out
}

// edited has every twentieth word or character of the text changed.
func (w *writer) edited(text []string) []string {
	var out []string
	for _, p := range text {
		if w.japan {
			r := []rune(p)
			for i := 17; i+3 < len(r); i += 60 { // as people do: some characters in one place
				copy(r[i:i+3], []rune(w.kanji(3)))
			}
			out = append(out, string(r))
			continue
		}
		list := strings.Fields(p)
		for i := w.rng.IntN(20); i < len(list); i += 20 {
			list[i] = w.word()
		}
		out = append(out, strings.Join(list, " "))
	}
	return out
}

func textFile(text []string) []byte { return []byte(strings.Join(text, "\n\n") + "\n") }

func wordFile(text []string) []byte {
	doc := ooxml.Document{Font: "Calibri", Accent: "336699"}
	for _, p := range text {
		doc.Body = append(doc.Body, ooxml.Paragraph{Text: p})
	}
	return must(doc.Bytes())
}

// pdfFile lays the text out in lines of so many characters.
func pdfFile(text []string, perLine int) []byte {
	var doc pdf.Document
	page, y := &pdf.Page{}, 60.0
	doc.Pages = append(doc.Pages, page)
	for _, p := range text {
		for _, line := range lines(p, perLine) {
			if y > 780 {
				page, y = &pdf.Page{}, 60
				doc.Pages = append(doc.Pages, page)
			}
			page.Text(50, y, 9, line)
			y += 14
		}
		y += 8
	}
	return must(doc.Bytes())
}

func lines(p string, most int) []string {
	var out []string
	var line []rune
	for _, r := range p {
		if len(line) >= most && (r == ' ' || r > 0x2e80) {
			out = append(out, strings.TrimSpace(string(line)))
			line = line[:0]
		}
		line = append(line, r)
	}
	return append(out, strings.TrimSpace(string(line)))
}

// photo is a picture, at a share of its size and of a quality of JPEG.
func photo(kind picture.Scene, seed uint64, share float64, quality int) []byte {
	img := picture.Photo(kind, seed, 800, 600)
	if share == 1 {
		return must(picture.EncodeJPEG(img, quality))
	}
	small := image.NewRGBA(image.Rect(0, 0, int(800*share), int(600*share)))
	draw.BiLinear.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, small, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// invoice is a form of one vendor filled in for a customer.
func (w *writer) invoice(head []string, customer string) []string {
	out := append([]string{}, head...)
	if w.japan {
		out = append(out, customer+" 御中", fmt.Sprintf("請求番号 %d 発行日 2021年%d月%d日", 10000+w.rng.IntN(80000), 1+w.rng.IntN(12), 1+w.rng.IntN(28)))
	} else {
		out = append(out, "Bill to: "+customer, fmt.Sprintf("Invoice %d of 2021-%02d-%02d", 10000+w.rng.IntN(80000), 1+w.rng.IntN(12), 1+w.rng.IntN(28)))
	}
	for range 2 + w.rng.IntN(5) {
		out = append(out, fmt.Sprintf("%s %s  %d  %d,%03d", w.word(), w.word(), 1+w.rng.IntN(20), 1+w.rng.IntN(900), w.rng.IntN(1000)))
	}
	return out
}

// contract is a long form in which little is filled in.
func (w *writer) contract(clauses []string, customer string) []string {
	day := fmt.Sprintf("2021-%02d-%02d", 1+w.rng.IntN(12), 1+w.rng.IntN(28))
	sum := fmt.Sprintf("%d,%03d", 10+w.rng.IntN(900), w.rng.IntN(1000))
	ref := fmt.Sprintf("%d-%d", 100+w.rng.IntN(900), 1000+w.rng.IntN(9000))
	out := []string{w.party(customer) + " " + day + " " + ref}
	return append(append(out, clauses...), day+" "+sum+" "+customer)
}

func (w *writer) party(customer string) string {
	if w.japan {
		return customer + " 御中"
	}
	return "Attn: " + customer
}

func must(b []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return b
}
