// Package secret takes the values of passwords, keys and tokens out of text, so
// that a report on a leak does not become a second one.
package secret

import (
	"regexp"
	"strings"
)

// Mask stands where a secret stood.
const Mask = "[hidden]"

// Scope says how much is taken for a secret.
type Scope int

const (
	// Shapes hides what is a secret by its form: private keys, access keys of cloud
	// services, signed tokens, passwords in addresses.
	Shapes Scope = iota
	// Literals hides quoted values too, whose name says that they are secret: in
	// source code, where an unquoted value is a variable.
	Literals
	// Values hides all values whose name says so: in configuration files.
	Values
)

// Hider hides secrets in a text that comes in blocks of lines. The zero value hides
// shapes only. Not safe for concurrent use.
type Hider struct {
	Scope  Scope
	Hidden int // how many were hidden so far

	inKey  string // the end of the private key that the last block broke off in
	sealed int    // indentation of the block whose values are all secret, plus one
	secret bool   // inside a Kubernetes object of kind Secret
}

// minValue is the shortest value that is hidden by its name: shorter ones are
// switches (true, 0, no) more often than passwords.
const minValue = 3

const secretName = `(?:passw(?:or)?d|passwd|passphrase|passwort|pwd|secret|token|api[_.-]?key|apikey|private[_.-]?key|access[_.-]?key|auth[_.-]?key|account[_.-]?key|shared[_.-]?key|encryption[_.-]?key|credentials?|パスワード|暗証番号)`

var (
	keyBegin = regexp.MustCompile(`-----BEGIN ([A-Z0-9 ]*PRIVATE KEY[A-Z ]*)-----`)
	shapes   = regexp.MustCompile(`\b(?:A(?:KIA|SIA|GPA|ROA|IDA)[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}` +
		`|[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|sk-[A-Za-z0-9_-]{32,}|AIza[\w-]{35}|ya29\.[\w-]{20,}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}` +
		`|SG\.[\w-]{16,}\.[\w-]{16,}|npm_[A-Za-z0-9]{36}|hf_[A-Za-z0-9]{30,}|shp(?:at|ss|ca)_[0-9a-f]{32}|dop_v1_[0-9a-f]{64}|pypi-[\w-]{50,})`)
	inAddress = regexp.MustCompile(`(://[^\s:/@"'<>]{1,128}:)([^\s@/"'<>]{1,256})@`)
	quoted    = regexp.MustCompile(`(?i)([\w.-]*` + secretName + `[\w.-]*["'\]]{0,2}\s*(?:=>|:=|[=:,])\s*)("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')`)
	bare      = regexp.MustCompile(`(?i)([\w.-]*` + secretName + `[\w.-]*["']?[ \t]*(?:=>|:=|[=:])[ \t]*)([^\s"'<>;,&|{}]+(?:[ \t]+[^\s"'<>;,&|{}=:]+)*)`)
	element   = regexp.MustCompile(`(?i)(<[\w:.-]*` + secretName + `[\w.-]*(?:\s[^<>]*)?>)([^<>]+)(</)`)
	pair      = regexp.MustCompile(`(?i)((?:key|name)\s*=\s*["'][^"'<>]*` + secretName + `[^"'<>]*["']\s+value\s*=\s*)("[^"]*"|'[^']*')`)
	pairTag   = regexp.MustCompile(`(?i)(<(?:key|name)>[^<>]*` + secretName + `[^<>]*</(?:key|name)>\s*<(?:string|value)>)([^<>]+)(</)`)
	secretDoc = regexp.MustCompile(`^\s*kind:\s*["']?Secret\b`)
	dataBlock = regexp.MustCompile(`^(\s*)(?:data|stringData):\s*$`)
)

// Hide returns the block without the secrets in it. Lines stay lines.
func (h *Hider) Hide(text string) string {
	text = h.keys(text)
	text = shapes.ReplaceAllStringFunc(text, func(string) string { h.Hidden++; return Mask })
	if strings.Contains(text, "://") {
		text = inAddress.ReplaceAllStringFunc(text, func(s string) string {
			h.Hidden++
			m := inAddress.FindStringSubmatch(s)
			return m[1] + Mask + "@"
		})
	}
	if h.Scope == Shapes {
		return text
	}
	text = h.values(quoted, text, true)
	if h.Scope == Values {
		text = h.values(pair, text, true)
		text = h.values(element, text, false)
		text = h.values(pairTag, text, false)
		text = h.values(bare, text, false)
		text = h.objects(text)
	}
	return text
}

// values hides the second group of each match.
func (h *Hider) values(re *regexp.Regexp, text string, quotes bool) string {
	return re.ReplaceAllStringFunc(text, func(s string) string {
		m := re.FindStringSubmatch(s)
		value, open, end := m[2], "", ""
		if quotes {
			open, end = value[:1], value[len(value)-1:]
			value = value[1 : len(value)-1]
		}
		if len(m) > 3 {
			end = m[3]
		}
		if len(strings.TrimSpace(value)) < minValue || value == Mask || harmless(value) {
			return s
		}
		h.Hidden++
		return m[1] + open + Mask + end
	})
}

// harmless are values that name a switch or another place, not the secret.
func harmless(v string) bool {
	switch strings.ToLower(strings.TrimSpace(v)) {
	case "true", "false", "null", "none", "nil", "yes", "off", "string", "undefined":
		return true
	}
	return strings.HasPrefix(v, "${") || strings.HasPrefix(v, "{{") || strings.HasPrefix(v, "%(")
}

// keys hides private keys, also one that goes on in the next block.
func (h *Hider) keys(text string) string {
	var out strings.Builder
	for {
		if h.inKey != "" {
			i := strings.Index(text, h.inKey)
			if i < 0 {
				out.WriteString(strings.Repeat("\n", strings.Count(text, "\n")))
				return out.String()
			}
			out.WriteString(strings.Repeat("\n", strings.Count(text[:i], "\n")))
			text, h.inKey = text[i:], ""
		}
		m := keyBegin.FindStringSubmatchIndex(text)
		if m == nil {
			out.WriteString(text)
			return out.String()
		}
		h.Hidden++
		out.WriteString(text[:m[1]])
		out.WriteString(Mask)
		h.inKey = "-----END " + text[m[2]:m[3]] + "-----"
		text = text[m[1]:]
	}
}

// objects hides the values of Kubernetes secrets, whatever they are called.
func (h *Hider) objects(text string) string {
	if !h.secret && !strings.Contains(text, "Secret") {
		return text
	}
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		switch {
		case strings.HasPrefix(l, "---"):
			h.secret, h.sealed = false, 0
		case secretDoc.MatchString(l):
			h.secret = true
		case h.secret && dataBlock.MatchString(l):
			h.sealed = len(dataBlock.FindStringSubmatch(l)[1]) + 1
		case h.sealed > 0 && strings.TrimSpace(l) != "":
			if indent := len(l) - len(strings.TrimLeft(l, " ")); indent < h.sealed {
				h.sealed = 0
				continue
			}
			if key, value, ok := strings.Cut(l, ":"); ok && strings.TrimSpace(value) != "" {
				lines[i] = key + ": " + Mask
				h.Hidden++
			} else if !ok {
				lines[i] = Mask
			}
		}
	}
	return strings.Join(lines, "\n")
}
