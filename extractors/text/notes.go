package text

import (
	"regexp"
	"strings"
)

// Lines in which programs and programmers say who they are. Each pattern is tried
// only on lines that hold its key word.

// headLines is how far into a source file its head with the copyright may reach.
const headLines = 400

var (
	copyrightLine = regexp.MustCompile(`(?i)(?:copyright|\(c\)|©|&copy;|著作権)[^\n]*`)
	authorLine    = regexp.MustCompile(`(?i)(?:^|[\s*#/;%'"-])(?:[@\\]author\b|(?:authors?|maintainer|作成者|作者)\s*[:：=]|(?:created|written) by\b[:：]?)\s*([^\n*]{2,120})`)
	noticeMark    = regexp.MustCompile(`(?i)\d{4}|©|\(c\)|&copy;|著作権`)
	packageLine   = regexp.MustCompile(`^\s*(?:package|namespace)\s+([A-Za-z_][\w]*(?:[.\\][A-Za-z_]\w*)+)\s*[;{]?\s*$`)
	assemblyLine  = regexp.MustCompile(`^\s*[\[<]\s*assembly\s*:\s*Assembly(Company|Copyright|Product|Trademark)(?:Attribute)?\s*\(\s*"([^"]+)"`)
	headComment   = regexp.MustCompile(`^\s*(?://|/\*|\*|#|--|;|'|%|<!--|rem\b|REM\b|"""|\(\*|\{)`)
)

// noteSource reads heads of source files and names of packages.
func noteSource(line string, n int, add func(name, value string)) {
	low := strings.ToLower(line)
	if n <= headLines {
		if strings.Contains(low, "copyright") || strings.Contains(low, "(c)") && headComment.MatchString(line) || strings.Contains(line, "©") || strings.Contains(line, "著作権") {
			if m := copyrightLine.FindString(line); noticeMark.MatchString(m) && hasName(m) {
				add("code:Copyright", strings.TrimRight(strings.TrimSpace(m), "*/-> \"');"))
			}
		}
		if headComment.MatchString(line) && (strings.Contains(low, "author") || strings.Contains(low, "created by") || strings.Contains(low, "written by") ||
			strings.Contains(low, "maintainer") || strings.Contains(line, "作成者") || strings.Contains(line, "作者")) {
			if m := authorLine.FindStringSubmatch(line); m != nil {
				add("code:Author", strings.TrimRight(strings.TrimSpace(m[1]), "*/-> \"'"))
			}
		}
	}
	if strings.Contains(line, "package") || strings.Contains(line, "namespace") {
		if m := packageLine.FindStringSubmatch(line); m != nil {
			add("code:Package", strings.ReplaceAll(m[1], `\`, "."))
		}
	}
	if strings.Contains(line, "Assembly") {
		if m := assemblyLine.FindStringSubmatch(line); m != nil {
			add("code:"+m[1], m[2])
		}
	}
}

// noticeHead is the sign of a notice and its years.
var noticeHead = regexp.MustCompile(`(?i)^(?:copyright|\(c\)|©|&copy;|著作権|[\s0-9,:.–-])+`)

// hasName reports whether a notice goes on after its sign and its years.
func hasName(s string) bool { return len(noticeHead.ReplaceAllString(s, "")) > 1 }

var goModule = regexp.MustCompile(`^module\s+(\S+)`)

// noteGoMod reads the path of a Go module, https://go.dev/ref/mod#go-mod-file-module.
func noteGoMod(line string, _ int, add func(name, value string)) {
	if m := goModule.FindStringSubmatch(line); m != nil {
		add("code:Module", strings.Trim(m[1], `"`))
	}
}

var manifestLine = regexp.MustCompile(`(?i)^\s*["']?(name|author|authors|author_email|maintainer|maintainer_email|repository|homepage|url|email|publisher|copyright|organization|company|license|bugs|documentation)["']?\s*[:=]\s*(.+)$`)

// noteManifest reads the descriptions of packages: package.json, Cargo.toml, setup.py.
func noteManifest(line string, n int, add func(name, value string)) {
	if n > 2000 {
		return
	}
	m := manifestLine.FindStringSubmatch(line)
	if m == nil {
		return
	}
	value := strings.Trim(strings.TrimSpace(m[2]), `"',[]{} `)
	switch field := strings.ToLower(m[1]); field {
	case "name":
		if scope, _, ok := strings.Cut(value, "/"); ok && strings.HasPrefix(scope, "@") {
			add("code:Scope", scope)
		}
	case "author", "authors", "maintainer":
		add("code:Author", value)
	case "author_email", "maintainer_email", "email":
		add("code:Email", value)
	case "publisher", "company", "organization":
		add("code:Company", value)
	case "copyright":
		add("code:Copyright", value)
	case "repository", "homepage", "url", "bugs", "documentation":
		add("code:URL", value)
	}
}

var (
	dockerFrom  = regexp.MustCompile(`(?i)^\s*FROM\s+(?:--\S+\s+)*(\S+)`)
	dockerLabel = regexp.MustCompile(`(?i)(maintainer|vendor|authors|url|source|documentation)["']?\s*[= ]\s*("[^"]+"|\S+)`)
)

// noteDocker reads the registry of the base picture and the labels of a Dockerfile.
func noteDocker(line string, _ int, add func(name, value string)) {
	low := strings.ToLower(strings.TrimSpace(line))
	switch {
	case strings.HasPrefix(low, "from "):
		if m := dockerFrom.FindStringSubmatch(line); m != nil {
			noteImage(m[1], add)
		}
	case strings.HasPrefix(low, "maintainer "):
		add("code:Author", strings.Trim(strings.TrimSpace(line)[len("maintainer "):], `"' `))
	case strings.HasPrefix(low, "label "), strings.Contains(low, "org.opencontainers"), strings.Contains(low, "maintainer="):
		for _, m := range dockerLabel.FindAllStringSubmatch(line, 20) {
			value := strings.Trim(m[2], `"'`)
			switch strings.ToLower(m[1]) {
			case "maintainer", "authors":
				add("code:Author", value)
			case "vendor":
				add("code:Company", value)
			default:
				add("code:URL", value)
			}
		}
	}
}

// noteImage says the host of a registry that is not everybody's.
func noteImage(ref string, add func(name, value string)) {
	host, _, ok := strings.Cut(ref, "/")
	if !ok || !strings.ContainsAny(host, ".:") {
		return
	}
	switch host {
	case "docker.io", "index.docker.io", "ghcr.io", "gcr.io", "quay.io", "mcr.microsoft.com", "registry.k8s.io", "k8s.gcr.io", "public.ecr.aws", "registry.access.redhat.com", "nvcr.io":
		return
	}
	add("config:Registry", host)
}

var (
	configLine = regexp.MustCompile(`^[\s\-]*(?:(?i:set|export|env|arg)\s+)?["']?([A-Za-z_][\w.\-/:\[\]]*)["']?\s*(?:[=:]+|\s)\s*(.+)$`)
	xmlPair    = regexp.MustCompile(`(?i)(?:key|name)\s*=\s*["']([^"'<>]+)["']\s+value\s*=\s*["']([^"'<>]*)["']`)
	sqlServer  = regexp.MustCompile(`(?i)\b(?:server|data source|host|hostname|addr|address|network address)\s*=\s*(?:tcp:)?([A-Za-z0-9_][\w.\\-]*)`)
	hostValue  = regexp.MustCompile(`^[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9])?)+\.?(?::\d{1,5})?$`)
	baseDN     = regexp.MustCompile(`(?i)\bdc=[^,;"'\s<>]+(?:\s*,\s*dc=[^,;"'\s<>]+)+`)
	realmValue = regexp.MustCompile(`^[A-Z0-9][A-Z0-9.-]*\.[A-Z0-9.-]*[A-Z]$`)
)

// noteConfig reads the hosts, domains and realms that a setting names.
func noteConfig(line string, _ int, add func(name, value string)) {
	if len(line) > 4096 {
		return
	}
	trimmed := strings.TrimSpace(line)
	if trimmed == "" || strings.ContainsRune("#;!", rune(trimmed[0])) || strings.HasPrefix(trimmed, "//") || strings.HasPrefix(trimmed, "<!--") {
		return
	}
	if strings.Contains(strings.ToLower(line), "dc=") {
		if m := baseDN.FindString(line); m != "" {
			add("config:BaseDN", m)
		}
	}
	if strings.Contains(line, "value") {
		if m := xmlPair.FindStringSubmatch(line); m != nil {
			setting(m[1], m[2], add)
		}
	}
	if strings.Contains(line, ";") {
		for _, m := range sqlServer.FindAllStringSubmatch(line, 8) {
			server, _, _ := strings.Cut(m[1], `\`)
			if !everybody(server) {
				add("config:Server", server)
			}
		}
	}
	if m := configLine.FindStringSubmatch(line); m != nil {
		setting(m[1], m[2], add)
	}
}

// setting judges one key and its value.
func setting(key, value string, add func(name, value string)) {
	key = strings.TrimRight(key, ":")
	if i := strings.LastIndexAny(key, ".:/"); i >= 0 && i < len(key)-1 {
		key = key[i+1:]
	}
	key = strings.NewReplacer("_", "", "-", "", "[", "", "]", "").Replace(strings.ToLower(key))
	for _, v := range strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune(",;\"'[]{}|<> \t", r) }) {
		v = strings.TrimSuffix(v, "/")
		switch {
		case strings.Contains(v, "$"), everybody(v):
		case strings.HasSuffix(key, "image") && strings.Contains(v, "/"):
			noteImage(v, add)
		case strings.HasSuffix(key, "realm") && realmValue.MatchString(v):
			add("config:Realm", v)
		case strings.HasSuffix(key, "domain") && hostValue.MatchString(v), strings.HasSuffix(key, "searchdomains") && hostValue.MatchString(v), key == "search" && hostValue.MatchString(v):
			add("config:Domain", v)
		case hostKey(key) && hostValue.MatchString(v) && !numeric(v):
			add("config:Host", v)
		case strings.Contains(v, "://") && (hostKey(key) || strings.HasSuffix(key, "url") || strings.HasSuffix(key, "uri") || strings.HasSuffix(key, "endpoint")):
			add("config:URL", v)
		}
	}
	switch value = strings.Trim(strings.TrimSpace(value), `"',; `); key {
	case "organization", "organisation", "organizationname", "company", "companyname", "oname", "orgname":
		if len(value) <= 200 && !strings.ContainsAny(value, "${}<>") {
			add("config:Organization", value)
		}
	}
}

func hostKey(key string) bool {
	for _, end := range []string{"host", "hostname", "hosts", "server", "servers", "servername", "serveralias", "serveraddress", "url", "uri", "endpoint", "kdc", "adminserver", "proxy", "httpproxy",
		"httpsproxy", "proxypass", "registry", "broker", "brokers", "bootstrapservers", "nameserver", "remote", "fqdn", "address", "addr", "node", "nodes", "smarthost", "relayhost", "cn", "commonname"} {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return false
}

// everybody are hosts that every machine has.
func everybody(v string) bool {
	v = strings.ToLower(v)
	return strings.HasPrefix(v, "localhost") || strings.HasPrefix(v, "127.") || strings.HasPrefix(v, "0.0.0.0") || v == "(local)" || v == "." || strings.HasPrefix(v, "host.docker.internal") ||
		strings.Contains(v, "://localhost") || strings.Contains(v, "://127.")
}

// numeric reports whether a value is an address or a version and no name.
func numeric(v string) bool { return strings.Trim(v, "0123456789.:") == "" }

var (
	syslogLine = regexp.MustCompile(`^(?:<\d+>)?(?:\d )?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) ([A-Za-z][\w.-]*) [\w./-]+(?:\[\d+\])?:? `)
	logHost    = regexp.MustCompile(`(?i)\b(?:host|hostname|computer|computername|machine|server|workstation)(?:name)?["']?\s*[:=]\s*["']?([A-Za-z][\w.-]{2,})`)
)

// noteLog reads the hosts that wrote a log: of syslog, RFC 3164 and RFC 5424, and of
// lines that say so.
func noteLog(line string, _ int, add func(name, value string)) {
	if len(line) < 20 {
		return
	}
	if c := line[0]; c == '<' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' {
		if m := syslogLine.FindStringSubmatch(line); m != nil {
			if !everybody(m[1]) {
				add("log:Host", m[1])
			}
			return
		}
		if c >= '0' && c <= '9' {
			if m := logHost.FindStringSubmatch(line); m != nil && strings.ContainsAny(m[1], ".-0123456789") && !everybody(m[1]) {
				add("log:Host", m[1])
			}
		}
	}
}

var (
	dumpTool   = regexp.MustCompile(`^-- ((?:MySQL|MariaDB|PostgreSQL|phpMyAdmin|HeidiSQL|Adminer)[^\n]*)`)
	dumpHost   = regexp.MustCompile(`^-- (?:Host|Server|Servidor|ホスト|サーバ)\s*:\s*(\S+)(?:\s+Database:\s*(\S+))?`)
	dumpOwner  = regexp.MustCompile(`; Owner: (\S+)`)
	dumpUse    = regexp.MustCompile("(?i)^(?:USE\\s+[`\"\\[]?([\\w$-]+)[`\"\\]]?\\s*;|USE\\s+\\[([^\\]]+)\\]|CREATE DATABASE\\s+(?:IF NOT EXISTS\\s+|/\\*[^*]*\\*/\\s*)*[`\"\\[]?([\\w$-]+)|\\\\connect\\s+\"?([\\w$-]+)|-- (?:Database|データベース)\\s*:\\s*`?([\\w$-]+))")
	dumpObject = regexp.MustCompile(`Object:\s+Database \[([^\]]+)\]`)
	sqlAccount = regexp.MustCompile("(?i)DEFINER\\s*=\\s*[`'\"]?([\\w.$-]+)[`'\"]?@[`'\"]?([\\w.-]+)")
)

// noteDump reads the heads of database dumps.
func noteDump(line string, _ int, add func(name, value string)) {
	switch {
	case strings.HasPrefix(line, "-- "):
		if m := dumpTool.FindStringSubmatch(line); m != nil {
			add("sql:Tool", m[1])
		}
		if m := dumpHost.FindStringSubmatch(line); m != nil {
			if !everybody(m[1]) {
				add("sql:Host", m[1])
			}
			add("sql:Database", m[2])
		}
		if m := dumpOwner.FindStringSubmatch(line); m != nil && m[1] != "-" {
			add("sql:Owner", m[1])
		}
	case strings.Contains(line, "DEFINER"):
		if m := sqlAccount.FindStringSubmatch(line); m != nil && !everybody(m[2]) {
			add("sql:Host", m[2])
		}
	case strings.Contains(line, "Object:"):
		if m := dumpObject.FindStringSubmatch(line); m != nil {
			add("sql:Database", m[1])
		}
	}
	if len(line) < 200 {
		if m := dumpUse.FindStringSubmatch(line); m != nil {
			add("sql:Database", strings.Join(m[1:], ""))
		}
	}
}

// noteRobots reads the address of the site map in a robots.txt, RFC 9309.
func noteRobots(line string, n int, add func(name, value string)) {
	if n < 5000 && len(line) > 10 && strings.EqualFold(line[:8], "sitemap:") {
		add("html:Sitemap", strings.TrimSpace(line[8:]))
	}
}

var texCommand = regexp.MustCompile(`\\(author|title|institute|institution|affil|affiliation|address|email|organization|publisher|thanks)\s*(?:\[[^\]]*\])?\{([^{}]*)\}?`)

// noteTeX reads the commands of a title page.
func noteTeX(line string, _ int, add func(name, value string)) {
	if !strings.Contains(line, `\`) {
		return
	}
	for _, m := range texCommand.FindAllStringSubmatch(line, 10) {
		name := map[string]string{"author": "Author", "title": "Title", "email": "Email", "thanks": "Note", "publisher": "Publisher"}[m[1]]
		if name == "" {
			name = "Affiliation"
		}
		add("tex:"+name, strings.TrimSpace(strings.NewReplacer(`\\`, " ", "~", " ").Replace(m[2])))
	}
}
