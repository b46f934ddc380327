package main

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"evscan/fingerprints/catalogue"
)

// Rates of background. They are judgements by category, not measurements.
const (
	rateSchema = 0.95 // name spaces and certificates inside the files themselves
	rateMaker  = 0.6  // makers of programs that write files, mail and links
	rateBrand  = 0.3  // other digital services and tools
)

// schemas stand as name spaces or pointers inside file formats.
var schemas = []string{"openxmlformats.org", "w3.org", "purl.org", "oasis-open.org", "openoffice.org", "libreoffice.org", "documentfoundation.org",
	"iptc.org", "dublincore.org", "npes.org", "aiim.org", "color.org", "xmlsoap.org", "sitemaps.org", "schema.org", "ogp.me", "xmlns.com", "iana.org",
	"ietf.org", "rfc-editor.org", "iso.org", "unicode.org", "relaxng.org", "inkscape.org", "gimp.org", "cipa.jp", "sourceforge.net", "gnu.org",
	"opensource.org", "scripts.sil.org", "sil.org", "creativecommons.org", "example.com", "example.org", "example.net"}

// makers are groups of the v2fly list whose programs and services leave their
// domain in the files, mails and certificates of other organisations.
var makers = []string{"microsoft", "microsoft-dev", "microsoft-pki", "azure", "office365", "onedrive", "bing", "linkedin", "github", "adobe",
	"adobe-activation", "google", "google-play", "google-trust-services", "youtube", "firebase", "apple", "apple-dev", "apple-pki", "icloud", "amazontrust", "aws",
	"aws-cn", "cloudflare", "akamai", "fastly", "cloudfront", "mozilla", "oracle", "java", "docusign", "atlassian", "slack", "zoom", "dropbox",
	"salesforce", "facebook", "meta", "instagram", "twitter", "x", "whatsapp", "digicert", "globalsign", "sectigo", "entrust", "identrust", "letsencrypt",
	"comodo", "verisign", "symantec", "jquery", "jsdelivr", "npmjs", "bootcdn", "bootstrap", "fontawesome", "wordpress", "gravatar", "python", "nodejs",
	"openjsfoundation", "sentry", "segment", "mapbox", "openstreetmap", "cisco", "vmware", "autodesk", "canva", "godaddy", "wix", "squarespace", "shopify", "stripe",
	"hcaptcha", "recaptcha", "doi", "vimeo", "trello", "notion", "figma", "mongodb", "redis", "redhat", "debian", "ubuntu", "canonical", "proofpoint", "mimecast",
	"mailchimp", "sendgrid", "twilio", "zendesk", "hubspot", "intercom"}

// background decides by category which domains belong to vendors of software:
//
//   - schemas: hosts that stand in the files of a format;
//   - makers: the groups above with all domains v2fly gives them;
//   - brands: what both simple-icons (an icon in its own site's name) and v2fly
//     (a digital service) know, unless the same domain is the site of a listed
//     company or of a brand with shops, vehicles or offices in the street, for
//     then the icon tells of a company and not of a program. Listed companies in
//     the software branches of the GICS stay in.
//
// So an electronics, car or trading company does not become background for
// having an icon.
func background(data string) ([]byte, error) {
	rates := map[string]float64{}
	set := func(d string, r float64) {
		if d, ok := catalogue.Registrable(d); ok && rates[d] < r {
			rates[d] = r
		}
	}
	for _, s := range schemas {
		set(s, rateSchema)
	}
	digital, err := digitalGroups(data)
	if err != nil {
		return nil, err
	}
	for _, m := range makers {
		for _, d := range digital[m] {
			set(d, rateMaker)
		}
		set(m+".com", rateMaker)
	}
	street, err := streetBrands(data)
	if err != nil {
		return nil, err
	}
	var icons []struct{ Title, Source, Slug string }
	if err := readJSON(data, "vendors/simple-icons.json", &icons); err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, g := range digital {
		for _, d := range g {
			known[d] = true
		}
	}
	for _, i := range icons {
		d, ok := siteOf(i.Title, i.Source)
		if ok && known[d] && !street[d] && !street[catalogue.Core(i.Title)] {
			set(d, rateBrand)
		}
	}
	byRate := map[float64][]string{}
	for d, r := range rates {
		byRate[r] = append(byRate[r], d)
	}
	var b strings.Builder
	b.WriteString("# Made by the build command. =rate, then the registrable domains with it.\n")
	for _, r := range slices.Sorted(maps.Keys(byRate)) {
		fmt.Fprintf(&b, "=%g\n", r)
		slices.Sort(byRate[r])
		b.WriteString(strings.Join(byRate[r], "\n") + "\n")
	}
	return []byte(b.String()), nil
}

// digitalGroups reads the groups of v2fly with their registrable domains.
func digitalGroups(data string) (map[string][]string, error) {
	groups := map[string][]string{}
	err := lines(data, "vendors/v2fly_org_domains.tsv", func(l string) error {
		slug, list, _ := strings.Cut(l, "\t")
		for d := range strings.SplitSeq(list, ",") {
			if r, ok := catalogue.Registrable(d); ok && !slices.Contains(groups[slug], r) {
				groups[slug] = append(groups[slug], r)
			}
		}
		return nil
	})
	return groups, err
}

// siteOf returns the domain of an icon's source where it is the brand's own.
func siteOf(title, source string) (string, bool) {
	u, err := url.Parse(source)
	if err != nil {
		return "", false
	}
	d, ok := catalogue.Registrable(u.Hostname())
	if !ok {
		return "", false
	}
	label, _, _ := strings.Cut(d, ".")
	squash := func(s string) string {
		return strings.NewReplacer(" ", "", "-", "", "&", "").Replace(catalogue.Core(s))
	}
	return d, squash(label) == squash(title)
}

// streetBrands returns domains of listed companies and cores of brands with
// premises, without the listed makers of software.
func streetBrands(data string) (map[string]bool, error) {
	software := map[string]bool{}
	err := table(data, "orgs/sp500.csv", ',', func(row map[string]string) error {
		switch row["GICS Sub-Industry"] {
		case "Application Software", "Systems Software", "Internet Services & Infrastructure", "Interactive Media & Services":
			software[catalogue.Core(row["Security"])] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	street := map[string]bool{}
	err = table(data, "orgs/financedatabase_name_domain.tsv", '\t', func(row map[string]string) error {
		if !software[catalogue.Core(row["name"])] {
			street[row["domain"]] = true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = brands(data, func(b brand) {
		for _, n := range b.names {
			street[catalogue.Core(n)] = true
		}
	})
	return street, err
}
