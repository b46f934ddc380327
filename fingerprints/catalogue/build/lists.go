package main

import (
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"evscan/fingerprints/catalogue"
)

// freeMail keeps of the list what is a registrable domain below a suffix of the
// registries. The others are hosts that dynamic-DNS services hand out; they are
// told apart by the public suffix list and never reach this question.
func freeMail(data string) ([]byte, error) {
	var all []string
	if err := readJSON(data, "domains/freemail_kikobeats.json", &all); err != nil {
		return nil, err
	}
	owned, err := ownedDomains(data)
	if err != nil {
		return nil, err
	}
	all = append(all, accessProviders...)
	var keep []string
	for _, d := range all {
		r, ok := catalogue.Registrable(d)
		if !ok || r != strings.ToLower(d) {
			continue
		}
		if _, icann := publicsuffix.PublicSuffix(r); !icann {
			continue
		}
		if owned[r] && !slices.Contains(accessProviders, r) && !slices.Contains(webmail, r) {
			continue
		}
		keep = append(keep, r)
	}
	return sortedLines(keep), nil
}

func disposable(data string) ([]byte, error) {
	var keep []string
	err := lines(data, "domains/disposable.txt", func(l string) error {
		if r, ok := catalogue.Registrable(l); ok && r == l {
			keep = append(keep, r)
		}
		return nil
	})
	return sortedLines(keep), err
}

func sortedLines(l []string) []byte {
	slices.Sort(l)
	return []byte(strings.Join(slices.Compact(l), "\n") + "\n")
}

// ownedDomains are the domains of organisations that mail of their own staff
// comes from, as far as the sources know. The free-mail list holds some of them.
func ownedDomains(data string) (map[string]bool, error) {
	owned := map[string]bool{}
	err := table(data, "orgs/financedatabase_name_domain.tsv", '\t', func(row map[string]string) error {
		if d, ok := catalogue.Registrable(row["domain"]); ok {
			owned[d] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var unis []university
	if err := readJSON(data, "orgs/hipo_universities.json", &unis); err != nil {
		return nil, err
	}
	for _, u := range unis {
		for _, d := range u.Domains {
			if r, ok := catalogue.Registrable(d); ok {
				owned[r] = true
			}
		}
	}
	return owned, nil
}

// webmail are large providers whose firm is listed under the same domain.
var webmail = []string{"gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.jp", "outlook.com", "hotmail.com", "live.com", "msn.com", "icloud.com",
	"me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "web.de", "mail.ru", "yandex.ru", "yandex.com", "qq.com", "163.com", "126.com", "sina.com",
	"naver.com", "daum.net", "hanmail.net", "rediffmail.com", "zoho.com", "proton.me", "protonmail.com", "tutanota.com", "fastmail.com", "mail.com"}

// accessProviders give mail addresses to everybody with a line or a telephone.
var accessProviders = []string{"docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp", "i.softbank.jp", "au.com", "ymobile.ne.jp", "nifty.com", "nifty.ne.jp",
	"biglobe.ne.jp", "ocn.ne.jp", "so-net.ne.jp", "dion.ne.jp", "plala.or.jp", "asahi-net.or.jp", "infoweb.ne.jp", "odn.ne.jp", "eonet.ne.jp",
	"jcom.home.ne.jp", "home.ne.jp", "comcast.net", "verizon.net", "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net",
	"btinternet.com", "sky.com", "virginmedia.com", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "t-online.de", "freenet.de", "arcor.de",
	"libero.it", "virgilio.it", "tin.it", "bigpond.com", "optusnet.com.au", "shaw.ca", "rogers.com", "sympatico.ca", "telefonica.net", "terra.com.br",
	"uol.com.br", "bol.com.br", "xtra.co.nz", "vodafone.it", "hinet.net", "seznam.cz", "wp.pl", "onet.pl", "o2.pl", "interia.pl", "mail.ru", "bk.ru",
	"inbox.ru", "list.ru", "ukr.net", "rambler.ru"}
