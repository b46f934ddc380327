package names

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/fingerprints/catalogue"
)

func TestShortForms(t *testing.T) {
	m := New(catalogue.Empty())
	for text, want := range map[string]string{
		"Northfield Example Works, Inc. (NEW) agrees":                "NEW",
		"Northfield Example Works, Inc. (XYZ) agrees":                "",
		`Northfield Works Ltd. ("Northfield") agrees`:                "Northfield",
		`Northfield Works Ltd. (hereinafter "Northfield") agrees`:    "Northfield",
		`Northfield Works Ltd. (the "Customer") agrees`:              "",
		`Northfield Works Ltd. ("Westmill") agrees`:                  "",
		"北野商事株式会社（以下「北野」という。）は":                                      "北野",
		"北野商事株式会社(以下、「甲」という)":                                        "",
		"北野商事株式会社（以下「発注者」という。）":                                      "",
		"北野商事株式会社（以下「KITANO」という。）":                                   "KITANO",
		"Federal Sample Agency (FSA) and others":                     "FSA",
		"the National Works and Highway Administration (NWHA), 2020": "NWHA",
		"Application Sample Interface (ASI)":                         "",
		"Northfield Works Ltd. (in liquidation) agrees":              "",
		"Northfield Works Ltd. (":                                    "",
	} {
		got := ""
		for _, h := range m.FindAll(text) {
			got += h.Short
		}
		assert.Equal(t, want, got, text)
	}
}

func TestPublicBodies(t *testing.T) {
	m := New(catalogue.Empty())
	for _, c := range []struct {
		text string
		want []found
	}{
		{"Department of Transportation Washington DC", []found{{"Department of Transportation", "department of transportation", "department of"}}},
		{"the Department of Health and Human Services Case No. 5", []found{{"Department of Health and Human Services", "department of health&human services", "department of"}}},
		{"Ministry of Land, Infrastructure, Transport and Tourism Report", []found{{"Ministry of Land, Infrastructure, Transport and Tourism", "ministry of land infrastructure transport&tourism", "ministry of"}}},
		{"Department of Sampling Studies", []found{{"Department of Sampling Studies", "department of sampling studies", "department of"}}},
		{"Federal Sample Agency wrote", nil},
		{"厚生労働省と外務省、環境省", []found{{"厚生労働省", "厚生労働省", "労働省"}, {"外務省", "外務省", "務省"}, {"環境省", "環境省", "環境省"}}},
		{"見本省の省エネ、湖南省", nil},
		{"各省庁、官公庁、見本消防庁", []found{{"見本消防庁", "見本消防庁", "庁"}}},
		{"国立見本学研究所と見本総合研究所", []found{{"国立見本学研究所", "国立見本学研究所", "研究所"}}},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestLabelsOfDomains(t *testing.T) {
	m := FromNames().WithLabels([]Label{{"nwx", nil}, {"northfieldcouncil", []string{"x:1"}}, {"zubra", nil}, {"orange", nil}, {"ftp", nil}})
	for _, c := range []struct {
		text string
		want []found
	}{
		{"the NWX and Zubra", []found{{"NWX", "nwx", ""}, {"Zubra", "zubra", ""}}},
		{"nwx zubra Nwx", nil},
		{"by Northfield Council today", []found{{"Northfield Council", "northfield council", ""}}},
		{"by the Northfield\nCouncil", nil},
		{"see www.zubra.example, https://Zubra/x, a@Zubra, Zubra_1", nil},
		{"Zubra-like, post-Zubra, the ORANGE FTP", nil},
		{"株式会社NWXと", []found{{"NWX", "nwx", ""}}},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
	h := m.FindAll("Northfield Council")
	assert.Equal(t, []string{"x:1"}, h[0].Orgs)
	assert.InDelta(t, 0.1, h[0].Cost, 1e-9)
}

func TestFormsBeforeTheName(t *testing.T) {
	m := New(catalogue.Empty())
	for _, c := range []struct {
		text string
		want []found
	}{
		{"PT Sampel Makmur\nJakarta", []found{{"PT Sampel Makmur", "sampel makmur", "pt"}}},
		{"kepada PT. Sampel Makmur Tbk di", []found{{"PT. Sampel Makmur", "sampel makmur", "pt"}}},
		{"SYARIKAT PERNIAGAAN SAM PEL\n(12345-A)", []found{{"SYARIKAT PERNIAGAAN SAM PEL", "sam pel", "syarikat perniagaan"}}},
		{"Syarikat ini", nil},
		{"ООО «Пример» и другие", []found{{"ООО «Пример", "пример", "ооо"}}},
		{"UAB Pavyzdys, Vilnius", []found{{"UAB Pavyzdys", "pavyzdys", "uab"}}},
		{"12 PT Arial", []found{{"PT Arial", "arial", "pt"}}},
		{"pt Arial, Pt Reyes", nil},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestFormsOfBankAccounts(t *testing.T) {
	m := New(catalogue.Empty())
	for _, c := range []struct {
		text string
		want []found
	}{
		{"振込先 カ)ミホンシヨウジ", []found{{"カ)ミホンシヨウジ", "ミホンシヨウジ", "株式会社"}}},
		{"ｶ)ﾐﾎﾝｼﾖｳｼﾞ", []found{{"ｶ)ﾐﾎﾝｼﾖｳｼﾞ", "ミホンシヨウジ", "株式会社"}}},
		{"ミホンシヨウジ(カ", []found{{"ミホンシヨウジ(カ", "ミホンシヨウジ", "株式会社"}}},
		{"ミホンシヨウジ（カ）", []found{{"ミホンシヨウジ（カ）", "ミホンシヨウジ", "株式会社"}}},
		{"ユ）ミホン", []found{{"ユ）ミホン", "ミホン", "有限会社"}}},
		{"アフリカ)ミホン", nil},
		{"(カメラ)ミホン", nil},
		{"(シ)", nil},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestPlacesInBrackets(t *testing.T) {
	m := New(catalogue.Empty())
	for _, c := range []struct {
		text string
		want []found
	}{
		{"Northfield (Thailand) Co., Ltd. and", []found{{"Northfield (Thailand) Co., Ltd.", "northfield thailand", "co ltd"}}},
		{"by Sampel Buku Co. (M) Sdn Bhd, Ipoh", []found{{"Sampel Buku Co. (M) Sdn Bhd", "sampel buku co m", "sdn bhd"}}},
		{"Northfield (Hong Kong) Limited", []found{{"Northfield (Hong Kong) Limited", "northfield hong kong", "limited"}}},
		{"see the list (Annex) Limited", nil},
		{"CO. (M) SDN BHD", nil},
		{"the works (see below) Ltd", nil},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
		for _, w := range c.want {
			assert.Equal(t, catalogue.Core(w.text), w.core)
		}
	}
}
