package main

import (
	"fmt"
	"math"
	"strings"

	"evscan/extractors/ocr/script"
)

const features = script.NumFeatures

type model struct {
	bias float64
	w    [features]float64
}

// fit minimises the logistic loss with a little weight decay, on standardised
// features, by Adam over the whole set: no order of samples to depend on.
func fit(set []sample) *model {
	var mu, sd [features]float64
	n := float64(len(set))
	for _, s := range set {
		for i, v := range s.f {
			mu[i] += v / n
		}
	}
	for _, s := range set {
		for i, v := range s.f {
			sd[i] += (v - mu[i]) * (v - mu[i]) / n
		}
	}
	for i, v := range sd {
		sd[i] = max(math.Sqrt(v), 1e-3) // a pattern nearly never seen must not weigh
	}
	const decay, rate, rounds = 1e-3, 0.03, 400
	var w, m, v [features + 1]float64
	grad := make([]float64, features+1)
	x := make([]float64, features)
	for t := 1; t <= rounds; t++ {
		clear(grad)
		for _, s := range set {
			z := w[features]
			for i, f := range s.f {
				x[i] = (f - mu[i]) / sd[i]
				z += w[i] * x[i]
			}
			d := 1 / (1 + math.Exp(-z))
			if s.japanese {
				d--
			}
			for i, f := range x {
				grad[i] += d * f / n
			}
			grad[features] += d / n
		}
		for i := range w {
			g := grad[i]
			if i < features {
				g += decay * w[i]
			}
			m[i] = 0.9*m[i] + 0.1*g
			v[i] = 0.99*v[i] + 0.01*g*g
			w[i] -= rate * (m[i] / (1 - math.Pow(0.9, float64(t)))) / (math.Sqrt(v[i]/(1-math.Pow(0.99, float64(t)))) + 1e-8)
		}
	}
	out := &model{bias: w[features]}
	for i := range out.w {
		out.w[i] = w[i] / sd[i]
		out.bias -= out.w[i] * mu[i]
	}
	return out
}

func (m *model) score(f []float64) float64 {
	z := m.bias
	for i, v := range f {
		z += m.w[i] * v
	}
	return z
}

// errors are the shares of wrong answers at a threshold, by what the line is.
func (m *model) errors(set []sample, threshold float64) (latin, japanese float64) {
	var n, wrong [2]float64
	for _, s := range set {
		k := 0
		if s.japanese {
			k = 1
		}
		n[k]++
		if (m.score(s.f) > threshold) != s.japanese {
			wrong[k]++
		}
	}
	return wrong[0] / n[0], wrong[1] / n[1]
}

func (m *model) String() string {
	var b strings.Builder
	b.WriteString("# Made by the program in train/: bias, then one weight for each feature.\n")
	fmt.Fprintf(&b, "%.5g\n", m.bias)
	for _, w := range m.w {
		fmt.Fprintf(&b, "%.5g\n", w)
	}
	return b.String()
}
