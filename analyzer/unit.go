package analyzer

import (
	"cmp"
	"container/heap"
	"slices"

	"evscan/evidence"
)

// unitKey names the work of reading some bytes. What an item says depends on its
// bytes and, last, on the extension of its name; two items with equal keys are
// read once.
//
// set is empty but for volumes: what a volume says depends on the others of its set.
type unitKey struct{ sha256, ext, set string }

// content names what commits take for the same.
func (k unitKey) content() string { return k.sha256 + k.set }

// unit is the reading of some bytes, wherever in the package they occur. Places
// are made of units when they are committed.
type unit struct {
	key     unitKey
	file    string // the bytes, until they are read
	kept    bool   // its file stays for crops
	owned   bool   // file is in the spool and is removed once read
	name    string // of the place that was found first: shown while it is read
	size    int64
	ordinal []int // of the place found first: what is read next
	depth   int   // of the shallowest place found
	queued  bool  // handed to the queue
	done    bool
	result  unitResult
	parent  *unit    // the container it was found in first; nil for the package
	at      int      // index in the queue
	waiting bool     // in the queue
	urgent  bool     // the commit waits for it
	stale   bool     // found in a reading that was thrown away, and not again
	settled bool     // committed; its bytes are not needed any more
	budget  int64    // bytes that its children were allowed to have
	spent   int64    // bytes that came out of it on all levels, as committed
	stated  []stated // passwords of the package itself, to be tried in a second reading
	before  int      // what stayed closed in the first
	set     *unitSet // the volumes that it is one of; nil: it stands alone
	self    int      // which of them
}

// unitResult is what a worker found in some bytes.
type unitResult struct {
	typ      evidence.Type
	metadata []evidence.Fact
	facts    recordRef // all facts, metadata too, in the spool
	text     evidence.TextStats
	problems []evidence.Problem
	children []child
	entries  int
	ocr      ocrReply
	yield    int64 // bytes of children
	cut      bool  // the budget ended it
	pending  []pendingChild
}

// child is one place below a unit.
type child struct {
	name evidence.ChildName
	size int64
	unit *unit // nil where the child has no bytes
}

// unitQueue hands out the unit whose place comes first in the package, so that
// what is read ahead is what is committed next.
type unitQueue struct{ units []*unit }

func (q *unitQueue) Len() int { return len(q.units) }
func (q *unitQueue) Less(i, j int) bool {
	if q.units[i].urgent != q.units[j].urgent {
		return q.units[i].urgent
	}
	return compareOrdinals(q.units[i].ordinal, q.units[j].ordinal) < 0
}
func (q *unitQueue) Swap(i, j int) {
	q.units[i], q.units[j] = q.units[j], q.units[i]
	q.units[i].at, q.units[j].at = i, j
}
func (q *unitQueue) Push(x any) {
	u := x.(*unit)
	u.at, u.waiting = len(q.units), true
	q.units = append(q.units, u)
}
func (q *unitQueue) Pop() any {
	last := len(q.units) - 1
	u := q.units[last]
	q.units[last] = nil
	q.units = q.units[:last]
	u.waiting = false
	return u
}

// add queues u unless it has been queued before; one that is urgent now moves up.
func (q *unitQueue) add(u *unit) {
	switch {
	case !u.queued:
		u.queued = true
		heap.Push(q, u)
	case u.waiting:
		heap.Fix(q, u.at)
	}
}

// first is the unit to be read next; nil: none. Units that nobody asks for any more
// are let go.
func (q *unitQueue) first() *unit {
	for len(q.units) > 0 && q.units[0].stale {
		q.take().queued = false
	}
	if len(q.units) == 0 {
		return nil
	}
	return q.units[0]
}

func (q *unitQueue) take() *unit { return heap.Pop(q).(*unit) }

// compareOrdinals orders places as a reader walks them: a container before what
// it holds, entries in the container's own order.
func compareOrdinals(a, b []int) int { return slices.CompareFunc(a, b, cmp.Compare[int]) }

// reset forgets what was read of u, so that it can be read again. What only this
// reading had found is not read for its sake.
func (u *unit) reset() {
	u.drop()
	u.done, u.queued, u.result = false, false, unitResult{}
}

func (u *unit) drop() {
	for _, c := range u.result.children {
		if c.unit != nil && c.unit.parent == u && !c.unit.settled && !c.unit.stale {
			c.unit.stale = true
			c.unit.drop()
		}
	}
}
