package catalogue

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"evscan/evidence"
)

var (
	guid    = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	country = regexp.MustCompile(`^[A-Z]{2}$`)
	scheme  = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// check brings a record into its canonical form (registrable domains, lower-case
// tenants, an ID where none was given) or says what is wrong with it.
func check(o *evidence.Organisation) error {
	if strings.TrimSpace(o.Name) == "" {
		return errors.New("no name")
	}
	for i, d := range o.Domains {
		r, ok := Registrable(d)
		if !ok {
			return fmt.Errorf("domain %q: not a registrable domain", d)
		}
		o.Domains[i] = r
	}
	o.Domains = union(nil, o.Domains)
	for i, t := range o.Tenants {
		if o.Tenants[i] = strings.ToLower(t); !guid.MatchString(o.Tenants[i]) {
			return fmt.Errorf("tenant %q: not a GUID", t)
		}
	}
	for _, r := range o.Registry {
		if err := CheckRegistry(r); err != nil {
			return err
		}
	}
	if o.Country != "" && !country.MatchString(o.Country) {
		return fmt.Errorf("country %q: not two capital letters (ISO 3166-1)", o.Country)
	}
	if o.Background < 0 || o.Background > 1 {
		return fmt.Errorf("background %v: not in [0,1]", o.Background)
	}
	switch {
	case o.ID != "":
		if s, v, ok := strings.Cut(o.ID, ":"); !ok || v == "" || !scheme.MatchString(s) {
			return fmt.Errorf("id %q: not scheme:value", o.ID)
		}
		return CheckRegistry(o.ID)
	case len(o.Registry) > 0:
		o.ID = o.Registry[0]
	case len(o.Domains) > 0:
		o.ID = "domain:" + o.Domains[0]
	default:
		o.ID = "name:" + cmp.Or(Core(o.Name), o.Name)
	}
	return nil
}

// CheckRegistry checks a registry number written scheme:number. Numbers of
// schemes with check digits that it knows (jp-corporate-number, lei) must have
// right ones; of other schemes only the form is looked at.
func CheckRegistry(schemeNumber string) error {
	s, number, ok := strings.Cut(schemeNumber, ":")
	if !ok || number == "" || !scheme.MatchString(s) {
		return fmt.Errorf("registry number %q: not scheme:number", schemeNumber)
	}
	switch s {
	case "jp-corporate-number":
		if !CorporateNumber(number) {
			return fmt.Errorf("registry number %q: wrong check digit", schemeNumber)
		}
	case "lei":
		if !LEI(number) {
			return fmt.Errorf("registry number %q: wrong check digits", schemeNumber)
		}
	}
	return nil
}

// CorporateNumber reports whether s is a Japanese corporate number (法人番号): 13
// digits of which the first is the check digit, 9 minus the remainder by 9 of the
// sum of the other twelve, every second of them, from the right, doubled
// (国税庁, 法人番号の検査用数字の計算, https://www.houjin-bangou.nta.go.jp).
func CorporateNumber(s string) bool {
	if len(s) != 13 {
		return false
	}
	sum := 0
	for i := 1; i < 13; i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
		// The rightmost digit is n=1 with weight 1, the next n=2 with weight 2.
		weight := 1 + (12-i)%2
		sum += int(s[i]-'0') * weight
	}
	return s[0] == byte('0'+9-sum%9)
}

// LEI reports whether s is a legal entity identifier (ISO 17442): 18 capital
// letters and digits and two check digits by ISO 7064, mod 97-10.
func LEI(s string) bool {
	if len(s) != 20 {
		return false
	}
	rem := 0
	for i := 0; i < 20; i++ {
		c := s[i]
		switch {
		case c >= '0' && c <= '9':
			rem = (rem*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z' && i < 18:
			rem = (rem*100 + int(c-'A') + 10) % 97
		default:
			return false
		}
	}
	return rem == 1
}
