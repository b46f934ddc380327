package fingerprints

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// A municipality in a street address says where somebody is, not who.
func TestInAddress(t *testing.T) {
	for _, c := range []struct {
		name, rest string
		want       bool
	}{
		{"見本市", "中央区北1条西2丁目", true},
		{"見本市", "見本町一丁目8番15号", true},
		{"見本市", "3-4-5", true},
		{"見本市", "大字見本字下ヶ原１２", true},
		{"見本町", "見本９番地", true},
		{"見本市", "", false},
		{"見本市", " 令和3年", false},
		{"見本市", "、第2条", false},
		{"見本市", "役所3階", false},
		{"見本市", "立第1小学校", false},
		{"見本市", "の人口は3万", false},
		{"見本市", "一般会計予算書", false},
		{"見本商事", "2021", false},
		{"見本市", strings.Repeat("町", addressRunes-1) + "1", true},
		{"見本市", strings.Repeat("町", addressRunes) + "1", false},
	} {
		text := "〒100-0000 " + c.name + c.rest
		assert.Equal(t, c.want, inAddress(text, c.name, len(text)-len(c.rest)), text)
	}
}
