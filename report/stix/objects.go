package stix

// The objects of STIX 2.1 that are written (sections 3.2, 4, 5 and 6 of
// https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html), with the properties
// that are used.

type bundle struct {
	Type    string `json:"type"`
	ID      string `json:"id"`
	Objects []any  `json:"objects"`
}

// common is what domain objects and relationships share.
type common struct {
	Type        string   `json:"type"`
	SpecVersion string   `json:"spec_version"`
	ID          string   `json:"id"`
	CreatedBy   string   `json:"created_by_ref,omitempty"`
	Created     string   `json:"created"`
	Modified    string   `json:"modified"`
	Confidence  int      `json:"confidence,omitempty"` // 1 to 99; absent where there is none
	Lang        string   `json:"lang,omitempty"`
	Labels      []string `json:"labels,omitempty"`
	Markings    []string `json:"object_marking_refs,omitempty"`
}

type identity struct {
	common
	Name        string              `json:"name"`
	Description string              `json:"description,omitempty"`
	Roles       []string            `json:"roles,omitempty"`
	Class       string              `json:"identity_class"`
	References  []externalReference `json:"external_references,omitempty"`
}

type externalReference struct {
	Source     string `json:"source_name"`
	ExternalID string `json:"external_id"`
}

type observedData struct {
	common
	First  string   `json:"first_observed"`
	Last   string   `json:"last_observed"`
	Number int      `json:"number_observed"`
	Refs   []string `json:"object_refs"`
}

type note struct {
	common
	Abstract string   `json:"abstract"`
	Content  string   `json:"content"`
	Refs     []string `json:"object_refs"`
}

type opinion struct {
	common
	Explanation string   `json:"explanation"`
	Opinion     string   `json:"opinion"`
	Refs        []string `json:"object_refs"`
}

type report struct {
	common
	Name        string   `json:"name"`
	Description string   `json:"description"`
	Types       []string `json:"report_types"`
	Published   string   `json:"published"`
	Refs        []string `json:"object_refs"`
}

type relationship struct {
	common
	Kind        string `json:"relationship_type"`
	Description string `json:"description,omitempty"`
	Source      string `json:"source_ref"`
	Target      string `json:"target_ref"`
}

// observable is what cyber-observable objects share.
type observable struct {
	Type        string   `json:"type"`
	SpecVersion string   `json:"spec_version"`
	ID          string   `json:"id"`
	Markings    []string `json:"object_marking_refs,omitempty"`
}

type file struct {
	observable
	Hashes hashes `json:"hashes"`
	Size   int64  `json:"size"`
	Name   string `json:"name,omitempty"`
	MIME   string `json:"mime_type,omitempty"`
}

// hashes in the order in which section 2.9 prefers them for identifiers.
type hashes struct {
	MD5    string `json:"MD5,omitempty"`
	SHA1   string `json:"SHA-1,omitempty"`
	SHA256 string `json:"SHA-256,omitempty"`
}

type directory struct {
	observable
	Path string `json:"path"`
}

type domainName struct {
	observable
	Value string `json:"value"`
}

type marking struct {
	Type        string        `json:"type"`
	SpecVersion string        `json:"spec_version"`
	ID          string        `json:"id"`
	Created     string        `json:"created"`
	Kind        string        `json:"definition_type"`
	Name        string        `json:"name"`
	Definition  tlpDefinition `json:"definition"`
}

type tlpDefinition struct {
	TLP string `json:"tlp"`
}

// tlpAmber is one of the markings that section 7.2.1.4 prescribes word for word.
func tlpAmber() marking {
	return marking{Type: "marking-definition", SpecVersion: version, ID: "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
		Created: "2017-01-20T00:00:00.000Z", Kind: "tlp", Name: "TLP:AMBER", Definition: tlpDefinition{"amber"}}
}
