package hosts

import (
	"strings"

	"evscan/evidence"
)

// account reads DOMAIN\user, and C:\Users\name.DOMAIN\, around the backslash at i.
func account(text string, i int) (Hit, int) {
	n := slash(text, i)
	if n == 0 || slash(text, i+n) > 0 {
		return Hit{}, i
	}
	if h, next := profile(text, i, n); h.End > 0 {
		return h, next
	}
	start := i
	for start > 0 && i-start <= 15 && netbiosByte(text[start-1]) {
		start--
	}
	name := text[start:i]
	if len(name) < 3 || i-start > 15 || !hasLetter(name) || name[0] >= '0' && name[0] <= '9' || name != strings.ToUpper(name) || nobodysDomain(name) {
		return Hit{}, i
	}
	if start > 0 && !(text[start-1] == ' ' || strings.IndexByte("\t\n\"'(=:,;<>[|", text[start-1]) >= 0 || text[start-1] >= 0x80) {
		return Hit{}, i
	}
	// "C: NAME\x" is a path, and so is anything that goes on behind the user.
	p := i + n
	for p < len(text) && userByte(text[p]) && p-i < 40 {
		p++
	}
	user := strings.TrimRight(text[i+n:p], ".-")
	p = i + n + len(user)
	if len(user) < 2 || !hasLetter(user) || slash(text, p) > 0 || p < len(text) && (text[p] == '/' || text[p] == '*' || text[p] == ':') {
		return Hit{}, i
	}
	if ext := strings.LastIndexByte(user, '.'); ext >= 0 && len(user)-ext <= 5 && fileExtension(strings.ToLower(user[ext+1:])) {
		return Hit{}, i
	}
	q := 0.5
	back := strings.ToLower(text[max(0, start-48):start])
	for _, w := range []string{"user", "account", "login", "logon", "log on", "domain", "ログイン", "ログオン", "ユーザ", "アカウント", "ドメイン", "whoami", "owner", "所有者", "runas"} {
		if strings.Contains(back, w) {
			q = 1
			break
		}
	}
	host := strings.ToLower(name)
	return Hit{Start: start, End: p, Host: host, Key: evidence.Key{Kind: evidence.KeyHost, Value: host}, Zone: evidence.ZonePath,
		Why: "Windows account DOMAIN\\user", Quality: q}, p
}

// profile reads the domain suffix that Windows gives a profile folder when two
// accounts have one name: Users\name.DOMAIN\.
func profile(text string, i, n int) (Hit, int) {
	if i < 5 || !strings.EqualFold(text[i-5:i], "users") {
		return Hit{}, i
	}
	p := i + n
	start := p
	for p < len(text) && userByte(text[p]) && p-start < 64 {
		p++
	}
	folder := text[start:p]
	dot := strings.LastIndexByte(folder, '.')
	if dot <= 0 || slash(text, p) == 0 {
		return Hit{}, i
	}
	suffix := folder[dot+1:]
	if len(suffix) < 3 || len(suffix) > 15 || suffix != strings.ToUpper(suffix) || !hasLetter(suffix) || nobodysDomain(suffix) {
		return Hit{}, i
	}
	host := strings.ToLower(suffix)
	return Hit{Start: start, End: p, Host: host, Key: evidence.Key{Kind: evidence.KeyHost, Value: host}, Zone: evidence.ZonePath,
		Why: "domain in the name of a user's profile folder", Quality: 1}, p
}

func netbiosByte(c byte) bool {
	return c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c >= 'a' && c <= 'z' || c == '_'
}

func userByte(c byte) bool { return netbiosByte(c) || c == '.' }

// nobodysDomain are names left of a backslash that every Windows has, roots of
// the registry, and usual folders.
func nobodysDomain(name string) bool {
	name = strings.ToUpper(name)
	switch name {
	case "NT", "AUTHORITY", "BUILTIN", "WORKGROUP", "HKLM", "HKCU", "HKCR", "HKU", "HKCC", "SOFTWARE", "SYSTEM", "MICROSOFT", "AZUREAD",
		"MICROSOFTACCOUNT", "APPPOOL", "IIS", "FONT", "USERS", "WINDOWS", "SYSTEM32", "TEMP", "BIN", "SRC", "LIB", "DOC", "DOCS", "DATA",
		"TEST", "DOMAIN", "EXAMPLE", "LOCAL", "ROOT", "TMP", "ETC", "USR", "VAR", "APP", "JPY", "CNY", "RMB", "NET", "COM", "DESKTOP",
		"DOCUMENTS", "DOWNLOADS",
		// Microsoft's own domains, which stand in the properties of templates that it ships.
		"REDMOND", "NORTHAMERICA", "SOUTHAMERICA", "EUROPE", "FAREAST", "MIDDLEEAST", "NTDEV", "AFRICA", "SOUTHPACIFIC", "PUBLIC", "DEFAULT", "APPDATA", "LOCALHOST", "COMPUTER", "SERVER", "SHARE", "TOTAL":
		return true
	}
	// Names that Windows makes up at installation name a machine, not an organisation.
	return strings.HasPrefix(name, "HKEY_") || strings.HasPrefix(name, "DESKTOP-") || strings.HasPrefix(name, "LAPTOP-") || strings.HasPrefix(name, "WIN-")
}

func fileExtension(s string) bool {
	switch s {
	case "exe", "dll", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "zip", "bat", "cmd", "ini", "log", "sys", "xml", "csv", "jpg", "png",
		"c", "h", "cpp", "cs", "js", "py", "html", "htm", "md", "dat", "msi", "lnk", "dotx", "dotm", "dot", "xltx":
		return true
	}
	return false
}
