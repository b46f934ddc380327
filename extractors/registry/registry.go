// Package registry reads hives of the Windows registry and the text that regedit
// exports: who owns the machine, what it and its domain are called, which servers,
// shares and printers its users went to.
package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// Bounds of one hive. Those of servers have 150 MB and a million keys.
const (
	maxHive   = 384 << 20
	maxKeys   = 3_000_000
	maxDepth  = 512 // as Windows
	maxText   = 64 << 10
	hbinStart = 4096
)

// Formats lists the hive and the export.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "regf", MIME: "application/x-ms-regf", Version: 1,
			Match: func(p evidence.Probe) (string, bool) {
				return "signature regf", bytes.HasPrefix(p.Head, []byte("regf")) && p.Size >= 512
			},
			Extract: extractHive},
		{ID: "reg", MIME: "text/x-ms-regedit", Version: 1, Exts: []string{"reg"}, Match: matchExport, Extract: extractExport},
	}
}

// hive is a hive in memory. Its layout is not published by Microsoft; this follows
// the description at https://github.com/msuhanov/regf.
type hive struct {
	ctx   context.Context
	v     raw.View
	out   *push.Pusher
	f     finder
	seen  map[int]bool
	keys  int
	wrong int // cells that were no cells
}

func extractHive(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	h := &hive{ctx: ctx, out: push.New(sink, in.Limits), seen: map[int]bool{}}
	h.f.out = h.out
	var err error
	if h.v, err = raw.All(in, maxHive); err != nil && len(h.v) == 0 {
		return err
	}
	h.out.Meta("reg:Hive", h.v.Bytes(48, 64).UTF16(), "header")
	h.out.Meta("reg:Written", raw.FileTime(uint64(h.v.U64(12))), "header")
	if e := h.walk(); err == nil {
		err = e
	}
	h.f.flush()
	switch {
	case err != nil:
	case h.v.U32(40)+hbinStart > len(h.v):
		err = fmt.Errorf("%w: the hive ends early", evidence.ErrCorrupt)
	case h.wrong > 0:
		err = fmt.Errorf("%w: %d cells are damaged", evidence.ErrCorrupt, h.wrong)
	}
	return errors.Join(h.out.Err, err)
}

// cell is the content of the cell at an offset as hives store it.
func (h *hive) cell(at int) raw.View {
	if at <= 0 || at == 0xffffffff {
		return nil
	}
	at += hbinStart
	size := int(int32(uint32(h.v.U32(at))))
	if size < 0 {
		size = -size
	}
	if size < 8 {
		return nil
	}
	return h.v.Bytes(at+4, size-4)
}

// pending is a key that is still to be read.
type pending struct {
	at, depth int
	path      string
}

func (h *hive) walk() error {
	stack := []pending{{at: h.v.U32(36)}}
	for len(stack) > 0 && h.out.Err == nil {
		k := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if h.seen[k.at] {
			continue
		}
		h.seen[k.at] = true
		if h.keys++; h.keys > maxKeys {
			return fmt.Errorf("%w: more than %d keys", evidence.ErrLimit, maxKeys)
		}
		if h.keys%1000 == 0 {
			if err := h.ctx.Err(); err != nil {
				return err
			}
		}
		nk := h.cell(k.at)
		if string(nk.Bytes(0, 2)) != "nk" {
			h.wrong++
			continue
		}
		if k.depth > 0 { // the root is called differently on every machine
			k.path += `\` + name(nk.Bytes(76, nk.U16(72)), nk.U16(2)&0x20 != 0)
		}
		h.f.key(k.path)
		h.values(k.path, nk.U32(40), nk.U32(36))
		if k.depth >= maxDepth {
			continue
		}
		children := h.subkeys(nk.U32(28), nk.U32(20), 0)
		for i := len(children) - 1; i >= 0; i-- {
			stack = append(stack, pending{children[i], k.depth + 1, k.path})
		}
	}
	return nil
}

func name(b raw.View, latin bool) string {
	if !latin {
		return b.UTF16()
	}
	out := make([]rune, 0, len(b))
	for _, c := range b {
		out = append(out, rune(c))
	}
	return string(out)
}

// subkeys lists the offsets of keys in a list, or in a list of lists.
func (h *hive) subkeys(at, count, depth int) []int {
	if count == 0 {
		return nil
	}
	list := h.cell(at)
	n := list.U16(2)
	each := 4
	switch string(list.Bytes(0, 2)) {
	case "lf", "lh":
		each = 8
	case "li":
	case "ri":
		var out []int
		for i := 0; i < n && depth == 0 && len(out) < maxKeys; i++ {
			out = append(out, h.subkeys(list.U32(4+4*i), 1, 1)...)
		}
		return out
	default:
		h.wrong++
		return nil
	}
	var out []int
	for i := 0; i < n && list.Has(4+each*i, each); i++ {
		out = append(out, list.U32(4+each*i))
	}
	return out
}

func (h *hive) values(path string, at, count int) {
	list := h.cell(at)
	for i := 0; i < count && list.Has(4*i, 4); i++ {
		vk := h.cell(list.U32(4 * i))
		if string(vk.Bytes(0, 2)) != "vk" {
			h.wrong++
			continue
		}
		n := name(vk.Bytes(20, vk.U16(2)), vk.U16(16)&1 != 0)
		size, typ := vk.U32(4), vk.U32(12)
		var data raw.View
		if size&0x80000000 != 0 {
			data = vk.Bytes(8, min(size&0x7fffffff, 4))
		} else {
			data = h.data(vk.U32(8), min(size, maxText))
		}
		if s := text(typ, data, path); s != "" {
			h.f.value(path, n, s)
		}
	}
}

// data reads a value; one of more than 16,344 bytes may lie in several cells.
func (h *hive) data(at, size int) raw.View {
	c := h.cell(at)
	if string(c.Bytes(0, 2)) != "db" || size <= 16344 {
		return c.Bytes(0, size)
	}
	list := h.cell(c.U32(4))
	var out raw.View
	for i := 0; i < c.U16(2) && list.Has(4*i, 4) && len(out) < size; i++ {
		out = append(out, h.cell(list.U32(4*i)).Bytes(0, 16344)...)
	}
	return out.Bytes(0, size)
}

// text is what a value says in words; "" for numbers and for bytes.
func text(typ int, data raw.View, path string) string {
	switch typ {
	case 1, 2, 6: // REG_SZ, REG_EXPAND_SZ, REG_LINK
		return data.UTF16()
	case 7: // REG_MULTI_SZ
		var list []string
		for len(data) >= 2 {
			s := data.UTF16()
			if s == "" {
				break
			}
			list = append(list, s)
			next := 2
			for i := 0; i+1 < len(data); i += 2 {
				if data[i] == 0 && data[i+1] == 0 {
					next = i + 2
					break
				}
				next = len(data)
			}
			data = data.From(next)
		}
		return strings.Join(list, ", ")
	}
	low := strings.ToLower(path)
	switch {
	case strings.Contains(low, `\explorer\recentdocs`): // a name, then a link
		return data.UTF16()
	case strings.HasSuffix(low, `\policy\polprdmn`), strings.HasSuffix(low, `\policy\poldnddn`): // a counted string
		return data.From(8).UTF16()
	}
	return ""
}

func matchExport(p evidence.Probe) (string, bool) {
	g, ok := charset.Of(p)
	if !ok {
		return "", false
	}
	start := strings.TrimLeft(g.Decode(p.Head[:min(len(p.Head), 512)]), "\ufeff \r\n")
	for _, s := range []string{"Windows Registry Editor Version", "REGEDIT4"} {
		if strings.HasPrefix(start, s) {
			return "starts with " + s, true
		}
	}
	return "", false
}

func extractExport(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, maxHive/4)
	f := finder{out: out}
	var path string
	var block strings.Builder
	flush := func() {
		out.Text(block.String(), "", evidence.Locator{Zone: evidence.ZoneBody})
		block.Reset()
	}
	g, ok := charset.Detect(v[:min(len(v), 1<<20)])
	if !ok {
		return errors.Join(out.Err, fmt.Errorf("%w: the bytes are no text", evidence.ErrCorrupt))
	}
	n := 0
	for line := range strings.SplitSeq(g.Decode(v), "\n") {
		if n++; n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			path = `\` + strings.Trim(line, "[]")
			f.key(path)
		} else if k, val, ok := strings.Cut(line, "="); ok {
			k, val = strings.Trim(k, `"`), strings.TrimSpace(val)
			if secret(k) {
				line = `"` + k + `"=(not shown)`
			} else if strings.HasPrefix(val, `"`) {
				val = strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(strings.Trim(val, `"`))
				f.value(path, k, val)
				line = k + "=" + val
			} else {
				continue // numbers and bytes
			}
		} else if strings.HasPrefix(line, "hex") || strings.HasSuffix(line, `,\`) || strings.Trim(line, "0123456789abcdefABCDEF,\\") == "" {
			continue
		}
		if block.Len()+len(line) > 32<<10 {
			flush()
		}
		block.WriteString(line + "\n")
		if out.Err != nil {
			break
		}
	}
	flush()
	return errors.Join(out.Err, err)
}
