// Package sqlite reads SQLite databases by an own reader of the file format,
// https://www.sqlite.org/fileformat2.html: nothing that is stored in the file, such
// as views, triggers and virtual tables, is ever run.
package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// Bounds of one database.
const (
	maxTables = 2000
	maxRows   = 2_000_000 // of all tables together
	maxCell   = 64 << 10  // bytes of one row's text that are read
	maxHead   = 32 << 20  // bytes of a row's payload that are read
	maxFiles  = 20_000    // files in the rows of one database
	maxDepth  = 40        // of a tree; 2^31 pages need far fewer
	maxPages  = 4_000_000
	block     = 32 << 10 // bytes of text in one fact
)

const magic = "SQLite format 3\x00"

// Formats lists databases by what their tables say they are.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "sqlite", MIME: "application/vnd.sqlite3", Version: 1, Exts: []string{"sqlite", "sqlite3", "db", "db3", "storedata", "sqlitedb"},
			Match: func(p evidence.Probe) (string, bool) {
				return "signature SQLite format 3", bytes.HasPrefix(p.Head, []byte(magic))
			}, Extract: extract},
		{ID: "sqlite-wal", MIME: "application/vnd.sqlite3-wal", Version: 1, Exts: []string{"sqlite-wal", "db-wal"},
			Match: func(p evidence.Probe) (string, bool) {
				return "signature of a write-ahead log", bytes.HasPrefix(p.Head, []byte("\x37\x7f\x06\x82")) || bytes.HasPrefix(p.Head, []byte("\x37\x7f\x06\x83"))
			}},
	}
}

// table is one that the schema names.
type table struct {
	name, kind, sql string
	root            int
	columns         []column
}

func extract(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	d, err := open(ctx, in)
	if err != nil {
		return err
	}
	out := push.New(sink, in.Limits)
	var tables []table
	err = d.rows(1, func(_ int64, r record) bool {
		if len(r) < 5 || r[0].text() != "table" {
			return true
		}
		t := table{kind: r[0].text(), name: r[1].text(), root: int(r[3].integer()), sql: r[4].text()}
		t.columns = columns(t.sql)
		tables = append(tables, t)
		return len(tables) < maxTables
	})
	p := profileOf(tables)
	out.Meta("sqlite:Application", p.name, "schema")
	for _, t := range tables {
		if !strings.HasPrefix(t.name, "sqlite_") {
			out.Meta("sqlite:Table", t.name, "schema")
		}
	}
	if len(tables) == maxTables {
		err = errors.Join(err, fmt.Errorf("%w: more than %d tables", evidence.ErrLimit, maxTables))
	}
	files := 0
	for _, t := range tables {
		if strings.HasPrefix(t.name, "sqlite_") || t.root <= 0 || out.Err != nil || out.Full() {
			continue
		}
		w := &writer{ctx: ctx, out: out, t: t, p: p, files: &files}
		w.begin()
		terr := d.rows(t.root, w.row)
		w.flush()
		if terr != nil {
			if cerr := ctx.Err(); cerr != nil {
				return cerr
			}
			out.Problem(terr, t.name)
		}
	}
	return errors.Join(out.Err, err)
}

// writer turns the rows of one table into lines.
type writer struct {
	ctx   context.Context
	files *int // that were found in the whole database
	out   *push.Pusher
	t     table
	p     profile
	skip  []bool // columns that are secrets
	lines strings.Builder
}

func (w *writer) begin() {
	names := make([]string, 0, len(w.t.columns))
	w.skip = make([]bool, len(w.t.columns))
	for i, c := range w.t.columns {
		w.skip[i] = secret(c.name) || w.p.secret(w.t.name, c.name)
		names = append(names, c.name)
	}
	if len(names) > 0 {
		w.lines.WriteString(strings.Join(names, "\t") + "\n")
	}
}

// row keeps the columns that are text, with a blob where it is text after all.
func (w *writer) row(id int64, r record) bool {
	var cells []string
	for i, v := range r {
		if i < len(w.skip) && w.skip[i] {
			continue
		}
		if w.file(id, i, v) {
			continue
		}
		s := v.text()
		if s == "" {
			continue
		}
		if len(s) > maxCell {
			s = push.Cut(s, maxCell)
		}
		name := ""
		if i < len(w.t.columns) {
			name = w.t.columns[i].name
		}
		if strings.Contains(s, "://") && !strings.ContainsAny(s, " \n") {
			s = withoutSecrets(s)
		}
		w.p.field(w.out, w.t.name, name, s)
		cells = append(cells, strings.Join(strings.Fields(s), " "))
	}
	if len(cells) > 0 {
		w.lines.WriteString(strings.Join(cells, "\t") + "\n")
	}
	if w.lines.Len() > block {
		w.flush()
	}
	return w.out.Err == nil && !w.out.Full()
}

// file hands over a value that is a file of its own: an attachment, a picture.
func (w *writer) file(id int64, i int, v value) bool {
	if v.kind != kindBlob || len(v.str) < 32 || *w.files >= maxFiles {
		return false
	}
	for _, m := range []string{"PK\x03\x04", "\xd0\xcf\x11\xe0", "%PDF", "\x89PNG\r\n", "\xff\xd8\xff", "GIF8", "{\\rtf", "\x1f\x8b\x08", "bplist0", magic} {
		if !strings.HasPrefix(v.str, m) {
			continue
		}
		*w.files++
		name := evidence.ChildName{Name: fmt.Sprintf("%s row %d", w.t.name, id), Origin: evidence.OriginEmbedded}
		if i < len(w.t.columns) {
			name.Name += " " + w.t.columns[i].name
		}
		if v.cut {
			name.Problem = evidence.Problem{Kind: evidence.ProblemLimit, Detail: fmt.Sprintf("only the first %d bytes of a row are read", maxHead)}
		}
		w.out.Child(w.ctx, name, strings.NewReader(v.str))
		return true
	}
	return false
}

func (w *writer) flush() {
	w.out.Text(w.lines.String(), w.t.name, evidence.Locator{Part: w.t.name, Zone: evidence.ZoneBody})
	w.lines.Reset()
}

// secret reports whether the name of a column promises one.
func secret(name string) bool {
	low := strings.ToLower(name)
	for _, w := range []string{"password", "passwd", "pwd", "secret", "token", "private_key", "privatekey", "credential", "cookie", "session_key", "apikey", "api_key", "pin_code"} {
		if strings.Contains(low, w) {
			return true
		}
	}
	return false
}

// text of a value: strings, and bytes that are UTF-8 in printable characters.
func (v value) text() string {
	switch v.kind {
	case kindText:
		return v.str
	case kindBlob:
		if len(v.str) > 3 && printable(v.str) {
			return v.str
		}
	}
	return ""
}

func printable(s string) bool {
	for _, r := range s {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == '\uFFFD' || r == 0x7f {
			return false
		}
	}
	return true
}

// view16 decodes UTF-16 text as the header says it is stored.
func view16(b []byte, big bool) string {
	if big {
		return raw.View(b).UTF16BE()
	}
	return raw.View(b).UTF16()
}
