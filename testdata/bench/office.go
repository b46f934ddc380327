package bench

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

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
	switch s.r.IntN(6) {
	case 0:
		return `\\` + o.server + `\` + o.share + `\` + folder
	case 3:
		return `C:\Users\` + pick(s.r, o.people).box + `\OneDrive - ` + o.called(o.ja) + `\` + folder
	case 1:
		return `\\` + o.server + `.` + o.ad + `\` + o.share + `\` + folder
	case 2:
		return `\\` + o.ad + `\dfs\` + folder
	}
	return `\\` + o.server + `\` + folder + `\` + strconv.Itoa(s.now.Year())
}

func (s *scene) minutes(o *org, guests ...*org) *paper {
	p, r := s.internal(o), s.r
	sub := topic(r, o.ja)
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
	for i, l := range sentences(r, o.ja, 4+r.IntN(4)) {
		p.add("text", fmt.Sprintf("%d. %s", i+1, l))
	}
	if p.custody && chance(r, .4) {
		p.add("text", say(o.ja, "資料保存先: ", "Files: ")+pick(r, []string{s.sharePath(o), o.portal + "docs/" + strconv.Itoa(r.IntN(9000))}))
	}
	return p
}

// letter is a letter of one organisation to another one.
func (s *scene) letter(from, to *org) *paper {
	st, r := from.style("letter"), s.r
	by, rc := pick(r, from.people), pick(r, to.people)
	ja := s.tongue(from, to)
	p := &paper{by: from, author: by, ja: ja, when: s.day(), custody: s.custody(from)}
	if from.formal && chance(st, .6) {
		p.footer = pick(st, []string{from.called(ja) + "  " + strings.Join(from.seat(ja), ", "), from.notice, "www." + from.domain()})
	}
	issuer, recipient := s.issuer(from, by, ja), s.addressed(from, to, rc, ja, toReader)
	day := from.dateIn(p.when, ja)
	if ja {
		p.title = pick(r, []string{"価格改定のお願い", "事務所移転のお知らせ", "定期点検のご案内", "担当者変更のご挨拶", "不具合に関するご報告", "契約更新のご案内", "年末年始休業のお知らせ", "お取引条件について", "納期遅延のお詫び", "書類送付のご案内", "お打合せのお礼", "訪問日程のご相談"})
		switch st.IntN(3) {
		case 0:
			p.add("right", day)
			p.add("text", recipient...)
			p.add("right", issuer...)
		case 1:
			p.add("text", recipient...)
			p.add("right", append([]string{day}, issuer...)...)
		default:
			p.pair(recipient, append([]string{day}, issuer...))
		}
		p.add("title", p.title)
		p.add("text", pick(st, []string{"拝啓　時下ますますご清栄のこととお慶び申し上げます。", "拝啓　貴社ますますご発展のこととお慶び申し上げます。", "平素は格別のご高配を賜り、厚く御礼申し上げます。", "いつもお世話になっております。"}))
		p.add("text", sentences(r, true, 2+r.IntN(3))...)
		p.add("right", pick(st, []string{"敬具", "以上", ""}))
		return p
	}
	p.title = pick(r, []string{"Change of prices", "We are moving", "Annual inspection", "Your new contact", "Report on the incident", "Renewal of our agreement", "Payment reminder", "Terms of business", "Delay of delivery", "Documents enclosed", "Thank you for the meeting", "Visit next month"})
	switch st.IntN(3) {
	case 0:
		p.add("text", issuer...)
		p.gap()
		p.add("text", recipient...)
		p.add("text", day)
	case 1:
		p.add("right", issuer...)
		p.add("right", day)
		p.add("text", recipient...)
	default:
		p.pair(recipient, append(issuer, day))
	}
	p.add("heading", p.title)
	p.add("text", "Dear "+pick(st, []string{"Sir or Madam", rc.in(false), "Mr/Ms " + lastWord(rc.in(false)), "customer", "all"})+",")
	p.add("text", sentences(r, false, 2+r.IntN(4))...)
	p.add("text", pick(st, []string{"Yours sincerely,", "Kind regards,", "Best regards,", "Yours faithfully,"}), by.in(false))
	if chance(st, .7) {
		p.add("text", by.role, from.called(false))
	}
	return p
}

func (s *scene) contract(a, b *org) *paper {
	r := s.r
	ja := s.tongue(a, b)
	p := &paper{by: a, author: pick(r, a.people), ja: ja, when: s.day(), custody: s.custody(a)}
	st := a.style("contract")
	if ja {
		p.title = pick(r, []string{"業務委託契約書", "秘密保持契約書", "売買基本契約書", "保守契約書", "覚書", "個人情報の取扱いに関する覚書"})
		p.add("title", p.title)
		p.add("text", fmt.Sprintf(pick(st, []string{"%s（以下「甲」という。）と%s（以下「乙」という。）とは、次のとおり契約を締結する。", "委託者%s（以下「甲」）と受託者%s（以下「乙」）は、以下の条項を合意した。"}), b.name, a.name))
		terms := []string{"（目的）甲は乙に対し、別紙に定める業務を委託し、乙はこれを受託する。", "（秘密保持）甲及び乙は、相手方の秘密情報を第三者に開示してはならない。", "（支払）甲は乙の請求に基づき、翌月末日までに支払う。", "（有効期間）本契約の有効期間は締結日から1年間とする。", "（再委託）乙は甲の書面による承諾なく再委託してはならない。", "（損害賠償）相手方に損害を与えた者はこれを賠償する。", "（協議）定めのない事項は甲乙協議のうえ決定する。"}
		r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
		for i, l := range terms[:3+r.IntN(4)] {
			p.add("text", fmt.Sprintf("第%d条%s", i+1, l))
		}
		p.add("right", a.dateIn(p.when, true))
		p.pair([]string{"甲", b.address, b.name, "代表取締役 " + b.people[0].name + "　㊞"}, []string{"乙", a.address, a.name, "代表取締役 " + a.people[0].name + "　㊞"})
		return p
	}
	p.title = pick(r, []string{"Services Agreement", "Non-Disclosure Agreement", "Framework Supply Agreement", "Maintenance Agreement", "Amendment No. 1", "Data Processing Addendum"})
	p.add("title", p.title)
	p.add("text", fmt.Sprintf(pick(st, []string{"This agreement is made on %s between %s (\"the Supplier\") and %s (\"the Customer\").", "Dated %s. Parties: (1) %s and (2) %s."}), a.dateIn(p.when, false), a.called(false), b.called(false)))
	terms := []string{"The Supplier shall provide the services set out in the schedule.", "Each party shall keep the other's information confidential.", "The Customer shall pay within 30 days of invoice.", "This agreement runs for twelve months.", "Subcontracting needs written consent.", "Liability is limited to the fees paid.", "Changes must be made in writing."}
	r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
	for i, l := range terms[:3+r.IntN(4)] {
		p.add("text", fmt.Sprintf("%d. %s", i+1, l))
	}
	p.pair([]string{"Signed for " + b.called(false), b.people[0].in(false)}, []string{"Signed for " + a.called(false), a.people[0].in(false)})
	return p
}

// list is a table that an organisation keeps: staff, assets, customers, prices, accounts.
func (s *scene) list(o *org, what string, others []*org) *paper {
	r := s.r
	p := s.internal(o)
	st := o.style("list" + what)
	n := 6 + r.IntN(16)
	head := func(ja, en string) {
		p.title = say(o.ja, ja, en)
		if chance(st, .6) {
			p.add("title", p.title)
		}
		if chance(st, .35) {
			p.add("right", o.name)
		}
	}
	var rows [][]string
	cols := func(ja, en string) { rows = [][]string{strings.Split(say(o.ja, ja, en), ",")} }
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
			rows = append(rows, []string{fmt.Sprintf("%s-%04d", strings.ToUpper(o.roman[:2]), r.IntN(10000)), pick(r, o.sells(o.ja)), group(100 * (1 + r.IntN(900))), o.date(p.when)})
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
		sub := topic(r, o.ja)
		head(fmt.Sprintf("%d年度 予算実績（%s）", p.when.Year(), sub), fmt.Sprintf("Budget %d: %s", p.when.Year(), sub))
		cols("費目,取引先,予算,実績,差異", "Item,Supplier,Budget,Actual,Difference")
		for range n {
			a, b := 1000*(1+r.IntN(900)), 1000*(1+r.IntN(900))
			name := ""
			if len(others) > 0 && chance(r, .6) {
				name = pick(r, others).short
			}
			rows = append(rows, []string{pick(r, goods(o.ja)), name, group(a), group(b), group(a - b)})
		}
		if p.custody && chance(r, .5) {
			p.add("text", say(o.ja, "保存先: ", "Saved at ")+s.sharePath(o))
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
		p.add("heading", fmt.Sprintf("%d. %s", i+1, topic(r, o.ja)))
		p.add("text", sentences(r, o.ja, 2)...)
	}
	return p
}

func (s *scene) slides(o *org, others []*org) *paper {
	p, r := s.internal(o), s.r
	sub := topic(r, o.ja)
	p.title = sub
	p.add("title", sub)
	p.add("text", pick(r, []string{o.name, o.short, ""}), o.date(p.when), pick(r, o.depts))
	for range 2 + r.IntN(4) {
		p.add("heading", topic(r, o.ja))
		p.add("text", sentences(r, o.ja, 2+r.IntN(3))...)
		if len(others) > 0 && chance(r, .4) {
			p.add("text", pick(r, others).short)
		}
	}
	return p
}

// proposal is a set of slides of one organisation for another one.
func (s *scene) proposal(from, to *org) *paper {
	r := s.r
	ja := s.tongue(from, to)
	p := &paper{by: from, author: pick(r, from.people), ja: ja, when: s.day(), custody: s.custody(from), footer: from.notice}
	p.title = topic(r, ja) + say(ja, " ご提案", " proposal")
	p.add("title", p.title)
	st := from.style("proposal")
	if chance(st, .8) {
		p.add("text", say(ja, to.called(true)+pick(st, []string{" 御中", "様", " 御中 ご提案書"}), "Prepared for "+to.called(false)))
	}
	p.add("text", from.dateIn(p.when, ja), from.called(ja))
	for range 2 + r.IntN(4) {
		p.add("heading", topic(r, ja))
		p.add("text", sentences(r, ja, 2+r.IntN(3))...)
	}
	return p
}

// report is a provider's report on work for one of its customers.
func (s *scene) report(m *org, customers []*org) *paper {
	c := pick(s.r, customers)
	ja := s.tongue(m, c)
	p := &paper{by: m, author: pick(s.r, m.people), ja: ja, when: s.day(), custody: s.custody(m)}
	if m.formal {
		p.footer = m.notice
	}
	p.title = say(ja, pick(s.r, []string{"月次運用報告書", "作業報告書", "点検報告書", "完了報告書"}), pick(s.r, []string{"Monthly service report", "Work report", "Inspection report", "Completion report"}))
	p.add("title", p.title)
	p.pair(s.recipient(m, c, pick(s.r, c.people), ja), append(s.issuer(m, p.author, ja), m.dateIn(p.when, ja)))
	if m.kind == provider {
		rows := [][]string{{say(ja, "ホスト", "Host"), say(ja, "状態", "State"), say(ja, "稼働率", "Uptime")}}
		for i := range 4 + s.r.IntN(4) {
			host := fmt.Sprintf("srv%02d", i+1)
			if s.custody(c) {
				host += "." + c.ad
			}
			rows = append(rows, []string{host, "OK", fmt.Sprintf("99.%d", s.r.IntN(100))})
		}
		p.table(rows)
	}
	p.add("text", sentences(s.r, ja, 3)...)
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
	p.add("text", sentences(r, o.ja, 2)...)
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
		p.table([][]string{{"図番", "名称", "材質", "尺度"}, {no, pick(r, goodsOf[0]), "SUS304", "1:2"}})
		p.add("text", "本図面は"+holder.name+"の所有物であり、許可なく複製・開示することを禁ずる。")
		p.pair([]string{"貸与先 " + supplier.name}, []string{holder.name, "設計 " + p.author.name, holder.date(p.when)})
	} else {
		p.title = pick(r, []string{"Part drawing ", "Assembly ", "Specification "}) + no
		p.add("title", p.title)
		p.table([][]string{{"Drawing no", "Title", "Material", "Scale"}, {no, pick(r, goodsOf[1]), "AISI 304", "1:2"}})
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
		p.add("text", sentences(r, a.ja, 4)...)
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
		p.add("heading", topic(r, o.ja))
		p.add("text", sentences(r, o.ja, 2)...)
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

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }
