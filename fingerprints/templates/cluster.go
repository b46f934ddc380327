package templates

import (
	"cmp"
	"fmt"
	"math"
	"math/bits"
	"slices"
)

// Thresholds of METHOD: containment of the smaller text in the larger, and the
// weight of independent components.
const (
	containment  = 0.6
	labelOverlap = 0.7
	minNats      = 3.0
	maxHamming   = 4 // of 64 bits of a difference hash
)

// maxBucket bounds the pairs that one bucket of equal bands yields: each member is
// compared with the first ones only, which is enough to join a cluster.
const maxBucket = 8

// Cluster returns a label for each signature: equal labels for items of one
// template or of nearly the same text, "" for items that stand alone. The result
// depends on the signatures and their order only. Its cost grows with the number of
// signatures, not with its square.
func Cluster(sigs []Signature) []string {
	c := clusterer{sigs: sigs, parent: make([]int, len(sigs))}
	for i := range c.parent {
		c.parent[i] = i
	}
	c.idf()
	c.bands(func(s *Signature) []uint32 { return s.MinHash }, rows)
	// Containment of .6 is a Jaccard index as low as .43, which bands of 8 miss.
	c.bands(func(s *Signature) []uint32 { return s.MinHash }, 3)
	c.bands(func(s *Signature) []uint32 { return s.LabelHash }, 4)
	c.pictures()
	c.components()
	return c.labels()
}

type clusterer struct {
	sigs   []Signature
	parent []int
	weight map[Component]float64 // nats of sharing a component
}

func (c *clusterer) root(i int) int {
	for c.parent[i] != i {
		c.parent[i] = c.parent[c.parent[i]]
		i = c.parent[i]
	}
	return i
}

func (c *clusterer) union(i, j int) {
	a, b := c.root(i), c.root(j)
	if a != b {
		c.parent[max(a, b)] = min(a, b)
	}
}

// idf weighs components by the share of items that have them; one that is in
// every item of a small package still says a little.
func (c *clusterer) idf() {
	count := map[Component]int{}
	with := 0
	for i := range c.sigs {
		if len(c.sigs[i].Components) > 0 {
			with++
		}
		for _, k := range c.sigs[i].Components {
			count[k]++
		}
	}
	c.weight = make(map[Component]float64, len(count))
	for k, n := range count {
		c.weight[k] = math.Log(float64(with+2) / float64(n))
	}
}

// bands compares signatures that agree in all rows of a band.
func (c *clusterer) bands(values func(*Signature) []uint32, rows int) {
	n := 0
	for i := range c.sigs {
		n = max(n, len(values(&c.sigs[i])))
	}
	for from := 0; from+rows <= n; from += rows {
		buckets := map[uint64][]int{}
		for i := range c.sigs {
			v := values(&c.sigs[i])
			if len(v) < from+rows {
				continue
			}
			h := uint64(offset64)
			for _, x := range v[from : from+rows] {
				h = mix(h ^ uint64(x))
			}
			b := buckets[h]
			for _, j := range b {
				if c.root(i) != c.root(j) && c.same(i, j) {
					c.union(i, j)
				}
			}
			if len(b) < maxBucket {
				buckets[h] = append(b, i)
			}
		}
	}
}

// same is the full comparison of two items.
func (c *clusterer) same(i, j int) bool {
	a, b := &c.sigs[i], &c.sigs[j]
	if contained(a.MinHash, b.MinHash, a.Shingles, b.Shingles) >= containment {
		return true
	}
	// A form with different contents: the captions agree, and something else does.
	if contained(a.LabelHash, b.LabelHash, a.Labels, b.Labels) >= labelOverlap {
		if jaccard(a.LabelHash, b.LabelHash) >= 0.5 {
			return true
		}
	}
	nats, kinds := c.shared(a, b)
	return nats >= minNats && kinds >= 2
}

func jaccard(a, b []uint32) float64 {
	if len(a) == 0 || len(a) != len(b) {
		return 0
	}
	n := 0
	for i := range a {
		if a[i] == b[i] {
			n++
		}
	}
	return float64(n) / float64(len(a))
}

// contained estimates the share of the smaller set that is in the larger.
func contained(a, b []uint32, sizeA, sizeB int) float64 {
	j := jaccard(a, b)
	if j == 0 {
		return 0
	}
	return min(1, j/(1+j)*float64(sizeA+sizeB)/float64(min(sizeA, sizeB)))
}

// shared adds the weights of the components that two items share. Within one kind
// only the strongest counts: the layouts of one master are no independent witnesses.
func (c *clusterer) shared(a, b *Signature) (nats float64, kinds int) {
	best := map[string]float64{}
	for i, j := 0, 0; i < len(a.Components) && j < len(b.Components); {
		x, y := a.Components[i], b.Components[j]
		switch o := cmp.Or(cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Hash, y.Hash)); {
		case o < 0:
			i++
		case o > 0:
			j++
		default:
			best[x.Kind] = max(best[x.Kind], c.weight[x])
			i++
			j++
		}
	}
	order := make([]string, 0, len(best))
	for k := range best {
		order = append(order, k)
	}
	slices.Sort(order) // floating-point sums depend on their order
	for _, k := range order {
		nats += best[k]
	}
	return nats, len(best)
}

// components compares items that share a rare component.
func (c *clusterer) components() {
	buckets := map[Component][]int{}
	for i := range c.sigs {
		for _, k := range c.sigs[i].Components {
			b := buckets[k]
			for _, j := range b {
				if c.root(i) == c.root(j) {
					continue
				}
				if nats, kinds := c.shared(&c.sigs[i], &c.sigs[j]); nats >= minNats && kinds >= 2 {
					c.union(i, j)
				}
			}
			if len(b) < maxBucket {
				buckets[k] = append(b, i)
			}
		}
	}
}

// pictures joins near-copies of pictures. Two hashes within four bits of each
// other agree in at least one of five pieces.
func (c *clusterer) pictures() {
	const pieces = maxHamming + 1
	for p := range pieces {
		lo, hi := p*64/pieces, (p+1)*64/pieces
		buckets := map[uint64][]int{}
		for i := range c.sigs {
			if !c.sigs[i].HasDHash || flat(c.sigs[i].DHash) {
				continue
			}
			k := c.sigs[i].DHash >> lo & (1<<(hi-lo) - 1)
			b := buckets[k]
			for _, j := range b {
				if bits.OnesCount64(c.sigs[i].DHash^c.sigs[j].DHash) <= maxHamming && c.agree(i, j) {
					c.union(i, j)
				}
			}
			if len(b) < 8*maxBucket {
				buckets[k] = append(b, i)
			}
		}
	}
}

// agree reports whether the texts of two pictures, if both have any, do not
// contradict that one is a copy of the other: windows of one program look alike.
func (c *clusterer) agree(i, j int) bool {
	a, b := &c.sigs[i], &c.sigs[j]
	if a.Shingles == 0 || b.Shingles == 0 {
		return a.Shingles == b.Shingles
	}
	return contained(a.MinHash, b.MinHash, a.Shingles, b.Shingles) >= 0.4
}

// flat reports whether a hash comes from a picture without any structure.
func flat(h uint64) bool { n := bits.OnesCount64(h); return n < 6 || n > 58 }

// labels names clusters by their order of appearance.
func (c *clusterer) labels() []string {
	size := map[int]int{}
	for i := range c.sigs {
		size[c.root(i)]++
	}
	out := make([]string, len(c.sigs))
	name := map[int]string{}
	for i := range c.sigs {
		r := c.root(i)
		if size[r] < 2 {
			continue
		}
		if name[r] == "" {
			name[r] = fmt.Sprintf("g%d", len(name)+1)
		}
		out[i] = name[r]
	}
	return out
}
