// Package pdf reads PDF (ISO 32000) with the programs of poppler-utils. They run
// without a shell, on the copy in Input.File, and their output is capped as it comes.
package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"evscan/evidence"
	binding "evscan/extractors/internal/program"
	"evscan/extractors/internal/push"
)

const (
	maxInfo        = 4 << 20 // bytes of output of programs that list properties
	maxAttachments = 2000    // attachments of one file
	maxRender      = 300     // pages rendered to be read by OCR; beyond it a problem says so
	// renderSide bounds the longer side of a rendered page in pixels: an A4 page at
	// 200 dpi is 2339 high, and page boxes may declare kilometres.
	renderSide = 2339
	// minPageText is the number of bytes below which a page's text (a page number,
	// a scanner's stamp) does not spare it from being rendered.
	minPageText = 16
	// maxTemp bounds what one program writes to the item's folder.
	maxTemp   = 1 << 30
	maxRanges = 50 // runs of pages between pages that are left out
	// minPatience is what a program gets in any case.
	minPatience = 500 * time.Millisecond
	// popplerMaps is where the Debian package poppler-data puts the tables of
	// predefined CJK encodings.
	popplerMaps = "/usr/share/poppler/cMap"
)

// Formats lists PDF.
func Formats() []evidence.Format {
	return []evidence.Format{{ID: "pdf", MIME: "application/pdf", Version: 3, Exts: []string{"pdf"}, Match: match, Extract: extract}}
}

// match accepts the signature within the first KB, as readers do, unless what stands
// before it is another format.
func match(p evidence.Probe) (string, bool) {
	i := bytes.Index(p.Head[:min(len(p.Head), 1024)], []byte("%PDF-"))
	if i < 0 || i > 0 && !junk(p.Head, i) {
		return "", false
	}
	return fmt.Sprintf("signature %%PDF- at %d", i), true
}

type document struct {
	ctx  context.Context
	in   evidence.Input
	out  *push.Pusher
	auth []string // password options
	maps string   // folder of the tables for predefined CJK encodings
	temp int64    // bytes one program may write to in.Temp

	began time.Time   // of the first program
	huge  map[int]int // pages that hold a picture too large to decode, and its number in the list
	list  []picture

	opened  bool
	objects *objects     // nil: not read
	swells  map[int]bool // pages whose drawing instructions expand beyond measure
}

func extract(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	return (&document{ctx: ctx, in: in, out: push.New(out, in.Limits), maps: popplerMaps, temp: maxTemp}).read()
}

func (d *document) read() error {
	info, err := d.unlock()
	var damage error
	if errors.Is(err, evidence.ErrCorrupt) {
		defer os.Remove(filepath.Join(d.in.Temp, "salvaged"))
		if d.salvage() {
			damage = fmt.Errorf("%w; read from the objects that are there", err)
			info, err = d.unlock()
		}
	}
	if err != nil {
		return err
	}
	pages := d.info(info)
	d.xmp()
	cjk := d.fonts()
	d.open()
	d.swells = d.swollen()
	for _, page := range slices.Sorted(maps.Keys(d.swells)) {
		d.out.Problem(fmt.Errorf("%w: what draws the page expands to more than %d MiB; the page is not read", evidence.ErrLimit, maxStream>>20), fmt.Sprintf("page %d", page))
	}
	bare, err := d.text(pages)
	if err == nil && cjk && d.out.Facts() == 0 && !exists(d.maps) {
		err = fmt.Errorf("%w: Japanese text needs the Debian package poppler-data", evidence.ErrToolMissing)
	}
	if d.out.Err == nil && d.ctx.Err() == nil {
		if d.out.Facts() > 0 && !d.swells[1] {
			d.anchors()
		}
		d.marginal()
		d.attachments()
		d.figures(pages, bare)
		d.render(bare)
	}
	return errors.Join(d.out.Err, d.ctx.Err(), err, damage)
}

// unlock finds the password that opens the file and returns pdfinfo's output.
//
// The programs take passwords as arguments only, neither from the environment nor
// from a file, so other users of the machine may see them in the list of processes
// while one runs. They are passwords of the package under examination, not the
// analyst's own.
func (d *document) unlock() ([]byte, error) {
	tries := [][]string{nil}
	for _, p := range d.in.Passwords {
		tries = append(tries, []string{"-upw", p}, []string{"-opw", p})
	}
	var err error
	for _, auth := range tries {
		d.auth = auth
		var info []byte
		if info, err = d.run(maxInfo, "pdfinfo", "-isodates", "-custom"); err == nil || !errors.Is(err, evidence.ErrEncrypted) {
			// -custom prints the custom keys alone on poppler 22, so the rest is asked for as well.
			if rest, err2 := d.run(maxInfo, "pdfinfo", "-isodates"); err2 == nil {
				return append(append(info, '\n'), rest...), nil
			} else if err == nil {
				err = err2
			}
			return nil, err
		}
	}
	return nil, err
}

// run starts a program on the file. Output beyond limit ends it with ErrLimit;
// what came before is returned. The last arguments follow the file's name.
func (d *document) run(limit int64, program string, args ...string) ([]byte, error) {
	return d.runAfter(limit, program, args, nil)
}

func (d *document) runAfter(limit int64, program string, args, after []string) ([]byte, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("%w: %s, of the Debian package poppler-utils", evidence.ErrToolMissing, program)
	}
	patience := d.patience()
	ctx, cancel := context.WithTimeout(d.ctx, patience)
	defer cancel()
	args = append(append(append([]string{}, d.auth...), args...), d.in.File)
	cmd := binding.Command(ctx, d.in, path, append(args, after...)...)
	stderr := &head{max: 8 << 10}
	cmd.Stderr = stderr
	pipe, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", program, err)
	}
	var swollen atomic.Bool
	done := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		if d.watch(done) {
			swollen.Store(true)
			cancel()
		}
	}()
	var buf bytes.Buffer
	n, _ := io.Copy(&buf, io.LimitReader(pipe, limit+1))
	if n > limit {
		cancel()
	}
	err = cmd.Wait()
	close(done)
	<-watched
	if swollen.Load() {
		return buf.Bytes(), fmt.Errorf("%w: %s wrote more than %d bytes of files", evidence.ErrLimit, program, d.temp)
	}
	if n > limit {
		return buf.Bytes()[:limit], fmt.Errorf("%w: %s wrote more than %d bytes", evidence.ErrLimit, program, limit)
	}
	switch {
	case d.ctx.Err() != nil:
		return buf.Bytes(), d.ctx.Err()
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return buf.Bytes(), fmt.Errorf("%w: %s was ended after %s; what it wrote until then was read", evidence.ErrLimit, program, patience.Round(time.Millisecond))
	case strings.Contains(stderr.String(), "Incorrect password"):
		return nil, fmt.Errorf("%w: no password opens it", evidence.ErrEncrypted)
	case strings.Contains(stderr.String(), "security handler"): // of rights management: the keys lie on a server
		return nil, fmt.Errorf("%w: no password opens it: its security handler is none of the standard's", evidence.ErrEncrypted)
	case err != nil:
		line, _, _ := strings.Cut(push.Clean(stderr.String()), "\n")
		return buf.Bytes(), fmt.Errorf("%w: %s: %v: %s", evidence.ErrCorrupt, program, err, strings.ReplaceAll(line, d.in.File, "file"))
	}
	return buf.Bytes(), nil
}

// patience is how long one program may run: a fraction of the item's time, and of
// what is left of all programs' time together, so that a page that poppler chews on
// for ever costs neither the other pages nor the item.
func (d *document) patience() time.Duration {
	all := d.in.Limits.ItemTime
	if all <= 0 {
		all = evidence.DefaultLimits().ItemTime
	}
	if d.began.IsZero() {
		d.began = time.Now()
	}
	left := all*3/4 - time.Since(d.began)
	return max(min(all/6, left), minPatience)
}

// late reports whether the programs have had their time together.
func (d *document) late() bool { return d.patience() <= minPatience }

// watch returns true once the files in the item's folder exceed their bound, and
// false when done is closed. It looks every 20 ms, so a program may overshoot by
// what it writes in that time; a limit on the file size alone would be the
// process's own business, and os/exec sets none.
func (d *document) watch(done <-chan struct{}) bool {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-done:
			return folderSize(d.in.Temp) > d.temp
		case <-tick.C:
			if folderSize(d.in.Temp) > d.temp {
				return true
			}
		}
	}
}

// folderSize is the sum of the sizes of the files in a folder without folders.
func folderSize(dir string) (sum int64) {
	list, _ := os.ReadDir(dir)
	for _, e := range list {
		if info, err := e.Info(); err == nil {
			sum += info.Size()
		}
	}
	return sum
}

// head keeps the first bytes written to it.
type head struct {
	bytes.Buffer
	max int
}

func (h *head) Write(p []byte) (int, error) {
	h.Buffer.Write(p[:min(len(p), max(0, h.max-h.Len()))])
	return len(p), nil
}

// utc turns pdfinfo's ISO dates, whose offset may lack minutes or be missing, into
// RFC 3339 in UTC. What is no date stays as it is.
func utc(s string) string {
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z07", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return s
}

var msip = regexp.MustCompile(`^MSIP_Label_([0-9A-Fa-f-]{36})_(SiteId|Name|Method|SetDate)$`)

func (d *document) info(b []byte) (pages int) {
	for _, line := range strings.Split(string(b), "\n") {
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok || value == "" {
			continue
		}
		if m := msip.FindStringSubmatch(key); m != nil {
			d.label(m[1], m[2], value, "Info")
			continue
		}
		switch key {
		case "Pages":
			pages, _ = strconv.Atoi(value)
		case "Tagged", "UserProperties", "Suspects", "Form", "JavaScript", "Encrypted", "Page rot", "File size", "Optimized",
			"Custom Metadata", "Metadata Stream":
			continue
		}
		if key == "CreationDate" || key == "ModDate" {
			value = utc(value)
		}
		d.out.Meta("pdf:"+strings.ReplaceAll(key, " ", ""), value, "Info")
	}
	return pages
}

// fonts pushes font names and reports whether any has a predefined CJK encoding.
func (d *document) fonts() (cjk bool) {
	b, err := d.run(maxInfo, "pdffonts")
	d.out.Problem(err, "fonts")
	return d.fontList(b)
}

func (d *document) fontList(b []byte) (cjk bool) {
	for i, line := range strings.Split(string(b), "\n") {
		f := strings.Fields(line)
		if i < 2 || len(f) < 4 {
			continue
		}
		name := f[0]
		if len(name) > 7 && name[6] == '+' {
			name = name[7:] // a subset's random prefix
		}
		d.out.Meta("pdf:Font", name, "fonts")
		cjk = cjk || strings.Contains(line, "CID") && !strings.Contains(line, "Identity")
	}
	return cjk
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// text pushes a fact for each page and returns the pages that must be looked at:
// those without text, those whose text is nonsense, and those whose letters are shapes.
//
// Reading order is taken, not -layout: an issuer block beside an addressee comes
// out as two blocks, where -layout would mix their lines.
func (d *document) text(pages int) (bare []int, err error) {
	var garbled, scant []int
	why := ""
	for _, r := range d.ranges(pages) {
		var b []byte
		b, err = d.runAfter(d.out.Left(), "pdftotext", append([]string{"-enc", "UTF-8"}, r.options()...), []string{"-"})
		list := strings.Split(string(b), "\f")
		for i, page := range list {
			number := r.first + i
			if number > pages || number > r.last || err != nil && i == len(list)-1 && strings.TrimSpace(page) == "" {
				break
			}
			d.out.Text(page, "page", evidence.Locator{Page: number, Zone: evidence.ZoneBody})
			reason := nonsense(page)
			if reason != "" {
				garbled = append(garbled, number)
				why = reason
			}
			switch n := len(strings.TrimSpace(page)); {
			case reason != "" || n < minPageText:
				bare = append(bare, number)
			case n <= maxScant:
				scant = append(scant, number)
			}
		}
		if err != nil {
			break
		}
	}
	if len(garbled) > 0 {
		d.out.Out.Warn(fmt.Sprintf("the text of %d pages, the first of them page %d, is nonsense (%s): the encoding of a font is broken; "+
			"these pages are also handed over as pictures", len(garbled), garbled[0], why))
	}
	bare = append(bare, d.outlined(scant)...)
	slices.Sort(bare)
	return bare, err
}

// span is a run of pages, the last included.
type span struct{ first, last int }

func (s span) options() []string {
	if s.first == 1 && s.last == math.MaxInt32 {
		return nil
	}
	return []string{"-f", strconv.Itoa(s.first), "-l", strconv.Itoa(s.last)}
}

// ranges are the pages between those that swell; all of them where none does.
func (d *document) ranges(pages int) []span {
	if len(d.swells) == 0 {
		return []span{{1, math.MaxInt32}}
	}
	var out []span
	first := 1
	for _, bad := range slices.Sorted(maps.Keys(d.swells)) {
		if bad > first && len(out) < maxRanges {
			out = append(out, span{first, bad - 1})
		}
		first = bad + 1
	}
	if first <= pages {
		out = append(out, span{first, pages})
	}
	return out
}

// render hands pages without text over as pictures, one at a time.
func (d *document) render(bare []int) {
	for i, page := range bare {
		if d.out.Err != nil || d.ctx.Err() != nil {
			return
		}
		where := fmt.Sprintf("page %d", page)
		if n, ok := d.huge[page]; ok {
			d.out.Problem(fmt.Errorf("%w: a picture of %d x %d pixels; the page is not rendered", evidence.ErrLimit, d.list[n].w, d.list[n].h), where)
			continue
		}
		if d.late() {
			d.out.Problem(fmt.Errorf("%w: the item's time for programs is over; %d pages without text are not rendered", evidence.ErrLimit, len(bare)-i), where)
			return
		}
		if i == maxRender {
			d.out.Problem(fmt.Errorf("%w: %d pages without text, %d rendered", evidence.ErrLimit, len(bare), maxRender), where)
			return
		}
		n := strconv.Itoa(page)
		out := filepath.Join(d.in.Temp, "page")
		_, err := d.runAfter(maxInfo, "pdftoppm", []string{"-f", n, "-l", n, "-gray", "-tiff", "-tiffcompression", "none", "-singlefile",
			"-scale-to", strconv.Itoa(renderSide)}, []string{out})
		d.out.Problem(err, where)
		d.file(out+".tif", evidence.ChildName{Name: where, Origin: evidence.OriginRendered})
	}
}

// attachments hands embedded files over by number, so that their names never
// become paths.
func (d *document) attachments() {
	b, err := d.run(maxInfo, "pdfdetach", "-list")
	d.out.Problem(err, "attachments")
	for i, name := range attachmentNames(b) {
		if d.out.Err != nil || d.ctx.Err() != nil {
			return
		}
		if i == maxAttachments {
			d.out.Problem(fmt.Errorf("%w: more than %d attachments", evidence.ErrLimit, maxAttachments), "attachments")
			return
		}
		out := filepath.Join(d.in.Temp, "attachment")
		_, err := d.run(maxInfo, "pdfdetach", "-save", strconv.Itoa(i+1), "-o", out)
		d.out.Problem(err, "attachment "+name)
		d.file(out, evidence.ChildName{Name: name, Origin: evidence.OriginAttachment})
	}
}

// attachmentNames reads pdfdetach -list: lines of "number: name", from 1 on.
func attachmentNames(b []byte) (names []string) {
	for _, line := range strings.Split(string(b), "\n") {
		n, name, ok := strings.Cut(line, ": ")
		if i, err := strconv.Atoi(strings.TrimSpace(n)); ok && err == nil && i == len(names)+1 {
			names = append(names, push.Clean(name))
		}
	}
	return names
}

func (d *document) file(path string, name evidence.ChildName) {
	defer os.Remove(path)
	f, err := os.Open(path)
	if err != nil {
		return // the program's own problem has been reported
	}
	defer f.Close()
	d.out.Child(d.ctx, name, f)
}
