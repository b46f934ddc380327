package fingerprints_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func TestFieldsOfSystemsBecomeMarks(t *testing.T) {
	for field, want := range map[[2]string][]string{
		{"reg:RegisteredOrganization", "星野精機"}:                     {"name:星野精機 authorship issuer property"},
		{"reg:Domain", "corp.hoshino.example"}:                     {"domain:hoshino.example host-path holder property"},
		{"reg:DefaultDomainName", "HOSHINO"}:                       {"host:hoshino host-path holder property"},
		{"reg:DefaultDomainName", "WORKGROUP"}:                     nil,
		{"reg:ComputerName", "DESKTOP-0AB1C2D"}:                    nil,
		{"reg:SearchList", "hoshino.local, corp.kitano.example"}:   {"host:hoshino.local host-path holder property", "domain:kitano.example host-path holder property"},
		{"reg:LastLoggedOnUser", `HOSHINO\sato`}:                   {"host:hoshino host-path holder path", "host:hoshino host-path holder property"},
		{"reg:TenantId", "0a1b2c3d-0000-4000-8000-00000000abcd"}:   {"tenant:0a1b2c3d-0000-4000-8000-00000000abcd tenant holder property"},
		{"reg:RemotePath", `\\fs02.hoshino.local\home`}:            {"host:hoshino.local host-path holder path"},
		{"lnk:NetworkPath", `\\fs01\keiri\a.xlsx`}:                 {"host:fs01 host-path holder path"},
		{"lnk:MachineID", "hoshino-pc042"}:                         {"host:hoshino-pc042 host-path holder property"},
		{"evtx:Computer", "dc01.hoshino.local"}:                    {"host:hoshino.local host-path holder property"},
		{"ssh:Comment", "sato@build01.hoshino.local"}:              {"host:hoshino.local host-path holder property"},
		{"ssh:KnownHost", "github.com"}:                            nil,
		{"git:RemoteHost", "gitlab.hoshino.example"}:               {"domain:hoshino.example host-path holder property"},
		{"git:RemoteHost", "github.com"}:                           nil,
		{"git:Author", "佐藤 <sato@hoshino.example>"}:                {"domain:hoshino.example authorship issuer property"},
		{"git:Committer", "build <jenkins@build01.hoshino.local>"}: {"host:hoshino.local host-path holder property"},
		{"pgp:UserID", "Taro <taro@hoshino.example>"}:              {"domain:hoshino.example authorship issuer property"},
		{"x509:SubjectO", "Hoshino Seiki"}:                         {"name:hoshino seiki authorship issuer property"},
		{"x509:DNS", "*.hoshino.example"}:                          {"domain:hoshino.example authorship issuer property"},
		{"x509:DNS", "fs01.hoshino.local"}:                         {"host:hoshino.local host-path holder property"},
		{"x509:ADDomain", "hoshino.local"}:                         {"host:hoshino.local host-path holder property"},
		{"browser:Host", "intranet.hoshino.example"}:               {"domain:hoshino.example host-path holder property"},
		{"browser:Host", "www.kitano.example"}:                     nil,
		{"pe:CompanyName", "Kitano Software K.K."}:                 {"name:kitano software mention mentioned property"},
		{"rdp:Gateway", "rdgw.hoshino.example:443"}:                {"domain:hoshino.example host-path holder property"},
		{"ad:Domain", "hoshino.local"}:                             {"host:hoshino.local host-path holder property"},
	} {
		assert.Equal(t, want, shown(set.Match(item(), []evidence.Fact{meta(field[0], field[1])})), field)
	}
}

func TestCertificates(t *testing.T) {
	one := []evidence.Fact{meta("x509:Subject", "CN=vpn.hoshino.example"), meta("x509:SubjectO", "星野精機株式会社"), meta("x509:DNS", "vpn.hoshino.example"), meta("x509:IssuerO", "北野認証株式会社")}
	f := set.Match(item(), one)
	assert.ElementsMatch(t, []string{"name:星野精機 authorship issuer property", "domain:hoshino.example authorship issuer property", "name:北野認証 mention mentioned property"}, shown(f))
	assert.Equal(t, []string{"hoshino.example 星野精機 +8"}, linked(f))
	// A bundle of many lists the world's authorities.
	for n, class := range map[int]string{5: "authorship issuer", 6: "authorship issuer", 7: "mention mentioned"} {
		var bundle []evidence.Fact
		for i := range n {
			bundle = append(bundle, meta("x509:Subject", fmt.Sprintf("CN=%d", i)), meta("x509:SubjectO", "星野精機株式会社"))
		}
		assert.Equal(t, []string{"name:星野精機 " + class + " property"}, shown(set.Match(item(), bundle)), n)
	}
}
