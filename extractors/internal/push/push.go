// Package push is what the document formats share when they hand over facts:
// values made valid, long texts cut, the text of an item counted against its limit.
package push

import (
	"context"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"evscan/evidence"
)

// Bounds on metadata, so that a hostile property list stays a list.
const (
	MaxMetaBytes = 4 << 10 // one value; longer ones are cut
	maxNameBytes = 256     // one name
	MaxMeta      = 5000    // values of one item; further ones are dropped with a problem
)

// Pusher wraps a Sink. The first error of the sink sticks and every later call
// does nothing, so callers look at Err when a part is done. Not safe for
// concurrent use.
type Pusher struct {
	Out    evidence.Sink
	Err    error // the sink's first error
	left   int64
	full   bool
	metas  int
	seen   map[string]bool
	facts  int
	pushed bool
}

// New counts text against lim.TextBytes (the default where it is zero).
func New(out evidence.Sink, lim evidence.Limits) *Pusher {
	left := lim.TextBytes
	if left <= 0 {
		left = evidence.DefaultLimits().TextBytes
	}
	return &Pusher{Out: out, left: left, seen: map[string]bool{}}
}

// Full reports that no more text is wanted: the limit tripped or the sink refused.
func (p *Pusher) Full() bool { return p.full || p.Err != nil }

// Left is the number of bytes of text that may still be pushed.
func (p *Pusher) Left() int64 { return p.left }

// Facts is the number of text facts pushed so far.
func (p *Pusher) Facts() int { return p.facts }

// Pushed reports whether anything at all was handed over.
func (p *Pusher) Pushed() bool { return p.pushed }

// Meta pushes a metadata fact; empty values and repetitions are left out.
func (p *Pusher) Meta(name, value, source string) {
	// Names may hold a key that somebody else chose.
	name, value = Cut(Clean(name), maxNameBytes), Clean(value)
	key := name + "\x00" + value
	if p.Err != nil || value == "" || p.seen[key] {
		return
	}
	if p.metas == MaxMeta {
		p.metas++
		p.Out.Problem(evidence.ProblemLimit, source, fmt.Sprintf("more than %d properties", MaxMeta))
	}
	if p.metas > MaxMeta {
		return
	}
	p.metas++
	p.seen[key] = true
	value = Cut(value, MaxMetaBytes)
	p.fact(evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: value, Source: source,
		At: evidence.Locator{Zone: evidence.ZoneProperty}})
}

// Text pushes a text fact, in pieces where it is longer than a fact may be.
func (p *Pusher) Text(value, source string, at evidence.Locator) {
	value = Clean(value)
	for value != "" && !p.Full() {
		piece := Cut(value, evidence.MaxFactBytes)
		value = value[len(piece):]
		if int64(len(piece)) > p.left {
			piece = Cut(piece, int(p.left))
			p.full = true
			p.Out.Problem(evidence.ProblemLimit, source, "the item's text is longer than the limit; the rest is dropped")
		}
		p.left -= int64(len(piece))
		if piece != "" {
			p.facts++
			p.fact(evidence.Fact{Kind: evidence.FactText, Value: piece, Source: source, At: at})
		}
	}
}

// Problem hands a problem on unless the scan has ended.
func (p *Pusher) Problem(err error, where string) {
	if err != nil && p.Err == nil {
		p.Out.Problem(evidence.ProblemKindOf(err), where, err.Error())
	}
}

// Child hands a contained file over.
func (p *Pusher) Child(ctx context.Context, name evidence.ChildName, r io.Reader) {
	if p.Err == nil {
		p.pushed = true
		p.Err = p.Out.Child(ctx, name, r)
	}
}

func (p *Pusher) fact(f evidence.Fact) {
	f.Source, f.At.Part = valid(f.Source), valid(f.At.Part)
	p.pushed = true
	p.Err = p.Out.Fact(f)
}

// valid makes a part's or a sheet's name fit for a report.
func valid(s string) string { return Cut(strings.ToValidUTF8(s, "\uFFFD"), maxNameBytes) }

// Clean makes s valid UTF-8 without NUL and without blanks at its ends.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "")
	}
	return strings.TrimSpace(s)
}

// Cut returns the longest prefix of s of at most n bytes that ends between two
// characters.
func Cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// Custom pushes a property that a user or a program added, under prefix:custom:name.
// Sensitivity labels, MSIP_Label_GUID_FIELD ([MS-OFFCRYPTO] 2.6.4 names the fields),
// come out under the names of labels.
func (p *Pusher) Custom(prefix, name, value, source string) {
	rest, ok := strings.CutPrefix(name, "MSIP_Label_")
	id, field, both := strings.Cut(rest, "_")
	if !ok || !both {
		if !strings.HasPrefix(name, "_PID_") {
			p.Meta(prefix+":custom:"+name, value, source)
		}
		return
	}
	p.Meta("msip:LabelId", GUID(id), source)
	switch field {
	case "SiteId":
		p.Meta("msip:SiteId", GUID(value), source)
	case "Name", "Method", "SetDate", "Owner", "Extended_MSFT_Method":
		p.Meta("msip:"+field, value, source)
	}
}

// Connection is a connection string without the values of its passwords and keys.
func Connection(s string) string {
	parts := strings.Split(s, ";")
	for i, p := range parts {
		name, _, ok := strings.Cut(p, "=")
		low := strings.ToLower(strings.TrimSpace(name))
		if ok && (strings.HasSuffix(low, "password") || strings.HasSuffix(low, "pwd") || strings.HasSuffix(low, "secret") || strings.HasSuffix(low, "key") || strings.HasSuffix(low, "token")) {
			parts[i] = name + "="
		}
	}
	return strings.Join(parts, ";")
}

// GUID is a GUID in lower case without braces.
func GUID(s string) string { return strings.ToLower(strings.Trim(strings.TrimSpace(s), "{}")) }
