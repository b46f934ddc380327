package catalogue

import (
	"encoding/binary"
	"errors"
)

// Filter is a Bloom filter of which each key has its four bits in one word of memory
// (F. Putze, P. Sanders, J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters",
// 2007): it answers with one look.
type Filter struct{ words []uint64 }

// filterBits is the size of a filter for each key.
const filterBits = 14

// FilterSize returns the length in bytes of a filter for n keys.
func FilterSize(n int) int { return 8 * max(1, (max(n, 0)*filterBits+63)/64) }

// NewFilter returns an empty filter for n keys.
func NewFilter(n int) *Filter { return &Filter{make([]uint64, FilterSize(n)/8)} }

var errFilter = errors.New("a filter has words of 8 bytes")

// ParseFilter reads what Bytes wrote.
func ParseFilter(b []byte) (*Filter, error) {
	if len(b) == 0 || len(b)%8 != 0 {
		return nil, errFilter
	}
	f := &Filter{make([]uint64, len(b)/8)}
	for i := range f.words {
		f.words[i] = binary.LittleEndian.Uint64(b[8*i:])
	}
	return f, nil
}

// AppendTo appends the filter as ParseFilter reads it.
func (f *Filter) AppendTo(b []byte) []byte {
	for _, w := range f.words {
		b = binary.LittleEndian.AppendUint64(b, w)
	}
	return b
}

func (f *Filter) place(key uint64) (int, uint64) {
	return int((key >> 32) * uint64(len(f.words)) >> 32), 1<<(key&63) | 1<<(key>>6&63) | 1<<(key>>12&63) | 1<<(key>>18&63)
}

// Add takes a key in.
func (f *Filter) Add(key uint64) {
	i, m := f.place(key)
	f.words[i] |= m
}

// Has reports whether a key may have been added; no is certain.
func (f *Filter) Has(key uint64) bool {
	i, m := f.place(key)
	return f.words[i]&m == m
}
