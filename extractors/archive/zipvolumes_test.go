package archive

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// setOf is a set whose lead is its last part, as a split zip's is.
func setOf(kind evidence.VolumeKind, parts ...[]byte) *evidence.VolumeSet {
	s := &evidence.VolumeSet{Name: "split", Kind: kind, Lead: len(parts) - 1, Self: len(parts) - 1}
	for i, p := range parts {
		v := evidence.Volume{Name: []string{"split.z01", "split.zip"}[min(1, i+2-len(parts))]}
		if p != nil {
			v.At, v.Size = bytes.NewReader(p), int64(len(p))
		}
		s.Parts = append(s.Parts, v)
	}
	return s
}

func splitSample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/sets/zip/" + name)
	require.NoError(t, err)
	return b
}

func TestZipVolumesByContent(t *testing.T) {
	first, last := splitSample(t, "split.z01"), splitSample(t, "split.zip")
	whole := zipOf(t, "a.txt", 0)
	assert.Equal(t, []bool{true, true}, zipVolumes(setOf(evidence.VolumesZip, first, last)))
	assert.Equal(t, []bool{false, false}, zipVolumes(setOf(evidence.VolumesZip, first, whole)), "a whole archive leads no set")
	assert.Equal(t, []bool{false, false}, zipVolumes(setOf(evidence.VolumesZip, first, []byte("no zip"))))
	s := setOf(evidence.VolumesZip, first, nil)
	s.Lead = 0
	assert.Equal(t, []bool{true, false}, zipVolumes(s), "the last one is missing")
	s = setOf(evidence.VolumesZip, []byte("no zip"), nil)
	s.Lead = 0
	assert.Equal(t, []bool{false, false}, zipVolumes(s))
}

// The last volume, cut off: without its end record nobody knows how many there are.
func TestZipLastVolumeCutOff(t *testing.T) {
	last := splitSample(t, "split.zip")
	first := splitSample(t, "split.z01")
	for _, cut := range []int{0, len(last) / 2, len(last) - 1} {
		in := extracttest.Memory("split.zip", last)
		in.Set = setOf(evidence.VolumesZip, first, last[:cut])
		s := &extracttest.Sink{}
		_ = extractZip(context.Background(), in, s)
		s.Check(t)
		assert.NotEmpty(t, s.Problems, "a last volume that is cut off at %d", cut)
	}
}

func FuzzZipVolumes(f *testing.F) {
	small := zipOf(f, "a.txt", 0)
	f.Add(small[:20], small[20:], false)
	f.Add(small, small, true)
	f.Add([]byte("PK\x07\x08"), splitSample(f, "split.zip"), false)
	f.Fuzz(func(t *testing.T, a, b []byte, gap bool) {
		if gap {
			a = nil
		}
		in := extracttest.Memory("split.zip", b)
		in.Limits.ItemBytes, in.Limits.Items = 1<<20, 1000
		in.Set = setOf(evidence.VolumesZip, a, b)
		zipVolumes(in.Set)
		s := &extracttest.Sink{MaxChildren: 100}
		_ = extractZip(context.Background(), in, s)
		s.Check(t)
	})
}

func FuzzAppended(f *testing.F) {
	f.Add(append([]byte("GIF89a"), zipOf(f, "a.txt", 0)...))
	f.Add(append([]byte("MZ"), sample(f, "copy.7z")...))
	f.Add(append([]byte("#!/bin/sh\n"), rar5Of(0, rarEntry{name: "a", data: "a"})...))
	f.Add(append([]byte("MZ"), rar4Of(rarEntry{name: "a", data: "a"})...))
	f.Fuzz(func(t *testing.T, data []byte) {
		in := extracttest.Memory("a", data)
		in.Limits.ItemBytes, in.Limits.Items = 1<<20, 1000
		s := &extracttest.Sink{MaxChildren: 100}
		_ = extractAppended(context.Background(), in, s)
		s.Check(t)
		for _, id := range []string{"7z", "rar"} {
			format := extracttest.Find(t, Formats(), id)
			if _, ok := format.Match(extracttest.Probe("a", data)); ok {
				s := &extracttest.Sink{MaxChildren: 100}
				_ = format.Extract(context.Background(), in, s)
				s.Check(t)
			}
		}
	})
}
