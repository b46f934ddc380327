package main

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// legalForms joins the forms of rigour and cleanco. Left out are kinds of
// organisation that are part of the name as people use it (foundation, bank,
// ministry) and words that end ordinary names.
func legalForms(data string) ([]byte, error) {
	var types []struct {
		Aliases                   []string
		Display, Compare, Generic string
	}
	if err := readJSON(data, "legalforms/rigour_org_types.json", &types); err != nil {
		return nil, err
	}
	places := map[string]string{}
	add := func(form, place string) {
		for _, f := range spellings(form) {
			if !usable(f) {
				continue
			}
			for _, p := range place {
				if !strings.ContainsRune(places[f], p) {
					places[f] += string(p)
				}
			}
		}
	}
	for _, t := range types {
		switch t.Generic {
		case "LLC", "JSC", "LP", "LLP", "GP", "SP", "":
		default:
			continue
		}
		for _, a := range append(t.Aliases, t.Display, t.Compare) {
			add(a, "a")
		}
	}
	quoted := regexp.MustCompile(`^\s+"([^"]+)",$`)
	inCountry := false
	err := lines(data, "legalforms/cleanco_termdata.py", func(l string) error {
		if strings.HasPrefix(l, "terms_by_country") {
			inCountry = true
		}
		if m := quoted.FindStringSubmatch(l); m != nil && inCountry {
			add(m[1], "a")
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, f := range before {
		add(f, "ab")
	}
	for _, f := range japanese {
		add(f, "ab")
	}
	for _, f := range extra {
		add(f, "a")
	}
	var b strings.Builder
	b.WriteString("# Made by the build command. a: behind the name, b: before it.\n")
	for _, f := range slices.SortedFunc(maps.Keys(places), longestFirst) {
		p := []byte(places[f])
		slices.Sort(p)
		b.WriteString(string(p) + " " + f + "\n")
	}
	return []byte(b.String()), nil
}

func longestFirst(a, b string) int {
	if d := len([]rune(b)) - len([]rune(a)); d != 0 {
		return d
	}
	return strings.Compare(a, b)
}

// spellings returns the form as names of Core's shape show it, and without
// accents, because letterheads leave them out.
func spellings(form string) []string {
	n := catalogue.Normalise(form)
	if strings.ContainsFunc(n, evidence.IsCJK) {
		return []string{n}
	}
	p := catalogue.Bare(n)
	plain := strings.Map(func(r rune) rune {
		if r >= 0x300 && r <= 0x36f {
			return -1
		}
		return r
	}, norm.NFD.String(p))
	if plain != p {
		return []string{p, norm.NFC.String(plain)}
	}
	return []string{p}
}

func usable(f string) bool {
	if len(f) < 2 || strings.Count(f, " ") > 5 || slices.Contains(notForms, f) {
		return false
	}
	return true
}

// notForms are entries of the sources that end ordinary names, or are words.
var notForms = []string{"as of", "and", "the", "of", "de", "el", "la", "in", "it", "is", "on", "to", "no", "us", "uk",
	"association", "foundation", "fund", "trust", "bank", "group", "holding", "holdings", "partners", "partnership",
	"enterprise", "enterprises", "services", "solutions", "international", "joint venture", "national association",
	"no liability", "society", "union", "club", "institute", "school", "university", "government", "agency", "office",
	"private", "public", "state", "firm", "and sons", "and co", "&", "&co", "brothers", "bros", "cooperative", "charity",
	"others", "other", "branch", "na", "am", "or", "do", "me", "pr", "pc ltda", "unlimited", "mixed", "single", "pp", "lp lp"}

// before are forms that also stand before a name.
var before = []string{"PT", "PT.", "OOO", "ООО", "ОАО", "ЗАО", "ПАО", "АО", "ТОВ", "ТОО", "ИП", "SIA", "UAB", "CV.",
	"Joint Stock Company", "Public Joint Stock Company", "Limited Liability Company", "Общество с ограниченной ответственностью",
	"Акционерное общество", "Syarikat Perniagaan", "Syarikat", "Firma", "주식회사", "유한회사", "(주)", "(유)", "㈜"}

// japanese are forms of Japanese and Chinese law; they stand at either end.
var japanese = []string{"株式会社", "有限会社", "合同会社", "合名会社", "合資会社", "相互会社", "有限責任事業組合", "特定目的会社",
	"㈱", "㈲", "(同)", "(名)", "(資)", "(相)", "(医)", "(学)", "(福)", "(社)", "(財)", "(一社)", "(公社)", "(一財)", "(公財)", "(独)",
	"一般社団法人", "一般財団法人", "公益社団法人", "公益財団法人", "社団法人", "財団法人", "学校法人", "医療法人", "医療法人社団",
	"医療法人財団", "社会医療法人", "社会福祉法人", "宗教法人", "独立行政法人", "地方独立行政法人", "国立大学法人", "公立大学法人",
	"国立研究開発法人", "特定非営利活動法人", "NPO法人", "弁護士法人", "税理士法人", "監査法人", "行政書士法人", "司法書士法人", "農事組合法人",
	"特殊法人", "認可法人", "株式會社", "有限公司", "股份有限公司", "有限责任公司", "股份公司", "有限責任公司", "(株式会社)", "カブシキガイシャ", "カブシキカイシャ"}

// extra are everyday forms that the sources spell in other ways or not at all.
var extra = []string{"Inc", "Incorporated", "Corp", "Corporation", "Ltd", "Limited", "Co", "Company", "Co Ltd", "Co., Limited",
	"Company Limited", "Company, Ltd.", "LLC", "L.L.C.", "LLP", "LP", "PLC", "GmbH", "GmbH & Co. KG", "GmbH & Co. KGaA", "AG", "AG & Co. KGaA",
	"KG", "OHG", "UG", "UG (haftungsbeschränkt)", "e.V.", "eG", "KGaA", "SE", "SE & Co. KGaA", "S.A.", "SAS", "SARL", "S.p.A.", "S.r.l.",
	"N.V.", "B.V.", "A/S", "ApS", "AB", "Oy", "Oyj", "AS", "ASA", "Pty Ltd", "Pty. Limited", "Pte Ltd", "Pvt Ltd", "Private Limited",
	"Sdn Bhd", "Bhd", "Berhad", "K.K.", "Kabushiki Kaisha", "Kabushiki Gaisha", "G.K.", "Godo Kaisha", "Y.K.", "Tbk", "PCL",
	"Public Company Limited", "Corporation Limited", "Corp., Ltd.", "Inc., Ltd.", "Ltda", "S.A. de C.V.", "S. de R.L. de C.V.", "A.Ş.", "Ltd. Şti.", "d.o.o.", "s.r.o.", "a.s.",
	"Sp. z o.o.", "Kft.", "Zrt.", "Nyrt.", "EOOD", "OOD", "JSC", "PJSC", "OJSC", "Joint Stock Company", "& Co", "& Company", "& Co. KG"}
