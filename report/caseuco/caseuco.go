// Package caseuco writes a report as a graph of the Cyber-investigation Analysis Standard
// Expression (https://caseontology.org) and the Unified Cyber Ontology
// (https://unifiedcyberontology.org), version 1.4, in JSON-LD: the package and its files
// with provenance, the scan as an investigative action of a tool, organisations as
// identities, verdicts and evidence as annotations with a confidence.
package caseuco

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"evscan/report/document"
	"evscan/report/exchange"
	"evscan/report/say"
)

// Write encodes d to w; l is the language of what people read in it, empty for English.
func Write(w io.Writer, d document.Document, l say.Lang) error {
	c, err := exchange.New(d, l)
	if err != nil {
		return fmt.Errorf("writing CASE: %w", err)
	}
	m := &maker{c: c}
	m.build()
	buf := bufio.NewWriterSize(w, 256<<10)
	enc := json.NewEncoder(buf)
	enc.SetIndent("", " ")
	if err := enc.Encode(node{"@context": context(), "@graph": m.graph}); err != nil {
		return fmt.Errorf("writing CASE: %w", err)
	}
	return buf.Flush()
}

type maker struct {
	c     *exchange.Content
	graph []node
}

func (m *maker) add(n node) node {
	m.graph = append(m.graph, n)
	return n
}

func (m *maker) build() {
	pack := m.add(m.pack())
	files := m.files(pack)
	organisations, results := m.organisations(pack, files)
	results = append(results, m.answer(pack))
	tool := m.add(m.tool())
	taken := m.add(m.resource("case-investigation:ProvenanceRecord", "package"))
	taken["uco-core:description"] = say.MadeBy(m.c.Lang, m.c.Doc)
	taken["uco-core:object"] = refs([]node{pack})
	found := m.add(m.resource("case-investigation:ProvenanceRecord", "results"))
	found["uco-core:object"] = refs(append(append(append([]node{}, files...), organisations...), results...))
	scan := m.add(m.scan(tool, taken, found))
	inv := m.add(m.resource("case-investigation:Investigation"))
	inv["uco-core:name"] = say.WhoseRecords(m.c.Lang, m.c.Name)
	inv["case-investigation:focus"] = say.WhoseRecords(m.c.Lang, m.c.Name)
	inv["uco-core:tag"] = "tlp:amber"
	inv["uco-core:object"] = refs([]node{taken, scan, found})
}

var (
	md5Hex  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	sha1Hex = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

// pack is what was scanned: a folder has no bytes of its own.
func (m *maker) pack() node {
	p := m.c.Doc.Package
	if m.c.Folder || !exchange.IsSHA256(p.SHA256) {
		n := m.resource("uco-observable:Directory", "package")
		f := m.facet(n, "uco-observable:FileFacet")
		f["uco-observable:fileName"], f["uco-observable:isDirectory"] = m.c.Name, true
		return n
	}
	mime := ""
	if len(m.c.Doc.Items) > 0 {
		mime = exchange.Name(m.c.Doc.Items[0].Type.MIME)
	}
	n := m.resource("uco-observable:File", "package")
	content := m.describe(n, m.c.Name, "", mime, p.Size)
	hashes := []node{m.hash(n, "SHA256", p.SHA256)}
	if sha1Hex.MatchString(p.SHA1) {
		hashes = append(hashes, m.hash(n, "SHA1", p.SHA1))
	}
	if md5Hex.MatchString(p.MD5) {
		hashes = append(hashes, m.hash(n, "MD5", p.MD5))
	}
	content["uco-observable:hash"] = hashes
	return n
}

// describe gives a file its facets and returns that of its content.
func (m *maker) describe(n node, name, path, mime string, size int64) node {
	f := m.facet(n, "uco-observable:FileFacet")
	if name != "" {
		f["uco-observable:fileName"] = name
	}
	if path != "" {
		f["uco-observable:filePath"] = path
	}
	f["uco-observable:sizeInBytes"] = max(0, size)
	content := m.facet(n, "uco-observable:ContentDataFacet")
	content["uco-observable:sizeInBytes"] = max(0, size)
	if mime != "" {
		content["uco-observable:mimeType"] = mime
	}
	return content
}

func (m *maker) files(pack node) []node {
	out := make([]node, 0, len(m.c.Files))
	for _, f := range m.c.Files {
		n := m.add(m.resource("uco-observable:File", "item", f.Item))
		content := m.describe(n, f.Name, f.Path, f.MIME, f.Size)
		content["uco-observable:hash"] = []node{m.hash(n, "SHA256", f.SHA256)}
		out = append(out, n)
		r := m.add(m.relation("uco-observable:ObservableRelationship", "Contained_Within", n, pack))
		m.facet(r, "uco-observable:PathRelationFacet")["uco-observable:path"] = f.Path
	}
	return out
}

// relation relates source to target; kinds are written as UCO writes its own.
func (m *maker) relation(class, kind string, source, target node) node {
	r := m.resource(class, kind, source.id(), target.id())
	r["uco-core:kindOfRelationship"] = kind
	r["uco-core:isDirectional"] = true
	r["uco-core:source"], r["uco-core:target"] = ref(source), ref(target)
	return r
}

// kinds of relationship of an organisation to the package.
func kindOf(standing string) string {
	switch standing {
	case say.StandsOwner:
		return "Owner_Of"
	case say.StandsPossible:
		return "Possible_Owner_Of"
	case say.StandsCustodian:
		return "Custodian_Of"
	case say.StandsClaimed:
		return "Claimed_Owner_Of"
	}
	return "Named_In"
}

// organisations adds them and what is said of them, which it returns too.
func (m *maker) organisations(pack node, files []node) (organisations, results []node) {
	domains := map[string]node{}
	for _, o := range m.c.Organisations {
		n := m.add(m.resource("uco-identity:Organization", o.ID))
		n["uco-core:name"] = o.Name
		n["uco-core:description"] = m.c.DescribeAll(o)
		if o.Register != "" {
			r := m.resource("uco-core:ExternalReference", n.id())
			r["uco-core:definingContext"], r["uco-core:externalIdentifier"] = o.Register, o.Number
			n["uco-core:externalReference"] = r
		}
		organisations = append(organisations, n)
		for _, s := range o.Standings {
			r := m.add(m.relation("uco-core:Relationship", kindOf(s), n, pack))
			r["uco-core:description"] = m.c.Stands(o, s)
			switch s {
			case say.StandsOwner, say.StandsPossible:
				m.confidence(r, o.Probability)
			case say.StandsCustodian:
				m.confidence(r, o.Custody)
			case say.StandsClaimed:
				results = append(results, m.opinion(r, n))
			}
			results = append(results, r)
		}
		if o.Occurs {
			results = append(results, m.domains(domains, o, n)...)
		}
		if e := m.evidence(o, n, files); e != nil {
			results = append(results, e)
		}
	}
	return organisations, results
}

func (m *maker) domains(known map[string]node, o exchange.Organisation, n node) (added []node) {
	for _, name := range o.Domains {
		d, there := known[name]
		if !there {
			d = m.add(m.resource("uco-observable:DomainName", name))
			m.facet(d, "uco-observable:DomainNameFacet")["uco-observable:value"] = name
			known[name] = d
			added = append(added, d)
		}
		added = append(added, m.add(m.relation("uco-core:Relationship", "Has_Domain", n, d)))
	}
	return added
}

// evidence lists what speaks for an organisation; nil where nothing does.
func (m *maker) evidence(o exchange.Organisation, n node, files []node) node {
	lines := m.c.Evidence(o)
	if len(lines) == 0 {
		return nil
	}
	a := m.add(m.resource("uco-core:Annotation", "evidence", n.id()))
	a["uco-core:name"] = say.EvidenceFor(m.c.Lang, o.Name)
	a["uco-core:statement"] = lines
	about := []node{n}
	for _, i := range m.c.CitedBy(o) {
		about = append(about, files[i])
	}
	a["uco-core:object"] = refs(about)
	return a
}

// opinion is the verdict on the claim, about the relationship that the claim asserts.
func (m *maker) opinion(claim, claimed node) node {
	a := m.add(m.resource("uco-core:Annotation", "claim"))
	a["uco-core:name"] = say.Verdict(m.c.Lang, m.c.Doc.Claim.Verdict)
	a["uco-core:statement"] = strings.Join(m.c.Opinion(), "\n") // a graph keeps no order of several
	a["uco-core:object"] = refs([]node{claim, claimed})
	if p, ok := m.c.ClaimConfidence(); ok {
		m.confidence(a, p)
	}
	return a
}

// answer is the verdict on the owner.
func (m *maker) answer(pack node) node {
	a := m.add(m.resource("uco-core:Annotation", "answer"))
	a["uco-core:name"] = m.c.Answer()
	a["uco-core:statement"] = strings.Join(m.c.Summary(), "\n")
	a["uco-core:object"] = refs([]node{pack})
	if o := m.c.Doc.Attribution.Owner; o != nil {
		m.confidence(a, o.Probability)
	}
	return a
}

func (m *maker) tool() node {
	t := m.resource("uco-tool:AnalyticTool")
	d := m.c.Doc.Tool
	t["uco-core:name"] = named(exchange.Name(d.Name))
	t["uco-tool:toolType"] = "attribution"
	t["uco-tool:version"] = strings.Join([]string{exchange.Name(d.Version), "catalogue " + exchange.Name(d.CatalogueVersion), "weights " + exchange.Name(d.WeightsVersion)}, ", ")
	return t
}

// named stands in for a name that is empty.
func named(s string) string {
	if s == "" {
		return "unnamed"
	}
	return s
}

// scan is what the tool did: from the package as taken to what was found.
func (m *maker) scan(tool, taken, found node) node {
	a := m.resource("case-investigation:InvestigativeAction")
	a["uco-core:name"] = say.WhoseRecords(m.c.Lang, m.c.Name)
	a["uco-action:instrument"] = ref(tool)
	a["uco-action:object"] = ref(taken)
	a["uco-action:result"] = ref(found)
	if !m.c.Made.IsZero() {
		a["uco-action:startTime"] = instant(m.c.Made)
	}
	if !m.c.Finished.IsZero() {
		a["uco-action:endTime"] = instant(m.c.Finished)
	}
	return a
}

func itoa(n int) string { return strconv.Itoa(n) }
