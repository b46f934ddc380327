package layout_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
	"evscan/fingerprints/layout"
)

// zoneOf is the zone of the first place where what stands in text.
func zoneOf(text, what string) evidence.Zone {
	i := strings.Index(text, what)
	return layout.Read([]evidence.Fact{{Kind: evidence.FactText, Value: text}}).At(0, i, i+len(what)).Zone
}

func TestZones(t *testing.T) {
	for _, c := range []struct {
		text, what string
		want       evidence.Zone
	}{
		{"北野商事 御中", "北野商事", evidence.ZoneAddressee},
		{"北野商事 総務部 御中", "北野商事", evidence.ZoneAddressee},
		{"北野商事\n総務部 御中", "北野商事", evidence.ZoneAddressee},
		{"宛先: 北野商事", "北野商事", evidence.ZoneAddressee},
		{"製品の仕様", "製品", evidence.ZoneBody},
		{"北野商事の仕様書は別紙の通り", "北野商事", evidence.ZoneBody},
		{"Bill to: Northfield\n", "Northfield", evidence.ZoneAddressee},
		{"Bill to:\nNorthfield\n5 North Road", "Northfield", evidence.ZoneAddressee},
		{"Bill to:\tShip to:\nNorthfield\tSouthhill", "Northfield", evidence.ZoneAddressee},
		{"We went to Northfield", "Northfield", evidence.ZoneBody},
		{"Prepared by: Southhill", "Southhill", evidence.ZoneIssuer},
		{"Southhill\nTel: 03-1\nFax: 03-2", "Southhill", evidence.ZoneIssuer},
		{"Southhill\n\n\n\n\n\n\nTel: 03-1\nFax: 03-2", "Southhill", evidence.ZoneBody},
		{"Southhill\nTel: 03-1", "Southhill", evidence.ZoneBody},
		{"Southhill Confidential", "Southhill", evidence.ZoneNotice},
		{"Southhill\n(Co. No. 11111-W)\n(GST Reg No. 002)", "Southhill", evidence.ZoneIssuer},
		{"Southhill\nGST ID : 002", "Southhill", evidence.ZoneIssuer},
		{"Southhill\nABN: 002", "Southhill", evidence.ZoneIssuer},
		{"Southhill and co. not later than 2", "Southhill", evidence.ZoneBody},
		{"(C) Southhill 2019", "Southhill", evidence.ZoneNotice},
		{"(c)北野商事", "北野商事", evidence.ZoneNotice},
		{"(c) Southhill shall deliver", "Southhill", evidence.ZoneBody},
		{"For internal use of Southhill only", "Southhill", evidence.ZoneNotice},
		{"Messrs. Northfield Works", "Northfield", evidence.ZoneAddressee},
		{"M/s Northfield Works", "Northfield", evidence.ZoneAddressee},
		{"Dear Northfield Works,", "Northfield", evidence.ZoneAddressee},
		{"Prepared for Northfield Works", "Northfield", evidence.ZoneAddressee},
		{"Prepared by Southhill", "Southhill", evidence.ZoneIssuer},
		{"It was prepared by Southhill", "Southhill", evidence.ZoneBody},
		{"Customer Name: Northfield", "Northfield", evidence.ZoneAddressee},
		{"御請求先　北野商事", "北野商事", evidence.ZoneAddressee},
		{"納品先 北野商事 本社", "北野商事", evidence.ZoneAddressee},
		{"発注元：北野商事", "北野商事", evidence.ZoneAddressee},
		{"Rechnungsempfänger: Northfield", "Northfield", evidence.ZoneAddressee},
		{"Destinataire: Northfield", "Northfield", evidence.ZoneAddressee},
		{"Cliente: Northfield", "Northfield", evidence.ZoneAddressee},
		{"客户：北野商事", "北野商事", evidence.ZoneAddressee},
		{"Lieferant: Southhill", "Southhill", evidence.ZoneIssuer},
		{"Best regards,\nTaro Mori\nSouthhill", "Southhill", evidence.ZoneSignature},
		{"-- \nTaro Mori\nSouthhill\nTel 03-1", "Southhill", evidence.ZoneSignature},
		{"よろしくお願いいたします。\n\n━━━━━\n北野商事\n森 太郎", "北野商事", evidence.ZoneSignature},
		{"敬具\n\n北野商事\n代表取締役 森", "北野商事", evidence.ZoneSignature},
		{"Best regards,\nTaro\n\nFrom: Southhill", "Southhill", evidence.ZoneIssuer},
		{"a\t--\nSouthhill\t5", "Southhill", evidence.ZoneBody},
		{"with best regards to all of Southhill", "Southhill", evidence.ZoneBody},
	} {
		assert.Equal(t, c.want, zoneOf(c.text, c.what), c.text)
	}
}

func TestIssuerAtTheRightOfTheAddressee(t *testing.T) {
	text := "北野商事 御中\t\t\t\t南山システム\n\t\t\t\t東京都港区南山1-2-3\n\t\t\t\tTEL 03-1"
	assert.Equal(t, evidence.ZoneAddressee, zoneOf(text, "北野商事"))
	assert.Equal(t, evidence.ZoneIssuer, zoneOf(text, "南山システム"))
}

func TestCellsAreLaidOutByTheirReference(t *testing.T) {
	cell := func(ref, v string) evidence.Fact {
		return evidence.Fact{Kind: evidence.FactText, Value: v, At: evidence.Locator{Cell: ref}}
	}
	p := layout.Read([]evidence.Fact{cell("A1", "北野商事 御中"), cell("F1", "南山システム"), cell("F2", "TEL 03-1"), cell("F3", "FAX 03-2")})
	assert.Equal(t, evidence.ZoneAddressee, p.At(0, 0, 12).Zone)
	assert.Equal(t, evidence.ZoneIssuer, p.At(1, 0, 18).Zone)
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{"A 御中", "Bill to:\nA", "TEL 1\nFAX 2", "\t|  |", "宛先：", "\xff御中\xff"} {
		f.Add(s, "A1")
	}
	f.Fuzz(func(t *testing.T, s, cell string) {
		p := layout.Read([]evidence.Fact{{Kind: evidence.FactText, Value: s, At: evidence.Locator{Cell: cell}}})
		for i := range len(s) {
			assert.NotEmpty(t, p.At(0, i, min(len(s), i+4)).Zone)
		}
	})
}
