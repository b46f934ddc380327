package fingerprints

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
	"evscan/fingerprints/domains"
	"evscan/fingerprints/hosts"
	"evscan/fingerprints/layout"
	"evscan/fingerprints/names"
	"evscan/fingerprints/registry"
	"evscan/fingerprints/templates"
	"evscan/fingerprints/tenants"
)

// samples are the texts of which most of a package is made, 256 KB of each.
func samples() map[string]string {
	fill := func(line func(i int) string) string {
		var b strings.Builder
		for i := 0; b.Len() < 256<<10; i++ {
			b.WriteString(line(i))
		}
		return b.String()
	}
	return map[string]string{
		"log": fill(func(i int) string {
			return fmt.Sprintf("2024-01-01T00:00:%02dZ INFO request %d served in %d ms\n", i%60, i, i*7%31)
		}),
		"csv": fill(func(i int) string { return fmt.Sprintf("%d,part %d,%d.%02d\n", i, i*31%1000, i*17%9999, i%100) }),
		"prose": fill(func(i int) string {
			return fmt.Sprintf("The committee met again on day %d to look at the plan, which nobody had changed since.\nIt was agreed that the work goes on.\n", i)
		}),
		"letters": fill(func(i int) string {
			return fmt.Sprintf("Bill to:\nNorthfield Works %d Ltd.\nc/o sales@north%d.example\nInvoice %d\nTel: 03-1234-%04d\nhttps://www.north%d.example/portal\n", i, i%50, i, i%10000, i%50)
		}),
		"japanese": fill(func(i int) string {
			return fmt.Sprintf("本書は第%d回の打ち合わせの結果をまとめたものです。\n北野商事株式会社 御中\nシステムの更新は来週に行う予定で、担当は未定とする。\n", i)
		}),
	}
}

// BenchmarkMatchers is what each kind of mark costs on each kind of text, in MB
// of text a second on one processor.
func BenchmarkMatchers(b *testing.B) {
	cat, err := catalogue.Default()
	require.NoError(b, err)
	matcher := names.New(cat)
	set := New(cat)
	facts := func(text string) []evidence.Fact { return []evidence.Fact{{Kind: evidence.FactText, Value: text}} }
	for _, m := range []struct {
		name string
		run  func(text string)
	}{
		{"all", func(text string) {
			set.Match(&evidence.Item{ID: "0.1.1", Parent: "0.1", Path: []string{"a", "b", "c"}}, facts(text))
		}},
		{"names", func(text string) { matcher.FindAll(text) }},
		{"domains", func(text string) { domains.Find(text) }},
		{"hosts", func(text string) { hosts.Find(text, false) }},
		{"tenants", func(text string) { tenants.Find(text) }},
		{"registry", func(text string) { registry.Find(text) }},
		{"layout", func(text string) { layout.Read(facts(text)).At(0, 0, 1) }},
		{"templates", func(text string) { templates.Of(facts(text)) }},
	} {
		all := samples()
		for _, kind := range []string{"log", "csv", "prose", "letters", "japanese"} {
			b.Run(m.name+"/"+kind, func(b *testing.B) {
				b.SetBytes(int64(len(all[kind])))
				b.ReportAllocs()
				for b.Loop() {
					m.run(all[kind])
				}
			})
		}
	}
}
