package html

import (
	"io"
	"testing"
)

func BenchmarkTwentyThousandItems(b *testing.B) {
	d := large(b, 20_000)
	for b.Loop() {
		if err := Write(io.Discard, d, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
