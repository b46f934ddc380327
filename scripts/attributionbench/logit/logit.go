// Package logit fits weights to choices: a conditional logit (McFadden 1974) with a
// Gaussian prior, so that a weight about which the choices say nothing stays where the
// prior has it, and with bounds, since no evidence may count against whom it names.
//
// The logit has the shape of the engine's posterior. Scores are sums of weighted terms.
// They are clipped as the engine clips them, all together where the best is too high,
// each alone where it is too low, and divided by a temperature. One alternative, the
// owner whom nothing names, is outside of that.
package logit

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Alternative is one of those that can be chosen.
type Alternative struct {
	X       []float64 // what each parameter is multiplied by; 0 at the temperature
	Offset  float64   // logarithm of the prior, nats
	Outside bool      // neither clipped nor divided by the temperature
	Right   bool
}

// Choice is one set of alternatives. Where several are right, either may be chosen;
// where none is, the choice says nothing.
type Choice []Alternative

// Parameter is a number to be fitted.
type Parameter struct {
	Name        string
	Mean, Sigma float64 // the Gaussian prior; Sigma is above 0
	Low, High   float64 // bounds, both allowed
}

// Model is what is fitted.
type Model struct {
	Parameters  []Parameter
	Temperature int     // place of the temperature among the parameters; its lower bound is above 0
	Clip        float64 // bound of a score, nats before the temperature
	Choices     []Choice
}

// ErrModel says that a model cannot be fitted; the message names why.
var ErrModel = errors.New("unusable model")

// Validate reports the first reason why a model cannot be fitted, wrapped in ErrModel.
func (m *Model) Validate() error {
	if m.Temperature < 0 || m.Temperature >= len(m.Parameters) || m.Parameters[m.Temperature].Low <= 0 || m.Clip <= 0 {
		return fmt.Errorf("%w: the temperature needs a lower bound above 0, and clip must be above 0", ErrModel)
	}
	for _, p := range m.Parameters {
		if p.Sigma <= 0 || p.Low > p.High || p.Mean < p.Low || p.Mean > p.High {
			return fmt.Errorf("%w: %s needs sigma > 0 and low <= mean <= high", ErrModel, p.Name)
		}
	}
	for i, c := range m.Choices {
		for _, a := range c {
			if len(a.X) != len(m.Parameters) {
				return fmt.Errorf("%w: choice %d has %d terms for %d parameters", ErrModel, i, len(a.X), len(m.Parameters))
			}
		}
	}
	return nil
}

// Means returns the parameters at the means of their priors.
func (m *Model) Means() []float64 {
	out := make([]float64, len(m.Parameters))
	for i, p := range m.Parameters {
		out[i] = p.Mean
	}
	return out
}

// Loss is the negative logarithm of the posterior density at w, up to a constant, and
// its gradient.
func (m *Model) Loss(w []float64) (float64, []float64) {
	grad := make([]float64, len(w))
	var sum float64
	for i, p := range m.Parameters {
		d := (w[i] - p.Mean) / p.Sigma
		sum += d * d / 2
		grad[i] = d / p.Sigma
	}
	for _, c := range m.Choices {
		sum += m.add(c, w, grad)
	}
	return sum, grad
}

// Probabilities are those that parameters give to the alternatives of a choice.
func (m *Model) Probabilities(c Choice, w []float64) []float64 {
	p, _ := softmax(m.scores(c, w).score, nil)
	return p
}

// scored is a choice at some parameters.
type scored struct {
	score   []float64 // logarithms of unnormalised probabilities
	clipped []float64 // scores before the temperature
	best    int       // alternative that all others moved down with; -1 for none
}

func (m *Model) scores(c Choice, w []float64) scored {
	s := scored{score: make([]float64, len(c)), clipped: make([]float64, len(c)), best: -1}
	top, most := -1, math.Inf(-1)
	for a, alt := range c {
		for i, x := range alt.X {
			s.clipped[a] += w[i] * x
		}
		if !alt.Outside && s.clipped[a] > most {
			top, most = a, s.clipped[a]
		}
	}
	shift := math.Max(0, most-m.Clip)
	if shift > 0 {
		s.best = top
	}
	for a, alt := range c {
		s.score[a] = alt.Offset + s.clipped[a]
		if !alt.Outside {
			s.clipped[a] = math.Max(-m.Clip, s.clipped[a]-shift)
			s.score[a] = alt.Offset + s.clipped[a]/w[m.Temperature]
		}
	}
	return s
}

// softmax returns the probabilities of all, and those among the right ones.
func softmax(score []float64, right func(int) bool) (all, among []float64) {
	top := slices.Max(score)
	all, among = make([]float64, len(score)), make([]float64, len(score))
	var sum, hits float64
	for a, s := range score {
		all[a] = math.Exp(s - top)
		sum += all[a]
		if right != nil && right(a) {
			among[a] = all[a]
			hits += all[a]
		}
	}
	for a := range all {
		all[a] /= sum
		if hits > 0 {
			among[a] /= hits
		}
	}
	return all, among
}

// add returns the loss of one choice and adds its gradient.
func (m *Model) add(c Choice, w, grad []float64) float64 {
	if !slices.ContainsFunc(c, func(a Alternative) bool { return a.Right }) {
		return 0
	}
	s := m.scores(c, w)
	all, among := softmax(s.score, func(a int) bool { return c[a].Right })
	var hit float64
	t := w[m.Temperature]
	for a, alt := range c {
		if alt.Right {
			hit += all[a]
		}
		g := all[a] - among[a]
		switch {
		case alt.Outside:
			for i, x := range alt.X {
				grad[i] += g * x
			}
		default:
			grad[m.Temperature] -= g * s.clipped[a] / (t * t)
			if s.clipped[a] <= -m.Clip {
				continue
			}
			for i, x := range alt.X {
				grad[i] += g * x / t
				if s.best >= 0 {
					grad[i] -= g * c[s.best].X[i] / t
				}
			}
		}
	}
	return -math.Log(math.Max(hit, math.SmallestNonzeroFloat64))
}

// Fit walks downhill from the means of the priors, in units of their widths and inside
// the bounds, until nothing is gained any more. Equal models give equal answers.
func (m *Model) Fit() ([]float64, error) {
	if err := m.Validate(); err != nil {
		return nil, err
	}
	w := m.Means()
	loss, grad := m.Loss(w)
	step := 1e-2
	for range steps {
		next, better, slope, ok := m.descend(w, loss, grad, step)
		for ; !ok && step > 1e-14; next, better, slope, ok = m.descend(w, loss, grad, step) {
			step /= 2
		}
		if !ok || loss-better < enough {
			break
		}
		w, loss, grad = next, better, slope
		step *= 1.7
	}
	return w, nil
}

const (
	steps  = 20000
	enough = 1e-10 // nats
)

// descend is one step; ok says that it gains what the slope promises (Armijo's rule).
func (m *Model) descend(w []float64, loss float64, grad []float64, step float64) (next []float64, better float64, slope []float64, ok bool) {
	next = make([]float64, len(w))
	var promise float64
	for i, p := range m.Parameters {
		next[i] = min(p.High, max(p.Low, w[i]-step*grad[i]*p.Sigma*p.Sigma))
		promise += grad[i] * (w[i] - next[i])
	}
	better, slope = m.Loss(next)
	return next, better, slope, better <= loss-1e-4*promise
}
