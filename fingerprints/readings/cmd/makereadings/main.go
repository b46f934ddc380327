// Makereadings writes the table of readings out of Unihan_Readings.txt of the Unicode
// Han Database (in the Debian package unicode-data; Unicode License v3).
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/encoding/japanese"
)

func main() {
	out := flag.String("o", "readings.txt.gz", "file to write")
	flag.Parse()
	if err := run(flag.Arg(0), *out); err != nil {
		fmt.Fprintln(os.Stderr, "makereadings:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	f, err := os.Open(in)
	if err != nil {
		return err
	}
	defer f.Close()
	table, err := read(f)
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, r := range slices.Sorted(maps.Keys(table)) {
		fmt.Fprintf(z, "%c %s\n", r, strings.Join(table[r], " "))
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

// read collects the readings of the characters that JIS X 0208 has.
func read(r io.Reader) (map[rune][]string, error) {
	table := map[rune][]string{}
	s := bufio.NewScanner(r)
	for s.Scan() {
		f := strings.Split(s.Text(), "\t")
		if len(f) != 3 || f[1] != "kJapaneseOn" && f[1] != "kJapaneseKun" {
			continue
		}
		n, err := strconv.ParseUint(strings.TrimPrefix(f[0], "U+"), 16, 21)
		if err != nil {
			return nil, fmt.Errorf("code point %q: %w", f[0], err)
		}
		c := rune(n)
		if coded, err := japanese.ISO2022JP.NewEncoder().String(string(c)); err != nil || !strings.HasPrefix(coded, "\x1b$B") {
			continue
		}
		for _, reading := range strings.Fields(strings.ToLower(f[2])) {
			list := []string{reading}
			switch {
			case f[1] == "kJapaneseKun":
				list = append(list, stems(reading)...)
			case reading == "nichi": // 日本
				list = append(list, "ni")
			}
			for _, v := range list {
				if !slices.Contains(table[c], v) {
					table[c] = append(table[c], v)
				}
			}
		}
	}
	return table, s.Err()
}

// stems are the forms that a verb or an adjective has inside names: taka of takai, tate
// of tateru, tachi of tatsu.
func stems(s string) []string {
	var out []string
	for _, e := range []struct{ end, then string }{{"tsu", "chi"}, {"ku", "ki"}, {"gu", "gi"}, {"su", "shi"}, {"mu", "mi"}, {"bu", "bi"}, {"nu", "ni"}, {"ru", "ri"}, {"ru", ""}, {"ai", "a"},
		{"oi", "o"}, {"ui", "u"}, {"kii", ""}, {"shii", "shi"}, {"shii", ""}, {"au", "ai"}, {"ou", "oi"}} {
		if rest, ok := strings.CutSuffix(s, e.end); ok && len(rest+e.then) >= 2 && rest != "" {
			out = append(out, rest+e.then)
		}
	}
	return out
}
