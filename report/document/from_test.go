package document

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A ratio that is very small says much and must not become none.
func TestRatio(t *testing.T) {
	for in, want := range map[float64]float64{0: 0, 1.23456789: 1.234568, 0.0123456789: 0.012346, 0.00123456789: 0.00123457, 3.14159265e-12: 3.14159e-12,
		5e-324: 5e-324, -1: -1, math.Inf(1): math.MaxFloat64, math.NaN(): 0} {
		assert.Equal(t, want, ratio(in), "%g", in)
	}
}
