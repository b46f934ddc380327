package main

import (
	"cmp"
	"math"
	"slices"
)

// share counts hits among trials.
type share struct{ hits, of int }

func (s *share) add(hit bool) {
	s.of++
	if hit {
		s.hits++
	}
}

func (s share) value() float64 {
	if s.of == 0 {
		return math.NaN()
	}
	return float64(s.hits) / float64(s.of)
}

// wilson is the score interval of Wilson (1927) at 95 %.
func (s share) wilson() (lo, hi float64) {
	if s.of == 0 {
		return 0, 1
	}
	const z = 1.959964
	n, p := float64(s.of), s.value()
	centre := p + z*z/(2*n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	d := 1 + z*z/n
	return math.Max(0, (centre-half)/d), math.Min(1, (centre+half)/d)
}

// forecast is a probability and whether it came true.
type forecast struct {
	p   float64
	hit bool
}

// bin is one bar of a reliability diagram.
type bin struct {
	mean float64 // of the probabilities
	hits share
}

// bins sorts forecasts into n bins of equal width.
func bins(list []forecast, n int) []bin {
	out := make([]bin, n)
	for _, f := range list {
		b := &out[min(n-1, int(f.p*float64(n)))]
		b.mean += f.p
		b.hits.add(f.hit)
	}
	for i := range out {
		if out[i].hits.of > 0 {
			out[i].mean /= float64(out[i].hits.of)
		}
	}
	return out
}

// ece is the expected calibration error: the mean distance between what was forecast
// and what came true, by bins.
func ece(list []forecast, n int) float64 {
	var sum float64
	for _, b := range bins(list, n) {
		if b.hits.of > 0 {
			sum += float64(b.hits.of) * math.Abs(b.mean-b.hits.value())
		}
	}
	return sum / float64(len(list))
}

// eceAdaptive is the same with n bins of equally many forecasts.
func eceAdaptive(list []forecast, n int) float64 {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b forecast) int { return cmp.Compare(a.p, b.p) })
	var sum float64
	for i := range n {
		var mean, hits float64
		in := sorted[i*len(sorted)/n : (i+1)*len(sorted)/n]
		for _, f := range in {
			mean += f.p
			if f.hit {
				hits++
			}
		}
		sum += math.Abs(mean - hits)
	}
	return sum / float64(len(list))
}

func brier(list []forecast) float64 {
	var sum float64
	for _, f := range list {
		d := f.p
		if f.hit {
			d = 1 - f.p
		}
		sum += d * d
	}
	return sum / float64(len(list))
}

// trial is a log10 likelihood ratio for a proposition that is true or false.
type trial struct {
	llr  float64 // natural logarithm
	true bool
}

// cllr is the log likelihood ratio cost of Brümmer and du Preez (2006), in bits: 0 is
// perfect, 1 is what saying nothing costs.
func cllr(list []trial) float64 {
	var t, f float64
	var nt, nf int
	for _, x := range list {
		if x.true {
			t += math.Log2(1 + math.Exp(-x.llr))
			nt++
		} else {
			f += math.Log2(1 + math.Exp(x.llr))
			nf++
		}
	}
	return (t/float64(nt) + f/float64(nf)) / 2
}

// cllrMin is what the same order of the trials would cost with the best calibration:
// likelihood ratios by pooling adjacent violators.
func cllrMin(list []trial) float64 {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b trial) int {
		switch {
		case a.llr < b.llr:
			return -1
		case a.llr > b.llr:
			return 1
		case a.true == b.true:
			return 0
		case a.true: // ties count against: the false ones stand above
			return -1
		}
		return 1
	})
	type block struct{ hits, n float64 }
	var pool []block
	var nt, nf float64
	for _, x := range sorted {
		b := block{n: 1}
		if x.true {
			b.hits = 1
			nt++
		} else {
			nf++
		}
		pool = append(pool, b)
		for len(pool) > 1 && pool[len(pool)-2].hits*pool[len(pool)-1].n >= pool[len(pool)-1].hits*pool[len(pool)-2].n {
			last := pool[len(pool)-1]
			pool = pool[:len(pool)-1]
			pool[len(pool)-1].hits += last.hits
			pool[len(pool)-1].n += last.n
		}
	}
	var best []trial
	i := 0
	for _, b := range pool {
		p := b.hits / b.n
		llr := math.Log(p/(1-p)) - math.Log(nt/nf) // infinite at 0 and 1, which cost nothing there
		for range int(b.n) {
			best = append(best, trial{llr, sorted[i].true})
			i++
		}
	}
	return cllr(best)
}

// confusion counts what was said of things of each class.
type confusion map[string]map[string]int

func (c confusion) add(truth, said string) {
	if c[truth] == nil {
		c[truth] = map[string]int{}
	}
	c[truth][said]++
}

// f1 is the harmonic mean of precision and recall of one class.
func (c confusion) f1(class string) (precision, recall, f1 float64) {
	var hit, said, is float64
	for truth, row := range c {
		for s, n := range row {
			if s == class {
				said += float64(n)
			}
			if truth == class {
				is += float64(n)
			}
			if s == class && truth == class {
				hit += float64(n)
			}
		}
	}
	if hit == 0 {
		return 0, 0, 0
	}
	precision, recall = hit/said, hit/is
	return precision, recall, 2 * precision * recall / (precision + recall)
}

// macroF1 is the mean F1 over the classes that truth names.
func (c confusion) macroF1() float64 {
	var sum float64
	for _, class := range sortedKeys(c) {
		_, _, f := c.f1(class)
		sum += f
	}
	return sum / float64(len(c))
}

// logLoss is the mean logarithmic loss, in nats.
func logLoss(list []forecast) float64 {
	var sum float64
	for _, f := range list {
		p := math.Min(math.Max(f.p, 1e-6), 1-1e-6)
		if !f.hit {
			p = 1 - p
		}
		sum -= math.Log(p)
	}
	return sum / float64(len(list))
}
