package profile

import (
	"context"
	"os"
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

func wide(s string) string {
	out := "\xff\xfe"
	for _, c := range []byte(s) {
		out += string([]byte{c, 0})
	}
	return out
}

func samples() []struct {
	name, data, format string
	want               []string
} {
	return []struct {
		name, data, format string
		want               []string
	}{
		{"a.rdp", wide("screen mode id:i:2\r\nfull address:s:ts01.hoshino.local:3389\r\ngatewayhostname:s:rdgw.hoshino.example\r\nusername:s:HOSHINO\\sato\r\npassword 51:b:0102hunter2\r\n"), "rdp",
			[]string{"rdp:Host=ts01.hoshino.local:3389", "rdp:Gateway=rdgw.hoshino.example", `rdp:User=HOSHINO\sato`, "rdp:Domain=HOSHINO"}},
		{"wg0.conf", "[Interface]\nPrivateKey = hunter2=\nAddress = 10.9.0.2/32\nDNS = 10.9.0.1, hoshino.local\n[Peer]\nPresharedKey = hunter2=\nEndpoint = vpn.hoshino.example:51820\n", "wireguard",
			[]string{"vpn:Network=10.9.0.2/32", "vpn:Domain=10.9.0.1, hoshino.local", "vpn:Host=vpn.hoshino.example:51820"}},
		{"a.pcf", "[main]\r\nDescription=Hoshino HQ\r\nHost=vpn.hoshino.example\r\nGroupName=hoshino-emp\r\nenc_GroupPwd=hunter2\r\nUsername=sato\r\nenc_UserPassword=hunter2\r\nNTDomain=HOSHINO\r\n", "cisco-pcf",
			[]string{"vpn:Description=Hoshino HQ", "vpn:Host=vpn.hoshino.example", "vpn:GroupName=hoshino-emp", "vpn:User=sato", "vpn:Domain=HOSHINO"}},
		{"p.xml", "<?xml version=\"1.0\"?>\n<AnyConnectProfile xmlns=\"x\"><ServerList><HostEntry><HostName>Hoshino HQ</HostName><HostAddress>vpn.hoshino.example</HostAddress><UserGroup>emp</UserGroup></HostEntry></ServerList></AnyConnectProfile>", "anyconnect-profile",
			[]string{"vpn:Description=Hoshino HQ", "vpn:Host=vpn.hoshino.example", "vpn:GroupName=emp"}},
		{"w.xml", "<?xml version=\"1.0\"?>\n<WLANProfile xmlns=\"x\"><name>HOSHINO-CORP</name><MSM><sharedKey><keyMaterial>hunter2</keyMaterial></sharedKey></MSM></WLANProfile>", "wlan-profile",
			[]string{"wifi:SSID=HOSHINO-CORP"}},
		{"sitemanager.xml", "<FileZilla3 version=\"3\"><Servers><Server><Host>ftp.hoshino.example</Host><User>sato</User><Pass encoding=\"base64\">hunter2</Pass></Server></Servers></FileZilla3>", "filezilla-sites",
			[]string{"vpn:Host=ftp.hoshino.example", "vpn:User=sato"}},
		{"confCons.xml", "<?xml version=\"1.0\"?><mrng:Connections xmlns:mrng=\"x\" Protected=\"hunter2\"><Node Name=\"TS\" Hostname=\"ts01.hoshino.local\" Domain=\"HOSHINO\" Username=\"sato\" Password=\"hunter2\"/></mrng:Connections>", "mremoteng",
			[]string{"rdp:Host=ts01.hoshino.local", "rdp:Domain=HOSHINO", "rdp:User=sato"}},
		{"a.ica", "[WFClient]\nVersion=2\n[App]\nAddress=ctx01.hoshino.local:1494\nDomain=HOSHINO\nUsername=sato\nClearPassword=hunter2\nLogonTicket=hunter2\n", "ica",
			[]string{"ica:Host=ctx01.hoshino.local:1494", "ica:Domain=HOSHINO", "ica:User=sato"}},
		{"a.url", "[InternetShortcut]\r\nURL=https://intra.hoshino.example/keihi\r\nIconFile=\\\\fs01\\icons\\a.ico\r\n", "url",
			[]string{"shortcut:URL=https://intra.hoshino.example/keihi", "shortcut:Host=intra.hoshino.example", `shortcut:Iconfile=\\fs01\icons\a.ico`}},
		{"a.desktop", "[Desktop Entry]\nName=Portal\nURL=https://portal.hoshino.example/\n", "desktop",
			[]string{"shortcut:Name=Portal", "shortcut:URL=https://portal.hoshino.example/", "shortcut:Host=portal.hoshino.example"}},
		{"desktop.ini", "[.ShellClassInfo]\r\nInfoTip=Hoshino shared\r\nIconResource=\\\\fs01\\icons\\a.ico,0\r\nLocalizedResourceName=@shell32.dll,-1\r\n", "desktop-ini",
			[]string{"folder:infotip=Hoshino shared", `folder:iconresource=\\fs01\icons\a.ico,0`}},
		{"a.inf", "; driver\r\n[Version]\r\nSignature=\"$WINDOWS NT$\"\r\nProvider=%Mfg%\r\nCatalogFile=a.cat\r\n[Strings]\r\nMfg=\"Hoshino Seiki KK\"\r\n", "inf",
			[]string{"inf:Catalogue=a.cat", "inf:Provider=Hoshino Seiki KK"}},
	}
}

func TestProfiles(t *testing.T) {
	for _, c := range samples() {
		format, s, err := read(t, c.name, []byte(c.data))
		require.NoError(t, err, c.name)
		assert.Equal(t, c.format, format, c.name)
		assert.Equal(t, c.want, s.Metadata(), c.name)
		assert.NotContains(t, s.Text(), "hunter2", c.name)
		assert.NotEmpty(t, s.Text(), c.name)
	}
}

func TestOpenVPN(t *testing.T) {
	pem, err := os.ReadFile("../certs/testdata/ca.pem")
	require.NoError(t, err)
	data := "client\ndev tun\nremote vpn.hoshino.example 1194 udp\ndhcp-option DOMAIN hoshino.local\n<ca>\n" + string(pem) + "</ca>\n<key>\n-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\n</key>\n"
	format, s, err := read(t, "a.ovpn", []byte(data))
	require.NoError(t, err)
	assert.Equal(t, "openvpn", format)
	assert.Subset(t, s.Metadata(), []string{"vpn:Host=vpn.hoshino.example", "vpn:Domain=hoshino.local", "x509:SubjectO=Hoshino Seiki KK", "x509:SelfSigned=true"})
	assert.NotContains(t, s.Text(), "hunter2")
	assert.NotContains(t, s.Text(), "BEGIN")
	_, s, err = read(t, "a.ovpn", []byte(data[:len(data)-30]))
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.NotContains(t, s.Text(), "hunter2")
}

func TestOtherTexts(t *testing.T) {
	for _, text := range []string{"[main]\nkey=value\n", "remote control\n", "plain text about [InternetShortcut] files\n", "<a>AnyConnectProfile</a>"} {
		format, _, _ := read(t, "x.txt", []byte(text))
		assert.Equal(t, evidence.FormatUnknown, format, text)
	}
}

func TestTruncatedXML(t *testing.T) {
	_, s, err := read(t, "p.xml", []byte(samples()[3].data[:140]))
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Equal(t, []string{"vpn:Description=Hoshino HQ"}, s.Metadata()[:1])
}

func FuzzProfile(f *testing.F) {
	for _, c := range samples() {
		f.Add([]byte(c.data))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory("x", data), s)
			s.Check(t)
		}
	})
}
