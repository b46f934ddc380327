package cellfmt

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The expectations follow from the meaning of the codes, ECMA-376 part 1, 18.8.31.
func TestFormat(t *testing.T) {
	for _, c := range []struct {
		v    float64
		id   int
		code string
		want string
	}{
		{42, 0, "", "42"}, {0.1, 0, "", "0.1"}, {-1.5, 0, "General", "-1.5"}, {0.1 + 0.2, 0, "", "0.3"}, {1e20, 0, "", "1E+20"},
		{1234.5, 4, "", "1,234.50"}, {1234567, 3, "", "1,234,567"}, {0.25, 9, "", "25%"}, {12345, 11, "", "1.23E+04"},
		{44228, 14, "", "2021/2/1"}, {44228.5, 22, "", "2021/2/1 12:00"}, {44228.75, 18, "", "6:00 PM"}, {44228, 31, "", "2021年2月1日"},
		{44228, 164, "yyyy-mm-dd", "2021-02-01"}, {44228.0521, 164, "dd.mm.yyyy hh:mm", "01.02.2021 01:15"}, {1, 14, "", "1900/1/1"}, {60, 164, "0", "60"},
		{44228, 164, `[$-411]yyyy"年"m"月"`, "2021年2月"}, {5, 164, `0.0" kg"`, "5.0 kg"}, {-5, 164, `0;(0)`, "(5)"}, {0, 164, `0;-0;"none"`, "none"},
		{1200, 164, `[$¥-411]#,##0`, "¥1,200"}, {3, 164, "# ?/?", "3"}, {44228, 164, "d mmmm yyyy", "1 February 2021"}, {-5, 164, `"`, ""},
	} {
		assert.Equal(t, c.want, Format(c.v, c.id, c.code, false), "%v in %d %q", c.v, c.id, c.code)
	}
	assert.Equal(t, "1904/1/2", Format(1, 14, "", true))
	assert.Empty(t, Format(math.NaN(), 0, "", false))
}

func FuzzFormat(f *testing.F) {
	for _, s := range []string{"yyyy-mm-dd", `0.0" kg"`, "[h]:mm", "#,##0;[Red]-0", `\`, "[", `"`, "E+0", "*"} {
		f.Add(44228.5, s)
	}
	f.Fuzz(func(t *testing.T, v float64, code string) { Format(v, 164, code, false) })
}
