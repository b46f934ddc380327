package text

import (
	"strings"
	"testing"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// BenchmarkText is the reading of a megabyte of each kind of text.
func BenchmarkText(b *testing.B) {
	for _, c := range []struct{ name, line string }{
		{"a.txt", "The committee will come together at https://www.example.test/a on Monday and talk about prices.\n"},
		{"a.log", "2021-05-06T07:08:09Z web01 daemon[12]: request from 10.0.0.1 for /index took 12 ms, host=web01.example.test\n"},
		{"a.ini", "database_host = db01.corp.test ; the old one\n"},
		{"A.java", "    private static final String NAME = \"value of the setting\"; // see the handbook\n"},
		{"a.json", "{\"name\": \"\\u682a\\u5f0f\", \"url\": \"https:\\/\\/www.example.test\\/a\", \"n\": 12345}\n"},
		{"a.sql", "INSERT INTO `orders` VALUES (1,'abc','2021-05-06',12.5),(2,'def','2021-05-07',13.5);\n"},
		{"a.html", "<p class=\"a\">The committee will come together <b>at</b> noon.</p>\n"},
	} {
		data := []byte(strings.Repeat(c.line, 1<<20/len(c.line)))
		if c.name == "a.html" {
			data = append([]byte("<!DOCTYPE html>"), data...)
		}
		_, f := evidence.Identify(Formats(), extracttest.Probe(c.name, data))
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				if err := f.Extract(b.Context(), extracttest.Memory(c.name, data), &extracttest.Sink{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
