package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// piece is what of an entry stands in one volume.
type piece struct {
	name, whole string
	from, to    int
}

func (p piece) data() string { return p.whole[p.from:p.to] }

// sum is the CRC-32 that the header keeps: of the whole where the entry ends here.
func (p piece) sum() uint32 {
	if p.to == len(p.whole) {
		return crc32.ChecksumIEEE([]byte(p.whole))
	}
	return crc32.ChecksumIEEE([]byte(p.data()))
}

// rar5Part is volume n, from 0, of a set; technote: archive flags 0x0001 and 0x0002,
// header flags 0x0008 and 0x0010, end flag 0x0001.
func rar5Part(n int, solid, more bool, pieces ...piece) []byte {
	flags := uint64(1)
	if n > 0 {
		flags |= 2
	}
	if solid {
		flags |= 4
	}
	main := join(vint(1), vint(0), vint(flags))
	if n > 0 {
		main = join(main, vint(uint64(n)))
	}
	out := join([]byte(rar5Magic), rar5Block(main))
	for _, p := range pieces {
		flags := uint64(2)
		if p.from > 0 {
			flags |= 8
		}
		if p.to < len(p.whole) {
			flags |= 16
		}
		h := join(vint(2), vint(flags), vint(uint64(len(p.data()))), vint(4), vint(uint64(len(p.whole))), vint(0o100644),
			binary.LittleEndian.AppendUint32(nil, p.sum()), vint(0), vint(1), vint(uint64(len(p.name))), []byte(p.name))
		out = join(out, rar5Block(h), []byte(p.data()))
	}
	end := uint64(0)
	if more {
		end = 1
	}
	return join(out, rar5Block(join(vint(5), vint(0), vint(end))))
}

// rar4Part is the same in RAR 4: main flags 0x0001 volume and 0x0010 new names, file
// flags 0x0001 and 0x0002, end flag 0x0001.
func rar4Part(newNames, more bool, pieces ...piece) []byte {
	l := binary.LittleEndian
	flags := byte(1)
	if newNames {
		flags |= 0x10
	}
	out := join([]byte(rar4Magic), rar4Block(join([]byte{0x73, flags, 0, 13, 0}, make([]byte, 6))))
	for _, p := range pieces {
		flags := uint16(0x8000)
		if p.from > 0 {
			flags |= 1
		}
		if p.to < len(p.whole) {
			flags |= 2
		}
		h := l.AppendUint16([]byte{0x74}, flags)
		h = l.AppendUint16(h, uint16(32+len(p.name)))
		h = l.AppendUint32(h, uint32(len(p.data())))
		h = l.AppendUint32(h, uint32(len(p.whole)))
		h = append(h, 3)
		h = l.AppendUint32(h, p.sum())
		h = l.AppendUint32(h, 0x52210000)
		h = append(h, 29, 0x30)
		h = l.AppendUint16(h, uint16(len(p.name)))
		h = l.AppendUint32(h, 0o100644)
		out = join(out, rar4Block(join(h, []byte(p.name))), []byte(p.data()))
	}
	end := byte(0x40)
	if more {
		return join(out, rar4Block([]byte{0x7b, 1, 0x40, 7, 0}))
	}
	return join(out, rar4Block([]byte{0x7b, 0, end, 7, 0}))
}

// rarSet is a set of three volumes with five entries, two of which go over an end.
func rarSet(version int, newNames bool) [][]byte {
	a, c, e := piece{"a", "first words", 0, 11}, piece{"c", "third words", 0, 11}, piece{"e", "fifth words", 0, 11}
	b1, b2 := piece{"b", "second words", 0, 5}, piece{"b", "second words", 5, 12}
	d1, d2 := piece{"d", "fourth words", 0, 9}, piece{"d", "fourth words", 9, 12}
	if version == 5 {
		return [][]byte{rar5Part(0, false, true, a, b1), rar5Part(1, false, true, b2, c, d1), rar5Part(2, false, false, d2, e)}
	}
	return [][]byte{rar4Part(newNames, true, a, b1), rar4Part(newNames, true, b2, c, d1), rar4Part(newNames, false, d2, e)}
}

func openRarSet(t testing.TB, newNames bool, parts ...[]byte) (*extracttest.Sink, error) {
	set := &evidence.VolumeSet{Name: "a", Kind: evidence.VolumesRar, Lead: -1}
	for i, p := range parts {
		name := []string{"a.part1.rar", "a.part2.rar", "a.part3.rar"}[i]
		if !newNames {
			name = []string{"a.rar", "a.r00", "a.r01"}[i]
		}
		v := evidence.Volume{Name: name}
		if p != nil {
			v.At, v.Size = bytes.NewReader(p), int64(len(p))
			if set.Lead < 0 {
				set.Lead, set.Self = i, i
			}
		}
		set.Parts = append(set.Parts, v)
	}
	in := extracttest.Memory(set.Parts[set.Lead].Name, parts[set.Lead])
	in.Set = set
	s := &extracttest.Sink{}
	err := rarFormat().Extract(context.Background(), in, s)
	return s, err
}

func TestRarVolumes(t *testing.T) {
	for _, c := range []struct {
		version  int
		newNames bool
	}{{5, true}, {4, true}, {4, false}, {5, false}} {
		v := rarSet(c.version, c.newNames)
		s, err := openRarSet(t, c.newNames, v...)
		require.NoError(t, err)
		assert.Equal(t, []string{"a=first words", "b=second words", "c=third words", "d=fourth words", "e=fifth words"}, contents(s), "%+v", c)
		assert.Empty(t, s.Problems)

		s, err = openRarSet(t, c.newNames, v[0], nil, v[2])
		require.NoError(t, err)
		assert.Equal(t, []string{"a=first words", "b=secon (unsupported)", "e=fifth words"}, contents(s), "%+v", c)

		s, err = openRarSet(t, c.newNames, nil, v[1], v[2])
		require.NoError(t, err)
		assert.Equal(t, []string{"c=third words", "d=fourth words", "e=fifth words"}, contents(s), "%+v", c)

		s, err = openRarSet(t, c.newNames, v[0], v[1])
		require.NoError(t, err)
		assert.Equal(t, []string{"a=first words", "b=second words", "c=third words", "d=fourth wo (unsupported)"}, contents(s), "%+v", c)
		require.Len(t, s.Problems, 1)
		assert.Contains(t, s.Problems[0].Detail, map[bool]string{true: `"a.part3.rar"`, false: `"a.r01"`}[c.newNames])
	}
}

func TestRarSolidVolumesBehindAGapAreSaid(t *testing.T) {
	a, b := piece{"a", "first words", 0, 11}, piece{"b", "second words", 0, 12}
	s, err := openRarSet(t, true, rar5Part(0, true, true, a), nil, rar5Part(2, true, false, b))
	require.NoError(t, err)
	assert.Equal(t, []string{"a=first words"}, contents(s))
	require.Len(t, s.Problems, 1)
	assert.Contains(t, s.Problems[0].Detail, "behind a missing one were not read")
}

// What is named like a volume and is none does not belong.
func TestRarVolumesThatAreNone(t *testing.T) {
	whole := rar5Of(0, rarEntry{name: "x", data: "x"})
	v := rarSet(5, true)
	set := func(parts ...[]byte) *evidence.VolumeSet {
		s := &evidence.VolumeSet{Kind: evidence.VolumesRar}
		for _, p := range parts {
			s.Parts = append(s.Parts, evidence.Volume{At: bytes.NewReader(p), Size: int64(len(p))})
		}
		return s
	}
	assert.Equal(t, []bool{true, false}, rarVolumes(set(v[0], whole)), "a whole archive")
	assert.Equal(t, []bool{false, false}, rarVolumes(set(whole, v[1])), "the lead is no volume")
	assert.Equal(t, []bool{true, false}, rarVolumes(set(v[0], v[2])), "another number")
	assert.Equal(t, []bool{true, false}, rarVolumes(set(v[0], rarSet(4, true)[1])), "another version")
	assert.Equal(t, []bool{true, false, false}, rarVolumes(set(v[0], nil, v[2][:10])), "empty, and cut off")
}

func FuzzRarVolumes(f *testing.F) {
	for _, version := range []int{4, 5} {
		v := rarSet(version, true)
		f.Add(v[0], v[1], v[2], false)
		f.Add(v[0], v[1], v[2], true)
	}
	f.Fuzz(func(t *testing.T, a, b, c []byte, gap bool) {
		if gap {
			b = nil
		}
		if a == nil {
			return
		}
		s, _ := openRarSet(t, true, a, b, c)
		s.Check(t)
	})
}
