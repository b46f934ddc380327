package bench

import (
	"fmt"
	"strconv"
)

// play casts and fills the package.
func (s *scene) play() {
	switch s.scenario {
	case OwnerAsCustomer:
		if s.language == Japanese && s.k/21%2 == 1 {
			s.images()
			return
		}
		s.customer()
	case OwnerAsVendor:
		s.vendor()
	case SupplierBreached:
		if s.k/7%5 == 3 {
			s.processor()
			return
		}
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

// folder picks a folder in the language of the owner.
func (s *scene) folder(ja, en []string) string {
	if s.owner != nil && s.owner.ja || s.owner == nil && s.language == Japanese {
		return pick(s.r, ja)
	}
	return pick(s.r, en)
}

func (s *scene) ownerKind() kind {
	return pick(s.r, []kind{company, company, company, company, company, public, utility, bank})
}

// several casts n parties.
func (s *scene) several(n int, role string, kinds ...kind) []*org {
	var out []*org
	for range n {
		out = append(out, s.cast(pick(s.r, kinds), role))
	}
	return out
}

// exchange adds a paper or a mail that from sends to o, where o files it.
func (s *scene) exchange(from, to *org, in string) {
	switch x := s.r.IntN(20); {
	case x < 5:
		s.tradeFile(quotation, from, to, in)
	case x < 10:
		s.tradeFile(invoice, from, to, in)
	case x < 12:
		s.tradeFile(delivery, from, to, in)
	case x < 13:
		s.tradeFile(pick(s.r, []tradeKind{receipt, statement}), from, to, in)
	case x < 15:
		s.put(in, "", "letter", s.letter(from, to), pick(s.r, []string{pdfs, docx}))
	case x < 16:
		s.put(in, "", "contract", s.contract(from, to), pick(s.r, []string{pdfs, docx}))
	case x < 17:
		s.put(in, "", "slides", s.proposal(from, to), pick(s.r, []string{pptx, pptx, pdfs}))
	case x < 18:
		s.put(in, "", "service-report", s.report(from, []*org{to}), pick(s.r, []string{pdfs, docx, xlsx}))
	default:
		s.message(from, to, in)
	}
}

// customer: suppliers' papers at the one who buys.
func (s *scene) customer() {
	k := s.ownerKind()
	sector := s.k%9 == 2 && !s.claimTrue
	if sector {
		k = utility
	}
	o := s.own(k)
	n := 3 + s.r.IntN(4)
	if chance(s.r, .35) {
		n = 1 + s.r.IntN(2)
	}
	vendors := s.several(n, RoleVendor, company, company, company, provider, firm)
	dominant := chance(s.r, .5)
	for i := range 5 + s.r.IntN(8) {
		v := vendors[i%len(vendors)]
		if dominant && i%3 != 0 {
			v = vendors[0]
		}
		in := s.folder([]string{"見積", "請求書/" + v.short, "購買", "取引先/" + v.short, "受領", "", v.short}, []string{"Quotes", "Invoices/" + v.short, "Purchasing", "Vendors/" + v.short, "AP", "", v.short})
		s.exchange(v, o, in)
	}
	for range s.r.IntN(4) {
		a, b := pick(s.r, vendors), o
		if chance(s.r, .35) {
			a, b = b, a
		}
		s.message(a, b, s.folder([]string{"メール", "mail"}, []string{"mail", "Inbox"}))
	}
	for range s.r.IntN(3) {
		s.tradeFile(order, o, pick(s.r, vendors), s.folder([]string{"注文書", "発注"}, []string{"PO", "Orders"}))
	}
	s.insides(o, vendors, 1+s.r.IntN(5))
	s.noise()
	switch {
	case s.claimTrue:
		s.claimOwner(o)
	case sector:
		rival := s.castIn(utility, RoleMentioned, o.ja)
		s.put("", "", "bulletin", s.bulletin(rival), pdfs)
		s.accuse(rival, CaseSameSector)
	default:
		s.falseClaim(o, vendors[0], CaseVendorDecoy)
	}
}

// vendor: what one organisation issues to its many customers.
func (s *scene) vendor() {
	o := s.own(pick(s.r, []kind{company, company, company, provider, firm, utility}))
	customers := s.several(2+s.r.IntN(7), RoleCustomer, company, company, public, bank)
	for i := range 5 + s.r.IntN(8) {
		c := customers[i%len(customers)]
		in := s.folder([]string{"見積控", "請求控", "顧客/" + c.short, "案件", "", c.short + "様"}, []string{"Sent quotes", "Sales invoices", "Clients/" + c.short, "Projects", "", c.short})
		if chance(s.r, .15) {
			s.tradeFile(order, c, o, in)
			continue
		}
		s.exchange(o, c, in)
	}
	for range s.r.IntN(4) {
		a, b := o, pick(s.r, customers)
		if chance(s.r, .4) {
			a, b = b, a
		}
		s.message(a, b, s.folder([]string{"送信済み", "メール"}, []string{"Sent", "mail"}))
	}
	if chance(s.r, .5) {
		s.put("", "", "price-list", s.list(o, "prices", nil), pick(s.r, []string{xlsx, csvs}))
	}
	if chance(s.r, .5) {
		s.put("", "", "customer-list", s.list(o, "parties", customers), pick(s.r, []string{xlsx, xlsx, csvs}))
	}
	if chance(s.r, .4) {
		v := s.cast(company, RoleVendor)
		s.tradeFile(pick(s.r, []tradeKind{invoice, delivery}), v, o, s.folder([]string{"仕入", "経費"}, []string{"Payables", "Expenses"}))
	}
	s.insides(o, customers, 1+s.r.IntN(5))
	s.noise()
	switch {
	case s.claimTrue:
		s.claimOwner(o)
	case s.k%4 == 1:
		s.nearClaim(o, CaseNearDomain)
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
	rights := c.truth()
	s.Rights = &rights
	others := s.several(s.r.IntN(4), RoleCustomer, company)
	in := s.folder([]string{"図面/" + c.short, c.short, "貸与資料", "客先支給"}, []string{"Drawings/" + c.short, c.short, "Customer data", "RFQ"})
	for range 3 + s.r.IntN(6) {
		s.put(in, "", "drawing", s.drawing(c, o), pick(s.r, []string{pdfs, pdfs, docx}))
	}
	for range 2 + s.r.IntN(4) {
		s.tradeFile(order, c, o, in)
	}
	for range 1 + s.r.IntN(4) {
		s.tradeFile(pick(s.r, []tradeKind{quotation, invoice, delivery}), o, pick(s.r, append(others, c)), s.folder([]string{"見積", "納品", "売上"}, []string{"Quotes", "Deliveries", "Sales"}))
	}
	for range 1 + s.r.IntN(2) {
		s.tradeFile(pick(s.r, []tradeKind{invoice, delivery}), s.cast(company, RoleVendor), o, s.folder([]string{"仕入", "材料"}, []string{"Payables", "Material"}))
	}
	for range 1 + s.r.IntN(3) {
		a, b := c, o
		if chance(s.r, .4) {
			a, b = b, a
		}
		s.message(a, b, s.folder([]string{"メール"}, []string{"mail"}))
	}
	if chance(s.r, .5) {
		s.put(in, "", "contract", s.contract(o, c), pdfs)
	}
	s.insides(o, append(others, c), 1+s.r.IntN(4))
	s.noise()
	if s.claimTrue {
		s.claimOwner(o)
		return
	}
	s.falseClaim(o, c, CaseDrawings)
}

// processor: a supplier keeps records for its customer, which stay the customer's.
func (s *scene) processor() {
	c := s.own(s.ownerKind())
	o := s.cast(pick(s.r, []kind{firm, company}), RoleCustodian)
	s.takenFrom(o)
	in := s.folder([]string{"受託/" + c.short, "給与計算/" + c.short, c.short}, []string{"Payroll/" + c.short, "Clients/" + c.short, c.short})
	for range 4 + s.r.IntN(5) {
		s.put(in, "", "hr-form", s.hr(c), pick(s.r, []string{docx, xlsx, pdfs}))
	}
	s.put(in, "", "staff-list", s.list(c, "staff", nil), pick(s.r, []string{xlsx, csvs}))
	for range 1 + s.r.IntN(3) {
		s.put(in, "", "budget", s.list(c, pick(s.r, []string{"budget", "parties"}), nil), xlsx)
	}
	s.insides(c, nil, 1+s.r.IntN(3))
	for range 1 + s.r.IntN(2) {
		s.tradeFile(invoice, o, c, in)
	}
	s.message(pick(s.r, []*org{o, c}), pick(s.r, []*org{o, c}), in)
	if chance(s.r, .5) {
		s.put("", "", "minutes", s.minutes(o), docx)
	}
	s.noise()
	if s.claimTrue {
		s.claimOwner(c)
		return
	}
	s.falseClaim(c, o, "")
}

// hosted: a provider's systems hold its customers' own files.
func (s *scene) hosted() {
	m := s.cast(provider, RoleCustodian)
	s.takenFrom(m)
	n := 1
	if s.k%5 == 4 {
		n = 2
	}
	var owners []*org
	for range n {
		owners = append(owners, s.own(s.ownerKind()))
	}
	for _, o := range owners {
		in := pick(s.r, []string{"backup/" + o.roman, "customers/" + o.short, "テナント/" + o.short, "vm-export/" + o.netbios, o.domain()})
		if s.inside {
			s.message(o, o, in)
			for range 2 + s.r.IntN(4) {
				s.inner(o, nil, in)
			}
		}
		around := s.several(2+s.r.IntN(2), RoleVendor, company)
		clients := s.several(s.r.IntN(3), RoleCustomer, company, public)
		for range 3 + s.r.IntN(4) {
			if q := pick(s.r, append(clients, around...)); s.role[q] == RoleVendor {
				s.exchange(q, o, in)
			} else {
				s.exchange(o, q, in)
			}
		}
		for range 1 + s.r.IntN(2) {
			s.put(in, "", "internal", s.plainInner(o, around), pick(s.r, []string{docx, xlsx, pdfs}))
		}
	}
	for range 1 + s.r.IntN(3) {
		s.put(pick(s.r, []string{"tickets", "運用", "reports"}), "", "service-report", s.report(m, owners), pick(s.r, []string{pdfs, docx, xlsx}))
	}
	if chance(s.r, .6) {
		s.message(m, owners[0], "tickets")
	}
	if chance(s.r, .4) {
		s.message(m, m, "internal")
	}
	if s.shots == 0 && chance(s.r, .3) {
		s.shot(m, owners, "")
	}
	s.noise()
	if s.claimTrue {
		s.claimOwner(owners[0])
		return
	}
	s.falseClaim(owners[0], m, "")
}

// two: the papers of two organisations that have nothing to do with each other.
func (s *scene) two() {
	a, b := s.own(s.ownerKind()), s.own(s.ownerKind())
	apart := chance(s.r, .6)
	for i, o := range []*org{a, b} {
		in := ""
		if apart {
			in = pick(s.r, []string{strconv.Itoa(i + 1), o.short, fmt.Sprintf("part%d", i+1)})
		}
		v, c := s.cast(company, RoleVendor), s.cast(company, RoleCustomer)
		for range 2 + s.r.IntN(2) {
			s.exchange(v, o, in)
		}
		for range 1 + s.r.IntN(2) {
			s.exchange(o, c, in)
		}
		if s.inside {
			s.message(o, o, in)
		}
		for range 1 + s.r.IntN(3) {
			if s.inside {
				s.inner(o, []*org{v, c}, in)
			} else {
				s.put(in, "", "internal", s.plainInner(o, []*org{v, c}), pick(s.r, []string{docx, xlsx, pdfs}))
			}
		}
	}
	s.noise()
	if s.claimTrue {
		s.claimOwner(pick(s.r, []*org{a, b}))
	} else {
		s.falseClaim(a, s.all[2], CaseTwoOwners)
	}
	s.Case = CaseTwoOwners
}

// filer: the authority's heading stands on every form.
func (s *scene) filer() {
	var o, a *org
	row := []string{CaseCourtPapers, CaseAgencyHeading, CaseRegulatorLinks}[s.k%3]
	switch row {
	case CaseCourtPapers:
		o = s.own(lawFirm)
		a = s.castIn(court, RoleRegulator, o.ja)
	case CaseAgencyHeading:
		o = s.own(firm)
		a = s.castIn(authority, RoleRegulator, o.ja)
	default:
		o = s.own(pick(s.r, []kind{bank, bank, utility, company}))
		a = s.castIn(authority, RoleRegulator, o.ja)
	}
	var clients []*org
	for range 2 + s.r.IntN(6) {
		clients = append(clients, s.castIn(company, RoleCustomer, o.ja))
	}
	if row == CaseRegulatorLinks {
		for range 3 + s.r.IntN(4) {
			s.put(pick(s.r, []string{"regulator", "", "監督官庁"}), "", "bulletin", s.bulletin(a), pick(s.r, []string{pdfs, pdfs, docx}))
		}
		for range 1 + s.r.IntN(2) {
			s.put("regulator", "", "letter", s.letter(a, o), pdfs)
		}
		for range s.r.IntN(3) {
			s.put("regulator", "", "form", s.form(a, o, o), pick(s.r, []string{pdfs, docx, xlsx}))
		}
		for range 2 + s.r.IntN(4) {
			s.exchange(o, pick(s.r, clients), s.folder([]string{"口座", "取引先"}, []string{"Accounts", "Customers"}))
		}
	} else {
		for range 4 + s.r.IntN(6) {
			c := pick(s.r, clients)
			s.put(s.folder([]string{c.short, "顧問先/" + c.short, "申告"}, []string{c.short, "Clients/" + c.short, "Filings"}), "", "form", s.form(a, o, c), pick(s.r, []string{pdfs, pdfs, docx, xlsx}))
		}
		for range 1 + s.r.IntN(3) {
			s.tradeFile(invoice, o, pick(s.r, clients), s.folder([]string{"請求"}, []string{"Fees"}))
		}
		if chance(s.r, .5) {
			c := pick(s.r, clients)
			s.put(c.short, "", "contract", s.contract(o, c), pick(s.r, []string{pdfs, docx}))
		}
		if chance(s.r, .4) {
			s.put("", "", "letter", s.letter(a, o), pdfs)
		}
	}
	for range s.r.IntN(3) {
		a, b := pick(s.r, clients), o
		if chance(s.r, .4) {
			a, b = b, a
		}
		s.message(a, b, "mail")
	}
	s.insides(o, clients, 1+s.r.IntN(4))
	if s.inside && chance(s.r, .4) {
		s.put("", "", "password-list", s.list(o, "passwords", nil), xlsx)
	}
	s.noise()
	if s.claimTrue {
		s.claimOwner(o)
		s.Case = row
		return
	}
	s.accuse(a, row)
}

// nobody: public papers, private files, downloads, screenshots without a name.
func (s *scene) nobody() {
	s.inside, s.Inside, s.known, s.Known = false, false, false, false
	var around []*org
	mention := func(n int) {
		for range n {
			around = append(around, s.cast(pick(s.r, []kind{company, company, authority, bank, public, utility}), RoleMentioned))
		}
	}
	downloads := func() string { return pick(s.r, []string{"", "Downloads", "ダウンロード", "資料"}) }
	switch s.k / 7 % 4 {
	case 0: // brochures and news of many
		mention(3 + s.r.IntN(6))
		for _, o := range around {
			for range 1 + s.r.IntN(2) {
				s.put(downloads(), "", "bulletin", s.bulletin(o), pick(s.r, []string{pdfs, pdfs, docx, pptx}))
			}
		}
	case 1: // a person's files
		mention(1 + s.r.IntN(3))
		ja := s.japanese()
		for range 5 + s.r.IntN(8) {
			s.put(pick(s.r, []string{"", "Documents", "個人"}), "", "private", s.private(ja), pick(s.r, []string{docx, xlsx, txt, pdfs}))
		}
		for _, o := range around {
			s.put("", "", "private", s.bill(o, ja), pick(s.r, []string{pdfs, docx}))
		}
		s.photo()
	case 2: // programs and what they leave
		mention(s.r.IntN(3))
		for range 5 + s.r.IntN(7) {
			s.software()
		}
		for _, o := range around {
			s.put(downloads(), "", "bulletin", s.bulletin(o), pdfs)
		}
		s.window(nil)
	default: // a bit of everything
		mention(2 + s.r.IntN(4))
		for _, o := range around {
			s.put(downloads(), "", "bulletin", s.bulletin(o), pick(s.r, []string{pdfs, pdfs, docx, pptx}))
		}
		for range 2 + s.r.IntN(5) {
			s.put("", "", "private", s.private(s.japanese()), pick(s.r, []string{docx, xlsx, txt, pdfs}))
		}
		for range 1 + s.r.IntN(2) {
			s.window(nil)
		}
	}
	s.noise()
	switch {
	case len(around) > 0 && chance(s.r, .35):
		s.nearClaim(around[0], CaseNoData)
	case len(around) > 0 && chance(s.r, .5):
		s.accuse(around[0], "")
	default:
		s.accuseStranger()
	}
}

// images: screenshots and scans, and nothing that can be read without looking.
func (s *scene) images() {
	o := s.own(company)
	vendors := s.several(2, RoleVendor, company)
	v := vendors[0]
	if s.inside {
		for range 3 {
			s.shot(o, vendors, "")
		}
	}
	for range 3 {
		p := s.trade(pick(s.r, []tradeKind{quotation, invoice, delivery}), pick(s.r, vendors), o)
		s.put("", fmt.Sprintf("%04d", s.r.IntN(10000)), "scan", p, pick(s.r, []string{scan, jpg}))
	}
	for range 1 + s.r.IntN(2) {
		s.put("", fmt.Sprintf("IMG_%04d", s.r.IntN(10000)), "scan", s.letter(v, o), pick(s.r, []string{scan, jpg}))
	}
	if !s.inside {
		s.put("", fmt.Sprintf("%04d", s.r.IntN(10000)), "scan", s.trade(order, o, v), scan)
		s.put("", fmt.Sprintf("%04d", s.r.IntN(10000)), "scan", s.hr(o), jpg)
	}
	if s.claimTrue {
		s.claimOwner(o)
	} else {
		s.falseClaim(o, v, CaseImages)
	}
	s.Case = CaseImages
}

// inner adds a paper, a mail or a screenshot of an organisation's inside.
func (s *scene) inner(o *org, others []*org, in string) {
	switch s.r.IntN(12) {
	case 0, 1, 2:
		s.message(o, o, in+pick(s.r, []string{"/mail", ""}))
	case 3, 4:
		s.put(in, "", "minutes", s.minutes(o), pick(s.r, []string{docx, docx, pdfs}))
	case 5:
		s.put(in, "", "asset-list", s.list(o, "assets", nil), pick(s.r, []string{xlsx, xlsx, csvs}))
	case 6:
		s.put(in, "", "staff-list", s.list(o, "staff", nil), pick(s.r, []string{xlsx, xlsx, csvs, pdfs}))
	case 7:
		if s.shots < 2 {
			s.shot(o, others, in)
			return
		}
		s.put(in, "", "slides", s.slides(o, others), pptx)
	case 8:
		s.put(in, "", "budget", s.list(o, "budget", others), xlsx)
	case 9:
		s.listing(o)
	case 10:
		s.accounts(o, in)
	default:
		s.put(in, "", "work-instruction", s.instruction(o), pick(s.r, []string{docx, pdfs}))
	}
}

// plainInner is a paper an organisation wrote for itself that need not show its machines.
func (s *scene) plainInner(o *org, others []*org) *paper {
	switch s.r.IntN(6) {
	case 0:
		return s.minutes(o)
	case 1:
		return s.instruction(o)
	case 2:
		return s.list(o, "parties", others)
	case 3:
		return s.hr(o)
	case 4:
		return s.slides(o, others)
	}
	return s.list(o, "budget", others)
}

// insides adds the owner's own papers: with mails and machines where the package is
// to have them, else a few papers that show neither.
func (s *scene) insides(o *org, others []*org, n int) {
	in := s.folder([]string{"社内", "総務", "共有", "業務"}, []string{"Internal", "Office", "Shared", "Admin"})
	if s.inside {
		s.message(o, o, in)
		for range n {
			s.inner(o, others, in)
		}
		return
	}
	for range s.r.IntN(4) {
		s.put(in, "", "internal", s.plainInner(o, others), pick(s.r, []string{docx, xlsx, pdfs}))
	}
}
