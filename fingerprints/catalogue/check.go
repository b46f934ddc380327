package catalogue

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/registry/numbers"
)

var (
	guid   = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	scheme = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// Check brings a record into its canonical form: registrable domains, lower-case
// tenants and hosts, registry numbers as they are kept, an ID where none was given;
// or it says what is wrong with it. Lists of o may be changed in place.
func Check(o *evidence.Organisation) error { return check(o) }

// check brings a record into its canonical form (registrable domains, lower-case
// tenants, an ID where none was given) or says what is wrong with it.
func check(o *evidence.Organisation) error {
	if strings.TrimSpace(o.Name) == "" {
		return errors.New("no name")
	}
	if err := checkDomains(o); err != nil {
		return err
	}
	if err := checkNames(o); err != nil {
		return err
	}
	for i, t := range o.Tenants {
		if o.Tenants[i] = strings.ToLower(t); !guid.MatchString(o.Tenants[i]) {
			return fmt.Errorf("tenant %q: not a GUID", t)
		}
	}
	for i, r := range o.Registry {
		n, err := normalRegistry(r)
		if err != nil {
			return err
		}
		o.Registry[i] = n
	}
	o.Registry = union(nil, o.Registry)
	if o.Country != "" && !isCountry(o.Country) {
		return fmt.Errorf("country %q: none of ISO 3166-1, two capital letters", o.Country)
	}
	if o.Date != "" && !isDate(o.Date) {
		return fmt.Errorf("date %q: not year-month-day", o.Date)
	}
	if o.Background < 0 || o.Background > 1 {
		return fmt.Errorf("background %v: not in [0,1]", o.Background)
	}
	switch {
	case o.ID != "":
		if s, v, ok := strings.Cut(o.ID, ":"); !ok || v == "" || !scheme.MatchString(s) {
			return fmt.Errorf("id %q: not scheme:value", o.ID)
		}
		id, err := normalRegistry(o.ID)
		if err != nil {
			return err
		}
		o.ID = id
	case len(o.Registry) > 0:
		o.ID = o.Registry[0]
	case len(o.Domains) > 0:
		o.ID = "domain:" + o.Domains[0]
	default:
		o.ID = "name:" + cmp.Or(Core(o.Name), o.Name)
	}
	return nil
}

// CheckRegistry checks a registry number written scheme:number. Numbers of the
// registers that package numbers knows must have right check digits and the normal
// form; of other schemes only the form is looked at.
func CheckRegistry(schemeNumber string) error {
	_, err := normalRegistry(schemeNumber)
	return err
}

// normalRegistry returns a registry number in the one way in which it is kept.
func normalRegistry(schemeNumber string) (string, error) {
	s, number, ok := strings.Cut(schemeNumber, ":")
	if !ok || number == "" || !scheme.MatchString(s) {
		return "", fmt.Errorf("registry number %q: not scheme:number", schemeNumber)
	}
	n, _, err := numbers.Parse(schemeNumber)
	if err != nil {
		return "", fmt.Errorf("registry number %q: %w", schemeNumber, err)
	}
	return n, nil
}

// CorporateNumber reports whether s is a Japanese corporate number (法人番号) of 13
// digits with its check digit.
func CorporateNumber(s string) bool { return len(s) == 13 && isNumber("jp-corporate-number", s) }

// LEI reports whether s is a legal entity identifier (ISO 17442) with its check digits.
func LEI(s string) bool { return isNumber("lei", s) }

func isNumber(id, s string) bool {
	known, ok := numbers.Lookup(id)
	return ok && known.Is(s)
}
