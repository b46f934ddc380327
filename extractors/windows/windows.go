// Package windows reads the traces that Windows and Office leave beside an office's
// documents: shortcuts and jump lists, the recycle bin's records, prefetch files,
// thumbnail stores, lock files.
package windows

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// maxBytes bounds the small records of this package; the largest known prefetch
// file has 500 kB, the largest custom jump list 4 MB.
const maxBytes = 32 << 20

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "lnk", MIME: "application/x-ms-shortcut", Version: 1, Exts: []string{"lnk"}, Match: matchLink, Extract: extractLink},
		{ID: "jumplist", MIME: "application/x-ms-jump-list", Version: 1, Exts: []string{"automaticdestinations-ms"}, Match: matchStream("DestList"), Extract: extractJumpList},
		{ID: "custom-jump-list", MIME: "application/x-ms-custom-jump-list", Version: 1, Exts: []string{"customdestinations-ms"}, Match: matchCustom, Extract: extractCustom},
		{ID: "thumbsdb", MIME: "application/x-ms-thumbs-db", Version: 1, Exts: []string{"db"}, Match: matchThumbs, Extract: extractThumbs},
		{ID: "thumbcache", MIME: "application/x-ms-thumbcache", Version: 1, Exts: []string{"db"}, Match: matchCache, Extract: extractCache},
		{ID: "recycle", MIME: "application/x-ms-recycle-bin", Version: 1, Exts: []string{evidence.AnyExt}, Match: matchDeleted, Extract: extractDeleted},
		{ID: "recycle-bin-index", MIME: "application/x-ms-recycle-bin-index", Version: 1, Match: matchInfo2, Extract: extractInfo2},
		{ID: "prefetch", MIME: "application/x-ms-prefetch", Version: 1, Exts: []string{"pf"}, Match: matchPrefetch, Extract: extractPrefetch},
		{ID: "office-lock", MIME: "application/x-ms-office-lock", Version: 1, Exts: []string{evidence.AnyExt}, Match: matchLock, Extract: extractLock},
	}
}

// matchDeleted knows the $I files of Windows Vista and later by the plausible
// time and path in them.
func matchDeleted(p evidence.Probe) (string, bool) {
	v := raw.View(p.Head)
	version := v.U64(0)
	if version != 1 && version != 2 || raw.FileTime(v.U64(16)) == "" || p.Size > 70_000 || version == 1 && p.Size > 600 {
		return "", false
	}
	path := deletedPath(v)
	good := len(path) > 3 && (path[1] == ':' && path[2] == '\\' || strings.HasPrefix(path, `\\`))
	return fmt.Sprintf("record of a deleted file, version %d", version), good
}

func deletedPath(v raw.View) string {
	if v.U64(0) == 1 {
		return v.Bytes(24, 520).UTF16()
	}
	return v.Bytes(28, 2*min(v.U32(24), 1<<16)).UTF16()
}

func extractDeleted(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, maxBytes)
	out.Meta("recycle:Path", deletedPath(v), "")
	out.Meta("recycle:Deleted", raw.FileTime(v.U64(16)), "")
	out.Meta("recycle:Size", fmt.Sprint(v.U64(8)), "")
	if v.U64(0) == 2 && !v.Has(28, 2*v.U32(24)) || v.U64(0) == 1 && len(v) < 544 {
		err = errors.Join(err, fmt.Errorf("%w: the path ends early", evidence.ErrCorrupt))
	}
	return errors.Join(out.Err, err)
}

// matchInfo2 knows the list that Windows up to XP keeps in its recycle bin: a version
// and the size of a record, 280 bytes or, with the path in UTF-16 too, 800.
func matchInfo2(p evidence.Probe) (string, bool) {
	v := raw.View(p.Head)
	each := v.U32(12)
	if v.U32(0) > 5 || each != 280 && each != 800 || (p.Size-20)%int64(each) != 0 || p.Size < 20+280 {
		return "", false
	}
	return fmt.Sprintf("header of a recycle bin's list with records of %d bytes", each), v.U8(20) == 0 || v.U8(21) == ':' || v.U8(20) == '\\'
}

func extractInfo2(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, maxBytes)
	each := max(280, min(v.U32(12), 800))
	n := 0
	for at := 20; v.Has(at, 280) && out.Err == nil; at += each {
		n++
		path := v.Bytes(at, 260).Text()
		if each == 800 {
			if wide := v.Bytes(at+280, 520).UTF16(); wide != "" {
				path = wide
			}
		}
		source := fmt.Sprintf("record %d", n)
		out.Meta("recycle:Path", path, source)
		out.Meta("recycle:Deleted", raw.FileTime(v.U64(at+268)), source)
	}
	if (len(v)-20)%each != 0 {
		err = errors.Join(err, fmt.Errorf("%w: the last record ends early", evidence.ErrCorrupt))
	}
	return errors.Join(out.Err, err)
}

// lock files hold the name of who has a document open, once in the code page of the
// machine and once in UTF-16: Word's in 162 bytes, Excel's and PowerPoint's in 165.
func lockNames(v raw.View) (ansi, name string, ok bool) {
	n := v.U8(0)
	at := 54
	switch len(v) {
	case 162:
	case 165:
		at = 55
	default:
		return "", "", false
	}
	wide := v.U16(at)
	if n == 0 || n > 54 || wide == 0 || wide > 54 || wide > n {
		return "", "", false
	}
	ansi, name = v.Bytes(1, n).Text(), v.Bytes(at+2, 2*wide).UTF16()
	for _, r := range name {
		if r < ' ' || r == '\uFFFD' {
			return "", "", false
		}
	}
	return ansi, name, name != "" && len([]rune(name)) == wide
}

func matchLock(p evidence.Probe) (string, bool) {
	if p.Size != 162 && p.Size != 165 {
		return "", false
	}
	_, _, ok := lockNames(p.Head)
	return "user name in two encodings, as Office writes it into lock files", ok
}

func extractLock(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	v, err := raw.All(in, 1<<10)
	ansi, name, ok := lockNames(v)
	if !ok {
		return errors.Join(err, fmt.Errorf("%w: no user name", evidence.ErrCorrupt))
	}
	out.Meta("lock:Owner", name, "")
	if ansi != name {
		out.Meta("lock:OwnerANSI", ansi, "")
	}
	out.Text(name, "", evidence.Locator{Zone: evidence.ZoneProperty})
	return errors.Join(out.Err, err)
}

const compound = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// maxStreams bounds the streams of a compound file that are looked at.
const maxStreams = 20_000

// streamNames lists the names in the root of a compound file.
func streamNames(p evidence.Probe) map[string]bool {
	names, _ := p.Memo("windows:root", func() any {
		names := map[string]bool{}
		if !bytes.HasPrefix(p.Head, []byte(compound)) || p.At == nil {
			return names
		}
		cfb, err := mscfb.New(p.At)
		if err != nil {
			return names
		}
		for i, e := range cfb.File {
			if i < maxStreams && len(e.Path) == 0 {
				names[e.Name] = true
			}
		}
		return names
	}).(map[string]bool)
	return names
}

func matchStream(name string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		return "compound file with the stream " + name, streamNames(p)[name]
	}
}

// streams calls f with each stream in the root, in the order of the directory.
func streams(in evidence.Input, f func(name string, v raw.View, err error) bool) error {
	cfb, err := mscfb.New(in.At)
	if err != nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	for i, e := range cfb.File {
		if i >= maxStreams {
			return fmt.Errorf("%w: more than %d streams", evidence.ErrLimit, maxStreams)
		}
		if len(e.Path) > 0 || e.Size == 0 {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(e, maxBytes))
		if err != nil {
			err = fmt.Errorf("%w: stream %s: %v", evidence.ErrCorrupt, e.Name, err)
		}
		if !f(e.Name, b, err) {
			break
		}
	}
	return nil
}
