package executable

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/certfacts"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/raw"
)

// Windows installers are compound files [MS-CFB] with a database in streams whose
// names are packed two characters to a unit. The layout of the tables is not
// published; it is the same since the first version.

const (
	compound   = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
	maxStream  = 32 << 20
	maxStreams = 20_000
)

func matchMSI(p evidence.Probe) (string, bool) {
	if !bytes.HasPrefix(p.Head, []byte(compound)) || p.At == nil {
		return "", false
	}
	ok, _ := p.Memo("executable:msi", func() any {
		cfb, err := mscfb.New(p.At)
		if err != nil {
			return false
		}
		if strings.EqualFold(cfb.ID(), "{000C1084-0000-0000-C000-000000000046}") || strings.EqualFold(cfb.ID(), "{000C1086-0000-0000-C000-000000000046}") {
			return true
		}
		for i, e := range cfb.File {
			if i < maxStreams && len(e.Path) == 0 && unpack(e.Name) == "!_StringPool" {
				return true
			}
		}
		return false
	}).(bool)
	return "compound file with the class or the tables of an installer", ok
}

// unpack turns a packed stream name into the table's, which begins with !.
func unpack(name string) string {
	const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 0x3800 && r < 0x4800:
			r -= 0x3800
			b.WriteByte(digits[r&0x3f])
			b.WriteByte(digits[r>>6&0x3f])
		case r >= 0x4800 && r < 0x4840:
			b.WriteByte(digits[r-0x4800])
		case r == 0x4840:
			b.WriteByte('!')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// installerFields are the properties that say who made a package and for whom.
var installerFields = map[string]string{"Manufacturer": "Manufacturer", "ProductName": "ProductName", "ARPCONTACT": "Contact", "ARPHELPLINK": "HelpLink",
	"ARPURLINFOABOUT": "InfoAbout", "ARPCOMMENTS": "Comments", "COMPANYNAME": "Company", "ProductVersion": "ProductVersion", "ARPHELPTELEPHONE": "HelpTelephone"}

func extractMSI(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	cfb, err := mscfb.New(in.At)
	if err != nil {
		return fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	tables := map[string]raw.View{}
	var damage error
	for i, e := range cfb.File {
		if i >= maxStreams {
			damage = fmt.Errorf("%w: more than %d streams", evidence.ErrLimit, maxStreams)
			break
		}
		name := unpack(e.Name)
		switch name {
		case "!_StringPool", "!_StringData", "!Property", "SummaryInformation", "DigitalSignature":
		default:
			switch strings.TrimPrefix(e.Name, "\x05") {
			case "SummaryInformation", "DigitalSignature":
				name = strings.TrimPrefix(e.Name, "\x05")
			default:
				cabinet(ctx, out, name, e)
				continue
			}
		}
		if len(e.Path) > 0 || e.Size == 0 {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(e, maxStream))
		if err != nil {
			damage = fmt.Errorf("%w: stream %s: %v", evidence.ErrCorrupt, name, err)
		}
		tables[name] = b
	}
	summary(out, tables["SummaryInformation"])
	if err := properties(out, tables); damage == nil {
		damage = err
	}
	if s := tables["DigitalSignature"]; s != nil {
		if _, err := certfacts.Message(out, s, "DigitalSignature"); err != nil {
			out.Problem(err, "DigitalSignature")
		}
	}
	return errors.Join(out.Err, damage)
}

// cabinet hands over a stream that holds the files to be installed.
func cabinet(ctx context.Context, out *push.Pusher, name string, e *mscfb.File) {
	head := make([]byte, 4)
	if n, _ := io.ReadFull(e, head); n < 4 || string(head) != "MSCF" {
		return
	}
	out.Child(ctx, evidence.ChildName{Name: strings.TrimPrefix(name, "!"), Origin: evidence.OriginEntry, Size: e.Size}, io.MultiReader(bytes.NewReader(head), e))
}

// properties reads the table Property by the pool of strings, which is the database's.
func properties(out *push.Pusher, tables map[string]raw.View) error {
	pool, data, table := tables["!_StringPool"], tables["!_StringData"], tables["!Property"]
	if len(pool) < 4 || table == nil {
		return fmt.Errorf("%w: the installer's tables are missing", evidence.ErrCorrupt)
	}
	page := pool.U32(0)
	each := 2
	if page&0x80000000 != 0 {
		each = 3
	}
	page &= 0x7fffffff
	strs := []string{""}
	at := 0
	for i := 4; pool.Has(i, 4); i += 4 {
		size, count := pool.U16(i), pool.U16(i+2)
		if size == 0 && count != 0 && pool.Has(i+4, 4) { // a long string: the next entry holds its length
			size = pool.U16(i+4) | pool.U16(i+6)<<16
			i += 4
		}
		strs = append(strs, decode(data.Bytes(at, size), page))
		at += size
	}
	rows := len(table) / (2 * each)
	ref := func(i int) string {
		b := table.Bytes(i*each, each)
		n := b.U16(0)
		if each == 3 {
			n |= b.U8(2) << 16
		}
		if n < len(strs) {
			return strs[n]
		}
		return ""
	}
	for i := range min(rows, 5000) {
		if f := installerFields[ref(i)]; f != "" {
			out.Meta("msi:"+f, ref(rows+i), "Property")
		}
	}
	if at > len(data) {
		return fmt.Errorf("%w: the strings end early", evidence.ErrCorrupt)
	}
	return nil
}

// summary reads the text properties of the summary information, [MS-OLEPS]. In
// installers the author is the manufacturer and the subject the product.
func summary(out *push.Pusher, v raw.View) {
	set := v.From(v.U32(44))
	page := 1252
	count := min(set.U32(4), 200)
	for i := range count {
		if set.U32(8+8*i) == 1 {
			page = set.U16(set.U32(12+8*i) + 4)
		}
	}
	names := map[int]string{2: "Title", 3: "Subject", 4: "Author", 5: "Keywords", 6: "Comments", 8: "LastSavedBy", 18: "Application"}
	for i := range count {
		at := set.U32(12 + 8*i)
		if name := names[set.U32(8+8*i)]; name != "" && set.U16(at) == 0x1e {
			out.Meta("msi:"+name, decode(set.Bytes(at+8, set.U32(at+4)), page), "SummaryInformation")
		}
	}
}

// decode reads text of a Windows code page.
func decode(b raw.View, page int) string {
	b, _, _ = bytes.Cut(b, []byte{0})
	name := fmt.Sprintf("windows-%d", page)
	switch page {
	case 932:
		name = "shift_jis"
	case 936:
		name = "gbk"
	case 949:
		name = "euc-kr"
	case 950:
		name = "big5"
	case 65001:
		name = "utf-8"
	}
	if g, ok := charset.Label(name); ok {
		return g.Decode(b)
	}
	return b.Text()
}
