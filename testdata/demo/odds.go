package demo

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"io"
	"math"
	"path"
	"strings"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"

	"evscan/testdata/make/archive"
	"evscan/testdata/make/ooxml"
	"evscan/testdata/make/pdf"
	"evscan/testdata/make/picture"
)

// banner draws a text in large bitmap letters.
func banner(text string) ([]byte, error) {
	return drawn([]string{text}, 6, color.RGBA{18, 18, 24, 255}, color.RGBA{210, 40, 60, 255})
}

// window draws a plain window with a title and lines of Latin text.
func window(title string, lines []string) ([]byte, error) {
	return drawn(append([]string{title, ""}, lines...), 2, color.RGBA{250, 250, 250, 255}, color.RGBA{20, 20, 30, 255})
}

// drawn draws lines in a bitmap face, each of its pixels zoom pixels wide.
func drawn(lines []string, zoom int, back, front color.RGBA) ([]byte, error) {
	w, h := 0, len(lines)*18+8
	for _, l := range lines {
		w = max(w, len(l)*7+16)
	}
	small := image.NewGray(image.Rect(0, 0, w, h))
	for i, l := range lines {
		(&font.Drawer{Dst: small, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(8, 17+18*i)}).DrawString(l)
	}
	big := image.NewRGBA(image.Rect(0, 0, w*zoom, h*zoom))
	draw.Draw(big, big.Bounds(), image.NewUniform(back), image.Point{}, draw.Src)
	for y := range h * zoom {
		for x := range w * zoom {
			if small.GrayAt(x/zoom, y/zoom).Y > 127 {
				big.SetRGBA(x, y, front)
			}
		}
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, big); err != nil {
		return nil, fmt.Errorf("encoding a drawing: %w", err)
	}
	return picture.AddText(buf.Bytes(), [2]string{"Comment", Note})
}

// texts writes plain files in the encodings of Japanese offices.
func (b *builder) texts() {
	for _, f := range []struct {
		name, text string
		enc        encoding.Encoding
	}{
		{"情報システム/メモ/引継メモ.txt", "引継メモ（SIMULATED）\r\n見積書は \\\\torayfs01\\情報システム\\購買 に置くこと。\r\n富士通の秋庭部長には月初に連絡する。\r\n", japanese.ShiftJIS},
		{"情報システム/メモ/手順_バックアップ.txt", "バックアップ手順（SIMULATED）\r\n1. toraybk01.toray.co.jp に接続する。\r\n2. 前日分の結果を確認する。\r\n", japanese.ShiftJIS},
		{"情報システム/メモ/unix_cron.txt", "定期処理の一覧（SIMULATED）\n毎日2時 集計処理\n毎週月曜 富士通向け保守報告の出力\n", japanese.EUCJP},
		{"情報システム/メモ/取引先一覧.txt", "取引先一覧（SIMULATED）\r\n富士通株式会社\r\nアオバ電機株式会社\r\n北斗計測株式会社\r\n株式会社みなとデータサービス\r\n", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)},
		{"情報システム/台帳/内線番号.csv", "氏名,部署,内線\n三宅 由紀子,IT調達グループ,8-7-4421\n大貫 修,基盤課,8-7-4433\n備考,SIMULATED,\n", unicode.UTF8},
		{"情報システム/ログ/vpn-20210305.log", "# SIMULATED\n2021-03-05T08:59:12 vpn2.toray.co.jp session open user=TORAY\\y-miyake\n2021-03-05T09:04:40 vpn2.toray.co.jp session open user=TORAY\\o-onuki\n2021-03-05T18:11:09 vpn2.toray.co.jp session close user=TORAY\\y-miyake\n", unicode.UTF8},
	} {
		data, err := f.enc.NewEncoder().Bytes([]byte(f.text))
		b.add(f.name, day(2021, time.March, 4), data, err)
	}
}

func recoded(data []byte, quality int) ([]byte, error) {
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("decoding a picture: %w", err)
	}
	var buf bytes.Buffer
	if err := jpeg.Encode(&buf, img, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encoding a picture: %w", err)
	}
	return buf.Bytes(), nil
}

// oddities are the files that make a scan hard.
func (b *builder) oddities(shots []shot) {
	when := day(2021, time.March, 9)
	first := func(prefix, suffix string) string {
		for _, e := range b.entries {
			if strings.HasPrefix(e.Name, prefix) && strings.HasSuffix(e.Name, suffix) {
				return e.Name
			}
		}
		return prefix + "*" + suffix
	}
	quoteX, quoteP := first("購買/見積/富士通/", ".xlsx"), first("購買/見積/富士通/", ".pdf")
	aobaX, minutes := first("購買/見積/アオバ", ".xlsx"), first("情報システム/会議体/", ".docx")
	proposal := first("購買/提案書/富士通/", ".pdf")

	var pages []*pdf.Page
	seen := false
	for _, s := range shots {
		if !s.page() && !s.letterhead() && !seen {
			seen = true
			data, err := recoded(s.data, 55)
			if err == nil {
				data, err = picture.AddEXIF(data, picture.EXIF{Description: Note})
			}
			b.add("画面/縮小/"+strings.TrimSuffix(s.file, path.Ext(s.file))+"_q55.jpg", when, data, err)
		}
		if s.page() {
			data, err := recoded(s.data, 70)
			if err != nil {
				b.add(s.file, when, nil, err)
				return
			}
			p := &pdf.Page{}
			p.Picture(data, 0, 0, pdf.A4Width, pdf.A4Height)
			pages = append(pages, p)
		}
	}
	if len(pages) > 0 {
		data, err := pdf.Document{Info: []pdf.Entry{{Key: "Title", Value: "scan0012"}, {Key: "Subject", Value: Note}, {Key: "Creator", Value: "HONSHA-7F-MFP3"}, {Key: "Producer", Value: "MFP Scan 2.1"}}, Created: when, Modified: when, Pages: pages}.Bytes()
		b.add("購買/スキャン/scan0012.pdf", when, data, err)
	}
	b.add("購買/見積/控え/コピー ～ 御見積書.xlsx", when, b.data(quoteX), nil)
	b.add("購買/見積/控え/御見積書(2).pdf", when, b.data(quoteP), nil)
	b.add("情報システム/会議体/旧/議事録のコピー.docx", when, b.data(minutes), nil)
	p := vendorPapers()[2]
	redated := day(2020, time.June, 22)
	data, err := quoteXLSX(vendor, &owner, quote{No: "FJ-20-1240R", Subject: p.subject, Date: redated, Items: p.items, By: 2})
	b.add("購買/見積/控え/FJ-20-1240R_再発行.xlsx", redated, data, err)

	oldName, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte("旧見積一覧.txt"))
	if err != nil {
		b.add("nested", when, nil, err)
		return
	}
	oldText, err := japanese.ShiftJIS.NewEncoder().Bytes([]byte("旧見積一覧（SIMULATED）\r\n2018年 富士通 FJ-18-0412\r\n2018年 アオバ電機 AB-18-0090\r\n宛先: 東レ株式会社\r\n"))
	if err != nil {
		b.add("nested", when, nil, err)
		return
	}
	inner, err := archive.Zip([]archive.Entry{{Name: "old-list.txt", Raw: oldName, Data: oldText, Time: when}, {Name: "2018/minutes.docx", Data: b.data(minutes), Time: when}})
	if err != nil {
		b.add("nested", when, nil, err)
		return
	}
	outer, err := archive.Zip([]archive.Entry{{Name: "2018.zip", Data: inner, Time: when, Store: true}, {Name: "readme.txt", Data: []byte("SIMULATED\r\nbackup of torayfs01, 2018\r\n"), Time: when}})
	b.add("購買/アーカイブ/旧データ2018.zip", when, outer, err)
	tgz, err := archive.TarGz([]archive.Entry{{Name: "etc/hosts", Data: []byte("# SIMULATED\n10.20.4.11 toraysv01.toray.co.jp toraysv01\n10.20.4.12 torayfs01.toray.co.jp torayfs01\n"), Time: when}, {Name: "見積/" + "控え.xlsx", Data: b.data(aobaX), Time: when}})
	b.add("購買/アーカイブ/config-backup.tar.gz", when, tgz, err)
	secret, err := archive.EncryptedZip([]archive.Entry{{Name: "単価表.txt", Data: []byte("SIMULATED\r\n単価表（架空） 東レ株式会社 購買部\r\n"), Time: when}, {Name: "quotation.pdf", Data: b.data(quoteP), Time: when}}, Password)
	b.add("購買/アーカイブ/単価表_暗号化.zip", when, secret, err)

	good := b.data(minutes)
	b.add("情報システム/会議体/旧/議事録_破損.docx", when, good[:len(good)*2/3], nil)
	damaged := bytes.Clone(b.data(proposal))
	for i := len(damaged) / 3; i < len(damaged)/2; i++ {
		damaged[i] ^= 0x5a
	}
	b.add("購買/提案書/富士通/ご紹介_破損.pdf", when, damaged[:max(0, len(damaged)-400)], nil)
	b.add("写真/見積_写真.jpg", when, b.data(quoteP), nil)
	b.add("購買/提案書/構成図.docx", when, b.data("banner.png"), nil)

	for _, s := range shots {
		if !s.letterhead() {
			continue
		}
		cfg, _, err := image.DecodeConfig(bytes.NewReader(s.data))
		if err != nil {
			b.add(s.file, when, nil, err)
			return
		}
		doc := ooxml.Document{Properties: vendor.properties("送付状", vendor.Staff[2], when), Font: vendor.Font, Footer: vendor.footer(), Body: []ooxml.Block{
			ooxml.Picture{Data: s.data, Ext: ext(s.file), W: cfg.Width, H: cfg.Height}, ooxml.Paragraph{Text: "東レ株式会社 御中"}, ooxml.Paragraph{Text: "書類をお送りいたします。ご査収ください。"}, ooxml.Paragraph{Text: "富士通株式会社 " + vendor.Dept, Align: "right"}}}
		data, err := doc.Bytes()
		b.add("購買/送付状/"+strings.TrimSuffix(s.file, path.Ext(s.file))+".docx", when, data, err)
	}
}

// photoSize is the size in pixels of a 4:3 photograph that packs to about the
// given number of bytes at an ordinary quality, four bits to the pixel.
func photoSize(share int) (w, h int) {
	w = int(math.Sqrt(float64(max(share, 0))*2*4/3)) / 16 * 16
	w = min(max(w, 640), 3264)
	return w, w * 3 / 4
}

// counter counts what is written to it.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

var _ io.Writer = (*counter)(nil)

// photos adds n photographs, encoded so well that the package becomes as long as
// wanted: each takes its share of what is left, and the last one is fitted.
func (b *builder) photos(n int, size int64) {
	if b.err != nil {
		return
	}
	var used counter
	if err := archive.WriteZip(&used, b.entries); err != nil {
		b.err = err
		return
	}
	left := int(size) - int(used)
	for i := range n {
		left -= 30 + 46 + 2*len(photoName(i)) + 18 // headers of the entry
	}
	for i := range n {
		when := time.Date(2020, time.Month(5+i%8), 3+i*2, 10+i%7, 7*i%60, 11, 0, tokyo)
		share := left / (n - i)
		w, h := photoSize(share)
		img := picture.Photo(picture.Scene(i%4), uint64(i+1), w, h)
		low, high, best := 30, 100, []byte(nil)
		for low <= high && b.ctx.Err() == nil {
			q := (low + high) / 2
			data, err := picture.EncodeJPEG(img, q)
			if err == nil {
				data, err = picture.AddEXIF(data, photoEXIF(i, when))
			}
			if err != nil {
				b.add(photoName(i), when, nil, err)
				return
			}
			if len(data) <= share || best == nil {
				best = data
			}
			if len(data) > share {
				high = q - 1
			} else {
				low = q + 1
			}
		}
		b.add(photoName(i), when, best, nil)
		left -= len(best)
	}
}
