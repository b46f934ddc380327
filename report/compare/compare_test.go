package compare

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/templates"
	"evscan/report/document"
)

// file is a file of a package as a scan would tell of it.
type file struct {
	name, text, picture string
	format              string // text where it is empty
	bytes               string // what the hash is made of, where it is not name and text
	size                int64
	marks               []string
	width               int
	ink                 string
}

func packageOf(name string, files ...file) document.Document {
	d := document.Document{Tool: document.Tool{Version: "v1", Fingerprinting: templates.Method},
		Package: document.Package{Name: name, Kind: "file", SHA256: "of " + name},
		Items:   []document.Item{{ID: "0", Path: []string{name}, Origin: "package", Status: "read", SHA256: "of " + name, Size: 1 << 20, Type: document.Type{Format: "zip"}}}}
	for i, f := range files {
		sum := sha256.Sum256([]byte(f.bytes + f.text + f.picture + strconv.Itoa(f.width)))
		it := document.Item{ID: "0." + strconv.Itoa(i), Parent: "0", Path: []string{name, f.name}, Origin: "entry", Status: "read", SHA256: hex.EncodeToString(sum[:]),
			Size: f.size, Type: document.Type{Format: f.format}, Text: document.Text{Chars: len(f.text)}}
		if it.Size == 0 {
			it.Size = 1000
		}
		if it.Type.Format == "" {
			it.Type.Format = "text"
		}
		facts := []evidence.Fact{{Kind: evidence.FactText, Value: f.text}, {Kind: evidence.FactMetadata, Name: "image:DHash", Value: f.picture}}
		p := templates.Of(facts).Fingerprint()
		it.Fingerprint = &document.Fingerprint{Shingles: p.Shingles, Text: p.Text, Values: p.Values, Numbers: p.Numbers, Picture: p.Picture}
		for _, m := range f.marks {
			it.Marks = append(it.Marks, document.Mark{KeyKind: "name", Key: m})
		}
		if f.width > 0 {
			it.Metadata = []document.Metadata{{Name: "image:Width", Value: strconv.Itoa(f.width)}, {Name: "image:Height", Value: "600"}}
		}
		if f.ink != "" {
			it.Metadata = append(it.Metadata, document.Metadata{Name: "image:Ink", Value: f.ink})
		}
		d.Items = append(d.Items, it)
	}
	return d
}

// grid is a page of so many dark cells of 352, the first of them a little darker.
func grid(dark, more int) string {
	return strings.Repeat("c", more) + strings.Repeat("8", dark-more) + strings.Repeat("0", 352-dark)
}

// essay is a text of so many words about a subject, without numbers.
func essay(subject string, words int) string {
	var b strings.Builder
	for i := range words {
		fmt.Fprintf(&b, "%s%c%c ", subject, 'a'+i%26, 'a'+i/26%26)
	}
	return b.String()
}

// edited changes every twentieth word.
func edited(text string) string {
	words := strings.Fields(text)
	for i := 19; i < len(words); i += 20 {
		words[i] = "changed" + words[i]
	}
	return strings.Join(words, " ")
}

// invoice is a form of one vendor filled in.
func invoice(customer string, number int) string {
	return fmt.Sprintf("%s Invoice %d dated 2021-0%d-1%d to %s. Item %d at %d.%d, total %d,%03d. TEL 020-7946-0001.",
		strings.Repeat("Please remit the amount stated below within thirty days of receipt to the account named overleaf. ", 4),
		40000+number*977, 1+number%9, number%7, customer, 7000+number*131, 100+number*17, 10+number, 10+number*3, 100+number*7)
}

func someFiles() []file {
	return []file{{name: "plan.txt", text: essay("plan", 300)}, {name: "minutes.txt", text: essay("minutes", 300)}, {name: "memo.txt", text: essay("memo", 300)},
		{name: "photo.jpg", picture: "0123456789abcdef", width: 800, format: "jpeg"}}
}

func editedFiles() []file {
	return []file{{name: "p/plan2.txt", text: edited(essay("plan", 300))}, {name: "minutes.pdf", text: essay("minutes", 300), bytes: "pdf"},
		{name: "memo.txt", text: essay("memo", 300)}, {name: "photo-small.jpg", picture: "0123456789abcdee", width: 801, format: "jpeg"},
		{name: "other.txt", text: essay("other", 300)}}
}

func kinds(c Comparison) map[string]int {
	n := map[string]int{}
	for _, p := range c.Pairs {
		n[p.Kind]++
	}
	return n
}

func TestSameFilesPackedAnew(t *testing.T) {
	files := someFiles()
	again := []file{files[3], files[1], files[0], files[2]}
	for i := range again {
		again[i].name = fmt.Sprintf("leak/%d.bin", i)
	}
	c := Of(packageOf("a.zip", files...), packageOf("b.7z", again...), 0)
	assert.Equal(t, Identical, c.Verdict)
	assert.Equal(t, map[string]int{PairIdentical: 4}, kinds(c))
	assert.Equal(t, Side{Name: "a.zip", SHA256: "of a.zip", Tool: "v1", Files: 4, Bytes: 4000, Identical: 4, Found: 4000, Share: 1, ShareBytes: 1}, c.A)

	a := packageOf("a.zip", files...)
	assert.Equal(t, Identical, Of(a, a, 0).Verdict)
}

func TestEditedFilesAreRecycled(t *testing.T) {
	c := Of(packageOf("a.zip", someFiles()...), packageOf("b.zip", editedFiles()...), 0)
	assert.Equal(t, Recycled, c.Verdict)
	assert.Equal(t, map[string]int{PairIdentical: 1, PairNear: 3}, kinds(c))
	assert.Equal(t, []int{1, 3, 4}, []int{c.A.Identical, c.A.Near, c.A.Files})
	assert.Equal(t, []int{1, 3, 5}, []int{c.B.Identical, c.B.Near, c.B.Files})
	assert.Equal(t, []float64{1, 0.8}, []float64{c.A.Share, c.B.Share})
	assert.Equal(t, "memo.txt", c.Pairs[0].A.Path[1])
	assert.Equal(t, []string{"b.zip", "minutes.pdf"}, c.Pairs[1].B.Path)
	require.NotNil(t, c.Pairs[2].Bits)
	assert.Equal(t, 1, *c.Pairs[2].Bits)
	assert.Equal(t, "p/plan2.txt", c.Pairs[3].B.Path[1])
	assert.InDelta(t, 0.74, c.Pairs[3].Similarity, 0.12)
	back := Of(packageOf("b.zip", editedFiles()...), packageOf("a.zip", someFiles()...), 0)
	assert.Equal(t, []Side{c.B, c.A}, []Side{back.A, back.B}, "the other way round it is the same")
}

func TestFilledFormsAreNotRecycled(t *testing.T) {
	var a, b []file
	for i := range 30 {
		a = append(a, file{name: fmt.Sprintf("invoice-%d.pdf", i), text: invoice("Harrowgate", i)})
		b = append(b, file{name: fmt.Sprintf("invoice-%d.pdf", i), text: invoice("Larkfield", 100+i)})
	}
	c := Of(packageOf("a.zip", a...), packageOf("b.zip", b...), 0)
	assert.Equal(t, Overlapping, c.Verdict)
	assert.Equal(t, 0, kinds(c)[PairNear])
	assert.Equal(t, 0.0, c.A.Share)
	// The same forms with the same contents are found among all the others.
	c = Of(packageOf("a.zip", a...), packageOf("b.zip", append(b[:10], file{name: "copy.pdf", text: invoice("Harrowgate", 7), bytes: "pdf"})...), 0)
	assert.Equal(t, 1, kinds(c)[PairNear])
	assert.Equal(t, "invoice-7.pdf", c.Pairs[0].A.Path[1])
}

// Without numbers it is the others of a form that tell it from a copy.
func TestFormsWithoutNumbers(t *testing.T) {
	body := essay("clause", 300)
	var a, b []file
	for i := range 3 {
		a = append(a, file{name: fmt.Sprint("a", i), text: body + " signed by Anna " + strings.Repeat("x", i+1)})
		b = append(b, file{name: fmt.Sprint("b", i), text: body + " signed by Bert " + strings.Repeat("y", i+1)})
	}
	c := Of(packageOf("a.zip", a...), packageOf("b.zip", b...), 0)
	assert.Equal(t, Overlapping, c.Verdict)
	assert.Equal(t, 0, kinds(c)[PairNear])
	// One of each could be a copy, but for its parties.
	c = Of(packageOf("a.zip", a[:1]...), packageOf("b.zip", b[:1]...), 0)
	assert.Equal(t, 1, kinds(c)[PairNear])
	a[0].marks, b[0].marks = []string{"harrowgate", "kestrel"}, []string{"larkfield", "kestrel"}
	c = Of(packageOf("a.zip", a[:1]...), packageOf("b.zip", b[:1]...), 0)
	assert.Equal(t, 0, kinds(c)[PairNear])
}

func TestTrivialFilesDoNotCount(t *testing.T) {
	trivial := []file{{name: "x/.DS_Store", text: "finder"}, {name: "__MACOSX/._a", text: "fork"}, {name: "note.txt", text: "hi", size: 2},
		{name: "src/LICENSE", text: essay("licence", 500)}, {name: "node_modules/x/index.js", text: essay("code", 500)},
		{name: "tool.exe", format: "pe", text: essay("program", 500)}, {name: "blank.docx", format: "docx"}}
	a := packageOf("a.zip", append(trivial, file{name: "mine.txt", text: essay("mine", 300)})...)
	b := packageOf("b.zip", append(trivial, file{name: "yours.txt", text: essay("yours", 300)})...)
	c := Of(a, b, 0)
	assert.Equal(t, Unrelated, c.Verdict)
	assert.Equal(t, []int{1, 7, 0}, []int{c.A.Files, c.A.Trivial, c.A.Identical})
	var why []string
	for _, p := range c.Pairs {
		why = append(why, p.Trivial)
	}
	assert.ElementsMatch(t, []string{"system", "system", "tiny", "licence", "licence", "software", "blank"}, why)
	assert.Equal(t, Undetermined, Of(packageOf("a.zip", trivial...), b, 0).Verdict)
}

func TestSizeOfTinyFiles(t *testing.T) {
	for size, want := range map[int64]string{63: "tiny", 64: "", 65: ""} {
		d := packageOf("a.zip", file{name: "a", text: "short", format: "unknown", size: size})
		assert.Equal(t, want, trivial(&d.Items[1]), size)
	}
}

func TestOldReportsCompareByBytesOnly(t *testing.T) {
	a, b := packageOf("a.zip", someFiles()...), packageOf("b.zip", editedFiles()...)
	b.Tool.Fingerprinting = 0
	c := Of(a, b, 0)
	assert.Equal(t, Overlapping, c.Verdict)
	assert.Equal(t, "no-fingerprints", c.Why)
	assert.False(t, c.NearCopies)
	assert.Equal(t, []int{1, 0, 4}, []int{c.A.Identical, c.A.Near, c.A.Unprinted})
	b.Tool.Fingerprinting = templates.Method + 1
	assert.Equal(t, "other-method", Of(a, b, 0).Why)
}

// A redacted report holds no numbers; its words and pictures still tell.
func TestRedactedReports(t *testing.T) {
	a, b := packageOf("a.zip", append(someFiles(), file{name: "i.pdf", text: invoice("Harrowgate", 3)})...), packageOf("b.zip", append(editedFiles(), file{name: "i.txt", text: invoice("Harrowgate", 3), bytes: "x"})...)
	b.Options.Redacted = true
	for i := range b.Items {
		if f := b.Items[i].Fingerprint; f != nil {
			f.Numbers = nil
		}
	}
	c := Of(a, b, 0)
	assert.Equal(t, "redacted", c.Why)
	assert.True(t, c.NearCopies)
	assert.Equal(t, Recycled, c.Verdict)
	assert.Equal(t, map[string]int{PairIdentical: 1, PairNear: 4}, kinds(c))
}

func TestOrganisationsAloneAreNotRecycled(t *testing.T) {
	a, b := packageOf("a.zip", file{name: "a", text: essay("mine", 300)}), packageOf("b.zip", file{name: "b", text: essay("yours", 300)})
	a.Attribution.Candidates = []document.Candidate{
		{ID: "domain:harrow.example", Name: "Harrowgate", Domains: []string{"harrow.example"}, Roles: []string{"owner"}, Probability: 0.9},
		{ID: "v", Name: "Big Software", Roles: []string{"software-vendor"}, Probability: 0.01},
		{ID: "name:kestrel", Name: "Kestrel", Roles: []string{"mentioned"}},
	}
	b.Attribution.Candidates = []document.Candidate{
		{ID: "v", Name: "Big Software", Roles: []string{"software-vendor"}},
		{ID: "jp:1", Name: "ハロゲート", Domains: []string{"harrow.example"}, Roles: []string{"customer"}, Probability: 0.02},
		{ID: "domain:kestrel.example", Name: "KESTREL ", Roles: []string{"owner"}, Probability: 0.8},
	}
	c := Of(a, b, 0)
	assert.Equal(t, SameOrganisations, c.Verdict)
	assert.Equal(t, []Organisation{
		{Name: "Harrowgate", By: "domain", A: Part{"domain:harrow.example", []string{"owner"}, 0.9}, B: Part{"jp:1", []string{"customer"}, 0.02}, Counts: true},
		{Name: "Big Software", By: "id", A: Part{"v", []string{"software-vendor"}, 0.01}, B: Part{"v", []string{"software-vendor"}, 0}},
		{Name: "Kestrel", By: "name", A: Part{"name:kestrel", []string{"mentioned"}, 0}, B: Part{"domain:kestrel.example", []string{"owner"}, 0.8}},
	}, c.Organisations)
	a.Attribution.Candidates = a.Attribution.Candidates[1:]
	assert.Equal(t, Unrelated, Of(a, b, 0).Verdict)
}

func TestThresholdOfRecycled(t *testing.T) {
	files := func(shared, own int, who string) []file {
		var out []file
		for i := range shared {
			out = append(out, file{name: fmt.Sprint("s", i), text: essay(fmt.Sprintf("shared%c", 'a'+i), 100)})
		}
		for i := range own {
			out = append(out, file{name: fmt.Sprint("o", i), text: essay(fmt.Sprintf("%s%c", who, 'a'+i), 100)})
		}
		return out
	}
	for _, c := range []struct {
		shared, own int
		threshold   float64
		want        string
	}{
		{4, 6, 0, Overlapping}, {5, 5, 0, Recycled}, {6, 4, 0, Recycled},
		{4, 6, 0.4, Recycled}, {9, 1, 0.95, Overlapping},
		{1, 1, 0, Overlapping}, // half of two files is one: too few to say so
		{1, 0, 0, Recycled},    // all there is
	} {
		a, b := packageOf("a.zip", files(c.shared, c.own, "mine")...), packageOf("b.zip", files(c.shared, c.own+9, "yours")...)
		assert.Equal(t, c.want, Of(a, b, c.threshold).Verdict, c)
		assert.Equal(t, c.want, Of(b, a, c.threshold).Verdict, c)
	}
}

func TestPictures(t *testing.T) {
	shot := func(name, hash, text string, width int) file {
		return file{name: name, picture: hash, text: text, width: width, format: "png"}
	}
	for _, c := range []struct {
		name string
		a, b file
		want map[string]int
	}{
		{"eight bits", shot("a", "0123456789abcdef", "", 800), shot("b", "0123456789abcd10", "", 800), map[string]int{PairNear: 1}},
		{"nine bits", shot("a", "0123456789abcdef", "", 800), shot("b", "0123456789abcc10", "", 800), map[string]int{}},
		{"another shape", shot("a", "0123456789abcdef", "", 800), shot("b", "0123456789abcdef", "", 900), map[string]int{}},
		{"nearly one colour", shot("a", "0000000000000001", "x", 800), shot("b", "0000000000000001", "y", 800), map[string]int{}},
		{"one window, other text", shot("a", "0123456789abcdef", essay("inbox", 100), 800), shot("b", "0123456789abcdef", essay("budget", 100), 800), map[string]int{PairForm: 1}},
		// Text recognition made much of one of them differ: what they look like decides.
		{"one window, read badly", file{name: "a", picture: "0123456789abcdef", text: essay("inbox", 100) + essay("x", 150), width: 800, ink: grid(200, 9)},
			file{name: "b", picture: "0123456789abcdee", text: essay("inbox", 100) + essay("y", 150), width: 800, ink: grid(200, 0)}, map[string]int{PairNear: 1}},
		{"another page, read badly", file{name: "a", picture: "0123456789abcdef", text: essay("inbox", 100) + essay("x", 150), width: 800, ink: grid(200, 60)},
			file{name: "b", picture: "0123456789abcdee", text: essay("inbox", 100) + essay("y", 150), width: 800, ink: grid(200, 0)}, map[string]int{PairForm: 1}},
		{"a form on paper, filled in anew", file{name: "a", picture: "0123456789abcdef", text: invoice("Harrowgate", 1) + " 4411 5522 6633 7744", width: 800, ink: grid(200, 9)},
			file{name: "b", picture: "0123456789abcdee", text: invoice("Larkfield", 70) + " 9988 8877 7766 6655", width: 800, ink: grid(200, 0)}, map[string]int{PairForm: 1}},
		{"nothing read, dark in other places", file{name: "a", picture: "0123456789abcdef", format: "png", width: 800, ink: grid(200, 100)},
			file{name: "b", picture: "0123456789abcdee", format: "png", width: 800, ink: grid(200, 0)}, map[string]int{}},
		{"text in one only", shot("a", "0123456789abcdef", essay("inbox", 100), 800), shot("b", "0123456789abcdef", "", 801), map[string]int{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, kinds(Of(packageOf("a.zip", c.a), packageOf("b.zip", c.b), 0)))
		})
	}
}

func TestContainersAreNoFiles(t *testing.T) {
	d := packageOf("a.zip", file{name: "inner.zip", format: "zip", text: "x"}, file{name: "a.txt", text: essay("mine", 300)})
	d.Items[2].Parent, d.Items[2].ID = "0.0", "0.0.0"
	list := contentsOf(&d)
	require.Len(t, list, 1)
	assert.Equal(t, "0.0.0", list[0].item.ID)
	// A copy is told of by what was read of the first one, wherever that lies.
	d.Items[2].Origin = "embedded"
	again := d.Items[2]
	again.ID, again.Parent, again.Origin, again.SameAs, again.Fingerprint, again.Path = "0.1", "0", "entry", "0.0.0", nil, []string{"a.zip", "b.txt"}
	d.Items = append(d.Items, again)
	list = contentsOf(&d)
	require.Len(t, list, 2) // the archive holds no files of its own now
	assert.Equal(t, []string{"a.zip", "b.txt"}, list[1].item.Path)
	assert.True(t, list[1].printed())
}
