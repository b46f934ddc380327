package analyzer

import (
	"fmt"
	"strconv"
	"sync/atomic"

	"evscan/evidence"
)

// commit turns units into items in the order of the package and charges the
// budgets of the whole scan while it does. Since it only ever takes the next place
// in order, a budget trips on the same item whatever the number of workers.
type commit struct {
	limits   evidence.Limits
	schedule func(*unit) // asks for a unit that is needed now
	release  func(*unit) // says that a unit's bytes are not needed any more
	late     atomic.Bool // the scan's time is over

	items   []evidence.Item
	units   []*unit // by item; nil where the item has no unit of its own
	stack   []place
	first   map[string]int // index of the item that has these bytes first, by SHA-256
	bytes   int64
	entries int
	last    string // name of the item committed last
}

// place is an open container on the way to the next item.
type place struct {
	unit *unit
	item int // index in items
	next int // child to commit next
	// spent is the sum of the bytes that came out of it and of everything in it.
	spent int64
}

func (c *commit) begin(root *unit, name string) {
	c.first = map[string]int{}
	c.stack = nil
	c.add(evidence.Item{ID: "0", Path: []string{name}, Origin: evidence.OriginPackage, Size: root.size, SHA256: root.key.sha256}, root)
	c.stack = append(c.stack, place{unit: root, next: -1})
}

// finished reports whether every place has been committed or given up.
func (c *commit) finished() bool { return len(c.stack) == 0 }

// opening reports whether the package itself stands among the items but has not been
// read yet.
func (c *commit) opening() bool { return len(c.stack) > 0 && c.stack[0].next < 0 }

func (c *commit) position() string {
	if len(c.stack) == 0 {
		return ""
	}
	top := c.stack[len(c.stack)-1]
	return c.items[top.item].ID + "." + strconv.Itoa(top.next)
}

// advance commits as many items as are ready.
func (c *commit) advance() {
	for len(c.stack) > 0 {
		top := &c.stack[len(c.stack)-1]
		if c.late.Load() {
			c.abandon(evidence.ProblemTimedOut, fmt.Sprintf("the scan's time of %s was over", c.limits.TotalTime))
			return
		}
		if top.next < 0 { // the package itself
			if !top.unit.done {
				return
			}
			c.settle(top.item, top.unit)
			c.charge(top.unit)
			top.next = 0
			continue
		}
		children := top.unit.result.children
		if top.next == len(children) {
			c.stack = c.stack[:len(c.stack)-1]
			continue
		}
		if !c.room() {
			c.full()
			continue
		}
		ch := children[top.next]
		if ch.unit != nil && c.bytes+ch.unit.size > c.limits.TotalBytes && c.isNew(ch.unit) {
			c.abandon(evidence.ProblemLimit, "all items together hold more than "+bytesOf(c.limits.TotalBytes))
			return
		}
		if !c.child(top, ch) {
			return
		}
	}
}

func (c *commit) isNew(u *unit) bool {
	_, seen := c.first[u.key.content()]
	return !seen
}

// child commits one child of the open container, or returns false where its unit
// has not been read yet.
func (c *commit) child(top *place, ch child) bool {
	depth := len(c.items[top.item].Path)
	it := c.place(top, ch)
	if ch.unit == nil {
		top.next++
		c.add(it, nil)
		return true
	}
	u := ch.unit
	if i, seen := c.first[u.key.content()]; seen {
		top.next++
		if !u.done {
			u.stale = true // the same bytes under another extension
		} else if !u.settled {
			u.settled = true
			c.release(u)
		}
		it.SameAs, it.Type, it.Status = c.items[i].ID, c.items[i].Type, c.items[i].Status
		c.add(it, nil)
		return true
	}
	if depth > c.limits.Depth {
		top.next++
		it.Problems = append(it.Problems, evidence.Problem{Kind: evidence.ProblemLimit, Fatal: true,
			Detail: fmt.Sprintf("nested deeper than %d levels; not opened", c.limits.Depth)})
		c.add(it, nil)
		return true
	}
	if u.done && u.file != "" {
		if b := c.budget(); u.result.yield > b || u.result.cut && u.budget != b {
			u.reset()
		}
	}
	if !u.done {
		u.depth = min(u.depth, depth)
		u.urgent, u.stale = true, false
		c.schedule(u)
		return false
	}
	top.next++
	c.bytes += u.size
	n := c.add(it, u)
	c.settle(n, u)
	c.stack = append(c.stack, place{unit: u, item: n})
	c.charge(u)
	return true
}

// ceiling is how many bytes may come out of u on all levels below it.
func (c *commit) ceiling(u *unit) int64 {
	if most := c.limits.Ratio * float64(max(u.mass(), 1)); most < float64(1<<62) {
		return max(int64(most), c.limits.RatioFloor)
	}
	return 1 << 62
}

// budget is how many bytes may still come out of the next child of the containers
// that are open: what nesting multiplies is charged to every level of it.
func (c *commit) budget() int64 {
	budget := c.limits.TotalBytes
	for _, p := range c.stack {
		budget = min(budget, c.ceiling(p.unit)-p.spent)
	}
	return max(budget, 0)
}

// charge counts what came out of u, which stands on the stack's top, on every
// container that is open.
func (c *commit) charge(u *unit) {
	for i := range c.stack {
		c.stack[i].spent += u.result.yield
		c.stack[i].unit.spent = c.stack[i].spent
	}
}

// place describes the next child of an open container.
func (c *commit) place(top *place, ch child) evidence.Item {
	parent := &c.items[top.item]
	path := make([]string, 0, len(parent.Path)+1)
	path = append(append(path, parent.Path...), ch.name.Name)
	it := evidence.Item{ID: parent.ID + "." + strconv.Itoa(top.next), Parent: parent.ID, Path: path,
		NameBytes: ch.name.Raw, Origin: ch.name.Origin, Size: ch.size, Type: unknownType()}
	if ch.unit != nil {
		it.SHA256 = ch.unit.key.sha256
	}
	if p := ch.name.Problem; p.Kind != "" {
		p.Fatal = p.Fatal || ch.unit == nil
		it.Problems = append(it.Problems, p)
	}
	return it
}

func unknownType() evidence.Type {
	return evidence.Type{Format: "unknown", MIME: "application/octet-stream"}
}

// add appends an item and returns its index.
func (c *commit) add(it evidence.Item, u *unit) int {
	if it.Status == "" {
		it.Status = status(it.Problems)
	}
	c.items = append(c.items, it)
	c.units = append(c.units, u)
	c.last = it.Name()
	n := len(c.items) - 1
	if u != nil {
		c.first[u.key.content()] = n
	}
	return n
}

// settle writes what was read of a unit into its item.
func (c *commit) settle(n int, u *unit) {
	it := &c.items[n]
	res := &u.result
	it.Type, it.Metadata, it.Text = res.typ, res.metadata, res.text
	it.Problems = append(it.Problems, res.problems...)
	it.Status = status(it.Problems)
	c.entries += max(res.entries, len(res.children))
	u.settled = true
	c.release(u)
}

// status is what an item's problems leave of it.
func status(problems []evidence.Problem) evidence.Status {
	s := evidence.StatusRead
	for _, p := range problems {
		if p.Fatal {
			return evidence.StatusNotRead
		}
		s = evidence.StatusPartly
	}
	return s
}

// room reports whether the innermost open container may have one more item. What
// the containers around it have listed already keeps its place: an archive of ten
// million entries takes none from the files beside it.
func (c *commit) room() bool {
	n := len(c.items) + 1
	for _, p := range c.stack[:len(c.stack)-1] {
		n += len(p.unit.result.children) - p.next
	}
	return n <= c.limits.Items
}

// full closes the innermost open container at the limit of items: what it still
// holds is counted in one problem on it.
func (c *commit) full() {
	p := c.stack[len(c.stack)-1]
	it := &c.items[p.item]
	it.Problems = append(it.Problems, evidence.Problem{Kind: evidence.ProblemLimit, Late: true,
		Detail: fmt.Sprintf("the package holds more than %d items; %d entries here were not taken", c.limits.Items, len(p.unit.result.children)-p.next)})
	it.Status = status(it.Problems)
	c.stack = c.stack[:len(c.stack)-1]
}

// abandon lists what the open containers still hold, unread, for the given reason.
func (c *commit) abandon(kind evidence.ProblemKind, detail string) {
	for len(c.stack) > 0 {
		top := &c.stack[len(c.stack)-1]
		if top.next < 0 {
			it := &c.items[top.item]
			it.Problems = append(it.Problems, evidence.Problem{Kind: kind, Detail: detail, Fatal: true})
			it.Status = evidence.StatusNotRead
			break
		}
		children := top.unit.result.children
		if top.next == len(children) {
			c.stack = c.stack[:len(c.stack)-1]
			continue
		}
		if !c.room() {
			c.full()
			continue
		}
		it := c.place(top, children[top.next])
		it.Problems = append(it.Problems, evidence.Problem{Kind: kind, Detail: detail + "; not read", Fatal: true})
		top.next++
		c.add(it, nil)
	}
	c.stack = nil
}
