package catalogue

import (
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"

	"evscan/evidence"
)

// maxHost is the longest host name in bytes (RFC 1035, 2.3.4).
const maxHost = 253

// checkDomains makes domains registrable, joins those that become one, and brings
// the hosts of the own network into lower case.
func checkDomains(o *evidence.Organisation) error {
	var l domainList
	for i, d := range o.Domains {
		r, ok := Registrable(d)
		if !ok {
			return fmt.Errorf("domain %q: not a registrable domain", d)
		}
		l.one(r, o.Use(i))
	}
	l.put(o)
	for i, h := range o.Hosts {
		h = strings.ToLower(strings.TrimSuffix(h, "."))
		if h == "" || len(h) > maxHost || strings.Trim(h, "abcdefghijklmnopqrstuvwxyz0123456789-_.") != "" || strings.Contains(h, "..") || h[0] == '.' {
			return fmt.Errorf("host %q: not the name of a host or a domain of a network", o.Hosts[i])
		}
		o.Hosts[i] = h
	}
	o.Hosts = union(nil, o.Hosts)
	return nil
}

// checkNames leaves each name once and looks at their language tags (BCP 47).
func checkNames(o *evidence.Organisation) error {
	if len(o.Languages) > 1+len(o.Aliases) {
		return fmt.Errorf("%d languages for %d names", len(o.Languages), 1+len(o.Aliases))
	}
	for _, tag := range o.Languages {
		if tag == "" {
			continue
		}
		if _, err := language.Parse(tag); err != nil {
			return fmt.Errorf("language %q: not a tag of BCP 47", tag)
		}
	}
	var l nameList
	l.add(o)
	l.put(o)
	return nil
}

// countries are the codes of ISO 3166-1 and XK, which registers use for Kosovo.
const countries = "" +
	"AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD " +
	"CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF " +
	"GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN " +
	"KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA " +
	"NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI " +
	"SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI " +
	"VN VU WF WS XK YE YT ZA ZM ZW "

// IsCountry reports whether code is one of ISO 3166-1 alpha-2 or XK.
func IsCountry(code string) bool { return isCountry(code) }

func isCountry(code string) bool {
	return len(code) == 2 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && strings.Contains(countries, code+" ")
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
