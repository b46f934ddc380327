package executable

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The program is made by binutils 2.40 for Windows and signed by osslsigncode 2.5;
// exiftool 12.57 prints the same version information. The installer is made by wixl
// 0.101; msiinfo prints the same properties.

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

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

var version = []string{"pe:CompanyName=株式会社星野精機", "pe:FileDescription=Quotation tool", "pe:InternalName=mitsumori",
	"pe:LegalCopyright=Copyright 2020 Hoshino Seiki KK", "pe:OriginalFilename=mitsumori.exe", "pe:ProductName=見積システム"}

func TestPE(t *testing.T) {
	format, s, err := read(t, "signed.exe", sample(t, "signed.exe"))
	require.NoError(t, err)
	assert.Equal(t, "pe", format)
	assert.Subset(t, s.Metadata(), version)
	assert.Subset(t, s.Metadata(), []string{"cms:SignerO=株式会社星野精機", "cms:ProgramName=Mitsumori", "cms:MoreInfo=https://tools.hoshino.example/", "x509:IssuerCN=Hoshino Internal Root CA"})
}

func TestDamagedPE(t *testing.T) {
	data := sample(t, "signed.exe")
	_, s, err := read(t, "x.exe", data[:3072]) // the signature is cut off
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Subset(t, s.Metadata(), version)
	for _, n := range []int{200, 300, 600, 1200, 2000} {
		format, _, err := read(t, "x.exe", data[:n])
		if format == "pe" {
			require.ErrorIs(t, err, evidence.ErrCorrupt, n)
		}
	}
}

func TestMSI(t *testing.T) {
	data := sample(t, "tool.msi")
	format, s, err := read(t, "tool.msi", data)
	require.NoError(t, err)
	assert.Equal(t, "msi", format)
	assert.Subset(t, s.Metadata(), []string{"msi:Author=Hoshino Seiki KK", "msi:Subject=Mitsumori", "msi:Comments=Internal tool", "msi:Contact=helpdesk@hoshino.example",
		"msi:HelpLink=https://intra.hoshino.example/help", "msi:Company=Kitano Shoji", "msi:Manufacturer=Hoshino Seiki KK", "msi:ProductName=Mitsumori"})
	require.Equal(t, []string{"a.cab"}, s.Names())
	assert.Equal(t, "MSCF", string(s.Children[0].Data[:4]))
	for _, n := range []int{600, len(data) / 2, len(data) - 3000} {
		_, s, err := read(t, "tool.msi", data[:n])
		assert.True(t, err != nil || len(s.Problems) > 0 || len(s.Metadata()) == 0, n)
	}
}

func TestELF(t *testing.T) {
	self, err := os.ReadFile("/proc/self/exe")
	require.NoError(t, err)
	format, s, err := read(t, "test", self)
	require.NoError(t, err)
	assert.Equal(t, "elf", format)
	require.NotEmpty(t, s.Metadata())
	assert.Contains(t, s.Metadata()[0], "elf:Machine=EM_")
	_, _, err = read(t, "test", self[:100])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
}

func FuzzExecutable(f *testing.F) {
	f.Add(sample(f, "signed.exe"))
	f.Add(sample(f, "tool.msi"))
	f.Add([]byte("\x7fELF\x02\x01\x01\x00"))
	f.Add([]byte("\xcf\xfa\xed\xfe\x07\x00\x00\x01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, format := range Formats() {
			format.Match(extracttest.Probe("x", data))
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory("x", data), s)
			s.Check(t)
		}
	})
}
