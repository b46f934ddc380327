package repo

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

const (
	maxObject  = 16 << 20 // bytes of a commit, a tag or a tree that are read
	maxObjects = 1_000_000
)

// matchObject inflates the beginning of a loose object: its kind and its size.
func matchObject(p evidence.Probe) (string, bool) {
	if len(p.Head) < 8 || p.Head[0] != 0x78 || (int(p.Head[0])<<8|int(p.Head[1]))%31 != 0 {
		return "", false
	}
	kind, _, _ := objectHead(bytes.NewReader(p.Head))
	return "deflated " + kind, kind != ""
}

func objectHead(r io.Reader) (kind string, body io.Reader, err error) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return "", nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	b := bufio.NewReader(z)
	head, err := b.Peek(32)
	if len(head) < 6 {
		return "", nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	kind, rest, _ := strings.Cut(string(head), " ")
	size, _, ok := strings.Cut(rest, "\x00")
	switch kind {
	case "commit", "tag", "tree", "blob":
	default:
		return "", nil, fmt.Errorf("%w: no object of git", evidence.ErrCorrupt)
	}
	if !ok || size == "" || strings.Trim(size, "0123456789") != "" {
		return "", nil, fmt.Errorf("%w: an object without a size", evidence.ErrCorrupt)
	}
	_, err = b.Discard(len(kind) + len(size) + 2)
	return kind, b, err
}

func extractObject(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	kind, r, err := objectHead(in.Reader())
	if err != nil {
		return err
	}
	out.Meta("git:Object", kind, "")
	if kind == "blob" {
		out.Child(ctx, evidence.ChildName{Name: "blob", Origin: evidence.OriginEntry}, r)
		return out.Err
	}
	b, err := io.ReadAll(io.LimitReader(r, maxObject))
	object(out, kind, b, "")
	if err != nil {
		err = fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	return errors.Join(out.Err, err)
}

// object pushes who wrote a commit or a tag and what about, and the names in a tree.
func object(out *push.Pusher, kind string, b []byte, source string) {
	if kind == "tree" {
		var names []string
		for len(b) > 0 {
			_, rest, ok := bytes.Cut(b, []byte(" "))
			name, after, ended := bytes.Cut(rest, []byte{0})
			if !ok || !ended || len(after) < 20 {
				break
			}
			names = append(names, raw.View(name).Text())
			b = after[20:]
		}
		out.Text(strings.Join(names, "\n"), "tree", evidence.Locator{Part: source, Zone: evidence.ZonePath})
		return
	}
	head, message, _ := strings.Cut(raw.View(b).Text(), "\n\n")
	for line := range strings.SplitSeq(head, "\n") {
		k, v, ok := strings.Cut(line, " ")
		end := strings.LastIndexByte(v, '>')
		if !ok || end < 0 {
			continue
		}
		switch k {
		case "author":
			out.Meta("git:Author", v[:end+1], source)
		case "committer", "tagger":
			out.Meta("git:Committer", v[:end+1], source)
		}
	}
	for line := range strings.SplitSeq(message, "\n") {
		if k, v, ok := strings.Cut(line, ": "); ok && strings.HasSuffix(k, "-by") && strings.Contains(v, "@") {
			out.Meta("git:"+k, v, source)
		}
	}
	out.Text(message, kind, evidence.Locator{Part: source, Zone: evidence.ZoneBody})
}

func matchPack(p evidence.Probe) (string, bool) {
	if len(p.Head) < 12 || !bytes.HasPrefix(p.Head, []byte("PACK")) {
		return "", false
	}
	v := binary.BigEndian.Uint32(p.Head[4:])
	return fmt.Sprintf("signature PACK, version %d", v), v == 2 || v == 3
}

// extractPack walks a pack, gitformat-pack(5), for the commits and tags that are
// stored whole, as nearly all are; files in it, most of which are stored as
// differences, are counted only.
func extractPack(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	r := bufio.NewReader(in.Reader())
	var head [12]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return fmt.Errorf("%w: the pack ends early", evidence.ErrCorrupt)
	}
	count := int(binary.BigEndian.Uint32(head[8:]))
	files := 0
	var err error
	budget := max(in.Limits.RatioFloor, int64(in.Limits.Ratio*float64(in.Size)))
	if budget <= 0 {
		budget = 1 << 30
	}
	for n := 0; n < count && out.Err == nil; n++ {
		if n >= maxObjects {
			err = fmt.Errorf("%w: more than %d objects", evidence.ErrLimit, maxObjects)
			break
		}
		if cerr := ctx.Err(); cerr != nil {
			return cerr
		}
		kind, body, perr := packed(r, &budget)
		if perr != nil {
			err = fmt.Errorf("object %d of %d: %w", n+1, count, perr)
			break
		}
		switch kind {
		case 1:
			object(out, "commit", body, fmt.Sprintf("object %d", n+1))
		case 4:
			object(out, "tag", body, fmt.Sprintf("object %d", n+1))
		case 3, 6, 7:
			files++
		}
	}
	if files > 0 {
		out.Problem(fmt.Errorf("%w: %d files and differences in the pack are not read", evidence.ErrUnsupported, files), "")
	}
	return errors.Join(out.Err, err)
}

// packed reads one object and charges what came out of it to the budget.
func packed(r *bufio.Reader, budget *int64) (kind int, body []byte, err error) {
	early := fmt.Errorf("%w: the pack ends early", evidence.ErrCorrupt)
	c, err := r.ReadByte()
	if err != nil {
		return 0, nil, early
	}
	kind = int(c >> 4 & 7)
	for i := 0; c&0x80 != 0; i++ { // the size, which is not believed
		if c, err = r.ReadByte(); err != nil || i > 9 {
			return 0, nil, early
		}
	}
	switch kind {
	case 1, 2, 3, 4:
	case 6:
		for c = 0x80; c&0x80 != 0; {
			if c, err = r.ReadByte(); err != nil {
				return 0, nil, early
			}
		}
	case 7:
		if _, err := r.Discard(20); err != nil {
			return 0, nil, early
		}
	default:
		return 0, nil, fmt.Errorf("%w: an object of kind %d", evidence.ErrCorrupt, kind)
	}
	z, err := zlib.NewReader(r)
	if err != nil {
		return 0, nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	var b bytes.Buffer
	if kind == 1 || kind == 4 {
		if _, err = io.CopyN(&b, z, min(maxObject, *budget)); errors.Is(err, io.EOF) {
			err = nil
		}
	}
	rest := int64(0)
	if err == nil {
		rest, err = io.CopyN(io.Discard, z, *budget-int64(b.Len())+1)
		if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	*budget -= int64(b.Len()) + rest
	switch {
	case err != nil:
		return 0, nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	case *budget < 0:
		return 0, nil, fmt.Errorf("%w: the pack unpacks to far more than its size", evidence.ErrLimit)
	}
	return kind, b.Bytes(), nil
}

func matchIndex(p evidence.Probe) (string, bool) {
	if len(p.Head) < 12 || !bytes.HasPrefix(p.Head, []byte("DIRC")) {
		return "", false
	}
	v := binary.BigEndian.Uint32(p.Head[4:])
	return fmt.Sprintf("signature DIRC, version %d", v), v >= 2 && v <= 4
}

// extractIndex lists the files of a working copy, gitformat-index(5).
func extractIndex(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, 256<<20)
	if len(v) < 12 {
		return errors.Join(err, fmt.Errorf("%w: the header ends early", evidence.ErrCorrupt))
	}
	if binary.BigEndian.Uint32(v.Bytes(4, 4)) == 4 {
		return fmt.Errorf("%w: version 4 of the index", evidence.ErrUnsupported)
	}
	count := int(binary.BigEndian.Uint32(v.Bytes(8, 4)))
	var names []string
	at := 12
	for n := 0; n < count; n++ {
		if !v.Has(at, 64) {
			err = errors.Join(err, fmt.Errorf("%w: %d of %d entries are there", evidence.ErrCorrupt, n, count))
			break
		}
		head := 62
		if v[at+60]&0x40 != 0 {
			head = 64
		}
		name, _, _ := bytes.Cut(v.From(at+head), []byte{0})
		names = append(names, raw.View(name).Text())
		at += (head + len(name) + 8) &^ 7
	}
	for err == nil && len(v)-at > 20 && v.Has(at, 8) { // extensions, with their sizes
		at += 8 + int(binary.BigEndian.Uint32(v.From(at+4)))
	}
	if err == nil && len(v)-at < 20 {
		err = fmt.Errorf("%w: the digest at its end is missing", evidence.ErrCorrupt)
	}
	out.Text(strings.Join(names, "\n"), "index", evidence.Locator{Zone: evidence.ZonePath})
	return errors.Join(out.Err, err)
}
