package mapped

import (
	"encoding/binary"
	"math"
	"math/bits"
)

// perBucket is how many entries share a place of a directory, about.
const perBucket = 4

// directory counts entries by the beginnings of their keys.
type directory struct {
	counts []uint32
	shift  uint
}

func newDirectory(entries int) *directory {
	b := bits.Len(uint(entries / perBucket))
	return &directory{counts: make([]uint32, 1<<b+1), shift: uint(64 - b)}
}

func (d *directory) add(key uint64) { d.counts[key>>d.shift+1]++ }

// bytes makes sums of the counts.
func (d *directory) bytes() []byte {
	b := make([]byte, 0, 4*len(d.counts))
	sum := uint32(0)
	for _, n := range d.counts {
		sum += n
		b = binary.LittleEndian.AppendUint32(b, sum)
	}
	return b
}

// counter estimates how many distinct keys it saw by the part of a bitmap that they
// filled (K. Whang, B. Vander-Zanden, H. Taylor, "A linear-time probabilistic counting
// algorithm", 1990). It is the same for the same keys in whatever order.
type counter struct{ bits []uint64 }

// counterBits is the size of the bitmap; above five times as many keys the estimate is
// too low, and a filter that is made after it says yes more often.
const counterBits = 1 << 25

func newCounter() *counter { return &counter{make([]uint64, counterBits/64)} }

func (c *counter) add(key uint64) {
	key >>= 64 - 25
	c.bits[key/64] |= 1 << (key % 64)
}

func (c *counter) estimate() int {
	empty := 0
	for _, w := range c.bits {
		empty += 64 - bits.OnesCount64(w)
	}
	if empty == counterBits {
		return 0
	}
	return int(math.Ceil(-counterBits * math.Log(float64(max(empty, 1))/counterBits)))
}
