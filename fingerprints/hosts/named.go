package hosts

import (
	"strings"

	"evscan/evidence"
)

// Named judges a value that is known to be the name of a machine or a domain: the
// field of a registry, a shortcut, a certificate. A port, backslashes before it, and
// an account before an at sign are taken off. ok is unset for addresses in numbers
// and for names that say nothing. Key is zero where Host has a registrable domain.
//
// Quality is 1 for names with a domain and 0.4 for bare ones, of which every
// network has many alike.
func Named(value string) (Hit, bool) {
	v := strings.TrimRight(strings.TrimLeft(strings.TrimSpace(value), `\/`), ".")
	if at := strings.LastIndexByte(v, '@'); at >= 0 {
		v = v[at+1:]
	}
	if i := strings.IndexAny(v, `\/:`); i >= 0 {
		v = v[:i]
	}
	v = strings.TrimPrefix(strings.ToLower(v), "*.")
	if len(v) < 2 || len(v) > 253 || !hasLetter(v) || anyonesServer(v) || nobodysDomain(v) || machineMade(v) {
		return Hit{}, false
	}
	for i := 0; i < len(v); i++ {
		if !hostByte(v[i]) {
			return Hit{}, false
		}
	}
	h := Hit{Host: v, Zone: evidence.ZoneProperty, Why: "name of a machine or a domain", Quality: 1}
	if k, ok := PrivateKey(v); ok {
		h.Key = k
		if !strings.Contains(v, ".") {
			h.Quality = 0.4
		}
	}
	return h, true
}

// machineMade are names that systems, routers and installers give by themselves.
func machineMade(v string) bool {
	switch v {
	case "workgroup", "mshome", "window", "microsoft", "localdomain", "lan", "home", "router", "gateway", "broadcasthost", "ip6-localhost", "ip6-loopback",
		"ubuntu", "debian", "raspberrypi", "kali", "localhost4", "localhost6", "root", "default", "unknown", "user", "pc", "none", "macbook", "imac", "guest":
		return true
	}
	for _, p := range []string{"desktop-", "laptop-", "win-", "minint-", "ip-10-", "ip-172-", "ip-192-", "ec2amaz-", "iphone", "android-"} {
		if strings.HasPrefix(v, p) && !strings.Contains(v, ".") {
			return true
		}
	}
	return strings.HasSuffix(v, ".home.arpa") || strings.HasSuffix(v, ".in-addr.arpa") || strings.HasSuffix(v, ".ip6.arpa")
}
