package registry

import (
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// finder picks out of a registry what names people, organisations and networks.
type finder struct {
	out   *push.Pusher
	lines strings.Builder
}

// rule says which field a value becomes. in must occur in the lower-case path.
type rule struct{ in, field string }

// rules go by the lower-case name of the value; of several the first fits.
var rules = map[string][]rule{
	"registeredorganization":  {{`\currentversion`, "RegisteredOrganization"}},
	"registeredowner":         {{`\currentversion`, "RegisteredOwner"}},
	"productname":             {{`\windows nt\currentversion`, "ProductName"}},
	"computername":            {{`\control\computername`, "ComputerName"}},
	"hostname":                {{`\tcpip\parameters`, "Hostname"}},
	"nv hostname":             {{`\tcpip\parameters`, "Hostname"}},
	"domain":                  {{`\tcpip\parameters`, "Domain"}},
	"nv domain":               {{`\tcpip\parameters`, "Domain"}},
	"dhcpdomain":              {{`\tcpip\parameters`, "DhcpDomain"}},
	"searchlist":              {{`\tcpip\parameters`, "SearchList"}},
	"dhcpdomainsearchlist":    {{`\tcpip\parameters`, "SearchList"}},
	"defaultdomainname":       {{`\winlogon`, "DefaultDomainName"}},
	"altdefaultdomainname":    {{`\winlogon`, "DefaultDomainName"}},
	"cacheprimarydomain":      {{`\winlogon`, "DefaultDomainName"}},
	"defaultusername":         {{`\winlogon`, "DefaultUserName"}},
	"lastusedusername":        {{`\winlogon`, "DefaultUserName"}},
	"lastloggedonuser":        {{`\authentication\logonui`, "LastLoggedOnUser"}},
	"lastloggedonsamuser":     {{`\authentication\logonui`, "LastLoggedOnUser"}},
	"lastloggedondisplayname": {{`\authentication\logonui`, "LastLoggedOnDisplayName"}},
	"profileimagepath":        {{`\profilelist\`, "ProfilePath"}},
	"company":                 {{`\userinfo`, "Company"}, {`\office\`, "Company"}},
	"companyname":             {{`\userinfo`, "Company"}, {`\office\`, "Company"}},
	"username":                {{`\userinfo`, "UserName"}, {`\network\`, "RemoteUser"}},
	"adusername":              {{`\common\identity`, "IdentityMail"}},
	"addisplayname":           {{`\common\identity`, "IdentityName"}},
	"emailaddress":            {{`\identity\`, "IdentityMail"}},
	"useremail":               {{``, "IdentityMail"}},
	"friendlyname":            {{`\common\identity\`, "IdentityName"}},
	"remotepath":              {{`\network\`, "RemotePath"}},
	"usernamehint":            {{`\terminal server client\`, "RDPUser"}},
	"dcname":                  {{`\group policy`, "DCName"}},
	"logonserver":             {{`environment`, "LogonServer"}},
	"userdnsdomain":           {{`environment`, "UserDnsDomain"}},
	"userdomain":              {{`environment`, "UserDomain"}},
	"dnssuffix":               {{`\networklist\`, "DnsSuffix"}},
	"profilename":             {{`\networklist\`, "NetworkName"}},
	"dynamicsitename":         {{`\netlogon`, "SiteName"}},
	"sporesourceid":           {{`\onedrive\`, "SharePoint"}},
	"displayname":             {{`\onedrive\accounts\business`, "TenantName"}, {`\clouddomainjoin\tenantinfo\`, "TenantName"}},
	"userfolder":              {{`\onedrive\`, "UserFolder"}},
	"proxyserver":             {{`\internet settings`, "ProxyServer"}},
	"autoconfigurl":           {{`\internet settings`, "ProxyAutoConfig"}},
	"wuserver":                {{`\windowsupdate`, "UpdateServer"}},
	"start page":              {{`\internet explorer\main`, "StartPage"}},
	"machinedomain":           {{``, "Domain"}},
}

// lists are keys whose values all are what somebody typed, opened or connected.
var lists = []rule{
	{`\explorer\typedpaths`, "TypedPath"}, {`\explorer\map network drive mru`, "MappedDrive"}, {`\explorer\runmru`, "Run"},
	{`\explorer\recentdocs`, "RecentDocument"}, {`\internet explorer\typedurls`, "TypedURL"}, {`\terminal server client\default`, "RDPServer"},
	{`\file mru`, "RecentFile"}, {`\place mru`, "RecentPlace"}, {`\policy\polprdmn`, "Domain"}, {`\policy\poldnddn`, "DnsDomain"},
	{`\control\lsa\kerberos\domains`, "Domain"},
}

// parents are keys whose subkeys are called after what they stand for.
var parents = []rule{
	{`\terminal server client\servers\`, "RDPServer"}, {`\explorer\mountpoints2\`, "MountPoint"}, {`\printers\connections\`, "Printer"},
	{`\clouddomainjoin\tenantinfo\`, "TenantId"}, {`\sam\domains\account\users\names\`, "LocalUser"}, {`\kerberos\domains\`, "Domain"},
	{`\internet settings\zonemap\domains\`, "ZoneDomain"}, {`\internet settings\zonemap\escdomains\`, ""},
}

// key looks at the name of a key.
func (f *finder) key(path string) {
	low := strings.ToLower(path)
	for _, p := range parents {
		at := strings.LastIndex(low, p.in)
		if at < 0 {
			continue
		}
		name := path[at+len(p.in):]
		if name == "" || strings.Contains(name, `\`) || p.field == "" {
			return
		}
		switch p.field {
		case "MountPoint": // ##server#share
			if !strings.HasPrefix(name, "##") {
				return
			}
			name = strings.ReplaceAll(name, "#", `\`)
		case "Printer": // ,,server,printer
			name = strings.ReplaceAll(name, ",", `\`)
		}
		f.out.Meta("reg:"+p.field, name, path)
		return
	}
}

// value looks at a value that is text.
func (f *finder) value(path, name, value string) {
	if secret(name) || strings.TrimSpace(value) == "" {
		return
	}
	low, key := strings.ToLower(path), strings.ToLower(name)
	if strings.HasSuffix(key, "tenantid") && len(value) <= 40 {
		f.out.Meta("reg:TenantId", strings.Trim(value, "{}"), path)
		return
	}
	for _, r := range rules[key] {
		if strings.Contains(low, r.in) {
			f.out.Meta("reg:"+r.field, value, path)
			return
		}
	}
	for _, l := range lists {
		if at := strings.Index(low, l.in); at >= 0 && key != "mrulist" && key != "mrulistex" {
			// Office writes [F00000000][T01D...][O00000000]*path.
			if strings.HasPrefix(value, "[") {
				if _, after, ok := strings.Cut(value, "*"); ok {
					value = after
				}
			}
			f.out.Meta("reg:"+l.field, strings.TrimSuffix(value, `\1`), path)
			return
		}
	}
	if strings.HasSuffix(low, `\windows nt\currentversion\devices`) && strings.HasPrefix(name, `\\`) {
		f.out.Meta("reg:Printer", name, path)
		return
	}
	if strings.HasPrefix(value, "@") { // a text in a program's resources
		return
	}
	// Of the rest only what names a server, an address or a mailbox.
	if strings.Contains(value, `\\`) || strings.Contains(value, "://") || strings.Contains(value, "@") && strings.Contains(value, ".") {
		if f.lines.Len() > 32<<10 {
			f.flush()
		}
		f.lines.WriteString(path + `\` + name + " = " + value + "\n")
	}
}

// flush pushes the lines that were gathered.
func (f *finder) flush() {
	f.out.Text(f.lines.String(), "values", evidence.Locator{Zone: evidence.ZoneBody})
	f.lines.Reset()
}

// secret reports whether a value's name promises one.
func secret(name string) bool {
	low := strings.ToLower(name)
	for _, w := range []string{"password", "passwd", "pwd", "secret", "token", "privatekey", "credential", "passphrase"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}
