package text

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
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
	if err := pushText(ctx, pr, out, flavour{}); err != nil {
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
	for i, b := range p.held.list {
		if err := out.Child(ctx, evidence.ChildName{Name: fmt.Sprintf("embedded %d%s", i+1, b.ext), Origin: evidence.OriginEmbedded, Size: int64(len(b.data))}, bytes.NewReader(b.data)); err != nil {
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
	held  held
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
	skip, inTitle, noscript := 0, false, false
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
				raw := string(z.Raw())
				if noscript { // the tokenizer takes it for text
					raw = tags.ReplaceAllString(raw, " ")
				}
				if _, err := p.w.Write([]byte(html.UnescapeString(raw))); err != nil {
					return err
				}
			}
		case html.CommentToken:
			p.comment(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			noscript = t.Type == html.StartTagToken && (t.DataAtom == atom.Noscript || t.DataAtom == atom.Noframes || t.DataAtom == atom.Noembed || t.DataAtom == atom.Iframe)
			switch t.DataAtom {
			case atom.Script, atom.Style, atom.Template:
				if t.Type == html.StartTagToken {
					skip++
				}
			case atom.Title:
				inTitle = true
			case atom.Meta, atom.Link, atom.Base:
				p.head(t)
			default:
				if err := p.attributes(t, skip == 0); err != nil {
					return err
				}
			}
			if err := p.gap(t.DataAtom); err != nil {
				return err
			}
		case html.EndTagToken:
			t := z.Token()
			noscript = false
			switch t.DataAtom {
			case atom.Script, atom.Style, atom.Template:
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
		case "generator", "author", "copyright", "publisher", "description", "keywords", "application-name", "apple-mobile-web-app-title", "progid", "originator",
			"owner", "rights", "company", "subject", "msapplication-starturl", "twitter:site", "twitter:title", "dc.title", "dc.creator", "dc.publisher", "dc.rights",
			"dcterms.publisher", "dcterms.creator", "citation_publisher", "citation_author":
			p.add("html:"+name, attr["content"], "meta", evidence.ZoneProperty)
		}
		switch prop := strings.ToLower(attr["property"]); prop {
		case "og:site_name", "og:url", "og:title", "og:description", "article:publisher", "article:author":
			p.add("html:"+prop, attr["content"], "meta", evidence.ZoneProperty)
		}
		if _, target, ok := strings.Cut(strings.ToLower(attr["content"]), "url="); ok && strings.EqualFold(attr["http-equiv"], "refresh") {
			p.add("html:refresh", attr["content"][len(attr["content"])-len(target):], "meta", evidence.ZoneProperty)
		}
	case atom.Link:
		switch rel := strings.ToLower(attr["rel"]); rel {
		case "canonical", "search", "author", "publisher", "shortlink":
			p.add("html:"+rel, attr["href"], "link", evidence.ZoneProperty)
		}
	case atom.Base:
		p.add("html:base", attr["href"], "base", evidence.ZoneProperty)
	}
}

var (
	tags      = regexp.MustCompile(`<[^<>]*>`)
	savedFrom = regexp.MustCompile(`(?i)saved from url=\s*(?:\(\d+\))?\s*(\S+)|Page saved with SingleFile\s+url:\s*(\S+)|mirrored from (\S+)`)
)

// comment reads where a page was saved from, as browsers and mirrors note it.
// https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/compatibility/ms537628(v=vs.85)
func (p *page) comment(s string) {
	if len(s) > 4096 {
		s = s[:4096]
	}
	if m := savedFrom.FindStringSubmatch(s); m != nil {
		p.add("html:saved-from", m[1]+m[2]+m[3], "comment", evidence.ZoneProperty)
	}
}

// attributes writes what a browser shows of attributes, and notes where forms go.
func (p *page) attributes(t html.Token, visible bool) error {
	kind := ""
	for _, a := range t.Attr {
		if a.Key == "type" {
			kind = strings.ToLower(a.Val)
		}
	}
	for _, a := range t.Attr {
		shown := false
		switch strings.ToLower(a.Key) {
		case "action", "formaction":
			if strings.Contains(a.Val, "//") {
				p.add("html:form", a.Val, "form", evidence.ZoneProperty)
			}
		case "src", "data", "href":
			p.held.add(a.Val)
		case "alt", "title", "placeholder", "aria-label", "summary", "label":
			shown = true
		case "value":
			shown = t.DataAtom == atom.Input && kind != "hidden" && kind != "password" && kind != "checkbox" && kind != "radio"
		}
		if value := strings.TrimSpace(a.Val); shown && visible && value != "" {
			if _, err := io.WriteString(p.w, " "+value+" "); err != nil {
				return err
			}
		}
	}
	return nil
}
