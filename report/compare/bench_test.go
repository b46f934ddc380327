package compare

import (
	"fmt"
	"testing"
)

// Two packages of 20,000 files each: forms of one vendor, papers, and a tenth of the
// papers copied.
func BenchmarkOf(b *testing.B) {
	var x, y []file
	for i := range 20_000 {
		name := fmt.Sprint(i)
		switch {
		case i%2 == 0:
			x = append(x, file{name: name, text: invoice("Harrowgate", i)})
			y = append(y, file{name: name, text: invoice("Larkfield", 30_000+i)})
		default:
			text := essay(fmt.Sprintf("s%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676%26), 80)
			x = append(x, file{name: name, text: text})
			if i%10 != 1 {
				text = essay("t"+text[:4], 80)
			}
			y = append(y, file{name: name, text: text + " and more", picture: fmt.Sprintf("%016x", uint64(i+1)*0x9e3779b97f4a7c15)})
		}
	}
	a, c := packageOf("a.zip", x...), packageOf("b.zip", y...)
	b.ResetTimer()
	for b.Loop() {
		Of(a, c, 0)
	}
}
