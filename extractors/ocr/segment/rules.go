package segment

// ruleThick is the greatest thickness in mask pixels of a rule: a hairline marks
// up to three rows, one of two pixels four.
const ruleThick = 5

// dropRules clears long straight rules: borders of tables and panels, underlines.
// A run of at least minH (minV) pixels is a rule where most of it is thin; pixels
// of strokes that cross it stay. Both directions are found before any is cleared.
func dropRules(m *mask, minH, minV int) {
	type pixelRun struct{ at, from, to int }
	var across, down []pixelRun
	for y := range m.h {
		runs(m.row(y), 1, func(from, to int) {
			if to-from >= minH && m.mostlyThin(from, to, func(x int) bool { return m.thinAcross(x, y) }) {
				across = append(across, pixelRun{y, from, to})
			}
		})
	}
	column := make([]uint8, m.h)
	for x := range m.w {
		for y := range m.h {
			column[y] = m.m[y*m.w+x]
		}
		runs(column, 1, func(from, to int) {
			if to-from >= minV && m.mostlyThin(from, to, func(y int) bool { return m.thinDown(x, y) }) {
				down = append(down, pixelRun{x, from, to})
			}
		})
	}
	const doomed = 2
	for _, r := range across {
		for x := r.from; x < r.to; x++ {
			if m.thinAcross(x, r.at) {
				m.m[r.at*m.w+x] = doomed
			}
		}
	}
	for _, r := range down {
		for y := r.from; y < r.to; y++ {
			if m.thinDown(r.at, y) {
				m.m[y*m.w+r.at] = doomed
			}
		}
	}
	for i, v := range m.m {
		if v == doomed {
			m.m[i] = 0
		}
	}
}

// runs calls f for every maximal run of v in row.
func runs(row []uint8, v uint8, f func(from, to int)) {
	for i := 0; i < len(row); {
		if row[i] != v {
			i++
			continue
		}
		from := i
		for i < len(row) && row[i] == v {
			i++
		}
		f(from, i)
	}
}

func (m *mask) mostlyThin(from, to int, thin func(int) bool) bool {
	n, t := 0, 0
	for i := from; i < to; i += 3 {
		n++
		if thin(i) {
			t++
		}
	}
	return t*10 >= n*6
}

// reach is how far from a pixel thinness is looked for.
const reach = 8

func (m *mask) thinAcross(x, y int) bool {
	a, b := y, y
	for a > 0 && m.m[(a-1)*m.w+x] != 0 && y-a < reach {
		a--
	}
	for b < m.h-1 && m.m[(b+1)*m.w+x] != 0 && b-y < reach {
		b++
	}
	return b-a+1 <= ruleThick
}

func (m *mask) thinDown(x, y int) bool {
	row := m.row(y)
	a, b := x, x
	for a > 0 && row[a-1] != 0 && x-a < reach {
		a--
	}
	for b < m.w-1 && row[b+1] != 0 && b-x < reach {
		b++
	}
	return b-a+1 <= ruleThick
}
