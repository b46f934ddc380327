package catalogue

import (
	"net/netip"
	"strings"

	"golang.org/x/net/idna"
	"golang.org/x/net/publicsuffix"
)

// Registrable returns the registrable domain of a host name: lower case, in
// punycode, without a trailing dot, one label below the public suffix
// (https://publicsuffix.org). It says false for IP addresses, single labels,
// public suffixes themselves, and names that no registry hands out (.local,
// .internal, .lan and the like). The reserved names .example, .test and
// .invalid (RFC 2606) count as suffixes, because documents are made with them.
func Registrable(host string) (string, bool) {
	host = strings.TrimSuffix(strings.TrimSpace(host), ".")
	if len(host) < 3 || len(host) > 253 {
		return "", false
	}
	if !isPlainHost(host) {
		host = dots.Replace(host)
	}
	if isPlainHost(host) {
		host = strings.ToLower(host)
	} else {
		ascii, err := idna.Lookup.ToASCII(host)
		if err != nil {
			return "", false
		}
		host = ascii
	}
	if !validHost(host) {
		return "", false
	}
	tld := host[strings.LastIndexByte(host, '.')+1:]
	if strings.Trim(tld, "0123456789") == "" {
		if _, err := netip.ParseAddr(host); err == nil {
			return "", false
		}
	}
	if isPrivateTLD(tld) {
		return "", false
	}
	suffix, icann := publicsuffix.PublicSuffix(host)
	if !icann && !strings.Contains(suffix, ".") && !isReservedTLD(tld) {
		return "", false // the default rule *: nobody registered this top-level domain
	}
	// One label more than the suffix, as publicsuffix.EffectiveTLDPlusOne has it, which
	// would look the suffix up again.
	if len(host) <= len(suffix) || host[len(host)-len(suffix)-1] != '.' {
		return "", false
	}
	return host[strings.LastIndexByte(host[:len(host)-len(suffix)-1], '.')+1:], true
}

// dots are the full stops of Japanese input methods, which separate labels too (RFC 3490, 3.1).
var dots = strings.NewReplacer("。", ".", "．", ".", "｡", ".")

func isPlainHost(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func validHost(s string) bool {
	dots := 0
	label := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '.':
			if label == 0 || s[i-1] == '-' {
				return false
			}
			dots++
			label = 0
			continue
		case c == '-':
			if label == 0 {
				return false
			}
		case c == '_', c >= 'a' && c <= 'z', c >= '0' && c <= '9':
		default:
			return false
		}
		label++
		if label > 63 {
			return false
		}
	}
	return dots > 0 && label > 0 && s[len(s)-1] != '-'
}

// isPrivateTLD knows the endings that organisations use inside their networks.
func isPrivateTLD(tld string) bool {
	switch tld {
	case "local", "localdomain", "localhost", "internal", "intranet", "intra", "lan", "home", "corp", "private",
		"domain", "workgroup", "arpa", "onion":
		return true
	}
	return false
}

func isReservedTLD(tld string) bool {
	switch tld {
	case "example", "test", "invalid":
		return true
	}
	return false
}
