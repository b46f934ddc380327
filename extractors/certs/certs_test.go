package certs

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// The samples are made by OpenSSL 3.0, OpenSSH 9.2, GnuPG 2.2 and OpenJDK's keytool;
// the values expected are those that were given to these programs, and those that
// openssl x509 -text and gpg --with-colons print.

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return b
}

// read identifies and extracts data.
func read(t testing.TB, name string, data []byte, passwords ...string) (string, *extracttest.Sink, error) {
	t.Helper()
	typ, f := evidence.Identify(Formats(), extracttest.Probe(name, data))
	if f == nil {
		return typ.Format, &extracttest.Sink{}, nil
	}
	in := extracttest.Memory(name, data)
	in.Passwords = passwords
	s := &extracttest.Sink{}
	err := f.Extract(context.Background(), in, s)
	s.Check(t)
	return typ.Format, s, err
}

const leafDN = "emailAddress=admin@hoshino.example, CN=vpn.hoshino.example, OU=情報システム部, O=株式会社星野精機, C=JP"

var subject = []string{
	"x509:Subject=" + leafDN, "x509:SubjectO=株式会社星野精機", "x509:SubjectOU=情報システム部", "x509:SubjectCN=vpn.hoshino.example", "x509:SubjectMail=admin@hoshino.example",
}

var alternative = []string{
	"x509:DNS=vpn.hoshino.example", "x509:DNS=fs01.hoshino.local", "x509:Mail=it@hoshino.example", "x509:IP=192.0.2.7", "x509:UPN=svc@hoshino.local",
	"x509:KeyUsage=digitalSignature, keyEncipherment", "x509:ExtendedKeyUsage=serverAuth, clientAuth",
}

func TestCertificate(t *testing.T) {
	format, s, err := read(t, "leaf.cer", sample(t, "leaf.cer"))
	require.NoError(t, err)
	assert.Equal(t, "x509-certificate", format)
	m := s.Metadata()
	for _, want := range append(append([]string{
		"x509:Issuer=CN=Hoshino Internal Root CA, O=Hoshino Seiki KK, DC=hoshino, DC=local", "x509:IssuerO=Hoshino Seiki KK", "x509:IssuerCN=Hoshino Internal Root CA",
		"x509:ADDomain=hoshino.local", "x509:Serial=abcdef", "x509:NotBefore=2026-11-22T23:15:38Z", "x509:NotAfter=2036-11-19T23:15:38Z",
		"x509:CRLDistributionPoint=ldap:///CN=Hoshino CA,CN=PKI,DC=hoshino,DC=local?certificateRevocationList",
		"x509:AuthorityInfoAccess=http://ocsp.hoshino.example/",
	}, subject...), alternative...) {
		assert.Contains(t, m, want)
	}
	assert.NotContains(t, m, "x509:SelfSigned=true")
}

func TestRequestAndRevocationList(t *testing.T) {
	format, s, err := read(t, "leaf.csr", sample(t, "leaf.csr"))
	require.NoError(t, err)
	assert.Equal(t, "x509-request", format)
	for _, want := range append(append([]string{}, subject...), alternative...) {
		assert.Contains(t, s.Metadata(), want)
	}
	format, s, err = read(t, "ca.crl", sample(t, "ca.crl"))
	require.NoError(t, err)
	assert.Equal(t, "x509-crl", format)
	assert.Subset(t, s.Metadata(), []string{"x509:IssuerO=Hoshino Seiki KK", "x509:ADDomain=hoshino.local", "x509:Revoked=1"})
}

func TestPEM(t *testing.T) {
	data := sample(t, "ca.pem")
	format, s, err := read(t, "ca.pem", data)
	require.NoError(t, err)
	assert.Equal(t, "pem", format)
	assert.Subset(t, s.Metadata(), []string{"x509:SubjectO=Hoshino Seiki KK", "x509:SelfSigned=true", "x509:Serial=1234", "x509:CA=true",
		"x509:KeyUsage=keyCertSign, cRLSign", "key:Type=PRIVATE KEY", "key:Encrypted=false"})
	assert.Contains(t, s.Text(), "Issuer: DC = local, DC = hoshino, O = Hoshino Seiki KK", "the listing that OpenSSL writes before a block")
	noSecret(t, s, string(data[strings.Index(string(data), "BEGIN PRIVATE"):]))
}

// noSecret fails where any line of base64 in text became a fact.
func noSecret(t *testing.T, s *extracttest.Sink, text string) {
	t.Helper()
	for _, f := range s.Facts {
		for line := range strings.SplitSeq(text, "\n") {
			if len(line) == 64 {
				assert.NotContains(t, f.Value, line[:24])
			}
		}
	}
}

func TestMessages(t *testing.T) {
	for _, name := range []string{"signed.p7m", "indefinite.p7m"} {
		format, s, err := read(t, name, sample(t, name))
		require.NoError(t, err, name)
		assert.Equal(t, "pkcs7", format)
		assert.Subset(t, s.Metadata(), append([]string{"cms:Type=signed", "cms:Signer=" + leafDN, "cms:SignerO=株式会社星野精機", "cms:SignerMail=admin@hoshino.example"}, subject...), name)
		require.Equal(t, []string{"content"}, s.Names())
		assert.Equal(t, "see attachment\r\n", string(s.Children[0].Data))
	}
	_, s, err := read(t, "chain.p7b", sample(t, "chain.p7b"))
	require.NoError(t, err)
	assert.Subset(t, s.Metadata(), []string{"x509:SubjectO=株式会社星野精機", "x509:SubjectO=Hoshino Seiki KK"})
	_, s, err = read(t, "sealed.p7m", sample(t, "sealed.p7m"))
	require.ErrorIs(t, err, evidence.ErrEncrypted)
	assert.Equal(t, []string{"cms:Type=enveloped", "cms:RecipientIssuer=CN=Hoshino Internal Root CA, O=Hoshino Seiki KK, DC=hoshino, DC=local"}, s.Metadata())
}

func TestStores(t *testing.T) {
	format, s, err := read(t, "leaf.p12", sample(t, "leaf.p12"), "wrong")
	assert.Equal(t, "pkcs12", format)
	require.ErrorIs(t, err, evidence.ErrEncrypted)
	assert.Equal(t, []string{"key:Encrypted=true"}, s.Metadata())
	_, s, err = read(t, "leaf.p12", sample(t, "leaf.p12"), "wrong", "sesame")
	require.NoError(t, err)
	assert.Subset(t, s.Metadata(), append([]string{"key:Type=private key", "x509:SubjectO=Hoshino Seiki KK"}, subject...))
	format, s, err = read(t, "leaf.jks", sample(t, "leaf.jks"))
	require.NoError(t, err)
	assert.Equal(t, "java-keystore", format)
	assert.Subset(t, s.Metadata(), []string{"key:Entries=1", "key:Alias=hoshino-root", "x509:SubjectO=Hoshino Seiki KK"})
}

func TestSSH(t *testing.T) {
	for _, c := range []struct {
		file, format string
		want         []string
	}{
		{"open_ed25519", "openssh-private-key", []string{"key:Type=OPENSSH PRIVATE KEY", "key:Encrypted=false", "ssh:KeyType=ssh-ed25519", "ssh:Comment=sato@build01.hoshino.local"}},
		{"open_rsa", "openssh-private-key", []string{"key:Type=OPENSSH PRIVATE KEY", "key:Encrypted=false", "ssh:KeyType=ssh-rsa", "ssh:Comment=rsa@build01"}},
		{"sealed_ecdsa", "openssh-private-key", []string{"key:Type=OPENSSH PRIVATE KEY", "key:Encrypted=true", "ssh:KeyType=ecdsa-sha2-nistp256"}},
		{"ed25519.pub", "ssh-public-key", []string{"ssh:KeyType=ssh-ed25519", "ssh:Comment=sato@build01.hoshino.local"}},
	} {
		format, s, err := read(t, c.file, sample(t, c.file))
		require.NoError(t, err, c.file)
		assert.Equal(t, c.format, format)
		assert.Equal(t, c.want, s.Metadata(), c.file)
		assert.Empty(t, s.Text())
	}
	_, s, err := read(t, "known_hosts", []byte("git01.hoshino.local,192.0.2.1 ssh-ed25519 AAAAC3Nza\n[gw.hoshino.example]:2222 ssh-rsa AAAAB3Nz\n|1|x=|y= ssh-rsa AAAAB3Nz\n"))
	require.NoError(t, err)
	assert.Equal(t, []string{"ssh:KeyType=ssh-ed25519", "ssh:KnownHost=git01.hoshino.local", "ssh:KnownHost=192.0.2.1", "ssh:KeyType=ssh-rsa", "ssh:KnownHost=gw.hoshino.example"}, s.Metadata())
	format, s, err := read(t, "x.ppk", []byte("PuTTY-User-Key-File-2: ssh-rsa\r\nEncryption: none\r\nComment: taro@hoshino.example\r\nPublic-Lines: 1\r\nAAAA\r\nPrivate-Lines: 1\r\nc2VjcmV0\r\n"))
	require.NoError(t, err)
	assert.Equal(t, "putty-key", format)
	assert.Equal(t, []string{"ssh:KeyType=ssh-rsa", "key:Encrypted=false", "ssh:Comment=taro@hoshino.example"}, s.Metadata())
}

func TestPGP(t *testing.T) {
	for _, name := range []string{"taro.asc", "taro.gpg"} {
		format, s, err := read(t, name, sample(t, name))
		require.NoError(t, err, name)
		assert.Equal(t, "pgp-key", format)
		assert.Subset(t, s.Metadata(), []string{"key:Type=OpenPGP public key", "pgp:KeyID=024b388508f197f1", "pgp:UserID=星野 太郎 (IT) <taro@hoshino.example>"}, name)
	}
	format, s, err := read(t, "message.gpg", sample(t, "message.gpg"))
	assert.Equal(t, "pgp-message", format)
	require.ErrorIs(t, err, evidence.ErrEncrypted)
	assert.Len(t, s.Metadata(), 1)
	_, s, err = read(t, "clear.asc", sample(t, "clear.asc"))
	require.NoError(t, err)
	assert.Contains(t, s.Text(), "hi")
}

func TestKeys(t *testing.T) {
	for name, want := range map[string][]string{
		"rsa-key.der": {"key:Type=private key", "key:Encrypted=false"}, "sealed-key.der": {"key:Type=PKCS #8 private key", "key:Encrypted=true"},
	} {
		format, s, err := read(t, name, sample(t, name))
		require.NoError(t, err, name)
		assert.Equal(t, "der-key", format)
		assert.Equal(t, want, s.Metadata())
	}
}

func TestTruncated(t *testing.T) {
	samples, err := filepath.Glob("testdata/*")
	require.NoError(t, err)
	require.Len(t, samples, 20)
	for _, path := range samples {
		data := sample(t, filepath.Base(path))
		for _, n := range []int{12, len(data) / 3, len(data) / 2, len(data) - 60} {
			format, s, err := read(t, filepath.Base(path), data[:n])
			if strings.HasSuffix(path, ".pub") || strings.HasSuffix(path, "clear.asc") || format == evidence.FormatUnknown {
				continue
			}
			assert.True(t, err != nil || len(s.Problems) > 0, "%s cut at %d is told", path, n)
		}
	}
	// A file of several certificates keeps those before the cut.
	data := sample(t, "chain.p7b")
	_, s, _ := read(t, "chain.p7b", data)
	assert.Len(t, s.Problems, 0)
	pem := sample(t, "ca.pem")
	_, s, err = read(t, "ca.pem", pem[:len(pem)-100])
	require.ErrorIs(t, err, evidence.ErrCorrupt)
	assert.Contains(t, s.Metadata(), "x509:SubjectO=Hoshino Seiki KK")
}

func TestBlockLimit(t *testing.T) {
	one := "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n"
	for n, tripped := range map[int]bool{maxBlocks - 1: false, maxBlocks: false, maxBlocks + 1: true} {
		_, _, err := read(t, "x.pem", []byte(strings.Repeat(one, n)))
		assert.Equal(t, tripped, err != nil, n)
	}
}

func TestIterations(t *testing.T) {
	// PBKDF2 parameters: a salt and the rounds.
	assert.Equal(t, 0x7fffff, iterations([]byte("\x30\x09\x04\x02ab\x02\x03\x7f\xff\xff"), 0))
	assert.Less(t, iterations(sample(t, "leaf.p12"), 0), maxIterations)
}

func FuzzCerts(f *testing.F) {
	samples, err := filepath.Glob("testdata/*")
	require.NoError(f, err)
	for _, path := range samples {
		f.Add(filepath.Base(path), sample(f, filepath.Base(path)))
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		read(t, name, data, "sesame")
		for _, format := range Formats() {
			if format.ID == "pkcs12" { // its key derivation is slow on purpose
				continue
			}
			s := &extracttest.Sink{}
			_ = format.Extract(context.Background(), extracttest.Memory(name, data), s)
			s.Check(t)
		}
	})
}
