package logit

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// simulated makes choices whose right answers are drawn with true parameters: three
// weights, the temperature, and the bonus of the one outside.
func simulated(n int, truth []float64, clip float64) *Model {
	r := rand.New(rand.NewPCG(1, 2))
	m := &Model{Temperature: 3, Clip: clip, Parameters: []Parameter{
		{Name: "a", Mean: .5, Sigma: 10, High: 5}, {Name: "b", Mean: .5, Sigma: 10, High: 5}, {Name: "c", Mean: .5, Sigma: 10, High: 5},
		{Name: "temperature", Mean: 1, Sigma: 1e-6, Low: .1, High: 10}, {Name: "bonus", Mean: 1, Sigma: 10, High: 5}}}
	for range n {
		c := make(Choice, 2+r.IntN(5))
		for a := range c {
			c[a] = Alternative{X: []float64{r.NormFloat64(), 3 * r.Float64(), -2 * r.Float64(), 0, 0}, Offset: -r.Float64()}
		}
		c = append(c, Alternative{X: []float64{0, 0, 0, 0, 1}, Outside: true})
		u := r.Float64()
		for a, p := range m.Probabilities(c, truth) {
			if u -= p; u <= 0 {
				c[a].Right = true
				break
			}
		}
		m.Choices = append(m.Choices, c)
	}
	return m
}

// The gradient is what the loss does when one parameter moves a little.
func TestGradient(t *testing.T) {
	for _, clip := range []float64{1, 1e9} {
		m := simulated(200, []float64{1, .5, .25, 1, .5}, clip)
		for i := range m.Parameters {
			m.Parameters[i].Sigma = .7
		}
		w := []float64{.83, .41, .37, 1.3, .9}
		_, grad := m.Loss(w)
		for i := range w {
			const h = 1e-6
			up, down := append([]float64{}, w...), append([]float64{}, w...)
			up[i], down[i] = w[i]+h, w[i]-h
			high, _ := m.Loss(up)
			low, _ := m.Loss(down)
			assert.InDelta(t, (high-low)/(2*h), grad[i], 1e-3, "clip %v, %s", clip, m.Parameters[i].Name)
		}
	}
}

func TestRecoversWeights(t *testing.T) {
	truth := []float64{1.2, .6, .3, 1, .8}
	w, err := simulated(8000, truth, 1e9).Fit()
	require.NoError(t, err)
	for i := range truth {
		assert.InDelta(t, truth[i], w[i], .12)
	}
	clipped, err := simulated(8000, truth, 2).Fit()
	require.NoError(t, err)
	for i := range truth {
		assert.InDelta(t, truth[i], clipped[i], .15)
	}
}

// A term that speaks against the right answer gets weight 0, never less.
func TestBounds(t *testing.T) {
	w, err := simulated(2000, []float64{-1, 9, .3, 1, .8}, 1e9).Fit()
	require.NoError(t, err)
	assert.Zero(t, w[0])
	assert.LessOrEqual(t, w[1], 5.0)
	for _, v := range w {
		assert.GreaterOrEqual(t, v, 0.0)
	}
}

// Without choices the prior stays; with a narrow one it nearly does.
func TestPrior(t *testing.T) {
	m := simulated(0, nil, 6)
	w, err := m.Fit()
	require.NoError(t, err)
	assert.Equal(t, []float64{.5, .5, .5, 1, 1}, w)
	m = simulated(100, []float64{2, 2, 2, 1, 2}, 6)
	for i := range m.Parameters {
		m.Parameters[i].Sigma = 1e-4
	}
	w, err = m.Fit()
	require.NoError(t, err)
	for i, p := range m.Parameters {
		assert.InDelta(t, p.Mean, w[i], 1e-4)
	}
}

func TestDeterministic(t *testing.T) {
	m := simulated(300, []float64{1, .5, .25, 1, .5}, 3)
	a, err := m.Fit()
	require.NoError(t, err)
	b, err := m.Fit()
	require.NoError(t, err)
	assert.Equal(t, a, b)
}

// Two alternatives with scores 1 and 0: odds of e at temperature 1, of the root of e at 2;
// where the best is clipped to 6, the other moves with it, down to -6 at most.
func TestProbabilities(t *testing.T) {
	m := &Model{Temperature: 1, Clip: 6, Parameters: []Parameter{{}, {}}}
	two := func(x, y float64) Choice { return Choice{{X: []float64{x, 0}}, {X: []float64{y, 0}}} }
	out := Alternative{X: []float64{0, 0}, Outside: true}
	assert.InDelta(t, 0.731058579, m.Probabilities(two(1, 0), []float64{1, 1})[0], 1e-9)
	assert.InDelta(t, 0.622459331, m.Probabilities(two(1, 0), []float64{1, 2})[0], 1e-9)
	assert.InDelta(t, 0.731058579, m.Probabilities(two(50, 49), []float64{1, 1})[0], 1e-9)
	p := m.Probabilities(append(two(50, 0), out), []float64{1, 1})
	assert.InDelta(t, 403.428793*403.428793, p[0]/p[1], 1e-2)
	assert.InDelta(t, 403.428793, p[0]/p[2], 1e-3)
}

func TestNothingRight(t *testing.T) {
	m := simulated(1, []float64{1, 1, 1, 1, 1}, 6)
	for a := range m.Choices[0] {
		m.Choices[0][a].Right = false
	}
	loss, grad := m.Loss(m.Means())
	assert.Zero(t, loss)
	assert.Equal(t, make([]float64, 5), grad)
}

func TestValidate(t *testing.T) {
	good := func() *Model { return simulated(1, []float64{1, 1, 1, 1, 1}, 6) }
	require.NoError(t, good().Validate())
	for name, spoil := range map[string]func(*Model){
		"no clip":           func(m *Model) { m.Clip = 0 },
		"temperature":       func(m *Model) { m.Temperature = 5 },
		"zero temperature":  func(m *Model) { m.Parameters[3].Low = 0 },
		"no width":          func(m *Model) { m.Parameters[0].Sigma = 0 },
		"mean out of range": func(m *Model) { m.Parameters[0].Mean = 6 },
		"terms":             func(m *Model) { m.Choices[0][0].X = nil },
	} {
		m := good()
		spoil(m)
		assert.ErrorIs(t, m.Validate(), ErrModel, name)
		_, err := m.Fit()
		assert.ErrorIs(t, err, ErrModel, name)
	}
	assert.False(t, math.IsNaN(func() float64 { l, _ := good().Loss(good().Means()); return l }()))
}
