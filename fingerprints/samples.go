package fingerprints

import (
	"strings"

	"evscan/evidence"
	"evscan/fingerprints/domains"
	"evscan/fingerprints/layout"
)

// held is the place of a host of a network, unless it stands in a sample of code that a
// document shows: manuals name servers that nobody has. In a file of code or settings of
// its own it is believed.
func (c *collector) held(f *evidence.Fact, start, end int, p layout.Place) layout.Place {
	if !c.source() && codeLine(f.Value, start, end) {
		p.Class, p.Role, p.Why = evidence.ClassMention, evidence.RoleMentioned, p.Why+" in a sample of code"
	}
	return p
}

// source reports whether the item is itself a text of a program or a machine.
func (c *collector) source() bool {
	mime := c.it.Type.MIME
	return (strings.HasPrefix(mime, "text/") && mime != "text/html" && mime != "text/markdown" || strings.HasPrefix(mime, "application/x-") || strings.HasSuffix(mime, "json") || strings.HasSuffix(mime, "xml")) &&
		c.it.Type.Format != "markdown" && !c.mailish
}

// statements begin lines of programs and of what is typed at a prompt.
var statements = []string{"curl ", "wget ", "git clone", "docker ", "npm ", "pip ", "import ", "from ", "#include", "public ", "private ", "protected ", "static ", "final ",
	"const ", "let ", "var ", "return ", "def ", "func ", "function ", "string ", "new ", "if (", "if(", "try {", "connection ", "select "}

// codeLine reports whether the line of a byte range is one of a program: it ends or
// begins as a statement does, and has the range in quotes or as an argument.
func codeLine(text string, start, end int) bool {
	from := strings.LastIndexByte(text[:start], '\n') + 1
	to := len(text)
	if i := strings.IndexByte(text[end:], '\n'); i >= 0 {
		to = end + i
	}
	if to-from > 400 {
		return false
	}
	line := strings.TrimSpace(text[from:to])
	before := text[from:start]
	quoted := strings.Count(before, "\"")%2 == 1 || strings.Count(before, "'")%2 == 1
	low := strings.ToLower(strings.TrimLeft(line, "$>#% "))
	for _, w := range statements {
		if strings.HasPrefix(low, w) && (quoted || line[len(line)-1] == ';' || strings.HasPrefix(line, "$ ") || w[0] == 'c' && w[1] == 'u' || w == "wget " || w == "git clone") {
			return true
		}
	}
	if !quoted {
		return false
	}
	last := line[len(line)-1]
	return last == ';' || last == '{' || last == '}' || strings.Contains(before, "(\"") || strings.Contains(before, "('")
}

// loose reports whether a bare name behind an at sign or a scheme names no machine: in
// mails to somebody @firm, where a recogniser broke an address, in identifiers.
func (c *collector) loose(f *evidence.Fact, h domains.Hit) bool {
	if strings.Contains(h.Host, ".") {
		return false
	}
	next := byte('\n')
	if h.End < len(f.Value) {
		next = f.Value[h.End]
	}
	if h.Mail { // root@server:~$, [user@server dir]$
		open := h.Start > 0 && f.Value[h.Start-1] == '['
		return !(next == ':' && h.End+1 < len(f.Value) && strings.IndexByte("~/", f.Value[h.End+1]) >= 0 || open && (next == ' ' || next == ']'))
	}
	if next == '\n' && h.End+1 < len(f.Value) { // the address goes on in the next line
		c := f.Value[h.End+1]
		return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-'
	}
	return next == '-' || f.Kind == evidence.FactOCR && next != '/' && next != ':' && next != '\n'
}
