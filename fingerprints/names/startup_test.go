package names

import (
	"testing"

	"github.com/stretchr/testify/require"

	"evscan/fingerprints/catalogue"
)

// BenchmarkStart is what a process spends before its first text: run it with
// -benchtime 1x, for the embedded catalogue is decoded once.
func BenchmarkStart(b *testing.B) {
	for b.Loop() {
		c, err := catalogue.Default()
		require.NoError(b, err)
		New(c)
	}
}
