package text

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/compare"
	"evscan/report/say"
)

func comparison() compare.Comparison {
	file := func(name string) compare.File {
		return compare.File{Item: "0.1", Path: []string{"x.zip", name}, Size: 100}
	}
	bits := 3
	return compare.Comparison{Verdict: compare.Recycled, Threshold: 0.5, NearCopies: true,
		A: compare.Side{Name: "old\x1b[2J.zip", SHA256: "0123456789abcdef0123", Files: 4, Bytes: 4_000_000, Trivial: 1, Identical: 1, Near: 2, Found: 3_000_000, Share: 0.75, ShareBytes: 0.75},
		B: compare.Side{Name: "新しい流出データ.7z", SHA256: "fedcba9876543210fedc", Files: 30, Bytes: 9_000_000, Unprinted: 2, Identical: 1, Near: 2, Found: 3_100_000, Share: 0.1, ShareBytes: 0.344},
		Pairs: []compare.Pair{
			{Kind: compare.PairIdentical, A: file("memo.txt"), B: file("memo.txt"), Similarity: 1, By: "sha256"},
			{Kind: compare.PairIdentical, A: file(".DS_Store"), B: file("x/.DS_Store"), Similarity: 1, By: "sha256", Trivial: "system"},
			{Kind: compare.PairNear, A: file("写真.jpg"), B: file("小さい写真.jpg"), Similarity: 0.953, By: "picture", Bits: &bits},
			{Kind: compare.PairNear, A: file("plan.docx"), B: file("evil\u202e\nname.pdf"), Similarity: 0.81, By: "text", Text: 0.81, Numbers: 0.9},
			{Kind: compare.PairForm, A: file("請求書1.pdf"), B: file("請求書2.pdf"), Similarity: 0.7, By: "text", Text: 0.7},
		},
		Organisations: []compare.Organisation{{Name: "ハロゲート紡績株式会社", By: "id", A: compare.Part{Roles: []string{"owner"}, Probability: 0.97}, B: compare.Part{Roles: []string{"customer"}, Probability: 0.01}, Counts: true}},
	}
}

func TestComparisonGolden(t *testing.T) {
	old := comparison()
	old.NearCopies, old.Why, old.Verdict, old.Pairs = false, "no-fingerprints", compare.Overlapping, old.Pairs[:2]
	for name, c := range map[string]struct {
		comparison compare.Comparison
		opts       Options
	}{
		"compared":        {comparison(), Options{}},
		"compared-color":  {comparison(), Options{Color: true, Width: 80}},
		"compared-40":     {comparison(), Options{Width: 40}},
		"compared-ja":     {comparison(), Options{Lang: say.Japanese}},
		"compared-old":    {old, Options{}},
		"compared-old-ja": {old, Options{Lang: say.Japanese, Width: 60}},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			require.NoError(t, WriteComparison(&b, c.comparison, c.opts))
			file := filepath.Join("testdata", name+".txt")
			if *update {
				require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
				return
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			assert.Equal(t, string(want), b.String())
			fits(t, b.String(), c.opts)
		})
	}
}
