package main

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Limits as binom.confint(x, n, methods = "wilson") of R gives them.
func TestWilson(t *testing.T) {
	for _, x := range []struct {
		s      share
		lo, hi float64
	}{{share{8, 10}, 0.4901625, 0.9433178}, {share{0, 10}, 0, 0.2775328}, {share{10, 10}, 0.7224672, 1}, {share{0, 0}, 0, 1}} {
		lo, hi := x.s.wilson()
		assert.InDelta(t, x.lo, lo, 1e-6, "%v", x.s)
		assert.InDelta(t, x.hi, hi, 1e-6, "%v", x.s)
	}
}

func TestCalibrationErrors(t *testing.T) {
	list := []forecast{{.95, true}, {.85, true}, {.85, false}, {.15, false}, {1, true}}
	// Bins .9 to 1: two of .975 on average, both true; .8: two, one true; .1: one.
	assert.InDelta(t, (2*.025+2*.35+.15)/5, ece(list, 10), 1e-12)
	assert.InDelta(t, (.0025+.0225+.7225+.0225+0)/5, brier(list), 1e-12)
	// In two bins of equal size: .15 and .85; .85, .95 and 1.
	assert.InDelta(t, (math.Abs(.15+.85-1)+math.Abs(.85+.95+1-2))/5, eceAdaptive(list, 2), 1e-12)
	assert.InDelta(t, (-math.Log(.95)-math.Log(.85)-math.Log(.15)-math.Log(.85)-math.Log(1-1e-6))/5, logLoss(list), 1e-12)
}

func TestCllr(t *testing.T) {
	nothing := []trial{{0, true}, {0, false}, {0, false}}
	assert.InDelta(t, 1, cllr(nothing), 1e-12)
	assert.InDelta(t, 1, cllrMin(nothing), 1e-12)
	// Ratios of 3 for the true and of 1/3 for the false: log2(4/3).
	assert.InDelta(t, 0.4150375, cllr([]trial{{math.Log(3), true}, {-math.Log(3), false}}), 1e-6)
	assert.InDelta(t, 0, cllrMin([]trial{{-3, false}, {-2, true}, {5, true}}), 1e-12)
	// Of true, false, true in this order the first two are pooled: half and half, which
	// with twice as many true ones is a ratio of 1/2, then an infinite one. So
	// (log2(3)/2 + log2(1.5)) / 2.
	assert.InDelta(t, 0.6887219, cllrMin([]trial{{-1, true}, {0, false}, {1, true}}), 1e-6)
	// What shifts all ratios costs calibration and nothing else.
	bold := []trial{{9, true}, {10, false}, {11, true}}
	assert.InDelta(t, 0.6887219, cllrMin(bold), 1e-6)
	assert.Greater(t, cllr(bold), 5.0)
}

// The example of scikit-learn's f1_score: 0.2666 for y_true 0 1 2 0 1 2 and
// y_pred 0 2 1 0 0 1.
func TestMacroF1(t *testing.T) {
	c := confusion{}
	for i, truth := range strings.Fields("0 1 2 0 1 2") {
		c.add(truth, strings.Fields("0 2 1 0 0 1")[i])
	}
	assert.InDelta(t, 0.2666667, c.macroF1(), 1e-6)
	p, r, f := c.f1("0")
	assert.InDelta(t, 2./3, p, 1e-12)
	assert.InDelta(t, 1, r, 1e-12)
	assert.InDelta(t, .8, f, 1e-12)
}

func TestDiagramIsXML(t *testing.T) {
	list := []forecast{{.95, true}, {.85, true}, {.85, false}, {.15, false}}
	svg := string(diagram(bins(list, 10)))
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
	}
	assert.Equal(t, 3, strings.Count(svg, "<circle"))
	assert.NotContains(t, svg, "NaN")
}
