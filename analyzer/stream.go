package analyzer

import (
	"errors"
	"fmt"

	"evscan/evidence"
)

// Stream is told what a scan finds while it runs, from one goroutine. What it is told
// and in which order depends on the package alone, never on the number of workers. An
// error of its ends the scan, and Run returns it with ErrStream.
type Stream interface {
	// Begin comes once, before the first item, with the Tool, Package, Options and
	// Limits of the result; of the tool all but the OCR models that get used.
	Begin(Result) error
	// Item comes once for each item, in ordinal order, as soon as nothing of what it
	// holds can change any more: everything but Marks, Links, Group, and those of its
	// Problems that are Late, which are known when the whole package has been read, and
	// the Status without these. From the first item on that stayed closed, items wait
	// until it is known whether the package itself states a password for it.
	Item(evidence.Item) error
}

// ErrStream says that the Stream of the Config refused what it was told.
var ErrStream = errors.New("telling of what was found")

// publisher keeps what the stream has been told.
type publisher struct {
	told  int // items, in order
	names nameWatch
}

// publish tells the stream of items that are final.
func (r *reading) publish() error {
	if r.cfg.Stream == nil {
		return nil
	}
	if r.stream.names == nil {
		r.stream.names = nameWatch{}
	}
	for ; r.stream.told < len(r.commit.items); r.stream.told++ {
		i := r.stream.told
		u := r.commit.units[i]
		if i == 0 && r.commit.opening() {
			return nil
		}
		if u != nil && u.locked() > 0 && !r.retried {
			return nil
		}
		it, err := r.committed(i, u)
		if err != nil {
			return err
		}
		if err := r.cfg.Stream.Item(it); err != nil {
			return fmt.Errorf("%w: %w", ErrStream, err)
		}
	}
	return nil
}

// committed is an item as it was when it was committed.
func (r *reading) committed(i int, u *unit) (evidence.Item, error) {
	it := r.commit.items[i]
	r.stream.names.warn(&it)
	it.Problems = nil
	for _, p := range r.commit.items[i].Problems {
		if !p.Late {
			it.Problems = append(it.Problems, p)
		}
	}
	if len(it.Problems) < len(r.commit.items[i].Problems) {
		it.Status = status(it.Problems)
	}
	if u != nil && r.cfg.IncludeText {
		facts, err := r.spool.get(u.result.facts)
		if err != nil {
			return it, err
		}
		it.Content = content(facts)
	}
	return it, nil
}
