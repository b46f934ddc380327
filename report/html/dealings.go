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
// left those that issue to it, on its right those that it issues to only.
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
			place[o] = m.node(o, x, y, o == middle)
			y += nodeHeight + nodeGap
		}
	}
	column(left, mapMargin)
	column([]int{middle}, (mapWidth-nodeWidth)/2)
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
		if !okA || !okB {
			continue
		}
		e := connect(a, b, both[[2]int{d.to, d.from}])
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
	found := witnesses(m.doc.Attribution.Candidates)
	count := map[[2]int]int{}
	for _, it := range m.doc.Items {
		if it.SameAs != "" {
			continue
		}
		o := m.orgs.item(it, found)
		for _, from := range o.issuers {
			for _, to := range o.recipients {
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

func (m *maker) node(o int, x, y float64, lead bool) mapNode {
	c := m.doc.Attribution.Candidates[o]
	full := shown(c.Name)
	return mapNode{X: number(x), Y: number(y), W: nodeWidth, H: nodeHeight, TX: number(x + nodeWidth/2), TY: number(y + nodeHeight/2 + 5),
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

// connect draws an arrow from a to b; with one in the other direction too, the two
// keep apart.
func connect(a, b mapNode, twin bool) mapEdge {
	ay, by := a.Y+a.H/2, b.Y+b.H/2
	var x1, x2 float64
	switch {
	case a.X == b.X: // the same column never deals with itself in this drawing
		x1, x2 = a.X+a.W, b.X+b.W
	case a.X < b.X:
		x1, x2 = a.X+a.W, b.X
	default:
		x1, x2 = a.X, b.X+b.W
	}
	if twin {
		shift := 8.0
		if a.X > b.X {
			shift = -shift
		}
		ay, by = ay-shift, by-shift
	}
	mid := (x1 + x2) / 2
	gap := 7.0
	if x2 < x1 {
		gap = -gap
	}
	end := x2 - gap
	t := 0.42
	lx := cubic(x1, mid, mid, end, t)
	ly := cubic(ay, ay, by, by, t)
	return mapEdge{Path: fmt.Sprintf("M%.1f %.1f C%.1f %.1f %.1f %.1f %.1f %.1f", x1, ay, mid, ay, mid, by, end, by), LX: number(lx), LY: number(ly)}
}

func cubic(a, b, c, d, t float64) float64 {
	u := 1 - t
	return u*u*u*a + 3*u*u*t*b + 3*u*t*t*c + t*t*t*d
}
