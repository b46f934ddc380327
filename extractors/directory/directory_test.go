package directory

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func read(t testing.TB, name string, data []byte) (string, *extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	s := &extracttest.Sink{}
	if f == nil {
		return typ.Format, s, nil
	}
	err := f.Extract(context.Background(), extracttest.Memory(name, data), s)
	s.Check(t)
	return typ.Format, s, err
}

type sample struct {
	name, data, format string
	want               []string
}

func samples() []sample {
	return []sample{
		{"users.ldif", "dn: CN=Sato,OU=Users,DC=hoshino,DC=local\nobjectClass: user\ncompany:: 5qCq5byP5Lya56S+5pif6YeO57K+5qmf\nuserPrincipalName: sato@corp.hosh\n ino.example\nmail: sato@hoshino.example\n" +
			"homeDirectory: \\\\fs01\\home\\sato\nms-Mcs-AdmPwd: hunter2\nuserPassword:: aHVudGVyMg==\ndNSHostName: pc042.hoshino.local\n", "ldif",
			[]string{"ad:Domain=hoshino.local", "ad:Company=株式会社星野精機", "ad:UPN=corp.hoshino.example", "ad:MailDomain=hoshino.example", `ad:Path=\\fs01\home\sato`, "ad:Host=pc042.hoshino.local"}},
		{"users.csv", "DN,objectClass,company,userPrincipalName,unicodePwd\r\n\"CN=Sato,DC=hoshino,DC=local\",user,\"Hoshino Seiki, KK\",sato@hoshino.local,hunter2\r\n", "csvde",
			[]string{"ad:Domain=hoshino.local", "ad:Company=Hoshino Seiki, KK", "ad:UPN=hoshino.local"}},
		{"adfind.txt", "AdFind V01.52.00cpp\n\nUsing server: dc01.hoshino.local:389\n\ndn:CN=PC042,DC=hoshino,DC=local\n>dNSHostName: pc042.hoshino.local\n>company: Hoshino\n", "adfind",
			[]string{"ad:Domain=hoshino.local", "ad:Host=pc042.hoshino.local", "ad:Company=Hoshino"}},
		{"hosts", "# comment\n127.0.0.1 localhost\n::1 localhost ip6-localhost\n10.1.2.3\tfs01.hoshino.local fs01 # files\n", "hosts",
			[]string{"net:HostsEntry=localhost", "net:HostsEntry=ip6-localhost", "net:HostsEntry=fs01.hoshino.local", "net:HostsEntry=fs01"}},
		{"resolv.conf", "search hoshino.local corp.hoshino.example\nnameserver 10.0.0.1\n", "resolv-conf", []string{"net:Domain=hoshino.local", "net:Domain=corp.hoshino.example"}},
		{"krb5.conf", "[libdefaults]\n default_realm = HOSHINO.LOCAL\n[realms]\n HOSHINO.LOCAL = {\n  kdc = dc01.hoshino.local:88\n }\n[domain_realm]\n .hoshino.example = HOSHINO.LOCAL\n", "krb5-conf",
			[]string{"net:Realm=HOSHINO.LOCAL", "net:KDC=dc01.hoshino.local:88", "net:Domain=hoshino.example"}},
		{"ipconfig.txt", "\r\nWindows IP Configuration\r\n\r\n   Host Name . . . . . . . . . . . . : PC042\r\n   Primary Dns Suffix  . . . . . . . : hoshino.local\r\n   DNS Suffix Search List. . . . . . : hoshino.local\r\n                                       corp.hoshino.example\r\n", "windows-report",
			[]string{"net:Host=PC042", "net:Domain=hoshino.local", "net:Domain=corp.hoshino.example"}},
		{"systeminfo.txt", "\n\nホスト名:               PC042\nOS 名:                  Microsoft Windows 10 Pro\n登録されている所有者:   Jouhou\n登録されている組織:     株式会社星野精機\nドメイン:               hoshino.local\nログオン サーバー:      \\\\DC01\n", "windows-report",
			[]string{"net:Host=PC042", "net:RegisteredOwner=Jouhou", "net:RegisteredOrganization=株式会社星野精機", "net:Domain=hoshino.local", `net:LogonServer=\\DC01`}},
		{"dsreg.txt", "\n+----------------------------------------------------------------------+\n| Device State                                                         |\n+---+\n\n             AzureAdJoined : YES\n                  DomainName : HOSHINO\n               Device Name : pc042.hoshino.local\n                TenantName : Hoshino Seiki\n                  TenantId : 0a1b2c3d-0000-4000-8000-00000000abcd\n", "windows-report",
			[]string{"net:Domain=HOSHINO", "net:Host=pc042.hoshino.local", "net:TenantName=Hoshino Seiki", "net:TenantId=0a1b2c3d-0000-4000-8000-00000000abcd"}},
		{"passwd", "root:x:0:0:root:/root:/bin/bash\nsato:$6$hunter2:1000:1000:Sato Hanako,Keiri,,:/home/sato:/bin/bash\n", "unix-accounts", []string{"net:User=root", "net:User=Sato Hanako,Keiri"}},
		{"shadow", "root:$6$hunter2:18000:0:99999:7:::\n", "unix-accounts", nil},
	}
}

func TestTexts(t *testing.T) {
	for _, c := range samples() {
		format, s, err := read(t, c.name, []byte(c.data))
		require.NoError(t, err, c.name)
		assert.Equal(t, c.format, format, c.name)
		assert.Equal(t, c.want, s.Metadata(), c.name)
		assert.NotContains(t, s.Text(), "hunter2", c.name)
		assert.NotContains(t, s.Text(), "aHVudGVyMg", c.name)
		assert.NotEmpty(t, s.Text(), c.name)
	}
}

func TestOtherTexts(t *testing.T) {
	for name, text := range map[string]string{"a.csv": "name,company\na,b\n", "a.txt": "1.2.3.4 is an address\n", "b.txt": "root: the beginning of a tree\n", "c.txt": "Host Name: x\n",
		"d.txt": "nameserver\nis a word\n", "e.txt": "dn: nothing\n", "v": "1.2.3 beta\n4.5.6 final\n"} {
		format, _, _ := read(t, name, []byte(text))
		assert.Equal(t, evidence.FormatUnknown, format, name)
	}
}

func TestDamaged(t *testing.T) {
	_, s, err := read(t, "x.ldif", []byte("dn: CN=A,DC=hoshino,DC=local\ncompany:: %%%\nmail: a@hoshino.example\n"))
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Equal(t, []string{"ad:Domain=hoshino.local", "ad:MailDomain=hoshino.example"}, s.Metadata())
}

func FuzzDirectory(f *testing.F) {
	for _, c := range samples() {
		f.Add([]byte(c.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			format.Match(extracttest.Probe("hosts", data))
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory("x", data), s)
			s.Check(t)
		}
	})
}
