package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"strings"

	"github.com/nwaples/rardecode/v2"

	"evscan/evidence"
)

// RAR 5 is described in https://www.rarlab.com/technote.htm; RAR 4 in the file
// technote.txt of WinRAR 3 and 4.

const (
	rar4Magic = "Rar!\x1a\x07\x00"
	rar5Magic = "Rar!\x1a\x07\x01\x00"
	// rarDictionary bounds the dictionary: WinRAR offers up to 1 GiB, and takes 32 MiB unless told.
	rarDictionary = 256 << 20
)

func rarFormat() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		switch {
		case strings.HasPrefix(string(p.Head), rar5Magic):
			return "signature of RAR 5 at 0", true
		case strings.HasPrefix(string(p.Head), rar4Magic):
			return "signature of RAR 4 at 0", true
		}
		return behindProgram(p, "rar")
	}
	return evidence.Format{ID: "rar", MIME: "application/vnd.rar", Version: 1, Exts: []string{"rar", "r00", "cbr"}, Match: match, Extract: extractRar,
		Volumes: rarVolumes}
}

func extractRar(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	if in.Set == nil || in.Set.Kind != evidence.VolumesRar {
		in.Set = nil
		in, err := withoutStub(ctx, in, out, "rar")
		if err == nil {
			err = extractRarRun(ctx, in, out, false)
		}
		if end, ok := rarEnd(ctx, evidence.Volume{At: in.At, Size: in.Size}); ok && err == nil && end < in.Size {
			out.Warn(fmt.Sprintf("%d bytes of other data after the archive", in.Size-end))
			return pushAfter(ctx, in, out, end)
		}
		return err
	}
	runs, lost := rarRuns(in.Set)
	var failed []error
	for i, run := range runs {
		one := in
		one.Set, one.At, one.Size = run, run.Parts[0].At, run.Parts[0].Size
		one.Name = run.Parts[len(run.Parts)-1].Name // the next one is what may be missing
		if err := extractRarRun(ctx, one, out, lost || i < len(runs)-1); err != nil {
			if ctx.Err() != nil || len(runs) == 1 {
				return err
			}
			failed = append(failed, err)
		}
	}
	if lost {
		out.Problem(evidence.ProblemUnsupported, "", "the volumes behind a missing one were not read: the archive is solid, or its headers are encrypted")
	}
	return errors.Join(failed...)
}

// extractRarRun reads an archive, or volumes that follow each other. told says that the
// report names the volume behind them as missing already.
func extractRarRun(ctx context.Context, in evidence.Input, out evidence.Sink, told bool) error {
	key, err := rarPassword(ctx, in)
	if err != nil {
		return err
	}
	r, err := openRar(ctx, in, key.password)
	if err != nil {
		return rarError(ctx, err)
	}
	var twins twinNames
	defer twins.warn(out)
	closed := false // an encrypted entry was not read
	sealed := false // the names are encrypted
	for {
		h, err := r.next()
		switch {
		case errors.Is(err, io.EOF):
			if rarVersion(in) == 5 && !sealed && !endsRar5(lastPart(in)) {
				out.Problem(evidence.ProblemCorrupt, "", "the end mark is missing: the archive is cut off")
			}
			return nil
		case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, fs.ErrNotExist):
			if !told {
				out.Problem(evidence.ProblemUnsupported, "", "the archive goes on in a further volume, which is missing: "+nextRarVolume(in.Name))
			}
			return nil
		case err != nil:
			return rarError(ctx, err)
		}
		sealed = h.HeaderEncrypted
		if h.IsDir {
			continue
		}
		name := evidence.ChildName{Name: strings.ToValidUTF8(h.Name, "\uFFFD"), Origin: evidence.OriginEntry, Size: max(0, h.UnPackedSize)}
		if name.Name != h.Name {
			name.Raw = []byte(h.Name)
		}
		twins.add(name.Name)
		var body io.Reader
		switch {
		case h.LinkType != rardecode.LinkTypeNone:
			name.Problem = linkProblem(rarLink(h.LinkType), strings.ToValidUTF8(h.LinkTarget, "\uFFFD"))
		case h.Encrypted && !key.opens:
			closed = true
			name.Problem = problem(evidence.ProblemEncrypted, fmt.Sprintf("encrypted with AES (%d bytes claimed, %d packed); %s", name.Size, max(0, h.PackedSize), key.why))
		case closed && h.Solid:
			name.Problem = problem(evidence.ProblemEncrypted, "it is packed as a continuation of an encrypted entry")
		case h.Mode()&fs.ModeSymlink != 0: // RAR 4: the target is the content
			target, err := io.ReadAll(io.LimitReader(r, 4<<10))
			name.Problem = linkProblem("symbolic", strings.ToValidUTF8(string(target), "\uFFFD"))
			if err != nil {
				name.Problem = problem(evidence.ProblemCorrupt, "a symbolic link whose target is damaged: "+err.Error())
			}
		default:
			body = r
		}
		if err := out.Child(ctx, name, body); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// rarOldVolume is the name of a volume behind name.rar.
var rarOldVolume = regexp.MustCompile(`(?i)^(.+)\.([r-y])(\d\d)$`)

// nextRarVolume guesses the name of the volume behind the one named.
func nextRarVolume(name string) string {
	base := name[strings.LastIndexAny(name, `/\`)+1:]
	stem, found := strings.CutSuffix(strings.ToLower(base), ".rar")
	if m := rarOldVolume.FindStringSubmatch(base); m != nil {
		n, _ := strconv.Atoi(m[3]) // two digits
		letter := m[2][0]
		if n++; n == 100 {
			letter, n = letter+1, 0
		}
		return strconv.Quote(fmt.Sprintf("%s.%c%02d", m[1], letter, n))
	}
	if !found {
		return "the one behind " + strconv.Quote(base)
	}
	at := strings.LastIndex(stem, ".part")
	if at < 0 {
		return strconv.Quote(base[:len(stem)] + ".r00")
	}
	digits := stem[at+len(".part"):]
	n, err := strconv.Atoi(digits)
	if err != nil {
		return "the one behind " + strconv.Quote(base)
	}
	return strconv.Quote(fmt.Sprintf("%s%0*d%s", base[:at+len(".part")], len(digits), n+1, base[len(stem):]))
}

func rarLink(kind byte) string {
	switch kind {
	case rardecode.LinkTypeHardLink:
		return "hard"
	case rardecode.LinkTypeFileCopy:
		return "copy"
	}
	return "symbolic"
}

// rarKey is the password to read an archive with.
type rarKey struct {
	password *string // nil: none
	opens    bool
	why      string // why nothing opens it
}

// rarPassword finds the password that opens the first encrypted entry, or the whole
// directory. A solid archive can only be read from its start, so every try starts there.
func rarPassword(ctx context.Context, in evidence.Input) (rarKey, error) {
	found, err := firstEncrypted(ctx, in, nil)
	switch {
	case ctx.Err() != nil:
		return rarKey{}, ctx.Err()
	case errors.Is(err, rardecode.ErrArchiveEncrypted):
	case err != nil || !found:
		return rarKey{}, nil // damage is reported by the reading that follows
	}
	sealed := errors.Is(err, rardecode.ErrArchiveEncrypted)
	damaged := false
	for i := range in.Passwords {
		found, err := firstEncrypted(ctx, in, &in.Passwords[i])
		if ctx.Err() != nil {
			return rarKey{}, ctx.Err()
		}
		if err == nil && found {
			return rarKey{password: &in.Passwords[i], opens: true}, nil
		}
		if sealed && err == nil {
			return rarKey{password: &in.Passwords[i], opens: true}, nil
		}
		// RAR 5 keeps a check value: a password that passes it is the right one.
		damaged = damaged || rarVersion(in) == 5 && err != nil && !errors.Is(err, rardecode.ErrBadPassword)
		if damaged {
			return rarKey{password: &in.Passwords[i], opens: true}, nil
		}
	}
	if sealed {
		return rarKey{}, fmt.Errorf("%w with AES, the names too; %s", evidence.ErrEncrypted, triedPasswords(len(in.Passwords)))
	}
	why := triedPasswords(len(in.Passwords))
	if len(in.Passwords) > 0 && rarVersion(in) == 4 {
		why += ", or its bytes are damaged"
	}
	return rarKey{why: why}, nil
}

func rarVersion(in evidence.Input) int {
	var h [8]byte
	if _, err := in.At.ReadAt(h[:], 0); err == nil && string(h[:]) == rar5Magic {
		return 5
	}
	return 4
}

// endsRar5 looks for the block that ends a RAR 5 archive, whose absence the library
// takes for an end, too.
func endsRar5(in evidence.Input) bool {
	b := make([]byte, min(in.Size, 64<<10))
	if n, _ := in.At.ReadAt(b, in.Size-int64(len(b))); n < len(b) {
		return true // unreadable bytes are reported elsewhere
	}
	for at := 0; ; at++ {
		i := bytes.Index(b[at:], []byte{3, 5})
		if i < 0 {
			return false
		}
		at += i
		if at >= 4 && at+4 <= len(b) && binary.LittleEndian.Uint32(b[at-4:]) == crc32.ChecksumIEEE(b[at:at+4]) {
			return true
		}
	}
}

// firstEncrypted looks for the first encrypted entry with content. With a password
// it reads the entry, so that its check sum tells whether the password is right.
func firstEncrypted(ctx context.Context, in evidence.Input, password *string) (bool, error) {
	r, err := openRar(ctx, in, password)
	if err != nil {
		return false, err
	}
	for {
		h, err := r.next()
		if errors.Is(err, io.EOF) || errors.Is(err, rardecode.ErrMultiVolume) || errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if !h.Encrypted || h.IsDir || h.UnPackedSize == 0 {
			continue
		}
		if password == nil {
			return true, nil
		}
		_, err = io.Copy(io.Discard, io.LimitReader(r, in.Limits.ItemBytes))
		if errors.Is(err, rardecode.ErrMultiVolume) || errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return err == nil, err
	}
}

// rarReader keeps the library's panics over foreign bytes from ending the process.
type rarReader struct {
	r     *rardecode.Reader
	ended *bool // the volume ended inside an entry
}

func openRar(ctx context.Context, in evidence.Input, password *string) (r rarReader, err error) {
	defer recovered(&err)
	opts := []rardecode.Option{rardecode.MaxDictionarySize(rarDictionary)}
	if password != nil {
		opts = append(opts, rardecode.Password(*password))
	}
	r.ended = new(bool)
	if in.Set == nil {
		r.r, err = rardecode.NewReader(&contextReader{ctx, in.Reader()}, opts...)
		return r, err
	}
	files := &rarFiles{parts: in.Set.Parts, wrap: func(r io.Reader) io.Reader { return &contextReader{ctx, r} }}
	rc, err := rardecode.OpenReader(rarFirst, append(opts, rardecode.FileSystem(files))...)
	if err == nil {
		r.r = &rc.Reader
	}
	return r, err
}

// lastPart is the volume that holds the end of an archive.
func lastPart(in evidence.Input) evidence.Input {
	if in.Set != nil {
		v := in.Set.Parts[len(in.Set.Parts)-1]
		in.At, in.Size = v.At, v.Size
	}
	return in
}

func (r rarReader) next() (h *rardecode.FileHeader, err error) {
	defer recovered(&err)
	if *r.ended {
		return nil, rardecode.ErrMultiVolume
	}
	return r.r.Next()
}

// Read implements io.Reader over the entry that next returned.
func (r rarReader) Read(p []byte) (n int, err error) {
	defer func() {
		*r.ended = *r.ended || errors.Is(err, rardecode.ErrMultiVolume) || errors.Is(err, fs.ErrNotExist)
		if err != nil && !errors.Is(err, io.EOF) {
			err = rarError(context.Background(), err)
		}
	}()
	defer recovered(&err)
	return r.r.Read(p)
}

// recovered turns a panic of a library into damage of what it was reading.
func recovered(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("%w: its reader gave up: %v", evidence.ErrCorrupt, p)
	}
}

// rarError gives the library's errors our kinds.
func rarError(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	kind := evidence.ErrCorrupt
	switch {
	case errors.Is(err, rardecode.ErrBadVolumeNumber):
		return fmt.Errorf("%w: a later volume of a set; the volumes before it are missing", evidence.ErrUnsupported)
	case errors.Is(err, rardecode.ErrInvalidFileBlock):
		return fmt.Errorf("%w: it begins inside an entry: a later volume of a set; the volumes before it are missing", evidence.ErrUnsupported)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%w: %w", evidence.ErrUnsupported, err)
	case errors.Is(err, rardecode.ErrMultiVolume):
		return fmt.Errorf("%w: it goes on in a further volume, which is missing: %w", evidence.ErrUnsupported, err)
	case errors.Is(err, rardecode.ErrDictionaryTooLarge), errors.Is(err, rardecode.ErrPlatformIntSize):
		return fmt.Errorf("a dictionary of more than %d MiB: %w", rarDictionary>>20, evidence.ErrLimit)
	case errors.Is(err, rardecode.ErrUnsupportedDecoder), errors.Is(err, rardecode.ErrUnknownDecoder),
		errors.Is(err, rardecode.ErrMultipleDecoders), errors.Is(err, rardecode.ErrUnknownFilter),
		errors.Is(err, rardecode.ErrUnknownVersion), errors.Is(err, rardecode.ErrUnknownEncryptMethod):
		kind = evidence.ErrUnsupported
	case errors.Is(err, rardecode.ErrBadPassword), errors.Is(err, rardecode.ErrArchivedFileEncrypted), errors.Is(err, rardecode.ErrArchiveEncrypted):
		kind = evidence.ErrEncrypted
	}
	return fmt.Errorf("%w: %w", kind, err)
}
