package certfacts

import (
	"encoding/base64"
	"strings"
)

// PEM finds the next certificate in text, RFC 7468, and returns what follows it. A
// block that is no base64 ends the search.
func PEM(s string) (der []byte, rest string, ok bool) {
	const begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
	_, s, ok = strings.Cut(s, begin)
	if !ok {
		return nil, "", false
	}
	body, rest, _ := strings.Cut(s, end)
	body = strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, body)
	der, err := base64.StdEncoding.DecodeString(body)
	return der, rest, err == nil
}
