package bench

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"strings"
)

// org is an invented organisation with all that its papers show.
type org struct {
	name    string // with its legal form, as its papers print it
	short   string // as people say
	english string // romanised or translated name, "" for none
	domain  string
	second  string // a further domain, "" for none
	kind    string // company, firm, authority, provider
	ja      bool
	people  []person
	address string
	tel     string
	number  string // registration number for tax, ja only
	tenant  string // Entra tenant id
	ad      string // name of its AD domain, e.g. aoba.local
	server  string // a file server
	accent  string
	notice  string // confidentiality notice
	look    int    // picks layouts and wordings, one house style for each organisation
	tool    string // program that made its documents
}

type person struct{ name, romaji string }

func (o *org) who() Who {
	w := Who{Name: o.name, Aliases: []string{o.short}, Domains: []string{o.domain}}
	if o.english != "" {
		w.Aliases = append(w.Aliases, o.english)
	}
	if o.second != "" {
		w.Domains = append(w.Domains, o.second)
	}
	return w
}

// Stems of invented names. What a stem hashes to decides the part of the benchmark
// that may use it, so that no organisation stands in two parts.
var (
	jaFirst = [][2]string{{"碧", "midori"}, {"朝凪", "asanagi"}, {"浦風", "urakaze"}, {"蒼", "ao"}, {"暁", "akatsuki"}, {"梓", "azusa"}, {"鳴海", "narumi"},
		{"霞", "kasumi"}, {"鹿渡", "shikato"}, {"燈", "akari"}, {"千樫", "chigashi"}, {"翠", "sui"}, {"凪", "nagi"}, {"白鷺", "shirasagi"}, {"玉藻", "tamamo"},
		{"常磐木", "tokiwagi"}, {"露草", "tsuyukusa"}, {"榛", "hashibami"}, {"飛鳥井", "asukai"}, {"水無", "minashi"}, {"萌黄", "moegi"}, {"雪代", "yukishiro"},
		{"若竹", "wakatake"}, {"鶴舞", "tsurumai"}, {"岩清水", "iwashimizu"}, {"薄野", "susukino"}, {"葛城", "katsuragi"}, {"篝", "kagari"}, {"鴇", "toki"}, {"縹", "hanada"}}
	jaLast = [][2]string{{"浜", "hama"}, {"峰", "mine"}, {"瀬", "se"}, {"沢", "zawa"}, {"之内", "nouchi"}, {"原", "hara"}, {"坂", "saka"}, {"台", "dai"}, {"戸", "do"},
		{"代", "shiro"}, {"岬", "misaki"}, {"森", "mori"}, {"畑", "hata"}, {"嶺", "ne"}, {"野", "no"}, {"堂", "do"}, {"宮", "miya"}, {"橋", "hashi"}, {"泉", "izumi"}, {"丘", "oka"}}
	jaTrade = [][2]string{{"精機", "seiki"}, {"電機", "denki"}, {"化成", "kasei"}, {"物産", "bussan"}, {"商事", "shoji"}, {"製作所", "seisakusho"}, {"工業", "kogyo"},
		{"システムズ", "systems"}, {"建設", "kensetsu"}, {"運輸", "unyu"}, {"食品", "foods"}, {"薬品", "yakuhin"}, {"印刷", "insatsu"}, {"情報サービス", "jyoho"},
		{"金属", "kinzoku"}, {"テック", "tech"}, {"ロジスティクス", "logistics"}, {"測器", "sokki"}}
	enFirst = []string{"Brev", "Kest", "Larn", "Quil", "Thorn", "Marl", "Osk", "Penn", "Wex", "Dray", "Fenn", "Gorse", "Hask", "Ivel", "Jarr", "Korr", "Lund", "Morv",
		"Nars", "Orl", "Pask", "Rusk", "Selk", "Tarn", "Ulv", "Varn", "Wend", "Yarl", "Zell", "Astr", "Bald", "Corv", "Dunn", "Ebb", "Flax", "Grend"}
	enLast = []string{"field", "ridge", "well", "more", "ford", "vale", "wick", "stone", "haven", "by", "mere", "ton", "croft", "shaw", "combe", "holt", "brook", "ley",
		"gate", "moor"}
	enTrade = []string{"Logistics", "Systems", "Engineering", "Foods", "Pharma", "Controls", "Instruments", "Motors", "Packaging", "Water", "Energy", "Robotics",
		"Chemicals", "Optics", "Marine", "Textiles", "Software", "Components"}
	enForm = []string{"Ltd", "Limited", "Inc.", "LLC", "plc", "GmbH", "AG", "B.V.", "Pty Ltd", "Corp.", "S.A."}

	jaFamily = [][2]string{{"佐伯", "saeki"}, {"三宅", "miyake"}, {"大西", "onishi"}, {"川端", "kawabata"}, {"長尾", "nagao"}, {"島津", "shimazu"}, {"吉岡", "yoshioka"},
		{"内海", "utsumi"}, {"高瀬", "takase"}, {"堀", "hori"}, {"村井", "murai"}, {"桐山", "kiriyama"}, {"奥田", "okuda"}, {"榊", "sakaki"}, {"古賀", "koga"}, {"津田", "tsuda"}}
	jaGiven = [][2]string{{"健一", "kenichi"}, {"由紀", "yuki"}, {"誠", "makoto"}, {"恵", "megumi"}, {"翔", "sho"}, {"直子", "naoko"}, {"隆", "takashi"}, {"彩", "aya"},
		{"修", "osamu"}, {"真理", "mari"}, {"大輔", "daisuke"}, {"香織", "kaori"}}
	enFamily = []string{"Hartley", "Nowak", "Okafor", "Lindqvist", "Moreno", "Byrne", "Castell", "Dufour", "Ellery", "Fairclough", "Grady", "Holm", "Iversen", "Jessop", "Kendrick", "Loxley"}
	enGiven  = []string{"Anna", "Ben", "Clara", "David", "Elena", "Farid", "Grace", "Henry", "Ines", "Jonas", "Kate", "Liam", "Maya", "Nils", "Olivia", "Paul"}
	accents  = []string{"1F3864", "7F1D1D", "14532D", "4C1D95", "0F766E", "9A3412", "1E3A8A", "374151", "BE123C", "065F46"}
	tools    = []string{"Microsoft Office Word", "Microsoft Excel", "LibreOffice/7.4", "Microsoft Macintosh Word"}
	jaTowns  = []string{"架空県碧市中央", "架空県東雲町港南", "架空県白鷺市本町", "架空県鳴海市栄", "架空県朝凪市緑が丘"}
	enTowns  = []string{"Marlcombe", "Eastwick", "Port Selk", "Ulverley", "Northmere"}
)

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

func chance(r *rand.Rand, p float64) bool { return r.Float64() < p }

// partOf says which part may use a stem.
func partOf(stem string) string {
	h := fnv.New32a()
	h.Write([]byte(stem))
	return []string{PartFit, PartFit, PartFit, PartCalibrate, PartCalibrate, PartBlind, PartBlind, PartBlind, PartAttack}[h.Sum32()%9]
}

func (w *world) stem(ja bool) (text, roman string) {
	for {
		if ja {
			a, b := pick(w.r, jaFirst), pick(w.r, jaLast)
			text, roman = a[0]+b[0], a[1]+b[1]
		} else {
			text = pick(w.r, enFirst) + pick(w.r, enLast)
			roman = strings.ToLower(text)
		}
		if partOf(text) == w.part && !w.taken[text] {
			w.taken[text] = true
			return text, roman
		}
	}
}

// org draws an organisation. kind is company, firm (a practice that acts for
// clients), authority or provider (of managed services).
func (w *world) org(ja bool, kind string) *org {
	text, roman := w.stem(ja)
	return w.orgOf(ja, kind, text, roman)
}

func (w *world) orgOf(ja bool, kind, text, roman string) *org {
	r := w.r
	o := &org{ja: ja, kind: kind, accent: pick(r, accents), look: r.IntN(1 << 16), tool: pick(r, tools)}
	if ja {
		trade := pick(r, jaTrade)
		switch kind {
		case "authority":
			t := pick(r, []string{"税務局", "地方裁判所", "監督庁", "労働基準局"})
			o.name, o.short = text+t, text+t
			o.domain = roman + "-gov.example"
		case "firm":
			f := pick(r, []string{"税理士法人", "法律事務所", "会計事務所"})
			if f == "税理士法人" {
				o.name = f + text
			} else {
				o.name = text + f
			}
			o.short = o.name
			o.domain = roman + pick(r, []string{"-tax.example", "-law.example", "-office.test"})
		default:
			if kind == "provider" {
				trade = pick(r, [][2]string{{"情報サービス", "jyoho"}, {"システムズ", "systems"}, {"ネットワークス", "networks"}, {"データセンター", "dc"}})
			}
			o.short = text + trade[0]
			o.name = pick(r, []string{"株式会社" + o.short, o.short + "株式会社", o.short + "株式会社", "株式会社" + o.short, o.short + "有限会社", o.short + "合同会社"})
			o.domain = pick(r, []string{roman + trade[1], roman, roman + "-" + trade[1], roman + "-jp"}) + pick(r, []string{".example", ".test"})
			if chance(r, 0.5) {
				o.english = title(roman) + " " + title(trade[1]) + pick(r, []string{" Co., Ltd.", " Corporation", ", Inc."})
			}
		}
		o.number = taxNumber(r)
		o.address = fmt.Sprintf("〒%03d-%04d %s%d-%d-%d", 900+r.IntN(99), r.IntN(10000), pick(r, jaTowns), 1+r.IntN(9), 1+r.IntN(30), 1+r.IntN(20))
		o.tel = fmt.Sprintf("0%d-%04d-%04d", 3+r.IntN(6), 5000+r.IntN(999), r.IntN(10000))
		o.notice = pick(r, []string{"社外秘", "%s 社外秘", "秘 %s", "取扱注意 %s", ""})
	} else {
		trade := pick(r, enTrade)
		switch kind {
		case "authority":
			o.name = pick(r, []string{text + " Tax Authority", "Ministry of Justice of " + text, text + " Financial Conduct Board", "District Court of " + text, text + " Revenue Agency"})
			o.short = o.name
			o.domain = roman + "-gov.example"
		case "firm":
			o.name = text + pick(r, []string{" Solicitors LLP", " & Partners LLP", " Accountants Ltd", " Law Group PLLC"})
			o.short = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(o.name, " LLP"), " Ltd"), " PLLC")
			o.domain = roman + pick(r, []string{"law.example", "-accountants.example", "partners.test"})
		default:
			if kind == "provider" {
				trade = pick(r, []string{"Managed Services", "Cloud", "IT Solutions", "Networks"})
			}
			o.short = text + " " + trade
			if chance(r, 0.2) {
				o.short = text
			}
			o.name = o.short + " " + pick(r, enForm)
			o.domain = pick(r, []string{roman, roman + strings.ToLower(strings.ReplaceAll(trade, " ", "")), roman + "-" + strings.ToLower(strings.Fields(trade)[0]), roman + "group"}) + pick(r, []string{".example", ".test"})
		}
		o.address = fmt.Sprintf("%d %s Road, %s %s%d %dQX", 1+r.IntN(200), pick(r, enTowns), pick(r, enTowns), string(rune('A'+r.IntN(26))), 1+r.IntN(20), 1+r.IntN(9))
		o.tel = fmt.Sprintf("+44 1632 96%04d", r.IntN(10000))
		o.notice = pick(r, []string{"%s Confidential", "Confidential", "© %s. All rights reserved.", "%s - Internal use only", ""})
	}
	if chance(r, 0.15) {
		o.second = strings.SplitN(o.domain, ".", 2)[0] + "-mail.test"
	}
	o.tenant = guid(r)
	label := strings.SplitN(o.domain, ".", 2)[0]
	o.ad = pick(r, []string{roman + ".local", label + ".local", "corp." + o.domain, "ad." + o.domain, roman + ".internal"})
	o.server = pick(r, []string{roman + "fs01", label + "-nas", "FS" + strings.ToUpper(roman[:min(4, len(roman))]) + "1", "fileserver", "srv-file01"})
	for range 6 {
		o.people = append(o.people, w.person(ja))
	}
	if strings.Contains(o.notice, "%s") {
		o.notice = fmt.Sprintf(o.notice, o.short)
	}
	return o
}

func (w *world) person(ja bool) person {
	r := w.r
	if ja {
		f, g := pick(r, jaFamily), pick(r, jaGiven)
		return person{f[0] + " " + g[0], g[1] + "." + f[1]}
	}
	f, g := pick(r, enFamily), pick(r, enGiven)
	return person{g + " " + f, strings.ToLower(g + "." + f)}
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

// taxNumber is a registration number of a qualified invoice issuer: T and the 13
// digits of a corporate number, the first of which is its check digit.
func taxNumber(r *rand.Rand) string {
	digits := fmt.Sprintf("%012d", r.Int64N(1_000_000_000_000))
	return "T" + string(rune('0'+checkDigit(digits))) + digits
}

// checkDigit of twelve digits: 9 less the remainder by 9 of the sum of the digits,
// those in even places from the right doubled.
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
