// Package misp writes a report as an event in the MISP core format
// (https://www.misp-standard.org/rfc/misp-standard-core.txt), of official object
// templates only: the package and the files that the evidence stands in as
// leaked-document, every file as file, organisations as organization, explanations as
// annotation.
//
// Nothing is to be detected by any of it, and nothing leaves the organisation that
// imports it before a person says so: to_ids is false, the event is unpublished, for the
// own organisation only and marked TLP:AMBER. Identifiers belong to the package: importing
// a later report of it updates the event.
package misp

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"evscan/report/document"
	"evscan/report/exchange"
	"evscan/report/say"
)

const (
	ownOrganisation = "0" // distribution: your organisation only
	inherit         = "5" // distribution: that of the event
	undefined       = "4" // threat level
	initial         = "0" // analysis: nobody has looked at it
	maxText         = 60000
)

// Write encodes d to w; l is the language of what people read in it, empty for English.
func Write(w io.Writer, d document.Document, l say.Lang) error {
	c, err := exchange.New(d, l)
	if err != nil {
		return fmt.Errorf("writing MISP: %w", err)
	}
	buf := bufio.NewWriterSize(w, 256<<10)
	enc := json.NewEncoder(buf)
	enc.SetIndent("", " ")
	if err := enc.Encode(envelope{build(c)}); err != nil {
		return fmt.Errorf("writing MISP: %w", err)
	}
	return buf.Flush()
}

type maker struct {
	c     *exchange.Content
	stamp string // of everything; empty where the report knows no time
	event event
}

func build(c *exchange.Content) event {
	m := &maker{c: c}
	m.event = event{UUID: c.PackageUUID("misp", "event"), Info: say.WhoseRecords(c.Lang, c.Name), ThreatLevel: undefined, Analysis: initial,
		Distribution: ownOrganisation, Tags: []tag{{"tlp:amber"}, {confidence(c.Doc)}}, Attributes: []attribute{}}
	if !c.Made.IsZero() {
		m.stamp = strconv.FormatInt(c.Made.Unix(), 10)
		m.event.Timestamp, m.event.Date = m.stamp, c.Made.Format(time.DateOnly)
	}
	pack, packFile := m.addPackage()
	m.addFiles(packFile)
	m.addOrganisations(pack)
	m.addSummary(pack)
	return m.event
}

// confidence says how well the answer stands, in the words of Intelligence Community
// Directive 203.
func confidence(d document.Document) string {
	level := "low"
	switch d.Attribution.Verdict {
	case "identified":
		level = "high"
	case "leading":
		level = "moderate"
	}
	return `estimative-language:confidence-in-analytic-judgment="` + level + `"`
}

func likelihood(p float64) tag {
	return tag{`estimative-language:likelihood-probability="` + exchange.Likelihood(p) + `"`}
}

// add starts an object; parts name it within the package.
func (m *maker) add(t template, comment string, parts ...string) *object {
	o := &object{UUID: m.c.PackageUUID(append([]string{"misp", t.name}, parts...)...), Name: t.name, Category: t.category, TemplateUUID: t.uuid,
		TemplateVersion: t.version, Distribution: inherit, Timestamp: m.stamp, Comment: comment, Attributes: []attribute{}, References: []reference{}, template: t}
	m.event.Objects = append(m.event.Objects, o)
	return o
}

// set gives an object an attribute, unless its value is empty.
func (o *object) set(relation, value string, tags ...tag) {
	if value == "" {
		return
	}
	name := []string{"misp", o.UUID, relation}
	if relation == "alias" { // the one that there may be several of
		name = append(name, value)
	}
	k := o.template.attributes[relation]
	o.Attributes = append(o.Attributes, attribute{UUID: exchange.ID(name...), Relation: relation, Type: k.typ, Category: k.category,
		Value: value, Apart: k.apart, Distribution: inherit, Timestamp: o.Timestamp, Tags: tags})
}

// refer points from one object at another object or an attribute; parts tell apart
// what points from the same to the same in the same relationship.
func (o *object) refer(relationship, target, comment string, parts ...string) {
	o.References = append(o.References, reference{UUID: exchange.ID(append([]string{"misp", o.UUID, relationship, target}, parts...)...), Object: o.UUID, Referenced: target,
		Relationship: relationship, Timestamp: o.Timestamp, Comment: comment})
}

var (
	md5Hex  = regexp.MustCompile(`^[0-9a-f]{32}$`)
	sha1Hex = regexp.MustCompile(`^[0-9a-f]{40}$`)
)

// addPackage adds what was leaked, and its file where it is one.
func (m *maker) addPackage() (pack, packFile *object) {
	p := m.c.Doc.Package
	pack = m.add(leakedDocumentTemplate(), m.c.Answer())
	pack.set("document-name", named(m.c.Name))
	if !m.c.Listed.IsZero() {
		pack.set("first-seen", m.c.Listed.Format("2006-01-02T15:04:05+00:00"))
	}
	if m.c.Folder || !exchange.IsSHA256(p.SHA256) {
		return pack, nil // a folder has no bytes of its own
	}
	packFile = m.add(fileTemplate(), "")
	packFile.set("filename", m.c.Name)
	packFile.set("size-in-bytes", strconv.FormatInt(max(0, p.Size), 10))
	if md5Hex.MatchString(p.MD5) {
		packFile.set("md5", p.MD5)
	}
	if sha1Hex.MatchString(p.SHA1) {
		packFile.set("sha1", p.SHA1)
	}
	packFile.set("sha256", p.SHA256)
	if len(m.c.Doc.Items) > 0 {
		packFile.set("mimetype", exchange.Name(m.c.Doc.Items[0].Type.MIME))
	}
	pack.refer("describes", packFile.UUID, "")
	return pack, packFile
}

// named stands in for a name that is empty: templates require one.
func named(s string) string {
	if s == "" {
		return "unnamed"
	}
	return s
}

func (m *maker) addFiles(packFile *object) {
	for _, f := range m.c.Files {
		o := m.add(fileTemplate(), "", f.Item)
		o.set("filename", f.Name)
		o.set("fullpath", f.Path)
		o.set("size-in-bytes", strconv.FormatInt(f.Size, 10))
		o.set("sha256", f.SHA256)
		o.set("mimetype", f.MIME)
		if packFile != nil {
			packFile.refer("contains", o.UUID, "")
		}
		if !f.Cited {
			continue
		}
		doc := m.add(leakedDocumentTemplate(), "", f.Item)
		doc.set("document-name", named(f.Name))
		if slices.Contains([]string{"eml", "emlx", "msg", "mbox", "mht"}, f.Format) {
			doc.set("document-type", "email")
		}
		doc.refer("describes", o.UUID, "")
	}
}

// domainForm is what MISP takes for a domain.
var domainForm = regexp.MustCompile(`^[a-z0-9._-]+\.[a-z0-9-]{2,}$`)

func (m *maker) addOrganisations(pack *object) {
	domains := map[string]string{} // domain -> UUID of its attribute
	for _, org := range m.c.Organisations {
		o := m.add(organizationTemplate(), "", org.ID)
		o.set("name", named(org.Name), m.tags(org)...)
		for _, a := range org.Aliases {
			o.set("alias", a)
		}
		o.set("description", m.c.Describe(org))
		if org.Register != "" {
			o.set("registration-number", org.Register+":"+org.Number)
		}
		m.relate(o, org, pack)
		for _, d := range org.Domains {
			if !org.Occurs || !domainForm.MatchString(d) {
				continue
			}
			id, there := domains[d]
			if !there {
				id = m.c.PackageUUID("misp", "domain", d)
				domains[d] = id
				m.event.Attributes = append(m.event.Attributes, attribute{UUID: id, Type: "domain", Category: analysis, Value: d, Distribution: inherit,
					Timestamp: m.stamp, Comment: org.Name})
			}
			o.refer("related-to", id, "")
		}
		m.annotate(o, "Annotation", say.EvidenceFor(m.c.Lang, org.Name), m.c.Evidence(org), org.ID, "evidence")
		if slices.Contains(org.Standings, say.StandsClaimed) {
			a := m.annotate(o, "Conclusion", "", m.c.Opinion(), org.ID, "claim")
			if p, ok := m.claim(); ok && a != nil {
				a.Attributes[0].Tags = []tag{likelihood(p)}
			}
		}
	}
}

// claim is the probability that the claim is true, where the verdict rests on it.
func (m *maker) claim() (float64, bool) {
	if _, ok := m.c.ClaimConfidence(); !ok {
		return 0, false
	}
	return m.c.Doc.Claim.Probability, true
}

// tags says how likely an organisation is the owner, where the verdict is about it.
func (m *maker) tags(o exchange.Organisation) []tag {
	if slices.Contains(o.Standings, say.StandsOwner) || slices.Contains(o.Standings, say.StandsPossible) {
		return []tag{likelihood(o.Probability)}
	}
	return nil
}

// relate puts the standings of an organisation into relationships that MISP knows.
func (m *maker) relate(o *object, org exchange.Organisation, pack *object) {
	for _, s := range org.Standings {
		words := m.c.Stands(org, s)
		switch s {
		case say.StandsOwner:
			o.refer("owner-of", pack.UUID, words)
		case say.StandsPossible:
			o.refer("suspected-link", pack.UUID, words)
		case say.StandsNamed:
			pack.refer("mentions", o.UUID, words)
		default:
			o.refer("related-to", pack.UUID, words, s)
		}
	}
}

// addSummary explains the answer.
func (m *maker) addSummary(pack *object) {
	m.annotate(pack, "Executive Summary", "", m.c.Summary(), "summary")
}

// annotate adds lines of text about an object; nothing where there are none.
func (m *maker) annotate(about *object, kind, title string, lines []string, parts ...string) *object {
	if len(lines) == 0 {
		return nil
	}
	a := m.add(annotationTemplate(), title, parts...)
	a.set("text", text(lines))
	a.set("type", kind)
	a.set("format", "text")
	a.refer("annotates", about.UUID, "")
	return a
}

// text joins lines as long as MISP's column holds them.
func text(lines []string) string {
	var b strings.Builder
	for _, s := range lines {
		if b.Len()+len(s)+1 > maxText {
			break
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(s)
	}
	return b.String()
}
