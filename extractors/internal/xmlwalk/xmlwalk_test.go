package xmlwalk

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

func walk(s, skip string) (string, error) {
	var b strings.Builder
	err := Walk(context.Background(), strings.NewReader(s), skip, func(e Element) error {
		switch {
		case e.Start:
			b.WriteString("<" + e.Prefix + ":" + e.Name + " " + e.Attr("x") + ">")
		case e.Name != "":
			b.WriteString("</" + e.Name + ">")
		default:
			b.Write(e.Text)
		}
		return nil
	})
	return b.String(), err
}

func TestWalk(t *testing.T) {
	got, err := walk(`<a:b q:x="1">t&amp;u<F>no<F/></F><c/></a:b>`, "F")
	assert.NoError(t, err)
	assert.Equal(t, "<a:b 1>t&u<:c ></c></b>", got)
	got, err = walk("\xff\xfe<\x00a\x00>\x00\x3e\x79<\x00/\x00a\x00>\x00", "")
	assert.NoError(t, err)
	assert.Equal(t, "<:a >社</a>", got)
	for _, s := range []string{"<a>x", "<a <<", `<?xml version="1.0" encoding="none-such"?><a/>`} {
		_, err = walk(s, "")
		assert.ErrorIs(t, err, evidence.ErrCorrupt, s)
	}
	for n, want := range map[int]bool{maxDepth - 1: false, maxDepth: false, maxDepth + 1: true} {
		_, err = walk(strings.Repeat("<a>", n)+strings.Repeat("</a>", n), "")
		assert.Equal(t, want, errors.Is(err, evidence.ErrLimit), n)
	}
	stop := errors.New("stop")
	assert.Equal(t, stop, Walk(context.Background(), strings.NewReader("<a/>"), "", func(Element) error { return stop }))
}
