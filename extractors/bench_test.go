package extractors

import (
	"bytes"
	"testing"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// BenchmarkIdentify times one item of each sort with the whole list of formats.
func BenchmarkIdentify(b *testing.B) {
	formats := All()
	prose := bytes.Repeat([]byte("It was agreed that the offer should be sent again before the end of the month.\n"), 900)
	japanese := bytes.Repeat([]byte("見積書の件につき、下記のとおりご連絡いたします。\n"), 900)
	noise := make([]byte, 1<<16)
	for i, x := 0, uint32(1); i < len(noise); i++ {
		x = x*1664525 + 1013904223
		noise[i] = byte(x >> 24)
	}
	for _, c := range []struct {
		name string
		data []byte
	}{
		{"png.png", append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), noise...)},
		{"noise.bin", noise},
		{"prose.txt", prose},
		{"japanese.txt", japanese},
		{"source.go", append([]byte("package a\n\nimport (\n\t\"fmt\"\n)\n\n"), bytes.Repeat([]byte("func f() {\n\tfmt.Println(1)\n}\n"), 900)...)},
		{"table.csv", bytes.Repeat([]byte("2021-04-01,1200,offer,\"a, b\"\n"), 2000)},
		{"page.xml", append([]byte(`<?xml version="1.0"?><a xmlns="urn:a">`), bytes.Repeat([]byte("<b>text</b>\n"), 4000)...)},
		{"object.json", append([]byte(`{"a": [`), bytes.Repeat([]byte("{\"b\": 1},\n"), 5000)...)},
	} {
		p := extracttest.Probe(c.name, c.data)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				evidence.Identify(formats, p)
			}
		})
	}
}
