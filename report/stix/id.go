package stix

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
)

// observableSpace is the namespace that section 2.9 prescribes for the identifiers of
// cyber-observable objects, so that every producer names the same file alike.
const observableSpace = "00abedb4-aa42-466c-9c01-fed23315a9b7"

// contributing is what identifiers are made of, in the order of RFC 8785.
type contributing struct {
	Hashes *hashes `json:"hashes,omitempty"`
	Name   string  `json:"name,omitempty"`
	Path   string  `json:"path,omitempty"`
	Value  string  `json:"value,omitempty"`
}

// observableID is the identifier of a cyber-observable object of a type. Strings must
// be cleaned: RFC 8785 then writes them as encoding/json does without HTML escapes.
func observableID(kind string, c contributing) (string, error) {
	if c.Hashes != nil { // one hash only, the first of the preferred order
		h := *c.Hashes
		switch {
		case h.MD5 != "":
			h = hashes{MD5: h.MD5}
		case h.SHA1 != "":
			h = hashes{SHA1: h.SHA1}
		}
		c.Hashes = &h
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(c); err != nil {
		return "", fmt.Errorf("naming a %s: %w", kind, err)
	}
	return kind + "--" + uuid.NewSHA1(uuid.MustParse(observableSpace), bytes.TrimSuffix(b.Bytes(), []byte("\n"))).String(), nil
}
