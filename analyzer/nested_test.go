package analyzer

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

type zipped struct {
	name    string
	content []byte
}

func zipBytes(t *testing.T, files ...zipped) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		w, err := z.Create(f.name)
		require.NoError(t, err)
		_, err = w.Write(f.content)
		require.NoError(t, err)
	}
	require.NoError(t, z.Close())
	return b.Bytes()
}

// bomb is a zip of zips, width of them on each of depth levels, no two the same,
// with a note of size bytes in each of the last.
func bomb(t *testing.T, depth, width, size int, tag string) []byte {
	t.Helper()
	if depth == 0 {
		return append([]byte("NOTE "+tag+" "), make([]byte, size)...)
	}
	var files []zipped
	for i := range width {
		files = append(files, zipped{fmt.Sprintf("%d", i), bomb(t, depth-1, width, size, fmt.Sprintf("%s.%d", tag, i))})
	}
	return zipBytes(t, files...)
}

func problems(items []evidence.Item) []string {
	var out []string
	for _, it := range items {
		for _, p := range it.Problems {
			out = append(out, it.ID+" "+string(p.Kind)+": "+p.Detail)
		}
	}
	return out
}

// What every level multiplies is charged to all levels: no single container here
// expands more than 700 times, the whole does.
func TestNestedExpansionTripsAndIsTheSameForAnyNumberOfWorkers(t *testing.T) {
	evil := bomb(t, 3, 4, 200_000, "x")
	pkg := zipBytes(t, zipped{"bomb", evil}, zipped{"after", []byte("NOTE sentinel")}, zipped{"bomb again", evil})
	var want string
	for _, jobs := range []int{1, 2, 7} {
		cfg := testConfig(t, jobs)
		cfg.Settings.Limits.Ratio, cfg.Settings.Limits.RatioFloor = 700, 10_000
		res, err := Run(t.Context(), cfg, write(t, "p.zip", string(pkg)))
		require.NoError(t, err)
		res.Timing = Timing{}
		b, err := json.Marshal(res)
		require.NoError(t, err)
		if want == "" {
			want = string(b)
			found := problems(res.Items)
			require.NotEmpty(t, found)
			assert.Contains(t, found[0], "limit-reached: the containers around it expand to more than 700 times their size")
			assert.True(t, strings.HasPrefix(found[0], "0.0."), found[0])
			for _, it := range res.Items {
				if it.Name() == "after" {
					assert.Equal(t, evidence.StatusRead, it.Status)
					assert.Equal(t, "NOTE sentinel", it.Content)
				}
			}
			continue
		}
		assert.Equal(t, want, string(b), "%d workers", jobs)
	}
}

func TestNestedExpansionAtTheLimit(t *testing.T) {
	inner := zipBytes(t, zipped{"note", append([]byte("NOTE"), make([]byte, 30_000)...)})
	pkg := zipBytes(t, zipped{"inner", inner})
	out := int64(len(inner)) + 30_004
	for floor, want := range map[int64][]string{
		out - 1: {"0.0 limit-reached: the containers around it expand to more than 1 times their size with what is nested in them; the rest was not taken",
			"0.0.0 limit-reached: cut off: a limit of its container tripped"},
		out: nil, out + 1: nil,
	} {
		cfg := testConfig(t, 2)
		cfg.Settings.Limits.Ratio, cfg.Settings.Limits.RatioFloor = 1, floor
		res, err := Run(t.Context(), cfg, write(t, "p.zip", string(pkg)))
		require.NoError(t, err)
		assert.Equal(t, want, problems(res.Items), "floor %d", floor)
		size := int64(30_004)
		if want != nil {
			size--
		}
		assert.Equal(t, size, res.Items[2].Size)
	}
}

func TestDiskReserve(t *testing.T) {
	free, ok := freeBytes(t.TempDir())
	if !ok {
		t.Skip("free space is not known on this system")
	}
	for reserve, want := range map[int64][]string{
		1:        nil,
		free * 2: {"0 limit-reached: less than " + bytesOf(free*2) + " are free on the disk of the temporary folder; the rest was not taken", "0.0 limit-reached: cut off: a limit of its container tripped"},
	} {
		cfg := testConfig(t, 1)
		cfg.Settings.DiskReserve = reserve
		assert.Equal(t, want, problems(scanText(t, cfg, "LIST\na=NOTE 1\nb=NOTE 2\n").Items))
	}
}

func TestAContainerOfTooManyItemsLeavesRoomForItsNeighbours(t *testing.T) {
	const list = "LIST\na.txt=NOTE 1\nmany=LIST\\nb=NOTE 2\\nc=NOTE 3\\nd=NOTE 4\\ne=NOTE 5\nz.txt=NOTE 6\n"
	for limit, want := range map[int][]string{
		7: {"0.1 limit-reached: the package holds more than 7 items; 1 entries here were not taken"},
		8: nil, 9: nil,
		5: {"0.1 limit-reached: the package holds more than 5 items; 3 entries here were not taken"},
		4: {"0.1 limit-reached: the package holds more than 4 items; 4 entries here were not taken"},
		3: {"0 limit-reached: the package holds more than 3 items; 1 entries here were not taken", "0.1 limit-reached: more than 3 entries; the rest was not taken", "0.1 limit-reached: the package holds more than 3 items; 3 entries here were not taken"},
	} {
		cfg := testConfig(t, 2)
		cfg.Settings.Limits.Items = limit
		items := scanText(t, cfg, list).Items
		assert.Equal(t, want, problems(items), "limit %d", limit)
		assert.Len(t, items, min(limit, 8))
		if limit > 3 {
			assert.Equal(t, "z.txt", items[len(items)-1].Name())
			assert.Equal(t, evidence.StatusRead, items[len(items)-1].Status)
		}
	}
}
