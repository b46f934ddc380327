package names

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestChineseGroups(t *testing.T) {
	m := matcher(t)
	for _, c := range []struct {
		text string
		want []found
	}{
		{"青柏松鹤集团正式对外发布", []found{{"青柏松鹤集团", "青柏松鹤", "集团"}}},
		{"©青柏松鹤集團", []found{{"青柏松鹤集團", "青柏松鹤", "集團"}}},
		{"青柏松鹤集团有限公司", []found{{"青柏松鹤集团有限公司", "青柏松鹤集团", "有限公司"}}},
		{"本集团对外发布", nil},
		{"特大犯罪集团", nil},
		{"第四集团军", nil},
		{"经过多年努力终于成为全国最大的青柏集团", nil},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}
