package exchange

import (
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Namespace is the UUID below which every other UUID of the exchange formats stands,
// but for those that STIX itself prescribes: version 5 of https://evscan.example/exchange
// (RFC 9562, section 5.5).
const Namespace = "ddc914e0-4eb0-5c61-b0f0-2edc652fa846"

// UUID names something that this report says. The same report gives the same UUIDs,
// another report of the same package others: what they name never changes.
func (c *Content) UUID(parts ...string) string {
	return ID(append([]string{"report", c.Run}, parts...)...)
}

// PackageUUID names something that every report of the package speaks of.
func (c *Content) PackageUUID(parts ...string) string {
	return ID(append([]string{"package", c.Doc.Package.Kind, c.Doc.Package.SHA256}, parts...)...)
}

// ID is the UUID (version 5) of a list of strings: each with its length in bytes in
// front, so that no two lists are written alike.
func ID(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		b.WriteString(strconv.Itoa(len(p)) + ":" + p + ",")
	}
	return uuid.NewSHA1(uuid.MustParse(Namespace), []byte(b.String())).String()
}
