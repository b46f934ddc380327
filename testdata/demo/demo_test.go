package demo

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"mime"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/japanese"
)

func made(t *testing.T, v Variant) []byte {
	t.Helper()
	var buf bytes.Buffer
	require.NoError(t, Write(context.Background(), &buf, v))
	return buf.Bytes()
}

func entries(t *testing.T, data []byte) map[string][]byte {
	t.Helper()
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	out := map[string][]byte{}
	for _, f := range zr.File {
		r, err := f.Open()
		require.NoError(t, err, f.Name)
		body, err := io.ReadAll(r)
		require.NoError(t, err, f.Name)
		out[f.Name] = body
	}
	return out
}

// output runs a program over input and returns what it prints.
func output(t *testing.T, input []byte, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stdin = bytes.NewReader(input)
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Logf("%s: %s", name, exit.Stderr)
	}
	require.NoError(t, err, name)
	return string(out)
}

func TestFullPackage(t *testing.T) {
	data := made(t, Full)
	assert.Equal(t, data, made(t, Full), "two runs differ")
	assert.InDelta(t, 24_500_000, len(data), 100_000)
	files := entries(t, data)
	assert.GreaterOrEqual(t, len(files), 130)
	assert.LessOrEqual(t, len(files), 200)

	t.Run("shortcuts", func(t *testing.T) {
		c := count(t, files)
		assert.Equal(t, "fujitsu", c.mentions.top())
		assert.Greater(t, c.mentions["fujitsu"], c.mentions["toray"]+300, "room for the mentions in screenshots")
		assert.Equal(t, "fujitsu.com", c.domains.top())
		assert.Equal(t, "fujitsu.com", c.headers.top())
		assert.Greater(t, c.headers["fujitsu.com"], c.headers["toray.co.jp"]*3/2)
		assert.Equal(t, "富士通株式会社", c.companies.top())
	})
	t.Run("the owner shows", func(t *testing.T) {
		internal, shares, addressed, issuers := 0, 0, 0, map[string]bool{}
		for name, body := range files {
			if strings.HasPrefix(name, "メール/社内/") {
				internal++
			}
			text := plain(t, name, body)
			if strings.Contains(text, `\\torayfs01\`) {
				shares++
			}
			if strings.HasPrefix(name, "購買/見積/") && (strings.Contains(text, "東レ株式会社 御中") || strings.Contains(text, "Toray Industries, Inc.")) {
				addressed++
				issuers[strings.Split(name, "/")[2]] = true
			}
		}
		assert.Equal(t, 14, internal)
		assert.GreaterOrEqual(t, shares, 20)
		assert.GreaterOrEqual(t, addressed, 36)
		assert.GreaterOrEqual(t, len(issuers), 6)
	})
	t.Run("vendor quotations", func(t *testing.T) {
		n := 0
		for name, body := range files {
			if !strings.HasPrefix(name, "購買/見積/富士通/") {
				continue
			}
			n++
			text := plain(t, name, body)
			for _, want := range []string{"御見積書", "東レ株式会社 御中", "富士通株式会社", "登録番号 T1020001071491", "TEL 03-0000-2255", "@fujitsu.com"} {
				assert.Contains(t, text, want, name)
			}
		}
		assert.Equal(t, 14, n)
	})
	t.Run("oddities", func(t *testing.T) {
		f := func(name string) []byte {
			body, ok := files[name]
			require.True(t, ok, name)
			return body
		}
		assert.Contains(t, string(f("readme.txt")), "FUJITSU")
		assert.Equal(t, "%PDF-1.6", string(f("写真/見積_写真.jpg")[:8]))
		assert.Equal(t, "\x89PNG", string(f("購買/提案書/構成図.docx")[:4]))
		broken := f("情報システム/会議体/旧/議事録_破損.docx")
		_, err := zip.NewReader(bytes.NewReader(broken), int64(len(broken)))
		assert.ErrorIs(t, err, zip.ErrFormat)
		assert.Equal(t, f("情報システム/会議体/20201006_購買システム更改_議事録.docx"), f("情報システム/会議体/旧/議事録のコピー.docx"))
		// 引継 in Shift_JIS, 定期 in EUC-JP, a byte order mark and 取 in UTF-16.
		assert.Equal(t, "\x88\xf8\x8c\x70", string(f("情報システム/メモ/引継メモ.txt")[:4]))
		assert.Equal(t, "\xc4\xea\xb4\xfc", string(f("情報システム/メモ/unix_cron.txt")[:4]))
		assert.Equal(t, "\xff\xfe\xd6\x53", string(f("情報システム/メモ/取引先一覧.txt")[:4]))

		secret := filepath.Join(t.TempDir(), "s.zip")
		require.NoError(t, os.WriteFile(secret, f("購買/アーカイブ/単価表_暗号化.zip"), 0o600))
		assert.Contains(t, output(t, nil, "unzip", "-P", "simulated", "-p", secret, "quotation.pdf"), "%PDF-1.6")
		assert.Error(t, exec.Command("unzip", "-P", "wrong", "-tqq", secret).Run())
		assert.Contains(t, output(t, f("購買/アーカイブ/config-backup.tar.gz"), "tar", "-tzf", "-"), "etc/hosts")
	})
	t.Run("photographs", func(t *testing.T) {
		out := output(t, files["写真/IMG_2113.jpg"], "exiftool", "-s", "-Make", "-Model", "-ImageDescription", "-UserComment", "-DateTimeOriginal", "-GPSLatitudeRef", "-")
		for _, want := range []string{"Apple", "iPhone 8", "SIMULATED - invented test data", "2020:07:07 12:14:11", "North"} {
			assert.Contains(t, out, want)
		}
	})
	t.Run("says SIMULATED", func(t *testing.T) {
		folder := t.TempDir()
		list := map[string]bool{"購買/アーカイブ/単価表_暗号化.zip": true, "情報システム/会議体/旧/議事録_破損.docx": true, "購買/アーカイブ/旧データ2018.zip": true,
			"購買/アーカイブ/config-backup.tar.gz": true, "購買/提案書/富士通/ご紹介_破損.pdf": true} // nothing can say it there, or what is inside does
		for name, body := range files {
			if list[name] || strings.Contains(plain(t, name, body), "SIMULATED") || bytes.Contains(body, []byte("SIMULATED")) {
				continue
			}
			file := filepath.Join(folder, "f")
			require.NoError(t, os.WriteFile(file, body, 0o600))
			assert.Contains(t, output(t, nil, "exiftool", "-a", file), "SIMULATED", name)
		}
	})
	t.Run("Office documents are whole", func(t *testing.T) {
		for name, body := range files {
			if e := filepath.Ext(name); (e == ".docx" || e == ".xlsx" || e == ".pptx") && bytes.HasPrefix(body, []byte("PK\x03\x04")) && !strings.Contains(name, "破損") {
				whole(t, name, entries(t, body))
			}
		}
	})
}

// whole checks that every part is well-formed and every relationship leads somewhere.
func whole(t *testing.T, name string, parts map[string][]byte) {
	target := regexp.MustCompile(`Target="([^"]*)"( TargetMode="External")?`)
	for part, body := range parts {
		if !strings.HasSuffix(part, ".xml") && !strings.HasSuffix(part, ".rels") {
			continue
		}
		d := xml.NewDecoder(bytes.NewReader(body))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if !assert.NoError(t, err, name+" "+part) {
				break
			}
		}
		if !strings.HasSuffix(part, ".rels") {
			continue
		}
		for _, m := range target.FindAllStringSubmatch(string(body), -1) {
			if m[2] == "" {
				assert.Contains(t, parts, filepath.Join(filepath.Dir(filepath.Dir(part)), m[1]), name+" "+part)
			}
		}
	}
}

func TestOtherVariants(t *testing.T) {
	t.Run("vendor only", func(t *testing.T) {
		data := made(t, VendorOnly)
		assert.Equal(t, data, made(t, VendorOnly))
		for name, body := range entries(t, data) {
			text := plain(t, name, body)
			for _, no := range []string{"torayfs01", "torayprt", "社外秘", "mx1.toray.co.jp", "アオバ電機"} {
				assert.NotContains(t, text, no, name)
			}
		}
	})
	t.Run("true claim", func(t *testing.T) {
		data := made(t, TrueClaim)
		assert.Equal(t, data, made(t, TrueClaim))
		internal, all := 0, ""
		for name, body := range entries(t, data) {
			text := plain(t, name, body)
			all += text
			if strings.HasPrefix(name, "メール/社内/") {
				internal++
			}
		}
		assert.Equal(t, 14, internal)
		assert.Contains(t, all, `\\ftfs02\`)
		assert.NotContains(t, all, "東レ")
		assert.NotContains(t, strings.ToLower(all), "toray")
	})
	t.Run("small", func(t *testing.T) {
		data := made(t, Small)
		assert.Equal(t, data, made(t, Small))
		assert.Less(t, len(data), 1_000_000)
		files := entries(t, data)
		assert.Len(t, files, 12)
		for name, body := range files {
			text := strings.ToLower(plain(t, name, body))
			for _, no := range []string{"富士通", "fujitsu", "東レ", "toray"} {
				assert.NotContains(t, text, no, name)
			}
		}
	})
	t.Run("unknown", func(t *testing.T) {
		assert.EqualError(t, Write(context.Background(), io.Discard, "x"), `no package is named "x"`)
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		assert.ErrorIs(t, Write(ctx, io.Discard, Small), context.Canceled)
	})
}

// tally counts by name.
type tally map[string]int

func (c tally) top() string {
	best := ""
	for k, n := range c {
		if best == "" || n > c[best] || n == c[best] && k < best {
			best = k
		}
	}
	return best
}

type counts struct{ mentions, domains, headers, companies tally }

var (
	address = regexp.MustCompile(`[\w.+-]+@([\w.-]+\.\w+)`)
	company = regexp.MustCompile(`<Company>(.*?)</Company>`)
	info    = regexp.MustCompile(`(?m)^Company\s*: (.*)$`)
	tag     = regexp.MustCompile(`<[^>]*>`)
)

// count takes the three shortcuts by counting strings, knowing nothing of evscan.
func count(t *testing.T, files map[string][]byte) counts {
	c := counts{tally{}, tally{}, tally{}, tally{}}
	parties := map[string][]string{"fujitsu": {"富士通", "fujitsu"}, "toray": {"東レ", "toray"}, "aoba": {"アオバ電機", "aoba-denki"}, "hokuto": {"北斗計測", "hokuto-keisoku"},
		"minato": {"みなとデータサービス", "minato-data"}, "larkfield": {"larkfield"}, "kestrel": {"kestrel"}}
	for name, body := range files {
		text := strings.ToLower(name + "\n" + plain(t, name, body))
		for party, words := range parties {
			for _, w := range words {
				c.mentions[party] += strings.Count(text, w)
			}
		}
		for _, m := range address.FindAllStringSubmatch(text, -1) {
			c.domains[m[1]]++
		}
		switch {
		case strings.HasSuffix(name, ".eml"):
			m, err := mail.ReadMessage(bytes.NewReader(body))
			require.NoError(t, err, name)
			for _, h := range []string{"From", "To", "Cc"} {
				for _, a := range address.FindAllStringSubmatch(m.Header.Get(h), -1) {
					c.headers[a[1]]++
				}
			}
		case bytes.HasPrefix(body, []byte("%PDF")):
			for _, m := range info.FindAllStringSubmatch(output(t, body, "exiftool", "-"), -1) {
				c.companies[strings.TrimSpace(m[1])]++
			}
		case bytes.HasPrefix(body, []byte("PK\x03\x04")) && !strings.Contains(name, "破損") && !strings.HasSuffix(name, ".zip"):
			for _, m := range company.FindAllStringSubmatch(string(entries(t, body)["docProps/app.xml"]), -1) {
				c.companies[m[1]]++
			}
		}
	}
	return c
}

// plain is the text of a file with its metadata; pictures have none.
func plain(t *testing.T, name string, body []byte) string {
	t.Helper()
	switch {
	case strings.Contains(name, "破損") || strings.HasSuffix(name, ".zip") || strings.HasSuffix(name, ".gz"):
		return ""
	case bytes.HasPrefix(body, []byte("\xff\xd8")) || bytes.HasPrefix(body, []byte("\x89PNG")):
		return ""
	case bytes.HasPrefix(body, []byte("%PDF")):
		return output(t, body, "pdftotext", "-layout", "-", "-") + output(t, body, "exiftool", "-")
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		var b strings.Builder
		for part, x := range entries(t, body) {
			if strings.HasSuffix(part, ".xml") {
				b.WriteString(tag.ReplaceAllString(string(x), "\n"))
			} else if strings.HasSuffix(part, ".rels") {
				b.Write(x)
			}
		}
		return b.String()
	case strings.HasSuffix(name, ".eml"):
		return letter(t, name, body)
	case bytes.HasPrefix(body, []byte("\xff\xfe")):
		return strings.ReplaceAll(string(body), "\x00", "")
	}
	if s, err := japanese.ShiftJIS.NewDecoder().Bytes(body); err == nil && !strings.HasSuffix(name, ".csv") && !strings.HasSuffix(name, ".log") && !strings.Contains(name, "cron") {
		return string(s)
	}
	return string(body)
}

func letter(t *testing.T, name string, body []byte) string {
	m, err := mail.ReadMessage(bytes.NewReader(body))
	require.NoError(t, err, name)
	dec := mime.WordDecoder{CharsetReader: func(_ string, r io.Reader) (io.Reader, error) { return japanese.ISO2022JP.NewDecoder().Reader(r), nil }}
	var b strings.Builder
	for k, list := range m.Header {
		for _, v := range list {
			text, err := dec.DecodeHeader(v)
			require.NoError(t, err, name)
			b.WriteString(k + ": " + text + "\n")
		}
	}
	raw, err := io.ReadAll(m.Body)
	require.NoError(t, err, name)
	part := string(raw)
	if strings.HasPrefix(m.Header.Get("Content-Type"), "multipart/") {
		_, part, _ = strings.Cut(part, "\r\n\r\n")
		if strings.Contains(string(raw), "charset=UTF-8") {
			part, _, _ = strings.Cut(part, "\r\n\r\n--")
		}
		part, _, _ = strings.Cut(part, "\r\n------=")
	}
	if strings.Contains(string(body), "charset=ISO-2022-JP") {
		text, err := japanese.ISO2022JP.NewDecoder().String(part)
		require.NoError(t, err, name)
		return b.String() + text
	}
	text, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(strings.TrimSpace(part), "\r\n", ""))
	require.NoError(t, err, name)
	return b.String() + string(text)
}
