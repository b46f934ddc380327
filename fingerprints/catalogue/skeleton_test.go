package catalogue

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestConfusions(t *testing.T) {
	for _, c := range []struct {
		read, want string
		n          int
	}{
		{"n0rth", "north", 1}, {"nor1h", "north", -1}, {"fie1d", "field", 1}, {"fleld", "field", 1}, {"|ndustries", "industries", 1},
		{"harrnony", "harmony", 1}, {"harmony", "harrnony", 1}, {"vvorks", "works", 1}, {"5ample", "sample", 1}, {"num8er", "number", 1},
		{"rnu1t1", "multi", 3}, {"cafe", "café", 1}, {"sample", "sample", 0}, {"sample", "simple", -1}, {"sample", "samples", -1},
		{"サ一ビス", "サービス", 1}, {"口ボ", "ロボ", 1}, {"力メラ", "カメラ", 1}, {"夕イヤ", "タイヤ", 1}, {"二ット", "ニット", 1},
		{"ヘリオス", "へリオス", 1}, {"ゾン", "ソン", 1}, {"ンニック", "ソニック", 1}, {"ツステム", "システム", 1}, {"シール", "ツール", 1},
		{"工ース", "エース", 1}, {"卜ラスト", "トラスト", 1}, {"八ート", "ハート", 1}, {"株式会杜", "株式会社", 1}, {"三ナミ", "ミナミ", 1},
		{"フ゜", "プ", -1}, {"キヤッツ", "キャッツ", 1}, {"大", "犬", -1},
	} {
		n, ok := Confusions(c.read, c.want)
		if c.n < 0 {
			assert.False(t, ok, c.read)
			assert.NotEqual(t, Skeleton(c.read), Skeleton(c.want), c.read)
			continue
		}
		assert.True(t, ok, c.read)
		assert.Equal(t, c.n, n, c.read)
		assert.Equal(t, Skeleton(c.read), Skeleton(c.want), c.read)
	}
}

func FuzzSkeleton(f *testing.F) {
	for _, s := range []string{"rnrn", "v", "ソ\xff", "é|", "ー一"} {
		f.Add(s, s)
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		n, ok := Confusions(a, b)
		assert.Equal(t, ok, Skeleton(a) == Skeleton(b) && ok)
		if a == b {
			assert.True(t, ok)
			assert.Zero(t, n)
		}
		if ok {
			assert.Equal(t, Skeleton(a), Skeleton(b))
		}
	})
}
