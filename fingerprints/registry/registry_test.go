package registry_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"evscan/fingerprints/registry"
)

func found(text string) []string {
	var out []string
	for _, h := range registry.Find(text) {
		out = append(out, h.Key.Value)
	}
	return out
}

// The numbers are the examples that registries and standards publish, or are
// made up with check digits computed by hand.
func TestFind(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"登録番号：T8700110005901", []string{"jp-corporate-number:8700110005901"}}, // example of the National Tax Agency
		{"登録番号 Ｔ８７００１１０００５９０１", []string{"jp-corporate-number:8700110005901"}},
		{"T8-7001-1000-5901", []string{"jp-corporate-number:8700110005901"}},
		{"T8700110005902", nil},
		{"法人番号 8700110005901", []string{"jp-corporate-number:8700110005901"}},
		{"8700110005901", nil},
		{"LEI: 529900T8BM49AURSDO55", []string{"lei:529900T8BM49AURSDO55"}}, // the example of ISO 17442's registration agency
		{"LEI: 529900T8BM49AURSDO56", nil},
		{"USt-IdNr. DE 136695976", []string{"vat:DE136695976"}}, // example of the German tax office's algorithm
		{"USt-IdNr. DE 136695977", nil},
		{"DE136695976", nil},
		{"SIREN 732 829 320", []string{"siren:732829320"}}, // INSEE's example
		{"SIRET 732 829 320 00074", []string{"siren:732829320"}},
		{"SIREN 732 829 321", nil},
		{"CIK 1234567", []string{"cik:0001234567"}},
		{"1234567", nil},
	} {
		assert.Equal(t, c.want, found(c.text), c.text)
	}
}

func TestLimitsAndTime(t *testing.T) {
	for _, n := range []int{registry.MaxHits - 1, registry.MaxHits, registry.MaxHits + 1} {
		assert.Len(t, found(strings.Repeat("T8700110005901\n", n)), min(n, registry.MaxHits))
	}
	for _, unit := range []string{"1", "1 ", "1-", "T1", "lei ", "１"} {
		start := time.Now()
		registry.Find(strings.Repeat(unit, 2<<20/len(unit)))
		assert.Less(t, time.Since(start), 60*time.Second, unit)
	}
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"T8700110005901", "LEI 529900T8BM49AURSDO55", "VAT NL123456789B01", "USt ATU12345678", "\xff１－１"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range registry.Find(s) {
			assert.Greater(t, h.End, h.Start)
			assert.LessOrEqual(t, h.End, len(s))
		}
	})
}
