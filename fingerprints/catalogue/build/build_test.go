package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

// folder makes a folder of sources with the files given.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	return dir
}

func TestNamesAndDomainsKeepWhatIsKnownOfThem(t *testing.T) {
	c := newCollector()
	p := c.add(evidence.Organisation{ID: "x:1", Name: "Aoba Electric Ltd"})
	c.alias(p, "Aoba Electric") // the same core
	c.aliasIn(p, "青葉電機", "ja")
	c.aliasIn(p, "青葉電機", "zh")
	c.domain(p, "aoba.example")
	c.domainFor(p, "www.aoba.test", evidence.UseWeb)
	c.domainFor(p, "aoba.test", evidence.UseMail)
	c.domainFor(p, "gmail.com", evidence.UseMail)
	assert.Equal(t, []evidence.Organisation{{ID: "x:1", Name: "Aoba Electric Ltd", Aliases: []string{"青葉電機"}, Languages: []string{"", "ja"},
		Domains: []string{"aoba.example", "aoba.test"}, Uses: []evidence.DomainUse{0, evidence.UseWeb | evidence.UseMail}, Registry: []string{"x:1"}}}, c.finish())
}

func TestUniversitiesSitesAndMail(t *testing.T) {
	dir := folder(t, map[string]string{"orgs/hipo_universities.json": `[
{"name":"Aoba University","domains":["aoba.example"],"web_pages":["https://www.aoba-u.test/","https://borealis.example/"],"alpha_two_code":"JP"},
{"name":"Borealis University","domains":["borealis.example"],"web_pages":["https://borealis.example/"],"alpha_two_code":"NO"}]`})
	c := newCollector()
	require.NoError(t, universities(dir, c))
	got := c.finish()
	require.Len(t, got, 2)
	assert.Equal(t, []string{"aoba.example", "aoba-u.test"}, got[0].Domains)
	assert.Equal(t, []evidence.DomainUse{evidence.UseMail, evidence.UseWeb}, got[0].Uses)
	assert.Equal(t, []string{"borealis.example"}, got[1].Domains)
	assert.Equal(t, []evidence.DomainUse{evidence.UseMail | evidence.UseWeb}, got[1].Uses)
}

// The numbers are those of the National Tax Agency's page; the names are invented.
func TestGBizAddsEnglishNames(t *testing.T) {
	dir := folder(t, map[string]string{"orgs/gbizinfo_listed_basic.csv": "法人番号,法人名,法人名ふりがな,法人名英語,本店所在地\n" +
		"8700110005901,青葉電機株式会社,あおばでんき,Aoba Electric,x\n7000012050002,北野商事株式会社,きたのしょうじ,,x\n1234567890123,誤り株式会社,,,x\n"})
	c := newCollector()
	c.add(evidence.Organisation{ID: "jp-corporate-number:8700110005901", Name: "青葉電機株式会社"})
	require.NoError(t, gbizinfo(dir, c))
	got := c.finish()
	require.Len(t, got, 2)
	assert.Equal(t, "北野商事株式会社", got[0].Name)
	assert.Equal(t, []string{"Aoba Electric"}, got[1].Aliases)
	assert.Equal(t, []string{"", "en"}, got[1].Languages)
}

func TestOtherDomainsOfAGroup(t *testing.T) {
	dir := folder(t, map[string]string{"vendors/v2fly_org_domains.tsv": "aoba\taoba.com,aoba.jp,aobacdn.net,other.com,aoba-x.github.io\nborealis\tborealis.com\n"})
	c := newCollector()
	p := c.add(evidence.Organisation{ID: "x:1", Name: "Aoba", Domains: []string{"aoba.com"}})
	require.NoError(t, otherDomains(dir, c))
	assert.Equal(t, []string{"aoba.com", "aoba.jp", "aobacdn.net"}, p.Domains)
}

func TestRateTable(t *testing.T) {
	assert.Equal(t, map[string]float64{"# a remark": 0, "a.example": 0.3, "b.example": 0.95}, rateTable("# a remark\n=0.3\na.example\n=0.95\nb.example\n"))
}
