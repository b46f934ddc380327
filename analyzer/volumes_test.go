package analyzer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

// setsOf puts names together and shows what came out: kind, parts in order with the
// missing ones in brackets, the lead marked.
func setsOf(size int64, names ...string) []string {
	var files []volumeFile
	for i, n := range names {
		if v, ok := volumeOf(n); ok {
			files = append(files, volumeFile{index: i, size: size, name: v})
		}
	}
	var out []string
	for _, s := range findSets(files) {
		var parts []string
		for i, p := range s.parts {
			switch {
			case p.index < 0:
				parts = append(parts, "["+p.name+"]")
			case i == s.lead:
				parts = append(parts, "*"+names[p.index])
			default:
				parts = append(parts, names[p.index])
			}
		}
		out = append(out, fmt.Sprintf("%s %s: %s", s.kind, s.name, strings.Join(parts, " ")))
	}
	return out
}

func TestSetsByName(t *testing.T) {
	for _, c := range []struct {
		names []string
		want  []string
	}{
		{[]string{"a.z02", "a.zip", "a.z01"}, []string{"zip a: a.z01 a.z02 *a.zip"}},
		{[]string{"a.zip", "a.z03", "a.z01"}, []string{"zip a: a.z01 [a.z02] a.z03 *a.zip"}},
		{[]string{"a.z01", "a.z02"}, []string{"zip a: *a.z01 a.z02 [a.zip]"}},
		{[]string{"A.ZIP", "A.Z02"}, []string{"zip A: [A.Z01] A.Z02 *A.ZIP"}},
		{[]string{"a.zipx", "a.zx01"}, []string{"zip a: a.zx01 *a.zipx"}},
		{[]string{"a.zip"}, nil},
		{[]string{"a.z01"}, nil},
		{[]string{"a.7z.001", "a.7z.002", "b.7z.001"}, []string{"split a.7z: *a.7z.001 a.7z.002"}},
		{[]string{"a.7z.003"}, []string{"split a.7z: [a.7z.001] [a.7z.002] *a.7z.003"}},
		{[]string{"a.part2.rar", "a.part1.rar", "a.part4.rar"}, []string{"rar a: *a.part1.rar a.part2.rar [a.part3.rar] a.part4.rar"}},
		{[]string{"a.part01.exe", "a.part02.rar"}, []string{"rar a: *a.part01.exe a.part02.rar"}},
		{[]string{"a.r00", "a.rar", "a.r01"}, []string{"rar a: *a.rar a.r00 a.r01"}},
		{[]string{"a.rar", "a.r01"}, []string{"rar a: *a.rar [a.r00] a.r01"}},
		{[]string{"a.r00", "a.r01"}, []string{"rar a: [a.rar] *a.r00 a.r01"}},
		{[]string{"A.RAR", "A.R01"}, []string{"rar A: *A.RAR [A.R00] A.R01"}},
		{[]string{"x/a.rar", "y/a.r00"}, nil},
		{[]string{`x\a.rar`, `x\a.r00`}, []string{`rar a: *x\a.rar x\a.r00`}},
		{[]string{"report.001", "report.002", "report.003"}, []string{"split report: *report.001 report.002 report.003"}},
		{[]string{"report.001", "report.003"}, nil},
		{[]string{"report.002", "report.003"}, nil},
		{[]string{"data.000", "data.001"}, []string{"split data: *data.000 data.001"}},
		{[]string{"a.7z.001", "a.7z.9999"}, nil},
		{[]string{"a.7z.001", "a.7z.99999"}, nil},
		{[]string{"a.part0.rar", "a.part1.rar"}, nil},
		{[]string{"a.7z.001", "A.7z.001", "a.7z.002"}, []string{"split a.7z: *a.7z.001 a.7z.002"}},
		{[]string{".001", ".zip", "no", ""}, nil},
	} {
		assert.Equal(t, c.want, setsOf(100, c.names...), "%q", c.names)
	}
}

// r99 is followed by s00.
func TestOldRarNamesCountOn(t *testing.T) {
	names := []string{"a.rar"}
	for i := range 102 {
		names = append(names, fmt.Sprintf("a.%c%02d", 'r'+i/100, i%100))
	}
	var files []volumeFile
	for i, n := range names {
		v, ok := volumeOf(n)
		assert.True(t, ok, n)
		files = append(files, volumeFile{index: i, size: 1, name: v})
	}
	sets := findSets(files)
	assert.Len(t, sets, 1)
	assert.Len(t, sets[0].parts, 103)
	for i, p := range sets[0].parts {
		assert.Equal(t, i, p.index)
	}
}

// Files that are only numbered are pieces of one where their lengths are those of a cut.
func TestNumberedFilesOfUnevenLength(t *testing.T) {
	sized := func(sizes ...int64) []foundSet {
		var files []volumeFile
		for i, n := range sizes {
			v, _ := volumeOf(fmt.Sprintf("report.%03d", i+1))
			files = append(files, volumeFile{index: i, size: n, name: v})
		}
		return findSets(files)
	}
	assert.Len(t, sized(5, 5, 5), 1)
	assert.Len(t, sized(5, 5, 1), 1)
	assert.Empty(t, sized(5, 5, 6))
	assert.Empty(t, sized(5, 4, 5))
	assert.Empty(t, sized(0, 0))
}

func FuzzVolumeNames(f *testing.F) {
	f.Add("a.z01\na.zip\nb.7z.001\nb.7z.003\nc.part1.rar\nc.part2.rar\nd.rar\nd.s01")
	f.Fuzz(func(t *testing.T, list string) {
		names := strings.Split(list, "\n")
		var files []volumeFile
		for i, n := range names {
			if v, ok := volumeOf(n); ok {
				files = append(files, volumeFile{index: i, size: int64(i % 2), name: v})
			}
		}
		seen := map[int]bool{}
		for _, s := range findSets(files) {
			assert.Less(t, s.lead, len(s.parts))
			assert.GreaterOrEqual(t, s.parts[s.lead].index, 0)
			assert.Contains(t, []evidence.VolumeKind{evidence.VolumesSplit, evidence.VolumesZip, evidence.VolumesRar}, s.kind)
			for _, p := range s.parts {
				if p.index >= 0 {
					assert.False(t, seen[p.index])
					seen[p.index] = true
				}
			}
		}
	})
}
