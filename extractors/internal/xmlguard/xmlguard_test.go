package xmlguard

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func texts(t *testing.T, in string) []string {
	t.Helper()
	d := xml.NewDecoder(Reader(iotest.HalfReader(strings.NewReader(in))))
	var out []string
	for {
		tok, err := d.RawToken()
		if err == io.EOF {
			return out
		}
		require.NoError(t, err)
		if c, ok := tok.(xml.CharData); ok {
			out = append(out, string(c))
		}
	}
}

func TestLongTextIsSplit(t *testing.T) {
	for n, pieces := range map[int]int{maxText - 1: 1, maxText: 1, maxText + 1: 2, 2 * maxText: 2, 2*maxText + 2: 3} {
		want := strings.Repeat("a", n)
		got := texts(t, "<p>"+want+"</p>")
		assert.Equal(t, pieces, len(got), n)
		assert.True(t, want == strings.Join(got, ""), "%d bytes", n)
	}
	for _, unit := range []string{"会", "&amp;", "x会&#x20AC;"} {
		var plain []string
		d := xml.NewDecoder(strings.NewReader("<p>" + strings.Repeat(unit, maxText/2) + "</p>"))
		for {
			tok, err := d.RawToken()
			if err == io.EOF {
				break
			}
			if c, ok := tok.(xml.CharData); ok {
				plain = append(plain, string(c))
			}
		}
		got := texts(t, "<p>"+strings.Repeat(unit, maxText/2)+"</p>")
		assert.True(t, len(got) > 1)
		assert.True(t, strings.Join(plain, "") == strings.Join(got, ""), unit)
	}
}

func TestLongTagIsAnError(t *testing.T) {
	for n, bad := range map[int]bool{MaxTag - 1: false, MaxTag: false, MaxTag + 1: true} {
		_, err := io.Copy(io.Discard, Reader(strings.NewReader("<"+strings.Repeat("a", n-1)+">")))
		if bad {
			assert.ErrorIs(t, err, evidence.ErrLimit, n)
		} else {
			assert.NoError(t, err, n)
		}
	}
}

func TestDeclares(t *testing.T) {
	assert.Empty(t, Declares([]byte(`DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"`)))
	assert.Equal(t, "declares 2 entities; they were not expanded", Declares([]byte(`DOCTYPE d [<!ENTITY a "b"><!ENTITY c "&a;">]`)))
	assert.Equal(t, "declares 1 entities, of other files among them; they were neither expanded nor opened", Declares([]byte(`DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]`)))
}

func FuzzReader(f *testing.F) {
	f.Add("<p>a&amp;b</p>")
	f.Fuzz(func(t *testing.T, s string) {
		b, err := io.ReadAll(Reader(strings.NewReader(s)))
		if err != nil || string(b) != s {
			t.Errorf("%v", err) // no input of the fuzzer is long enough to be split
		}
	})
}
