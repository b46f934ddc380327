package ooxml

import (
	"fmt"
	"strings"
	"time"
)

// Properties is what a document says about itself. Empty fields are left out.
type Properties struct {
	Title, Subject, Creator, Description, Keywords, LastModifiedBy, Category string
	Created, Modified                                                        time.Time

	Application, AppVersion, Company, Manager, Template, HyperlinkBase string

	Custom []Property // docProps/custom.xml, in this order
	Label  *Label     // sensitivity label
}

// Property is a custom property with a text value.
type Property struct{ Name, Value string }

// Label is a sensitivity label of Microsoft Purview Information Protection. It
// is written as MSIP_Label_* custom properties and, with Part set, into
// docMetadata/LabelInfo.xml as newer versions of Office do ([MS-OFFCRYPTO] 2.6).
type Label struct {
	ID     string // GUID of the label, without braces
	SiteID string // GUID of the tenant, without braces
	Name   string
	Method string // Standard or Privileged
	Set    time.Time
	Part   bool
}

func (p *Properties) custom() []Property {
	list := append([]Property(nil), p.Custom...)
	if l := p.Label; l != nil {
		pre := "MSIP_Label_" + l.ID + "_"
		list = append(list,
			Property{pre + "Enabled", "true"}, Property{pre + "SetDate", stamp(l.Set)},
			Property{pre + "Method", l.Method}, Property{pre + "Name", l.Name},
			Property{pre + "SiteId", l.SiteID}, Property{pre + "ContentBits", "0"})
	}
	return list
}

// addTo writes the property parts. main is the document's own part.
func (p *Properties) addTo(c *container, main string) {
	c.root = append(c.root, rel{kind: "officeDocument", target: main},
		rel{kind: "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", target: "docProps/core.xml"},
		rel{kind: "extended-properties", target: "docProps/app.xml"})
	c.add("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", p.core())
	c.add("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", p.app())
	if list := p.custom(); len(list) > 0 {
		c.root = append(c.root, rel{kind: "custom-properties", target: "docProps/custom.xml"})
		c.add("docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml", customXML(list))
	}
	if l := p.Label; l != nil && l.Part {
		c.root = append(c.root, rel{kind: "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels", target: "docMetadata/LabelInfo.xml"})
		c.add("docMetadata/LabelInfo.xml", "application/vnd.ms-office.classificationlabels+xml", fmt.Sprintf(xmlHead+
			`<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="{%s}" enabled="1" method="%s" siteId="{%s}" contentBits="0" removed="0"/></clbl:labelList>`,
			l.ID, l.Method, l.SiteID))
	}
}

func (p *Properties) core() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	element := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "<%s>%s</%s>", name, esc(value), name)
		}
	}
	element("dc:title", p.Title)
	element("dc:subject", p.Subject)
	element("dc:creator", p.Creator)
	element("cp:keywords", p.Keywords)
	element("dc:description", p.Description)
	element("cp:lastModifiedBy", p.LastModifiedBy)
	date := func(name string, t time.Time) {
		if !t.IsZero() {
			fmt.Fprintf(&b, `<%s xsi:type="dcterms:W3CDTF">%s</%s>`, name, stamp(t), name)
		}
	}
	date("dcterms:created", p.Created)
	date("dcterms:modified", p.Modified)
	element("cp:category", p.Category)
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

func (p *Properties) app() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`)
	for _, e := range []Property{{"Template", p.Template}, {"Manager", p.Manager}, {"Application", p.Application},
		{"DocSecurity", "0"}, {"Company", p.Company}, {"HyperlinkBase", p.HyperlinkBase}, {"AppVersion", p.AppVersion}} {
		if e.Value != "" {
			fmt.Fprintf(&b, "<%s>%s</%s>", e.Name, esc(e.Value), e.Name)
		}
	}
	b.WriteString(`</Properties>`)
	return b.String()
}

func customXML(list []Property) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">`)
	for i, e := range list {
		fmt.Fprintf(&b, `<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="%d" name="%s"><vt:lpwstr>%s</vt:lpwstr></property>`,
			i+2, esc(e.Name), esc(e.Value))
	}
	b.WriteString(`</Properties>`)
	return b.String()
}
