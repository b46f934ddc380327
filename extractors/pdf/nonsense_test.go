package pdf

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// shift moves every letter along the alphabet, as a font whose table of characters
// starts elsewhere does.
func shift(s string, by rune) string {
	return strings.Map(func(r rune) rune {
		if r <= ' ' {
			return r
		}
		return r + by
	}, s)
}

const english = "The parties agree that the supplier delivers the equipment listed in the annex to the site of the customer before the end of the month, " +
	"and that the customer pays the invoice within thirty days of its receipt. Any change of this agreement must be made in writing."

func TestNonsense(t *testing.T) {
	sensible := map[string]string{
		"English":      english,
		"German":       "Die Lieferung erfolgt frei Haus bis zum Ende des Monats; die Rechnung ist innerhalb von dreißig Tagen nach ihrem Eingang ohne Abzug zu bezahlen. Änderungen dieses Vertrags bedürfen der Schriftform und der Zustimmung beider Parteien.",
		"Polish":       "Strony uzgadniają, że dostawca dostarczy sprzęt wymieniony w załączniku do siedziby klienta przed końcem miesiąca, a klient zapłaci fakturę w ciągu trzydziestu dni od jej otrzymania, zgodnie z warunkami niniejszej umowy ramowej.",
		"Finnish":      "Osapuolet sopivat, että toimittaja toimittaa liitteessä luetellut laitteet asiakkaan toimipaikkaan ennen kuukauden loppua ja asiakas maksaa laskun kolmenkymmenen päivän kuluessa sen saapumisesta sopimuksen ehtojen mukaisesti.",
		"Japanese":     "下記のとおり御見積申し上げます。ご検討のほどよろしくお願い申し上げます。有効期限は発行日より三十日間とし、支払条件は月末締め翌月末払いとします。",
		"Chinese":      "双方同意供应商在月底之前将附件所列的设备交付至客户现场，客户应在收到发票后三十日内付款。本协议的任何变更须以书面形式作出。",
		"Korean":       "양 당사자는 공급자가 부속서에 열거된 장비를 월말까지 고객의 현장에 인도하는 것에 동의하며 고객은 청구서를 받은 날로부터 삼십일 이내에 지급한다",
		"Russian":      "Стороны соглашаются, что поставщик доставит перечисленное в приложении оборудование на площадку заказчика до конца месяца",
		"part numbers": strings.Repeat("XK-4471-BRT 12 PCS 4,500.00\nHMC5883L SMD QFN16 NXP\nRS232C DB9 RJ45 STP\n", 10),
		"numbers":      strings.Repeat("12 345,67  8.9%  (1,234)\n", 20),
		"dots":         strings.Repeat("1.2 ........................................ 14\n", 20),
		"code":         strings.Repeat("for (i = 0; i < n; i++) { sum[i] += a[i] * b[i]; }\n", 20),
		"short":        "\uf0b7 \uf0b7",
	}
	for name, s := range sensible {
		assert.Empty(t, nonsense(s), name)
	}
	for name, s := range map[string]string{
		"private use": strings.Repeat("\uf041\uf042\uf043", 20),
		"replacement": strings.Repeat("\ufffd\ufffdab", 20),
		"controls":    strings.Repeat("\x01\x02a", 20),
		"moved by 1":  shift(english, 1),
		"signs":       strings.Repeat("#$%&'()!\"+ ", 30),
		"glyphs as ideographs": func() string {
			var b strings.Builder
			for i := range 200 {
				b.WriteRune(rune(0x4e00 + i*101%20900))
			}
			return b.String()
		}(),
		"scripts mixed": strings.Repeat("ᐁꀀ𐎀ᏣꙀᬅ", 20),
	} {
		assert.NotEmpty(t, nonsense(s), name)
	}
}

func TestNonsenseIsRendered(t *testing.T) {
	broken := "BT /F1 12 Tf 14 TL 20 250 Td " + strings.Repeat("(#$%&'!\"+#$%&'!\"+#$%&) Tj T* ", 15) + "ET"
	s, err := read(t, build("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>", streamObject("", broken), helvetica), nil)
	assert.NoError(t, err)
	assert.Equal(t, []string{"page 1"}, s.Names())
	assert.Equal(t, []string{"the text of 1 pages, the first of them page 1, is nonsense (signs instead of letters): the encoding of a font is broken; " +
		"these pages are also handed over as pictures"}, s.Warnings)
}
