package text

import (
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
)

// Bounds on what the lines of one item may say: a log names one host a million times,
// a list of hosts a million hosts, which stand in the text anyway.
const (
	maxNotes     = 200
	maxNoteBytes = 1000
)

// notebook gathers what lines say, each thing once.
type notebook struct {
	notes []note
	facts []evidence.Fact
	seen  map[string]bool
}

func newNotebook(notes []note) *notebook { return &notebook{notes: notes, seen: map[string]bool{}} }

// read looks at the lines of a block whose first line has the number.
func (b *notebook) read(block string, first int) {
	if len(b.notes) == 0 || len(b.facts) >= maxNotes {
		return
	}
	for n := first; block != ""; n++ {
		line, rest, _ := strings.Cut(block, "\n")
		for _, f := range b.notes {
			f(line, n, b.add)
		}
		block = rest
	}
}

func (b *notebook) add(name, value string) {
	value = push.Cut(push.Clean(value), maxNoteBytes)
	key := name + "\x00" + value
	if value == "" || b.seen[key] || len(b.facts) >= maxNotes {
		return
	}
	b.seen[key] = true
	b.facts = append(b.facts, evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: value, Source: "text", At: evidence.Locator{Zone: evidence.ZoneProperty}})
}

func (b *notebook) push(out evidence.Sink) error {
	for _, f := range b.facts {
		if err := out.Fact(f); err != nil {
			return err
		}
	}
	return nil
}
