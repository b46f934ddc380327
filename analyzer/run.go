package analyzer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"evscan/analyzer/attribution"
	"evscan/evidence"
)

// Run scans the package at path, "-" for standard input, and returns what it
// found. An error means that no honest result is possible; everything that goes
// wrong with single items is in the result. Whatever the scan wrote to disk is
// gone when Run returns.
func Run(ctx context.Context, cfg Config, path string) (res Result, err error) {
	started := time.Now()
	weights, err := attribution.DefaultWeights()
	if err != nil {
		return Result{}, err
	}
	sp, err := newSpool(cfg.TempDir)
	if err != nil {
		return Result{}, err
	}
	defer sp.close()
	r := newReading(cfg, sp)
	if isStdin(path) {
		path = filepath.Join(sp.dir, "stdin")
		if err := spoolInput(ctx, os.Stdin, path); err != nil {
			return Result{}, err
		}
	}
	root, pkg, err := r.open(ctx, path)
	if err != nil {
		return Result{}, err
	}
	clock := stopwatch{last: started}
	res = Result{Tool: cfg.Tool, Package: pkg, Options: cfg.Options, Limits: cfg.Settings.Limits}
	res.Tool.WeightsVersion = weights.Version
	res.Tool.CatalogueVersion = cfg.Fingerprints.CatalogueVersion()
	if cfg.Stream != nil {
		if err := cfg.Stream.Begin(res); err != nil {
			return Result{}, fmt.Errorf("%w: %w", ErrStream, err)
		}
	}
	if err := r.run(ctx, root, pkg.Name); err != nil {
		return Result{}, err
	}
	warnOfNames(r.commit.items)
	clock.lap("reading")
	res.Items = r.commit.items
	res.Tool.Languages, res.Tool.MissingLanguages = r.models()
	res.Coverage = coverage(res.Items, r.commit.entries)
	if cfg.Settings.Inventory != nil {
		res.Attribution = Unjudged(cfg.Claimed)
		res.Timing = Timing{Started: started.UTC(), Wall: time.Since(started), Stages: clock.stages, Jobs: max(1, cfg.Jobs), Restarts: r.stats.restarts}
		return res, nil
	}
	m := &matching{cfg: cfg, spool: sp, items: r.commit.items, units: r.commit.units}
	links, err := m.run(ctx)
	if err != nil {
		return Result{}, err
	}
	clock.lap("matching")
	res.Weighed = &Weighed{Orgs: m.organisations(), Links: links, Claim: m.claim()}
	storable(res.Items, res.Weighed)
	res.Attribution = attribution.Attribute(attribution.Input{Items: res.Items, Orgs: res.Weighed.Orgs,
		Links: res.Weighed.Links, Claim: res.Weighed.Claim, Weights: weights})
	clock.lap("weighing")
	if res.Crops, err = r.crops(ctx, &res); err != nil {
		return Result{}, err
	}
	clock.lap("pictures")
	res.Timing = Timing{Started: started.UTC(), Wall: time.Since(started), Stages: clock.stages, Jobs: max(1, cfg.Jobs), Restarts: r.stats.restarts}
	return res, nil
}

func newReading(cfg Config, sp *spool) *reading {
	r := &reading{cfg: cfg, spool: sp, units: map[unitKey]*unit{}}
	r.commit = r.newCommit()
	return r
}

func (r *reading) newCommit() *commit {
	return &commit{limits: r.cfg.Settings.Limits, schedule: r.schedule, release: r.release}
}

// coverage counts what became of the items.
func coverage(items []evidence.Item, entries int) Coverage {
	c := Coverage{Items: len(items), Entries: entries, ByReason: map[evidence.ProblemKind]int{}}
	for _, it := range items {
		switch it.Status {
		case evidence.StatusRead:
			c.Read++
		case evidence.StatusPartly:
			c.PartlyRead++
		default:
			c.NotRead++
		}
		if it.SameAs != "" {
			c.Duplicates++
		}
		seen := map[evidence.ProblemKind]bool{}
		for _, p := range it.Problems {
			if !seen[p.Kind] {
				seen[p.Kind] = true
				c.ByReason[p.Kind]++
			}
		}
	}
	return c
}

type stopwatch struct {
	last   time.Time
	stages []Stage
}

func (s *stopwatch) lap(name string) {
	now := time.Now()
	s.stages = append(s.stages, Stage{Name: name, Wall: now.Sub(s.last)})
	s.last = now
}
