package archive

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"

	"evscan/evidence"
)

// mtreeFormat is the list of a file tree that mtree(5) of the BSDs describes,
// https://man.freebsd.org/mtree(5). It holds no files: what it says is its text.
func mtreeFormat() evidence.Format {
	match := func(p evidence.Probe) (string, bool) {
		line, _, ok := bytes.Cut(p.Head, []byte("\n"))
		return "signature #mtree at 0", ok && bytes.HasPrefix(line, []byte("#mtree")) && (len(line) == 6 || line[6] <= ' ')
	}
	return evidence.Format{ID: "mtree", MIME: "text/x-mtree", Version: 1, Exts: []string{"mtree"}, Match: match, Extract: extractMtree}
}

func extractMtree(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	r := bufio.NewReaderSize(in.Reader(), 64<<10)
	var block strings.Builder
	flush := func() error {
		if block.Len() == 0 {
			return nil
		}
		f := evidence.Fact{Kind: evidence.FactText, Value: strings.ToValidUTF8(block.String(), "\uFFFD"), At: evidence.Locator{Zone: evidence.ZoneBody}}
		block.Reset()
		return out.Fact(f)
	}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		line, err := r.ReadSlice('\n')
		block.Write(line)
		if block.Len() >= 64<<10 {
			if ferr := flush(); ferr != nil {
				return ferr
			}
		}
		switch err {
		case nil, bufio.ErrBufferFull:
		case io.EOF:
			return flush()
		default:
			return err
		}
	}
}
