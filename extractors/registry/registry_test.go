package registry

import (
	"context"
	"encoding/binary"
	"fmt"
	"testing"
	"unicode/utf16"

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

type value struct {
	name, text string
	typ        uint32
}

type node struct {
	name   string
	values []value
	keys   []node
}

// writer makes a hive after the description of its layout; cells are never freed.
type writer struct{ b []byte }

func (w *writer) cell(data []byte) uint32 {
	at := uint32(len(w.b))
	size := (len(data) + 4 + 7) &^ 7
	w.b = binary.LittleEndian.AppendUint32(w.b, uint32(-int32(size)))
	w.b = append(w.b, data...)
	w.b = append(w.b, make([]byte, size-4-len(data))...)
	return at
}

func wide(s string) []byte {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return append(b, 0, 0)
}

func (w *writer) key(n node) uint32 {
	le := binary.LittleEndian
	list := []byte("lf")
	list = le.AppendUint16(list, uint16(len(n.keys)))
	for _, k := range n.keys {
		list = append(le.AppendUint32(list, w.key(k)), 0, 0, 0, 0)
	}
	var values []byte
	for _, v := range n.values {
		data := w.cell(wide(v.text))
		vk := append([]byte("vk"), byte(len(v.name)), 0)
		vk = le.AppendUint32(vk, uint32(len(wide(v.text))))
		vk = le.AppendUint32(le.AppendUint32(vk, data), v.typ)
		vk = append(append(vk, 1, 0, 0, 0), v.name...)
		values = le.AppendUint32(values, w.cell(vk))
	}
	nk := make([]byte, 76)
	copy(nk, "nk")
	le.PutUint16(nk[2:], 0x20)
	le.PutUint32(nk[20:], uint32(len(n.keys)))
	le.PutUint32(nk[28:], w.cell(list))
	le.PutUint32(nk[36:], uint32(len(n.values)))
	le.PutUint32(nk[40:], w.cell(values))
	le.PutUint16(nk[72:], uint16(len(n.name)))
	return w.cell(append(nk, n.name...))
}

func hiveOf(n node) []byte {
	w := &writer{b: make([]byte, 32)}
	copy(w.b, "hbin")
	root := w.key(n)
	for len(w.b)%4096 != 0 {
		w.b = append(w.b, 0)
	}
	h := make([]byte, 4096)
	copy(h, "regf")
	binary.LittleEndian.PutUint32(h[36:], root)
	binary.LittleEndian.PutUint32(h[40:], uint32(len(w.b)))
	copy(h[48:], wide(`\REGISTRY\MACHINE\TEST`))
	return append(h, w.b...)
}

// path makes a chain of keys, the last with values.
func path(values []value, names ...string) node {
	if len(names) == 1 {
		return node{name: names[0], values: values}
	}
	return node{name: names[0], keys: []node{path(values, names[1:]...)}}
}

func sz(name, text string) value { return value{name, text, 1} }

func sample() []byte {
	return hiveOf(node{name: "ROOT", keys: []node{
		path([]value{sz("RegisteredOrganization", "株式会社星野精機"), sz("RegisteredOwner", "Jouhou")}, "Microsoft", "Windows NT", "CurrentVersion"),
		path([]value{sz("DefaultDomainName", "HOSHINO"), sz("DefaultPassword", "hunter2")}, "Microsoft", "Windows NT", "CurrentVersion", "Winlogon"),
		path([]value{sz("Domain", "hoshino.local"), sz("NV Hostname", "pc042"), sz("DhcpDomain", "corp.hoshino.example")}, "ControlSet001", "Services", "Tcpip", "Parameters"),
		path([]value{sz("ComputerName", "PC042")}, "ControlSet001", "Control", "ComputerName", "ComputerName"),
		path([]value{sz("ProfileImagePath", `C:\Users\sato.HOSHINO`)}, "Microsoft", "Windows NT", "CurrentVersion", "ProfileList", "S-1-5-21-1-2-3-1001"),
		path([]value{sz("Company", "Hoshino Seiki"), sz("UserName", "Sato")}, "Software", "Microsoft", "Office", "Common", "UserInfo"),
		path([]value{sz("EmailAddress", "sato@hoshino.example"), sz("HomeTenantId", "{0a1b2c3d-0000-4000-8000-00000000abcd}")}, "Software", "Microsoft", "Office", "16.0", "Common", "Identity", "Identities", "x_ADAL"),
		path([]value{sz("Item 1", `[F00000000][T01D0][O00000000]*\\fs01\keiri\予算.xlsx`)}, "Software", "Microsoft", "Office", "16.0", "Excel", "File MRU"),
		path(nil, "Explorer", "MountPoints2", "##fs01#keiri"),
		path(nil, "Printers", "Connections", ",,print01,MFP-3F"),
		path([]value{sz("RemotePath", `\\fs02.hoshino.local\home`)}, "Network", "H"),
		path(nil, "Software", "Microsoft", "Terminal Server Client", "Servers", "ts01.hoshino.local"),
		path([]value{sz("url1", `\\nas01\scan`), {"count", "x", 4}}, "Explorer", "TypedPaths"),
		path([]value{sz("Server", "https://portal.hoshino.example/x"), sz("ApiToken", "https://user:secret@x.example"), sz("Caption", "@mail.dll,-1")}, "Software", "Vendor"),
	}})
}

var want = []string{
	`reg:Hive=\REGISTRY\MACHINE\TEST`,
	"reg:RegisteredOrganization=株式会社星野精機", "reg:RegisteredOwner=Jouhou", "reg:DefaultDomainName=HOSHINO", "reg:Domain=hoshino.local", "reg:Hostname=pc042",
	"reg:DhcpDomain=corp.hoshino.example", "reg:ComputerName=PC042", `reg:ProfilePath=C:\Users\sato.HOSHINO`, "reg:Company=Hoshino Seiki", "reg:UserName=Sato",
	"reg:IdentityMail=sato@hoshino.example", "reg:TenantId=0a1b2c3d-0000-4000-8000-00000000abcd", `reg:RecentFile=\\fs01\keiri\予算.xlsx`,
	`reg:MountPoint=\\fs01\keiri`, `reg:Printer=\\print01\MFP-3F`, `reg:RemotePath=\\fs02.hoshino.local\home`, "reg:RDPServer=ts01.hoshino.local",
	`reg:TypedPath=\\nas01\scan`,
}

func TestHive(t *testing.T) {
	format, s, err := read(t, "SOFTWARE", sample())
	require.NoError(t, err)
	assert.Equal(t, "regf", format)
	assert.Equal(t, want, s.Metadata())
	assert.Equal(t, `\Software\Vendor\Server = https://portal.hoshino.example/x`, s.Text())
}

func TestDamagedHive(t *testing.T) {
	data := sample()
	_, s, err := read(t, "SOFTWARE", data[:4096+len(data)/4])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.NotEmpty(t, s.Metadata())
	// A key that is its own child ends the branch, not the reader.
	loop := append([]byte{}, data...)
	root := binary.LittleEndian.Uint32(loop[36:])
	list := binary.LittleEndian.Uint32(loop[4096+root+4+28:])
	for i := range 14 {
		binary.LittleEndian.PutUint32(loop[4096+list+4+4+8*uint32(i):], root)
	}
	_, _, err = read(t, "SOFTWARE", loop)
	require.NoError(t, err)
	// Damaged keys are counted.
	binary.LittleEndian.PutUint32(loop[4096+list+4+4:], 8)
	_, _, err = read(t, "SOFTWARE", loop)
	require.ErrorContains(t, err, "1 cells are damaged")
}

func TestDepth(t *testing.T) {
	for n, found := range map[int]bool{maxDepth - 1: true, maxDepth: true, maxDepth + 1: false} {
		names := make([]string, n+1)
		for i := range names {
			names[i] = fmt.Sprint(i % 10)
		}
		_, s, err := read(t, "x", hiveOf(path([]value{sz("a", "https://deep.hoshino.example/")}, names...)))
		require.NoError(t, err)
		assert.Equal(t, found, s.Text() != "", n)
	}
}

func TestExport(t *testing.T) {
	text := "Windows Registry Editor Version 5.00\r\n\r\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion]\r\n" +
		"\"RegisteredOrganization\"=\"Hoshino Seiki\"\r\n\"Digest\"=hex:01,02,\\\r\n  03,04\r\n\"SvcPassword\"=\"hunter2\"\r\n" +
		"[HKEY_CURRENT_USER\\Network\\H]\r\n\"RemotePath\"=\"\\\\\\\\fs01\\\\keiri\"\r\n"
	for name, data := range map[string][]byte{"ansi": []byte(text), "utf-16": append([]byte("\xff\xfe"), wide(text)[:2*len(text)]...)} {
		format, s, err := read(t, "x.reg", data)
		require.NoError(t, err, name)
		assert.Equal(t, "reg", format)
		assert.Equal(t, []string{"reg:RegisteredOrganization=Hoshino Seiki", `reg:RemotePath=\\fs01\keiri`}, s.Metadata())
		assert.NotContains(t, s.Text(), "hunter2")
		assert.Contains(t, s.Text(), `RemotePath=\\fs01\keiri`)
	}
}

func FuzzRegistry(f *testing.F) {
	f.Add(sample())
	f.Add([]byte("REGEDIT4\n[HKEY_X]\n\"a\"=\"b\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory("x", data), s)
			s.Check(t)
		}
	})
}
