package text

import (
	"regexp"
	"strings"
)

var (
	xmlElement   = regexp.MustCompile(`<(?:[\w.-]+:)?(groupId|Company|Authors?|Copyright|Owners?|organization|organisation|Manufacturer|PublisherDisplayName|RepositoryUrl|PackageProjectUrl|projectUrl|scm|connection|developerConnection|managingEditor|webMaster|publisher|creator|email)\b[^<>]*>\s*([^<>]{2,300}?)\s*</`)
	xmlAddress   = regexp.MustCompile(`(?i)<(?:[\w.-]+:)?(?:address|endpoint|server|host)\b[^<>]*\b(?:location|address|url|host|name)\s*=\s*["']([^"'<>]{3,300})["']`)
	xmlNamespace = regexp.MustCompile(`\b(?:xmlns(?::[\w.-]+)?|targetNamespace)\s*=\s*["']([^"'<>\s]{3,300})["']`)
	editorPath   = regexp.MustCompile(`\b(?:sodipodi:docname|inkscape:export-filename|sodipodi:absref|sodipodi:docbase)\s*=\s*["']([^"'<>]{2,400})["']`)
)

// xmlNotes reads the elements in which project files, feeds and services name who
// made them, and the namespaces, which tell a template from others.
func xmlNotes() []note {
	dependencies := false // a project's own names stand before those of what it uses
	return []note{noteConfig, func(line string, n int, add func(name, value string)) {
		if !strings.ContainsAny(line, "<=") || len(line) > 1<<16 {
			return
		}
		if strings.Contains(line, "<dependencies") || strings.Contains(line, "<build>") || strings.Contains(line, "<plugins") {
			dependencies = true
		}
		for _, m := range xmlElement.FindAllStringSubmatch(line, 20) {
			switch m[1] {
			case "groupId":
				if !dependencies {
					add("code:Package", m[2])
				}
			case "Company", "organization", "organisation", "Manufacturer", "PublisherDisplayName", "publisher":
				add("code:Company", m[2])
			case "Author", "Authors", "Owner", "Owners", "creator":
				add("code:Author", m[2])
			case "Copyright":
				add("code:Copyright", m[2])
			case "email", "managingEditor", "webMaster":
				add("code:Email", m[2])
			default:
				add("code:URL", m[2])
			}
		}
		for _, m := range xmlAddress.FindAllStringSubmatch(line, 20) {
			setting("url", m[1], add)
		}
		if strings.Contains(line, "amespace") || strings.Contains(line, "xmlns") {
			for _, m := range xmlNamespace.FindAllStringSubmatch(line, 50) {
				if ownNamespace(m[1]) {
					add("xml:Namespace", m[1])
				}
			}
		}
		if n < 2000 && (strings.Contains(line, "sodipodi") || strings.Contains(line, "inkscape")) {
			for _, m := range editorPath.FindAllStringSubmatch(line, 20) {
				add("svg:FileName", m[1])
			}
		}
	}}
}

// ownNamespace reports whether a namespace is none of the vocabularies that
// everybody's programs write.
func ownNamespace(ns string) bool {
	_, rest, ok := strings.Cut(ns, "://")
	if !ok {
		return false
	}
	host, _, _ := strings.Cut(rest, "/")
	for _, public := range []string{"w3.org", "purl.org", "openoffice.org", "oasis-open.org", "microsoft.com", "openxmlformats.org", "adobe.com", "apache.org", "xmlsoap.org", "ibm.com", "sun.com", "oracle.com",
		"java.net", "jcp.org", "springframework.org", "gnome.org", "inkscape.org", "sourceforge.net", "creativecommons.org", "google.com", "android.com", "apple.com", "iptc.org", "cipa.jp", "idpf.org", "daisy.org",
		"sitemaps.org", "ogp.me", "facebook.com", "mozilla.org", "jboss.com", "hibernate.org", "omg.org", "opengis.net", "xbrl.org", "libreoffice.org", "documentfoundation.org", "bohemiancoding.com", "nuget.org"} {
		if host == public || strings.HasSuffix(host, "."+public) {
			return false
		}
	}
	return true
}
