package imports

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"unicode/utf8"

	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/transform"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// houjin is the download of the National Tax Agency of Japan: 30 columns without a
// header, in UTF-8 or Shift_JIS (国税庁 法人番号公表サイト, リソース定義書).
func houjin() Source {
	return Source{
		Name: "houjin", Title: "国税庁法人番号公表サイト", Address: "https://www.houjin-bangou.nta.go.jp/download/ (リソース定義書)", Licence: "PDL 1.0 (公共データ利用規約)",
		Notice: "出典：国税庁法人番号公表サイト（国税庁）を加工して作成",
		guess: func(head []byte) bool {
			line, _, _ := bytes.Cut(head, []byte("\n"))
			f, ok := newCSVReader(nil).split(bytes.TrimRight(line, "\r"))
			return ok && len(f) == houjinColumns && catalogue.CorporateNumber(string(f[houjinNumber]))
		},
		read: readHoujin,
	}
}

// The columns that are read, from 0.
const (
	houjinNumber   = 1
	houjinUpdate   = 4
	houjinName     = 6
	houjinKind     = 8
	houjinLatest   = 23
	houjinEnglish  = 24
	houjinReading  = 28
	houjinExcluded = 29
	houjinColumns  = 30
)

// sniffed is how much of an input tells its encoding.
const sniffed = 64 << 10

// decoded reads UTF-8 from r, which is in UTF-8 or Shift_JIS.
func decoded(r io.Reader) (io.Reader, error) {
	head := make([]byte, sniffed)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	r = io.MultiReader(bytes.NewReader(head), r)
	for k := 0; k < utf8.UTFMax && len(head) > 0; k++ { // the last character may be cut
		if utf8.Valid(head) {
			return r, nil
		}
		head = head[:len(head)-1]
	}
	if len(head) == 0 {
		return r, nil
	}
	return transform.NewReader(r, japanese.ShiftJIS.NewDecoder()), nil
}

func readHoujin(r io.Reader) iter.Seq2[evidence.Organisation, error] {
	return func(yield func(evidence.Organisation, error) bool) {
		r, err := decoded(r)
		if err != nil {
			yield(evidence.Organisation{}, err)
			return
		}
		for rows := newCSVReader(r); ; {
			n, f, err := rows.row()
			var o evidence.Organisation
			switch {
			case errors.Is(err, io.EOF):
				return
			case err != nil && n == 0:
				yield(o, err)
				return
			case err != nil:
				err = rowError(n, err)
			default:
				o, err = houjinRecord(n, f)
			}
			if !yield(o, err) {
				return
			}
		}
	}
}

func houjinRecord(n int, f [][]byte) (evidence.Organisation, error) {
	var o evidence.Organisation
	if len(f) != houjinColumns {
		return o, rowError(n, fmt.Errorf("%d columns, not %d", len(f), houjinColumns))
	}
	number := string(f[houjinNumber])
	if !catalogue.CorporateNumber(number) {
		return o, rowError(n, fmt.Errorf("corporate number %q: wrong form or check digit", number))
	}
	switch {
	case string(f[houjinLatest]) == "0":
		return o, notImported(n, "an earlier state of the record")
	case string(f[houjinExcluded]) == "1":
		return o, notImported(n, "left out of the register's search")
	}
	o = evidence.Organisation{ID: "jp-corporate-number:" + number, Country: "JP", Kind: houjinKindOf(string(f[houjinKind])),
		Registry: []string{"jp-corporate-number:" + number}, Date: day(string(f[houjinUpdate]))}
	l := names{}
	l.add(string(f[houjinName]), "ja")
	l.add(string(f[houjinEnglish]), "en")
	l.add(string(f[houjinReading]), "ja-Kana")
	l.put(&o)
	return checked(n, o)
}

// houjinKindOf maps 法人種別. Foundations, associations, schools and the like are one
// kind there and none here.
func houjinKindOf(code string) string {
	switch code {
	case "101":
		return "government"
	case "201":
		return "municipality"
	case "301", "302", "303", "304", "305", "401":
		return "company"
	}
	return ""
}
