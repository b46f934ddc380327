package attribution

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Terms times weights are what the report says that the score is made of.
func TestFeaturesAreTermsPerWeight(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 20 {
		in := simulate(r, false).input(t)
		f, err := FeaturesOf(in)
		require.NoError(t, err)
		weight := map[string]float64{TermMissing: in.Weights.CustodyMissing, TermHub: in.Weights.Hub.Weight, TermCounterparties: in.Weights.Counterparties.Weight}
		for class, c := range in.Weights.Classes {
			weight[string(class)] = c.W
		}
		told := map[string]Candidate{}
		for _, c := range Attribute(in).Candidates {
			told[c.Keys[0].Value] = c
		}
		for _, c := range f.Candidates {
			said, ok := told[c.Keys[0].Value]
			require.True(t, ok)
			for _, term := range said.Terms {
				if w, ok := weight[term.Name]; ok {
					assert.InDelta(t, term.Nats, w*c.Terms[term.Name], 1e-9, "%s of %s", term.Name, said.Name)
				}
			}
		}
	}
}

// Where nothing is clipped, guarded or lent, the features give the probabilities.
func TestFeaturesGiveTheProbabilities(t *testing.T) {
	p := newPkg()
	for range 2 {
		p.mail("pine.example", "oak.example")
		p.mail("pine.example", "elm.example")
		p.internalMail("pine.example")
	}
	in := p.input(t)
	in.Weights.Prior.Cap, in.Weights.Clip = 0.999999, 50
	f, err := FeaturesOf(in)
	require.NoError(t, err)
	pr := in.Weights.Prior
	sum := math.Exp(f.UnknownPrior + pr.Bonus + pr.Uncovered*f.Uncovered)
	unnormalised := map[string]float64{}
	for _, c := range f.Candidates {
		var s float64
		for name, v := range c.Terms {
			switch name {
			case TermMissing:
				s += in.Weights.CustodyMissing * v
			case TermHub:
				s += in.Weights.Hub.Weight * v
			case TermCounterparties:
				s += in.Weights.Counterparties.Weight * v
			default:
				for class, cw := range in.Weights.Classes {
					if string(class) == name {
						s += cw.W * v
					}
				}
			}
		}
		unnormalised[c.Keys[0].Value] = math.Exp(c.LogPrior + s/pr.Temperature)
		sum += unnormalised[c.Keys[0].Value]
	}
	a := Attribute(in)
	require.Len(t, a.Candidates, 3)
	for _, c := range a.Candidates {
		assert.InDelta(t, unnormalised[c.Keys[0].Value]/sum, c.Probability, 1e-9, c.Name)
	}
}

func TestFeaturesNeedWeights(t *testing.T) {
	_, err := FeaturesOf(Input{})
	assert.ErrorIs(t, err, ErrWeights)
}
