// Package evtx reads the event logs of Windows Vista and later: which machine wrote
// them, which domains and accounts it saw, and what its events say. The format is
// [MS-EVEN6] 2.2 with the description of
// https://github.com/libyal/libevtx/blob/main/documentation/ for the file around it.
package evtx

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

const (
	chunkBytes = 64 << 10
	maxChunks  = 65_536 // of 4 GiB
	maxSeen    = 200_000
	maxTokens  = 20_000 // of one event, templates followed
	maxNested  = 16
)

// Formats lists the one kind. The logs of Windows XP are another format.
func Formats() []evidence.Format {
	return []evidence.Format{{ID: "evtx", MIME: "application/x-ms-evtx", Version: 1, Exts: []string{"evtx"},
		Match: func(p evidence.Probe) (string, bool) {
			return "signature ElfFile", bytes.HasPrefix(p.Head, []byte("ElfFile\x00"))
		}, Extract: extract}}
}

func extract(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	l := &log{out: push.New(sink, in.Limits), seen: map[uint64]bool{}}
	head := make([]byte, 128)
	n, err := in.At.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading the header: %w", err)
	}
	chunks := raw.View(head[:n]).U16(42)
	damaged := 0
	buf := make([]byte, chunkBytes)
	count := 0
	for ; count < maxChunks && l.out.Err == nil; count++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := in.At.ReadAt(buf, 4096+int64(count)*chunkBytes)
		if err != nil && !errors.Is(err, io.EOF) {
			return errors.Join(l.out.Err, fmt.Errorf("reading chunk %d: %w", count+1, err))
		}
		if n == 0 {
			break
		}
		if whole := l.chunk(raw.View(buf[:n]), count+1); !whole || n < chunkBytes && count < chunks {
			damaged++
		}
	}
	switch {
	case damaged > 0:
		err = fmt.Errorf("%w: %d of %d chunks are damaged or end early", evidence.ErrCorrupt, damaged, count)
	case count < chunks:
		err = fmt.Errorf("%w: %d chunks of %d are there", evidence.ErrCorrupt, count, chunks)
	default:
		err = nil
	}
	return errors.Join(l.out.Err, err)
}

// log gathers over the whole file.
type log struct {
	out  *push.Pusher
	seen map[uint64]bool // events said already, their time aside
}

// chunk reads the events of one chunk and reports whether it was whole.
func (l *log) chunk(v raw.View, number int) bool {
	if string(v.Bytes(0, 8)) != "ElfChnk\x00" {
		return v.U64(0) == 0 // space that was set aside
	}
	whole := true
	var lines strings.Builder
	end := min(v.U32(48), len(v))
	for at := 512; at+24 <= end; {
		size := v.U32(at + 4)
		if v.U32(at) != 0x2a2a || size < 28 || !v.Has(at, size) {
			whole = false
			break
		}
		e := event{v: v, left: maxTokens}
		if _, ok := e.fragment(at+24, at+size-4, nil, 0); !ok {
			whole = false // what was understood of it is kept
		}
		if line := l.event(&e, fmt.Sprintf("chunk %d", number)); line != "" {
			lines.WriteString(raw.FileTime(v.U64(at+16)) + " " + line + "\n")
		}
		at += size
	}
	l.out.Text(lines.String(), "events", evidence.Locator{Part: fmt.Sprintf("chunk %d", number), Zone: evidence.ZoneBody})
	return whole && end <= len(v) && v.U32(48) <= len(v)
}

// fields are the names under which events keep what betrays a network.
var fields = map[string]string{
	"SubjectDomainName": "Domain", "TargetDomainName": "Domain", "DomainName": "Domain", "Domain": "Domain", "TargetOutboundDomainName": "Domain", "AccountDomain": "Domain",
	"SubjectUserName": "User", "TargetUserName": "User", "User": "User", "UserName": "User", "AccountName": "User",
	"WorkstationName": "Workstation", "Workstation": "Workstation", "ClientName": "Workstation", "TargetServerName": "Server", "ShareName": "Share",
	"MachineName": "Workstation", "TenantId": "TenantId", "DCName": "Server", "DomainController": "Server", "NewComputerName": "Computer", "OldComputerName": "Computer",
	"NewDomain": "Domain", "TargetUserPrincipalName": "UPN", "UserPrincipalName": "UPN", "TargetInfo": "Server",
}

// event pushes what one event tells and returns its line, "" for one said before.
func (l *log) event(e *event, source string) string {
	l.out.Meta("evtx:Computer", e.computer, source)
	l.out.Meta("evtx:Channel", e.channel, source)
	l.out.Meta("evtx:Provider", e.provider, source)
	var b strings.Builder
	for _, s := range []string{e.channel, e.id, e.provider, e.computer} {
		if s != "" {
			b.WriteString(s + " ")
		}
	}
	for _, d := range e.data {
		if f := fields[d.name]; f != "" && d.value != "-" {
			l.out.Meta("evtx:"+f, d.value, source)
		}
		if d.name != "" {
			b.WriteString(d.name + "=")
		}
		b.WriteString(d.value + "; ")
	}
	line := strings.TrimSpace(b.String())
	sum := fnv.New64a()
	sum.Write([]byte(line))
	h := sum.Sum64()
	if l.seen[h] {
		return ""
	}
	if len(l.seen) < maxSeen {
		l.seen[h] = true
	}
	return line
}
