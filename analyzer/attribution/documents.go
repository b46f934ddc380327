package attribution

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"evscan/evidence"
)

// A document is what a person would call one: a mail with its attachments, a
// report with its pictures, a PDF with its pages. Its parts were written and
// sent together, so they are one witness. Entries of archives are documents of
// their own, however deep the archive lies.
type document struct {
	id    string
	item  int // index of the top item in the sorted items
	group int
	paper evidence.Paper // of the first of its items whose heading says one
}

// layout maps items to documents and document groups (templates, near copies).
type layout struct {
	items  []*evidence.Item // in ordinal order
	docOf  []int            // document of each item; -1 where the item repeats an earlier one
	docs   []document
	groups []string // name of each group: Group, or the ID of a document that stands alone
	unread float64
}

func layOut(items []evidence.Item) *layout {
	l := &layout{items: make([]*evidence.Item, len(items)), docOf: make([]int, len(items))}
	for i := range items {
		l.items[i] = &items[i]
	}
	ordinals := make(map[*evidence.Item][]int, len(items))
	for _, it := range l.items {
		ordinals[it] = ordinal(it.ID)
	}
	slices.SortStableFunc(l.items, func(a, b *evidence.Item) int {
		return cmp.Or(slices.Compare(ordinals[a], ordinals[b]), cmp.Compare(a.ID, b.ID))
	})
	at := make(map[string]int, len(items))
	for i, it := range l.items {
		if _, twice := at[it.ID]; !twice {
			at[it.ID] = i
		}
	}
	docAt := map[int]int{}
	parents := map[string]bool{}
	groupOf := map[int]string{}
	for i, it := range l.items {
		top, repeated := l.top(i, at)
		parents[it.Parent] = true
		l.docOf[i] = -1
		if repeated {
			continue
		}
		d, ok := docAt[top]
		if !ok {
			d = len(l.docs)
			docAt[top] = d
			l.docs = append(l.docs, document{id: l.items[top].ID, item: top})
			groupOf[d] = l.items[top].Group
		}
		// A scan has its look in its rendered pages, not in the file itself.
		if groupOf[d] == "" && it.Origin == evidence.OriginRendered {
			groupOf[d] = it.Group
		}
		if l.docs[d].paper == "" {
			l.docs[d].paper = it.Paper
		}
		l.docOf[i] = d
	}
	groupAt := map[string]int{}
	for d := range l.docs {
		name := "group " + groupOf[d]
		if groupOf[d] == "" {
			name = "item " + l.docs[d].id
		}
		g, ok := groupAt[name]
		if !ok {
			g = len(l.groups)
			groupAt[name] = g
			l.groups = append(l.groups, name)
		}
		l.docs[d].group = g
	}
	l.unread = unread(l.items, parents)
	return l
}

// maxClimb is deeper than packages nest; it ends a walk through parents that
// point at each other.
const maxClimb = 64

// top is the item of the document that item i belongs to. repeated reports that
// i or something above it has the bytes of an earlier item.
func (l *layout) top(i int, at map[string]int) (top int, repeated bool) {
	top = i
	within := true
	for range maxClimb {
		it := l.items[i]
		if it.SameAs != "" {
			return top, true
		}
		switch it.Origin {
		case evidence.OriginAttachment, evidence.OriginEmbedded, evidence.OriginRendered:
		default:
			within = false
		}
		p, ok := at[it.Parent]
		if !ok || p == i {
			break
		}
		i = p
		if within {
			top = i
		}
	}
	return top, false
}

// unread is the share of the contents that was not read. Containers that were
// opened are no content of their own; a partly read item counts half.
func unread(items []*evidence.Item, parents map[string]bool) float64 {
	var all, lost float64
	for _, it := range items {
		if parents[it.ID] && it.Status != evidence.StatusNotRead || it.SameAs != "" {
			continue
		}
		all++
		switch it.Status {
		case evidence.StatusNotRead:
			lost++
		case evidence.StatusPartly:
			lost += 0.5
		}
	}
	if all == 0 {
		return 0
	}
	return lost / all
}

func ordinal(id string) []int {
	var out []int
	for part := range strings.SplitSeq(id, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			n = -1
		}
		out = append(out, n)
	}
	return out
}
