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
type unitKey struct{ sha256, ext string }

// unit is the reading of some bytes, wherever in the package they occur. Places
// are made of units when they are committed.
type unit struct {
	key     unitKey
	file    string // the bytes, until they are read
	owned   bool   // file is in the spool and is removed once read
	name    string // of the place that was found first: shown while it is read
	size    int64
	ordinal []int // of the place found first: what is read next
	depth   int   // of the shallowest place found
	queued  bool  // handed to the queue
	done    bool
	result  unitResult
	stated  []stated // passwords of the package itself, to be tried in a second reading
	before  int      // what stayed closed in the first
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
	return compareOrdinals(q.units[i].ordinal, q.units[j].ordinal) < 0
}
func (q *unitQueue) Swap(i, j int) { q.units[i], q.units[j] = q.units[j], q.units[i] }
func (q *unitQueue) Push(x any)    { q.units = append(q.units, x.(*unit)) }
func (q *unitQueue) Pop() any {
	last := len(q.units) - 1
	u := q.units[last]
	q.units[last] = nil
	q.units = q.units[:last]
	return u
}

func (q *unitQueue) add(u *unit) {
	if !u.queued {
		u.queued = true
		heap.Push(q, u)
	}
}

func (q *unitQueue) first() *unit {
	if len(q.units) == 0 {
		return nil
	}
	return q.units[0]
}

func (q *unitQueue) take() *unit { return heap.Pop(q).(*unit) }

// compareOrdinals orders places as a reader walks them: a container before what
// it holds, entries in the container's own order.
func compareOrdinals(a, b []int) int { return slices.CompareFunc(a, b, cmp.Compare[int]) }
