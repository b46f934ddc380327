package caseuco

import (
	"strings"
	"time"

	"evscan/report/exchange"
)

// node is a resource of the graph. Its keys are written in the order of the alphabet,
// which encoding/json gives to maps.
type node map[string]any

// context names the vocabularies, of CASE 1.4 and UCO 1.4.
func context() map[string]string {
	const uco = "https://ontology.unifiedcyberontology.org/uco/"
	return map[string]string{
		"kb":                 "https://evscan.example/kb/",
		"case-investigation": "https://ontology.caseontology.org/case/investigation/",
		"uco-action":         uco + "action/",
		"uco-core":           uco + "core/",
		"uco-identity":       uco + "identity/",
		"uco-observable":     uco + "observable/",
		"uco-tool":           uco + "tool/",
		"uco-types":          uco + "types/",
		"xsd":                "http://www.w3.org/2001/XMLSchema#",
	}
}

// resource starts a node; parts name it within the report. Its IRI ends in a UUID, as
// UCO wants it.
func (m *maker) resource(class string, parts ...string) node {
	local := strings.ToLower(class[strings.IndexByte(class, ':')+1:])
	return node{"@id": "kb:" + local + "-" + m.c.UUID(append([]string{"case", class}, parts...)...), "@type": class}
}

// facet gives a node a facet of a class and returns the facet; a node has one of each.
func (m *maker) facet(n node, class string) node {
	f := m.resource(class, n.id())
	list, _ := n["uco-core:hasFacet"].([]node)
	n["uco-core:hasFacet"] = append(list, f)
	return f
}

func (n node) id() string { s, _ := n["@id"].(string); return s }

// ref points at a node.
func ref(n node) node { return node{"@id": n.id()} }

func refs(list []node) []node {
	out := make([]node, 0, len(list))
	for _, n := range list {
		out = append(out, ref(n))
	}
	return out
}

func typed(datatype, value string) node { return node{"@type": datatype, "@value": value} }

func instant(t time.Time) node { return typed("xsd:dateTime", t.Format(time.RFC3339)) }

// confidence gives a node the confidence of a probability.
func (m *maker) confidence(n node, p float64) {
	m.facet(n, "uco-core:ConfidenceFacet")["uco-core:confidence"] = node{"@type": "xsd:nonNegativeInteger", "@value": itoa(exchange.Confidence(p))}
}

// hash is a hash of a file. XML Schema writes hexBinary in capitals.
func (m *maker) hash(owner node, method, hexadecimal string) node {
	h := m.resource("uco-types:Hash", owner.id(), method)
	h["uco-types:hashMethod"] = method
	h["uco-types:hashValue"] = typed("xsd:hexBinary", strings.ToUpper(hexadecimal))
	return h
}
