package hostile

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// tarHeader is a ustar header (POSIX.1-2017, pax, ustar Interchange Format) whose
// size field is given byte by byte.
func tarHeader(name, size string, typ byte, link string) []byte {
	h := make([]byte, 512)
	copy(h, name)
	copy(h[100:], "0000644\x000000000\x000000000\x00")
	copy(h[124:136], size)
	copy(h[136:], "14000000000\x00")
	h[156] = typ
	copy(h[157:257], link)
	copy(h[257:], "ustar\x0000")
	copy(h[148:], "        ")
	sum := 0
	for _, c := range h {
		sum += int(c)
	}
	copy(h[148:], fmt.Sprintf("%06o\x00 ", sum))
	return h
}

func tarFile(name string, data []byte) []byte {
	b := append(tarHeader(name, fmt.Sprintf("%011o", len(data)), '0', ""), data...)
	return append(b, make([]byte, (512-len(data)%512)%512)...)
}

func tarOf(parts ...[]byte) []byte {
	return append(bytes.Join(parts, nil), make([]byte, 1024)...)
}

func tars() []Case {
	binarySize := func(b ...byte) string { return string(append(make([]byte, 12-len(b)), b...)) }
	exa := []byte(binarySize(0x0d, 0xe0, 0xb6, 0xb3, 0xa7, 0x64, 0, 0)) // 10^18
	exa[0] = 0x80
	a := tarFile("a.txt", hello)
	pax := func(records string) []byte {
		b := append(tarHeader("pax", fmt.Sprintf("%011o", len(records)), 'x', ""), records...)
		return append(b, make([]byte, (512-len(records)%512)%512)...)
	}
	record := func(k, v string) string {
		for n := len(k) + len(v) + 3; ; n++ {
			if s := fmt.Sprintf("%d %s=%s\n", n, k, v); len(s) == n {
				return s
			}
		}
	}
	good := tarOf(a, tarFile("b.txt", hello[1:]), tarFile("c.txt", hello[2:]))
	flipped := bytes.Clone(good)
	flipped[1024+3] ^= 0x20
	return []Case{
		fixed("exabyte.tar", tarOf(a, tarHeader("huge.bin", string(exa), '0', ""), hello)),
		fixed("negative.tar", tarOf(a, tarHeader("negative.bin", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00", '0', ""), a)),
		fixed("octal-overflow.tar", tarOf(a, tarHeader("big.bin", "777777777777", '0', ""), hello)),
		fixed("octal-garbage.tar", tarOf(a, tarHeader("odd.bin", "12x8z999999\x00", '0', ""), hello)),
		fixed("sparse-terabytes.tar", tarOf(a, pax(record("GNU.sparse.major", "1")+record("GNU.sparse.minor", "0")+record("GNU.sparse.name", "sparse.img")+
			record("GNU.sparse.realsize", "8000000000000")), tarFile("sparse.img", append([]byte("1\n0\n5\n"), make([]byte, 506+5)...)), tarFile("z.txt", hello[1:]))),
		fixed("pax-size-lies.tar", tarOf(a, pax(record("size", "9000000000000000000")), tarFile("b.txt", hello[1:]))),
		fixed("pax-bomb.tar", tarOf(a, tarHeader("pax", "77777777777", 'x', ""), hello)),
		fixed("long-name.tar", tarOf(append(tarHeader("././@LongLink", fmt.Sprintf("%011o", 70000), 'L', ""), append(bytes.Repeat([]byte("n"), 70000), make([]byte, 512-70000%512)...)...), a)),
		fixed("links.tar", tarOf(a, tarHeader("sym", "00000000000", '2', "/etc/passwd"), tarHeader("hard", "00000000000", '1', "../../outside"), tarHeader("dev", "00000000000", '3', ""), tarHeader("fifo", "00000000000", '6', ""))),
		fixed("traversal.tar", tarOf(tarFile("../../../../../tmp/evscan-was-here.txt", hello), tarFile("/tmp/evscan-was-here.txt", hello[1:]))),
		fixed("through-link.tar", tarOf(tarHeader("d", "00000000000", '2', "/tmp"), tarFile("d/evscan-was-here.txt", hello))),
		fixed("control-names.tar", tarOf(tarFile("a\x1b[31m.txt", hello), tarFile("b\n.txt", hello[1:]), tarFile(strings.Repeat("\u202e", 5)+".txt", hello[2:]))),
		fixed("cut-in-header.tar", good[:1024+200]),
		fixed("cut-in-data.tar", good[:1024+520]),
		fixed("flip-in-header.tar", flipped),
		{"many-empty.tar", func(w io.Writer) error {
			for i := range 20_000 {
				if _, err := w.Write(tarFile(fmt.Sprintf("%06d", i), nil)); err != nil {
					return err
				}
			}
			_, err := w.Write(make([]byte, 1024))
			return err
		}},
	}
}

func streams() []Case {
	good := gz("a.txt", bytes.Repeat(hello, 50))
	badCRC := bytes.Clone(good)
	badCRC[len(badCRC)-6] ^= 1
	return []Case{
		fixed("cut.gz", good[:len(good)/2]),
		fixed("bad-crc.gz", badCRC),
		fixed("trailing.gz", append(bytes.Clone(good), "and something else behind it"...)),
		fixed("members.gz", bytes.Repeat(gz("", []byte("x")), 20_000)),
		fixed("garbage.bz2", append([]byte("BZh91AY&SY"), noise(4000)...)),
		fixed("garbage.zst", append([]byte("\x28\xb5\x2f\xfd"), noise(4000)...)),
		fixed("window.zst", append([]byte("\x28\xb5\x2f\xfd\x00\xf8"), noise(100)...)),
		fixed("zero-bytes.zip", nil),
		fixed("one-byte.zip", []byte{'P'}),
	}
}
