package main

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"sync"

	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/report/document"
	"evscan/testdata/bench"
)

// sample is a package with its truth and what its report holds.
type sample struct {
	truth  bench.Truth
	input  attribution.Input
	answer attribution.Attribution
}

// load reads the stored reports of a part.
func load(dir, part string, truth []bench.Truth, off bool) ([]sample, error) {
	out := make([]sample, len(truth))
	errs := make([]error, len(truth))
	parallel(len(truth), func(i int) {
		out[i].truth = truth[i]
		out[i].input, errs[i] = readInput(reportOf(dir, part, truth[i].Package, off))
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func readInput(path string) (attribution.Input, error) {
	f, err := os.Open(path)
	if err != nil {
		return attribution.Input{}, fmt.Errorf("%w (scan first)", err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return attribution.Input{}, fmt.Errorf("%s: %w", path, err)
	}
	var d document.Document
	if err := json.NewDecoder(z).Decode(&d); err != nil {
		return attribution.Input{}, fmt.Errorf("%s: %w", path, err)
	}
	in, err := document.Input(d)
	if err != nil {
		return in, fmt.Errorf("%s: %w", path, err)
	}
	return in, nil
}

func parallel(n int, do func(int)) {
	var wg sync.WaitGroup
	next := make(chan int)
	for range runtime.NumCPU() {
		wg.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
}

// weigh answers every sample with the given weights, and with what change makes of
// its input.
func weigh(samples []sample, w attribution.Weights, change func(attribution.Input) attribution.Input) []sample {
	out := make([]sample, len(samples))
	parallel(len(samples), func(i int) {
		s := samples[i]
		s.input.Weights = w
		if change != nil {
			s.input = change(s.input)
		}
		s.answer = attribution.Attribute(s.input)
		out[i] = s
	})
	return out
}

// without leaves the marks of a class out.
func without(class evidence.Class) func(attribution.Input) attribution.Input {
	return func(in attribution.Input) attribution.Input {
		in.Items = slices.Clone(in.Items)
		for i := range in.Items {
			var marks []evidence.Mark
			for _, m := range in.Items[i].Marks {
				if m.Class != class {
					marks = append(marks, m)
				}
			}
			in.Items[i].Marks = marks
		}
		return in
	}
}

// is reports whether a candidate is the organisation that truth names: by a domain, or
// by a name without its legal form.
func is(c attribution.Candidate, w bench.Who) bool {
	for _, k := range c.Keys {
		if k.Kind == evidence.KeyDomain && slices.Contains(w.Domains, k.Value) || k.Kind == evidence.KeyName && slices.Contains(cores(w), k.Value) {
			return true
		}
	}
	return slices.ContainsFunc(c.Domains, func(d string) bool { return slices.Contains(w.Domains, d) })
}

func cores(w bench.Who) []string {
	var out []string
	for _, n := range append([]string{w.Name}, w.Aliases...) {
		core, _, _ := catalogue.StripLegalForm(n)
		out = append(out, core)
	}
	return out
}

// find returns the place of an organisation among the candidates, -1 for none.
func find(a attribution.Attribution, list ...bench.Who) int {
	return slices.IndexFunc(a.Candidates, func(c attribution.Candidate) bool {
		return slices.ContainsFunc(list, func(w bench.Who) bool { return is(c, w) })
	})
}

// right reports whether the first candidate owns the records.
func (s *sample) right() bool {
	return len(s.answer.Candidates) > 0 && len(s.truth.Owners) > 0 && find(s.answer, s.truth.Owners...) == 0
}

// confidence is the probability of the first candidate.
func (s *sample) confidence() float64 {
	if len(s.answer.Candidates) == 0 {
		return 0
	}
	return s.answer.Candidates[0].Probability
}

func (s *sample) single() bool     { return len(s.truth.Owners) == 1 }
func (s *sample) identified() bool { return s.answer.Verdict == attribution.VerdictIdentified }
