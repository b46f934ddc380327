package bench

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

var (
	jaSubjects = []string{"基幹システム更改", "来期予算", "工場レイアウト変更", "品質不具合対策", "新製品立上げ", "安全衛生", "情報セキュリティ", "採用計画", "棚卸差異", "取引先評価", "内部監査", "設備保全", "業務改善", "年末調整"}
	enSubjects = []string{"ERP migration", "Budget planning", "Warehouse layout", "Quality issues", "Product launch", "Health and safety", "Information security", "Hiring plan", "Stock discrepancies", "Supplier review", "Internal audit", "Maintenance schedule", "Process improvement", "Year-end closing"}
	jaPoints   = []string{"前回議事録の確認を行い、異議なく了承された。", "納期が二週間遅れる見込み。代替案を検討する。", "費用の見直しについて各部から意見が出た。", "来月末までに結論を出すこととした。", "現場からの要望を一覧にまとめる。", "試験結果は良好であった。",
		"担当者を決め、次回報告する。", "詳細は別紙のとおり。", "予算超過分は期末に調整する。", "関係者への周知を徹底する。", "旧システムの停止日は未定。", "手順書を改訂する。", "在庫の差異は棚番の誤りが原因であった。"}
	enPoints = []string{"Minutes of the last meeting were approved.", "Delivery is two weeks late; alternatives are being looked at.", "Departments commented on the cost review.", "A decision is due by the end of next month.", "Requests from the shop floor will be listed.",
		"Test results were good.", "An owner will be named and will report next time.", "See the annex for details.", "The overrun will be settled at year end.", "Everyone concerned is to be told.", "The date for switching off the old system is open.", "The work instruction will be revised.", "The stock difference came from a wrong bin."}
)

func (o *org) subject(r *rand.Rand) string {
	if o.ja {
		return pick(r, jaSubjects)
	}
	return pick(r, enSubjects)
}

func points(r *rand.Rand, ja bool, n int) []string {
	list := enPoints
	if ja {
		list = jaPoints
	}
	var out []string
	for range n {
		out = append(out, pick(r, list))
	}
	return out
}

// internal begins a paper that an organisation makes for itself.
func (s *scene) internal(o *org) *paper {
	p := &paper{by: o, author: pick(s.r, o.people), ja: o.ja, when: s.day(), custody: s.custody(o)}
	if o.formal {
		st := o.style("internal")
		if chance(st, .7) {
			p.header = o.notice
		}
		if chance(st, .6) {
			p.footer = pick(st, []string{o.name, o.notice, o.short, ""})
		}
	}
	if p.custody && chance(s.r, .2) {
		p.footer = s.sharePath(o) // Office prints the path of the file into the footer
	}
	return p
}

// sharePath is a folder on a file server of the organisation.
func (s *scene) sharePath(o *org) string {
	folder := pick(s.r, o.depts)
	switch s.r.IntN(4) {
	case 0:
		return `\\` + o.server + `\` + o.share + `\` + folder
	case 1:
		return `\\` + o.server + `.` + o.ad + `\` + o.share + `\` + folder
	case 2:
		return `\\` + o.ad + `\dfs\` + folder
	}
	return `\\` + o.server + `\` + folder + `\` + strconv.Itoa(s.now.Year())
}

func (s *scene) minutes(o *org, guests ...*org) *paper {
	p, r := s.internal(o), s.r
	sub := o.subject(r)
	st := o.style("minutes")
	var who []string
	for range 3 {
		who = append(who, pick(r, o.people).name)
	}
	if o.ja {
		p.title = sub + " " + pick(st, []string{"議事録", "打合せ記録", "会議メモ", "定例会議事録"})
		p.add("title", p.title)
		rows := [][]string{{"日時", o.date(p.when)}, {"場所", pick(r, []string{"本社会議室", "第2会議室", "Web会議", "工場事務所"})}, {"出席者", strings.Join(who, "、")}}
		for _, g := range guests {
			rows = append(rows, []string{"社外", g.short + " " + pick(r, g.people).family + "様"})
		}
		p.table(rows)
		p.add("heading", "議題")
	} else {
		p.title = pick(st, []string{"Minutes: ", "Meeting notes - ", "Minutes of the meeting on ", "Notes "}) + sub
		p.add("title", p.title)
		rows := [][]string{{"Date", o.date(p.when)}, {"Place", pick(r, []string{"Board room", "Teams call", "Meeting room 2", "Site office"})}, {"Present", strings.Join(who, ", ")}}
		for _, g := range guests {
			rows = append(rows, []string{"Guests", pick(r, g.people).name + " (" + g.short + ")"})
		}
		p.table(rows)
		p.add("heading", "Agenda")
	}
	for i, l := range points(r, o.ja, 4+r.IntN(4)) {
		p.add("text", fmt.Sprintf("%d. %s", i+1, l))
	}
	if p.custody && chance(r, .4) {
		p.add("text", map[bool]string{true: "資料保存先: ", false: "Files: "}[o.ja]+pick(r, []string{s.sharePath(o), o.portal + "docs/" + strconv.Itoa(r.IntN(9000))}))
	}
	return p
}

// letter is a letter of one organisation to another one.
func (s *scene) letter(from, to *org) *paper {
	st, r := from.style("letter"), s.r
	by, rc := pick(r, from.people), pick(r, to.people)
	p := &paper{by: from, author: by, ja: from.ja, when: s.day(), custody: s.custody(from)}
	if from.formal && chance(st, .6) {
		p.footer = pick(st, []string{from.name + "  " + from.address, from.notice, "www." + from.domain()})
	}
	issuer, recipient := s.issuer(from, by), s.recipient(from, to, rc)
	if from.ja {
		sub := pick(r, []string{"価格改定のお願い", "事務所移転のお知らせ", "定期点検のご案内", "担当者変更のご挨拶", "不具合に関するご報告", "契約更新のご案内", "年末年始休業のお知らせ", "お取引条件について"})
		p.title = sub
		p.add("right", from.date(p.when))
		p.add("text", recipient...)
		p.add("right", issuer...)
		p.add("title", sub)
		p.add("text", "拝啓　時下ますますご清栄のこととお慶び申し上げます。平素は格別のご高配を賜り、厚く御礼申し上げます。", "さて、標記の件につきまして、下記のとおりご案内申し上げます。")
		p.add("text", points(r, true, 2)...)
		p.add("right", "敬具")
	} else {
		sub := pick(r, []string{"Change of prices", "We are moving", "Annual inspection", "Your new contact", "Report on the incident", "Renewal of our agreement", "Payment reminder", "Terms of business"})
		p.title = sub
		if chance(st, .5) {
			p.add("text", issuer...)
			p.gap()
			p.add("text", recipient...)
		} else {
			p.pair(recipient, issuer)
		}
		p.add("text", from.date(p.when))
		p.add("heading", sub)
		p.add("text", "Dear "+pick(st, []string{"Sir or Madam", rc.name, "Mr/Ms " + rc.family, "customer"})+",")
		p.add("text", points(r, false, 3)...)
		p.add("text", pick(st, []string{"Yours sincerely,", "Kind regards,", "Best regards,"}), by.name, by.role, from.name)
	}
	return p
}

func (s *scene) contract(a, b *org) *paper {
	r := s.r
	p := &paper{by: a, author: pick(r, a.people), ja: a.ja, when: s.day(), custody: s.custody(a)}
	if a.ja {
		p.title = pick(r, []string{"業務委託契約書", "秘密保持契約書", "売買基本契約書", "保守契約書", "覚書"})
		p.add("title", p.title)
		p.add("text", fmt.Sprintf("%s（以下「甲」という。）と%s（以下「乙」という。）とは、次のとおり契約を締結する。", b.name, a.name))
		for i, l := range []string{"（目的）甲は乙に対し、別紙に定める業務を委託し、乙はこれを受託する。", "（秘密保持）甲及び乙は、相手方の秘密情報を第三者に開示してはならない。", "（支払）甲は乙の請求に基づき、翌月末日までに支払う。", "（有効期間）本契約の有効期間は締結日から1年間とする。"} {
			p.add("text", fmt.Sprintf("第%d条%s", i+1, l))
		}
		p.add("right", a.date(p.when))
		p.pair([]string{"甲", b.address, b.name, "代表取締役 " + b.people[0].name + "　㊞"}, []string{"乙", a.address, a.name, "代表取締役 " + a.people[0].name + "　㊞"})
	} else {
		p.title = pick(r, []string{"Services Agreement", "Non-Disclosure Agreement", "Framework Supply Agreement", "Maintenance Agreement", "Amendment No. 1"})
		p.add("title", p.title)
		p.add("text", fmt.Sprintf("This agreement is made on %s between %s (\"the Supplier\") and %s (\"the Customer\").", a.date(p.when), a.name, b.name))
		for i, l := range []string{"The Supplier shall provide the services set out in the schedule.", "Each party shall keep the other's information confidential.", "The Customer shall pay within 30 days of invoice.", "This agreement runs for twelve months."} {
			p.add("text", fmt.Sprintf("%d. %s", i+1, l))
		}
		p.pair([]string{"Signed for " + b.name, b.people[0].name, b.people[0].role}, []string{"Signed for " + a.name, a.people[0].name, a.people[0].role})
	}
	return p
}

// list is a table that an organisation keeps: staff, assets, customers, prices, accounts.
func (s *scene) list(o *org, what string, others []*org) *paper {
	r := s.r
	p := s.internal(o)
	st := o.style("list" + what)
	n := 6 + r.IntN(16)
	head := func(ja, en string) {
		p.title = map[bool]string{true: ja, false: en}[o.ja]
		if chance(st, .6) {
			p.add("title", p.title)
		}
		if chance(st, .35) {
			p.add("right", o.name)
		}
	}
	var rows [][]string
	cols := func(ja, en string) { rows = [][]string{strings.Split(map[bool]string{true: ja, false: en}[o.ja], ",")} }
	switch what {
	case "staff":
		head(pick(r, []string{"社員名簿", "内線番号表", "緊急連絡網", "人事台帳"}), pick(r, []string{"Staff list", "Phone directory", "Emergency contacts", "HR master"}))
		cols("社員番号,氏名,部署,内線,メール", "No,Name,Department,Extension,Mail")
		scheme := st.IntN(6)
		for i := range n {
			q := newPerson(r, o.ja, scheme)
			box := o.mail(q)
			if !p.custody {
				box = ""
			}
			rows = append(rows, []string{fmt.Sprintf("%05d", 10000+i*7), q.name, pick(r, o.depts), strconv.Itoa(200 + r.IntN(700)), box})
		}
	case "assets":
		head(pick(r, []string{"IT資産台帳", "PC管理台帳", "サーバ一覧", "ネットワーク構成一覧"}), pick(r, []string{"Asset register", "PC inventory", "Server list", "Network hosts"}))
		cols("管理番号,ホスト名,IPアドレス,使用者,設置場所", "Tag,Host name,IP address,User,Location")
		for i := range n {
			host := fmt.Sprintf("%s-%s%03d", strings.ToLower(o.netbios), pick(r, []string{"pc", "srv", "ws", "nb"}), i+1)
			if p.custody && chance(r, .6) {
				host += "." + o.ad
			} else if !p.custody {
				host = fmt.Sprintf("PC%03d", i+1)
			}
			rows = append(rows, []string{fmt.Sprintf("A%04d", r.IntN(10000)), host, fmt.Sprintf("10.%d.%d.%d", r.IntN(250), r.IntN(250), r.IntN(250)), pick(r, o.people).name, pick(r, o.depts)})
		}
	case "parties":
		head(pick(r, []string{"取引先一覧", "得意先台帳", "仕入先一覧", "顧客リスト"}), pick(r, []string{"Business partners", "Customer list", "Supplier list", "Accounts"}))
		cols("コード,名称,住所,電話,備考", "Code,Name,Address,Phone,Remark")
		for i, q := range others {
			rows = append(rows, []string{fmt.Sprintf("C%04d", 100+i*13), q.name, q.address, q.tel, ""})
		}
		for i := range 4 + r.IntN(14) {
			q := blurred(r, o.ja)
			rows = append(rows, []string{fmt.Sprintf("C%04d", 700+i*3), q, "", fmt.Sprintf("000-%04d", r.IntN(10000)), pick(r, []string{"", "", "*"})})
		}
	case "prices":
		head(pick(r, []string{"価格表", "標準単価表", "見積単価一覧", "原価表"}), pick(r, []string{"Price list", "Standard rates", "Cost table", "Tariff"}))
		cols("品番,品名,単価,適用日", "Part no,Description,Price,Valid from")
		for range n {
			rows = append(rows, []string{fmt.Sprintf("%s-%04d", strings.ToUpper(o.roman[:2]), r.IntN(10000)), pick(r, goods(r, o.ja)), group(100 * (1 + r.IntN(900))), o.date(p.when)})
		}
	case "passwords":
		head("パスワード一覧", "Passwords")
		cols("システム,URL,ID,パスワード", "System,Address,User,Password")
		for range n / 2 {
			where := o.portal
			if !p.custody {
				where = pick(r, []string{"https://login.portal.example/", "https://bank.example/", "192.168.0.1"})
			}
			rows = append(rows, []string{pick(r, []string{"VPN", "ERP", "NAS", "CRM", "Wi-Fi", "会計"}), where, pick(r, o.people).box, fmt.Sprintf("x%07d", r.IntN(10000000))})
		}
	default: // budget
		sub := o.subject(r)
		head(fmt.Sprintf("%d年度 予算実績（%s）", p.when.Year(), sub), fmt.Sprintf("Budget %d: %s", p.when.Year(), sub))
		cols("費目,取引先,予算,実績,差異", "Item,Supplier,Budget,Actual,Difference")
		for range n {
			a, b := 1000*(1+r.IntN(900)), 1000*(1+r.IntN(900))
			name := ""
			if len(others) > 0 && chance(r, .6) {
				name = pick(r, others).short
			}
			rows = append(rows, []string{pick(r, goods(r, o.ja)), name, group(a), group(b), group(a - b)})
		}
		if p.custody && chance(r, .5) {
			defer p.add("text", map[bool]string{true: "保存先: ", false: "Saved at "}[o.ja]+s.sharePath(o))
		}
	}
	p.table(rows)
	return p
}

// blurred is a name as lists abbreviate it, of nobody in particular.
func blurred(r *rand.Rand, ja bool) string {
	if ja {
		return pick(r, []string{"(株)", "(有)", "㈱", ""}) + pick(r, jaFirst)[0] + pick(r, jaLast)[0] + pick(r, []string{"商店", "様", "製作", "店", ""})
	}
	return pick(r, enFirst) + pick(r, enLast) + pick(r, []string{" & Sons", " Co", "", " Bros", " Shop"})
}

func (s *scene) instruction(o *org) *paper {
	p, r := s.internal(o), s.r
	if o.ja {
		p.title = pick(r, []string{"作業手順書", "点検要領書", "操作マニュアル", "検査基準書"}) + fmt.Sprintf(" WI-%03d", r.IntN(1000))
	} else {
		p.title = pick(r, []string{"Work instruction", "Operating procedure", "Inspection standard", "User guide"}) + fmt.Sprintf(" WI-%03d", r.IntN(1000))
	}
	p.add("title", p.title)
	if chance(r, .6) {
		p.add("right", o.name)
	}
	p.table([][]string{map[bool][]string{true: {"版", "作成", "承認", "日付"}, false: {"Rev", "Author", "Approved", "Date"}}[o.ja], {strconv.Itoa(1 + r.IntN(9)), p.author.name, pick(r, o.people).name, o.date(p.when)}})
	for i := range 3 + r.IntN(3) {
		p.add("heading", fmt.Sprintf("%d. %s", i+1, o.subject(r)))
		p.add("text", points(r, o.ja, 2)...)
	}
	return p
}

func (s *scene) slides(o *org, others []*org) *paper {
	p, r := s.internal(o), s.r
	sub := o.subject(r)
	p.title = sub
	p.add("title", sub)
	p.add("text", pick(r, []string{o.name, o.short, ""}), o.date(p.when), pick(r, o.depts))
	for range 2 + r.IntN(4) {
		p.add("heading", o.subject(r))
		p.add("text", points(r, o.ja, 2+r.IntN(3))...)
		if len(others) > 0 && chance(r, .4) {
			p.add("text", pick(r, others).short)
		}
	}
	return p
}

func (s *scene) hr(o *org) *paper {
	p, r := s.internal(o), s.r
	who := newPerson(r, o.ja, 0)
	if o.ja {
		p.title = pick(r, []string{"人事評価シート", "休暇届", "通勤手当申請書", "雇用契約書", "給与明細"})
		p.add("title", p.title)
		p.add("text", pick(r, []string{o.name, o.name + " 人事部 御中", o.short + " 総務部長 殿", ""}))
		p.table([][]string{{"氏名", who.name}, {"所属", pick(r, o.depts)}, {"提出日", o.date(p.when)}, {"基本給", group(200000 + r.IntN(200000))}})
	} else {
		p.title = pick(r, []string{"Appraisal form", "Leave request", "Expense claim", "Employment contract", "Payslip"})
		p.add("title", p.title)
		p.add("text", pick(r, []string{o.name, "Employer: " + o.name, o.short + " Human Resources", ""}))
		p.table([][]string{{"Name", who.name}, {"Department", pick(r, o.depts)}, {"Date", o.date(p.when)}, {"Gross pay", group(2000 + r.IntN(4000))}})
	}
	p.add("text", points(r, o.ja, 2)...)
	return p
}

// drawing is a drawing or specification that its rights holder gave to a supplier.
func (s *scene) drawing(holder, supplier *org) *paper {
	r := s.r
	p := &paper{by: holder, author: pick(r, holder.people), ja: holder.ja, when: s.day()}
	no := fmt.Sprintf("%s-%05d-%d", strings.ToUpper(holder.roman[:2]), r.IntN(100000), r.IntN(5))
	if holder.ja {
		p.title = pick(r, []string{"部品図 ", "組立図 ", "仕様書 "}) + no
		p.add("title", p.title)
		p.table([][]string{{"図番", "名称", "材質", "尺度"}, {no, pick(r, jaGoods), "SUS304", "1:2"}})
		p.add("text", "本図面は"+holder.name+"の所有物であり、許可なく複製・開示することを禁ずる。")
		p.pair([]string{"貸与先 " + supplier.name}, []string{holder.name, "設計 " + p.author.name, holder.date(p.when)})
	} else {
		p.title = pick(r, []string{"Part drawing ", "Assembly ", "Specification "}) + no
		p.add("title", p.title)
		p.table([][]string{{"Drawing no", "Title", "Material", "Scale"}, {no, pick(r, enGoods), "AISI 304", "1:2"}})
		p.add("text", "This drawing is the property of "+holder.name+" and shall not be copied or disclosed without written consent.")
		p.pair([]string{"Issued to " + supplier.name}, []string{holder.name, "Drawn " + p.author.name, holder.date(p.when)})
	}
	p.footer = holder.notice
	return p
}

// form is a form of an authority that a filer fills in for a client.
func (s *scene) form(a, filer, client *org) *paper {
	r := s.r
	p := &paper{by: filer, author: pick(r, filer.people), ja: a.ja, when: s.day(), custody: s.custody(filer)}
	name := client.name
	if chance(r, .3) {
		name = newPerson(r, a.ja, 0).name
	}
	year := p.when.Year()
	if a.kind == court {
		if a.ja {
			p.title = pick(r, []string{"訴状", "準備書面", "証拠説明書", "判決"})
			p.add("right", a.date(p.when))
			p.add("text", a.name+" 御中")
			p.add("title", p.title)
			p.add("text", fmt.Sprintf("令和%d年（ワ）第%d号", max(1, year-2018), r.IntN(2000)), "原告 "+name, "被告 "+blurred(r, true))
			if chance(r, .6) {
				p.add("text", "原告訴訟代理人 弁護士 "+filer.people[0].name)
			}
		} else {
			p.title = pick(r, []string{"Statement of claim", "Witness statement", "Order", "Notice of hearing"})
			p.add("title", "IN THE "+strings.ToUpper(a.name))
			p.add("text", fmt.Sprintf("Case No. %d-%05d", year, r.IntN(100000)), "BETWEEN "+name+" (Claimant) and "+blurred(r, false)+" (Defendant)")
			p.add("title", p.title)
			if chance(r, .6) {
				p.add("text", "Solicitors for the Claimant: "+filer.name)
			}
		}
		p.add("text", points(r, a.ja, 4)...)
		return p
	}
	if a.ja {
		p.title = pick(r, []string{"申告書", "届出書", "法定調書合計表", "報告書", "許可申請書"})
		p.header = a.name + " 様式第" + strconv.Itoa(1+r.IntN(40)) + "号"
		p.add("right", a.date(p.when))
		p.add("text", a.short+pick(r, []string{"長 殿", " 御中", "長あて"}))
		p.add("title", p.title)
		p.table([][]string{{"届出者", name}, {"所在地", client.address}, {"年度", strconv.Itoa(year)}, {"金額", group(r.IntN(90000000))}})
		if chance(r, .5) {
			p.add("text", pick(r, []string{"作成税理士 ", "代理人 ", "提出者 "})+filer.name)
		}
		p.add("small", a.name+" "+"www."+a.domain())
	} else {
		p.title = pick(r, []string{"Annual return", "Declaration", "Form " + strconv.Itoa(100+r.IntN(900)), "Notification", "Application for a permit"})
		p.header = a.name
		p.add("title", a.name)
		p.add("heading", p.title)
		p.table([][]string{{"Applicant", name}, {"Address", client.address}, {"Year", strconv.Itoa(year)}, {"Amount", group(r.IntN(900000))}})
		if chance(r, .5) {
			p.add("text", pick(r, []string{"Filed by agent: ", "Prepared by ", "Agent "})+filer.name)
		}
		p.add("small", "Send this form to "+a.name+", www."+a.domain())
	}
	return p
}

// bulletin is what an authority or a newspaper sends to everybody.
func (s *scene) bulletin(o *org) *paper {
	r := s.r
	p := &paper{by: o, author: o.people[0], ja: o.ja, when: s.day()}
	if o.ja {
		p.title = pick(r, []string{"お知らせ", "報道発表資料", "ニュースレター", "製品カタログ", "会社案内"})
	} else {
		p.title = pick(r, []string{"Press release", "Newsletter", "Product brochure", "Guidance note", "Company profile"})
	}
	p.add("title", p.title)
	p.add("right", o.date(p.when), o.name)
	for range 2 + r.IntN(2) {
		p.add("heading", o.subject(r))
		p.add("text", points(r, o.ja, 2)...)
	}
	p.add("small", pick(r, []string{"https://www." + o.domain() + "/press/" + strconv.Itoa(r.IntN(9000)), "© " + strconv.Itoa(p.when.Year()) + " " + o.name, "www." + o.domain()}))
	p.footer = pick(r, []string{"", o.name})
	return p
}

// private is a private paper of a person.
func (s *scene) private(ja bool) *paper {
	r := s.r
	p := &paper{author: newPerson(r, ja, 0), ja: ja, when: s.day()}
	if ja {
		p.title = pick(r, []string{"旅行の予定", "買い物リスト", "履歴書", "家計簿", "レシピ", "読書メモ", "同窓会名簿"})
		p.add("title", p.title)
		for range 3 + r.IntN(6) {
			p.add("text", pick(r, []string{"牛乳、卵、パン", "二日目は温泉に行く", "家賃 82,000", "三章まで読んだ。続きは週末。", "電気代 6,120", "集合は駅前に九時", "玉ねぎを薄く切る", "佐伯さんに連絡する", "車検は来月"}))
		}
	} else {
		p.title = pick(r, []string{"Holiday plan", "Shopping list", "CV", "Household budget", "Recipe", "Reading notes", "Guest list"})
		p.add("title", p.title)
		for range 3 + r.IntN(6) {
			p.add("text", pick(r, []string{"Milk, eggs, bread", "Second day at the lake", "Rent 820", "Read up to chapter three", "Electricity 61.20", "Meet at the station at nine", "Slice the onions thinly", "Call Anna back", "Car inspection next month"}))
		}
	}
	return p
}
