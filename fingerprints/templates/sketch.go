package templates

import (
	"fmt"
	"slices"
	"strings"

	"evscan/evidence"
)

// Method is the version of what Fingerprint holds. Fingerprints of different
// methods must not be compared.
const Method = 1

// numberBins is the length of the sketch of the numbers of a text.
const numberBins = 64

// minDigits is how many digits make a number tell one document from another: clauses,
// pages and quantities are in every copy of a form.
const minDigits = 3

// maxValue bounds the digits of one number.
const maxValue = 64

// Fingerprint is the signature as a report keeps it, small enough for each of many
// items: what near-copies are known by. Of each value of the MinHash the low byte is
// kept (P. Li and A. C. König, b-Bit Minwise Hashing, 2010), which is as good for
// texts that share half of their shingles or more.
func (s Signature) Fingerprint() evidence.Fingerprint {
	f := evidence.Fingerprint{Values: s.Values, Numbers: s.Numbers}
	if len(s.MinHash) > 0 {
		f.Shingles = s.Shingles
		f.Text = make([]byte, len(s.MinHash))
		for i, v := range s.MinHash {
			f.Text[i] = byte(v)
		}
	}
	if s.HasDHash {
		f.Picture = fmt.Sprintf("%016x", s.DHash)
	}
	return f
}

// TextResemblance estimates the share of the shingles of two texts that they have in
// common (Jaccard index) from their sketches. 0 where one is missing.
func TextResemblance(a, b []byte) float64 {
	if len(a) == 0 || len(a) != len(b) {
		return 0
	}
	n := 0
	for i := range a {
		if a[i] == b[i] {
			n++
		}
	}
	return withoutChance(n, len(a), 256)
}

// NumberResemblance estimates the share of the numbers of two texts that they have in
// common from their sketches. 0 where one is missing.
func NumberResemblance(a, b []byte) float64 {
	if len(a) == 0 || len(a) != len(b) {
		return 0
	}
	n, filled := 0, 0
	for i := range a {
		switch {
		case a[i] == 0 && b[i] == 0:
			continue
		case a[i] == b[i]:
			n++
		}
		filled++
	}
	return withoutChance(n, filled, 255)
}

// withoutChance is the share of n in all without what agrees by chance, one in so many.
func withoutChance(n, all int, chance float64) float64 {
	if all == 0 {
		return 0
	}
	return max(0, (float64(n)/float64(all)-1/chance)/(1-1/chance))
}

// numbers makes the sketch of the numbers: of each of numberBins ranges of hashes the
// smallest one, by its low byte (P. Li, A. Owen and C.-H. Zhang, One Permutation
// Hashing, 2012). 0 stands for a range that is empty.
func (s *Signature) numbers(text string) {
	hs := valueHashes(text)
	if len(hs) == 0 {
		return
	}
	s.Values, s.Numbers = len(hs), make([]byte, numberBins)
	for _, h := range slices.Backward(hs) { // the smallest of a range comes last
		s.Numbers[h>>58] = byte(h%255) + 1
	}
}

// valueHashes returns the hashes of the numbers of text, which is in NFKC, and of its
// mail addresses. A number is a run of digits with what joins them - 2021-08-26,
// 2021年8月26日, 03-1234-5678, 1,200.50 - and has minDigits digits or more. A year alone
// tells nothing.
func valueHashes(text string) []uint64 {
	var out []uint64
	v := value{hash: offset64}
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c >= '0' && c <= '9':
			v.digit(c)
		case c == '@':
			out = v.end(out)
			if h, ok := addressAt(text, i); ok {
				out = append(out, h)
			}
		case v.digits == 0:
		case c == ',' && thousands(text[i+1:]):
		case c == '.' || c == '-' || c == '/' || c == ':':
			v.joined = true
		case strings.HasPrefix(text[i:], "年") || strings.HasPrefix(text[i:], "月") || strings.HasPrefix(text[i:], "日"):
			v.joined = true
			i += len("年") - 1
		default:
			out = v.end(out)
		}
	}
	out = v.end(out)
	slices.Sort(out)
	return slices.Compact(out)
}

// value is a number that is being read.
type value struct {
	hash   uint64
	digits int
	groups int
	first  int // the first four digits as a number
	joined bool
}

func (v *value) digit(c byte) {
	if v.digits == maxValue {
		return
	}
	if v.joined {
		v.hash = (v.hash ^ '|') * prime64
		v.groups++
		v.joined = false
	}
	v.hash = (v.hash ^ uint64(c)) * prime64
	if v.digits < 4 {
		v.first = v.first*10 + int(c-'0')
	}
	v.digits++
}

// thousands reports whether s, which follows a comma, begins with exactly three digits:
// numbers are written with and without that comma.
func thousands(s string) bool {
	n := 0
	for n < len(s) && n < 4 && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n == 3
}

// end appends the number to out if it is one that tells something.
func (v *value) end(out []uint64) []uint64 {
	year := v.digits == 4 && v.groups == 0 && v.first >= 1900 && v.first < 2100
	if v.digits >= minDigits && !year {
		out = append(out, mix(v.hash))
	}
	*v = value{hash: offset64}
	return out
}

// addressAt hashes the mail address around the @ at i.
func addressAt(text string, i int) (uint64, bool) {
	from, to := i, i+1
	for from > 0 && i-from < maxValue && addressByte(text[from-1]) {
		from--
	}
	for to < len(text) && to-i < 2*maxValue && addressByte(text[to]) {
		to++
	}
	for to > i+1 && text[to-1] == '.' { // of the sentence
		to--
	}
	if from == i || to-i < 4 {
		return 0, false
	}
	h := uint64(offset64)
	for k := from; k < to; k++ {
		h = (h ^ uint64(shapesOfAddress[text[k]])) * prime64
	}
	return mix(h), true
}

func addressByte(c byte) bool { return shapesOfAddress[c] != 0 }

// shapesOfAddress is what a byte counts as in a mail address, 0 for those that end it.
var shapesOfAddress = func() (t [256]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for _, c := range []byte("._%+-") {
		t[c] = c
	}
	return t
}()
