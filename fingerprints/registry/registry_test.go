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
		{"CIK 1234567", []string{"us-cik:1234567"}},
		{"1234567", nil},
		// Numbers of authorities and of specifications, as the table of package numbers has them.
		{"CNPJ: 00.394.460/0058-87", []string{"br-cnpj:00394460005887"}},
		{"00.394.460/0058-87", nil},
		{"ABN 51 824 753 556", []string{"au-abn:51824753556"}},
		{"ACN: 004 085 616", []string{"au-acn:004085616"}},
		{"GSTIN 27AAPFU0939F1ZV", []string{"in-gstin:27AAPFU0939F1ZV"}},
		{"27AAPFU0939F1ZV", []string{"in-gstin:27AAPFU0939F1ZV"}},
		{"27AAPFU0939F1ZW", nil},
		{"统一社会信用代码：91350100M000100Y43", []string{"cn-uscc:91350100M000100Y43"}},
		{"UID: CHE-100.155.212 MWST", []string{"ch-uid:CHE100155212"}},
		{"CHE-100.155.213", nil},
		{"Org.nr 974 760 673", []string{"no-orgnr:974760673"}},
		{"Org.nr: 202100-5489", []string{"se-orgnr:2021005489"}},
		{"Y-tunnus 0244683-1", []string{"fi-ytunnus:02446831"}},
		{"CVR-nr. 10150817", []string{"dk-cvr:10150817"}},
		{"NIP 526-02-50-274, REGON 000002217", []string{"pl-nip:5260250274", "pl-regon:000002217"}},
		{"KBO 0203.201.340", []string{"be-kbo:0203201340"}},
		{"UEN: T08GA0028A", []string{"sg-uen:T08GA0028A"}},
		{"사업자등록번호 123-81-00001", []string{"kr-brn:1238100001"}},
		{"ИНН 7707329152", []string{"ru-inn:7707329152"}},
		{"EIN: 12-3456789", []string{"us-ein:123456789"}},
		{"für ein 123456789", nil},
		{"D-U-N-S No. 15-048-3782", []string{"duns:150483782"}},
		{"KvK 12345678", []string{"nl-kvk:12345678"}},
		{"the KvK gave us a number and then 12345678", nil},
		{"Company number: 01234567", []string{"gb-company:01234567"}},
		{"our japan plant 123456789 units", nil},
		{"Sitz: Musterstadt, Amtsgericht Musterstadt, HRB 12345", []string{"de-register:HRB12345@MUSTERSTADT"}},
		{"HRB 12345, Amtsgericht Neustadt an der Muster", []string{"de-register:HRB12345@NEUSTADTANDERMUSTER"}},
		{"HRB 12345", nil},
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
