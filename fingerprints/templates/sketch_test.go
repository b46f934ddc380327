package templates

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func printOf(text string) evidence.Fingerprint {
	return Of([]evidence.Fact{{Kind: evidence.FactText, Value: text}}).Fingerprint()
}

func TestValuesOfText(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
	}{
		{"", 0},
		{"no numbers, clause 12 of page 3", 0},
		{"the year 2021", 0},
		{"2021-08-26", 1},
		{"2021年8月26日", 1},
		{"1,200 and 1200 are one", 1},
		{"1,200.50", 1},
		{"2021-08-26,1200,77", 2}, // a line of CSV: date, amount, and 77 is too short
		{"TEL 03-1234-5678 FAX 03-1234-5679", 2},
		{"mail Anna.Sato@Harrow.example, anna.sato@harrow.example.", 1},
		{"@ alone, a@b", 0},
		{"T1234567890123", 1},
		{strings.Repeat("9", 5000), 1},
	} {
		assert.Equal(t, c.n, printOf(c.text).Values, c.text)
	}
}

// prose is so many words, of which each changed-th is another one in the copy.
func prose(words, changed int) (a, b string) {
	var x, y strings.Builder
	for i := range words {
		fmt.Fprintf(&x, "word%c%c%c ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26)
		if changed > 0 && i%changed == changed-1 {
			fmt.Fprintf(&y, "other%c%c ", 'a'+i%26, 'a'+i/26%26)
			continue
		}
		fmt.Fprintf(&y, "word%c%c%c ", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26)
	}
	return x.String(), y.String()
}

func TestTextResemblance(t *testing.T) {
	a, b := prose(2000, 20)
	pa, pb := printOf(a), printOf(b)
	require.Len(t, pa.Text, 128)
	assert.Equal(t, 1.0, TextResemblance(pa.Text, pa.Text))
	// Each changed word is in three shingles: of 2000 three in twenty differ, and
	// .85/1.15 is .74. The standard error of 128 values is .04.
	assert.InDelta(t, 0.74, TextResemblance(pa.Text, pb.Text), 0.12)
	c, _ := prose(2000, 0)
	other := printOf(strings.ReplaceAll(c, "word", "term"))
	assert.InDelta(t, 0, TextResemblance(pa.Text, other.Text), 0.05)
	assert.Equal(t, 0.0, TextResemblance(nil, pb.Text))
	assert.Equal(t, 0.0, TextResemblance(pa.Text[:64], pb.Text))
	assert.Nil(t, printOf("too little to tell").Text)
}

func TestNumberResemblance(t *testing.T) {
	numbers := func(from, to int) []byte {
		var b strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "no %d; ", 100000+i*7)
		}
		return printOf(b.String()).Numbers
	}
	assert.Len(t, numbers(0, 1), 64)
	assert.Equal(t, 1.0, NumberResemblance(numbers(0, 5), numbers(0, 5)))
	assert.Equal(t, 0.0, NumberResemblance(numbers(0, 5), numbers(100, 105)))
	assert.InDelta(t, 0.5, NumberResemblance(numbers(0, 600), numbers(200, 800)), 0.2) // 400 of 800
	assert.InDelta(t, 0.6, NumberResemblance(numbers(0, 8), numbers(2, 10)), 0.1)      // 6 of 10
	assert.Equal(t, 0.0, NumberResemblance(nil, nil))
}

// A form filled with other data is one text and other numbers.
func TestFilledFormDiffersInItsNumbers(t *testing.T) {
	form := strings.Repeat("Please remit the amount stated below within thirty days of receipt of this invoice to the account named overleaf. ", 3) +
		"Northgate Trading, TEL 020-7946-0001. Invoice %d dated 2021-0%d-1%d. Item %d at %d.%d, total %d,%03d."
	a := printOf(fmt.Sprintf(form, 48213, 3, 4, 7731, 212, 50, 12, 450))
	b := printOf(fmt.Sprintf(form, 51744, 6, 8, 9912, 871, 25, 47, 115))
	assert.Greater(t, TextResemblance(a.Text, b.Text), 0.9)
	assert.Less(t, NumberResemblance(a.Numbers, b.Numbers), 0.3)
}

func TestFingerprintOfPicture(t *testing.T) {
	f := Of([]evidence.Fact{{Kind: evidence.FactMetadata, Name: "image:DHash", Value: "00ff13579bdf0246"}}).Fingerprint()
	assert.Equal(t, evidence.Fingerprint{Picture: "00ff13579bdf0246"}, f)
}

func FuzzValues(f *testing.F) {
	f.Add("2021年8月26日 1,200.50 a@b.example")
	f.Add("@@@1,,,2")
	f.Fuzz(func(t *testing.T, text string) {
		p := printOf(text)
		assert.True(t, p.Values == 0 && p.Numbers == nil || p.Values > 0 && len(p.Numbers) == numberBins)
		if p.Values > 0 {
			assert.Equal(t, 1.0, NumberResemblance(p.Numbers, p.Numbers))
		}
	})
}

func BenchmarkOf(b *testing.B) {
	text, _ := prose(5000, 0)
	facts := []evidence.Fact{{Kind: evidence.FactText, Value: text + strings.Repeat(" 2021-08-26 1,200.50 a.b@c.example", 200)}}
	b.Run("signature", func(b *testing.B) {
		for b.Loop() {
			Of(facts)
		}
	})
	b.Run("numbers", func(b *testing.B) {
		for b.Loop() {
			valueHashes(facts[0].Value)
		}
	})
}
