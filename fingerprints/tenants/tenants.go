// Package tenants finds Entra tenant ids: GUIDs that name the directory of one
// organisation in sensitivity labels (MSIP), mail headers and sign-in addresses.
package tenants

import (
	"strings"

	"evscan/evidence"
)

// Hit is one tenant id.
type Hit struct {
	Start, End int
	Key        evidence.Key // KeyTenant, lower case
	Why        string
	Quality    float64 // (0,1]
	Sender     bool    // stands in a mail header: the tenant of whoever sent the mail
}

// Tenants that say nothing about an organisation.
const (
	consumer  = "9188040d-6c67-4c5b-b112-36a304b66dad" // personal Microsoft accounts
	microsoft = "72f988bf-86f1-41af-91ab-2d7cd011db47" // Microsoft's own, in templates and labels it ships
	services  = "f8cdef31-a31e-4b4a-93e4-5f571e91255a" // Microsoft Services
	zero      = "00000000-0000-0000-0000-000000000000"
)

// MaxHits bounds the hits of one text.
const MaxHits = 1000

// Metadata looks at one metadata fact.
func Metadata(name, value string) []Hit {
	low := strings.ToLower(name)
	var why string
	sender := false
	switch {
	case strings.HasSuffix(low, "siteid"):
		why = "site of a sensitivity label"
	case strings.Contains(low, "crosstenant-id"), strings.Contains(low, "crosstenantid"):
		why, sender = "tenant that a mail came from", true
	case strings.Contains(low, "tenantid"), strings.Contains(low, "tenant-id"), strings.Contains(low, "directoryid"):
		why = "named as tenant id"
	case strings.HasPrefix(low, "msip:"), strings.Contains(low, "msip_label"):
		return labelText(value)
	default:
		return Find(value)
	}
	if g, at := firstGUID(value, 0); at >= 0 && telling(g) {
		return []Hit{{Start: at, End: at + 36, Key: key(g), Why: why, Quality: quality(g), Sender: sender}}
	}
	return nil
}

// labelText reads the one-line form of a label as mails carry it in their
// msip_labels header: MSIP_Label_<guid>_SiteId=<guid>;...
func labelText(value string) []Hit {
	i := strings.Index(value, "SiteId=")
	if i < 0 {
		return nil
	}
	g, at := firstGUID(value, i)
	if at < 0 || at > i+9 || !telling(g) {
		return nil
	}
	return []Hit{{Start: at, End: at + 36, Key: key(g), Why: "site of a sensitivity label", Quality: quality(g)}}
}

// contexts are what must stand right before a GUID in text to make it a tenant.
var contexts = []struct{ before, why string }{
	{"login.microsoftonline.com/", "tenant of a sign-in address"},
	{"login.windows.net/", "tenant of a sign-in address"},
	{"sts.windows.net/", "tenant of a token issuer"},
	{"tenantid", "named as tenant id"},
	{"tenant_id", "named as tenant id"},
	{"tenant-id", "named as tenant id"},
	{"tenant id", "named as tenant id"},
	{"directory (tenant) id", "named as tenant id"},
	{"テナントid", "named as tenant id"},
	{"テナント id", "named as tenant id"},
	{"_siteid", "site of a sensitivity label"},
}

// Find returns the tenant ids of a text that stand in the context of one.
func Find(text string) []Hit {
	var hits []Hit
	for from := 0; len(hits) < MaxHits; {
		g, at := firstGUID(text, from)
		if at < 0 {
			break
		}
		from = at + 36
		back := strings.ToLower(text[max(0, at-48):at])
		back = strings.TrimRight(back, " \"'=:：>\t\\(（")
		for _, c := range contexts {
			if strings.HasSuffix(back, c.before) && telling(g) {
				hits = append(hits, Hit{Start: at, End: at + 36, Key: key(g), Why: c.why, Quality: quality(g)})
				break
			}
		}
	}
	return hits
}

func key(g string) evidence.Key { return evidence.Key{Kind: evidence.KeyTenant, Value: g} }

func telling(g string) bool { return g != consumer && g != zero && g != services }

// quality of a mark: labels with Microsoft's own tenant travel in documents made
// from templates it ships, so they are hardly evidence of its custody.
func quality(g string) float64 {
	if g == microsoft {
		return 0.1
	}
	return 1
}

// firstGUID finds the first 8-4-4-4-12 GUID at or after from and returns it in
// lower case with its offset, or an offset of -1.
func firstGUID(s string, from int) (string, int) {
	for i := from; i+36 <= len(s); {
		d := strings.IndexByte(s[i:], '-')
		if d < 0 {
			return "", -1
		}
		at := i + d - 8
		if at >= from && at+36 <= len(s) && isGUID(s[at:at+36]) &&
			(at == 0 || !isHex(s[at-1])) && (at+36 == len(s) || !isHex(s[at+36]) && s[at+36] != '-') {
			return strings.ToLower(s[at : at+36]), at
		}
		i += d + 1
	}
	return "", -1
}

func isGUID(s string) bool {
	for i := range 36 {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return false
			}
		} else if !isHex(s[i]) {
			return false
		}
	}
	return true
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}
