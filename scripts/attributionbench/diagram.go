package main

import (
	"bytes"
	"fmt"
)

// diagram draws a reliability diagram: what was forecast against what came true, with
// Wilson intervals, and below it how often each probability was given.
func diagram(all []bin) []byte {
	const left, top, side, low = 60.0, 20.0, 360.0, 70.0
	var b bytes.Buffer
	x := func(p float64) float64 { return left + side*p }
	y := func(p float64) float64 { return top + side*(1-p) }
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 450 530" role="img" aria-label="Reliability diagram" font-family="sans-serif" font-size="12" fill="#1f2937">`+"\n")
	fmt.Fprintf(&b, `<rect width="450" height="530" fill="#fff"/>`+"\n")
	for i := range 11 {
		p := float64(i) / 10
		fmt.Fprintf(&b, `<path d="M%.1f %.1fH%.1fM%.1f %.1fV%.1f" stroke="#e5e7eb"/>`, left, y(p), left+side, x(p), top, top+side)
		if i%2 == 0 {
			fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="end">%.1f</text><text x="%.1f" y="%.1f" text-anchor="middle">%.1f</text>`, left-6, y(p)+4, p, x(p), top+side+16, p)
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, `<path d="M%.1f %.1fL%.1f %.1f" stroke="#9ca3af" stroke-dasharray="4 4"/>`+"\n", x(0), y(0), x(1), y(1))
	most := 1
	for _, v := range all {
		most = max(most, v.hits.of)
	}
	base := top + side + 40 + low
	for i, v := range all {
		if v.hits.of == 0 {
			continue
		}
		lo, hi := v.hits.wilson()
		cx, cy := x(v.mean), y(v.hits.value())
		fmt.Fprintf(&b, `<path d="M%.1f %.1fV%.1f" stroke="#0f766e" stroke-width="2"/><circle cx="%.1f" cy="%.1f" r="4" fill="#0f766e"/>`, cx, y(lo), y(hi), cx, cy)
		h := low * float64(v.hits.of) / float64(most)
		fmt.Fprintf(&b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="#94a3b8"/><text x="%.1f" y="%.1f" text-anchor="middle" font-size="10">%d</text>`+"\n",
			x(float64(i)/10)+3, base-h, side/10-6, h, x(float64(i)/10)+side/20, base+12, v.hits.of)
	}
	fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">probability given to the first candidate</text>`, left+side/2, top+side+32)
	fmt.Fprintf(&b, `<text transform="translate(18 %.1f) rotate(-90)" text-anchor="middle">share of them that own the records</text>`, top+side/2)
	fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" text-anchor="middle">packages by probability</text>`, left+side/2, base+28)
	b.WriteString("\n</svg>\n")
	return b.Bytes()
}
