package mail

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
	"evscan/extractors/internal/mailhead"
)

func read(t testing.TB, raw string) (*extracttest.Sink, error) {
	t.Helper()
	s := &extracttest.Sink{}
	err := extract(context.Background(), extracttest.Memory("x.eml", []byte(raw)), s)
	s.Check(t)
	return s, err
}

func mustRead(t testing.TB, raw string) *extracttest.Sink {
	t.Helper()
	s, err := read(t, raw)
	require.NoError(t, err)
	require.Empty(t, s.Problems)
	return s
}

// zone joins the text of a zone.
func zone(s *extracttest.Sink, z evidence.Zone) string {
	var b strings.Builder
	for _, f := range s.Facts {
		if f.Kind == evidence.FactText && f.At.Zone == z {
			b.WriteString(f.Value)
		}
	}
	return b.String()
}

func crlf(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }

const sample = "Received: from gw.example.test (unknown) by mx.vendor.example; Mon, 1 Feb 2021 09:00:00 +0900\r\n" +
	"From: =?ISO-2022-JP?B?GyRCOzNFRBsoQg==?= <yamada@vendor.example>\r\nTo: a@example.test,\r\n B <b@example.test>\r\n" +
	"Subject: =?cp932?B?jKmQz4+R?=\r\nDate: Mon, 1 Feb 2021 09:00:00 +0900\r\nMIME-Version: 1.0\r\n" +
	"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n" +
	"\x1b$B;3ED\x1b(B\r\n-- \r\nTEL 03\r\n--x\r\nContent-Type: application/pdf; name=a.pdf\r\n" +
	"Content-Disposition: attachment; filename*=UTF-8''%E8%A6%8B.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERg==\r\n--x--\r\n"

func TestMail(t *testing.T) {
	_, f := evidence.Identify(Formats(), extracttest.Probe("x.eml", []byte(sample)))
	require.NotNil(t, f)
	require.Equal(t, "eml", f.ID)
	s := mustRead(t, sample)
	require.Equal(t, []string{"mail:Received=gw.example.test", "mail:Received=mx.vendor.example", "mail:From=山田 <yamada@vendor.example>",
		"mail:To=a@example.test", "mail:To=B <b@example.test>", "mail:Subject=見積書", "mail:Date=2021-02-01T00:00:00Z"}, s.Metadata())
	require.Equal(t, "見積書", zone(s, evidence.ZoneSubject))
	require.Equal(t, "山田", zone(s, evidence.ZoneBody))
	require.Equal(t, "TEL 03", zone(s, evidence.ZoneSignature))
	require.Equal(t, []string{"見.pdf"}, s.Names())
	require.Equal(t, "%PDF", string(s.Children[0].Data))
	require.Equal(t, evidence.OriginAttachment, s.Children[0].Name.Origin)
}

// The expected values are what Python 3.11's email package makes of the message
// with policy.default: str(m["From"]), addresses, m.get_content().
func TestISO2022JP(t *testing.T) {
	s := mustRead(t, crlf(`Received: from gw.acme-widgets.example (gw.acme-widgets.example [192.0.2.1])
	by mx.vendor.example; Mon, 1 Feb 2021 09:00:00 +0900 (JST)
From: =?ISO-2022-JP?B?GyRCOzNFRBsoQiAbJEJCQE86GyhC?= <yamada@acme-widgets.example>
To: "=?ISO-2022-JP?B?GyRCTmtMWhsoQg==?=" <suzuki@vendor.example>, keiri@vendor.example
Subject: =?ISO-2022-JP?B?GyRCOCtAUT1xJE43bxsoQg==?=
 =?ISO-2022-JP?B?GyRCIUobKEJOby43GyRCIUsbKEI=?=
Date: Mon, 01 Feb 2021 09:00:00 +0900
Message-ID: <1@acme-widgets.example>
MIME-Version: 1.0
Content-Type: text/plain; charset="ISO-2022-JP"
Content-Transfer-Encoding: 7bit

`)+"\x1b$B3t<02q<R%\"%/%a\x1b(B\r\n\x1b$B$*@$OC$K$J$C$F$*$j$^$9!#\x1b(B\r\n")
	assert.Equal(t, []string{"mail:Received=gw.acme-widgets.example", "mail:Received=mx.vendor.example",
		"mail:From=山田 太郎 <yamada@acme-widgets.example>", "mail:To=鈴木 <suzuki@vendor.example>", "mail:To=keiri@vendor.example",
		"mail:Subject=見積書の件（No.7）", "mail:Date=2021-02-01T00:00:00Z", "mail:Message-ID=<1@acme-widgets.example>"}, s.Metadata())
	assert.Equal(t, "株式会社アクメ\nお世話になっております。", zone(s, evidence.ZoneBody))
}

const head = "From: a@a.example\r\nTo: b@b.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n"

// Japanese sentences in Shift_JIS, written as bytes: 株式会社アクメの見積書です。
const sjis = "\x8a\x94\x8e\xae\x89\xef\x8e\xd0\x83\x41\x83\x4e\x83\x81\x82\xcc\x8c\xa9\x90\xcf\x8f\x91\x82\xc5\x82\xb7\x81\x42"

func TestCharsets(t *testing.T) {
	const want = "株式会社アクメの見積書です。"
	const jis = "\x1b$B3t<02q<R%\"%/%a$N8+@Q=q$G$9!#\x1b(B"
	for name, c := range map[string]struct{ headers, body string }{
		"raw bytes, no label":           {"", sjis},
		"8-bit":                         {"Content-Type: text/plain; charset=shift_jis\r\nContent-Transfer-Encoding: 8-bit\r\n", sjis},
		"label cp932":                   {"Content-Type: text/plain; charset=CP932\r\nContent-Transfer-Encoding: 8bit\r\n", sjis},
		"label us-ascii lies":           {"Content-Type: text/plain; charset=us-ascii\r\n", sjis},
		"label utf-8 lies":              {"Content-Type: text/plain; charset=utf-8\r\n", sjis},
		"unknown label":                 {"Content-Type: text/plain; charset=x-nothing\r\n", sjis},
		"ISO-2022-JP without label":     {"", jis},
		"ISO-2022-JP labelled us-ascii": {"Content-Type: text/plain; charset=us-ascii\r\n", jis},
		"ISO-2022-JP labelled utf-8":    {"Content-Type: text/plain; charset=utf-8\r\n", jis},
		"UTF-8 without label":           {"", want},
		"broken content type":           {"Content-Type: text\r\n", want},
	} {
		s, err := read(t, head+c.headers+"\r\n"+c.body)
		require.NoError(t, err, name)
		assert.Empty(t, s.Problems, name)
		assert.Equal(t, want, zone(s, evidence.ZoneBody), name)
	}
}

func TestUnknownTransferEncoding(t *testing.T) {
	s, err := read(t, head+"Content-Transfer-Encoding: x-zip\r\n\r\nbody")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds())
	assert.Equal(t, "body", zone(s, evidence.ZoneBody))
}

func TestDecode(t *testing.T) {
	for in, want := range map[string]string{
		"plain":                                 "plain",
		sjis:                                    "株式会社アクメの見積書です。",
		"\x1b$B;3ED\x1b(B":                      "山田",
		"=?utf-8?q?a_b=3D?= c":                  "a b= c",
		"=?utf-8?B?5bGx?= d":                    "山 d",
		"=?utf-8*ja?B?5bGx?=":                   "山",
		"=?UTF-8?B?5b?=":                        "\uFFFD",
		"=?none?Q?x?=":                          "x",
		"=?utf-8?x?a?=":                         "=?utf-8?x?a?=",
		"=?utf-8?B?5bGx 55Sw?=":                 "山田",
		"a =?utf-8?B?5bGx?==?utf-8?B?55Sw?= b":  "a 山田 b",
		"=?UTF-8?B?5bE=?=\r\n =?UTF-8?B?sQ==?=": "山", // cut within a character
	} {
		assert.Equal(t, want, mailhead.Decode(in), "%q", in)
	}
}

func TestAddresses(t *testing.T) {
	for in, want := range map[string][]string{
		`a@a.example`:   {"a@a.example"},
		`<a@a.example>`: {"a@a.example"},
		`"Doe, John" <j@a.example>, "Q \"x\"" <q@a.example>`:    {"Doe, John <j@a.example>", `Q "x" <q@a.example>`},
		`j@a.example (John, D)`:                                 {"John, D <j@a.example>"},
		`Team: a@a.example, b@b.example;`:                       {"a@a.example", "b@b.example"},
		`Undisclosed recipients:;`:                              nil,
		`=?utf-8?q?a,b?= <c@a.example>`:                         {"a,b <c@a.example>"},
		`'j@a.example' <j@a.example>`:                           {"'j@a.example' <j@a.example>"},
		`Somebody`:                                              {"Somebody"},
		`山田 <y@a.example>`:                                      {"山田 <y@a.example>"},
		"\x8eR\x93c\x91\xbe\x98Y\x82\xb3\x82\xf1 <y@a.example>": {"山田太郎さん <y@a.example>"},
		`<>`: nil,
		``:   nil,
	} {
		assert.Equal(t, want, mailhead.Addresses(in), "%q", in)
	}
}

func TestMedia(t *testing.T) {
	for in, want := range map[string]string{
		// The first two as Python 3.11's get_filename gives them.
		`attachment; filename*=iso-2022-jp'ja'%1B%24B8%2B%40Q%3Dq%1B%28B.pdf`:                "見積書.pdf",
		`attachment; filename*0*=UTF-8''%E8%A6%8B; filename*1*=%E7%A9%8D; filename*2=".pdf"`: "見積.pdf",
		`attachment; filename*1=b.pdf; filename*0=a`:                                         "ab.pdf",
		`attachment; filename="=?UTF-8?B?6KaL?=.pdf"`:                                        "見.pdf",
		`attachment; filename="x.pdf"; filename*=UTF-8''%E8%A6%8B.pdf`:                       "見.pdf",
		`attachment; filename="a;b \"c\".pdf"`:                                               `a;b "c".pdf`,
		`attachment; FileName=a.pdf ; size=3`:                                                "a.pdf",
		"attachment; filename=\"" + sjis + ".pdf\"":                                          "株式会社アクメの見積書です。.pdf",
		`attachment`: "",
	} {
		kind, params := mailhead.Media(in)
		assert.Equal(t, "attachment", kind, in)
		assert.Equal(t, want, params["filename"], in)
	}
}

const alternatives = head + "Content-Type: multipart/related; boundary=r\r\n\r\n" +
	"--r\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n" +
	"--a\r\nContent-Type: text/plain\r\n\r\n%s\r\n" +
	"--a\r\nContent-Type: text/html\r\n\r\n<p>rich &amp; words</p><style>x</style>\r\n--a--\r\n" +
	"--r\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <1>\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n" +
	"--r\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nx\r\n" +
	"--r--\r\n"

func TestAlternatives(t *testing.T) {
	s := mustRead(t, fmt.Sprintf(alternatives, "plain words"))
	assert.Equal(t, "plain wordsrich & words", zone(s, evidence.ZoneBody), "what the HTML alone says is read too")
	s = mustRead(t, fmt.Sprintf(alternatives, "Words, RICH words"))
	assert.Equal(t, "Words, RICH words", zone(s, evidence.ZoneBody), "what both say is read once")
	s = mustRead(t, fmt.Sprintf(alternatives, " "))
	assert.Equal(t, "rich & words", zone(s, evidence.ZoneBody))
	require.Equal(t, []string{"logo.png", ""}, s.Names())
	assert.Equal(t, evidence.OriginEmbedded, s.Children[0].Name.Origin)
	assert.Equal(t, "\x00\x00\x00", string(s.Children[0].Data))
	assert.Equal(t, evidence.OriginAttachment, s.Children[1].Name.Origin)
	assert.Equal(t, "Subject: inner\r\n\r\nx", string(s.Children[1].Data))
}

func TestLongChainBeforeFrom(t *testing.T) {
	chain := strings.Repeat("Received: from a.example by b.example; Mon, 1 Feb 2021 09:00:00 +0900\r\nX-Long: "+strings.Repeat("y", 900)+"\r\n", 50)
	for name, raw := range map[string]string{"chain": chain + head + "\r\nbody", "envelope": "From a@a.example Mon Feb  1 09:00:00 2021\r\n" + head + "\r\nbody",
		"mark": "\xef\xbb\xbf" + head + "\r\nbody"} {
		_, f := evidence.Identify(Formats(), extracttest.Probe("x", []byte(raw)))
		require.NotNil(t, f, name)
		assert.Equal(t, "eml", f.ID, name)
		s := mustRead(t, raw)
		assert.Contains(t, s.Metadata(), "mail:From=a@a.example", name)
		assert.Equal(t, "body", zone(s, evidence.ZoneBody), name)
	}
	for _, raw := range []string{"", "From: a\n", "a: b\nc: d\ne: f\n", "Dear Sir,\nFrom: x\nTo: y\nSubject: z\n", "From: a\nTo: b\nnot a field\nSubject: c\n"} {
		_, ok := match(extracttest.Probe("x", []byte(raw)))
		assert.False(t, ok, raw)
	}
}

func TestBrokenHeader(t *testing.T) {
	s, err := read(t, "From: a@a.example\r\nthis is no field\r\n nor this\r\nSubject : odd\r\n\r\nbody")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
	assert.Equal(t, []string{"mail:From=a@a.example", "mail:Subject=odd"}, s.Metadata())
	assert.Equal(t, "body", zone(s, evidence.ZoneBody))
}

func TestTruncated(t *testing.T) {
	s, err := read(t, sample[:strings.Index(sample, "JVBERg==")+4])
	require.NoError(t, err)
	assert.Equal(t, "山田", zone(s, evidence.ZoneBody))
	require.Len(t, s.Children, 1)
	assert.Equal(t, "%PD", string(s.Children[0].Data)[:min(3, len(s.Children[0].Data))])
	assert.True(t, len(s.Problems) > 0 || s.Children[0].Err != nil, "a cut mail must not pass for a whole one")
}

func TestPartsAreBounded(t *testing.T) {
	for n, want := range map[int]bool{maxParts - 2: false, maxParts - 1: false, maxParts: true} { // the message itself counts
		s, err := read(t, head+"Content-Type: multipart/mixed; boundary=x\r\n\r\n"+strings.Repeat("--x\r\n\r\na\r\n", n)+"--x--\r\n")
		require.NoError(t, err)
		assert.Equal(t, want, len(s.Problems) == 1, n)
	}
}

func TestMbox(t *testing.T) {
	one := "From a@a.example Mon Feb  1 09:00:00 2021\n" + strings.ReplaceAll(head, "\r", "") + "\n>From here on\nFrom here, no date\n\n"
	two := "From - Tue Feb 02 10:00:00 2021\r\n" + head + "\r\nsecond" + strings.Repeat("z", 3*lineBytes)
	raw := one + two
	typ, f := evidence.Identify(Formats(), extracttest.Probe("x.mbox", []byte(raw)))
	require.NotNil(t, f)
	require.Equal(t, "mbox", typ.Format)
	require.Empty(t, typ.Warnings)
	s, err := extracttest.Run(t, *f, "x.mbox", []byte(raw))
	require.NoError(t, err)
	require.Equal(t, []string{"message 1", "message 2"}, s.Names())
	assert.Equal(t, strings.ReplaceAll(head, "\r", "")+"\nFrom here on\nFrom here, no date\n\n", string(s.Children[0].Data))
	assert.Equal(t, head+"\r\nsecond"+strings.Repeat("z", 3*lineBytes), string(s.Children[1].Data))
	_, ok := matchMbox(extracttest.Probe("x", []byte(one)))
	assert.False(t, ok, "one message is a mail")
}

func FuzzMail(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(sample[:500]))
	f.Add([]byte(fmt.Sprintf(alternatives, "x")))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _ = read(t, string(raw))
		match(extracttest.Probe("x", raw))
	})
}

func FuzzHeaderValues(f *testing.F) {
	f.Add(`"a, b" <c@d.example>, =?utf-8?B?5bGx?= (x)`)
	f.Add(`attachment; filename*0*=UTF-8''%E8%A6%8B; filename*1="b;c"`)
	f.Fuzz(func(t *testing.T, s string) {
		mailhead.Addresses(s)
		mailhead.Media(s)
		mailhead.Decode(s)
	})
}

// Whatever the bytes, the messages of a mailbox hold no more than it does.
func FuzzMbox(f *testing.F) {
	f.Add([]byte("From a Mon Feb  1 09:00:00 2021\nA: b\n\n\nFrom b Mon Feb  1 09:00:00 2021\n>From x\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s := &extracttest.Sink{}
		_ = extractMbox(context.Background(), extracttest.Memory("x", raw), s)
		sum := 0
		for _, c := range s.Children {
			sum += len(c.Data)
		}
		if sum > len(raw) {
			t.Errorf("%d bytes out of %d", sum, len(raw))
		}
		if !bytes.Contains(raw, []byte("From ")) && sum != len(raw) {
			t.Errorf("%d bytes of %d without any separator", sum, len(raw))
		}
		matchMbox(extracttest.Probe("x", raw))
	})
}
