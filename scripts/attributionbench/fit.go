package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strings"

	"evscan/analyzer/attribution"
	"evscan/scripts/attributionbench/logit"
	"evscan/testdata/bench"
)

// fitter fits the weights to the fitting part, and the temperature, the unknown and the
// two-party guard to the part for calibration. It reads no other part.
type fitter struct {
	start   attribution.Weights // everything that is not fitted
	sigma   float64             // width of the prior, as a multiple of its mean
	coolest float64             // lowest temperature
	date    string
	n       int // packages that were made
	seed    uint64
	out     io.Writer
}

func (f *fitter) say(format string, args ...any) { fmt.Fprintf(f.out, format+"\n", args...) }

func (f *fitter) all(dir string) (attribution.Weights, error) {
	w := f.start
	table, err := readMethod()
	if err != nil {
		return w, err
	}
	w.Gates.GuardNats = table.Guard // not what an earlier fit left, or fitting twice would go on
	fit, err := part(dir, bench.PartFit)
	if err != nil {
		return w, err
	}
	calibrate, err := part(dir, bench.PartCalibrate)
	if err != nil {
		return w, err
	}
	m := &logit.Model{Clip: w.Clip}
	m.Parameters, m.Temperature = table.parameters(f.sigma, f.coolest)
	base := put(w, m.Parameters, m.Means())
	if m.Choices, err = choices(fit, base, m.Parameters); err != nil {
		return w, err
	}
	values, err := m.Fit()
	if err != nil {
		return w, err
	}
	fitted := put(w, m.Parameters, values)
	f.weights(m, values)

	adjustedBase, err := f.calibrate(calibrate, base)
	if err != nil {
		return w, err
	}
	adjusted, err := f.calibrate(calibrate, fitted)
	if err != nil {
		return w, err
	}
	f.say("### Before and after\n\nLoss: logarithmic, of the first candidate's probability.\n\n" +
		"| weights | part | top-1 | identified, right | precision of it | ECE | Brier | loss |\n|---|---|---:|---:|---:|---:|---:|---:|")
	for _, row := range []struct {
		name string
		w    attribution.Weights
	}{{"those of the program", w}, {"starting table", base}, {"starting table, calibrated", adjustedBase}, {"fitted", fitted}, {"fitted and calibrated", adjusted}} {
		f.report(row.name, "fit", weigh(fit, row.w, nil))
		f.report(row.name, "calibrate", weigh(calibrate, row.w, nil))
	}
	f.say("")
	f.curve(calibrate, adjusted)
	adjusted.Version = f.date
	adjusted.Fitted = fmt.Sprintf("MAP conditional logit on %d generated packages (part fit of N=%d SEED=%d), prior at the starting table with a sigma of %.2g of each weight, weights in [0,1], temperature from %.2g; "+
		"temperature, unknown and guard on %d packages (part calibrate); make fit-attribution N=%d SEED=%d", len(fit), f.n, f.seed, f.sigma, f.coolest, len(calibrate), f.n, f.seed)
	return adjusted, adjusted.Validate()
}

func part(dir, name string) ([]sample, error) {
	truth, err := readTruth(partFile(dir, name))
	if err != nil {
		return nil, err
	}
	return load(dir, name, truth, false)
}

// choices are the packages as the logit sees them: the candidates, and the owner whom
// nothing names, who is right where no candidate is.
func choices(list []sample, w attribution.Weights, params []logit.Parameter) ([]logit.Choice, error) {
	out := make([]logit.Choice, len(list))
	errs := make([]error, len(list))
	parallel(len(list), func(i int) {
		s := list[i]
		s.input.Weights = w
		features, err := attribution.FeaturesOf(s.input)
		if err != nil {
			errs[i] = fmt.Errorf("%s: %w", s.truth.Package, err)
			return
		}
		found := false
		for _, c := range features.Candidates {
			a := logit.Alternative{X: make([]float64, len(params)), Offset: c.LogPrior}
			for j, p := range params {
				a.X[j] = c.Terms[p.Name]
			}
			a.Right = slices.ContainsFunc(s.truth.Owners, func(o bench.Who) bool {
				return is(attribution.Candidate{Keys: c.Keys, Domains: c.Domains}, o)
			})
			found = found || a.Right
			out[i] = append(out[i], a)
		}
		u := logit.Alternative{X: make([]float64, len(params)), Offset: features.UnknownPrior, Outside: true, Right: !found}
		for j, p := range params {
			switch p.Name {
			case nameBonus:
				u.X[j] = 1
			case nameUncovered:
				u.X[j] = features.Uncovered
			}
		}
		out[i] = append(out[i], u)
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *fitter) weights(m *logit.Model, values []float64) {
	before, _ := m.Loss(m.Means())
	after, _ := m.Loss(values)
	f.say("### Weights\n\nPackages: %d. Negative logarithm of the posterior: %.2f at the starting table, %.2f fitted. Width of the prior: %.2g of each mean.\n\n| term | start | fitted |\n|---|---:|---:|",
		len(m.Choices), before, after, f.sigma)
	for i, p := range m.Parameters {
		f.say("| %s | %.3f | %.3f |", p.Name, p.Mean, values[i])
	}
	f.say("")
}

// knob is a number that calibration may turn, by a factor or by steps.
type knob struct {
	name      string
	at        func(*attribution.Weights) *float64
	step      float64
	factor    bool
	low, high float64
	sigma     float64 // width of the prior around where it stands: nats, or natural logarithm of the factor
}

func knobs(coolest float64) []knob {
	return []knob{
		{nameTemperature, func(w *attribution.Weights) *float64 { return &w.Prior.Temperature }, 1.15, true, coolest, 5, 1},
		{nameBonus, func(w *attribution.Weights) *float64 { return &w.Prior.Bonus }, 0.25, false, 0, 5, 1},
		{nameUncovered, func(w *attribution.Weights) *float64 { return &w.Prior.Uncovered }, 0.25, false, 0, 5, 1},
		{"guard", func(w *attribution.Weights) *float64 { return &w.Gates.GuardNats }, 0.25, false, 0, 3, 1},
	}
}

// calibrate turns one knob after the other, down and up, in ever smaller steps, as
// long as the logarithmic loss of what is said of the first candidate shrinks. A wide
// prior keeps knobs still that change nothing.
func (f *fitter) calibrate(list []sample, w attribution.Weights) (attribution.Weights, error) {
	all := knobs(f.coolest)
	start := w
	price := func(v attribution.Weights) float64 {
		sum := logLoss(forecasts(weigh(list, v, nil)))
		for _, k := range all {
			d := *k.at(&v) - *k.at(&start)
			if k.factor {
				d = math.Log(*k.at(&v) / *k.at(&start))
			}
			sum += d * d / (2 * k.sigma * k.sigma * float64(len(list)))
		}
		return sum
	}
	best, least := w, price(w)
	for _, fine := range []float64{1, 0.4} {
		for moved := true; moved; {
			moved = false
			for _, k := range all {
				for _, sign := range []float64{-1, 1} {
					for {
						v := best
						x := k.at(&v)
						if k.factor {
							*x *= math.Pow(k.step, sign*fine)
						} else {
							*x += sign * fine * k.step
						}
						*x = math.Round(min(k.high, max(k.low, *x))*1000) / 1000
						l := price(v)
						if l >= least-1e-6 {
							break
						}
						best, least, moved = v, l, true
					}
				}
			}
		}
	}
	return best, best.Validate()
}

func forecasts(list []sample) []forecast {
	var out []forecast
	for i := range list {
		out = append(out, forecast{list[i].confidence(), list[i].right()})
	}
	return out
}

// counts are top-1 and what became of "identified".
func counts(list []sample) (top, coverage, precision share) {
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
	return top, coverage, precision
}

// report is one line on how good weights are.
func (f *fitter) report(name, part string, list []sample) {
	top, coverage, precision := counts(list)
	all := forecasts(list)
	f.say("| %s | %s | %s | %s | %s of %d | %.3f | %.3f | %.4f |", name, part, number(top), number(coverage), number(precision), precision.of, ece(all, 10), brier(all), logLoss(all))
}

// curve says what "identified" would be worth behind other gates.
func (f *fitter) curve(list []sample, w attribution.Weights) {
	f.say("### The gate of \"identified\"\n\nOn the part for calibration; the program's gate is %.2f.\n\n| probability from | identified, right | precision of it | Wilson 95 %% |\n|---:|---:|---:|---|", w.Gates.Identified)
	for percent := 50; percent <= 95; percent += 5 {
		v := w
		v.Gates.Identified = float64(percent) / 100
		_, coverage, precision := counts(weigh(list, v, nil))
		lo, hi := precision.wilson()
		f.say("| %.2f | %s | %s of %d | %.2f–%.2f |", v.Gates.Identified, number(coverage), number(precision), precision.of, lo, hi)
	}
	f.say("")
}

// writeWeights writes weights with one line for each innermost object, as a table.
func writeWeights(file string, w attribution.Weights) error {
	data, err := json.MarshalIndent(w, "", "  ")
	if err != nil {
		return err
	}
	line := regexp.MustCompile(`\{[^{}]*\}`)
	data = line.ReplaceAllFunc(data, func(object []byte) []byte {
		flat := strings.Join(strings.Fields(string(object)), " ")
		return []byte(strings.ReplaceAll(strings.ReplaceAll(flat, "{ ", "{"), " }", "}"))
	})
	return os.WriteFile(file, append(data, '\n'), 0o644)
}
