package evtx

import (
	"context"
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func read(t testing.TB, data []byte) (*extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe("Security.evtx", data))
	require.Equal(t, "evtx", typ.Format)
	s := &extracttest.Sink{}
	err := f.Extract(context.Background(), extracttest.Memory("Security.evtx", data), s)
	s.Check(t)
	return s, err
}

// writer lays an event out as [MS-EVEN6] 2.2.12 describes it; offsets count from
// the beginning of the chunk.
type writer struct{ b []byte }

func (w *writer) u8(v ...byte)  { w.b = append(w.b, v...) }
func (w *writer) u16(v int)     { w.b = binary.LittleEndian.AppendUint16(w.b, uint16(v)) }
func (w *writer) u32(v int)     { w.b = binary.LittleEndian.AppendUint32(w.b, uint32(v)) }
func (w *writer) u64(v uint64)  { w.b = binary.LittleEndian.AppendUint64(w.b, v) }
func (w *writer) wide(s string) { w.b = append(w.b, wide(s)...) }

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return b
}

// name stands right behind its offset.
func (w *writer) name(s string) {
	w.u32(len(w.b) + 4)
	w.u32(0)
	w.u16(0)
	w.u16(len(s))
	w.wide(s + "\x00")
}

func (w *writer) open(s string, attributes bool) {
	tok := byte(tokOpen)
	if attributes {
		tok |= 0x40
	}
	w.u8(tok)
	w.u16(0xffff)
	w.u32(0)
	w.name(s)
	if attributes {
		w.u32(0)
	}
}

func (w *writer) attribute(name, value string) {
	w.u8(tokAttribute)
	w.name(name)
	w.u8(tokValue, 1)
	w.u16(len(value))
	w.wide(value)
}

func (w *writer) data(name string, slot int) {
	w.open("Data", true)
	w.attribute("Name", name)
	w.u8(tokCloseStart, tokSubstitute)
	w.u16(slot)
	w.u8(1, tokEndElement)
}

// sample is a log of one chunk with an event twice, the second by the first's template.
func sample() []byte {
	w := &writer{b: make([]byte, 512)}
	copy(w.b, "ElfChnk\x00")
	var def int
	values := []string{"dc01.hoshino.local", "HOSHINO", "佐藤", "PC042"}
	for n := range 2 {
		start := len(w.b)
		w.u32(0x2a2a)
		w.u32(0)
		w.u64(uint64(n + 1))
		w.u64((11644473600 + 1600000000) * 10_000_000)
		w.u8(tokFragment, 1, 1, 0, tokTemplate, 1)
		w.u32(7)
		if n == 0 {
			def = len(w.b) + 4
			w.u32(def)
			w.b = append(w.b, make([]byte, 24)...)
			body := len(w.b)
			w.u8(tokFragment, 1, 1, 0)
			w.open("Event", false)
			w.u8(tokCloseStart)
			w.open("System", false)
			w.u8(tokCloseStart)
			w.open("Provider", true)
			w.attribute("Name", "Microsoft-Windows-Security-Auditing")
			w.u8(tokCloseEmpty)
			w.open("EventID", false)
			w.u8(tokCloseStart, tokValue, 1)
			w.u16(4)
			w.wide("4624")
			w.u8(tokEndElement)
			w.open("Computer", false)
			w.u8(tokCloseStart, tokSubstitute)
			w.u16(0)
			w.u8(1, tokEndElement, tokEndElement)
			w.open("EventData", false)
			w.u8(tokCloseStart)
			w.data("TargetDomainName", 1)
			w.data("TargetUserName", 2)
			w.data("WorkstationName", 3)
			w.u8(tokEndElement, tokEndElement, tokEnd)
			binary.LittleEndian.PutUint32(w.b[def+20:], uint32(len(w.b)-body))
		} else {
			w.u32(def)
		}
		w.u32(len(values))
		for _, v := range values {
			w.u16(len(wide(v)))
			w.u8(1, 0)
		}
		for _, v := range values {
			w.wide(v)
		}
		w.u8(tokEnd)
		w.u32(0)
		binary.LittleEndian.PutUint32(w.b[start+4:], uint32(len(w.b)-start))
	}
	binary.LittleEndian.PutUint32(w.b[48:], uint32(len(w.b)))
	chunk := append(w.b, make([]byte, chunkBytes-len(w.b))...)
	head := make([]byte, 4096)
	copy(head, "ElfFile\x00")
	binary.LittleEndian.PutUint16(head[42:], 1)
	return append(head, chunk...)
}

var want = []string{"evtx:Computer=dc01.hoshino.local", "evtx:Provider=Microsoft-Windows-Security-Auditing", "evtx:Domain=HOSHINO", "evtx:User=佐藤", "evtx:Workstation=PC042"}

const line = "2020-09-13T12:26:40Z 4624 Microsoft-Windows-Security-Auditing dc01.hoshino.local TargetDomainName=HOSHINO; TargetUserName=佐藤; WorkstationName=PC042;"

func TestEvents(t *testing.T) {
	s, err := read(t, sample())
	require.NoError(t, err)
	assert.Equal(t, want, s.Metadata())
	assert.Equal(t, line, s.Text(), "the second event says the same and is not repeated")
}

func TestDamaged(t *testing.T) {
	data := sample()
	s, err := read(t, data[:len(data)-1000])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Equal(t, want, s.Metadata())
	s, err = read(t, data[:4096+512+200])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Empty(t, s.Text())
	_, err = read(t, data[:2000])
	require.ErrorContains(t, err, "0 chunks of 1 are there")
	// A template that is its own value does not end the reader.
	loop := append([]byte{}, data...)
	for i := 4096 + 512; i < len(loop)-4; i++ {
		if loop[i] == tokSubstitute {
			loop[i] = tokTemplate
		}
	}
	_, err = read(t, loop)
	require.ErrorIs(t, err, evidence.ErrCorrupt)
}

func TestNesting(t *testing.T) {
	e := event{v: make([]byte, 10), left: maxTokens}
	for depth, ok := range map[int]bool{maxNested - 1: true, maxNested: true, maxNested + 1: false} {
		_, got := e.fragment(0, 10, nil, depth)
		assert.Equal(t, ok, got, depth)
	}
}

func TestSID(t *testing.T) {
	assert.Equal(t, "S-1-5-32-544", sid([]byte{1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0}))
	assert.Empty(t, sid([]byte{1, 5, 0, 0, 0, 0, 0, 5}))
}

func FuzzEVTX(f *testing.F) {
	f.Add(sample()[4096 : 4096+3000])
	f.Fuzz(func(t *testing.T, chunk []byte) {
		if len(chunk) > chunkBytes {
			return
		}
		head := make([]byte, 4096)
		copy(head, "ElfFile\x00")
		_, _ = read(t, append(head, chunk...))
	})
}
