package redact

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// profileRoots are the folders below which each user has one, as the systems name them.
var profileRoots = []string{"users", "home", "documents and settings", "profiles", "homes", "personal", "benutzer", "utilisateurs", "usuarios", "ユーザー", "userdata", "redirected", "mail/users"}

// profiles finds the names of users in paths: C:\Users\ann, /home/ann, /~ann,
// DOMAIN\ann, \\server\home$\ann, and sites of single persons in OneDrive.
func (m *masker) profiles(f folded) []part {
	var out []part
	low := f.low
	for i := 0; i < len(low); i++ {
		n := slashAt(low, i)
		if n == 0 {
			continue
		}
		for i+n < len(low) && slashAt(low, i+n) > 0 { // written twice in source code and JSON
			n += slashAt(low, i+n)
		}
		start := i + n
		if start < len(low) && low[start] == '~' {
			start++
		} else if !m.rootBefore(low, i) {
			if p, ok := m.windowsAccount(f, i, n); ok {
				out = append(out, p)
			}
			continue
		}
		end := start
		for end < len(low) && end-start < 80 {
			r, size := utf8.DecodeRuneInString(low[end:])
			if strings.ContainsRune("/\\\n\t\"'<>|*?;:,)]}`%&#", r) || r == ' ' && !inFolder(low, end) {
				break
			}
			end += size
		}
		if login := f.s[start:end]; end > start && m.isLogin(login) {
			n := localName(login)
			if strings.HasSuffix(strings.TrimRight(low[:i], `/\`), "personal") {
				n = name{} // ann_harrowgate_example: the rest is the domain
			}
			out = append(out, part{start, end, n})
			i = end - 1
		}
	}
	return out
}

func slashAt(s string, i int) int {
	switch {
	case s[i] == '/' || s[i] == '\\':
		return 1
	case strings.HasPrefix(s[i:], "%5c") || strings.HasPrefix(s[i:], "%2f"):
		return 3
	case strings.HasPrefix(s[i:], "¥"):
		return len("¥")
	}
	return 0
}

// rootBefore reports whether the folder that ends at i is one of profiles.
func (m *masker) rootBefore(low string, i int) bool {
	for _, root := range profileRoots {
		if !strings.HasSuffix(low[:i], root) && !strings.HasSuffix(low[:i], root+"$") {
			continue
		}
		head := strings.TrimSuffix(strings.TrimSuffix(low[:i], "$"), root)
		if head == "" || strings.HasSuffix(head, "/") || strings.HasSuffix(head, `\`) || strings.HasSuffix(head, "%5c") || strings.HasSuffix(head, "%2f") || strings.HasSuffix(head, "¥") {
			return true
		}
	}
	return false
}

// inFolder reports whether the blank at i stands in the name of a folder: another
// separator follows soon.
func inFolder(s string, i int) bool {
	rest := s[i:min(len(s), i+40)]
	cut := strings.IndexAny(rest, "/\\")
	return cut > 0 && !strings.ContainsAny(rest[:cut], ":;,|<>\"\n")
}

func (m *masker) isLogin(s string) bool {
	low := strings.ToLower(s)
	if isToken(low) || profileNames[low] || low == "." || low == ".." || strings.Trim(low, ".*-_") == "" || m.orgs.names[squash(s)] {
		return false
	}
	base, _, _ := strings.Cut(low, ".")
	return !profileNames[base] && !isToken(base)
}

// windowsAccount reads DOMAIN\user around the backslash at i; the user is masked, the
// domain is its organisation's.
func (m *masker) windowsAccount(f folded, i, n int) (part, bool) {
	s := f.s
	if s[i] != '\\' || n > 2 {
		return part{}, false
	}
	start := i
	for start > 0 && i-start <= 15 && (isLetter(s[start-1]) || isDigit(s[start-1]) || s[start-1] == '-') {
		start--
	}
	domain := s[start:i]
	if len(domain) < 2 || strings.ToUpper(domain) != domain || isDigit(domain[0]) || start > 0 && strings.ContainsRune(`\/:._$%`, before(s, start)) {
		return part{}, false
	}
	switch domain {
	case "NT", "HKLM", "HKCU", "HKCR", "HKU", "BUILTIN", "SOFTWARE", "SYSTEM", "MICROSOFT":
		return part{}, false
	}
	from := i + n
	end := from
	for end < len(s) && (isLetter(s[end]) || isDigit(s[end]) || strings.IndexByte("._-", s[end]) >= 0) {
		end++
	}
	for end > from && strings.IndexByte("._-", s[end-1]) >= 0 {
		end--
	}
	user := s[from:end]
	next := after(s, end)
	if len(user) < 2 || next == '\\' || next == '/' || next == '*' || unicode.IsLetter(next) || !m.isLogin(user) || extensionLike(user) || strings.HasSuffix(user, "$") {
		return part{}, false
	}
	return part{from, end, localName(user)}, true
}

func extensionLike(s string) bool {
	dot := strings.LastIndexByte(s, '.')
	if dot < 0 {
		return false
	}
	switch strings.ToLower(s[dot+1:]) {
	case "exe", "dll", "txt", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "pdf", "zip", "bat", "cmd", "ini", "log", "sys", "xml", "csv", "jpg", "png", "msi", "lnk", "dotx", "dat", "html":
		return true
	}
	return false
}
