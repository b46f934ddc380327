package windows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// Thumbnail stores: Thumbs.db of each folder (a compound file with the names of the
// pictures in its catalogue) and thumbcache_*.db of each user (pictures only).

func matchThumbs(p evidence.Probe) (string, bool) {
	names := streamNames(p)
	if names["Catalog"] {
		return "compound file with the stream Catalog", true
	}
	// Windows Vista and later on shares: streams are called after a size and a hash.
	n := 0
	for name := range names {
		size, hash, ok := strings.Cut(name, "_")
		if !ok || len(hash) != 16 || strings.Trim(size, "0123456789") != "" || strings.Trim(hash, "0123456789abcdef") != "" {
			return "", false
		}
		n++
	}
	return "compound file with streams called after sizes and hashes", n > 0
}

func extractThumbs(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	names := map[string]string{}
	var list []string
	err := streams(in, func(name string, v raw.View, err error) bool {
		if name == "Catalog" {
			out.Problem(err, name)
			list = catalogue(v, names)
			return false
		}
		return true
	})
	if err != nil {
		return errors.Join(out.Err, err)
	}
	for _, n := range list {
		out.Meta("thumbs:Name", n, "Catalog")
	}
	out.Text(strings.Join(list, "\n"), "Catalog", evidence.Locator{Zone: evidence.ZoneBody})
	err = streams(in, func(name string, v raw.View, err error) bool {
		if name == "Catalog" {
			return true
		}
		out.Problem(err, name)
		if picture := pictureIn(v, 64); picture != nil {
			title := names[name]
			if title == "" {
				title = name
			}
			out.Child(ctx, evidence.ChildName{Name: title, Origin: evidence.OriginEmbedded}, bytes.NewReader(picture))
		}
		return out.Err == nil
	})
	return errors.Join(out.Err, err)
}

// catalogue reads the names and returns them in order; byStream gets them under the
// stream's name, which is the entry's number written backwards.
func catalogue(v raw.View, byStream map[string]string) []string {
	var list []string
	at := v.U16(0)
	for at >= 12 && v.Has(at, 18) && len(list) < maxStreams {
		size := v.U32(at)
		if size < 18 {
			break
		}
		name := v.Bytes(at+16, size-16).UTF16()
		number := []byte(fmt.Sprint(v.U32(at + 4)))
		slices.Reverse(number)
		if name != "" {
			byStream[string(number)] = name
			list = append(list, name)
		}
		at += size
	}
	return list
}

// pictureIn finds the picture that begins within the first bytes of v.
func pictureIn(v raw.View, within int) []byte {
	head := v.Bytes(0, within)
	best := -1
	for _, magic := range []string{"\xff\xd8\xff", "\x89PNG\r\n\x1a\n", "BM"} {
		if at := bytes.Index(head, []byte(magic)); at >= 0 && (best < 0 || at < best) {
			best = at
		}
	}
	if best < 0 {
		return nil
	}
	return v[best:]
}

func matchCache(p evidence.Probe) (string, bool) {
	v := raw.View(p.Head)
	version := v.U32(4)
	return fmt.Sprintf("signature CMMM, version %d", version), bytes.HasPrefix(v, []byte("CMMM")) && version > 0 && version < 100
}

// maxThumbnails bounds the pictures of one cache, which holds thousands.
const maxThumbnails = 50_000

// extractCache walks the entries, each of which says how long it is. A hole left by
// a deleted entry is stepped over in search of the next signature.
func extractCache(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	n := 0
	for at := int64(24); at < in.Size && out.Err == nil; {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := part(in, at, 64)
		if err != nil {
			return errors.Join(out.Err, err)
		}
		if string(v.Bytes(0, 4)) != "CMMM" {
			// A hole: on to where the next entry begins.
			if v, err = part(in, at, 64<<10); err != nil {
				return errors.Join(out.Err, err)
			}
			if skip := bytes.Index(v, []byte("CMMM")); skip >= 0 {
				at += int64(skip)
			} else {
				at += int64(max(1, len(v)-3))
			}
			continue
		}
		size := v.U32(4)
		if size < 40 || int64(size) > in.Size-at {
			if size >= 40 {
				return errors.Join(out.Err, fmt.Errorf("%w: the entry at %d ends early", evidence.ErrCorrupt, at))
			}
			at += 4
			continue
		}
		if v, err = part(in, at, min(size, maxBytes)); err != nil {
			return errors.Join(out.Err, err)
		}
		if picture := pictureIn(v, 256); picture != nil {
			if n++; n > maxThumbnails {
				return errors.Join(out.Err, fmt.Errorf("%w: more than %d thumbnails", evidence.ErrLimit, maxThumbnails))
			}
			out.Child(ctx, evidence.ChildName{Name: fmt.Sprintf("%016x", v.U64(8)), Origin: evidence.OriginEmbedded}, bytes.NewReader(picture))
		}
		at += int64(size)
	}
	return out.Err
}

// part reads up to n bytes at an offset.
func part(in evidence.Input, at int64, n int) (raw.View, error) {
	buf := make([]byte, min(int64(n), in.Size-at))
	got, err := in.At.ReadAt(buf, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading at %d: %w", at, err)
	}
	return buf[:got], nil
}
