package sqlite

import (
	"net/url"
	"strings"

	"evscan/extractors/internal/push"
)

type column struct{ name string }

// columns reads the names of a table's columns from the statement that made it. A
// statement that it does not understand yields fewer names, never wrong rows.
func columns(sql string) []column {
	open := strings.IndexByte(sql, '(')
	if open < 0 || len(sql) > 1<<20 {
		return nil
	}
	var out []column
	depth, quote, start := 0, byte(0), open+1
	add := func(def string) {
		name := firstName(def)
		switch strings.ToUpper(name) {
		case "", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT":
			if !strings.HasPrefix(strings.TrimSpace(def), `"`) {
				return
			}
		}
		out = append(out, column{name})
	}
	for i := open + 1; i < len(sql) && len(out) < 2000; i++ {
		c := sql[i]
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '\'' || c == '"' || c == '`':
			quote = c
		case c == '[':
			quote = ']'
		case c == '-' && strings.HasPrefix(sql[i:], "--"):
			if end := strings.IndexByte(sql[i:], '\n'); end >= 0 {
				i += end
			} else {
				i = len(sql)
			}
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ')' || c == ',' && depth == 0:
			add(sql[start:i])
			start = i + 1
			if c == ')' {
				return out
			}
		}
	}
	return out
}

func firstName(def string) string {
	def = strings.TrimSpace(def)
	for strings.HasPrefix(def, "--") {
		_, def, _ = strings.Cut(def, "\n")
		def = strings.TrimSpace(def)
	}
	if def == "" {
		return ""
	}
	closing := map[byte]string{'"': `"`, '`': "`", '[': "]", '\'': "'"}[def[0]]
	if closing != "" {
		name, _, _ := strings.Cut(def[1:], closing)
		return name
	}
	if i := strings.IndexAny(def, " \t\r\n("); i >= 0 {
		return def[:i]
	}
	return def
}

// profile is a program whose databases are known: which columns are secrets and
// which tell whose machine it is.
type profile struct {
	name    string
	tables  []string          // all of these
	secrets map[string]bool   // table.column
	fields  map[string]string // table.column to field
}

// profiles are in the order in which they are tried.
func profiles() []profile {
	return []profile{
		{name: "Chromium history", tables: []string{"urls", "visits", "keyword_search_terms"}, fields: map[string]string{"urls.url": "browser:URL", "urls.title": "browser:Title", "downloads.target_path": "browser:Download", "keyword_search_terms.term": "browser:Search", "downloads.tab_url": "browser:URL"}},
		{name: "Chromium cookies", tables: []string{"cookies", "meta"}, secrets: map[string]bool{"cookies.value": true, "cookies.encrypted_value": true},
			fields: map[string]string{"cookies.host_key": "browser:CookieHost"}},
		{name: "Chromium logins", tables: []string{"logins", "stats"}, secrets: map[string]bool{"logins.password_value": true, "logins.form_data": true, "logins.moving_blocked_for": true},
			fields: map[string]string{"logins.origin_url": "browser:LoginURL", "logins.username_value": "browser:LoginUser"}},
		{name: "Chromium web data", tables: []string{"autofill", "keywords"}, secrets: map[string]bool{"credit_cards.card_number_encrypted": true, "token_service.encrypted_token": true}},
		{name: "Mozilla history", tables: []string{"moz_places", "moz_historyvisits"}, fields: map[string]string{"moz_places.url": "browser:URL", "moz_places.title": "browser:Title", "moz_bookmarks.title": "browser:Bookmark"}},
		{name: "Mozilla cookies", tables: []string{"moz_cookies"}, secrets: map[string]bool{"moz_cookies.value": true},
			fields: map[string]string{"moz_cookies.host": "browser:CookieHost"}},
		{name: "Mozilla form history", tables: []string{"moz_formhistory"}},
		{name: "Safari history", tables: []string{"history_items", "history_visits"}, fields: map[string]string{"history_items.url": "browser:URL", "history_visits.title": "browser:Title"}},
		{name: "Subversion working copy", tables: []string{"WCROOT", "REPOSITORY", "NODES"}, fields: map[string]string{"REPOSITORY.root": "svn:Repository", "NODES.changed_author": "svn:Author"}},
		{name: "macOS quarantine", tables: []string{"LSQuarantineEvent"}, fields: map[string]string{"LSQuarantineEvent.LSQuarantineDataURLString": "browser:URL", "LSQuarantineEvent.LSQuarantineSenderAddress": "mail:From"}},
	}
}

func profileOf(tables []table) profile {
	have := map[string]bool{}
	for _, t := range tables {
		have[t.name] = true
	}
next:
	for _, p := range profiles() {
		for _, t := range p.tables {
			if !have[t] {
				continue next
			}
		}
		return p
	}
	return profile{}
}

func (p profile) secret(table, column string) bool { return p.secrets[table+"."+column] }

// field pushes a value that a known program keeps in a known place.
func (p profile) field(out *push.Pusher, table, column, s string) {
	f := p.fields[table+"."+column]
	if f == "" {
		return
	}
	if f == "browser:URL" || f == "browser:LoginURL" || f == "svn:Repository" {
		s = withoutSecrets(s)
		if f == "browser:URL" {
			// Whole addresses stand in the text; the hosts are what is counted.
			u, err := url.Parse(s)
			if err != nil || u.Host == "" {
				return
			}
			f, s = "browser:Host", u.Hostname()
		}
	}
	out.Meta(f, s, table)
}

// withoutSecrets drops the password of user:password@ from an address, and a query
// that carries a token.
func withoutSecrets(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return s
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	} else if !secret(u.RawQuery) && !secret(u.Fragment) {
		return s
	}
	if secret(u.RawQuery) {
		u.RawQuery = ""
	}
	if secret(u.Fragment) {
		u.Fragment, u.RawFragment = "", ""
	}
	return u.String()
}
