package hosts

import (
	"strings"

	"evscan/evidence"
)

// tenantSuffixes are services that give every customer a host of its own: the
// label before the suffix is the customer's, the suffix says nothing.
var tenantSuffixes = []struct{ suffix, why string }{
	{".sharepoint.com", "SharePoint tenant"}, {".sharepoint.us", "SharePoint tenant"}, {".sharepoint.cn", "SharePoint tenant"},
	{".onmicrosoft.com", "Microsoft 365 tenant"}, {".crm.dynamics.com", "Dynamics tenant"}, {".crm7.dynamics.com", "Dynamics tenant"},
	{".atlassian.net", "Atlassian site"}, {".slack.com", "Slack workspace"}, {".cybozu.com", "kintone or Garoon site"},
	{".kintone.com", "kintone site"}, {".backlog.jp", "Backlog space"}, {".backlog.com", "Backlog space"},
	{".service-now.com", "ServiceNow instance"}, {".my.salesforce.com", "Salesforce org"}, {".lightning.force.com", "Salesforce org"},
	{".okta.com", "Okta org"}, {".okta-emea.com", "Okta org"}, {".zendesk.com", "Zendesk account"}, {".freshdesk.com", "Freshdesk account"},
	{".box.com", "Box tenant"}, {".app.box.com", "Box tenant"}, {".zoom.us", "Zoom account"}, {".webex.com", "Webex site"},
	{".visualstudio.com", "Azure DevOps organisation"}, {".myworkday.com", "Workday tenant"}, {".workplace.com", "Workplace tenant"},
	{".egnyte.com", "Egnyte tenant"}, {".quickbase.com", "Quickbase realm"},
}

// everybodysTenants are labels that the services themselves use.
func everybodysTenants(label string) bool {
	switch label {
	case "www", "app", "api", "login", "account", "accounts", "support", "help", "docs", "developer", "community", "status", "mail", "admin",
		"static", "cdn", "assets", "id", "auth", "my", "go", "get", "blog", "example", "test", "demo", "hooks", "files", "download", "partner",
		"privacy-statement", "code", "marketplace", "gallery", "packages", "dev", "public", "store", "us02web", "us04web", "us05web", "us06web", "edgeapi", "wwwapps", "web",
		// What manuals write where the reader's own name belongs, Microsoft's invented firms among them.
		"name", "tenant", "tenantname", "yourtenant", "yourtenantname", "mytenant", "yourcompany", "mycompany", "company", "yourdomain", "mydomain", "domain", "org", "yourorg",
		"organization", "organisation", "yourorganization", "initial", "sample", "xxx", "foo", "contoso", "fabrikam", "northwind", "adatum", "litware", "woodgrove", "wingtiptoys":
		return true
	}
	return strings.HasPrefix(label, "us0") && strings.HasSuffix(label, "web")
}

// Tenanted reports whether a host is a customer's at a service that gives each its own:
// the service's domain is then no mark of anybody.
func Tenanted(host string) bool {
	for _, t := range tenantSuffixes {
		if strings.HasSuffix(host, t.suffix) {
			return true
		}
	}
	return false
}

// intranetLabels are first labels of hosts that serve an organisation's own
// people, with how surely they do: a portal is as often one for customers.
var intranetLabels = map[string]float64{
	"intra": 1, "intranet": 1, "inside": 0.9, "internal": 1, "corp": 0.9, "sharepoint": 0.9, "sps": 0.8, "moss": 0.8, "confluence": 0.9, "jira": 0.9,
	"wiki": 0.6, "redmine": 0.9, "gitlab": 0.9, "ghe": 0.9, "bitbucket": 0.9, "svn": 0.8, "jenkins": 0.9, "nexus": 0.8, "artifactory": 0.8,
	"sonarqube": 0.9, "vpn": 0.8, "sslvpn": 0.8, "owa": 0.8, "exchange": 0.8, "adfs": 0.7, "sso": 0.5, "fs": 0.6, "nas": 0.9, "fileserver": 0.9,
	"dc": 0.8, "dc01": 0.9, "ad": 0.8, "ldap": 0.8, "proxy": 0.8, "print": 0.9, "printer": 0.9, "groupware": 1, "garoon": 0.9, "cybozu": 0.9,
	"desknets": 0.9, "kintai": 1, "keihi": 1, "workflow": 0.8, "erp": 0.8, "sap": 0.8, "portal": 0.5, "hr": 0.7, "payroll": 0.9, "timesheet": 0.8,
	"helpdesk": 0.5, "itsm": 0.8, "zabbix": 0.9, "grafana": 0.8, "kibana": 0.8, "citrix": 0.8, "vdi": 0.8, "webmail": 0.6, "shanai": 1, "myportal": 0.6,
	"employee": 0.8, "staff": 0.7, "dms": 0.7, "plm": 0.8, "pdm": 0.8, "mes": 0.8, "ess": 0.8,
}

// openToAll is the quality below which the label of a host in running text is as often
// that of a site for everybody: wiki, portal, staff.
const openToAll = 0.75

// Judge says what a host name from an address tells about a network. domain is
// its registrable domain, "" where it has none. bar is set where the address
// stands in the address bar of a browser or a file manager: then somebody was
// there, and any host that is not a public site counts.
func Judge(host, domain string, bar bool) (Hit, bool) {
	if domain == "" {
		k, ok := PrivateKey(host)
		if !ok || anyonesServer(host) {
			return Hit{}, false
		}
		q := 0.8
		if bar {
			q = 1
		}
		why := "host under a private suffix"
		if !strings.Contains(host, ".") {
			why = "host without a domain, as only a local network resolves it"
		}
		return Hit{Host: host, Key: k, Zone: evidence.ZoneBody, Why: why, Quality: q}, true
	}
	for _, t := range tenantSuffixes {
		label, ok := strings.CutSuffix(host, t.suffix)
		if !ok {
			continue
		}
		label = label[strings.LastIndexByte(label, '.')+1:]
		label = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(label, "-my"), "-admin"), "-files")
		if label == "" || everybodysTenants(label) {
			return Hit{}, false
		}
		q := 0.6
		if bar {
			q = 1
		}
		return Hit{Host: host, Key: evidence.Key{Kind: evidence.KeyHost, Value: label + t.suffix}, Zone: evidence.ZoneBody, Why: t.why, Quality: q}, true
	}
	inner := strings.TrimSuffix(strings.TrimSuffix(host, domain), ".")
	if inner == "" {
		return Hit{}, false
	}
	best := 0.0
	for label := range strings.SplitSeq(inner, ".") {
		best = max(best, intranetLabels[strings.TrimRight(label, "0123456789-")])
	}
	if best == 0 {
		return Hit{}, false
	}
	if !bar && best < openToAll {
		return Hit{}, false
	}
	why := "intranet host"
	if bar {
		best, why = max(best, 0.9), "intranet host in an address bar"
	}
	return Hit{Host: host, Zone: evidence.ZoneBody, Why: why, Quality: best}, true
}

// Label is the part of a host key that may carry an organisation's name: the
// tenant's label, the Active Directory's label, the server's own name. It is ""
// where the name is one that any network may have.
func Label(key string) string {
	label, _, _ := strings.Cut(key, ".")
	if _, generic := intranetLabels[strings.TrimRight(label, "0123456789-")]; generic || anyonesServer(label) || nobodysDomain(label) {
		return ""
	}
	return label
}
