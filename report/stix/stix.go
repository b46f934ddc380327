// Package stix writes a report as a STIX 2.1 bundle
// (https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html): organisations as
// identities, the package and its files as observed data, the verdicts as relationships
// with a confidence, a note and an opinion on the claim, and a report around them.
//
// Identifiers of files and domains are those of the specification. All others stand for
// what this one report says, so an object that has been shared never changes.
package stix

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"evscan/report/document"
	"evscan/report/exchange"
	"evscan/report/say"
)

const (
	version = "2.1"
	// stamp writes times to the millisecond, as section 3.2 wants them.
	stamp = "2006-01-02T15:04:05.000Z"
	// unknown stands for a time where the report knows none: properties that the
	// specification requires must have one.
	unknown = "1970-01-01T00:00:00.000Z"
	// toolSince is when the identity of evscan was written as it is.
	toolSince = "2026-11-23T00:00:00.000Z"
)

// Write encodes d to w; l is the language of what people read in it, empty for English.
func Write(w io.Writer, d document.Document, l say.Lang) error {
	c, err := exchange.New(d, l)
	if err != nil {
		return fmt.Errorf("writing STIX: %w", err)
	}
	b, err := build(c)
	if err != nil {
		return fmt.Errorf("writing STIX: %w", err)
	}
	buf := bufio.NewWriterSize(w, 256<<10)
	enc := json.NewEncoder(buf)
	enc.SetIndent("", " ")
	if err := enc.Encode(b); err != nil {
		return fmt.Errorf("writing STIX: %w", err)
	}
	return buf.Flush()
}

// maker collects the objects of a bundle.
type maker struct {
	c       *exchange.Content
	made    string // created and modified of every object
	tool    string // id of the identity of evscan
	objects []any
	refs    []string // what the report object refers to
	seen    map[string]bool
}

func build(c *exchange.Content) (bundle, error) {
	m := &maker{c: c, made: unknown, seen: map[string]bool{}}
	switch {
	case !c.Made.IsZero():
		m.made = c.Made.Format(stamp)
	case !c.Listed.IsZero():
		m.made = c.Listed.Format(stamp)
	}
	m.objects = append(m.objects, tlpAmber())
	m.addTool()
	pack, err := m.addPackage()
	if err != nil {
		return bundle{}, err
	}
	files, err := m.addFiles()
	if err != nil {
		return bundle{}, err
	}
	identities, domains, err := m.addOrganisations()
	if err != nil {
		return bundle{}, err
	}
	observed := m.addObserved(slices.Concat([]string{pack}, files, domains))
	m.addContains(pack, files)
	claim := m.addStandings(pack, identities)
	m.addNotes(pack, observed, identities, files)
	m.addOpinion(claim)
	m.addReport()
	return bundle{Type: "bundle", ID: "bundle--" + c.UUID("stix", "bundle"), Objects: m.objects}, nil
}

// common starts an object that this report makes; parts name it within the report.
func (m *maker) common(kind string, parts ...string) common {
	return common{Type: kind, SpecVersion: version, ID: kind + "--" + m.c.UUID(append([]string{"stix", kind}, parts...)...), CreatedBy: m.tool,
		Created: m.made, Modified: m.made, Markings: []string{tlpAmber().ID}}
}

// add puts an object into the bundle and the report, once.
func (m *maker) add(id string, object any) {
	if m.seen[id] {
		return
	}
	m.seen[id] = true
	m.objects = append(m.objects, object)
	m.refs = append(m.refs, id)
}

// addTool names evscan, the same in every bundle.
func (m *maker) addTool() {
	m.tool = "identity--" + exchange.ID("stix", "tool")
	m.add(m.tool, identity{common: common{Type: "identity", SpecVersion: version, ID: m.tool, Created: toolSince, Modified: toolSince},
		Name: "evscan", Description: "A program that tells whose records a leaked package holds.", Class: "system"})
}

func (m *maker) observable(kind string, c contributing) (observable, error) {
	id, err := observableID(kind, c)
	return observable{Type: kind, SpecVersion: version, ID: id, Markings: []string{tlpAmber().ID}}, err
}

var (
	md5Hex  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	sha1Hex = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

// addPackage adds what was scanned: a folder has no hash of its own.
func (m *maker) addPackage() (string, error) {
	p := m.c.Doc.Package
	name := m.c.Name
	if name == "" {
		name = "unnamed" // an object without a name and hashes would be none
	}
	if m.c.Folder || !exchange.IsSHA256(p.SHA256) {
		o, err := m.observable("directory", contributing{Path: name})
		if err != nil {
			return "", err
		}
		m.add(o.ID, directory{observable: o, Path: name})
		return o.ID, nil
	}
	h := hashes{SHA256: p.SHA256}
	if md5Hex.MatchString(p.MD5) {
		h.MD5 = p.MD5
	}
	if sha1Hex.MatchString(p.SHA1) {
		h.SHA1 = p.SHA1
	}
	mime := ""
	if len(m.c.Doc.Items) > 0 {
		mime = exchange.Name(m.c.Doc.Items[0].Type.MIME)
	}
	return m.addFile(h, name, mime, p.Size)
}

func (m *maker) addFile(h hashes, name, mime string, size int64) (string, error) {
	o, err := m.observable("file", contributing{Hashes: &h, Name: name})
	if err != nil {
		return "", err
	}
	m.add(o.ID, file{observable: o, Hashes: h, Size: max(0, size), Name: name, MIME: mime})
	return o.ID, nil
}

// addFiles returns the identifiers of the files in their order; files with the same
// bytes and name share one.
func (m *maker) addFiles() ([]string, error) {
	ids := make([]string, 0, len(m.c.Files))
	for _, f := range m.c.Files {
		id, err := m.addFile(hashes{SHA256: f.SHA256}, f.Name, f.MIME, f.Size)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// addOrganisations returns the identifiers of the identities in their order, and those
// of the domains.
func (m *maker) addOrganisations() (identities, domains []string, err error) {
	for _, o := range m.c.Organisations {
		i := identity{common: m.common("identity", o.ID), Name: o.Name, Description: m.c.DescribeAll(o), Roles: o.Roles, Class: "organization"}
		i.Lang = string(m.c.Lang)
		if i.Name == "" {
			i.Name = "unnamed"
		}
		if o.Register != "" {
			i.References = []externalReference{{o.Register, o.Number}}
		}
		m.add(i.ID, i)
		identities = append(identities, i.ID)
		if !o.Occurs {
			continue // the claim names its domain, not the package
		}
		for _, d := range o.Domains {
			so, err := m.observable("domain-name", contributing{Value: d})
			if err != nil {
				return nil, nil, err
			}
			m.add(so.ID, domainName{observable: so, Value: d})
			if !slices.Contains(domains, so.ID) {
				domains = append(domains, so.ID)
			}
			m.relate("related-to", i.ID, so.ID, o.Name+" - "+d, 0)
		}
	}
	return identities, domains, nil
}

// addObserved says that the package, its files and the domains were seen.
func (m *maker) addObserved(refs []string) string {
	o := observedData{common: m.common("observed-data"), First: m.made, Last: m.made, Number: 1, Refs: unique(refs)}
	if !m.c.Listed.IsZero() && m.c.Listed.Before(m.c.Made) {
		o.First = m.c.Listed.Format(stamp)
	}
	m.add(o.ID, o)
	return o.ID
}

// addContains says where in the package each file lies.
func (m *maker) addContains(pack string, files []string) {
	for i, id := range files {
		if id == pack {
			continue // a package with a file of its own name and bytes in it
		}
		r := m.relation("contains", pack, id, m.c.Files[i].Item)
		r.Description = m.c.Files[i].Path
		m.add(r.ID, r)
	}
}

func (m *maker) relation(kind, source, target string, parts ...string) relationship {
	return relationship{common: m.common("relationship", append([]string{kind, source, target}, parts...)...), Kind: kind, Source: source, Target: target}
}

func (m *maker) relate(kind, source, target, description string, confidence int) string {
	r := m.relation(kind, source, target)
	r.Description, r.Confidence = description, confidence
	m.add(r.ID, r)
	return r.ID
}

// addStandings relates the organisations to the package and returns the identifier of
// the claim; empty where there is none.
func (m *maker) addStandings(pack string, identities []string) (claim string) {
	for i, o := range m.c.Organisations {
		for _, s := range o.Standings {
			confidence := 0
			switch s {
			case say.StandsOwner, say.StandsPossible:
				confidence = exchange.Confidence(o.Probability)
			case say.StandsCustodian:
				confidence = exchange.Confidence(o.Custody)
			}
			id := m.relate(s, identities[i], pack, m.c.Stands(o, s), confidence)
			if s == say.StandsClaimed && claim == "" {
				claim = id
			}
		}
	}
	return claim
}

// addNotes explains the answer, and lists the evidence for each organisation.
func (m *maker) addNotes(pack, observed string, identities, files []string) {
	n := note{common: m.common("note"), Abstract: m.c.Answer(), Content: strings.Join(m.c.Summary(), "\n"), Refs: []string{pack, observed}}
	n.Lang = string(m.c.Lang)
	m.add(n.ID, n)
	for i, o := range m.c.Organisations {
		lines := m.c.Evidence(o)
		if len(lines) == 0 {
			continue
		}
		n := note{common: m.common("note", o.ID), Abstract: say.EvidenceFor(m.c.Lang, o.Name), Content: strings.Join(lines, "\n"), Refs: []string{identities[i]}}
		n.Lang = string(m.c.Lang)
		for _, f := range m.c.CitedBy(o) {
			n.Refs = append(n.Refs, files[f])
		}
		n.Refs = unique(n.Refs)
		m.add(n.ID, n)
	}
}

// addOpinion says what the evidence thinks of the claim.
func (m *maker) addOpinion(claim string) {
	if claim == "" {
		return
	}
	o := opinion{common: m.common("opinion"), Explanation: strings.Join(m.c.Opinion(), "\n"), Opinion: stand(m.c.Doc), Refs: []string{claim}}
	o.Lang = string(m.c.Lang)
	if p, ok := m.c.ClaimConfidence(); ok {
		o.Confidence = exchange.Confidence(p)
	}
	m.add(o.ID, o)
}

// stand is the verdict on the claim in the words of opinion-enum (section 10.20):
// strong only where an owner was identified.
func stand(d document.Document) string {
	sure := d.Attribution.Verdict == "identified"
	switch {
	case d.Claim.Verdict == "supported" && sure:
		return "strongly-agree"
	case d.Claim.Verdict == "supported":
		return "agree"
	case d.Claim.Verdict == "contradicted" && sure:
		return "strongly-disagree"
	case d.Claim.Verdict == "contradicted":
		return "disagree"
	}
	return "neutral"
}

// addReport puts everything into one report.
func (m *maker) addReport() {
	r := report{common: m.common("report"), Name: say.WhoseRecords(m.c.Lang, m.c.Name), Description: strings.Join(m.c.Summary(), "\n"),
		Types: []string{"identity", "observed-data"}, Published: m.made, Refs: slices.Clone(m.refs)}
	r.Lang = string(m.c.Lang)
	r.Labels = []string{"evscan-owner-" + word(m.c.Doc.Attribution.Verdict)}
	if cl := m.c.Doc.Claim; cl != nil {
		r.Labels = append(r.Labels, "evscan-claim-"+word(cl.Verdict))
	}
	if len(m.c.Doc.Decisions) > 0 {
		r.Labels = append(r.Labels, "evscan-decided-by-a-person")
	}
	m.add(r.ID, r)
}

// word is a verdict as a label: one that a stored report made up is not repeated.
func word(verdict string) string {
	for _, known := range []string{"identified", "leading", "undetermined", "no-evidence", "supported", "contradicted"} {
		if verdict == known {
			return verdict
		}
	}
	return "unknown"
}

func unique(ids []string) []string {
	out := make([]string, 0, len(ids))
	seen := map[string]bool{}
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
