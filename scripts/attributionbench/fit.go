package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"evscan/analyzer/attribution"
	"evscan/evidence"
	"evscan/testdata/bench"
)

// choice is one package as the conditional logit sees it: alternatives of which some
// are right. The last alternative is the owner whom nothing names.
type choice struct {
	x      [][]float64 // terms of each alternative
	offset []float64   // what no weight changes, nats times temperature
	right  []bool
}

// model is a MAP conditional logit: the owner is chosen among the candidates with
// probabilities proportional to exp((offset + w·x) / T), w >= 0, with a Gaussian prior
// at the weights that the method starts with.
type model struct {
	names       []string
	start       []float64 // mean of the prior
	sigma       []float64 // its width
	temperature float64
	choices     []choice
}

// loss is the negative logarithm of the posterior, and its gradient.
func (m *model) loss(w []float64) (float64, []float64) {
	grad := make([]float64, len(w))
	var sum float64
	for i, v := range w {
		d := (v - m.start[i]) / m.sigma[i]
		sum += d * d / 2
		grad[i] = d / m.sigma[i]
	}
	for _, c := range m.choices {
		score := make([]float64, len(c.x))
		top := math.Inf(-1)
		for a, x := range c.x {
			score[a] = c.offset[a]
			for i, v := range x {
				score[a] += w[i] * v
			}
			score[a] /= m.temperature
			top = math.Max(top, score[a])
		}
		var all, hit float64
		for a := range score {
			score[a] = math.Exp(score[a] - top)
			all += score[a]
			if c.right[a] {
				hit += score[a]
			}
		}
		sum -= math.Log(hit / all)
		for a, x := range c.x {
			g := score[a] / all
			if c.right[a] {
				g -= score[a] / hit
			}
			for i, v := range x {
				grad[i] += g * v / m.temperature
			}
		}
	}
	return sum, grad
}

// minimise walks down the gradient with steps that fit, staying at or above 0 and at
// or below 1, as weights must, until nothing is gained any more.
func (m *model) minimise() []float64 {
	w := slices.Clone(m.start)
	loss, grad := m.loss(w)
	step := 1e-3
	for range 5000 {
		var next []float64
		var better float64
		var slope []float64
		for {
			next = make([]float64, len(w))
			var gain float64
			for i := range w {
				next[i] = min(1, max(0, w[i]-step*grad[i]))
				gain += grad[i] * (w[i] - next[i])
			}
			better, slope = m.loss(next)
			if better <= loss-1e-4*gain || step < 1e-12 {
				break
			}
			step /= 2
		}
		if loss-better < 1e-9 {
			break
		}
		w, loss, grad = next, better, slope
		step *= 1.6
	}
	return w
}

// fitter fits the weights to the fitting part, and the temperature and the prior of the
// unknown to the part for calibration.
type fitter struct {
	start attribution.Weights
	sigma float64 // width of the prior, as a multiple of the weight it stands at
	date  string
	n     int // packages that were made
	seed  uint64
	out   io.Writer
}

func (f *fitter) all(dir string) (attribution.Weights, error) {
	w := f.start
	fit, err := part(dir, bench.PartFit)
	if err != nil {
		return w, err
	}
	calibrate, err := part(dir, bench.PartCalibrate)
	if err != nil {
		return w, err
	}
	f.report("before, on the fitting part", weigh(fit, w, nil))
	f.report("before, on the part for calibration", weigh(calibrate, w, nil))
	m, err := f.model(fit)
	if err != nil {
		return w, err
	}
	fitted := m.minimise()
	w.Classes = maps.Clone(w.Classes)
	fmt.Fprintln(f.out, "| term | before | fitted |\n|---|---:|---:|")
	for i, name := range m.names {
		v := math.Round(fitted[i]*1000) / 1000
		fmt.Fprintf(f.out, "| %s | %.3f | %.3f |\n", name, m.start[i], v)
		switch name {
		case attribution.TermMissing:
			w.CustodyMissing = v
		case attribution.TermHub:
			w.Hub.Weight = v
		case attribution.TermCounterparties:
			w.Counterparties.Weight = v
		default:
			c := w.Classes[evidence.Class(name)]
			c.W = v
			w.Classes[evidence.Class(name)] = c
		}
	}
	f.report("fitted, on the part for calibration", weigh(calibrate, w, nil))
	w = f.calibrate(calibrate, w)
	f.report("calibrated, on the fitting part", weigh(fit, w, nil))
	f.report("calibrated, on the part for calibration", weigh(calibrate, w, nil))
	w.Version = f.date
	w.Fitted = fmt.Sprintf("MAP conditional logit on %d generated packages (fit part of N=%d SEED=%d), prior at METHOD's table with sigma %.2g of each weight; temperature and bonus on %d (calibrate part): make fit-attribution N=%d SEED=%d",
		len(fit), f.n, f.seed, f.sigma, len(calibrate), f.n, f.seed)
	return w, w.Validate()
}

func part(dir, name string) ([]sample, error) {
	truth, err := readTruth(filepath.Join(dir, name, "truth.jsonl"))
	if err != nil {
		return nil, err
	}
	return load(dir, name, truth, false)
}

// model makes the choices of the fitting part.
func (f *fitter) model(list []sample) (*model, error) {
	w := f.start
	m := &model{temperature: w.Prior.Temperature}
	add := func(name string, v float64) {
		m.names, m.start, m.sigma = append(m.names, name), append(m.start, v), append(m.sigma, f.sigma*v)
	}
	for _, c := range evidence.Classes() {
		if c != evidence.ClassListing && w.Classes[c].W > 0 {
			add(string(c), w.Classes[c].W)
		}
	}
	add(attribution.TermMissing, w.CustodyMissing)
	add(attribution.TermHub, w.Hub.Weight)
	add(attribution.TermCounterparties, w.Counterparties.Weight)
	for i := range list {
		s := list[i]
		s.input.Weights = w
		features, err := attribution.FeaturesOf(s.input)
		if err != nil {
			return nil, err
		}
		c := choice{}
		found := false
		for _, a := range features.Candidates {
			x := make([]float64, len(m.names))
			for j, name := range m.names {
				x[j] = a.Terms[name]
			}
			right := slices.ContainsFunc(s.truth.Owners, func(o bench.Who) bool {
				return is(attribution.Candidate{Keys: a.Keys, Domains: a.Domains}, o)
			})
			found = found || right
			c.x, c.offset, c.right = append(c.x, x), append(c.offset, a.LogPrior*m.temperature), append(c.right, right)
		}
		unknown := features.UnknownPrior + w.Prior.Bonus + w.Prior.Uncovered*features.Uncovered
		c.x, c.offset, c.right = append(c.x, make([]float64, len(m.names))), append(c.offset, unknown*m.temperature), append(c.right, !found)
		m.choices = append(m.choices, c)
	}
	return m, nil
}

// calibrate chooses the temperature and the bonus of the unknown by the logarithmic
// loss of what is said of the first candidate.
func (f *fitter) calibrate(list []sample, w attribution.Weights) attribution.Weights {
	best, least := w, math.Inf(1)
	for t := 0.4; t < 2.01; t += 0.1 {
		for bonus := 0.0; bonus < 2.51; bonus += 0.25 {
			v := w
			v.Prior.Temperature, v.Prior.Bonus = math.Round(t*100)/100, bonus
			if l := logLoss(forecasts(weigh(list, v, nil))); l < least-1e-9 {
				best, least = v, l
			}
		}
	}
	fmt.Fprintf(f.out, "\ntemperature %.2f, bonus of the unknown %.2f: logarithmic loss %.4f\n\n", best.Prior.Temperature, best.Prior.Bonus, least)
	return best
}

func forecasts(list []sample) []forecast {
	var out []forecast
	for i := range list {
		out = append(out, forecast{list[i].confidence(), list[i].right()})
	}
	return out
}

func logLoss(list []forecast) float64 {
	var sum float64
	for _, f := range list {
		p := math.Min(math.Max(f.p, 1e-6), 1-1e-6)
		if f.hit {
			sum -= math.Log(p)
		} else {
			sum -= math.Log(1 - p)
		}
	}
	return sum / float64(len(list))
}

// report is one line on how good weights are.
func (f *fitter) report(what string, list []sample) {
	var top, precision, coverage share
	for i := range list {
		s := &list[i]
		if s.identified() {
			precision.add(s.single() && s.right())
		}
		if len(s.truth.Owners) > 0 {
			top.add(s.right())
		}
		if s.single() {
			coverage.add(s.identified() && s.right())
		}
	}
	all := forecasts(list)
	fmt.Fprintf(f.out, "%s: top-1 %s, identified %s with precision %s of %d, ECE %.3f, Brier %.3f, loss %.4f\n\n", what, number(top), number(coverage),
		number(precision), precision.of, ece(all, 10), brier(all), logLoss(all))
}

func writeWeights(file string, w attribution.Weights) error {
	data, err := json.MarshalIndent(w, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
