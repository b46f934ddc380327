package html

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"
)

// How much the map shows.
const (
	maxSide  = 7  // organisations on each side of the one in the middle
	maxEdges = 40 // arrows, and rows of the table
)

// The drawing's measures, in units of the picture.
const (
	mapWidth   = 960.0
	nodeWidth  = 236.0
	nodeHeight = 44.0
	nodeGap    = 20.0
	mapMargin  = 14.0
	portGap    = 14.0 // between arrows that end at the box in the middle
)

// mapView is who issues documents to whom.
type mapView struct {
	W, H  float64
	Nodes []mapNode
	Edges []mapEdge
	Rows  []mapRow
	More  int
}

type mapNode struct {
	X, Y, W, H float64
	TX, TY     float64
	Name       string // fits the box
	Full       string
	Lead       bool
	Claimed    bool
}

type mapEdge struct {
	Path       string
	Width      float64
	LX, LY     float64
	Count      int
	Full       string
	LabelWidth float64
	LabelHalf  float64
}

type mapRow struct {
	From, To string
	Count    int
}

type dealing struct{ from, to, count int }

// dealings draws who issues to whom: the leading organisation in the middle, on its
// left those that issue to it, on its right those that it issues to only. Dealings
// among the others stand in the table.
func (m *maker) dealings() *mapView {
	list := m.counted()
	if len(list) == 0 {
		return nil
	}
	v := &mapView{W: mapWidth, More: max(0, len(list)-maxEdges)}
	list = list[:min(maxEdges, len(list))]
	names := m.doc.Attribution.Candidates
	for _, d := range list {
		v.Rows = append(v.Rows, mapRow{shown(names[d.from].Name), shown(names[d.to].Name), d.count})
	}
	middle := centre(list)
	left, right := sides(list, middle)
	rows := float64(max(1, len(left), len(right)))
	v.H = 2*mapMargin + rows*nodeHeight + (rows-1)*nodeGap
	place := map[int]mapNode{}
	column := func(orgs []int, x float64) {
		n := float64(len(orgs))
		y := (v.H - n*nodeHeight - (n-1)*nodeGap) / 2
		for _, o := range orgs {
			place[o] = m.node(o, x, y, nodeHeight, o == middle)
			y += nodeHeight + nodeGap
		}
	}
	// With nobody on one side the drawing keeps to the other two thirds.
	tall := min(v.H-2*mapMargin, nodeHeight+portGap*float64(max(len(left), len(right))+1))
	at := (mapWidth - nodeWidth) / 2
	switch {
	case len(right) == 0:
		at = mapWidth - mapMargin - nodeWidth
	case len(left) == 0:
		at = mapMargin
	}
	column(left, mapMargin)
	place[middle] = m.node(middle, at, (v.H-tall)/2, tall, true)
	column(right, mapWidth-mapMargin-nodeWidth)
	for _, orgs := range [][]int{left, {middle}, right} {
		for _, o := range orgs {
			v.Nodes = append(v.Nodes, place[o])
		}
	}
	most := 1
	for _, d := range list {
		most = max(most, d.count)
	}
	both := map[[2]int]bool{}
	for _, d := range list {
		both[[2]int{d.from, d.to}] = true
	}
	for _, d := range list {
		a, okA := place[d.from]
		b, okB := place[d.to]
		if !okA || !okB || d.from != middle && d.to != middle {
			continue
		}
		e := connect(a, b, port(a, b, middle, d, left, right), both[[2]int{d.to, d.from}])
		e.Width = number(1.2 + 3.2*math.Sqrt(float64(d.count)/float64(most)))
		e.Count = d.count
		e.LabelWidth = float64(12 + 8*len(strconv.Itoa(d.count)))
		e.LabelHalf = e.LabelWidth / 2
		e.Full = a.Full + " → " + b.Full + ": " + strconv.Itoa(d.count)
		v.Edges = append(v.Edges, e)
	}
	return v
}

// counted lists who issues to whom, most documents first.
func (m *maker) counted() []dealing {
	count := map[[2]int]int{}
	for i, it := range m.doc.Items {
		if it.SameAs != "" {
			continue
		}
		o := m.in[i]
		for _, from := range o.Issuers {
			for _, to := range o.Recipients {
				if from != to {
					count[[2]int{from, to}]++
				}
			}
		}
	}
	list := make([]dealing, 0, len(count))
	for pair, n := range count {
		list = append(list, dealing{pair[0], pair[1], n})
	}
	slices.SortFunc(list, func(a, b dealing) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	return list
}

// centre is the organisation with the most arrows' documents, the better candidate
// where two have as many.
func centre(list []dealing) int {
	sum := map[int]int{}
	best := -1
	for _, d := range list {
		sum[d.from] += d.count
		sum[d.to] += d.count
	}
	for _, d := range list {
		for _, o := range []int{d.from, d.to} {
			if best < 0 || sum[o] > sum[best] || sum[o] == sum[best] && o < best {
				best = o
			}
		}
	}
	return best
}

func sides(list []dealing, middle int) (left, right []int) {
	for _, d := range list {
		if d.to == middle && !slices.Contains(left, d.from) && len(left) < maxSide {
			left = append(left, d.from)
		}
	}
	for _, d := range list {
		if d.from == middle && !slices.Contains(left, d.to) && !slices.Contains(right, d.to) && len(right) < maxSide {
			right = append(right, d.to)
		}
	}
	return left, right
}

func (m *maker) node(o int, x, y, h float64, lead bool) mapNode {
	c := m.doc.Attribution.Candidates[o]
	full := shown(c.Name)
	return mapNode{X: number(x), Y: number(y), W: nodeWidth, H: number(h), TX: number(x + nodeWidth/2), TY: number(y + h/2 + 5),
		Name: fit(full, 28), Full: full, Lead: lead, Claimed: slices.Contains(c.Roles, "claimed")}
}

// fit cuts a name to a number of half-width columns.
func fit(s string, cols int) string {
	w := 0
	for i, r := range s {
		n := 1
		if r >= 0x1100 {
			n = 2
		}
		if w+n > cols {
			return s[:i] + "…"
		}
		w += n
	}
	return s
}

// port is where on the side of the middle box the arrow from or to an organisation
// ends: in the order of the organisations, so that arrows do not cross there.
func port(a, b mapNode, middle int, d dealing, left, right []int) float64 {
	box, side, other := b, left, d.from
	if d.from == middle {
		box, other = a, d.to
	}
	i := slices.Index(side, other)
	if i < 0 {
		side = right
		i = slices.Index(side, other)
	}
	step := min(portGap, (box.H-16)/float64(max(1, len(side))))
	return box.Y + box.H/2 + (float64(i)-float64(len(side)-1)/2)*step
}

// connect draws an arrow from a to b; at is its height at the box in the middle. With
// one in the other direction too, the two keep apart.
func connect(a, b mapNode, at float64, twin bool) mapEdge {
	ay, by := a.Y+a.H/2, b.Y+b.H/2
	if a.Lead {
		ay = at
	} else if b.Lead {
		by = at
	}
	x1, x2, gap := a.X+a.W, b.X, 7.0
	if a.X > b.X {
		x1, x2, gap = a.X, b.X+b.W, -7.0
	}
	if twin {
		shift := 5.0
		if a.X > b.X {
			shift = -shift
		}
		ay, by = ay-shift, by-shift
	}
	mid, end := (x1+x2)/2, x2-gap
	// The number stands near the smaller box, where arrows lie apart.
	t := 0.24
	if a.Lead {
		t = 0.76
	}
	if twin && a.Lead {
		t = 0.55
	}
	return mapEdge{Path: fmt.Sprintf("M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f", x1, ay, mid, ay, mid, by, end, by),
		LX: number(cubic(x1, mid, mid, end, t)), LY: number(cubic(ay, ay, by, by, t))}
}

func cubic(a, b, c, d, t float64) float64 {
	u := 1 - t
	return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d
}
