package image

import (
	"bytes"

	"evscan/evidence"
)

// metaGIF reads comments and the XMP of
// https://www.w3.org/Graphics/GIF/spec-gif89a.txt, sections 24 and 26. The packet of
// XMP lies in the file as it is, not in blocks, and a trailer of descending bytes
// leads a decoder of blocks out of it.
func metaGIF(in evidence.Input, p *props) error {
	head := readAt(in, 0, 13)
	if len(head) < 13 {
		return nil
	}
	g := &blocks{in: in, pos: 13 + colours(head[10])}
	for p.err == nil {
		switch g.next() {
		case 0x21:
			switch label := g.next(); label {
			case 0xfe:
				p.add("gif:Comment", anyText(bytes.TrimRight(g.data(), "\x00")), "comment extension")
			case 0xff:
				g.application(p)
			default:
				g.data()
			}
		case 0x2c:
			desc := readAt(in, g.pos, 9)
			if len(desc) < 9 {
				return p.err
			}
			g.pos += 9 + colours(desc[8]) + 1
			g.skip()
		default:
			return p.err
		}
	}
	return p.err
}

func colours(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

// blocks walks a GIF file.
type blocks struct {
	in  evidence.Input
	pos int64
}

// next is the next byte, 0x3b, the trailer, behind the end.
func (g *blocks) next() byte {
	b := readAt(g.in, g.pos, 1)
	g.pos++
	if len(b) == 0 {
		return 0x3b
	}
	return b[0]
}

// data joins sub-blocks, at most as much as a fact holds.
func (g *blocks) data() []byte {
	var out []byte
	for {
		b := readAt(g.in, g.pos, 1)
		if len(b) == 0 || b[0] == 0 {
			g.pos++
			return out
		}
		if len(out) < evidence.MaxFactBytes {
			out = append(out, readAt(g.in, g.pos+1, int64(b[0]))...)
		}
		g.pos += 1 + int64(b[0])
	}
}

// skip passes over sub-blocks, reading many at a time.
func (g *blocks) skip() {
	for {
		buf := readAt(g.in, g.pos, 64<<10)
		if len(buf) == 0 {
			return
		}
		i := 0
		for i < len(buf) && buf[i] != 0 {
			i += 1 + int(buf[i])
		}
		if i < len(buf) {
			g.pos += int64(i) + 1
			return
		}
		g.pos += int64(i)
	}
}

func (g *blocks) application(p *props) {
	if n := readAt(g.in, g.pos, 12); string(n) == "\x0bXMP DataXMP" {
		start := g.pos + 12
		data := readAt(g.in, start, blockBytes)
		if i := bytes.Index(data, []byte{1, 0xff, 0xfe, 0xfd}); i >= 0 {
			pushXMP(p, data[:i], "XMP")
			g.pos = start + int64(i) + 258
			return
		}
		p.problem(evidence.ProblemCorrupt, "XMP", "a packet without an end")
	}
	g.data()
}
