// Package cellfmt shows the numbers of cells as spreadsheets do, as far as text
// goes: dates by their format, decimals, thousands, percent, literal words. Number
// formats are those of ECMA-376 part 1, 18.8.30 and 18.8.31.
package cellfmt

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// builtins are the formats that files name by number only.
var builtins = map[int]string{
	1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
	14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
	27: "yyyy/m/d", 30: "m/d/yy", 31: `yyyy"年"m"月"d"日"`, 32: `h"時"mm"分"`, 33: `h"時"mm"分"ss"秒"`, 34: "yyyy/m/d", 35: "yyyy/m/d", 36: "yyyy/m/d",
	37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss", 48: "0.0E+0",
	50: "yyyy/m/d", 55: `yyyy"年"m"月"`, 56: `m"月"d"日"`, 57: "yyyy/m/d", 58: "yyyy/m/d",
}

// Format shows v in the format of the number id, whose code is the file's own or "".
// Dates count days from 1900, or from 1904 where early is false and late is true.
func Format(v float64, id int, code string, from1904 bool) string {
	if code == "" {
		code = builtins[id]
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	code = section(code, v)
	if code == "" || strings.EqualFold(code, "general") || code == "@" {
		return general(v)
	}
	if len(code) > 256 {
		return general(v)
	}
	if tokens, ok := dateTokens(code); ok {
		if s := date(v, tokens, from1904); s != "" {
			return s
		}
		return general(v)
	}
	return number(v, code)
}

// section picks the part for positive, negative or zero numbers.
func section(code string, v float64) string {
	parts := split(code)
	switch {
	case len(parts) > 2 && v == 0:
		return parts[2]
	case len(parts) > 1 && v < 0:
		return "\x00" + parts[1] // the sign is the format's own business
	}
	return parts[0]
}

func split(code string) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(code); i++ {
		switch {
		case code[i] == '"':
			quoted = !quoted
		case code[i] == '\\' && !quoted:
			i++
		case code[i] == ';' && !quoted:
			parts = append(parts, code[start:i])
			start = i + 1
		}
	}
	return append(parts, code[min(start, len(code)):])
}

func general(v float64) string {
	if a := math.Abs(v); a != 0 && (a >= 1e15 || a < 1e-9) {
		return strings.Replace(strconv.FormatFloat(v, 'G', -1, 64), "E+", "E+", 1)
	}
	s := strconv.FormatFloat(v, 'f', -1, 64)
	if len(s) > 16 {
		r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
		if err == nil {
			s = strconv.FormatFloat(r, 'f', -1, 64)
		}
	}
	return s
}

// number fills the digits of a code and keeps its words.
func number(v float64, code string) string {
	decimals, thousands, percent, exponent := -1, false, false, false
	var before, after strings.Builder
	seen := false
	negative := v < 0
	if strings.HasPrefix(code, "\x00") {
		code, v, negative = code[1:], math.Abs(v), false
	}
	word := func(s string) {
		if seen {
			after.WriteString(s)
		} else {
			before.WriteString(s)
		}
	}
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				end = len(code) - i - 1
			}
			word(code[i+1 : i+1+end])
			i += end + 1
		case '\\':
			if i+1 < len(code) {
				i++
				word(code[i : i+1])
			}
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return general(v)
			}
			if in := code[i+1 : i+end]; strings.HasPrefix(in, "$") {
				sign, _, _ := strings.Cut(in[1:], "-")
				word(sign)
			}
			i += end
		case '_', '*':
			i++
		case '.':
			if decimals < 0 {
				decimals, seen = 0, true
			}
		case ',':
			thousands = thousands || i > 0 && i+1 < len(code) && strings.IndexByte("0#?", code[i+1]) >= 0
		case '%':
			percent = true
			word("%")
		case 'E':
			exponent = seen
			i++
		case '/':
			return general(v)
		case '0', '#', '?':
			if decimals >= 0 && !exponent {
				decimals++
			}
			seen = true
		default:
			word(string(c))
		}
	}
	if percent {
		v *= 100
	}
	if !seen {
		return strings.TrimSpace(before.String())
	}
	var s string
	if exponent {
		s = strconv.FormatFloat(math.Abs(v), 'E', max(0, min(decimals, 15)), 64)
	} else {
		s = strconv.FormatFloat(math.Abs(v), 'f', max(0, min(decimals, 15)), 64)
	}
	if thousands {
		s = group(s)
	}
	if negative {
		s = "-" + s
	}
	return strings.TrimSpace(strings.ToValidUTF8(before.String(), "") + s + strings.ToValidUTF8(after.String(), ""))
}

func group(s string) string {
	whole, rest, dot := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if dot {
		return whole + "." + rest
	}
	return whole
}

// dateTokens cuts a code into runs of one letter and words, and reports whether it
// shows a date.
func dateTokens(code string) ([]string, bool) {
	code = strings.TrimPrefix(code, "\x00")
	var tokens []string
	is := false
	for i := 0; i < len(code); i++ {
		switch c := lower(code[i]); c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return tokens, is
			}
			tokens = append(tokens, "\x00"+code[i+1:i+1+end])
			i += end + 1
		case '\\':
			if i+1 < len(code) {
				i++
				tokens = append(tokens, "\x00"+code[i:i+1])
			}
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return tokens, is
			}
			if in := strings.ToLower(code[i+1 : i+end]); in != "" && strings.Trim(in, in[:1]) == "" && strings.Contains("hms", in[:1]) {
				tokens = append(tokens, in)
				is = true
			}
			i += end
		case '_', '*':
			i++
		case 'y', 'm', 'd', 'h', 's', 'e', 'g', 'a':
			j := i
			for j < len(code) && lower(code[j]) == c {
				j++
			}
			if c == 'a' && len(code) >= i+5 && strings.EqualFold(code[i:i+5], "am/pm") {
				tokens = append(tokens, "am/pm")
				i += 4
				continue
			}
			if c == 'g' && strings.HasPrefix(strings.ToLower(code[i:]), "general") {
				return nil, false
			}
			if c == 'e' && i > 0 && strings.IndexByte("0#?.", code[i-1]) >= 0 {
				return nil, false
			}
			if c != 'a' {
				is = true
			}
			tokens = append(tokens, strings.ToLower(code[i:j]))
			i = j - 1
		case '0', '#', '?':
			if !is {
				return nil, false
			}
		default:
			tokens = append(tokens, "\x00"+code[i:i+1])
		}
	}
	return tokens, is
}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 32
	}
	return c
}

// date writes a serial number of days. The year 1900 was no leap year, except here.
func date(v float64, tokens []string, from1904 bool) string {
	if v < 0 || v > 2958466 {
		return ""
	}
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if from1904 {
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	} else if v < 60 {
		epoch = epoch.AddDate(0, 0, 1)
	}
	seconds := math.Round(v * 86400)
	t := epoch.AddDate(0, 0, int(seconds/86400)).Add(time.Duration(math.Mod(seconds, 86400)) * time.Second)
	half := false
	for _, k := range tokens {
		half = half || k == "am/pm"
	}
	var b strings.Builder
	for i, k := range tokens {
		b.WriteString(token(t, k, half, minutes(tokens, i)))
	}
	return strings.TrimSpace(strings.ToValidUTF8(b.String(), ""))
}

// minutes reports whether an m beside hours or seconds is one of minutes.
func minutes(tokens []string, i int) bool {
	for j := i - 1; j >= 0; j-- {
		if tokens[j] == "" || tokens[j][0] != 0 {
			if tokens[j][0] == 'h' {
				return true
			}
			break
		}
	}
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j][0] != 0 {
			return tokens[j][0] == 's'
		}
	}
	return false
}

func token(t time.Time, k string, half, minute bool) string {
	hour := t.Hour()
	if half {
		hour = (hour+11)%12 + 1
	}
	pad := func(n int) string {
		if len(k) > 1 && n < 10 {
			return "0" + strconv.Itoa(n)
		}
		return strconv.Itoa(n)
	}
	switch {
	case k[0] == 0:
		return k[1:]
	case k == "am/pm":
		return t.Format("PM")
	case k[0] == 'y' && len(k) <= 2:
		return t.Format("06")
	case k[0] == 'y' || k[0] == 'e':
		return t.Format("2006")
	case k[0] == 'm' && minute:
		return pad(t.Minute())
	case k[0] == 'm' && len(k) == 3:
		return t.Format("Jan")
	case k[0] == 'm' && len(k) > 3:
		return t.Format("January")
	case k[0] == 'm':
		return pad(int(t.Month()))
	case k[0] == 'd' && len(k) == 3:
		return t.Format("Mon")
	case k[0] == 'd' && len(k) > 3:
		return t.Format("Monday")
	case k[0] == 'd':
		return pad(t.Day())
	case k[0] == 'h':
		return pad(hour)
	case k[0] == 's':
		return pad(t.Second())
	case k[0] == 'a':
		return t.Format("Mon")
	}
	return ""
}
