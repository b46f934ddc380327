package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"sync"
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
var countries = sync.OnceValue(func() []string {
	list := []string{"XK"}
	for a := byte('A'); a <= 'Z'; a++ {
		for b := byte('A'); b <= 'Z'; b++ {
			code := string([]byte{a, b})
			r, err := language.ParseRegion(code)
			if err == nil && r.IsCountry() && r.String() == code && r.ISO3() != "ZZZ" && !strings.HasPrefix(code, "X") && r.Canonicalize() == r {
				list = append(list, code)
			}
		}
	}
	slices.Sort(list)
	return list
})

// IsCountry reports whether code is one of ISO 3166-1 alpha-2 or XK.
func IsCountry(code string) bool { return isCountry(code) }

func isCountry(code string) bool {
	_, ok := slices.BinarySearch(countries(), code)
	return ok
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}
