package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// kind of an organisation.
type kind int

const (
	company kind = iota
	utility
	bank
	firm     // acts for clients: law, accounting
	lawFirm  // a law firm
	provider // of managed services
	public   // city, university, hospital
	authority
	court
)

// org is an invented organisation with all that its papers show.
type org struct {
	who
	kind    kind
	ja      bool
	known   bool // the catalogue of its part lists it
	english string
	people  []person
	depts   []string
	postal  string
	address string
	foreign string // its address in English papers, where it is Japanese
	tel     string
	fax     string
	number  string // registration number of a qualified invoice issuer
	vat     string // the like in other countries
	tenant  string // Entra tenant id
	label   string // id of its sensitivity label; used if labels
	labels  bool
	ad      string // its AD domain
	netbios string
	server  string // a file server
	share   string
	printer string
	portal  string // address of its intranet
	accent  string
	font    string
	notice  string // in headers and footers; may be empty
	company string // what its office programs write as Company; may be empty
	maker   string // what makes its PDF files
	mailer  string
	look    uint64 // picks layouts and wordings: its house style
	formal  bool   // its papers have running headers and footers
	showsEN bool   // a Japanese firm whose papers show its English name
}

// who is the name of an organisation and what else it goes by.
type who struct {
	name, short, roman string
	aliases            []string
	domains            []string
}

type person struct{ name, family, latin, box, role string }

// in is the person's name in papers of a language.
func (p person) in(ja bool) string {
	if !ja && p.latin != "" {
		return p.latin
	}
	return p.name
}

func (o *org) domain() string { return o.domains[0] }

func (o *org) truth() Who {
	return Who{Name: o.name, Aliases: append([]string{}, o.aliases...), Domains: append([]string{}, o.domains...)}
}

// called is the name of the organisation in papers of a language.
func (o *org) called(ja bool) string {
	if o.ja && !ja && o.english != "" {
		return o.english
	}
	return o.name
}

// brief is the short name in papers of a language.
func (o *org) brief(ja bool) string {
	if o.ja && !ja && o.english != "" {
		return strings.TrimRight(strings.NewReplacer(" Co., Ltd.", "", " Corporation", "", ", Inc.", "", " Co.,Ltd.", "").Replace(o.english), ",")
	}
	return o.short
}

// seat is the address in papers of a language, with the postal code.
func (o *org) seat(ja bool) []string {
	switch {
	case !o.ja:
		return []string{o.address, o.postal}
	case !ja:
		return []string{o.foreign, o.postal + ", Japan"}
	}
	return []string{"〒" + o.postal + " " + o.address}
}

func (o *org) mail(p person) string { return p.box + "@" + o.domain() }

// style is a source of choices that are always the same for one organisation and purpose.
func (o *org) style(purpose string) *rand.Rand {
	h := o.look
	for _, c := range purpose {
		h = h*1099511628211 ^ uint64(c)
	}
	return rand.New(rand.NewPCG(o.look, h))
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// mint makes organisations no two of which share a name, an alias or a domain.
type mint struct{ seen map[string]bool }

func newMint() *mint { return &mint{seen: map[string]bool{}} }

func key(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// claim takes all names for one organisation, or none if one of them is taken.
func (m *mint) take(w who) bool {
	names := append(append([]string{w.name}, w.aliases...), w.domains...)
	for _, n := range names {
		if m.seen[key(n)] {
			return false
		}
	}
	for _, n := range names {
		m.seen[key(n)] = true
	}
	return true
}

// new draws an organisation.
func (m *mint) new(r *rand.Rand, k kind, ja bool) *org {
	for {
		o := &org{kind: k, ja: ja}
		if ja {
			o.nameJapanese(r)
		} else {
			o.nameEnglish(r)
		}
		if chance(r, .12) {
			label, _, _ := strings.Cut(o.domain(), ".")
			o.domains = append(o.domains, label+pick(r, []string{"-mail.test", "-global.example", "-group.test"}))
		}
		if m.take(o.who) {
			o.furnish(r)
			return o
		}
	}
}

// kin draws an organisation of the same group: its name begins with the same stem.
func (m *mint) kin(r *rand.Rand, o *org) *org {
	for {
		k := &org{kind: company, ja: o.ja}
		k.roman = o.roman
		stem := o.stem()
		if o.ja {
			t := pick(r, jaTrade)
			k.short = stem + t[0]
			k.name = pick(r, []string{"株式会社" + k.short, k.short + "株式会社"})
			k.aliases = []string{k.short}
			k.domains = []string{o.roman + "-" + t[1] + pick(r, tlds)}
			if chance(r, .4) {
				k.english = title(o.roman) + " " + title(t[1]) + " Co., Ltd."
				k.aliases = append(k.aliases, k.english)
			}
		} else {
			t := pick(r, enTrade)
			k.short = stem + " " + pick(r, []string{t, "Holdings", "Group", "International", t + " Services"})
			k.name = k.short + " " + pick(r, enForm)
			k.aliases = []string{k.short}
			k.domains = []string{strings.ToLower(strings.ReplaceAll(k.short, " ", "")) + pick(r, tlds)}
		}
		if m.take(k.who) {
			k.furnish(r)
			return k
		}
	}
}

// near draws an organisation whose domain differs from o's in the ending alone.
func (m *mint) near(r *rand.Rand, o *org) *org {
	label, tld, _ := strings.Cut(o.domain(), ".")
	other := map[string]string{"example": "test", "test": "example"}[tld]
	for {
		k := &org{kind: company, ja: o.ja}
		k.roman = o.roman
		stem := o.stem()
		if o.ja {
			k.short = stem + pick(r, []string{"", "協会", "研究所", "技研", "総業", "サービス"})
			k.name = pick(r, []string{"一般社団法人" + k.short, k.short + "株式会社", k.short + "合同会社", "有限会社" + k.short})
		} else {
			k.short = stem + pick(r, []string{"", " Association", " Architects", " Standards", " Works", " Studio", " Partners"})
			k.name = k.short + " " + pick(r, []string{"e.V.", "LLP", "Ltd", "Inc.", "LLC"})
		}
		if k.short != stem {
			k.aliases = []string{k.short}
		}
		k.domains = []string{label + "." + other}
		if m.take(k.who) {
			k.furnish(r)
			return k
		}
		other = pick(r, []string{other, "org.test", "com.example"})
	}
}

// stem is the invented part of the name.
func (o *org) stem() string {
	if !o.ja {
		return strings.Fields(o.short)[0]
	}
	s := o.short
	for _, t := range jaTrade {
		s = strings.TrimSuffix(s, t[0])
	}
	return s
}

var tlds = []string{".example", ".test", ".example"}

func stemJapanese(r *rand.Rand) (text, roman string) {
	if chance(r, .45) {
		for range 3 + r.IntN(2) {
			k := pick(r, kana)
			text, roman = text+k[0], roman+k[1]
		}
		if chance(r, .2) {
			text, roman = text+"ン", roman+"n"
		}
		return text, roman
	}
	a, b := pick(r, jaFirst), pick(r, jaLast)
	return a[0] + b[0], a[1] + b[1]
}

func (o *org) nameJapanese(r *rand.Rand) {
	text, roman := stemJapanese(r)
	o.roman = roman
	tld := pick(r, tlds)
	set := func(name, short, domain string) {
		o.name, o.short, o.domains = name, short, []string{domain + tld}
	}
	switch o.kind {
	case authority, court:
		t := pick(r, jaAuthority)
		if o.kind == court {
			t = pick(r, [][2]string{{"地方裁判所", "court"}, {"簡易裁判所", "court"}, {"家庭裁判所", "court"}})
		}
		set(text+t[0], text+t[0], pick(r, []string{roman + "-" + t[1], t[1] + "-" + roman, roman + "-gov"}))
	case firm, lawFirm:
		f := pick(r, []string{"税理士法人", "会計事務所", "社会保険労務士法人"})
		if o.kind == lawFirm {
			f = pick(r, []string{"法律事務所", "弁護士法人", "総合法律事務所"})
		}
		if strings.HasSuffix(f, "法人") {
			set(f+text, text, roman+pick(r, []string{"-tax", "-office", "", "-law"}))
		} else {
			set(text+f, text+f, roman+pick(r, []string{"-tax", "-law", "-lo", "-office", ""}))
		}
	case public:
		switch r.IntN(4) {
		case 0:
			set(text+"市", text+"市", "city-"+roman)
		case 1:
			set(text+"大学", text+"大学", roman+"-u")
		case 2:
			set("医療法人"+text+"会", text+"会", roman+"kai")
			o.aliases = []string{text + "病院"}
		default:
			set(text+"町", text+"町", "town-"+roman)
		}
	case utility:
		t := pick(r, [][2]string{{"水道", "suido"}, {"電力", "denryoku"}, {"ガス", "gas"}, {"鉄道", "tetsudo"}})
		set(text+t[0]+"株式会社", text+t[0], roman+pick(r, []string{"-" + t[1], t[1], ""}))
	case bank:
		t := pick(r, [][2]string{{"銀行", "bank"}, {"信用金庫", "shinkin"}, {"証券", "sec"}})
		n := text + t[0]
		if t[0] != "信用金庫" {
			n = pick(r, []string{"株式会社" + n, n + "株式会社"})
		}
		set(n, text+t[0], roman+t[1])
	default:
		t := pick(r, jaTrade)
		if o.kind == provider {
			t = pick(r, jaProvider)
		}
		if chance(r, .12) && o.kind == company {
			t = [2]string{"", ""}
		}
		short := text + t[0]
		name := pick(r, []string{"株式会社" + short, short + "株式会社", short + "株式会社", "株式会社" + short, short + "有限会社", "有限会社" + short, short + "合同会社"})
		acro := roman[:1] + t[1][:min(1, len(t[1]))] + pick(r, []string{"c", "k", "s", "i"})
		d := pick(r, []string{roman + t[1], roman, roman + "-" + t[1], roman + "-jp", acro + "-jp", acro + "net", roman + "hd"})
		if t[1] == "" {
			d = roman + pick(r, []string{"", "-jp", "-co"})
		}
		set(name, short, d)
		if chance(r, .75) {
			o.english = strings.TrimSpace(title(roman)+" "+title(t[1])) + pick(r, []string{" Co., Ltd.", " Corporation", ", Inc.", " Co.,Ltd."})
		}
	}
	if o.english == "" && chance(r, .7) {
		stem := title(roman)
		switch o.kind {
		case authority:
			o.english = stem + " Regional Office"
		case court:
			o.english = stem + " Court"
		case firm, lawFirm:
			o.english = stem + pick(r, []string{" & Partners", " Law Office", " Accounting Office"})
		case public:
			o.english = stem + map[bool]string{true: " University", false: " City"}[strings.HasSuffix(o.name, "大学")]
			if strings.HasPrefix(o.name, "医療") {
				o.english = stem + "kai Medical Corporation"
			}
		case bank, utility:
			o.english = stem + " " + title(strings.TrimPrefix(strings.TrimPrefix(o.domains[0][:strings.IndexByte(o.domains[0], '.')], roman), "-"))
			o.english = strings.TrimSpace(o.english) + pick(r, []string{", Ltd.", " Co., Ltd.", " Corporation"})
		}
	}
	if o.short != o.name {
		o.aliases = append([]string{o.short}, o.aliases...)
	}
	if o.english != "" {
		o.aliases = append(o.aliases, o.english)
	}
}

func (o *org) nameEnglish(r *rand.Rand) {
	text := pick(r, enFirst) + pick(r, enLast)
	if chance(r, .25) {
		text = pick(r, enFirst) + pick(r, []string{"a", "o", "en", "i"}) + pick(r, enLast)
	}
	roman := strings.ToLower(text)
	o.roman = roman
	tld := pick(r, tlds)
	set := func(name, short, domain string) {
		o.name, o.short, o.domains = name, short, []string{domain + tld}
	}
	switch o.kind {
	case authority:
		n := fmt.Sprintf(pick(r, enAuthority), text)
		set(n, n, roman+pick(r, []string{"-gov", "-authority", "gov"}))
	case court:
		n := fmt.Sprintf(pick(r, []string{"District Court of %s", "%s County Court", "High Court of %s", "%s Employment Tribunal"}), text)
		set(n, n, roman+pick(r, []string{"-courts", "courts"}))
	case firm, lawFirm:
		second := pick(r, enFamily)
		n := text + pick(r, []string{" Accountants", " & " + second, " Tax Advisers", " Bookkeeping"})
		if o.kind == lawFirm {
			n = text + pick(r, []string{" Solicitors", " & " + second, " Law Group", " Legal"})
		}
		set(n+pick(r, []string{" LLP", " Ltd", " PLLC", ""}), n, roman+pick(r, []string{"law", "-accountants", "partners", "", "advisers"}))
	case public:
		switch r.IntN(4) {
		case 0:
			set(text+" County", text+" County", roman+"county")
			o.aliases = []string{text + " County Council"}
		case 1:
			set("University of "+text, "University of "+text, pick(r, []string{roman + "-uni", "u" + roman, roman}))
			o.aliases = []string{text + " University"}
		case 2:
			set(text+" General Hospital", text+" Hospital", roman+"hospital")
		default:
			set("City of "+text, "City of "+text, "cityof"+roman)
		}
	case utility:
		t := pick(r, []string{"Water", "Power", "Gas", "Rail"})
		n := text + " " + t
		set(n+" "+pick(r, []string{"plc", "Ltd", "Limited", "Inc."}), n, roman+pick(r, []string{"-", ""})+strings.ToLower(t))
	case bank:
		t := pick(r, []string{"Bank", "Trust Bank", "Savings Bank", "Credit Union"})
		n := text + " " + t
		set(n+pick(r, []string{"", " plc", " N.A.", " AG"}), n, roman+pick(r, []string{"bank", "", "-bank"}))
	default:
		t := pick(r, enTrade)
		if o.kind == provider {
			t = pick(r, enProvider)
		}
		short := text + " " + t
		if chance(r, .2) {
			short = text
		}
		low := strings.ToLower(strings.ReplaceAll(t, " ", ""))
		set(short+" "+pick(r, enForm), short, pick(r, []string{roman, roman + low, roman + "-" + strings.ToLower(strings.Fields(t)[0]), roman + "group", roman + "hq", "get" + roman}))
		// One that could be said as a word might be one, and would be found everywhere.
		if a := acronym(o.name); chance(r, .3) && strings.Contains(short, " ") && !strings.ContainsAny(a, "AEIOUY") {
			o.aliases = append(o.aliases, a)
			o.domains = []string{strings.ToLower(a) + pick(r, []string{"-corp", "group", "net", "online"}) + tld}
		}
	}
	if o.short != o.name {
		o.aliases = append([]string{o.short}, o.aliases...)
	}
}

// acronym of a name: three letters of the stem and the initials of the rest.
func acronym(name string) string {
	f := strings.Fields(name)
	a := strings.ToUpper(f[0][:2])
	for _, w := range f[1:min(3, len(f))] {
		a += strings.ToUpper(w[:1])
	}
	return a
}

// furnish gives an organisation all that its papers and machines show.
func (o *org) furnish(r *rand.Rand) {
	o.look = r.Uint64()
	o.accent, o.maker, o.mailer = pick(r, accents), pick(r, producers), pick(r, mailers)
	o.labels, o.formal, o.showsEN = chance(r, .35), chance(r, .6), chance(r, .4)
	o.tenant, o.label = guid(r), guid(r)
	label, _, _ := strings.Cut(o.domain(), ".")
	o.netbios = strings.ToUpper(strings.Trim(pick(r, []string{o.roman[:min(len(o.roman), 10)], label[:min(len(label), 12)]}), "-"))
	o.ad = pick(r, []string{o.roman + ".local", label + ".local", "corp." + o.domain(), "ad." + o.domain(), o.roman + ".internal", label + ".lan"})
	o.server = pick(r, []string{o.roman + "fs01", label + "-nas", "FS" + strings.ToUpper(o.roman[:min(4, len(o.roman))]) + "1", "fileserver", "srv-file01", strings.ToUpper(label) + "-FS02", "192.168.10.5", "nas01"})
	o.portal = "http" + pick(r, []string{"://intra.", "s://portal.", "://intranet.", "s://wiki.", "s://sp."}) + o.domain() + "/"
	if chance(r, .25) {
		o.portal = "https://" + label + ".sharepoint.com/sites/"
	}
	if o.ja {
		o.font, o.depts = pick(r, jaFonts), jaDepts
		o.share = pick(r, []string{"共有", "share", "総務", "業務", "data", "部門共有"})
		o.number = taxNumber(r)
		o.postal = fmt.Sprintf("%03d-%04d", 900+r.IntN(99), r.IntN(10000))
		o.address = fmt.Sprintf("%s%d-%d-%d", pick(r, jaTowns), 1+r.IntN(9), 1+r.IntN(30), 1+r.IntN(20))
		if chance(r, .4) {
			o.address += pick(r, []string{" 架空ビル", " 第二見本ビル", " センタービル"}) + pick(r, []string{"3F", "7階", "12階", ""})
		}
		o.foreign = fmt.Sprintf("%d-%d-%d %s", 1+r.IntN(9), 1+r.IntN(30), 1+r.IntN(20), pick(r, []string{"Chuo, Midori-shi, Kakuu", "Konan, Shinonome-cho, Kakuu", "Kanda-dai, Kari-ku, Kakuu", "Kitahama, Mihon-shi, Sotei"}))
		area := fmt.Sprintf("0%d", 3+r.IntN(90))
		o.tel, o.fax = fmt.Sprintf("%s-000-%04d", area, r.IntN(10000)), fmt.Sprintf("%s-000-%04d", area, r.IntN(10000))
		o.notice = pick(r, []string{"社外秘", o.short + " 社外秘", "秘 " + o.short, "取扱注意 " + o.name, "", "関係者外秘", "© " + o.name})
	} else {
		o.font, o.depts = pick(r, enFonts), enDepts
		o.share = pick(r, []string{"Shared", "Data", "Company", "Finance", "Departments", "public"})
		o.postal = fmt.Sprintf("%c%c%d %d%c%c", 'A'+rune(r.IntN(26)), 'A'+rune(r.IntN(26)), 1+r.IntN(20), 1+r.IntN(9), 'A'+rune(r.IntN(26)), 'X')
		o.address = fmt.Sprintf("%d %s, %s", 1+r.IntN(200), pick(r, enRoads), pick(r, enTowns))
		o.tel, o.fax = fmt.Sprintf("+44 1632 96%04d", r.IntN(10000)), fmt.Sprintf("+44 1632 96%04d", r.IntN(10000))
		if chance(r, .5) {
			o.tel = fmt.Sprintf("(555) 01%d-%04d", r.IntN(10), r.IntN(10000))
		}
		o.vat = fmt.Sprintf("GB%09d", r.IntN(1_000_000_000))
		o.notice = pick(r, []string{o.short + " Confidential", "Confidential", "© " + o.name + ". All rights reserved.", o.short + " - Internal use only", "", "Proprietary and confidential - " + o.name, "Commercial in confidence"})
	}
	o.printer = `\\` + o.server + `\` + pick(r, []string{"MFP-2F", "RICOH_3F", "PRN01", "Accounts-Laser", "複合機1"})
	o.company = pick(r, []string{o.name, o.short, o.name, "", "", o.english})
	if chance(r, .08) {
		o.company = pick(r, []string{"Microsoft", "Home", "-"}) // as machines come
	}
	scheme := r.IntN(6)
	for range 7 {
		o.people = append(o.people, newPerson(r, o.ja, scheme))
	}
}

// newPerson draws a person whose mailbox follows one of six schemes.
func newPerson(r *rand.Rand, ja bool, scheme int) person {
	var name, family, latin, f, g string
	if ja {
		a, b := pick(r, jaFamily), pick(r, jaGiven)
		name, family, f, g = a[0]+" "+b[0], a[0], a[1], b[1]
		latin = title(g) + " " + title(f)
	} else {
		f, g = pick(r, enFamily), pick(r, enGiven)
		name, family = g+" "+f, f
		f, g = strings.ToLower(f), strings.ToLower(g)
	}
	p := person{name: name, family: family, latin: latin, box: []string{g + "." + f, f + "." + g, g[:1] + "." + f, f, g[:1] + f, f + "-" + g[:1]}[scheme]}
	if ja {
		p.role = pick(r, []string{"課長", "部長", "主任", "担当", "係長", "室長", ""})
	} else {
		p.role = pick(r, []string{"Manager", "Director", "Head of Operations", "Analyst", "Account Executive", "Coordinator", ""})
	}
	return p
}

func title(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func guid(r *rand.Rand) string {
	return fmt.Sprintf("%08x-%04x-4%03x-9%03x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<12), r.Uint64()&0xffffffffffff)
}

// taxNumber is the registration number of a qualified invoice issuer in Japan: T and
// the 13 digits of a corporate number, the first of which is its check digit.
func taxNumber(r *rand.Rand) string {
	digits := fmt.Sprintf("%012d", r.Int64N(1_000_000_000_000))
	return "T" + string(rune('0'+checkDigit(digits))) + digits
}

// checkDigit of the twelve other digits of a corporate number: 9 less the remainder by
// 9 of their sum, in which those in even places from the right count twice (Order of
// the Ministry of Finance on the designation of corporate numbers, article 2).
func checkDigit(digits string) int {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
		}
		sum += d
	}
	return 9 - sum%9
}
