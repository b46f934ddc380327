package text

import (
	"context"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

func TestBalance(t *testing.T) {
	for text, cut := range map[string]bool{
		`<?xml version="1.0"?><a><b c=">" d='/>'/><!-- <x> --><![CDATA[<y>]]></a>`: false,
		`<a/>`:                       false,
		`<a><b></b></a><!-- end -->`: false,
		`<!DOCTYPE a SYSTEM "a.dtd"><a>1 &lt; 2</a>`:            false,
		`<!DOCTYPE a [<!ENTITY e "<p>">]><a>&e;`:                false, // not followed
		`<a><% if (x < 1) %></b>`:                               false, // a template
		`<a>1 < 2`:                                              false, // no XML
		`<?xpacket begin="" id="x"?><x></x><?xpacket end="w"?>`: false,
		`<a><b></b>`:                                            true,
		`<a><b></b></a`:                                         true,
		`<a><b c="`:                                             true,
		`<a></a><!-- cut off`:                                   true,
		`<a><![CDATA[cut off>`:                                  true,
		`<?xml version="1.0"`:                                   true,
	} {
		b := &balance{}
		_, err := io.Copy(b, iotest.OneByteReader(strings.NewReader(text)))
		require.NoError(t, err)
		assert.Equal(t, cut, b.cut(), text)
		b = &balance{}
		_, _ = b.Write([]byte(text))
		assert.Equal(t, cut, b.cut(), text)
	}
}

// Half an XML file was read without a word.
func TestTruncatedXML(t *testing.T) {
	const whole = `<?xml version="1.0"?><order><item>Bolt</item><item>Nut</item></order>`
	for n, want := range map[int]int{len(whole): 0, len(whole) - 1: 1, len(whole) / 2: 1} {
		s := &extracttest.Sink{}
		require.NoError(t, extractXML(context.Background(), extracttest.Memory("x.xml", []byte(whole[:n])), s))
		require.Len(t, s.Problems, want)
		if want > 0 {
			assert.Equal(t, evidence.ProblemCorrupt, s.Problems[0].Kind)
		}
	}
}
