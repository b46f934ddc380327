package archive

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strconv"
	"strings"

	"evscan/evidence"
)

// The ar format has no standard; the common header and the two ways of long names
// are described in ar(5) of FreeBSD, https://man.freebsd.org/cgi/man.cgi?query=ar&sektion=5,
// and Debian packages in deb(5).

const (
	arMagic  = "!<arch>\n"
	arHeader = 60
)

func arFormats() []evidence.Format {
	deb := func(p evidence.Probe) (string, bool) {
		return "signature !<arch> at 0, first member debian-binary", bytes.HasPrefix(p.Head, []byte(arMagic+"debian-binary"))
	}
	return []evidence.Format{
		{ID: "deb", MIME: "application/vnd.debian.binary-package", Version: 1, Exts: []string{"deb", "udeb", "ipk"}, Match: deb, Extract: extractAr},
		{ID: "ar", MIME: "application/x-archive", Version: 1, Exts: []string{"ar", "a", "lib"}, Match: signature(arMagic), Extract: extractAr},
	}
}

func extractAr(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	members, err := arMembers(ctx, in)
	if pushErr := pushMembers(ctx, in, out, members); pushErr != nil {
		return pushErr
	}
	return err
}

// arMembers lists the members before an error, too.
func arMembers(ctx context.Context, in evidence.Input) ([]member, error) {
	var members []member
	var long []byte // the GNU table of long names
	for pos := int64(len(arMagic)); pos < in.Size; {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(members) > in.Limits.Items {
			break // the sink says so
		}
		var h [arHeader]byte
		if _, err := in.At.ReadAt(h[:], pos); err != nil {
			if string(h[:1]) == "\n" && in.Size-pos == 1 {
				break
			}
			return members, fmt.Errorf("%w: the header at %d is cut off", evidence.ErrCorrupt, pos)
		}
		size, err := strconv.ParseInt(strings.TrimSpace(string(h[48:58])), 10, 64)
		if err != nil || size < 0 || string(h[58:]) != "`\n" {
			return members, fmt.Errorf("%w: no member header at %d", evidence.ErrCorrupt, pos)
		}
		at := pos + arHeader
		pos = at + size + size&1
		raw := bytes.TrimRight(h[:16], " ")
		switch name := string(raw); {
		case name == "/" || name == "/SYM64/" || strings.HasPrefix(name, "__.SYMDEF"):
			continue // a linker's index of the other members
		case name == "//":
			long = make([]byte, min(size, in.Size-at, 16<<20))
			if _, err := io.ReadFull(io.NewSectionReader(in.At, at, int64(len(long))), long); err != nil {
				return members, fmt.Errorf("%w: the table of long names: %w", evidence.ErrCorrupt, err)
			}
			continue
		case strings.HasPrefix(name, "#1/"):
			n, err := strconv.ParseInt(name[3:], 10, 32)
			if err != nil || n < 0 || n > size || n > 64<<10 || at+n > in.Size {
				return members, fmt.Errorf("%w: the long name at %d", evidence.ErrCorrupt, at)
			}
			raw = make([]byte, n)
			if _, err := in.At.ReadAt(raw, at); err != nil && int64(len(raw)) > in.Size-at {
				return members, fmt.Errorf("%w: the long name at %d: %w", evidence.ErrCorrupt, at, err)
			}
			raw = bytes.TrimRight(raw, "\x00")
			at, size = at+n, size-n
			if strings.HasPrefix(string(raw), "__.SYMDEF") {
				continue
			}
		case strings.HasPrefix(name, "/"):
			raw = longName(long, name[1:])
		default:
			raw = bytes.TrimSuffix(raw, []byte("/"))
		}
		members = append(members, member{raw: bytes.Clone(raw), at: at, size: size})
	}
	return members, nil
}

// longName looks a name up in the GNU table, whose lines end with a slash.
func longName(table []byte, offset string) []byte {
	n, err := strconv.Atoi(offset)
	if err != nil || n < 0 || n >= len(table) {
		return []byte("/" + offset)
	}
	line, _, _ := bytes.Cut(table[n:], []byte("\n"))
	return bytes.TrimSuffix(line, []byte("/"))
}
