package bench

import (
	"fmt"
	"strconv"
)

// The rows of METHOD's table and what stands below it.
const (
	CaseVendorDecoy    = "vendor decoy"
	CaseSameSector     = "same-sector utility"
	CaseRegulatorLinks = "regulator's press links"
	CaseAgencyHeading  = "agency heading on every form"
	CaseCourtPapers    = "court papers at a law firm"
	CaseNearDomain     = "near-identical domain"
	CaseNoData         = "similar name, no data"
	CaseDrawings       = "drawings belong to the customer"
	CaseCorrect        = "correct claim"
	CaseGroup          = "parent and subsidiary"
	CaseRecycled       = "recycled package"
	CaseTwoOwners      = "two owners"
	CasePlanted        = "planted metadata"
	CaseImages         = "image-only Japanese package"
)

// play casts and fills the package.
func (s *scene) play() {
	if s.scenario != NoOwner && s.scenario != TwoOwners && s.k%17 == 5 && s.language == Japanese {
		s.images()
		return
	}
	switch s.scenario {
	case OwnerAsCustomer:
		s.customer()
	case OwnerAsVendor:
		s.vendor()
	case SupplierBreached:
		s.supplier()
	case MSPBreached:
		s.hosted()
	case TwoOwners:
		s.two()
	case AuthorityDecoy:
		s.filer()
	default:
		s.nobody()
	}
}

func (s *scene) folder(ja, en []string) string {
	if s.owner != nil && s.owner.ja || s.owner == nil && s.language == Japanese {
		return pick(s.r, ja)
	}
	return pick(s.r, en)
}

func (s *scene) ownerKind() kind {
	return pick(s.r, []kind{company, company, company, company, public, utility, bank})
}

// customer: suppliers' papers at the one who buys.
func (s *scene) customer() {
	k := s.ownerKind()
	if s.k%9 == 2 {
		k = utility
	}
	o := s.own(k)
	n := 3 + s.r.IntN(4)
	if chance(s.r, .35) {
		n = 1 + s.r.IntN(2)
	}
	var vendors []*org
	for range n {
		vendors = append(vendors, s.cast(company, RoleVendor))
	}
	dominant := chance(s.r, .5)
	papers := 5 + s.r.IntN(8)
	for i := range papers {
		v := vendors[i%len(vendors)]
		if dominant && i%3 != 0 {
			v = vendors[0]
		}
		in := s.folder([]string{"見積", "請求書/" + v.short, "購買", "取引先/" + v.short, "受領", ""}, []string{"Quotes", "Invoices/" + v.short, "Purchasing", "Vendors/" + v.short, "AP", ""})
		switch x := s.r.IntN(10); {
		case x < 3:
			s.tradeFile(quotation, v, o, in)
		case x < 6:
			s.tradeFile(invoice, v, o, in)
		case x < 7:
			s.tradeFile(delivery, v, o, in)
		case x < 8:
			s.put(in, "letter "+strconv.Itoa(i), "letter", s.letter(v, o), pick(s.r, []string{pdfs, docx}))
		case x < 9:
			s.put(in, pick(s.r, []string{"契約書", "contract"})+strconv.Itoa(i), "contract", s.contract(v, o), pick(s.r, []string{pdfs, docx}))
		default:
			s.put(in, v.short+" proposal", "slides", s.slides(v, []*org{o}), pptx)
		}
	}
	for range s.r.IntN(4) {
		s.message(pick(s.r, vendors), o, s.folder([]string{"メール", "mail"}, []string{"mail", "Inbox"}))
	}
	if chance(s.r, .35) {
		s.tradeFile(order, o, pick(s.r, vendors), s.folder([]string{"注文書"}, []string{"PO"}))
	}
	s.insides(o, vendors, 2+s.r.IntN(4))
	s.noise()
	if s.claimTrue {
		s.claimOwner(o)
		return
	}
	if k == utility && s.k%9 == 2 {
		rival := s.cast(utility, RoleMentioned)
		s.put("", "news", "bulletin", s.bulletin(rival), pdfs)
		s.accuse(rival, CaseSameSector)
		return
	}
	s.falseClaim(o, vendors[0], CaseVendorDecoy)
}

// vendor: what one organisation issues to its many customers.
func (s *scene) vendor() {
	o := s.own(pick(s.r, []kind{company, company, company, firm, utility}))
	var customers []*org
	for range 3 + s.r.IntN(6) {
		customers = append(customers, s.cast(pick(s.r, []kind{company, company, public}), RoleCustomer))
	}
	for i := range 5 + s.r.IntN(8) {
		c := customers[i%len(customers)]
		in := s.folder([]string{"見積控", "請求控", "顧客/" + c.short, "案件", ""}, []string{"Sent quotes", "Sales invoices", "Clients/" + c.short, "Projects", ""})
		switch x := s.r.IntN(10); {
		case x < 4:
			s.tradeFile(quotation, o, c, in)
		case x < 6:
			s.tradeFile(invoice, o, c, in)
		case x < 7:
			s.tradeFile(order, c, o, in)
		case x < 8:
			s.put(in, "letter "+strconv.Itoa(i), "letter", s.letter(o, c), pick(s.r, []string{pdfs, docx}))
		case x < 9:
			s.put(in, pick(s.r, []string{"契約", "agreement "})+strconv.Itoa(i), "contract", s.contract(o, c), pick(s.r, []string{pdfs, docx}))
		default:
			s.put(in, "proposal "+c.short, "slides", s.slides(o, []*org{c}), pptx)
		}
	}
	for range s.r.IntN(3) {
		s.message(o, pick(s.r, customers), s.folder([]string{"送信済み"}, []string{"Sent"}))
	}
	if chance(s.r, .5) {
		s.put("", pick(s.r, []string{"price", "単価", "rates"}), "price-list", s.list(o, "prices", nil), xlsx)
	}
	if chance(s.r, .5) {
		s.put("", pick(s.r, []string{"customers", "得意先"}), "customer-list", s.list(o, "parties", customers), xlsx)
	}
	s.insides(o, customers, 2+s.r.IntN(4))
	s.noise()
	switch {
	case s.claimTrue:
		s.claimOwner(o)
	case s.k%4 == 1:
		n := s.mint.near(s.r, o)
		s.Claim, s.ClaimIs, s.ClaimRole, s.Case = pick(s.r, []string{n.name, n.domain()}), ClaimSimilar, RoleAbsent, CaseNearDomain
	case s.k%4 == 3:
		s.groupClaim(o)
	default:
		s.falseClaim(o, customers[0], "")
	}
}

// supplier: the supplier's records, a customer's drawings among them.
func (s *scene) supplier() {
	o := s.own(company)
	c := s.cast(company, RoleCustomer)
	custodian := o.truth()
	s.Custodian = &custodian
	rights := c.truth()
	s.Rights = &rights
	var others []*org
	for range s.r.IntN(4) {
		others = append(others, s.cast(company, RoleCustomer))
	}
	in := s.folder([]string{"図面/" + c.short, c.short, "貸与資料"}, []string{"Drawings/" + c.short, c.short, "Customer data"})
	for i := range 3 + s.r.IntN(6) {
		s.put(in, fmt.Sprintf("%s-%03d", pick(s.r, []string{"DWG", "図面", "spec"}), i), "drawing", s.drawing(c, o), pick(s.r, []string{pdfs, pdfs, docx, scan}[:3]))
	}
	for range 2 + s.r.IntN(4) {
		s.tradeFile(order, c, o, in)
	}
	for range 1 + s.r.IntN(3) {
		s.tradeFile(pick(s.r, []tradeKind{quotation, invoice, delivery}), o, pick(s.r, append(others, c)), s.folder([]string{"見積", "納品"}, []string{"Quotes", "Deliveries"}))
	}
	v := s.cast(company, RoleVendor)
	s.tradeFile(invoice, v, o, s.folder([]string{"仕入"}, []string{"Payables"}))
	for range 1 + s.r.IntN(3) {
		s.message(c, o, s.folder([]string{"メール"}, []string{"mail"}))
	}
	if chance(s.r, .5) {
		s.put(in, "NDA", "contract", s.contract(o, c), pdfs)
	}
	s.insides(o, append(others, c), 2+s.r.IntN(3))
	s.noise()
	if s.claimTrue {
		s.claimOwner(o)
		return
	}
	s.falseClaim(o, c, CaseDrawings)
}

// hosted: a provider's systems hold its customers' own files.
func (s *scene) hosted() {
	m := s.cast(provider, RoleCustodian)
	w := m.truth()
	s.Custodian = &w
	n := 1
	if s.k%5 == 4 {
		n = 2
	}
	var owners []*org
	for range n {
		owners = append(owners, s.own(s.ownerKind()))
	}
	for _, o := range owners {
		in := pick(s.r, []string{"backup/" + o.roman, "customers/" + o.short, "テナント/" + o.short, "vm-export/" + o.netbios})
		if s.inside {
			for range 3 + s.r.IntN(4) {
				s.inner(o, nil, in)
			}
		}
		var around []*org
		for range 2 + s.r.IntN(2) {
			around = append(around, s.cast(company, pick(s.r, []string{RoleVendor, RoleCustomer})))
		}
		for range 3 + s.r.IntN(4) {
			q := pick(s.r, around)
			if s.role[q] == RoleVendor {
				s.tradeFile(pick(s.r, []tradeKind{invoice, quotation, delivery}), q, o, in)
			} else {
				s.tradeFile(pick(s.r, []tradeKind{invoice, quotation}), o, q, in)
			}
		}
		for range 1 + s.r.IntN(2) {
			s.put(in, "form", "hr-form", s.hr(o), pick(s.r, []string{docx, xlsx, pdfs}))
		}
	}
	for range 1 + s.r.IntN(3) {
		s.put(pick(s.r, []string{"tickets", "運用", "reports"}), "report", "service-report", s.report(m, owners), pick(s.r, []string{pdfs, docx, xlsx}))
	}
	if chance(s.r, .6) {
		s.message(m, owners[0], "tickets")
	}
	if chance(s.r, .4) {
		s.message(m, m, "internal")
	}
	if s.shots == 0 && chance(s.r, .4) {
		s.shot(m, owners, "")
	}
	s.noise()
	if s.claimTrue {
		s.claimOwner(owners[0])
		return
	}
	s.falseClaim(owners[0], m, "")
}

// report is a provider's monthly report on its customers' machines.
func (s *scene) report(m *org, customers []*org) *paper {
	p := s.internal(m)
	c := pick(s.r, customers)
	if m.ja {
		p.title = "月次運用報告書"
		p.add("title", p.title)
		p.pair([]string{c.name + " 御中"}, []string{m.name, m.date(p.when)})
	} else {
		p.title = "Monthly service report"
		p.add("title", p.title)
		p.pair([]string{"Prepared for " + c.name}, []string{m.name, m.date(p.when)})
	}
	rows := [][]string{map[bool][]string{true: {"ホスト", "状態", "稼働率"}, false: {"Host", "State", "Uptime"}}[m.ja]}
	for i := range 4 + s.r.IntN(4) {
		host := fmt.Sprintf("srv%02d", i+1)
		if s.inside {
			host += "." + c.ad
		}
		rows = append(rows, []string{host, "OK", fmt.Sprintf("99.%d", s.r.IntN(100))})
	}
	p.table(rows)
	p.add("text", points(s.r, m.ja, 2)...)
	return p
}

// two: the papers of two organisations that have nothing to do with each other.
func (s *scene) two() {
	s.Case = CaseTwoOwners
	a, b := s.own(s.ownerKind()), s.own(s.ownerKind())
	for i, o := range []*org{a, b} {
		in := pick(s.r, []string{strconv.Itoa(i + 1), o.short, fmt.Sprintf("part%d", i+1)})
		v, c := s.cast(company, RoleVendor), s.cast(company, RoleCustomer)
		for range 2 + s.r.IntN(2) {
			s.tradeFile(pick(s.r, []tradeKind{invoice, quotation, delivery}), v, o, in)
		}
		for range 1 + s.r.IntN(2) {
			s.tradeFile(pick(s.r, []tradeKind{invoice, quotation}), o, c, in)
		}
		for range 2 + s.r.IntN(2) {
			if s.inside {
				s.inner(o, []*org{v, c}, in)
			} else {
				s.put(in, "doc", "internal", s.plainInner(o, []*org{v, c}), pick(s.r, []string{docx, xlsx, pdfs}))
			}
		}
	}
	s.noise()
	if s.claimTrue {
		s.claimOwner(pick(s.r, []*org{a, b}))
		s.Case = CaseTwoOwners
		return
	}
	s.falseClaim(a, s.all[2], CaseTwoOwners)
}

// filer: the authority's heading stands on every form.
func (s *scene) filer() {
	law := s.k%3 == 0
	var o, a *org
	switch {
	case law:
		o, s.Case = s.own(lawFirm), CaseCourtPapers
		a = s.castIn(court, RoleRegulator, o.ja)
	case s.k%3 == 1:
		o, s.Case = s.own(firm), CaseAgencyHeading
		a = s.castIn(authority, RoleRegulator, o.ja)
	default:
		o, s.Case = s.own(bank), CaseRegulatorLinks
		a = s.castIn(authority, RoleRegulator, o.ja)
	}
	var clients []*org
	for range 3 + s.r.IntN(5) {
		clients = append(clients, s.castIn(company, RoleCustomer, o.ja))
	}
	if s.Case == CaseRegulatorLinks {
		for range 3 + s.r.IntN(4) {
			s.put("regulator", "release", "bulletin", s.bulletin(a), pick(s.r, []string{pdfs, pdfs, docx}))
		}
		for range 2 + s.r.IntN(2) {
			s.put("regulator", "letter", "letter", s.letter(a, o), pdfs)
		}
		for range 2 + s.r.IntN(3) {
			s.put(s.folder([]string{"口座"}, []string{"Accounts"}), "statement", "letter", s.letter(o, pick(s.r, clients)), pick(s.r, []string{pdfs, docx}))
		}
	} else {
		for range 4 + s.r.IntN(6) {
			c := pick(s.r, clients)
			s.put(s.folder([]string{c.short, "顧問先/" + c.short, "申告"}, []string{c.short, "Clients/" + c.short, "Filings"}), "form", "form", s.form(a, o, c), pick(s.r, []string{pdfs, pdfs, docx, xlsx}))
		}
		for range 1 + s.r.IntN(3) {
			s.tradeFile(invoice, o, pick(s.r, clients), s.folder([]string{"請求"}, []string{"Fees"}))
		}
		if chance(s.r, .5) {
			c := pick(s.r, clients)
			s.put(c.short, "engagement", "contract", s.contract(o, c), pick(s.r, []string{pdfs, docx}))
		}
	}
	for range s.r.IntN(3) {
		s.message(pick(s.r, clients), o, "mail")
	}
	s.insides(o, clients, 2+s.r.IntN(3))
	if s.inside && chance(s.r, .4) {
		s.put("", "passwords", "password-list", s.list(o, "passwords", nil), xlsx)
	}
	s.noise()
	if s.claimTrue {
		row := s.Case
		s.claimOwner(o)
		s.Case = row
		return
	}
	s.accuse(a, s.Case)
}

// nobody: public papers, private files, downloads.
func (s *scene) nobody() {
	s.inside, s.Inside, s.known, s.Known = false, false, false, false
	var around []*org
	for range 3 + s.r.IntN(5) {
		around = append(around, s.cast(pick(s.r, []kind{company, company, authority, bank, public}), RoleMentioned))
	}
	for _, o := range around {
		s.put(pick(s.r, []string{"", "Downloads", "ダウンロード"}), pick(s.r, []string{"brochure", "catalogue", "info", "案内"}), "bulletin", s.bulletin(o), pick(s.r, []string{pdfs, pdfs, docx, pptx}))
	}
	for range 2 + s.r.IntN(7) {
		s.put(pick(s.r, []string{"", "Documents", "個人"}), pick(s.r, []string{"memo", "メモ", "list", "notes"}), "private", s.private(s.japanese()), pick(s.r, []string{docx, xlsx, txt, pdfs}))
	}
	s.noise()
	if chance(s.r, .4) {
		n := s.mint.near(s.r, around[0])
		s.Claim, s.ClaimIs, s.ClaimRole, s.Case = n.name, ClaimSimilar, RoleAbsent, CaseNoData
		return
	}
	if chance(s.r, .5) {
		s.accuse(around[0], CaseNoData)
		return
	}
	s.accuseStranger()
	s.Case = CaseNoData
}

// images: screenshots and scans, and nothing that can be read without looking.
func (s *scene) images() {
	s.Case = CaseImages
	o := s.own(company)
	v := s.cast(company, RoleVendor)
	var others []*org
	others = append(others, v, s.cast(company, RoleVendor))
	for range 3 {
		if s.inside {
			s.shot(o, others, "")
		}
	}
	for range 3 {
		p := s.trade(pick(s.r, []tradeKind{quotation, invoice, delivery}), pick(s.r, others), o)
		s.put("", fmt.Sprintf("%04d", s.r.IntN(10000)), "scan", p, pick(s.r, []string{scan, jpg}))
	}
	for range 1 + s.r.IntN(2) {
		p := s.letter(v, o)
		s.put("", fmt.Sprintf("IMG_%04d", s.r.IntN(10000)), "scan", p, pick(s.r, []string{scan, jpg}))
	}
	if s.claimTrue {
		s.claimOwner(o)
		s.Case = CaseImages
		return
	}
	s.falseClaim(o, v, CaseImages)
}

// inner adds a paper, a mail or a screenshot of an organisation's inside.
func (s *scene) inner(o *org, others []*org, in string) {
	switch s.r.IntN(9) {
	case 0, 1, 2:
		s.message(o, o, in+pick(s.r, []string{"/mail", ""}))
	case 3:
		s.put(in, "minutes", "minutes", s.minutes(o), pick(s.r, []string{docx, docx, pdfs}))
	case 4:
		s.put(in, "assets", "asset-list", s.list(o, "assets", nil), xlsx)
	case 5:
		s.put(in, "staff", "staff-list", s.list(o, "staff", nil), xlsx)
	case 6:
		if s.shots < 2 {
			s.shot(o, others, in)
			return
		}
		s.put(in, "slides", "slides", s.slides(o, others), pptx)
	case 7:
		s.put(in, "budget", "budget", s.list(o, "budget", others), xlsx)
	default:
		s.put(in, "instruction", "work-instruction", s.instruction(o), pick(s.r, []string{docx, pdfs}))
	}
}

// plainInner is a paper an organisation wrote for itself that need not show its machines.
func (s *scene) plainInner(o *org, others []*org) *paper {
	switch s.r.IntN(5) {
	case 0:
		return s.minutes(o)
	case 1:
		return s.instruction(o)
	case 2:
		return s.list(o, "parties", others)
	case 3:
		return s.hr(o)
	}
	return s.list(o, "budget", others)
}

// insides adds the owner's own papers: with mails and machines where the package is
// to have them, else a few sheets that show neither.
func (s *scene) insides(o *org, others []*org, n int) {
	in := s.folder([]string{"社内", "総務", "共有", "業務"}, []string{"Internal", "Office", "Shared", "Admin"})
	if s.inside {
		s.message(o, o, in)
		for range n {
			s.inner(o, others, in)
		}
		return
	}
	for range s.r.IntN(3) {
		s.put(in, "doc", "internal", s.plainInner(o, others), pick(s.r, []string{docx, xlsx, pdfs}))
	}
}

// noise adds what lies about everywhere.
func (s *scene) noise() {
	for range s.r.IntN(4) {
		switch s.r.IntN(4) {
		case 0:
			s.put("", pick(s.r, []string{"news", "カタログ", "brochure"}), "bulletin", s.bulletin(s.cast(company, RoleMentioned)), pdfs)
		case 1:
			s.put("", pick(s.r, []string{"memo", "メモ", "private"}), "private", s.private(s.japanese()), pick(s.r, []string{docx, txt, xlsx}))
		case 2:
			if s.shots < 2 {
				s.photo()
			}
		default:
			s.software()
		}
	}
}
