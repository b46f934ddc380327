package say

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/report/document"
)

func TestWitness(t *testing.T) {
	tr := NewTranslator()
	e := document.Evidence{Class: "host-path", Path: []string{"a.zip", "b\x1b.docx"}, Locator: document.Locator{Page: 2}, Why: "intranet host", CountedAs: "2 files = 1.1", Weight: -0.5}
	assert.Equal(t, `host or path: “fs01” in b\x1b.docx (page 2); intranet host; 2 files = 1.1; weight -0.50 nats`, Witness(English, tr, e, "fs01"))
	assert.Equal(t, `ホスト名・パス:「fs01」 b\x1b.docx(2ページ)、社内ホスト、2ファイル = 1.1、重み -0.50 nat`, Witness(Japanese, tr, e, "fs01"))
	assert.Equal(t, "logo: “x” in ; weight +0.00 nats", Witness(English, tr, document.Evidence{Class: "logo"}, "x"))
}

func TestExchangeCounts(t *testing.T) {
	assert.Equal(t, "All 3 files of the package are listed.", FilesListed(English, 3, 3))
	assert.Equal(t, "2 of the package's 3 files are listed, those that the evidence stands in first; the report lists the other 1.", FilesListed(English, 2, 3))
	assert.Equal(t, "パッケージのファイルのうち2件を掲載(全3件、証拠のあるものを優先)。残り1件は報告書に記載。", FilesListed(Japanese, 2, 3))
	assert.Empty(t, OrganisationsLeft(English, 0))
	assert.Equal(t, "1 further organisation, which is hardly more than mentioned, is left to the report.", OrganisationsLeft(English, 1))
	assert.Equal(t, "2 further organisations, which are hardly more than mentioned, are left to the report.", OrganisationsLeft(English, 2))
	assert.Equal(t, "言及されるだけの組織など2件は報告書に記載。", OrganisationsLeft(Japanese, 2))
	assert.Empty(t, MoreWitnesses(English, 0))
	assert.Equal(t, "1 witness more in the report.", MoreWitnesses(English, 1))
	assert.Equal(t, "ほか証拠4件は報告書に記載。", MoreWitnesses(Japanese, 4))
}

func TestStands(t *testing.T) {
	for standing, want := range map[string][2]string{
		StandsOwner:     {"owner of the records", "記録の持ち主"},
		StandsPossible:  {"may be the owner of the records; not sure enough to say so", "記録の持ち主の可能性があるが、断定はできない"},
		StandsCustodian: {"the records were taken from its systems", "記録はこの組織のシステムから持ち出された"},
		StandsClaimed:   {`the records are claimed to be those of “Kes\x1btrel”`, `「Kes\x1btrel」の記録であると主張されている`},
		StandsNamed:     {"named in the package as vendor, software vendor", "パッケージ内での役割:仕入先、ソフトウェアの製造元"},
	} {
		assert.Equal(t, want[0], Stands(English, standing, []string{"vendor", "software-vendor"}, "Kes\x1btrel"))
		assert.Equal(t, want[1], Stands(Japanese, standing, []string{"vendor", "software-vendor"}, "Kes\x1btrel"))
	}
	assert.Equal(t, "named in the package", Stands(English, StandsNamed, nil, ""))
}

func TestWithChance(t *testing.T) {
	assert.Equal(t, "It is so (probability 0.99).", WithChance(English, "It is so.", 1))
	assert.Equal(t, "そうです(確率 <0.01)。", WithChance(Japanese, "そうです。", 0.001))
}

func TestOthers(t *testing.T) {
	tr := NewTranslator()
	assert.Empty(t, Reasoned(English, tr, ""))
	assert.Equal(t, "理由:本文中", Reasoned(Japanese, tr, "in running text"))
	assert.Empty(t, OnClaim(English, document.Document{}))
	assert.Empty(t, Custodian(English, nil))
	p := &document.Party{Name: "Aoba", Domains: []string{"aoba.example"}, Probability: 0.5}
	assert.Equal(t, "They were taken from systems of Aoba (aoba.example) (probability 0.50).", Custodian(English, p))
	assert.Equal(t, "Aoba (aoba.example) のシステムから持ち出されたものです(確率 0.50)。", Custodian(Japanese, p))
	assert.Equal(t, "項目:読取済み1件、一部のみ2件、未読3件", ItemsRead(Japanese, document.Coverage{Read: 1, PartlyRead: 2, NotRead: 3}))
	assert.Equal(t, "also written A, B", AlsoWritten(English, []string{"A", "B"}))
	assert.Equal(t, `Evidence for a\x1b`, EvidenceFor(English, "a\x1b"))
	assert.Equal(t, "「a.zip」は誰の記録か", WhoseRecords(Japanese, "a.zip"))
	assert.Equal(t, "Texts, pictures and what stands around the evidence are left to the report; of mail addresses only the domain is given.", LeftToReport(English))
	var d document.Document
	d.Tool.Name, d.Tool.Version, d.Tool.CatalogueVersion, d.Tool.WeightsVersion = "evscan", "v1", "c1", "w1"
	d.Package = document.Package{Name: "a\x1b.zip", Size: 1500, SHA256: "00ff"}
	assert.Equal(t, `Made by evscan v1 with catalogue c1 and weights w1 from “a\x1b.zip”, 1.5 kB, SHA-256 00ff.`, MadeBy(English, d))
	assert.Equal(t, `作成:evscan v1、カタログ c1、重み w1。対象:「a\x1b.zip」、1.5 kB、SHA-256 00ff。`, MadeBy(Japanese, d))
}
