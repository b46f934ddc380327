package mapped

import (
	"bufio"
	"bytes"
	"container/heap"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
)

// sorter sorts byte strings in bounded memory: what does not fit goes to files in a
// folder, sorted, and is merged at the end.
type sorter struct {
	dir   string
	limit int // of arena and items, in bytes
	arena []byte
	items []span
	runs  []string
}

type span struct{ from, to int }

// spanSize is the memory of a span.
const spanSize = 16

// fanIn is how many files are merged at a time.
const fanIn = 64

// runBuffer is the memory for each file that is merged.
const runBuffer = 64 << 10

func newSorter(dir string, limit int) *sorter { return &sorter{dir: dir, limit: limit} }

func (s *sorter) add(record []byte) error {
	if len(s.items) > 0 && len(s.arena)+len(record)+spanSize*(len(s.items)+1) > s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	from := len(s.arena)
	s.arena = append(room(s.arena, len(record), s.limit), record...)
	s.items = append(room(s.items, 1, s.limit/spanSize), span{from, len(s.arena)})
	return nil
}

// room makes room for n more elements: twice as many as there are, but no more than
// the limit where that will do.
func room[T any](list []T, n, limit int) []T {
	if len(list)+n <= cap(list) {
		return list
	}
	return append(make([]T, 0, max(len(list)+n, min(limit, 2*cap(list)))), list...)
}

func (s *sorter) sortItems() {
	slices.SortFunc(s.items, func(a, b span) int { return bytes.Compare(s.arena[a.from:a.to], s.arena[b.from:b.to]) })
}

func (s *sorter) spill() error {
	s.sortItems()
	err := s.writeRun(func(yield func([]byte, error) bool) {
		for _, it := range s.items {
			if !yield(s.arena[it.from:it.to], nil) {
				return
			}
		}
	})
	s.arena, s.items = s.arena[:0], s.items[:0]
	if err != nil || len(s.runs) < fanIn {
		return err
	}
	return s.merge()
}

// merge makes one file of all.
func (s *sorter) merge() error {
	runs := s.runs
	s.runs = nil
	if err := s.writeRun(mergeRuns(runs)); err != nil {
		return err
	}
	for _, name := range runs {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	return nil
}

func (s *sorter) writeRun(records iter.Seq2[[]byte, error]) error {
	f, err := os.CreateTemp(s.dir, "run-*")
	if err != nil {
		return err
	}
	s.runs = append(s.runs, f.Name())
	w := bufio.NewWriterSize(f, runBuffer)
	var length [binary.MaxVarintLen64]byte
	for record, err := range records {
		if err != nil {
			return errors.Join(err, f.Close())
		}
		_, _ = w.Write(length[:binary.PutUvarint(length[:], uint64(len(record)))])
		_, _ = w.Write(record)
	}
	return errors.Join(w.Flush(), f.Close())
}

// sorted yields everything that was added, in order, repetitions once. A record is
// valid until the next one. The sorter can't be used any more.
func (s *sorter) sorted() iter.Seq2[[]byte, error] {
	s.sortItems()
	all := s.all()
	return func(yield func([]byte, error) bool) {
		var last []byte
		first := true
		for record, err := range all {
			if err == nil && !first && bytes.Equal(record, last) {
				continue
			}
			first = false
			last = append(last[:0], record...)
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

func (s *sorter) all() iter.Seq2[[]byte, error] {
	if len(s.runs) == 0 {
		return func(yield func([]byte, error) bool) {
			for _, it := range s.items {
				if !yield(s.arena[it.from:it.to], nil) {
					return
				}
			}
		}
	}
	return func(yield func([]byte, error) bool) {
		if len(s.items) > 0 {
			if err := s.spill(); err != nil {
				yield(nil, err)
				return
			}
		}
		s.arena, s.items = nil, nil
		mergeRuns(s.runs)(yield)
	}
}

// run is a file that is merged.
type run struct {
	r      *bufio.Reader
	record []byte
}

func (r *run) next() error {
	n, err := binary.ReadUvarint(r.r)
	if err != nil {
		return err
	}
	r.record = slices.Grow(r.record[:0], int(n))[:n]
	_, err = io.ReadFull(r.r, r.record)
	return err
}

type runs []*run

func (h runs) Len() int           { return len(h) }
func (h runs) Less(i, j int) bool { return bytes.Compare(h[i].record, h[j].record) < 0 }
func (h runs) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runs) Push(x any)        { *h = append(*h, x.(*run)) }
func (h *runs) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

func mergeRuns(names []string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		var open runs
		for _, name := range names {
			f, err := os.Open(name)
			if err != nil {
				yield(nil, err)
				return
			}
			defer f.Close()
			r := &run{r: bufio.NewReaderSize(f, runBuffer)}
			switch err := r.next(); {
			case err == nil:
				open = append(open, r)
			case !errors.Is(err, io.EOF):
				yield(nil, fmt.Errorf("sorting: %w", err))
				return
			}
		}
		heap.Init(&open)
		for len(open) > 0 {
			if !yield(open[0].record, nil) {
				return
			}
			switch err := open[0].next(); {
			case errors.Is(err, io.EOF):
				heap.Pop(&open)
			case err != nil:
				yield(nil, fmt.Errorf("sorting: %w", err))
				return
			default:
				heap.Fix(&open, 0)
			}
		}
	}
}
