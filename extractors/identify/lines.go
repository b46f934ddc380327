package identify

import (
	"regexp"
	"slices"
	"strings"

	"evscan/evidence"
)

// start is the beginning of a text as the tests of its kind see it.
type start struct {
	text  string // decoded, at most 4 KiB, without leading white space
	lower string // text in lower case
	grams *grams // of lower
	lines []string
	ext   string
}

// holdsOne tells whether one of set stands in the text, or set asks for nothing.
func (s start) holdsOne(set []string) bool {
	for _, n := range set {
		if s.may(n) && strings.Contains(s.lower, n) {
			return true
		}
	}
	return len(set) == 0
}

// grams marks the runs of three bytes that a text has, under a hash: two loads tell of
// nearly every word that it isn't there.
type grams [1 << 10]uint64

func gram(s string, i int) uint32 {
	return (uint32(s[i])<<16 | uint32(s[i+1])<<8 | uint32(s[i+2])) * 0x9e3779b1 >> 16
}

func gramsOf(s string) *grams {
	var g grams
	for i := 0; i+3 <= len(s); i++ {
		h := gram(s, i)
		g[h>>6] |= 1 << (h & 63)
	}
	return &g
}

// may is false where the text certainly does not hold word, which is in lower case.
func (s start) may(word string) bool {
	if s.grams == nil || len(word) < 3 {
		return true
	}
	first, last := gram(word, 0), gram(word, len(word)-3)
	return s.grams[first>>6]>>(first&63)&1 == 1 && s.grams[last>>6]>>(last&63)&1 == 1
}

func (s start) line(i int) string {
	if i < len(s.lines) {
		return s.lines[i]
	}
	return ""
}

// maxLines of a text are looked at.
const maxLines = 200

// startOf splits the beginning once for all tests.
func (r Readers) startOf(p evidence.Probe) start {
	s, _ := p.Memo("identify:lines", func() any {
		text, _ := r.Start(p)
		s := start{text: text, lower: strings.ToLower(text), ext: p.Ext}
		s.grams = gramsOf(s.lower)
		for rest := text; rest != "" && len(s.lines) < maxLines; {
			i := strings.IndexByte(rest, '\n')
			line := rest
			if i >= 0 {
				line, rest = rest[:i], rest[i+1:]
			} else if j := strings.IndexByte(rest, '\r'); j >= 0 {
				line, rest = rest[:j], rest[j+1:]
			} else {
				rest = ""
			}
			s.lines = append(s.lines, strings.TrimRight(line, "\r"))
		}
		return s
	}).(start)
	return s
}

// textKind is one kind of text, told by how it begins.
type textKind struct {
	id, mime, exts string
	is             func(s start) (basis string, ok bool)
}

// begins wants the text to begin with one of these.
func begins(with ...string) func(start) (string, bool) {
	return func(s start) (string, bool) {
		for _, w := range with {
			if strings.HasPrefix(s.text, w) {
				return "begins with " + clip(w), true
			}
		}
		return "", false
	}
}

// beginsFold is begins without regard to case.
func beginsFold(with ...string) func(start) (string, bool) {
	return func(s start) (string, bool) {
		for _, w := range with {
			if len(s.text) >= len(w) && strings.EqualFold(s.text[:len(w)], w) {
				return "begins with " + clip(w), true
			}
		}
		return "", false
	}
}

func clip(s string) string {
	return strings.TrimSpace(s[:min(len(s), 40)])
}

// matches wants the text to match one of these expressions, which are anchored with ^
// at its beginning or, with (?m), at a line's.
func matches(what string, exprs ...string) func(start) (string, bool) {
	type expression struct {
		re   *regexp.Regexp
		need []string
	}
	var list []expression
	for _, e := range exprs {
		list = append(list, expression{regexp.MustCompile(e), needed(e)})
	}
	return func(s start) (string, bool) {
		for _, e := range list {
			if s.holdsOne(e.need) && e.re.MatchString(s.text) {
				return what, true
			}
		}
		return "", false
	}
}

// both wants a cheap look to succeed before a dear one.
func both(first, second func(start) (string, bool)) func(start) (string, bool) {
	return func(s start) (string, bool) {
		if _, ok := first(s); !ok {
			return "", false
		}
		return second(s)
	}
}

// within wants all of these in the beginning; | separates alternatives.
func within(all ...string) func(start) (string, bool) {
	return func(s start) (string, bool) {
		for _, w := range all {
			if !oneOf(w, func(one string) bool { return strings.Contains(s.text, one) }) {
				return "", false
			}
		}
		return "holds " + strings.Join(all, " and "), true
	}
}

// firstLines wants at least n of the first lines that are not empty, out of at most of,
// to match.
func firstLines(what string, n, of int, expr string) func(start) (string, bool) {
	re := regexp.MustCompile(expr)
	return func(s start) (string, bool) {
		hits, seen := 0, 0
		for _, l := range s.lines {
			if strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#") {
				continue
			}
			if seen++; seen > of {
				break
			}
			if re.MatchString(l) {
				hits++
			} else if hits == 0 && seen > 2 {
				break
			}
		}
		return what, hits >= min(n, max(seen, 1)) && hits > 0
	}
}

// pem wants one of these labels (RFC 7468) in the first armour of a text, which
// attributes or a listing of its contents may precede.
func pem(labels ...string) func(start) (string, bool) {
	return func(s start) (string, bool) {
		i := strings.Index(s.text, "-----BEGIN ")
		if i < 0 || i > 0 && s.text[i-1] != '\n' || strings.HasPrefix(s.text, "!<arch>\n") { // ar keeps its members as they are
			return "", false
		}
		label, _, ok := strings.Cut(s.text[i+len("-----BEGIN "):], "-----")
		if !ok {
			return "", false
		}
		for _, l := range labels {
			if label == l || strings.HasPrefix(l, "* ") && strings.HasSuffix(label, l[1:]) {
				return "PEM label " + clip(label), true
			}
		}
		return "", false
	}
}

// textKinds begin with what nothing else begins with. They are in probe order.
func textKinds() []textKind {
	return []textKind{
		// Keys and signatures.
		{"ssh-key", "application/x-openssh-private-key", "pem key", pem("OPENSSH PRIVATE KEY", "SSH2 ENCRYPTED PRIVATE KEY")},
		{"pem-pkcs7", "application/pkcs7-mime", "p7b p7c p7s p7m pem", pem("PKCS7", "CMS", "PKCS #7 SIGNED DATA")},
		{"pgp-signed", "application/pgp-signed", "asc gpg sig", pem("PGP SIGNED MESSAGE")},
		{"pgp-keys", "application/pgp-keys", "asc key gpg", pem("PGP PUBLIC KEY BLOCK", "PGP PRIVATE KEY BLOCK")},
		{"age-armored", "application/x-age-encryption-armored", "age", pem("AGE ENCRYPTED FILE")},
		{"openvpn-key", "application/x-openvpn-key", "key", pem("OpenVPN Static key V1")},
		{"ssh2-public", "application/x-ssh2-public-key", "pub", begins("---- BEGIN SSH2 PUBLIC KEY ----")},
		{"ssh-public", "application/x-ssh-public-key", "pub", matches("a key type and base64", `^(command=.*|from=.*)?(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+|sk-ssh-ed25519@openssh\.com) AAAA[A-Za-z0-9+/]`)},
		{"known-hosts", "application/x-ssh-known-hosts", "", matches("hosts, key types and base64", `^(\|1\||\[?[\w.,*:-]+\]?(:\d+)?(,\S+)?).* (ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp\d+) AAAA`)},
		// Mail, persons, dates.
		{"vcalendar", "text/x-vcalendar", "vcs", both(beginsFold("BEGIN:VCALENDAR"), matches("VCALENDAR of version 1.0", `(?im)^VERSION:1\.0\s*$`))},
		{"gedcom", "text/vnd.familysearch.gedcom", "ged gedcom", begins("0 HEAD")},
		{"hqx", "application/mac-binhex40", "hqx", begins("(This file must be converted with BinHex")},
		{"uuencode", "text/x-uuencode", "uu uue", matches("begin, a mode and a name", `^begin(-base64)? [0-7]{3,4} \S`)},
		{"yenc", "text/x-yenc", "yenc ync", begins("=ybegin ")},
		// Films and sound.
		{"vtt", "text/vtt", "vtt", matches("begins with WEBVTT", `^WEBVTT([ \t\r\n]|$)`)},
		{"srt", "application/x-subrip", "srt", matches("a number and a span of time with commas", `^\d{1,5}\s*\n\d{1,2}:\d\d:\d\d[,.]\d{1,3} --> \d{1,2}:\d\d:\d\d[,.]\d{1,3}`)},
		{"ass", "text/x-ssa", "ass ssa", begins("[Script Info]")},
		{"sbv", "text/x-sbv", "sbv", matches("spans of time", `^\d:\d\d:\d\d\.\d{3},\d:\d\d:\d\d\.\d{3}\s*\n`)},
		{"lrc", "text/x-lrc", "lrc", both(begins("["), matches("tags and times in brackets", `^(\[(ar|ti|al|by|offset|length|re|ve):[^\]]*\]\s*\n)+|^(\[\d\d:\d\d\.\d\d\][^\n]*\n){3}`))},
		{"m3u", "audio/x-mpegurl", "m3u m3u8", begins("#EXTM3U")},
		{"pls", "audio/x-scpls", "pls", beginsFold("[playlist]")},
		{"abc", "text/vnd.abc", "abc", matches("a tune's number and title", `^(%abc[^\n]*\n\s*)?X: ?\d+\s*\n(.*\n){0,4}T:`)},
		// Shortcuts and settings.
		{"url", "application/x-mswinurl", "url website", beginsFold("[InternetShortcut]", "[{000214A0-0000-0000-C000-000000000046}]\r\nProp", "[DEFAULT]\r\nBASEURL=")},
		{"desktop", "application/x-desktop", "desktop directory", begins("[Desktop Entry]", "#!/usr/bin/env xdg-open\n[Desktop Entry]")},
		{"reg", "text/x-ms-regedit", "reg", begins("Windows Registry Editor Version ", "REGEDIT4")},
		{"autorun", "text/x-ms-autorun", "inf", beginsFold("[autorun]")},
		{"cloud-config", "text/cloud-config", "yaml yml cfg", begins("#cloud-config")},
		{"fortigate-config", "text/x-fortigate-config", "conf", begins("#config-version=")},
		{"ipconfig", "text/x-ipconfig", "", matches("what ipconfig prints", `^(Windows IP Configuration|Windows IP 構成|Windows-IP-Konfiguration|Configuration IP de Windows)`)},
		{"systeminfo", "text/x-systeminfo", "", matches("what systeminfo prints", `^(Host Name: {5,}|ホスト名: {5,})`)},
		{"nmap-text", "text/x-nmap", "nmap gnmap", begins("# Nmap ", "Starting Nmap ")},
		{"sln", "text/x-visualstudio-solution", "sln", begins("Microsoft Visual Studio Solution File", "\ufeffMicrosoft Visual Studio Solution File")},
		{"netscape-cookies", "text/x-netscape-cookies", "cookies", begins("# Netscape HTTP Cookie File", "# HTTP Cookie File")},
		{"robots", "text/x-robots", "", matches("user agents and what is disallowed", `(?i)^(#[^\n]*\n|\s*\n)*user-agent: ?\S[^\n]*\n(?s:.*)(dis)?allow:`)},
		{"ppd", "application/vnd.cups-ppd", "ppd", begins("*PPD-Adobe:")},
		{"pjl-text", "application/vnd.hp-pjl-text", "prn", begins("@PJL")},
		{"zpl", "application/x-zpl", "zpl prn", begins("^XA", "~DG", "CT~~CD,")},
		// Protocols.
		{"zeek", "text/x-zeek-log", "log", begins("#separator \\x09")},
		{"hprof-text", "application/vnd.java.hprof.text", "hprof", begins("JAVA PROFILE 1.0.")},
		{"svn-dump", "application/x-svn-dump", "dump svndump", begins("SVN-fs-dump-format-version:")},
		{"git-fast-export", "text/x-git-fast-export", "", matches("blobs and marks", `^(blob\nmark :\d+\ndata \d+|reset refs/heads/|feature done)`)},
		{"rcs", "text/x-rcs", "", matches("head and access", `^head\s+[\d.]+;\s*\n(branch\s*[^;]*;\s*\n)?access`)},
		// Tables and exchange.
		{"ofx", "application/x-ofx-sgml", "ofx qfx", begins("OFXHEADER:")},
		{"qif", "application/qif", "qif", beginsFold("!Type:", "!Account", "!Option:")},
		{"mt940", "application/x-swift-mt", "sta mt940 940", matches("fields of a SWIFT message", `^(\{1:F\d\d[A-Z0-9]{12}|:20:[^\n]+\n(:21:[^\n]+\n)?:25:)`)},
		{"x12", "application/edi-x12", "edi x12", matches("an interchange header", `^ISA(.)\d\d(.).{10}`)},
		{"edifact", "application/edifact", "edi edifact", matches("an interchange header", `^(UNA.{6}\s*)?UNB\+UNO[A-Z]`)},
		{"hl7", "application/hl7-v2", "hl7", begins(`MSH|^~\&|`)},
		{"sylk", "application/x-sylk", "slk sylk", begins("ID;P")},
		{"dif", "application/x-dif", "dif", matches("a table's header", `^TABLE\r?\n0,1\r?\n"`)},
		{"ris", "application/x-research-info-systems", "ris", matches("a reference's type", `^TY  - [A-Z]{3,5}`)},
		{"enw", "application/x-endnote-refer", "enw", matches("tagged lines of a reference", `^(%[0A-Z@*#] [^\n]*\n){3}`)},
		{"nbib", "application/nbib", "nbib", matches("a PubMed number", `^PMID- ?\d+`)},
		{"vcf-variants", "text/x-vcf-variants", "vcf", begins("##fileformat=VCF")},
		{"sam", "text/x-sam", "sam", matches("a header of alignments", `^@(HD\tVN:|SQ\tSN:|PG\tID:)`)},
		{"fasta", "text/x-fasta", "fasta fa fna faa fas", matches("a header and a sequence", `^>[^\n]+\n([ACGTUNRYKMSWBDHVacgtun-]{20,}|[ACDEFGHIKLMNPQRSTVWXYZ*]{30,})\s*\n`)},
		{"fastq", "text/x-fastq", "fastq fq", matches("reads and their quality", `^@[^\n]+\n[ACGTN]+\r?\n\+`)},
		{"pdb-molecule", "chemical/x-pdb", "pdb ent", matches("records of a structure", `^(HEADER {4}\S.{38}\d\d-[A-Z]{3}-\d\d|ATOM {2,6}\d+ )`)},
		{"nmea", "application/vnd.nmea", "nmea", matches("sentences of NMEA", `^\$(GP|GN|GL)[A-Z]{3},`)},
		{"igc", "application/x-igc", "igc", matches("a recorder's records", `^A[A-Z0-9]{3}[^\n]*\r?\nH[FOP](DTE|PLT|GTY)`)},
		{"pgn", "application/vnd.chess-pgn", "pgn", begins("[Event \"")},
		{"sgf", "application/x-go-sgf", "sgf", matches("a game tree", `^\(;(FF|GM|SZ|CA|AP)\[`)},
		{"wkt", "text/x-wkt", "wkt prj", begins("PROJCS[", "GEOGCS[", "PROJCRS[", "GEOGCRS[", "COMPD_CS[")},
		{"esri-grid", "text/x-esri-grid", "asc grd", matches("columns and rows", `(?i)^ncols\s+\d+\s*\nnrows\s+\d+`)},
		{"graphviz", "text/vnd.graphviz", "gv dot", matches("a graph in braces", `^((/\*(?s:.*?)\*/|//[^\n]*|#[^\n]*)\s*)*(strict\s+)?(di)?graph(\s+("[^"\n]*"|[\w.]+))?\s*\{`)},
		{"plantuml", "text/x-plantuml", "puml plantuml uml", begins("@startuml", "@startmindmap", "@startgantt")},
		{"mermaid", "text/x-mermaid", "mmd mermaid", matches("a kind of diagram", `^(sequenceDiagram|classDiagram|erDiagram|gantt|stateDiagram(-v2)?|(graph|flowchart) (TD|TB|LR|RL|BT))\s`)},
		// Drawings and models.
		{"dxf", "image/vnd.dxf", "dxf", matches("group 0 and a section", `^(999\s*\n[^\n]*\n\s*)*0\s*\r?\n\s*SECTION\s`)},
		{"stl-ascii", "model/x.stl-ascii", "stl", matches("a solid of facets", `^solid[^\n]*\n\s*facet normal`)},
		{"step", "model/step", "stp step ifc p21 stpnc", begins("ISO-10303-21;")},
		{"iges", "model/iges", "igs iges", matches("S in column 73", `^.{72}S {0,6}0*1\s`)},
		{"ply", "application/x-ply", "ply", begins("ply\nformat ", "ply\r\nformat ")},
		{"off", "model/x-off", "off", matches("OFF and three counts", `^OFF\s+(#[^\n]*\n)*\d+ \d+ \d+`)},
		{"vrml", "model/vrml", "wrl vrml", begins("#VRML V")},
		{"fbx-ascii", "application/x-fbx-ascii", "fbx", begins("; FBX ")},
		{"gerber", "application/vnd.gerber", "gbr ger gtl gbl gto gbo gts gbs art", matches("parameters of a plot", `^(G04 [^*\n]*\*\s*)*%(FS|MO|TF|AM|IN|ASAXBY)`)},
		{"excellon", "application/x-excellon", "drl xln", matches("a header of drills", `^(;[^\n]*\n)*M48\s`)},
		{"kicad", "application/x-kicad", "kicad_pcb kicad_sch kicad_mod kicad_sym kicad_wks", begins("(kicad_pcb", "(kicad_sch", "(module ", "(footprint ", "(kicad_symbol_lib", "(export (version")},
		{"parasolid", "model/x-parasolid", "x_t xmt_txt", begins("**ABCDEFGHIJKLMNOPQRSTUVWXYZ")},
		{"acis", "model/x-acis", "sat", matches("a header of ACIS", `^\d{3,5} \d+ \d+ \d+\s*\n\d+ \S.* ACIS `)},
		{"hpgl", "application/vnd.hp-hpgl", "hpgl plt hgl", matches("instructions of a plotter", `^(\x1b%-?\d*B)?(IN;|;?IN;|PS\d+,\d+;|SP\d;)`)},
		{"xbm", "image/x-xbitmap", "xbm", matches("a width and bits", `^(/\*(?s:.*?)\*/\s*)?#define \w+_width \d+\s*\n#define \w+_height \d+`)},
		{"xpm", "image/x-xpixmap", "xpm pm", begins("/* XPM */")},
		{"bdf", "application/x-font-bdf", "bdf", begins("STARTFONT ")},
		{"afm", "application/x-font-adobe-metric", "afm", begins("StartFontMetrics ")},
		{"sfd", "application/vnd.font-fontforge-sfd", "sfd", begins("SplineFontDB:")},
		// Writing.
		{"texinfo", "text/x-texinfo", "texi texinfo txi", begins(`\input texinfo`)},
		{"info", "text/x-info", "info", matches("a file's node", `^This is \S+\.info, produced by `)},
		{"rfc", "text/x-rfc", "", matches("the head of a request for comments", `^(Internet Engineering Task Force|Network Working Group) [^\n]*\n(Request for Comments|Internet-Draft)`)},
		{"pkginfo", "text/x-python-pkg-info", "", matches("metadata of a distribution", `^Metadata-Version: \d`)},
		{"manifest-mf", "text/x-java-manifest", "mf", begins("Manifest-Version: 1")},
		{"go-mod", "text/x-go-mod", "mod", matches("a module and a version of Go", `^(//[^\n]*\n|\s*\n)*module \S+\s*\n+go \d`)},
		{"shar", "application/x-shar", "shar sh", matches("a shell archive", `^(#!\s*/bin/sh\s*\n)?(#[^\n]*\n)*# ?This is a shell archive`)},
	}
}

// likelyKinds are told by a run of lines or by what stands on one line of many, in
// probe order. Where the item's extension is that of another kind of text they are not asked.
func likelyKinds() []textKind {
	return []textKind{
		// Mail, persons, dates.
		// Films and sound.
		{"hls", "application/vnd.apple.mpegurl", "m3u8 m3u", both(begins("#EXTM3U"), within("#EXT-X-"))},
		{"cue", "application/x-cue", "cue", matches("fields of a cue sheet", `(?m)^(REM [^\n]*\n|(PERFORMER|TITLE|CATALOG) [^\n]*\n)*FILE "[^"\n]+" (WAVE|BINARY|MP3|AIFF|MOTOROLA)\s*$`)},
		{"lilypond", "text/x-lilypond", "ly ily", matches(`\version and a number`, `(?m)^\\version "\d+\.\d+`)},
		// Shortcuts and settings.
		{"ovpn", "application/x-openvpn-profile", "ovpn conf", matches("a client or server of OpenVPN", `(?m)^(remote [\w.-]+( \d+)?( (udp|tcp)\S*)?\s*$|<ca>|tls-auth |cipher AES|auth-user-pass)`)},
		{"gitconfig", "text/x-git-config", "gitconfig", matches("sections of git", `(?m)^\[(core|user|remote "[^"\n]+"|branch "[^"\n]+"|submodule "[^"\n]+")\]\s*\n\s+\w+ = `)},
		{"editorconfig", "text/x-editorconfig", "editorconfig", matches("root or sections with indent_style", `(?m)^indent_style\s*=\s*(tab|space)`)},
		{"aws-credentials", "text/x-aws-config", "", matches("a profile of AWS", `(?m)^\[(default|profile [^\]\n]+|[\w-]+)\]\s*\n(\w+ ?= ?[^\n]*\n)*(aws_access_key_id|aws_secret_access_key|sso_start_url|role_arn) ?=`)},
		{"kubeconfig", "application/x-kubeconfig", "yaml yml kubeconfig conf", both(within("apiVersion: v1", "clusters:|contexts:", "kind: Config"), within("current-context:|cluster:"))},
		{"kubernetes", "application/x-kubernetes+yaml", "yaml yml", matches("apiVersion and kind", `(?m)^apiVersion: ?[\w./-]+\s*\n(.*\n)*?kind: ?[A-Z]\w+`, `(?m)^kind: ?[A-Z]\w+\s*\napiVersion: `)},
		{"compose", "application/x-docker-compose+yaml", "yaml yml", matches("services with images", `(?m)^services:\s*\n(.*\n)*?\s+(image|build|container_name): ?\S`)},
		{"openapi-yaml", "application/vnd.oai.openapi", "yaml yml", matches("a version of OpenAPI", `(?m)^(openapi: ["']?3\.\d|swagger: ["']?2\.0)`)},
		{"ansible", "application/x-ansible+yaml", "yaml yml", matches("plays with hosts and tasks", `(?m)^\s*- hosts: ?\S(.*\n)*?\s+(tasks|roles|become|vars):|^- name: [^\n]*\n\s+(hosts|ansible\.builtin\.\w+|become|apt|yum|shell|copy|template|service|import_playbook): ?`)},
		{"ci-yaml", "application/x-ci+yaml", "yaml yml", matches("jobs and steps", `(?m)^(jobs:\s*\n(.*\n)*?\s+(runs-on|steps|stage): ?|stages:\s*\n\s+- \w)`)},
		{"ssh-config", "text/x-ssh-config", "", matches("hosts with options of ssh", `(?m)^(Host \S[^\n]*\n(\s*#[^\n]*\n)*\s+(HostName|User|IdentityFile|Port|ProxyJump|ProxyCommand|ForwardAgent|StrictHostKeyChecking)\b|(PermitRootLogin|PasswordAuthentication|AuthorizedKeysFile|Subsystem) )`)},
		{"passwd", "text/x-passwd", "", firstLines("lines of seven fields with a home and a shell", 2, 10, `^[\w.-]+:[^:]{0,120}:-?\d+:-?\d+:[^:]*:/[^:]*:(/\S*)?$`)},
		{"shadow", "text/x-shadow", "", firstLines("lines of nine fields with a hash", 2, 10, `^[\w.-]+:(\$[0-9a-zA-Z]+\$[^:]+|[*!x]{1,2}[^:]*):\d*:\d*:\d*:\d*:\d*:\d*:\d*$`)},
		{"group", "text/x-group", "", firstLines("lines of group, password, number and members", 3, 10, `^[\w.-]+:[x*!]?:\d+:[\w.,-]*$`)},
		{"secretsdump", "text/x-ntlm-hashes", "ntds", firstLines("lines of accounts and NT hashes", 1, 5, `^[^:\s]+:\d+:[0-9a-fA-F]{32}:[0-9a-fA-F]{32}:`)},
		{"fstab", "text/x-fstab", "", firstLines("devices, mount points and file systems", 1, 6, `^(UUID=|LABEL=|PARTUUID=|/dev/|tmpfs|proc|sysfs|//|[\w.-]+:/)\S*\s+(/|none|swap)\S*\s+(ext[234]|xfs|btrfs|nfs4?|cifs|swap|tmpfs|proc|vfat|ntfs\S*|auto|sysfs|iso9660)\s`)},
		{"crontab", "text/x-crontab", "crontab cron", firstLines("five fields of time and a command", 1, 6, `^(@(reboot|hourly|daily|weekly|monthly)|([\d*,/-]+\s+){4}([\d*,/-]+|[A-Za-z]{3}))\s+\S`)},
		{"sudoers", "text/x-sudoers", "", matches("rules of sudo", `(?m)^(%?[\w.-]+\s+ALL\s*=\s*\(|Defaults\s+(env_reset|secure_path|requiretty|mail_badpass))`)},
		{"htaccess", "text/x-apache-conf", "htaccess conf", matches("directives of Apache", `(?m)^\s*(<(VirtualHost|Directory|IfModule|Location|FilesMatch|Files)\b[^>\n]*>|RewriteEngine |RewriteRule |DocumentRoot |ServerName |LoadModule |AuthUserFile )`)},
		{"htpasswd", "text/x-htpasswd", "htpasswd", firstLines("names and hashes", 1, 6, `^[\w.@-]+:(\$apr1\$|\$2[aby]\$|\{SHA\})\S+$`)},
		{"nginx", "text/x-nginx-conf", "conf", matches("blocks of nginx", `(?m)^\s*(server|http|upstream [\w.-]+|location [^{\n]+|events)\s*\{\s*(#.*)?$(.*\n)*?\s*(listen|server_name|proxy_pass|worker_connections|root|include|server)\s+[^;\n]+;`)},
		{"zone", "text/dns", "zone db", matches("a SOA record", `(?m)^(\$(ORIGIN|TTL)\s+\S|\S*\s+(\d+\s+)?(IN\s+)?SOA\s+\S+\s+\S+)`)},
		{"cisco-config", "text/x-cisco-config", "cfg conf", matches("commands of a switch or router", `(?m)^(Building configuration|Current configuration ?:|version \d+\.\d+\s*$\n(.*\n)*?(hostname|service) |interface (GigabitEthernet|FastEthernet|Vlan|TenGigabitEthernet|Ethernet)\S*\s*$|hostname \S+\s*\n!|ip route \d|switchport (mode|access))`)},
		{"junos-config", "text/x-junos-config", "conf", matches("a version and a system block", `(?m)^(## Last commit: |version [\w.-]+;\s*\n(.*\n)*?system \{|set (system host-name|interfaces|routing-options) )`)},
		{"iptables", "text/x-iptables", "rules", matches("tables and chains", `(?m)^(# Generated by iptables-save|\*(filter|nat|mangle|raw)\s*$|:(INPUT|FORWARD|PREROUTING) (ACCEPT|DROP))`)},
		{"systemd-unit", "text/x-systemd-unit", "service socket timer mount target unit", matches("sections of a unit", `(?m)^\[(Unit|Service|Install|Timer|Socket)\]\s*$\n(.*\n)*?(Description|ExecStart|WantedBy|After|OnCalendar|ListenStream)=`)},
		{"firefox-prefs", "text/x-mozilla-prefs", "js", matches("user_pref calls", `(?m)^user_pref\("`)},
		{"security-txt", "text/x-security-txt", "", matches("a contact and an expiry", `(?m)^Contact: (mailto:|https:)\S+(.*\n)*?Expires: \d{4}-`)},
		{"grub", "text/x-grub", "cfg lst", matches("entries of a boot menu", `(?m)^menuentry ['"]`)},
		// Protocols.
		{"w3c-log", "text/x-w3c-log", "log", matches("fields of the W3C's extended log", `(?m)^#(Software: |Version: 1\.0|Fields: )`)},
		{"access-log", "text/x-http-access-log", "log", firstLines("requests in the common log format", 2, 6, `^\S+ \S+ \S+ \[\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\] "`)},
		{"syslog", "text/x-syslog", "log", firstLines("times, hosts and programs", 2, 6, `^(<\d{1,3}>)?(\d )?([A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\S*) [\w.-]+ [\w./-]+(\[\d+\])?: `)},
		{"cef", "text/x-cef", "log cef", matches("records of CEF or LEEF", `(?m)^.{0,80}(CEF:\d\||LEEF:\d\.\d\|)`)},
		{"stacktrace", "text/x-java-thread-dump", "tdump log", matches("threads of a Java machine", `(?m)^(Full thread dump |"[^"\n]+" (#\d+ )?(daemon )?prio=\d+)`)},
		{"diff", "text/x-diff", "diff patch", matches("file headers and hunks", `(?m)^(diff --git a/|diff -\w+ |Index: \S+\s*\n=====|--- \S[^\n]*\n\+\+\+ \S[^\n]*\n@@ -\d|\*\*\* \S[^\n]*\n--- \S[^\n]*\n\*{10})`)},
		// Tables and exchange.
		{"cif", "chemical/x-cif", "cif mmcif", matches("a data block", `(?m)^data_\S+\s*\n(#[^\n]*\n|\s*\n)*(_|loop_)`)},
		{"molfile", "chemical/x-mdl-molfile", "mol sdf", within("V2000|V3000", "M  END|0999")},
		{"spice", "text/x-spice", "cir sp spice net", matches("cards and models", `(?m)^\.(model|subckt|tran|include|lib) \S`)},
		{"arff", "text/x-arff", "arff", matches("a relation and attributes", `(?im)^@relation \S(.*\n)*?@attribute `)},
		// Drawings and models.
		{"obj-model", "model/obj", "obj", firstLines("vertices and faces", 3, 8, `^(v|vn|vt|vp) -?\d|^(mtllib|usemtl|o|g|s|f) \S`)},
		{"mtl", "model/mtl", "mtl", matches("materials", `(?m)^newmtl \S+\s*\n(.*\n)*?\s*(Ka|Kd|Ks|Ns|illum) `)},
		{"pov", "text/x-pov", "pov inc", matches("a camera or includes of POV-Ray", `(?m)^#(include "(colors|shapes|textures)\.inc"|version \d\.\d;)|^camera ?\{`)},
		{"gcode", "text/x-gcode", "gcode nc ngc tap cnc", firstLines("moves", 3, 12, `^(N\d+ ?)?(G0?[0123]|G[29]\d|G1\d|M\d{1,3}|T\d+)\b|^;`)},
		{"cube-lut", "application/x-lut-cube", "cube", matches("a table of colours", `(?m)^(TITLE "[^"\n]*"\s*\n(.*\n)*?)?LUT_[13]D_SIZE \d+`)},
		// Writing.
		{"latex", "text/x-tex", "tex latex ltx sty cls dtx", matches("commands of TeX", `(?m)^\s*(\\documentclass|\\documentstyle|\\usepackage|\\begin\{document\}|\\NeedsTeXFormat|\\ProvidesPackage|\\input |\\section\*?\{|\\chapter\*?\{)`)},
		{"bibtex", "application/x-bibtex-text-file", "bib bibtex", matches("entries", `(?im)^\s*@(article|book|inproceedings|incollection|string|misc|techreport|phdthesis|manual|preamble|unpublished|proceedings|inbook|online|comment)\s*[{(]`)},
		{"troff", "text/troff", "man 1 2 3 4 5 6 7 8 roff me ms", matches("requests of a manual page", `(?m)^(\.\\"|'\\"|\.TH |\.Dd |\.SH |\.de |\.so )[^\n]*\n(.*\n)*?\.(TH|SH|Dd|Dt|PP|B|IP|br|nh) ?`)},
		{"po", "text/x-gettext-translation", "po pot", matches("messages and their translations", `(?m)^msgid ""\s*\nmsgstr ""`, `(?m)^msgid "[^\n]*\nmsgstr "`)},
		{"mediawiki-text", "text/x-wiki", "wiki mediawiki", matches("headings and templates", `(?m)^\{\{[A-Z][^{}\n]*\}?\}?\s*$\n(.*\n)*?==[^=\n]+==\s*$`)},
		{"sql", "application/sql", "sql ddl dump", matches("statements of SQL", `(?im)^\s*(CREATE\s+(OR\s+REPLACE\s+)?(TABLE|DATABASE|VIEW|(UNIQUE\s+)?(NON)?(CLUSTERED\s+)?INDEX|PROCEDURE|FUNCTION|TRIGGER|SCHEMA|USER|SEQUENCE)\s+\S|INSERT\s+INTO\s+\S+|ALTER\s+TABLE\s+\S|DROP\s+(TABLE|DATABASE|VIEW)\s|SELECT\s[^\n]*\bFROM\s|USE \[\w+\]\s*$|SET (ANSI_NULLS|NOCOUNT|NAMES) |GRANT\s+\w+[^\n]*\sON\s|-- (MySQL|PostgreSQL database|MariaDB|phpMyAdmin|Dump of|Table structure for) )`)},
		{"dockerfile", "text/x-dockerfile", "dockerfile", matches("FROM and instructions", `(?m)^(ARG [^\n]*\n|#[^\n]*\n|\s*\n)*FROM \S+(:\S+)?( AS \w+)?\s*\n(.*\n)*?(RUN|COPY|ADD|CMD|ENTRYPOINT|WORKDIR|ENV) \S`)},
		{"cmake", "text/x-cmake", "cmake", matches("commands of CMake", `(?im)^\s*(cmake_minimum_required|project|add_executable|add_library|find_package|add_subdirectory|target_link_libraries)\s*\(`)},
		{"makefile", "text/x-makefile", "mk mak makefile", targets},
		{"m4", "application/x-m4", "m4 ac", matches("macros of autoconf", `(?m)^(AC_INIT|AC_PREREQ|AC_DEFUN|dnl |define\(\[?\x60)`)},
		{"rpm-spec", "text/x-rpm-spec", "spec", matches("tags of a package", `(?m)^Name:\s*\S+\s*\n(.*\n)*?(Version|Release|License|Summary):\s*\S(.*\n)*?%(description|prep|build|install|files)`)},
		{"debian-control", "text/x-debian-control", "dsc control", matches("fields of a package", `(?m)^(Package|Source|Format): \S[^\n]*\n(.*\n)*?(Maintainer|Architecture|Version): \S`)},
		{"go-sum", "text/x-go-sum", "sum", firstLines("modules and hashes", 2, 6, `^\S+ v\d\S* h1:[A-Za-z0-9+/=]{44}$`)},
		{"requirements", "text/x-pip-requirements", "in", firstLines("packages pinned to versions", 3, 8, `^[A-Za-z][\w.\[\],-]*\s*(==|>=|~=)\s*\d[\w.*]*`)},
		{"checksums", "text/x-checksums", "md5 sha1 sha256 sha512 sfv md5sum", firstLines("hashes and names", 1, 6, `^([0-9a-fA-F]{32}|[0-9a-fA-F]{40}|[0-9a-fA-F]{64}|[0-9a-fA-F]{128}) [ *]\S|^(MD5|SHA1|SHA256|SHA512) ?\(.+\) = [0-9a-f]+$`)},
		{"ihex", "application/x-intel-hex", "hex ihex ihx", firstLines("records of bytes", 2, 4, `^:[0-9A-Fa-f]{2}[0-9A-Fa-f]{4}0[0-5]([0-9A-Fa-f]{2})+$`)},
		{"srec", "application/x-srecord", "srec s19 s28 s37 mot", firstLines("records of bytes", 2, 4, `^S[0-35789]([0-9A-Fa-f]{2}){3,}$`)},
		{"ini", "text/x-ini", "ini cfg cnf conf inf prefs", matches("a section and a key with its value", `^([;#][^\n]*\n|\s*\n)*\[[^\]\n]+\]\s*\n(\s*[;#][^\n]*\n|\s*\n)*[\w .\\-]+\s*=`)},
	}
}

// markupKinds begin as XML and HTML do and are neither.
func markupKinds() []textKind {
	return []textKind{
		{"sami", "application/x-sami", "smi sami", beginsFold("<SAMI>")},
		{"sgml", "text/sgml", "sgml sgm", beginsFold("<!SGML", "<!DOCTYPE article PUBLIC", "<!DOCTYPE book PUBLIC")},
		{"dtd", "application/xml-dtd", "dtd ent mod", matches("declarations of elements", `^(<!--(?s:.*?)-->\s*|<\?xml[^>]*\?>\s*)*<!(ELEMENT|ENTITY|ATTLIST|NOTATION) `)},
		{"adif", "application/x-adif-log", "adi adif", matches("fields of a log", `(?i)<(call|eoh|qso_date):?\d*>`)},
	}
}

// pageKinds are kinds of HTML.
func pageKinds() []textKind {
	return []textKind{
		{"netscape-bookmarks", "text/x-netscape-bookmarks", "html htm", beginsFold("<!DOCTYPE NETSCAPE-Bookmark-file-1>")},
	}
}

var (
	target    = regexp.MustCompile(`^[\w.$(){}/%-]+(\s+[\w.$(){}/%-]+)*\s*::?($|[^=:])`)
	directive = regexp.MustCompile(`^(\.PHONY:|-?include \S+\.mk|ifn?eq \(|export [A-Z_]+ ?:?= |\.DEFAULT_GOAL )`)
)

// targets wants a rule of make: a target, and a command behind a tab in the next line,
// and a variable somewhere, since the header of a mail is folded in the same way.
func targets(s start) (string, bool) {
	if !strings.Contains(s.text, "$(") && !strings.Contains(s.text, "${") && !strings.Contains(s.text, "$@") && !strings.Contains(s.text, ".PHONY") {
		return "", false
	}
	for i, line := range s.lines {
		if directive.MatchString(line) {
			return "directives of make", true
		}
		if i > 0 && strings.HasPrefix(line, "\t") && len(line) > 1 && strings.IndexByte(s.lines[i-1], ':') > 0 && target.MatchString(s.lines[i-1]) {
			return "targets with commands behind a tab", true
		}
	}
	return "", false
}

// told lists kinds of text under a key of their own. An extension in others turns
// away all kinds but those that have it too.
func (r Readers) told(key string, list []textKind, others map[string]bool) []row {
	decide := func(p evidence.Probe) kind {
		s := r.startOf(p)
		if s.text == "" {
			return kind{}
		}
		for _, k := range list {
			if others[p.Ext] && !slices.Contains(strings.Fields(k.exts), p.Ext) {
				continue
			}
			if basis, ok := k.is(s); ok {
				return kind{k.id, basis}
			}
		}
		return kind{}
	}
	var rows []row
	for _, k := range list {
		rows = append(rows, row{k.id, k.mime, k.exts, r.text(decided(key, k.id, decide))})
	}
	return rows
}

// claimed lists the extensions of all kinds of text but those that anything has.
func claimed() map[string]bool {
	all := map[string]bool{}
	for _, l := range languages() {
		for _, e := range strings.Fields(l.exts) {
			all[e] = true
		}
	}
	for _, k := range slices.Concat(textKinds(), likelyKinds()) {
		for _, e := range strings.Fields(k.exts) {
			all[e] = true
		}
	}
	for _, e := range []string{"cfg", "conf", "config", "db", "dump", "in", "inc", "log", "me", "raw", "txt"} {
		delete(all, e)
	}
	return all
}

// armoured lists what PEM wraps, by the label of the first block. A private key stands before
// the certificate that may follow it, and parameters before the key that they are for.
func armoured() []textKind {
	return []textKind{
		{"ec-parameters", "application/x-x509-ec-parameters", "pem", pem("EC PARAMETERS")},
		{"dsa-parameters", "application/x-x509-dsa-parameters", "pem", pem("DSA PARAMETERS")},
		{"dh-parameters", "application/x-x509-dh-parameters", "pem", pem("DH PARAMETERS", "X9.42 DH PARAMETERS")},
		{"pem-key", "application/x-x509-key", "pem key p8", pem("RSA PRIVATE KEY", "DSA PRIVATE KEY", "EC PRIVATE KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "ANY PRIVATE KEY")},
		{"pem-public-key", "application/x-x509-public-key", "pem pub key", pem("PUBLIC KEY", "RSA PUBLIC KEY")},
		{"pem-csr", "application/pkcs10", "csr pem req", pem("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST")},
		{"pem-crl", "application/pkix-crl", "crl pem", pem("X509 CRL")},
		{"pem-cert", "application/x-x509-cert", "pem crt cer", pem("CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE")},
	}
}
