// Package media reads what recordings say about themselves: title, author, the
// program and the machine that made them, where and when. Sound and moving pictures
// are not read.
package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf16"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/push"
)

// blockBytes bounds one block that is read into memory; texts are far shorter, and
// covers of albums are passed over.
const blockBytes = 16 << 20

// Formats lists the formats of recordings whose metadata are read.
func Formats() []evidence.Format {
	f := func(id, mime string, match func(evidence.Probe) (string, bool), read func(evidence.Input, *push.Pusher), exts ...string) evidence.Format {
		return evidence.Format{ID: id, MIME: mime, Version: 1, Exts: exts, Match: match, Extract: extract(read)}
	}
	return []evidence.Format{
		f("mov", "video/quicktime", brand("mov"), readMP4, "mov", "qt"),
		f("m4a", "audio/mp4", brand("m4a"), readMP4, "m4a", "m4b"),
		f("m4v", "video/x-m4v", brand("m4v"), readMP4, "m4v"),
		f("3gp", "video/3gpp", brand("3gp"), readMP4, "3gp", "3g2"),
		f("mp4", "video/mp4", brand("mp4"), readMP4, "mp4", "m4v"),
		f("mp3", "audio/mpeg", matchID3, readMP3, "mp3"),
		f("wav", "audio/x-wav", riff("WAVE"), readRIFF, "wav"),
		f("avi", "video/x-msvideo", riff("AVI "), readRIFF, "avi"),
		f("flac", "audio/x-flac", starts("fLaC"), readFLAC, "flac"),
		f("ogg", "audio/ogg", starts("OggS\x00"), readOgg, "ogg", "oga", "ogv", "opus"),
		f("wmv", "video/x-ms-wmv", starts("\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"), readASF, "wmv", "wma", "asf"),
	}
}

func extract(read func(evidence.Input, *push.Pusher)) func(context.Context, evidence.Input, evidence.Sink) error {
	return func(ctx context.Context, in evidence.Input, out evidence.Sink) error {
		p := push.New(out, in.Limits)
		read(in, p)
		if p.Err != nil {
			return p.Err
		}
		out.Problem(evidence.ProblemUnsupported, "recording", "sound and moving pictures are not read, only what the file says about them")
		return ctx.Err()
	}
}

func starts(signature string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		return fmt.Sprintf("signature %q at 0", signature), bytes.HasPrefix(p.Head, []byte(signature))
	}
}

func riff(kind string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		return "signature RIFF...." + kind + " at 0", len(p.Head) >= 12 && string(p.Head[:4]) == "RIFF" && string(p.Head[8:12]) == kind
	}
}

// brand tells the formats of ISO base media files by their box ftyp, ISO/IEC
// 14496-12 section 4.3; QuickTime files before it have none.
func brand(id string) func(evidence.Probe) (string, bool) {
	return func(p evidence.Probe) (string, bool) {
		if len(p.Head) < 12 {
			return "", false
		}
		switch kind := string(p.Head[4:8]); kind {
		case "moov", "mdat", "wide", "skip":
			n := binary.BigEndian.Uint32(p.Head)
			return "box " + kind + " at 0", id == "mov" && (n == 1 || n >= 8 && int64(n) <= p.Size) && p.Head[8] < 0x80
		case "ftyp":
			b := string(p.Head[8:12])
			return "brand " + b + " in ftyp", ofBrand(b) == id
		}
		return "", false
	}
}

func ofBrand(b string) string {
	switch {
	case b == "qt  ":
		return "mov"
	case b == "M4A " || b == "M4B " || b == "M4P " || b == "F4A ":
		return "m4a"
	case strings.HasPrefix(b, "M4V"):
		return "m4v"
	case strings.HasPrefix(b, "3gp") || strings.HasPrefix(b, "3g2") || b == "3ge6" || b == "3gg6":
		return "3gp"
	case slices.Contains([]string{"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "MSNV", "mmp4", "F4V ", "f4v ", "XAVC", "NDSC", "NDSH", "NDSM", "NDSP", "NDSS", "NDXC", "NDXH", "NDXM", "NDXP", "NDXS", "mp71"}, b):
		return "mp4"
	}
	return ""
}

// at reads at most n bytes.
func at(in evidence.Input, pos, n int64) []byte {
	if pos < 0 || pos >= in.Size || n <= 0 {
		return nil
	}
	b := make([]byte, min(n, in.Size-pos, blockBytes))
	k, err := in.At.ReadAt(b, pos)
	if err != nil && err != io.EOF {
		return nil
	}
	return b[:k]
}

// text decodes a text whose encoding nobody names.
func text(b []byte) string {
	b = bytes.TrimRight(b, "\x00")
	if g, ok := charset.Detect(b); ok {
		return g.Decode(b)
	}
	return strings.ToValidUTF8(string(b), "\uFFFD")
}

// wide decodes UTF-16 up to its NUL.
func wide(b []byte, order binary.ByteOrder) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		u := order.Uint16(b)
		if u == 0 {
			break
		}
		if u != 0xfeff {
			units = append(units, u)
		}
	}
	return string(utf16.Decode(units))
}
