package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
	"slices"
)

// Bounds of what the own reader holds of one file, in bytes.
const (
	maxFile    = 128 << 20 // a larger one is left to poppler
	maxStream  = 64 << 20  // of one stream, expanded
	maxStreams = 256 << 20 // of all streams, expanded
	maxObjects = 1 << 20
)

// objects are the indirect objects of a file. They are found by looking through all
// of it and not by its table of references, which is wrong in many files and
// leaves out what a later change replaced: the last object of a number counts.
type objects struct {
	data    []byte
	at      map[ref]place
	known   map[ref]any
	trailer dict
	order   []ref // in the order of the file
	left    int64 // bytes that streams may still expand to
	cut     bool  // a bound was met
	busy    map[ref]bool
}

// place is where an object begins: in the file, or in an object stream.
type place struct {
	pos    int
	packed []byte
}

func scan(data []byte) *objects {
	o := &objects{data: data, at: map[ref]place{}, known: map[ref]any{}, trailer: dict{}, left: maxStreams, busy: map[ref]bool{}}
	for pos := 0; ; {
		i := bytes.Index(data[pos:], []byte("obj"))
		if i < 0 {
			break
		}
		i += pos
		pos = i + 3
		if n, ok := numbered(data, i); ok {
			o.add(n, place{pos: pos})
			head := data[pos:min(len(data), pos+400)]
			switch {
			case bytes.Contains(head, []byte("ObjStm")):
				o.unpack(pos)
			case bytes.Contains(head, []byte("XRef")):
				if s, ok := o.parse(place{pos: pos}).(*stream); ok && s.dict["Type"] == name("XRef") {
					o.trail(s.dict)
				}
			}
		}
	}
	for pos := 0; ; {
		i := bytes.Index(data[pos:], []byte("trailer"))
		if i < 0 {
			break
		}
		pos += i + len("trailer")
		l := lexer{b: data, pos: pos}
		if v, ok := l.object(0); ok {
			if d, ok := v.(dict); ok {
				o.trail(d)
			}
		}
	}
	return o
}

// numbered reads backwards from "obj" at i the number of the object.
func numbered(data []byte, i int) (ref, bool) {
	back := func(from int, is func(byte) bool) int {
		for from > 0 && i-from < 40 && is(data[from-1]) {
			from--
		}
		return from
	}
	gap := back(i, space)
	gen := back(gap, digit)
	mid := back(gen, space)
	num := back(mid, digit)
	if gen == gap || mid == gen || num == mid || mid-num > 9 {
		return 0, false
	}
	n := 0
	for _, c := range data[num:mid] {
		n = n*10 + int(c-'0')
	}
	return ref(n), n > 0
}

func (o *objects) add(n ref, p place) {
	if _, seen := o.at[n]; !seen {
		if len(o.order) == maxObjects {
			o.cut = true
			return
		}
		o.order = append(o.order, n)
	}
	o.at[n] = p
	delete(o.known, n)
}

func (o *objects) trail(d dict) {
	for _, key := range []name{"Root", "ID", "Encrypt", "Info"} {
		if v, ok := d[key]; ok {
			o.trailer[key] = v
		}
	}
}

// unpack adds the objects of an object stream (7.5.7).
func (o *objects) unpack(pos int) {
	s, ok := o.parse(place{pos: pos}).(*stream)
	if !ok || s.dict["Type"] != name("ObjStm") {
		return
	}
	b, _ := o.expand(s)
	first, _ := o.get(s.dict["First"]).(float64)
	n, _ := o.get(s.dict["N"]).(float64)
	if first < 0 || int64(first) > int64(len(b)) {
		return
	}
	l := lexer{b: b[:int(first)]}
	for i := 0; i < int(min(n, maxObjects)); i++ {
		num, ok1 := l.object(0)
		off, ok2 := l.object(0)
		number, ok3 := num.(float64)
		at, ok4 := off.(float64)
		if !ok1 || !ok2 || !ok3 || !ok4 {
			return
		}
		if start := int64(first) + int64(at); number > 0 && number < 1<<31 && at >= 0 && start < int64(len(b)) {
			o.add(ref(number), place{pos: int(start), packed: b})
		}
	}
}

// get follows references.
func (o *objects) get(v any) any {
	for hops := 0; hops < 16; hops++ {
		r, ok := v.(ref)
		if !ok {
			return v
		}
		next, ok := o.known[r]
		if !ok {
			p, there := o.at[r]
			if !there || o.busy[r] {
				return nil
			}
			o.busy[r] = true
			next = o.parse(p)
			delete(o.busy, r)
			o.known[r] = next
		}
		v = next
	}
	return nil
}

func (o *objects) dict(v any) dict {
	switch d := o.get(v).(type) {
	case dict:
		return d
	case *stream:
		return d.dict
	}
	return nil
}

func (o *objects) array(v any) array {
	a, _ := o.get(v).(array)
	return a
}

func (o *objects) name(v any) name {
	n, _ := o.get(v).(name)
	return n
}

// text is the value of a text string, "" where v is none.
func (o *objects) text(v any) string {
	t, _ := o.get(v).(text)
	return t.String()
}

func (o *objects) parse(p place) any {
	b := o.data
	if p.packed != nil {
		b = p.packed
	}
	l := lexer{b: b, pos: p.pos}
	v, ok := l.object(0)
	d, isDict := v.(dict)
	if !ok || !isDict || p.packed != nil {
		return v
	}
	l.skip()
	if !bytes.HasPrefix(b[l.pos:], []byte("stream")) {
		return v
	}
	start := l.pos + len("stream")
	if start < len(b) && b[start] == '\r' {
		start++
	}
	if start < len(b) && b[start] == '\n' {
		start++
	}
	return &stream{dict: d, raw: o.raw(d, b[min(start, len(b)):])}
}

// raw is a stream's data. A length that does not lead to its end is not believed.
func (o *objects) raw(d dict, b []byte) []byte {
	if n, ok := o.get(d["Length"]).(float64); ok && n >= 0 && int64(n) <= int64(len(b)) {
		rest := bytes.TrimLeft(b[int(n):min(len(b), int(n)+20)], "\r\n ")
		if bytes.HasPrefix(rest, []byte("endstream")) {
			return b[:int(n)]
		}
	}
	if i := bytes.Index(b, []byte("endstream")); i >= 0 {
		return bytes.TrimSuffix(bytes.TrimSuffix(b[:i], []byte("\n")), []byte("\r"))
	}
	return b
}

func (o *objects) filters(s *stream) (filters []name) {
	switch f := o.get(s.dict["Filter"]).(type) {
	case name:
		filters = []name{f}
	case array:
		for _, v := range f {
			filters = append(filters, o.name(v))
		}
	}
	return filters
}

// swells reports whether a stream expands to more than maxStream, without keeping
// what comes out.
func (o *objects) swells(s *stream) bool {
	const most = 1032 // times its size is what Flate can make of anything
	filters := o.filters(s)
	if len(filters) < 2 && int64(len(s.raw))*most < maxStream {
		return false
	}
	var r io.Reader = bytes.NewReader(s.raw)
	for i, f := range filters {
		if f != "FlateDecode" && f != "Fl" || i == 8 {
			return false
		}
		z, err := zlib.NewReader(r)
		if err != nil {
			return false
		}
		r = z
	}
	n, _ := io.Copy(io.Discard, io.LimitReader(r, maxStream+1)) // what comes before damage counts
	return n > maxStream
}

// expand undoes the filters of a stream, of which only Flate is known, and reports
// whether all of it came out. What came before damage or a bound is returned.
func (o *objects) expand(s *stream) ([]byte, bool) {
	filters := o.filters(s)
	b := s.raw
	whole := true
	for i, f := range filters {
		if f != "FlateDecode" && f != "Fl" || i == 8 {
			return nil, false
		}
		z, err := zlib.NewReader(bytes.NewReader(b))
		if err != nil {
			return nil, false
		}
		most := min(maxStream, o.left)
		out, err := io.ReadAll(io.LimitReader(z, most+1))
		if int64(len(out)) > most {
			o.cut = true
			out = out[:most]
			whole = false
		}
		o.left -= int64(len(out))
		whole = whole && err == nil
		b = out
	}
	return b, whole
}

// root is the catalogue.
func (o *objects) root() dict {
	if d := o.dict(o.trailer["Root"]); d != nil {
		return d
	}
	for _, n := range slices.Backward(o.order) {
		if d := o.dict(n); d != nil && o.name(d["Type"]) == "Catalog" {
			return d
		}
	}
	return nil
}

// pages lists the pages in order, at most maxPages.
func (o *objects) pages() []dict {
	var out []dict
	seen := map[ref]bool{}
	var walk func(v any, depth int)
	walk = func(v any, depth int) {
		if r, ok := v.(ref); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		d := o.dict(v)
		if d == nil || depth > maxNesting || len(out) >= maxPages {
			return
		}
		if kids, ok := o.get(d["Kids"]).(array); ok {
			for _, k := range kids {
				walk(k, depth+1)
			}
			return
		}
		out = append(out, d)
	}
	walk(o.root()["Pages"], 0)
	return out
}

const maxPages = 100_000
