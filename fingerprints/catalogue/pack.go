package catalogue

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"evscan/evidence"
)

// The packed layout of the embedded catalogue is one line for each
// organisation, fields separated by tabs, lists by '|', trailing empty fields
// left out. It is a third of the size of JSON and needs a tenth of the time to
// read.
const packedFields = 15

var listEscaper = strings.NewReplacer("\\", "\\\\", "|", "\\p", "\t", " ", "\n", " ", "\r", " ")

func appendPacked(dst []byte, o *evidence.Organisation) []byte {
	bg := ""
	if o.Background != 0 {
		bg = strconv.FormatFloat(o.Background, 'g', -1, 64)
	}
	fields := [packedFields]string{o.ID, listEscaper.Replace(o.Name), packList(o.Aliases), packList(o.Domains), o.Country,
		o.Kind, packList(o.Registry), packList(o.Tenants), o.Parent, bg,
		packTrimmed(o.Languages), packUses(o.Uses), packList(o.Hosts), listEscaper.Replace(o.Source), o.Date}
	n := packedFields
	for n > 0 && fields[n-1] == "" {
		n--
	}
	for i, f := range fields[:n] {
		if i > 0 {
			dst = append(dst, '\t')
		}
		dst = append(dst, f...)
	}
	return dst
}

func packList(l []string) string {
	if len(l) == 0 {
		return ""
	}
	out := make([]string, len(l))
	for i, s := range l {
		out[i] = listEscaper.Replace(s)
	}
	return strings.Join(out, "|")
}

// packTrimmed packs a list whose empty items at its end say nothing.
func packTrimmed(l []string) string {
	for len(l) > 0 && l[len(l)-1] == "" {
		l = l[:len(l)-1]
	}
	return packList(l)
}

// packUses writes a digit for the uses of each domain.
func packUses(uses []evidence.DomainUse) string {
	var b []byte
	for _, u := range uses {
		b = append(b, '0'+byte(u&7))
	}
	return strings.TrimRight(string(b), "0")
}

// unpackUses reads what packUses wrote.
func (a *arena) unpackUses(s string) ([]evidence.DomainUse, error) {
	if s == "" {
		return nil, nil
	}
	out := a.useList(len(s))
	for i := range len(s) {
		if s[i] < '0' || s[i] > '7' {
			return nil, fmt.Errorf("%w: use %q", errPacked, s[i])
		}
		out[i] = evidence.DomainUse(s[i] - '0')
	}
	return out, nil
}

var errPacked = errors.New("malformed packed catalogue")

// unpack reads lines of the packed layout. The strings of the result share the
// memory of text.
func unpack(text string) ([]evidence.Organisation, error) {
	orgs := make([]evidence.Organisation, 0, strings.Count(text, "\n")+1)
	var room arena
	for n := 1; text != ""; n++ {
		line, rest, _ := strings.Cut(text, "\n")
		text = rest
		o, err := room.unpackLine(line)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		orgs = append(orgs, o)
	}
	return orgs, nil
}

// arena hands out the lists of many records from few allocations.
type arena struct {
	strings []string
	uses    []evidence.DomainUse
}

// arenaSize is how many items are allocated at once.
const arenaSize = 8192

func (a *arena) list(n int) []string {
	if n > len(a.strings) {
		a.strings = make([]string, max(n, arenaSize))
	}
	l := a.strings[:0:n]
	a.strings = a.strings[n:]
	return l
}

func (a *arena) useList(n int) []evidence.DomainUse {
	if n > len(a.uses) {
		a.uses = make([]evidence.DomainUse, max(n, arenaSize))
	}
	l := a.uses[:n:n]
	a.uses = a.uses[n:]
	return l
}

// unpackLine reads one record with lists of its own.
func unpackLine(line string) (evidence.Organisation, error) {
	room := arena{strings: make([]string, strings.Count(line, "|")+packedFields)}
	return room.unpackLine(line)
}

func (a *arena) unpackLine(line string) (evidence.Organisation, error) {
	var f [packedFields]string
	for i := 0; ; i++ {
		if i == packedFields {
			return evidence.Organisation{}, fmt.Errorf("%w: more than %d fields", errPacked, packedFields)
		}
		var more bool
		f[i], line, more = strings.Cut(line, "\t")
		if !more {
			break
		}
	}
	if f[0] == "" || f[1] == "" {
		return evidence.Organisation{}, fmt.Errorf("%w: no ID or no name", errPacked)
	}
	o := evidence.Organisation{ID: f[0], Name: unescape(f[1]), Aliases: a.unpackList(f[2]), Domains: a.unpackList(f[3]),
		Country: f[4], Kind: f[5], Registry: a.unpackList(f[6]), Tenants: a.unpackList(f[7]), Parent: f[8],
		Languages: a.unpackList(f[10]), Hosts: a.unpackList(f[12]), Source: unescape(f[13]), Date: f[14]}
	var err error
	if o.Uses, err = a.unpackUses(f[11]); err != nil {
		return evidence.Organisation{}, err
	}
	if f[9] != "" {
		b, err := strconv.ParseFloat(f[9], 64)
		if err != nil {
			return evidence.Organisation{}, fmt.Errorf("%w: background: %w", errPacked, err)
		}
		o.Background = b
	}
	return o, nil
}

func (a *arena) unpackList(s string) []string {
	if s == "" {
		return nil
	}
	out := a.list(1 + strings.Count(s, "|"))
	for {
		item, rest, more := strings.Cut(s, "|")
		out = append(out, unescape(item))
		if !more {
			return out
		}
		s = rest
	}
}

func unescape(s string) string {
	if !strings.Contains(s, "\\") {
		return s
	}
	return strings.NewReplacer("\\\\", "\\", "\\p", "|").Replace(s)
}

// Pack writes organisations in the packed layout. It is what the build command
// makes the embedded catalogue with.
func Pack(w io.Writer, orgs []evidence.Organisation) error {
	var line []byte
	for i := range orgs {
		line = append(appendPacked(line[:0], &orgs[i]), '\n')
		if _, err := w.Write(line); err != nil {
			return fmt.Errorf("pack: %w", err)
		}
	}
	return nil
}

// PackCores writes the names of organisations in the form of Core, one line for
// each, so that a start does not have to make them. A core that is the name in
// small letters is left empty.
func PackCores(w io.Writer, orgs []evidence.Organisation) error {
	for i := range orgs {
		list := coresOf(&orgs[i])
		for k, core := range list {
			if core == strings.ToLower(nameAt(&orgs[i], k)) {
				list[k] = ""
			}
		}
		if _, err := io.WriteString(w, packList(list)+"\n"); err != nil {
			return fmt.Errorf("pack: %w", err)
		}
	}
	return nil
}

// unpackCores reads what PackCores wrote for orgs.
func unpackCores(text string, orgs []evidence.Organisation) ([][]string, error) {
	all := make([][]string, len(orgs))
	names := 0
	for i := range orgs {
		names += 1 + len(orgs[i].Aliases)
	}
	flat := make([]string, 0, names)
	for i := range orgs {
		line, rest, ok := strings.Cut(text, "\n")
		if !ok {
			return nil, fmt.Errorf("%w: no names of %s", errPacked, orgs[i].ID)
		}
		text = rest
		from := len(flat)
		for k, more := 0, true; more; k++ {
			var core string
			if core, line, more = strings.Cut(line, "|"); k > len(orgs[i].Aliases) {
				return nil, fmt.Errorf("%w: too many names of %s", errPacked, orgs[i].ID)
			}
			if core == "" {
				core = strings.ToLower(nameAt(&orgs[i], k))
			}
			flat = append(flat, unescape(core))
		}
		if len(flat)-from != 1+len(orgs[i].Aliases) {
			return nil, fmt.Errorf("%w: too few names of %s", errPacked, orgs[i].ID)
		}
		all[i] = flat[from:len(flat):len(flat)]
	}
	return all, nil
}

// nameAt returns the name of a record, then its aliases.
func nameAt(o *evidence.Organisation, k int) string {
	if k == 0 {
		return o.Name
	}
	return o.Aliases[k-1]
}

// AppendRecord appends an organisation in the packed layout, without a line feed.
func AppendRecord(dst []byte, o *evidence.Organisation) []byte { return appendPacked(dst, o) }

// ParseRecord reads what AppendRecord wrote. The strings of the result share the
// memory of line.
func ParseRecord(line string) (evidence.Organisation, error) { return unpackLine(line) }

// Unite adds to a what only b, a record of the same organisation, says.
func Unite(a, b evidence.Organisation) evidence.Organisation { return unite(a, b) }

// Cores returns the names of an organisation in the form of Core, the canonical one
// first.
func Cores(o *evidence.Organisation) []string { return coresOf(o) }
