// Package decisions reads what analysts decided about candidates and files of a
// package, from YAML that people write (docs/decisions.md describes it). It is strict:
// what it does not know is an error with its line, since a decision that is silently
// passed over would be worse than none.
package decisions

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"evscan/analyzer/attribution"
)

// Bounds of a file.
const (
	MaxBytes   = 1 << 20 // of the file
	MaxEntries = 5000    // names or files in one decision
	MaxEntry   = 1000    // bytes of a name, a pattern or an analyst
	MaxNote    = 4000    // bytes of a note
)

// Decision is a decision and where it stands.
type Decision struct {
	attribution.Decision
	File string
	Line int
}

// Error is what is wrong with a file.
type Error struct {
	File string
	Line int // 0 where it is the whole file
	Msg  string
	Hint string
}

func (e *Error) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.File, e.Msg)
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Msg)
}

// reader reads one file.
type reader struct {
	file          string
	analyst, date string // of decisions that do not say
}

// Read reads the decisions of a file in their order; none where the list is empty.
// file is the name that messages use. Errors are of type *Error but for those of r.
func Read(r io.Reader, file string) ([]Decision, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	p := &reader{file: file}
	if len(b) > MaxBytes {
		return nil, &Error{File: file, Msg: fmt.Sprintf("is larger than %d bytes", MaxBytes), Hint: "decisions are written by people; name many files by a pattern"}
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	var doc, more yaml.Node
	if err := dec.Decode(&doc); errors.Is(err, io.EOF) {
		return nil, &Error{File: file, Msg: "is empty", Hint: example}
	} else if err != nil {
		return nil, p.syntax(err)
	}
	if err := dec.Decode(&more); err == nil {
		return nil, p.fail(&more, "a second document begins", "give each file one document, and several files by --decisions again")
	} else if !errors.Is(err, io.EOF) {
		return nil, p.syntax(err)
	}
	if doc.Kind != yaml.DocumentNode || len(doc.Content) != 1 {
		return nil, &Error{File: file, Msg: "is empty", Hint: example}
	}
	return p.root(doc.Content[0])
}

// example stands in hints.
const example = `a file looks like this: {analyst: A. Name, decisions: [{reject: "Some Name", note: why}]}; see docs/decisions.md`

// atLine is how the YAML library begins its messages.
var atLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)

func (p *reader) syntax(err error) error {
	e := &Error{File: p.file, Hint: "quote names that hold : # [ ] { } , & * ! | > % @ or `"}
	msg := err.Error()
	if m := atLine.FindStringSubmatch(msg); m != nil {
		msg = msg[len(m[0]):]
		fmt.Sscan(m[1], &e.Line)
	}
	e.Msg = "is no YAML: " + msg
	return e
}

func (p *reader) fail(n *yaml.Node, msg, hint string) error {
	return &Error{File: p.file, Line: n.Line, Msg: msg, Hint: hint}
}

// pair is a key of a mapping with its value.
type pair struct{ key, value *yaml.Node }

// pairs are those of a mapping whose keys are all among allowed, each there once.
func (p *reader) pairs(n *yaml.Node, what string, allowed []string) ([]pair, error) {
	if err := p.plain(n); err != nil {
		return nil, err
	}
	if n.Kind != yaml.MappingNode {
		return nil, p.fail(n, what+" must have keys, such as "+allowed[0]+":", example)
	}
	var out []pair
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if err := p.plain(k); err != nil {
			return nil, err
		}
		if k.Kind != yaml.ScalarNode || !slices.Contains(allowed, k.Value) {
			return nil, p.fail(k, fmt.Sprintf("%s has no key %.60q", what, k.Value), "keys: "+strings.Join(allowed, ", "))
		}
		if slices.ContainsFunc(out, func(o pair) bool { return o.key.Value == k.Value }) {
			return nil, p.fail(k, fmt.Sprintf("the key %s stands twice", k.Value), "write one list, or a decision of its own")
		}
		out = append(out, pair{k, n.Content[i+1]})
	}
	return out, nil
}

// plain refuses what YAML has beyond lists, keys and texts: a file that grows when it
// is read, or reads otherwise than it looks, is none that a person should sign.
func (p *reader) plain(n *yaml.Node) error {
	switch {
	case n.Kind == yaml.AliasNode || n.Anchor != "":
		return p.fail(n, "anchors and aliases (& and *) are not used here", "write it out, and quote names that begin with & or *")
	case n.Style&yaml.TaggedStyle != 0:
		return p.fail(n, "tags (!) are not used here", "quote names that begin with !")
	}
	return nil
}

// text is a scalar as it is written; max is in bytes.
func (p *reader) text(n *yaml.Node, what string, max int) (string, error) {
	if err := p.plain(n); err != nil {
		return "", err
	}
	if n.Kind != yaml.ScalarNode {
		return "", p.fail(n, what+" must be a text", "")
	}
	s := strings.TrimSpace(n.Value)
	switch {
	case s == "" || n.Tag == "!!null":
		return "", p.fail(n, what+" is empty", "")
	case len(s) > max:
		return "", p.fail(n, fmt.Sprintf("%s is longer than %d bytes", what, max), "")
	}
	return s, nil
}

// texts are a list of scalars, or a single one.
func (p *reader) texts(n *yaml.Node, what string) ([]string, error) {
	if err := p.plain(n); err != nil {
		return nil, err
	}
	list := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		list = n.Content
	}
	switch {
	case len(list) == 0:
		return nil, p.fail(n, what+" is empty", "")
	case len(list) > MaxEntries:
		return nil, p.fail(n, fmt.Sprintf("%s has more than %d entries", what, MaxEntries), "")
	}
	var out []string
	for _, x := range list {
		s, err := p.text(x, "an entry of "+what, MaxEntry)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

func (p *reader) day(n *yaml.Node) (string, error) {
	s, err := p.text(n, "date", MaxEntry)
	if err != nil {
		return "", err
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", p.fail(n, fmt.Sprintf("date: %.40q is no day", s), "write it as 2026-11-23")
	}
	return s, nil
}

func (p *reader) root(n *yaml.Node) ([]Decision, error) {
	pairs, err := p.pairs(n, "the file", []string{"decisions", "analyst", "date"})
	if err != nil {
		return nil, err
	}
	var list *yaml.Node
	for _, kv := range pairs {
		switch kv.key.Value {
		case "analyst":
			p.analyst, err = p.text(kv.value, "analyst", MaxEntry)
		case "date":
			p.date, err = p.day(kv.value)
		default:
			list = kv.value
		}
		if err != nil {
			return nil, err
		}
	}
	if list == nil {
		return nil, p.fail(n, "the key decisions is missing", example)
	}
	if err := p.plain(list); err != nil {
		return nil, err
	}
	if list.Kind != yaml.SequenceNode {
		return nil, p.fail(list, "decisions must be a list", "begin each decision with a dash; for none write decisions: []")
	}
	if len(list.Content) > attribution.MaxDecisions {
		return nil, p.fail(list, fmt.Sprintf("there are more than %d decisions", attribution.MaxDecisions), "name many candidates or files in one decision")
	}
	out := make([]Decision, 0, len(list.Content))
	for _, x := range list.Content {
		d, err := p.decision(x)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// kinds are the keys that make a decision.
func kinds() []string {
	var out []string
	for _, k := range attribution.DecisionKinds() {
		out = append(out, string(k))
	}
	slices.Sort(out)
	return out
}

func (p *reader) decision(n *yaml.Node) (Decision, error) {
	d := Decision{Decision: attribution.Decision{Analyst: p.analyst, Date: p.date}, File: p.file, Line: n.Line}
	pairs, err := p.pairs(n, "a decision", append(kinds(), "off", "name", "note", "analyst", "date"))
	if err != nil {
		return d, err
	}
	var off, name *yaml.Node
	for _, kv := range pairs {
		switch key := kv.key.Value; key {
		case "note":
			d.Note, err = p.text(kv.value, key, MaxNote)
		case "analyst":
			d.Analyst, err = p.text(kv.value, key, MaxEntry)
		case "date":
			d.Date, err = p.day(kv.value)
		case "off":
			off = kv.key
			d.Off, err = p.texts(kv.value, key)
		case "name":
			name = kv.key
			d.Name, err = p.text(kv.value, key, MaxEntry)
		default:
			if d.Kind != "" {
				return d, p.fail(kv.key, fmt.Sprintf("a decision is either %s or %s", d.Kind, key), "begin another decision with a dash")
			}
			d.Kind = attribution.DecisionKind(key)
			d.About, err = p.texts(kv.value, key)
		}
		if err != nil {
			return d, err
		}
	}
	switch k := d.Kind; {
	case k == "":
		return d, p.fail(n, "a decision says nothing", "give it one of: "+strings.Join(kinds(), ", "))
	case off != nil && k != attribution.DecisionSplit:
		return d, p.fail(off, "off belongs to split, not to "+string(k), "")
	case name != nil && k != attribution.DecisionAccept:
		return d, p.fail(name, "name belongs to accept, not to "+string(k), "")
	case name != nil && len(d.About) > 1:
		return d, p.fail(name, "a name is for one candidate", "give each a decision of its own")
	case k == attribution.DecisionMerge && len(d.About) < 2:
		return d, p.fail(n, "merge needs two candidates or more", "merge: [first.example, second.example]")
	case k == attribution.DecisionSplit && (len(d.About) != 1 || len(d.Off) == 0):
		return d, p.fail(n, "split needs one candidate, and off the names and domains that are another", "split: one.example, off: [other.example]")
	}
	return d, nil
}
