package identify

import (
	"encoding/xml"
	"io"
	"strings"

	"evscan/evidence"
)

// vocabulary is one language written in XML, told by its root element: the local name,
// a part of its namespace, of the public or system name of its document type, or of
// the root's attributes. What is empty is not asked for.
type vocabulary struct {
	id, mime, exts string
	root           string // local name; | separates alternatives
	space          string // begins the namespace of the root, or stands in the document type
	within         string // stands in the first 4 KiB; | separates alternatives
}

// vocabularies is in probe order: a root with a namespace before the bare root of that
// name, the rare before the common.
func vocabularies() []vocabulary {
	return []vocabulary{
		{"rss", "application/rss+xml", "rss", "rss", "", ""},
		{"atom", "application/atom+xml", "atom", "feed|entry", "http://www.w3.org/2005/Atom", ""},
		{"rss1", "application/rss1+xml", "rss rdf", "RDF", "", "http://purl.org/rss/1.0/"},
		{"owl", "application/owl+xml", "owl rdf ofn", "RDF|Ontology", "", "http://www.w3.org/2002/07/owl#"},
		{"rdf", "application/rdf+xml", "rdf", "RDF", "http://www.w3.org/1999/02/22-rdf-syntax-ns#", ""},
		{"xmp", "application/rdf+xmp", "xmp", "xmpmeta|xapmeta", "", ""},
		{"opml", "text/x-opml", "opml", "opml", "", ""},
		{"sitemap", "application/x-sitemap+xml", "", "urlset|sitemapindex", "http://www.sitemaps.org/", ""},
		{"opensearch", "application/opensearchdescription+xml", "osdx", "OpenSearchDescription", "", ""},
		{"metalink", "application/metalink4+xml", "meta4 metalink", "metalink", "", ""},
		{"wordpress", "application/x-wordpress-export+xml", "wxr", "rss", "", "http://wordpress.org/export/"},
		{"mediawiki", "application/x-mediawiki-export+xml", "", "mediawiki", "", ""},
		{"enex", "application/enex+xml", "enex", "en-export", "", ""},
		{"dmarc", "application/x-dmarc-report+xml", "", "feedback", "", "report_metadata"},

		// Places and ways.
		{"kml", "application/vnd.google-earth.kml+xml", "kml", "kml", "", ""},
		{"gpx", "application/gpx+xml", "gpx", "gpx", "", ""},
		{"tcx", "application/vnd.garmin.tcx+xml", "tcx", "TrainingCenterDatabase", "", ""},
		{"osm", "application/vnd.openstreetmap.data+xml", "osm osc", "osm|osmChange", "", "version="},
		{"citygml", "application/x-citygml+xml", "gml citygml", "CityModel", "http://www.opengis.net/citygml", ""},
		{"gml", "application/gml+xml", "gml", "FeatureCollection", "", "opengis.net/gml"},
		{"iso19139", "application/x-iso19139+xml", "", "MD_Metadata", "http://www.isotc211.org/", ""},
		{"ogc", "application/x-ogc-capabilities+xml", "", "WMS_Capabilities|WFS_Capabilities|WMT_MS_Capabilities", "", ""},
		{"qgs", "application/x-qgis-project+xml", "qgs", "qgis", "", ""},

		// Documents.
		{"xdp", "application/vnd.adobe.xdp+xml", "xdp", "xdp", "http://ns.adobe.com/xdp/", ""},
		{"xfdf", "application/vnd.adobe.xfdf", "xfdf", "xfdf", "", ""},
		{"dita-map", "application/dita+xml", "ditamap", "map|bookmap", "", "DITA"},
		{"dita-topic", "application/dita+xml; format=topic", "dita", "topic|task|concept|reference|glossentry|dita", "", "DITA"},
		{"dita-val", "application/dita+xml; format=val", "ditaval", "val", "", "<prop "},
		{"docbook", "application/docbook+xml", "docbook dbk xml", "book|article|chapter|section|refentry", "http://docbook.org/ns/docbook", ""},
		{"docbook-dtd", "application/docbook+xml; version=4", "docbook dbk", "book|article|chapter|section|refentry|set", "", "DTD DocBook"},
		{"jats", "application/jats+xml", "nxml", "article", "", "JATS|NLM//DTD"},
		{"tei", "application/tei+xml", "tei odd", "TEI|TEI.2|teiCorpus", "", ""},
		{"fb2", "application/x-fictionbook+xml", "fb2", "FictionBook", "", ""},
		{"onix", "application/onix-message+xml", "onix", "ONIXMessage|ONIXmessage", "", ""},
		{"ncx", "application/x-dtbncx+xml", "ncx", "ncx", "http://www.daisy.org/", ""},
		{"opf", "application/oebps-package+xml", "opf", "package", "http://www.idpf.org/2007/opf", ""},
		{"dtbook", "application/x-dtbook+xml", "", "dtbook", "", ""},
		{"marcxml", "application/marcxml+xml", "mrcx", "collection|record", "http://www.loc.gov/MARC21/slim", ""},
		{"mods", "application/mods+xml", "mods", "mods|modsCollection", "http://www.loc.gov/mods", ""},
		{"mets", "application/mets+xml", "mets", "mets", "http://www.loc.gov/METS", ""},
		{"ead", "application/x-ead+xml", "ead", "ead", "", "eadheader|eadid|control"},
		{"oai", "application/x-oai-pmh+xml", "", "OAI-PMH", "", ""},
		{"wordml", "application/vnd.ms-wordml", "doc xml", "wordDocument", "", "http://schemas.microsoft.com/office/word/2003/wordml"},
		{"spreadsheetml", "application/vnd.ms-spreadsheetml", "xls", "Workbook", "urn:schemas-microsoft-com:office:spreadsheet", ""},
		{"vdx", "application/vnd.visio.vdx", "vdx vsx vtx", "VisioDocument", "", ""},
		{"msproject-xml", "application/vnd.ms-project+xml", "", "Project", "http://schemas.microsoft.com/project", ""},
		{"infopath", "application/vnd.ms-infopath", "xsf", "xDocumentClass", "", ""},
		{"abiword", "application/x-abiword", "abw", "abiword", "", ""},
		{"gnumeric", "application/x-gnumeric", "gnumeric", "Workbook", "http://www.gnumeric.org/", ""},
		{"dia", "application/x-dia-diagram", "dia", "diagram", "http://www.lysator.liu.se/", ""},
		{"freemind", "application/x-freemind", "mm", "map", "", `<node `},
		{"drawio", "application/vnd.jgraph.mxfile", "drawio", "mxfile|mxGraphModel", "", ""},
		{"graphml", "application/x-graphml+xml", "graphml", "graphml", "", ""},
		{"gexf", "application/x-gexf+xml", "gexf", "gexf", "", ""},
		{"bpmn", "application/x-bpmn+xml", "bpmn", "definitions", "http://www.omg.org/spec/BPMN/", ""},
		{"xmi", "application/vnd.xmi+xml", "xmi uml", "XMI", "", ""},
		{"archimate", "application/x-archimate+xml", "archimate", "model", "http://www.archimatetool.com/", ""},
		{"xliff", "application/xliff+xml", "xlf xliff sdlxliff", "xliff", "", ""},
		{"tmx", "application/x-tmx+xml", "tmx", "tmx", "", ""},
		{"qt-ts", "text/vnd.qt.linguist", "ts", "TS", "", ""},
		{"mathml", "application/mathml+xml", "mathml mml", "math", "", ""},
		{"musicxml", "application/vnd.recordare.musicxml+xml", "musicxml", "score-partwise|score-timewise", "", ""},
		{"ttml", "application/ttml+xml", "ttml dfxp", "tt", "http://www.w3.org/", ""},
		{"smil", "application/smil+xml", "smil smi", "smil", "", ""},
		{"xspf", "application/xspf+xml", "xspf", "playlist", "http://xspf.org/", ""},
		{"dash-mpd", "application/dash+xml", "mpd", "MPD", "", ""},
		{"ssml", "application/ssml+xml", "ssml", "speak", "", ""},
		{"voicexml", "application/voicexml+xml", "vxml", "vxml", "", ""},
		{"ccxml", "application/ccxml+xml", "ccxml", "ccxml", "", ""},

		// Business.
		{"xbrl", "application/xbrl-instance+xml", "xbrl", "xbrl", "http://www.xbrl.org/", ""},
		{"xbrl-linkbase", "application/x-xbrl-linkbase+xml", "", "linkbase", "http://www.xbrl.org/", ""},
		{"ubl", "application/x-ubl+xml", "", "Invoice|CreditNote|Order|DespatchAdvice|Catalogue|ApplicationResponse|OrderResponse", "urn:oasis:names:specification:ubl:", ""},
		{"cii", "application/x-cii+xml", "", "CrossIndustryInvoice|CrossIndustryDocument", "", ""},
		{"iso20022", "application/x-iso20022+xml", "", "Document", "urn:iso:std:iso:20022:", ""},
		{"ofx-xml", "application/x-ofx", "ofx qfx", "OFX", "", ""},
		{"datev", "application/x-datev-xml", "", "archive", "http://xml.datev.de/", ""},
		{"hl7-cda", "application/x-hl7-cda+xml", "cda", "ClinicalDocument", "urn:hl7-org:v3", ""},
		{"fhir-xml", "application/fhir+xml", "", "Bundle|Patient|Observation", "http://hl7.org/fhir", ""},
		{"cwmp", "application/x-cwmp+xml", "", "Envelope", "", "urn:dslforum-org:cwmp"},
		{"soap", "application/soap+xml", "", "Envelope", "", "schemas.xmlsoap.org/soap/envelope|www.w3.org/2003/05/soap-envelope"},
		{"wsdl", "application/wsdl+xml", "wsdl", "definitions|description", "", "schemas.xmlsoap.org/wsdl|www.w3.org/ns/wsdl"},
		{"wadl", "application/vnd.sun.wadl+xml", "wadl", "application", "http://wadl.dev.java.net/", ""},
		{"saml-metadata", "application/samlmetadata+xml", "", "EntityDescriptor|EntitiesDescriptor", "urn:oasis:names:tc:SAML:2.0:metadata", ""},
		{"saml", "application/samlassertion+xml", "", "Assertion|Response|AuthnRequest", "urn:oasis:names:tc:SAML:", ""},
		{"xacml", "application/xacml+xml", "", "Policy|PolicySet", "urn:oasis:names:tc:xacml:", ""},

		// Programs and machines.
		{"xslt", "application/xslt+xml", "xsl xslt", "stylesheet|transform", "http://www.w3.org/1999/XSL/Transform", ""},
		{"xsd", "application/xml-schema+xml", "xsd", "schema", "http://www.w3.org/2001/XMLSchema", ""},
		{"relaxng", "application/x-relaxng+xml", "rng", "grammar|element", "http://relaxng.org/", ""},
		{"schematron", "application/schematron+xml", "sch", "schema", "http://purl.oclc.org/dsdl/schematron", ""},
		{"maven", "application/x-maven-pom+xml", "pom", "project", "http://maven.apache.org/", ""},
		{"ant", "application/x-ant+xml", "", "project", "", "<target "},
		{"msbuild", "application/x-msbuild+xml", "csproj vbproj vcxproj fsproj sqlproj proj props targets filters user pubxml njsproj wixproj", "Project", "", "schemas.microsoft.com/developer/msbuild|Sdk=|PropertyGroup"},
		{"nuspec", "application/x-nuspec+xml", "nuspec", "package", "", "schemas.microsoft.com/packaging"},
		{"resx", "application/x-resx+xml", "resx resw", "root", "", "resheader"},
		{"xaml", "application/xaml+xml", "xaml", "Window|UserControl|ResourceDictionary|Page|Application|Grid|Activity", "http://schemas.microsoft.com/", ""},
		{"dotnet-config", "application/x-dotnet-config+xml", "config", "configuration", "", "appSettings|connectionStrings|system.web|configSections|startup|runtime|packageSources"},
		{"assembly-manifest", "application/x-ms-manifest+xml", "manifest", "assembly", "urn:schemas-microsoft-com:asm.", ""},
		{"wix", "application/x-wix+xml", "wxs wxi wxl", "Wix|Include|WixLocalization", "http://schemas.microsoft.com/wix|http://wixtoolset.org/", ""},
		{"visual-studio", "application/x-visualstudio+xml", "vssettings vcproj vsct", "VisualStudioProject|UserSettings|CommandTable", "", ""},
		{"spring", "application/x-spring+xml", "", "beans", "", "springframework.org/schema"},
		{"log4j", "application/x-log4j+xml", "", "configuration|Configuration", "", "log4j|Appenders|appender"},
		{"web-xml", "application/x-java-web+xml", "", "web-app|web-fragment", "", ""},
		{"tomcat", "application/x-tomcat+xml", "", "Server|tomcat-users", "", "Connector|rolename|catalina"},
		{"hibernate", "application/x-hibernate+xml", "hbm", "hibernate-mapping|hibernate-configuration|persistence", "", ""},
		{"jnlp", "application/x-java-jnlp-file", "jnlp", "jnlp", "", ""},
		{"android-manifest", "application/x-android-manifest+xml", "", "manifest", "", "http://schemas.android.com/apk/res/android"},
		{"android-resource", "application/x-android-resource+xml", "", "resources|LinearLayout|RelativeLayout|menu|PreferenceScreen|selector|vector", "", "schemas.android.com|<string name=|<color name=|<style name="},
		{"xib", "application/x-xib+xml", "xib storyboard", "document|archive", "", "com.apple.InterfaceBuilder"},
		{"qt-ui", "application/x-qt-ui+xml", "ui", "ui", "", "<widget "},
		{"glade", "application/x-glade", "glade ui", "interface|glade-interface", "", "<object |<widget "},
		{"xul", "application/vnd.mozilla.xul+xml", "xul", "window|overlay|dialog", "http://www.mozilla.org/keymaster/", ""},
		{"eagle", "application/x-eagle+xml", "sch brd lbr", "eagle", "", ""},
		{"scxml", "application/scxml+xml", "scxml", "scxml", "", ""},
		{"mule", "application/x-mule+xml", "", "mule", "", ""},
		{"jmeter", "application/x-jmeter+xml", "jmx", "jmeterTestPlan", "", ""},
		{"junit", "application/x-junit+xml", "", "testsuites|testsuite", "", ""},
		{"vs-test", "application/x-trx+xml", "trx", "TestRun", "", ""},
		{"checkstyle", "application/x-checkstyle+xml", "", "checkstyle|pmd|FindBugsFilter|BugCollection", "", ""},
		{"liquibase", "application/x-liquibase+xml", "", "databaseChangeLog", "", ""},
		{"ssis", "application/x-ssis+xml", "dtsx", "Executable", "www.microsoft.com/SqlServer/Dts", ""},
		{"rdl", "application/x-rdl+xml", "rdl rdlc", "Report", "http://schemas.microsoft.com/sqlserver/reporting/", ""},
		{"jrxml", "application/x-jasper+xml", "jrxml", "jasperReport", "", ""},
		{"nmap", "application/x-nmap+xml", "", "nmaprun", "", ""},
		{"nessus", "application/x-nessus+xml", "nessus", "NessusClientData_v2|NessusClientData", "", ""},
		{"burp", "application/x-burp+xml", "", "items", "", "burpVersion"},
		{"stix1", "application/stix+xml", "", "STIX_Package", "", ""},
		{"oval", "application/x-oval+xml", "", "oval_definitions|oval_results|Benchmark", "", ""},
		{"cyclonedx-xml", "application/vnd.cyclonedx+xml", "bom", "bom", "http://cyclonedx.org/", ""},
		{"swid", "application/x-swid+xml", "swidtag", "SoftwareIdentity", "", ""},
		{"task", "application/x-ms-task+xml", "job", "Task", "http://schemas.microsoft.com/windows/", ""},
		{"unattend", "application/x-ms-unattend+xml", "", "unattend", "urn:schemas-microsoft-com:unattend", ""},
		{"event-xml", "application/x-ms-event+xml", "", "Events|Event", "", "http://schemas.microsoft.com/win/2004/08/events/event"},
		{"gpo", "application/x-ms-gpo+xml", "admx adml", "policyDefinitions|policyDefinitionResources|GPO|GroupPolicyBackupScheme", "", ""},
		{"msc", "application/x-ms-mmc+xml", "msc", "MMC_ConsoleFile", "", ""},
		{"asx", "application/x-ms-asx", "asx wax wvx", "asx|ASX|Asx", "", ""},
		{"wpl", "application/vnd.ms-wpl", "wpl", "smil", "", "<?wpl"},
		{"ovf", "application/x-ovf+xml", "ovf", "Envelope", "http://schemas.dmtf.org/ovf/", ""},
		{"libvirt", "application/x-libvirt+xml", "", "domain|domstatus|network|pool", "", "<uuid>"},
		{"vbox", "application/x-virtualbox-vbox", "vbox", "VirtualBox", "", ""},
		{"filezilla", "application/x-filezilla+xml", "", "FileZilla3|FileZilla", "", ""},
		{"keepass-xml", "application/x-keepass+xml", "", "KeePassFile|pwlist", "", ""},
		{"pfsense", "application/x-pfsense+xml", "", "pfsense|opnsense", "", ""},
		{"junos", "application/x-junos+xml", "", "rpc-reply|rpc", "", "urn:ietf:params:xml:ns:netconf|junos"},
		{"collada", "model/vnd.collada+xml", "dae", "COLLADA", "", ""},
		{"x3d", "model/x3d+xml", "x3d", "X3D", "", ""},
		{"amf", "application/x-amf", "amf", "amf", "", ""},
		{"urdf", "application/x-urdf+xml", "urdf sdf xacro", "robot|sdf", "", ""},
		{"labview-project", "application/x-labview-project+xml", "lvproj", "Project", "", "LVVersion"},
		{"plcopen", "application/x-plcopen+xml", "", "project", "http://www.plcopen.org/", ""},
		{"sbml", "application/sbml+xml", "sbml", "sbml", "", ""},
		{"cml", "chemical/x-cml", "cml", "cml|molecule", "http://www.xml-cml.org/", ""},
	}
}

// document is what the beginning of an XML document says of its root.
type document struct {
	ok      bool
	root    string
	space   string
	doctype string
	start   string
}

// documentOf reads the root of a text that begins as XML does. Entities and further
// declarations are left alone.
func (r Readers) documentOf(p evidence.Probe) document {
	d, _ := p.Memo("identify:root", func() any {
		start, _ := r.Start(p)
		if !strings.HasPrefix(start, "<") {
			return document{}
		}
		return rootOf(start)
	}).(document)
	return d
}

func rootOf(start string) document {
	d := document{start: start}
	dec := xml.NewDecoder(strings.NewReader(start))
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	for range 64 {
		t, err := dec.RawToken()
		if err != nil {
			return d
		}
		switch t := t.(type) {
		case xml.Directive:
			if s := string(t); strings.HasPrefix(strings.ToUpper(s), "DOCTYPE") {
				d.doctype = s
			}
		case xml.StartElement:
			d.ok, d.root = true, t.Name.Local
			want := "xmlns"
			if t.Name.Space != "" {
				want = t.Name.Space
			}
			for _, a := range t.Attr {
				if a.Name.Space == "" && a.Name.Local == want || a.Name.Space == "xmlns" && a.Name.Local == want {
					d.space = a.Value
				}
			}
			return d
		}
	}
	return d
}

// xmlKinds lists the vocabularies of XML.
func (r Readers) xmlKinds() []row {
	list := vocabularies()
	byRoot := map[string][]int{}
	for i, v := range list {
		for _, name := range strings.Split(v.root, "|") {
			byRoot[name] = append(byRoot[name], i)
		}
	}
	decide := func(p evidence.Probe) kind {
		d := r.documentOf(p)
		if !d.ok {
			return kind{}
		}
		for _, i := range byRoot[d.root] {
			v := list[i]
			if !oneOf(v.space, func(s string) bool { return strings.HasPrefix(d.space, s) || strings.Contains(d.doctype, s) }) ||
				!oneOf(v.within, func(s string) bool { return strings.Contains(d.start, s) }) {
				continue
			}
			basis := "XML root element " + d.root
			if d.space != "" {
				basis += " of " + d.space
			}
			return kind{v.id, basis}
		}
		return kind{}
	}
	var rows []row
	for _, v := range list {
		rows = append(rows, row{v.id, v.mime, v.exts, r.text(decided("identify:xml", v.id, decide))})
	}
	return rows
}

// oneOf tells whether f holds for one of the alternatives of s, or s asks for nothing.
func oneOf(s string, f func(string) bool) bool {
	if s == "" {
		return true
	}
	for {
		one, more, ok := strings.Cut(s, "|")
		if f(one) {
			return true
		}
		if !ok {
			return false
		}
		s = more
	}
}

// jsonKinds lists what is written in JSON, told by the keys of the outermost object.
func (r Readers) jsonKinds() []row {
	list := []struct {
		id, mime, exts string
		keys           []string // all of them stand in the first 4 KiB; | separates alternatives
	}{
		{"geojson", "application/geo+json", "geojson", []string{`"FeatureCollection"|"Feature"|"GeometryCollection"`, `"geometry"|"features"`}},
		{"topojson", "application/topo+json", "topojson", []string{`"Topology"`, `"objects"|"arcs"`}},
		{"ipynb", "application/x-ipynb+json", "ipynb", []string{`"cells"`, `"cell_type"|"nbformat"`}},
		{"har", "application/x-har+json", "har", []string{`"log"`, `"creator"`, `"entries"|"pages"`}},
		{"gltf", "model/gltf+json", "gltf", []string{`"asset"`, `"version"`, `"meshes"|"scenes"|"accessors"|"nodes"`}},
		{"stix2", "application/stix+json", "stix", []string{`"bundle"`, `"objects"`, `"spec_version"|"bundle--`}},
		{"misp", "application/x-misp+json", "", []string{`"Event"`, `"Attribute"|"orgc_id"|"Orgc"`}},
		{"sarif", "application/sarif+json", "sarif", []string{`sarif`, `"runs"`}},
		{"cyclonedx", "application/vnd.cyclonedx+json", "", []string{`"bomFormat"`, `"CycloneDX"`}},
		{"spdx", "application/spdx+json", "", []string{`"spdxVersion"|"SPDXID"`}},
		{"openapi", "application/vnd.oai.openapi+json", "", []string{`"openapi"|"swagger"`, `"info"|"paths"`}},
		{"json-schema", "application/schema+json", "", []string{`json-schema.org/`, `"$schema"`}},
		{"tfstate", "application/x-terraform-state", "tfstate", []string{`"terraform_version"`}},
		{"arm-template", "application/x-arm-template+json", "", []string{`schema.management.azure.com`}},
		{"cloudformation", "application/x-cloudformation+json", "template", []string{`"AWSTemplateFormatVersion"`}},
		{"npm-package", "application/x-npm-package+json", "", []string{`"name"`, `"version"`, `"dependencies"|"devDependencies"|"scripts"|"main"`}},
		{"npm-lock", "application/x-npm-lock+json", "", []string{`"lockfileVersion"`}},
		{"composer", "application/x-composer+json", "", []string{`"require"`, `"autoload"|"packagist"|"php"`}},
		{"tsconfig", "application/x-tsconfig+json", "", []string{`"compilerOptions"`}},
		{"web-manifest", "application/manifest+json", "webmanifest", []string{`"short_name"|"start_url"`, `"icons"`, `"display"|"start_url"`}},
		{"browser-extension", "application/x-browser-extension+json", "", []string{`"manifest_version"`}},
		{"source-map", "application/x-source-map+json", "map", []string{`"mappings"`, `"sources"`, `"version"`}},
		{"postman", "application/x-postman+json", "postman_collection", []string{`schema.getpostman.com`}},
		{"jsonld", "application/ld+json", "jsonld", []string{`"@context"`}},
		{"fhir", "application/fhir+json", "", []string{`"resourceType"`}},
		{"avsc", "application/x-avro-schema+json", "avsc", []string{`"type"`, `"record"`, `"fields"`}},
		{"vega", "application/vnd.vega.v5+json", "vg vl", []string{`vega.github.io/schema`}},
		{"docker-manifest", "application/vnd.docker.distribution.manifest+json", "", []string{`"mediaType"|"Layers"|"RepoTags"`, `"layers"|"manifests"|"Layers"`}},
		{"grafana", "application/x-grafana+json", "", []string{`"panels"`, `"schemaVersion"|"templating"|"datasource"`}},
		{"lottie", "application/x-lottie+json", "", []string{`"layers"`, `"fr":`, `"ip":`, `"op":`}},
		{"bookmarks-chrome", "application/x-chrome-bookmarks+json", "", []string{`"checksum"`, `"roots"`, `"bookmark_bar"`}},
		{"bookmarks-firefox", "application/x-firefox-bookmarks+json", "", []string{`"text/x-moz-place`}},
		{"telegram-export", "application/x-telegram-export+json", "", []string{`"chats"|"messages"`, `"personal_information"|"date_unixtime"`}},
		{"slack-export", "application/x-slack-export+json", "", []string{`"client_msg_id"`}},
		{"cloudtrail", "application/x-cloudtrail+json", "", []string{`"Records"`, `"eventSource"`, `"awsRegion"`}},
		{"service-account", "application/x-google-service-account+json", "", []string{`"service_account"`, `"client_email"`}},
		{"jwk", "application/jwk-set+json", "jwk jwks", []string{`"kty"`}},
		{"bloodhound", "application/x-bloodhound+json", "", []string{`"ObjectIdentifier"|"meta"`, `"Properties"`, `"domainsid"|"distinguishedname"`}},
	}
	decide := func(p evidence.Probe) kind {
		start, _ := r.Start(p)
		if start == "" || start[0] != '{' && start[0] != '[' || !strings.Contains(start, `"`) {
			return kind{}
		}
		for _, k := range list {
			all := true
			for _, key := range k.keys {
				if all = oneOf(key, func(s string) bool { return strings.Contains(start, s) }); !all {
					break
				}
			}
			if all {
				return kind{k.id, "JSON with " + strings.Join(k.keys, " and ")}
			}
		}
		return kind{}
	}
	var rows []row
	for _, k := range list {
		rows = append(rows, row{k.id, k.mime, k.exts, r.text(decided("identify:json", k.id, decide))})
	}
	return rows
}

// text lets a test run on text only.
func (r Readers) text(is test) test {
	return func(p evidence.Probe) (string, bool) {
		if start, _ := r.Start(p); start == "" {
			return "", false
		}
		return is(p)
	}
}
