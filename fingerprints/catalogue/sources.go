package catalogue

import _ "embed"

// Notice is the text that the licences of the embedded data want to be said.
//
//go:embed NOTICE.md
var notice string

// Notice returns the attributions and licences of the embedded data as Markdown.
func Notice() string { return notice }

// Source is where data of the embedded catalogue and lists comes from.
type Source struct {
	Name    string // e.g. EDINET
	Address string
	Version string // commit or date of the snapshot
	Licence string
	Notice  string // what the licence wants to be said, or a caution
	Use     string // what was taken
}

// Sources lists where the embedded data comes from.
func Sources() []Source {
	return []Source{
		{Name: "EDINET code list", Address: "https://github.com/code4fukui/EDINET", Version: "c82f62a, 2026-08-22", Licence: "PDL 1.0 (content), MIT (repository)",
			Notice: "出典:EDINET閲覧(提出)サイト, PDL1.0. Edited: names brought into one line, readings romanised, joined with web domains.", Use: "names, readings, corporate numbers of firms; no natural persons"},
		{Name: "gBizINFO", Address: "https://info.gbiz.go.jp", Version: "gbizinfo_listed_basic.csv of code4fukui/EDINET c82f62a, 2026-08-22", Licence: "PDL 1.0 (content), MIT (repository)",
			Notice: "出典：gBizINFO（経済産業省）, PDL1.0. Edited: names brought into one line.", Use: "English names and corporate numbers of listed firms of Japan"},
		{Name: "localgovjp", Address: "https://github.com/code4fukui/localgovjp", Version: "232edc3, 2026-07-09", Licence: "CC0 1.0", Use: "names and sites of Japanese prefectures and municipalities"},
		{Name: "university-domains-list", Address: "https://github.com/Hipo/university-domains-list", Version: "bb07faf, 2026-06-20", Licence: "MIT", Use: "names and domains of universities"},
		{Name: "dotgov-data", Address: "https://github.com/cisagov/dotgov-data", Version: "4ee6419, 2026-08-22", Licence: "CC0 1.0", Use: "names and .gov domains of public bodies"},
		{Name: "s-and-p-500-companies", Address: "https://github.com/datasets/s-and-p-500-companies", Version: "56509dd, 2026-08-08", Licence: "ODC-PDDL 1.0", Use: "names and CIK, branch for the background"},
		{Name: "FinanceDatabase", Address: "https://github.com/JerBouma/FinanceDatabase", Version: "268be5d, 2026-08-16", Licence: "MIT",
			Notice: "Gathered from public sites by its makers; only facts (name, web domain, country) were taken. Have counsel look before shipping.", Use: "names and domains of listed companies"},
		{Name: "name-suggestion-index", Address: "https://github.com/osmlab/name-suggestion-index", Version: "c8b272e, 2026-08-22", Licence: "BSD 3-Clause", Use: "names and Wikidata IDs of brands"},
		{Name: "simple-icons", Address: "https://github.com/simple-icons/simple-icons", Version: "34c2250, 2026-08-02", Licence: "CC0 1.0", Notice: "Trademarks stay with their owners.", Use: "background domains, names and sites of software vendors"},
		{Name: "domain-list-community", Address: "https://github.com/v2fly/domain-list-community", Version: "c975cce, 2026-08-19", Licence: "MIT", Use: "background domains, further domains of organisations"},
		{Name: "free-email-domains", Address: "https://github.com/Kikobeats/free-email-domains", Version: "55f8fd9, 2026-08-22", Licence: "MIT", Use: "free-mail domains"},
		{Name: "disposable-email-domains", Address: "https://github.com/disposable-email-domains/disposable-email-domains", Version: "a645893, 2026-08-21", Licence: "CC0 1.0", Use: "disposable-mail domains"},
		{Name: "public suffix list", Address: "https://publicsuffix.org", Version: "as in golang.org/x/net/publicsuffix", Licence: "MPL 2.0 (list), BSD 3-Clause (package)", Use: "registrable domains"},
		{Name: "rigour", Address: "https://github.com/opensanctions/rigour", Version: "8f4044d, 2026-07-19", Licence: "MIT", Use: "legal forms"},
		{Name: "cleanco", Address: "https://github.com/psolin/cleanco", Version: "cb70b70, 2025-12-14", Licence: "MIT", Use: "legal forms"},
		{Name: "SCOWL", Address: "http://wordlist.aspell.net", Version: "size 60, Debian wamerican 2020.12.07", Licence: "permissive, Copyright 2000-2011 Kevin Atkinson", Use: "English words that names share, names of persons and places"},
		{Name: "IPADIC", Address: "https://taku910.github.io/mecab", Version: "2.7.0-20070801, Debian mecab-ipadic", Licence: "BSD-like, NAIST, with the conditions of ICOT Free Software",
			Notice: "Copyright 2000-2003 Nara Institute of Science and Technology. All Rights Reserved.", Use: "Japanese nouns, names of persons and places that names share"},
	}
}
