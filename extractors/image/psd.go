package image

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"evscan/evidence"
)

// maxLayers bounds the layers of one picture.
const maxLayers = 8000

// metaPSD reads header, image resources and layers of "Adobe Photoshop File Formats
// Specification"; version 2 (PSB) has longer lengths.
func metaPSD(in evidence.Input, p *props) error {
	h := readAt(in, 0, 30)
	if len(h) < 30 {
		p.problem(evidence.ProblemCorrupt, "", "cut off in its header")
		return p.err
	}
	big := h[5] == 2
	p.size(int64(binary.BigEndian.Uint32(h[18:])), int64(binary.BigEndian.Uint32(h[14:])), "header")
	at := 30 + int64(binary.BigEndian.Uint32(h[26:])) // colours
	n := readAt(in, at, 4)
	if len(n) < 4 {
		p.problem(evidence.ProblemCorrupt, "", "cut off before its resources")
		return p.err
	}
	size := int64(binary.BigEndian.Uint32(n))
	pushResources(p, readAt(in, at+4, min(size, blockBytes)))
	at += 4 + size
	width := int64(4)
	if big {
		width = 8
	}
	r := &psdReader{in: in, at: at, big: big}
	r.number(width) // layers and masks together
	r.number(width) // layers
	r.layers(p)
	if r.cut {
		p.problem(evidence.ProblemCorrupt, "layers", "cut off")
	}
	return p.err
}

type psdReader struct {
	in  evidence.Input
	at  int64
	big bool
	cut bool
}

func (r *psdReader) bytes(n int64) []byte {
	b := readAt(r.in, r.at, n)
	r.at += n
	if int64(len(b)) < n {
		r.cut = true
		return nil
	}
	return b
}

func (r *psdReader) number(n int64) int64 {
	var v uint64
	for _, c := range r.bytes(n) {
		v = v<<8 | uint64(c)
	}
	return int64(v & (1<<62 - 1))
}

// layers pushes names and texts of the layers' records.
func (r *psdReader) layers(p *props) {
	count := int(int16(r.number(2)))
	if count < 0 {
		count = -count
	}
	if r.cut || count == 0 {
		r.cut = false // a picture without layers may end here
		return
	}
	for i := 0; i < min(count, maxLayers) && !r.cut && p.err == nil; i++ {
		r.number(8) // rectangle
		r.number(8)
		channels := r.number(2)
		per := int64(6)
		if r.big {
			per = 10
		}
		r.at += channels * per
		r.number(8) // signature, blend mode
		r.number(4)
		end := r.number(4)
		end += r.at
		r.at += r.number(4) // mask
		r.at += r.number(4) // blending ranges
		n := r.number(1)
		name := anyText(r.bytes(n))
		r.at += (4 - (n+1)%4) % 4
		for r.at+12 <= end && !r.cut {
			sig := string(r.bytes(4))
			key := string(r.bytes(4))
			if sig != "8BIM" && sig != "8B64" {
				break
			}
			size := r.number(r.keyLength(key))
			next := r.at + size
			if r.cut || next < r.at {
				break
			}
			switch key {
			case "luni":
				if s, n := unicodeString(r.bytes(min(size, 4096))); n > 0 {
					name = s
				}
			case "TySh":
				r.text(p, readAt(r.in, r.at, min(size, blockBytes)))
			}
			r.at = next
		}
		r.at = end
		if !strings.HasPrefix(name, "</Layer") { // ends of groups
			p.add("psd:LayerName", name, fmt.Sprintf("layer %d", i+1))
		}
	}
}

// keyLength is the width of an additional block's length.
func (r *psdReader) keyLength(key string) int64 {
	switch key {
	case "LMsk", "Lr16", "Lr32", "Layr", "Mt16", "Mt32", "Mtrn", "Alph", "FMsk", "lnk2", "FEid", "FXid", "PxSD":
		if r.big {
			return 8
		}
	}
	return 4
}

// text pushes the text of a type layer: the descriptor's string "Txt ".
func (r *psdReader) text(p *props, b []byte) {
	i := bytes.Index(b, []byte("Txt TEXT"))
	if i < 0 || p.err != nil {
		return
	}
	if s, n := unicodeString(b[i+8:]); n > 0 {
		s = strings.TrimSpace(strings.NewReplacer("\r", "\n", "\x03", "\n").Replace(s))
		if s != "" && len(s) <= evidence.MaxFactBytes {
			p.err = p.out.Fact(evidence.Fact{Kind: evidence.FactText, Value: strings.ToValidUTF8(s, "\uFFFD"), Source: "type layer", At: evidence.Locator{Zone: evidence.ZoneBody}})
		}
	}
}
