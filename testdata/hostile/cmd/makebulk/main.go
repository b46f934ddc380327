// Command makebulk writes a zip package of many ordinary files, for measuring.
//
//	makebulk -o FILE -entries N -bytes N
//
// Kinds and sizes are mixed: short texts, mails, tables, logs that compress well and
// binary files that do not; every tenth file is a copy of an earlier one. Equal
// arguments give equal bytes.
package main

import (
	"archive/zip"
	"bufio"
	"encoding/binary"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
)

func main() {
	out := flag.String("o", "", "file to write")
	entries := flag.Int("entries", 20_000, "number of files")
	size := flag.Int64("bytes", 2_000_000_000, "bytes of all files together, roughly")
	flag.Parse()
	if err := run(*out, *entries, *size); err != nil {
		fmt.Fprintln(os.Stderr, "makebulk:", err)
		os.Exit(1)
	}
}

func run(path string, entries int, size int64) error {
	if entries < 1 {
		return fmt.Errorf("-entries must be at least 1, not %d", entries)
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	z := zip.NewWriter(w)
	mean := max(1, int(size/int64(entries)))
	for i := range entries {
		if err := add(z, i, mean); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return f.Close()
}

// add writes file i. Sizes run from a fiftieth to about five times the mean.
func add(z *zip.Writer, i, mean int) error {
	seed := i
	if i%10 == 9 {
		seed = i - 7 // a copy
	}
	r := rand.New(rand.NewPCG(1, uint64(seed)))
	n := max(16, mean/50)
	switch seed % 5 {
	case 3:
		n = mean*2 + r.IntN(max(1, mean))
	case 4:
		n = mean + r.IntN(max(1, mean))
	}
	kinds := []string{"txt", "eml", "csv", "log", "bin"}
	kind := kinds[seed%5]
	h := &zip.FileHeader{Name: fmt.Sprintf("%03d/%05d.%s", i/200, i, kind), Method: zip.Deflate}
	if kind == "bin" {
		h.Method = zip.Store
	}
	w, err := z.CreateHeader(h)
	if err != nil {
		return err
	}
	return fill(w, kind, seed, n, r)
}

func fill(w io.Writer, kind string, seed, n int, r *rand.Rand) error {
	b := make([]byte, 0, n+256)
	switch kind {
	case "eml":
		b = fmt.Appendf(b, "From: a%d@sender.example\r\nTo: b@receiver.example\r\nSubject: note %d\r\nMessage-ID: <%d@sender.example>\r\nDate: Mon, 4 Jan 2021 09:00:00 +0000\r\n"+
			"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n", seed, seed, seed)
	case "bin":
		b = append(b, "\x7fBULK\x00\x01\xff"...)
		for len(b) < n {
			b = binary.LittleEndian.AppendUint64(b, r.Uint64())
		}
		_, err := w.Write(b[:n])
		return err
	}
	for line := 0; len(b) < n; line++ {
		switch kind {
		case "csv":
			b = fmt.Appendf(b, "%d,part %d,%d.%02d\n", line, r.IntN(1000), r.IntN(9999), r.IntN(100))
		case "log":
			b = fmt.Appendf(b, "2024-01-01T00:00:%02dZ INFO request %d served in %d ms\n", line%60, line, r.IntN(30))
		default:
			b = fmt.Appendf(b, "Line %d of a note about order %d.\r\n", line, r.IntN(100000))
		}
	}
	_, err := w.Write(b[:n])
	return err
}
