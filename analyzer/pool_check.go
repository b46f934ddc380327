package analyzer

import (
	"encoding/hex"
	"errors"
	"fmt"

	"evscan/evidence"
)

// Bounds of what a worker may say about one item besides Limits. The worker keeps
// to them and says so where it has to stop; one that does not keep to them has
// been taken over.
const (
	extraFacts  = 64 << 20 // cost of facts beyond Limits.TextBytes: metadata and the places of words
	maxFacts    = 1 << 20
	maxProblems = 2000
	maxWarnings = 2000
	maxShort    = 4096 // bytes of a name, a reason or a place
	maxEntries  = 1 << 40
)

// factCost is about how many bytes of memory a fact takes.
func factCost(f *evidence.Fact) int64 {
	n := len(f.Name) + len(f.Value) + len(f.Source) + len(f.At.Part) + len(f.At.Cell)
	for i := range f.Words {
		n += 100 + len(f.Words[i].Text)
	}
	return int64(n)
}

// check holds the replies about one item against the rules.
type check struct {
	limits   evidence.Limits
	types    int
	facts    int
	cost     int64
	children int
	problems int
	warnings int
	taken    int64           // of the child that is being taken
	digests  map[string]bool // of the children that came with their bytes
}

func newCheck(l evidence.Limits) *check { return &check{limits: l, digests: map[string]bool{}} }

// reply returns what is wrong with a reply, and shortens what only is too long.
func (c *check) reply(r *reply) error {
	set := 0
	for _, is := range []bool{r.Type != nil, r.Fact != nil, r.Child != nil, r.Problem != nil, r.Warning != "", r.Done != nil, r.Taken != 0} {
		if is {
			set++
		}
	}
	if set != 1 || r.Ready || r.Crop != nil {
		return fmt.Errorf("a reply says %d things", set)
	}
	switch {
	case r.Type != nil:
		return c.typ(r.Type)
	case r.Fact != nil:
		return c.fact(r.Fact)
	case r.Child != nil:
		return c.child(r.Child)
	case r.Problem != nil:
		if c.problems++; c.problems > maxProblems {
			return fmt.Errorf("more than %d problems", maxProblems)
		}
		return problem(r.Problem)
	case r.Done != nil:
		return c.done(r.Done)
	case r.Taken != 0:
		if r.Taken < c.taken+takenStep || r.Taken > c.limits.ItemBytes {
			return fmt.Errorf("%d bytes taken after %d", r.Taken, c.taken)
		}
		c.taken = r.Taken
		return nil
	default:
		if c.warnings++; c.warnings > maxWarnings {
			return fmt.Errorf("more than %d warnings", maxWarnings)
		}
		r.Warning = valid(r.Warning, maxShort)
		return nil
	}
}

func (c *check) typ(t *evidence.Type) error {
	if c.types++; c.types > 1 {
		return errors.New("a second type")
	}
	c.warnings += len(t.Warnings)
	if c.warnings > maxWarnings {
		return fmt.Errorf("more than %d warnings", maxWarnings)
	}
	t.Format, t.MIME, t.Basis = valid(t.Format, 100), valid(t.MIME, 200), valid(t.Basis, maxShort)
	for i := range t.Warnings {
		t.Warnings[i] = valid(t.Warnings[i], maxShort)
	}
	return nil
}

func (c *check) fact(f *evidence.Fact) error {
	if c.facts++; c.facts > maxFacts {
		return fmt.Errorf("more than %d facts", maxFacts)
	}
	if c.cost += factCost(f); c.cost > c.limits.TextBytes+extraFacts {
		return fmt.Errorf("more facts than fit into %s", bytesOf(c.limits.TextBytes+extraFacts))
	}
	switch f.Kind {
	case evidence.FactMetadata, evidence.FactText, evidence.FactOCR:
	default:
		return fmt.Errorf("a fact of the kind %q", valid(string(f.Kind), 40))
	}
	// Whoever reads a word cuts it out of the value.
	for i := range f.Words {
		if w := &f.Words[i]; w.Start < 0 || w.Start > w.End || w.End > len(f.Value) {
			return fmt.Errorf("a word from %d to %d in %d bytes", w.Start, w.End, len(f.Value))
		}
	}
	f.Name, f.Source = valid(f.Name, maxShort), valid(f.Source, maxShort)
	f.At.Part, f.At.Cell = valid(f.At.Part, maxShort), valid(f.At.Cell, maxShort)
	return nil
}

func (c *check) child(r *childReply) error {
	c.taken = 0
	if c.children++; c.children > c.limits.Items+1 {
		return fmt.Errorf("more than %d entries", c.limits.Items+1)
	}
	if r.Size < 0 {
		return fmt.Errorf("an entry of %d bytes", r.Size)
	}
	if r.File != "" || r.SHA256 != "" {
		if r.Size > c.limits.ItemBytes {
			return fmt.Errorf("an entry of %d bytes, more than an item may have", r.Size)
		}
		if sum, err := hex.DecodeString(r.SHA256); err != nil || len(sum) != 32 || hex.EncodeToString(sum) != r.SHA256 {
			return errors.New("an entry without a SHA-256")
		}
		if r.File == "" && !c.digests[r.SHA256] {
			return errors.New("an entry that is said to equal another, which it never handed over")
		}
		c.digests[r.SHA256] = true
	}
	switch r.Name.Origin {
	case "", evidence.OriginEntry, evidence.OriginAttachment, evidence.OriginEmbedded, evidence.OriginRendered:
	default:
		return fmt.Errorf("an entry of the origin %q", valid(string(r.Name.Origin), 40))
	}
	r.Name.Name = valid(r.Name.Name, maxShort)
	r.Name.Raw = r.Name.Raw[:min(len(r.Name.Raw), maxShort)]
	if r.Name.Problem.Kind == "" {
		r.Name.Problem = evidence.Problem{}
		return nil
	}
	return problem(&r.Name.Problem)
}

func problem(p *evidence.Problem) error {
	switch p.Kind {
	case evidence.ProblemCorrupt, evidence.ProblemEncrypted, evidence.ProblemUnsupported, evidence.ProblemLimit,
		evidence.ProblemTimedOut, evidence.ProblemCrashed, evidence.ProblemReadFailed, evidence.ProblemToolMissing:
	default:
		return fmt.Errorf("a problem of the kind %q", valid(string(p.Kind), 40))
	}
	p.Late = false // workers know nothing of commits
	p.Where, p.Detail, p.Hint = valid(p.Where, maxShort), valid(p.Detail, maxShort), valid(p.Hint, maxShort)
	return nil
}

func (c *check) done(d *doneReply) error {
	if d.Entries < 0 || d.Entries > maxEntries {
		return fmt.Errorf("%d entries", d.Entries)
	}
	if len(d.OCR.Used)+len(d.OCR.Missing) > 1000 {
		return errors.New("more than 1000 OCR models")
	}
	for _, list := range [][]string{d.OCR.Used, d.OCR.Missing} {
		for i := range list {
			list[i] = valid(list[i], 100)
		}
	}
	return nil
}
