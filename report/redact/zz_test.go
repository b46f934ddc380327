package redact
import ("testing";"strings";"time";"fmt")
func TestZ(t *testing.T){
	for _, unit := range []string{"@", "0", "03-", "山田", "a@", "Ann Weaver ", "〒", "東京都", "\\Users\\", "4111 ", "TEL ", "氏名:", "A ", "1 A St ", "(", "㈱", "a.", "Dear "} {
		s := strings.Repeat(unit, (1<<17)/len(unit))
		st:=time.Now(); Text(s); fmt.Printf("%q %v\n",unit,time.Since(st))
	}
}
