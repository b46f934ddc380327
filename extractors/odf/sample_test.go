package odf

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/argon2"
	//lint:ignore SA1019 documents of OpenDocument 1.0 to 1.2 are sealed with it
	"golang.org/x/crypto/blowfish"
)

type file struct{ name, body string }

// pack writes a package with its mimetype stored first.
func pack(t testing.TB, files []file) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		var p interface{ Write([]byte) (int, error) }
		var err error
		if i == 0 {
			h.Method = zip.Store
			h.CompressedSize64, h.UncompressedSize64 = uint64(len(f.body)), uint64(len(f.body))
			h.CRC32 = crc(f.body)
			p, err = w.CreateRaw(h)
		} else {
			p, err = w.CreateHeader(h)
		}
		require.NoError(t, err)
		_, err = p.Write([]byte(f.body))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.Bytes()
}

const (
	mimeText  = "application/vnd.oasis.opendocument.text"
	mimeSheet = "application/vnd.oasis.opendocument.spreadsheet"
	mimeShow  = "application/vnd.oasis.opendocument.presentation"
)

// setup is a job setup: a head of four bytes, printer, device and driver.
func setup() string {
	b := make([]byte, 200)
	copy(b[4:], "PRT-SALES-01")
	copy(b[68:], "winspool")
	copy(b[100:], `\\prtsrv\P1`)
	return base64.StdEncoding.EncodeToString(b)
}

const metaXML = `<office:document-meta><office:meta><meta:generator>LibreOffice/7.4</meta:generator><meta:initial-creator>山田</meta:initial-creator>` +
	`<dc:creator>Hanako</dc:creator><meta:printed-by>Jiro</meta:printed-by><meta:creation-date>2021-02-01T00:00:00</meta:creation-date><dc:date>2021-02-02T00:00:00</dc:date>` +
	`<dc:title>見積書</dc:title><meta:keyword>k1</meta:keyword><meta:template xlink:type="simple" xlink:href="file://fs01/tpl/letter.ott" xlink:title="Acme Letter"/>` +
	`<meta:user-defined meta:name="Project">P-1</meta:user-defined>` +
	`<meta:user-defined meta:name="MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId">AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE</meta:user-defined></office:meta></office:document-meta>`

const contentXML = `<office:document-content><office:body><office:text><text:tracked-changes><text:changed-region><text:deletion><office:change-info>` +
	`<dc:creator>Reviewer R</dc:creator><dc:date>2021-02-01T00:00:00</dc:date></office:change-info><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>` +
	`<text:h>Head</text:h><text:p>one<text:s text:c="2"/>two<text:tab/>three
   <text:span>four</text:span><office:annotation><dc:creator>Saburo</dc:creator><dc:date>2021</dc:date><text:p>why?</text:p></office:annotation></text:p>` +
	`<text:p>株式会社<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>see note</text:p></text:note-body></text:note>アクメ</text:p>` +
	`<table:table table:name="T"><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>` +
	`<text:p><text:a xlink:href="https://www.acme.example/x">link</text:a><text:a xlink:href="#inside">x</text:a><draw:frame><draw:image xlink:href="file:///S:/logo.png"/></draw:frame>` +
	`<draw:frame><draw:text-box><text:p>in a box</text:p></draw:text-box></draw:frame></text:p><form:connection-resource xlink:href="jdbc:mysql://db01/x"/></office:text></office:body></office:document-content>`

const stylesXML = `<office:document-styles><office:styles><style:style style:name="Acme_20_Body" style:display-name="Acme Body"/><style:style style:name="H" style:display-name="Heading 1"/></office:styles>` +
	`<office:master-styles><style:master-page style:name="Standard"><style:header><text:p>Acme K.K.</text:p></style:header><style:footer><text:p>社外秘</text:p></style:footer></style:master-page>` +
	`<style:master-page style:name="Acme_20_Page" style:display-name="Acme Page"/></office:master-styles></office:document-styles>`

func settingsXML() string {
	return `<office:document-settings><config:config-item config:name="PrinterName" config:type="string">PRT-SALES-01</config:config-item>` +
		`<config:config-item config:name="PrinterSetup">` + setup() + `</config:config-item><config:config-item config:name="Rsid">4660</config:config-item>` +
		`<config:config-item config:name="Other">no</config:config-item></office:document-settings>`
}

func textFiles() []file {
	return []file{
		{"mimetype", mimeText}, {"meta.xml", metaXML}, {"settings.xml", settingsXML()}, {"styles.xml", stylesXML}, {"content.xml", contentXML},
		{"Pictures/a.png", "not really a picture"}, {"Object 1/content.xml", `<office:document-content><text:p>in the object</text:p></office:document-content>`},
		{"Basic/Standard/Module1.xml", `<script:module>Sub Main</script:module>`}, {"ObjectReplacements/Object 2", "x"},
		{"META-INF/manifest.xml", `<manifest:manifest><manifest:file-entry manifest:full-path="/"/></manifest:manifest>`},
	}
}

func sheetFiles() []file {
	return []file{{"mimetype", mimeSheet}, {"content.xml", `<office:document-content><office:automatic-styles><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>` +
		`<office:body><office:spreadsheet><table:table table:name="表紙" table:style-name="ta1"><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3"/></table:table-row>` +
		`<table:table-row><table:table-cell/><table:table-cell office:value-type="float" office:value="1234.5"><text:p>1,234.50</text:p></table:table-cell></table:table-row></table:table>` +
		`<table:table table:name="Secret" table:style-name="ta2"><table:table-row><table:table-cell><text:p>hidden words</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>`}}
}

func showFiles() []file {
	return []file{{"mimetype", mimeShow}, {"content.xml", `<office:document-content><office:automatic-styles><style:style style:name="dp2"><style:drawing-page-properties presentation:visibility="hidden"/></style:style></office:automatic-styles>` +
		`<office:body><office:presentation><presentation:footer-decl presentation:name="f">© Acme</presentation:footer-decl><draw:page draw:name="p1"><draw:frame><draw:text-box><text:p>計画</text:p></draw:text-box></draw:frame>` +
		`<presentation:notes><text:p>speak slowly</text:p></presentation:notes></draw:page><draw:page draw:style-name="dp2"><text:p>second</text:p></draw:page></office:presentation></office:body></office:document-content>`}}
}

// sealed writes a text whose content is encrypted by one of the schemes.
func sealed(t testing.TB, scheme, password string) []byte {
	t.Helper()
	iv, salt := []byte("0123456789abcdef"), []byte("saltsaltsaltsalt")
	var packed bytes.Buffer
	w, err := flate.NewWriter(&packed, 9)
	require.NoError(t, err)
	_, err = w.Write([]byte(`<office:document-content><text:p>closed words</text:p></office:document-content>`))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	plain := packed.Bytes()
	var raw []byte
	var data string
	encode := base64.StdEncoding.EncodeToString
	switch scheme {
	case "aes":
		start := sha256.Sum256([]byte(password))
		key, err := pbkdf2.Key(sha1.New, string(start[:]), salt, 1000, 32)
		require.NoError(t, err)
		block, err := aes.NewCipher(key)
		require.NoError(t, err)
		sum := sha256.Sum256(plain[:min(1024, len(plain))])
		n := 16 - len(plain)%16
		padded := append(bytes.Clone(plain), bytes.Repeat([]byte{byte(n)}, n)...)
		raw = make([]byte, len(padded))
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(raw, padded)
		data = `<manifest:encryption-data manifest:checksum-type="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0#sha256-1k" manifest:checksum="` + encode(sum[:]) + `">` +
			`<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc" manifest:initialisation-vector="` + encode(iv) + `"/>` +
			`<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2000/09/xmldsig#sha256" manifest:key-size="32"/>` +
			`<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:key-size="32" manifest:iteration-count="1000" manifest:salt="` + encode(salt) + `"/></manifest:encryption-data>`
	case "blowfish":
		start := sha1.Sum([]byte(password))
		key, err := pbkdf2.Key(sha1.New, string(start[:]), salt, 1024, 16)
		require.NoError(t, err)
		block, err := blowfish.NewCipher(key)
		require.NoError(t, err)
		sum := sha1.Sum(plain[:min(1024, len(plain))])
		raw = make([]byte, len(plain))
		feed, pad := iv[:8], make([]byte, 8)
		for i := range plain {
			if i%8 == 0 {
				block.Encrypt(pad, feed)
				feed = raw[i:min(i+8, len(raw))]
			}
			raw[i] = plain[i] ^ pad[i%8]
		}
		data = `<manifest:encryption-data manifest:checksum-type="SHA1/1K" manifest:checksum="` + encode(sum[:]) + `">` +
			`<manifest:algorithm manifest:algorithm-name="Blowfish CFB" manifest:initialisation-vector="` + encode(iv[:8]) + `"/>` +
			`<manifest:key-derivation manifest:key-derivation-name="PBKDF2" manifest:iteration-count="1024" manifest:salt="` + encode(salt) + `"/></manifest:encryption-data>`
	case "gcm":
		start := sha256.Sum256([]byte(password))
		block, err := aes.NewCipher(argon2.IDKey(start[:], salt, 1, 64, 1, 32))
		require.NoError(t, err)
		gcm, err := cipher.NewGCM(block)
		require.NoError(t, err)
		raw = gcm.Seal(bytes.Clone(iv[:12]), iv[:12], plain, nil)
		data = `<manifest:encryption-data><manifest:algorithm manifest:algorithm-name="http://www.w3.org/2009/xmlenc11#aes256-gcm" manifest:initialisation-vector="` + encode(iv[:12]) + `"/>` +
			`<manifest:start-key-generation manifest:start-key-generation-name="http://www.w3.org/2001/04/xmlenc#sha256" manifest:key-size="32"/>` +
			`<manifest:key-derivation manifest:key-derivation-name="urn:org:documentfoundation:names:experimental:office:manifest:argon2id" manifest:key-size="32" ` +
			`loext:argon2-iterations="1" loext:argon2-memory="64" loext:argon2-lanes="1" manifest:salt="` + encode(salt) + `"/></manifest:encryption-data>`
	}
	return pack(t, []file{{"mimetype", mimeText}, {"content.xml", string(raw)},
		{"META-INF/manifest.xml", `<manifest:manifest><manifest:file-entry manifest:full-path="content.xml" manifest:size="80">` + data + `</manifest:file-entry></manifest:manifest>`}})
}
