package text

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/internal/secret"
)

// flavour is what kind of text an item holds. It decides which lines are looked at
// for facts, how much counts as a secret, and how characters are written.
type flavour struct {
	scope   secret.Scope
	notes   []note
	escapes func(string) string // nil: characters are written as they are
}

// note looks at one line and says what it found; n is the line's number from 1.
type note func(line string, n int, add func(name, value string))

// plain is text that nothing is known of.
func plain() flavour {
	return flavour{scope: secret.Shapes, notes: []note{noteDump, noteLog, noteRobots}}
}

// flavourOf goes by the name: text has no signatures.
func flavourOf(in evidence.Input) flavour {
	base := strings.ToLower(path.Base(strings.ReplaceAll(in.Name, "\\", "/")))
	switch ext := in.Ext; {
	case base == "dockerfile" || base == "containerfile" || ext == "dockerfile":
		return flavour{scope: secret.Values, notes: []note{noteDocker, noteConfig}}
	case base == "go.mod" || base == "go.work":
		return flavour{notes: []note{noteGoMod}}
	case base == "package.json" || base == "composer.json" || base == "bower.json":
		return flavour{scope: secret.Values, notes: []note{noteManifest}, escapes: jsonEscapes}
	case base == "cargo.toml" || base == "pyproject.toml" || base == "setup.cfg" || base == "setup.py" || ext == "gemspec" || ext == "podspec":
		return flavour{scope: secret.Values, notes: []note{noteManifest, noteSource}}
	case isSource(ext):
		return flavour{scope: secret.Literals, notes: []note{noteSource}}
	case ext == "properties":
		return flavour{scope: secret.Values, notes: []note{noteConfig}, escapes: unicodeEscapes}
	case ext == "json" || ext == "ndjson" || ext == "jsonl" || ext == "geojson" || ext == "har" || ext == "ipynb" || ext == "tfstate":
		return flavour{scope: secret.Values, notes: []note{noteConfig}, escapes: jsonEscapes}
	case ext == "sql":
		return flavour{scope: secret.Literals, notes: []note{noteDump, noteSource}}
	case ext == "tex" || ext == "ltx" || ext == "bib" || ext == "cls" || ext == "sty":
		return flavour{notes: []note{noteTeX}}
	case ext == "log":
		return flavour{notes: []note{noteLog}}
	case isConfig(ext, base):
		return flavour{scope: secret.Values, notes: []note{noteConfig, noteSource}}
	}
	return plain()
}

func isSource(ext string) bool {
	switch ext {
	case "java", "kt", "kts", "scala", "groovy", "cs", "vb", "vbs", "bas", "frm", "go", "py", "pyw", "js", "mjs", "cjs", "jsx", "ts", "tsx", "c", "h", "cc", "cpp", "cxx",
		"hpp", "hh", "m", "mm", "swift", "rb", "php", "pl", "pm", "rs", "lua", "r", "jl", "dart", "pas", "cob", "cbl", "f", "f90", "asm", "s", "proto", "css", "scss", "less",
		"sas", "abap", "clj", "erl", "ex", "hs", "ml", "sol", "vue", "svelte", "jsp", "asp", "aspx", "cshtml", "razor", "thrift", "idl", "sh", "bash", "zsh", "ksh", "bat", "cmd", "ps1", "psm1", "psd1":
		return true
	}
	return false
}

func isConfig(ext, base string) bool {
	switch ext {
	case "ini", "cfg", "cnf", "conf", "config", "yaml", "yml", "toml", "env", "tf", "tfvars", "hcl", "inf", "reg", "rdp", "ovpn", "nmconnection", "service", "repo", "list",
		"netrc", "htaccess", "vhost", "zone", "plist", "csproj", "props", "targets", "nuspec", "gradle", "sbt", "cmake", "mk", "pom", "jmx", "wsdl", "xsd":
		return true
	}
	switch base {
	case ".env", ".npmrc", ".yarnrc", ".netrc", ".gitconfig", ".htaccess", "makefile", "jenkinsfile", "vagrantfile", "hosts", "resolv.conf", "nsswitch.conf", "krb5.conf":
		return true
	}
	return strings.HasPrefix(base, ".env.") || strings.HasPrefix(base, "docker-compose")
}

var (
	escapeSequence  = regexp.MustCompile(`\\(?:u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?|[\\/"bfnrt])`)
	unicodeSequence = regexp.MustCompile(`\\u[0-9a-fA-F]{4}(?:\\u[dD][c-fC-F][0-9a-fA-F]{2})?`)
	xmlReference    = regexp.MustCompile(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);`)
)

// jsonEscapes writes the characters that RFC 8259 section 7 escapes; line ends
// become blanks, so that lines stay lines.
func jsonEscapes(s string) string {
	if strings.IndexByte(s, '\\') < 0 {
		return s
	}
	return escapeSequence.ReplaceAllStringFunc(s, func(e string) string {
		switch e[1] {
		case 'u':
			return sequence(e)
		case 'b', 'f', 'n', 'r', 't':
			return " "
		}
		return e[1:]
	})
}

// unicodeEscapes writes the characters that Java escapes in properties.
func unicodeEscapes(s string) string {
	if !strings.Contains(s, `\u`) {
		return s
	}
	return unicodeSequence.ReplaceAllStringFunc(s, sequence)
}

// sequence decodes \uXXXX or a pair of surrogates.
func sequence(e string) string {
	a, err := strconv.ParseUint(e[2:6], 16, 16)
	if err != nil {
		return e
	}
	r := rune(a)
	if len(e) == 12 {
		b, err := strconv.ParseUint(e[8:12], 16, 16)
		if err != nil {
			return e
		}
		if pair := utf16.DecodeRune(r, rune(b)); pair != '\uFFFD' {
			return string(pair)
		}
		return printed(r) + printed(rune(b))
	}
	return printed(r)
}

// printed keeps control characters and lone surrogates out of the text.
func printed(r rune) string {
	if r < 0x20 || r == 0x7f || r >= 0xd800 && r < 0xe000 {
		return " "
	}
	return string(r)
}

// xmlReferences writes the characters that XML refers to by number and its five
// own, https://www.w3.org/TR/xml/#sec-references.
func xmlReferences(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return xmlReference.ReplaceAllStringFunc(s, func(e string) string {
		switch e {
		case "&amp;":
			return "&"
		case "&lt;":
			return "<"
		case "&gt;":
			return ">"
		case "&quot;":
			return `"`
		case "&apos;":
			return "'"
		}
		digits, base := e[2:len(e)-1], 10
		if digits[0] == 'x' || digits[0] == 'X' {
			digits, base = digits[1:], 16
		}
		n, err := strconv.ParseUint(digits, base, 32)
		if err != nil || n > 0x10ffff {
			return e
		}
		return printed(rune(n))
	})
}
