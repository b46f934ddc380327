package text

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"evscan/evidence"
)

// HTML is read by the tokenizer of the WHATWG standard,
// https://html.spec.whatwg.org/multipage/parsing.html, without building a tree:
// depth costs nothing.

// tokenBytes bounds one token: an attribute that holds a picture may be long.
const tokenBytes = 16 << 20

func extractHTML(ctx context.Context, in evidence.Input, out evidence.Sink) error {
	g, err := declared(in, `charset`)
	if err != nil {
		return err
	}
	if err := out.Fact(encodingFact(g)); err != nil {
		return err
	}
	pr, pw := io.Pipe()
	defer pr.Close()
	p := &page{out: out, w: pw}
	done := make(chan error, 1)
	go func() {
		err := p.read(ctx, reader(in, g))
		pw.CloseWithError(err)
		done <- err
	}()
	// The text is pushed here and the metadata afterwards: a sink has one caller.
	if err := pushText(ctx, pr, out); err != nil {
		pr.CloseWithError(err)
		<-done
		return err
	}
	if err := <-done; err != nil {
		return err
	}
	for _, f := range p.meta {
		if err := out.Fact(f); err != nil {
			return err
		}
	}
	return nil
}

// page turns tokens into lines of text and metadata.
type page struct {
	out   evidence.Sink
	w     io.Writer
	meta  []evidence.Fact
	title strings.Builder
}

const maxMeta = 64

func (p *page) add(name, value, source string, zone evidence.Zone) {
	if value = strings.Join(strings.Fields(value), " "); value == "" || len(p.meta) >= maxMeta {
		return
	}
	p.meta = append(p.meta, evidence.Fact{Kind: evidence.FactMetadata, Name: name, Value: value, Source: source, At: evidence.Locator{Zone: zone}})
}

func (p *page) read(ctx context.Context, r io.Reader) error {
	z := html.NewTokenizer(r)
	z.SetMaxBuf(tokenBytes)
	skip, inTitle := 0, false
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		switch z.Next() {
		case html.ErrorToken:
			p.add("html:title", p.title.String(), "title", evidence.ZoneTitle)
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
			}
			return nil
		case html.TextToken:
			switch {
			case inTitle && p.title.Len() < 4096:
				p.title.Write(z.Text())
			case skip == 0:
				if _, err := p.w.Write([]byte(html.UnescapeString(string(z.Raw())))); err != nil {
					return err
				}
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.Script, atom.Style:
				if t.Type == html.StartTagToken {
					skip++
				}
			case atom.Title:
				inTitle = true
			case atom.Meta, atom.Link, atom.Base:
				p.head(t)
			}
			if err := p.gap(t.DataAtom); err != nil {
				return err
			}
		case html.EndTagToken:
			t := z.Token()
			switch t.DataAtom {
			case atom.Script, atom.Style:
				skip = max(0, skip-1)
			case atom.Title:
				inTitle = false
			}
			if err := p.gap(t.DataAtom); err != nil {
				return err
			}
		}
	}
}

// gap separates what a browser shows apart.
func (p *page) gap(a atom.Atom) error {
	var s string
	switch a {
	case atom.Br, atom.P, atom.Div, atom.Tr, atom.Li, atom.Ul, atom.Ol, atom.Table, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Section, atom.Article, atom.Header, atom.Footer, atom.Option, atom.Pre, atom.Blockquote, atom.Hr, atom.Dt, atom.Dd, atom.Title, atom.Body:
		s = "\n"
	case atom.Td, atom.Th:
		s = "\t"
	default:
		return nil
	}
	_, err := io.WriteString(p.w, s)
	return err
}

func (p *page) head(t html.Token) {
	attr := map[string]string{}
	for _, a := range t.Attr {
		attr[strings.ToLower(a.Key)] = a.Val
	}
	switch t.DataAtom {
	case atom.Meta:
		switch name := strings.ToLower(attr["name"]); name {
		case "generator", "author", "copyright", "publisher", "description", "keywords", "application-name":
			p.add("html:"+name, attr["content"], "meta", evidence.ZoneProperty)
		}
		switch prop := strings.ToLower(attr["property"]); prop {
		case "og:site_name", "og:url", "og:title":
			p.add("html:"+prop, attr["content"], "meta", evidence.ZoneProperty)
		}
	case atom.Link:
		if strings.EqualFold(attr["rel"], "canonical") {
			p.add("html:canonical", attr["href"], "link", evidence.ZoneProperty)
		}
	case atom.Base:
		p.add("html:base", attr["href"], "base", evidence.ZoneProperty)
	}
}
