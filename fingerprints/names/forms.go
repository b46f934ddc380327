package names

import (
	"strings"
	"sync"

	"evscan/fingerprints/catalogue"
)

// formMark is a legal form in a text.
type formMark struct {
	from, to int // units
	place    catalogue.FormPlace
	form     string
}

// formMarks are the legal forms of a text by the unit they begin at and end
// before.
type formMarks struct {
	list  []formMark
	begin map[int]int
	end   map[int]int
}

// formTable is the table of legal forms and what its values stand for.
type formTable struct {
	table  *table
	places []catalogue.FormPlace
}

var legalForms = sync.OnceValue(func() *formTable {
	all := catalogue.LegalForms()
	t := &formTable{table: newTable(len(all))}
	for _, f := range all {
		if strings.Contains(f.Text, "(") {
			continue // the stream writes them out
		}
		if _, fresh := t.table.add(f.Text, int32(len(t.places))); fresh {
			t.places = append(t.places, f.Place)
		}
	}
	return t
})

func findForms(s *stream) formMarks {
	t := legalForms()
	m := formMarks{begin: map[int]int{}, end: map[int]int{}}
	for i := 0; i < len(s.units); {
		next := i + 1
		t.table.longest(s, i, func(end int, value int32) bool {
			if !boundary(s, i, end) || !sameLine(s, i, end) {
				return false
			}
			f := formMark{from: i, to: end, place: t.places[value], form: string(s.core(i, end))}
			m.begin[i], m.end[end] = len(m.list), len(m.list)
			m.list = append(m.list, f)
			next = end
			return true
		})
		i = next
	}
	return m
}

func sameLine(s *stream, i, end int) bool {
	for k := i + 1; k < end; k++ {
		if s.units[k].before&gapLine != 0 && !s.units[k].cjk {
			return false
		}
	}
	return true
}

// extend takes the legal forms at either side into the span of a known name.
func (m formMarks) extend(s *stream, sp *span) {
	for {
		k, ok := m.begin[sp.to]
		if !ok || m.list[k].place&catalogue.FormAfter == 0 || s.units[sp.to].before&(gapHard|gapHyphen) != 0 || !casedForm(s, m.list[k]) {
			break
		}
		// A form at the beginning of the next line may belong to what follows it there.
		if s.units[sp.to].before&gapLine != 0 && m.list[k].to < len(s.units) && s.units[m.list[k].to].before == 0 {
			break
		}
		sp.to = m.list[k].to
		sp.form = m.list[k].form
	}
	if k, ok := m.end[sp.from]; ok && sp.form == "" && m.list[k].place&catalogue.FormBefore != 0 &&
		s.units[sp.from].before&(gapHard|gapHyphen|gapComma) == 0 && casedForm(s, m.list[k]) {
		sp.from = m.list[k].from
		sp.form = m.list[k].form
	}
}
