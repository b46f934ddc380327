package templates

import (
	"bytes"
	"fmt"
	"image/png"
	"math/rand/v2"
	"strings"

	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/picture"
)

// File is a document that was made.
type File struct {
	Folder string // organisation/learn, organisation/held, organisation/half or others/held
	Name   string
	Data   []byte
	// Scan says that Data is a PDF of one page to be turned into a picture: as a scan with
	// a skew and noise, or as a screen.
	Scan, Screen bool
	Half         int // 1: only the upper half of the picture is kept, 2: the lower
}

// counts is how many documents of each kind are shown and held out.
var counts = []struct {
	kind        string
	shown, held int
}{{"letter", 6, 3}, {"invoice", 6, 3}, {"book", 5, 2}, {"deck", 5, 2}, {"scan", 5, 2}, {"screen", 5, 2}}

// All makes every document of the cast.
func All(seed uint64) ([]File, error) {
	var files []File
	for i, o := range cast() {
		m, err := newMaker(o, uint64(i))
		if err != nil {
			return nil, err
		}
		for _, c := range counts {
			for n := range c.shown + c.held {
				rng := rand.New(rand.NewPCG(seed+uint64(i)*1000+uint64(n), uint64(len(c.kind))))
				folder := o.ID + "/learn"
				if n >= c.shown {
					folder = o.ID + "/held"
				}
				if !o.Taught {
					folder = "others/held"
				}
				if !o.Taught && n < c.shown {
					continue
				}
				f, err := m.file(c.kind, rng, 0, n)
				if err != nil {
					return nil, err
				}
				f.Folder, f.Name = folder, fmt.Sprintf("%s-%02d%s", c.kind, n, f.Name)
				if !o.Taught {
					f.Name = o.ID + "-" + f.Name
				}
				files = append(files, f)
				if n < c.shown || !o.Taught {
					continue
				}
				half, err := m.file(c.kind, rng, 1+n%2, n)
				if err != nil {
					return nil, err
				}
				half.Folder, half.Name = o.ID+"/half", fmt.Sprintf("%s-%02d%s", c.kind, n, half.Name)
				files = append(files, half)
			}
		}
	}
	plain, err := plainDocuments(seed)
	return append(files, plain...), err
}

type maker struct {
	o         organisation
	logoJPEG  []byte
	logoPNG   []byte
	customers []string
	items     []string
}

const logoW, logoH = 220, 100

func newMaker(o organisation, number uint64) (*maker, error) {
	m := &maker{o: o, customers: customersEN, items: itemsEN}
	if o.Japanese {
		m.customers, m.items = customersJA, itemsJA
	}
	img := logoOf(o, number+11, logoW, logoH)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		return nil, fmt.Errorf("logo of %s: %w", o.ID, err)
	}
	m.logoPNG = b.Bytes()
	var err error
	if m.logoJPEG, err = picture.EncodeJPEG(img, 85); err != nil {
		return nil, fmt.Errorf("logo of %s: %w", o.ID, err)
	}
	return m, nil
}

// file makes one document; half: 0 whole, else one half is missing.
func (m *maker) file(kind string, rng *rand.Rand, half, n int) (File, error) {
	switch kind {
	case "letter":
		data, err := m.letter(rng, half)
		return File{Name: ".docx", Data: data}, err
	case "book":
		data, err := m.book(rng, half)
		return File{Name: ".xlsx", Data: data}, err
	case "deck":
		data, err := m.deck(rng, half)
		return File{Name: ".pptx", Data: data}, err
	case "invoice":
		data, err := m.invoice(rng, half)
		return File{Name: ".pdf", Data: data}, err
	case "scan":
		data, err := m.form(rng)
		ext := ".png"
		if n%2 == 0 {
			ext = ".jpg"
		}
		return File{Name: ext, Data: data, Scan: true, Half: half}, err
	default:
		data, err := m.screen(rng)
		return File{Name: ".png", Data: data, Screen: true, Half: half}, err
	}
}

func pick(rng *rand.Rand, list []string) string { return list[rng.IntN(len(list))] }

// sentence is text that says nothing, from words that all organisations use.
func (m *maker) sentence(rng *rand.Rand) string {
	if m.o.Japanese {
		return pick(rng, subjectsJA) + pick(rng, verbsJA) + "。" + pick(rng, subjectsJA) + pick(rng, verbsJA) + "。"
	}
	var words []string
	for range 8 + rng.IntN(8) {
		words = append(words, pick(rng, wordsEN))
	}
	return strings.ToUpper(words[0][:1]) + strings.Join(words, " ")[1:] + "."
}

func (m *maker) word(ja, en string) string {
	if m.o.Japanese {
		return ja
	}
	return en
}

func date(rng *rand.Rand) string {
	return fmt.Sprintf("%d/%02d/%02d", 2015+rng.IntN(10), 1+rng.IntN(12), 1+rng.IntN(28))
}

func (m *maker) letter(rng *rand.Rand, half int) ([]byte, error) {
	d := ooxml.Document{Font: m.o.Font, Accent: m.o.Accent, Header: m.o.Name, Footer: m.o.Footer}
	d.Application, d.Template = "Microsoft Office Word", m.o.Template
	if rng.IntN(4) == 0 { // somebody began with an empty document and pasted
		d.Template = "Normal.dotm"
	}
	d.Body = append(d.Body, ooxml.Picture{Data: m.logoPNG, Ext: "png", W: logoW, H: logoH, Legend: ""})
	d.Body = append(d.Body, ooxml.Paragraph{Text: pick(rng, m.customers) + m.word(" 御中", "")}, ooxml.Paragraph{Text: date(rng), Align: "right"},
		ooxml.Paragraph{Text: m.sentence(rng), Style: "Title"})
	for range 6 + rng.IntN(6) {
		d.Body = append(d.Body, ooxml.Paragraph{Text: m.sentence(rng) + m.sentence(rng)})
	}
	d.Body = append(d.Body, ooxml.Paragraph{Text: m.o.Name + "\n" + m.o.Address + "\n" + m.o.Phone})
	switch half {
	case 1:
		d.Body = d.Body[:len(d.Body)/2]
	case 2:
		d.Body = d.Body[len(d.Body)/2:]
	}
	return d.Bytes()
}

func (m *maker) book(rng *rand.Rand, half int) ([]byte, error) {
	wb := ooxml.Workbook{Font: m.o.Font, Accent: m.o.Accent}
	wb.Application = "Microsoft Excel"
	heads := [][]string{{"品名", "数量", "単価", "金額", "備考"}, {"Item", "Quantity", "Price", "Amount", "Remarks"}}[map[bool]int{true: 0, false: 1}[m.o.Japanese]]
	// The columns stand in the order the organisation likes.
	heads = append(append([]string{}, heads[m.o.Layout%5:]...), heads[:m.o.Layout%5]...)
	for _, name := range []string{m.word("内訳", "Detail"), m.word("集計", "Summary")} {
		s := ooxml.Sheet{Name: name + " " + m.o.ID, Header: "&L" + m.o.Name + "&R&D", Footer: "&C" + m.o.Footer}
		s.Rows = append(s.Rows, ooxml.Texts(ooxml.Title, m.word("管理台帳", "Register")), ooxml.Texts(ooxml.Plain, m.o.Name+" "+m.o.Phone),
			ooxml.Texts(ooxml.Plain, pick(rng, m.customers)), ooxml.Texts(ooxml.Heading, heads...))
		for range 5 + rng.IntN(20) {
			s.Rows = append(s.Rows, ooxml.Row{ooxml.T(pick(rng, m.items)), ooxml.N(float64(1 + rng.IntN(90))), ooxml.N(float64(rng.IntN(90000)))})
		}
		wb.Sheets = append(wb.Sheets, s)
	}
	if half > 0 {
		wb.Sheets = wb.Sheets[half-1 : half]
	}
	return wb.Bytes()
}

func (m *maker) deck(rng *rand.Rand, half int) ([]byte, error) {
	p := ooxml.Presentation{ThemeName: m.o.Theme, Font: m.o.Font, Accent: m.o.Accent, Footer: m.o.Footer}
	p.Application = "Microsoft Office PowerPoint"
	for i := range 6 + 2*rng.IntN(3) {
		s := ooxml.Slide{Title: m.sentence(rng)}
		for range 2 + rng.IntN(4) {
			s.Lines = append(s.Lines, m.sentence(rng))
		}
		if i == 0 {
			s.Picture = &ooxml.Picture{Data: m.logoPNG, Ext: "png", W: logoW, H: logoH}
		}
		p.Slides = append(p.Slides, s)
	}
	switch n := len(p.Slides) / 2; half {
	case 1:
		p.Slides = p.Slides[:n]
	case 2:
		p.Slides = p.Slides[n:]
	}
	return p.Bytes()
}
