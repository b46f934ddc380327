package pdf

import (
	"bytes"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"evscan/evidence"
	"evscan/extractors/internal/push"
	"evscan/extractors/internal/xmlguard"
)

// What poppler's programs do not print is read from the objects themselves:
// annotations, form fields, signature dictionaries, identifiers, and the metadata of
// single objects.

// Bounds of one file.
const (
	maxAnnotations = 20_000
	maxFields      = 20_000
	maxPackets     = 200 // metadata streams of objects
	maxXFA         = 16 << 20
)

// open reads the objects of the file, once; they stay nil where it is too large.
func (d *document) open() {
	if d.in.At == nil || d.opened {
		return
	}
	d.opened = true
	if d.in.Size > maxFile {
		d.out.Problem(fmt.Errorf("%w: annotations, form fields and signatures of files larger than %d MiB are not read", evidence.ErrLimit, maxFile>>20), "objects")
		return
	}
	data, err := io.ReadAll(d.in.Reader())
	if err != nil {
		d.out.Problem(fmt.Errorf("reading the objects: %w", err), "objects")
		return
	}
	d.objects = scan(data)
}

// marginal pushes what the objects say.
func (d *document) marginal() {
	o := d.objects
	if o == nil {
		return
	}
	if id := o.array(o.trailer["ID"]); len(id) == 2 {
		for i, key := range []string{"pdf:DocumentID", "pdf:RevisionID"} {
			if t, ok := o.get(id[i]).(text); ok && len(t) > 0 && len(t) <= 64 {
				d.out.Meta(key, hex.EncodeToString(t), "trailer")
			}
		}
	}
	root := o.root()
	d.out.Meta("pdf:Lang", o.text(root["Lang"]), "catalogue")
	form := o.dict(root["AcroForm"])
	pages := o.pages()
	if o.trailer["Encrypt"] != nil {
		annotated := false
		for _, p := range pages {
			annotated = annotated || len(o.array(p["Annots"])) > 0
		}
		if annotated || form != nil {
			d.out.Out.Problem(evidence.ProblemUnsupported, "objects", "annotations, form fields and signatures of encrypted files are not read")
		}
		return
	}
	d.annotations(pages)
	signed := d.form(form)
	if perms := o.dict(root["Perms"]); perms != nil {
		for _, key := range []name{"DocMDP", "UR3"} {
			if s := o.dict(perms[key]); s != nil {
				d.signature(s, string(key))
				signed = true
			}
		}
	}
	if signed {
		d.signers()
	}
	d.packets()
	if o.cut {
		d.out.Problem(fmt.Errorf("%w: streams expand to more than %d MiB; what is packed in the rest was not looked at", evidence.ErrLimit, maxStreams>>20), "objects")
	}
}

func (d *document) annotations(pages []dict) {
	o := d.objects
	n := 0
	for i, p := range pages {
		at := evidence.Locator{Page: i + 1, Zone: evidence.ZoneComment}
		where := fmt.Sprintf("page %d", i+1)
		for _, v := range o.array(p["Annots"]) {
			a := o.dict(v)
			if a == nil || d.out.Err != nil || d.ctx.Err() != nil {
				continue
			}
			if n++; n > maxAnnotations {
				d.out.Problem(fmt.Errorf("%w: more than %d annotations", evidence.ErrLimit, maxAnnotations), where)
				return
			}
			d.action(o.dict(a["A"]), where)
			kind := o.name(a["Subtype"])
			if kind == "Widget" || kind == "Popup" {
				continue
			}
			if kind != "Link" {
				d.out.Meta("pdf:AnnotationAuthor", o.text(a["T"]), where)
				d.out.Meta("pdf:AnnotationSubject", o.text(a["Subj"]), where)
			}
			d.out.Text(o.text(a["Contents"]), "annotation", at)
			if rich, ok := o.get(a["RC"]).(text); ok && o.text(a["Contents"]) == "" {
				d.out.Text(markupText([]byte(rich.String())), "annotation", at)
			}
		}
	}
}

// action pushes where a link leads: an address, or a file elsewhere.
func (d *document) action(a dict, where string) {
	o := d.objects
	for range 20 {
		if a == nil {
			return
		}
		switch o.name(a["S"]) {
		case "URI":
			if t, ok := o.get(a["URI"]).(text); ok {
				d.out.Meta("pdf:Link", string(t), where)
			}
		case "Launch", "GoToR", "ImportData", "SubmitForm":
			d.out.Meta("pdf:LinkedFile", o.fileName(a["F"]), where)
			if w := o.dict(a["Win"]); w != nil {
				d.out.Meta("pdf:LinkedFile", o.text(w["F"]), where)
			}
		}
		a = o.dict(a["Next"])
	}
}

// fileName is the name of a file specification (7.11).
func (o *objects) fileName(v any) string {
	if d := o.dict(v); d != nil {
		for _, key := range []name{"UF", "F", "Unix", "DOS", "Mac"} {
			if s := o.text(d[key]); s != "" {
				return s
			}
		}
		return ""
	}
	return o.text(v)
}

// form pushes the values of the form's fields (12.7) and reports whether one of
// them is a signature.
func (d *document) form(form dict) (signed bool) {
	o := d.objects
	if form == nil {
		return false
	}
	n := 0
	seen := map[ref]bool{}
	var walk func(v any, path string, kind name, depth int)
	walk = func(v any, path string, kind name, depth int) {
		if r, ok := v.(ref); ok {
			if seen[r] {
				return
			}
			seen[r] = true
		}
		f := o.dict(v)
		if f == nil || depth > maxNesting || d.out.Err != nil || d.ctx.Err() != nil {
			return
		}
		if n++; n > maxFields {
			if n == maxFields+1 {
				d.out.Problem(fmt.Errorf("%w: more than %d form fields", evidence.ErrLimit, maxFields), "form")
			}
			return
		}
		if t := o.text(f["T"]); t != "" {
			path = strings.TrimPrefix(path+"."+t, ".")
		}
		if k := o.name(f["FT"]); k != "" {
			kind = k
		}
		if kind == "Sig" {
			if s := o.dict(f["V"]); s != nil {
				d.signature(s, path)
				signed = true
			}
		} else if value := o.fieldValue(f["V"]); value != "" {
			label := path
			if tu := o.text(f["TU"]); tu != "" {
				label = tu
			}
			d.out.Text(label+": "+value, "form", evidence.Locator{Part: path, Zone: evidence.ZoneBody})
		}
		for _, k := range o.array(f["Kids"]) {
			walk(k, path, kind, depth+1)
		}
	}
	for _, f := range o.array(form["Fields"]) {
		walk(f, "", "", 0)
	}
	d.xfa(form["XFA"])
	return signed
}

func (o *objects) fieldValue(v any) string {
	switch v := o.get(v).(type) {
	case text:
		return v.String()
	case name:
		if v != "Off" {
			return string(v)
		}
	case *stream:
		b, _ := o.expand(v)
		return text(b[:min(len(b), evidence.MaxFactBytes)]).String()
	case array:
		var all []string
		for _, e := range v {
			if t, ok := o.get(e).(text); ok {
				all = append(all, t.String())
			}
		}
		return strings.Join(all, ", ")
	}
	return ""
}

// xfa pushes the text of the parts of an XFA form: its template and its data.
func (d *document) xfa(v any) {
	o := d.objects
	parts := array{name("xfa"), v}
	if a := o.array(v); a != nil {
		parts = a
	}
	for i := 0; i+1 < len(parts); i += 2 {
		s, ok := o.get(parts[i+1]).(*stream)
		if !ok {
			continue
		}
		part := o.text(parts[i])
		switch part {
		case "config", "localeSet", "connectionSet", "xdc", "preamble", "postamble":
			continue
		}
		b, _ := o.expand(s)
		d.out.Text(markupText(b[:min(len(b), maxXFA)]), "XFA", evidence.Locator{Part: part, Zone: evidence.ZoneBody})
	}
}

// markupText is the text of XML, an element a line.
func markupText(b []byte) string {
	dec := xml.NewDecoder(xmlguard.Reader(bytes.NewReader(b)))
	dec.Strict = false
	var out strings.Builder
	skip := 0
	for out.Len() < maxXFA {
		tok, err := dec.RawToken()
		if err != nil {
			break
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local == "script" || t.Name.Local == "style" || skip > 0 {
				skip++
			}
		case xml.EndElement:
			skip = max(0, skip-1)
		case xml.CharData:
			if line := strings.TrimSpace(string(t)); line != "" && skip == 0 {
				out.WriteString(line)
				out.WriteByte('\n')
			}
		}
	}
	return push.Clean(out.String())
}

// signature pushes what a signature dictionary says in clear (12.8.1). Whether the
// signature holds is not looked at: a forged one is evidence as well.
func (d *document) signature(s dict, where string) {
	o := d.objects
	for _, f := range []struct {
		key   name
		field string
	}{{"Name", "pdf:SignatureName"}, {"Reason", "pdf:SignatureReason"}, {"Location", "pdf:SignatureLocation"}, {"ContactInfo", "pdf:SignatureContact"}} {
		d.out.Meta(f.field, o.text(s[f.key]), where)
	}
	if m := o.text(s["M"]); m != "" {
		d.out.Meta("pdf:SigningTime", pdfDate(m), where)
	}
	d.out.Meta("pdf:SignatureFormat", string(o.name(s["SubFilter"])), where)
}

// pdfDate turns a date (7.9.4) into RFC 3339 in UTC; one without an offset is taken
// for UTC. What is no date stays as it is.
func pdfDate(s string) string {
	clean := strings.ReplaceAll(strings.TrimPrefix(s, "D:"), "'", "")
	for _, layout := range []string{"20060102150405Z0700", "20060102150405-0700", "20060102150405", "200601021504", "20060102"} {
		if t, err := time.Parse(layout, clean); err == nil {
			return t.UTC().Format(time.RFC3339)
		}
	}
	return s
}

// signers pushes whose certificates the signatures hold.
func (d *document) signers() {
	b, err := d.run(maxInfo, "pdfsig", "-nocert")
	if errors.Is(err, evidence.ErrToolMissing) || errors.Is(err, evidence.ErrLimit) {
		d.out.Problem(err, "signatures")
	}
	d.signerList(b) // pdfsig fails where a signature does; what it printed counts
}

func (d *document) signerList(b []byte) {
	for line := range strings.Lines(string(b)) {
		key, value, ok := strings.Cut(strings.TrimLeft(strings.TrimSpace(line), "- "), ": ")
		if !ok {
			continue
		}
		switch key {
		case "Signer Certificate Common Name":
			d.out.Meta("pdf:Signer", value, "signature")
		case "Signer full Distinguished Name":
			d.out.Meta("pdf:SignerSubject", value, "signature")
			for _, o := range nameParts(value, "O") {
				d.out.Meta("pdf:SignerOrganisation", o, "signature")
			}
		case "Signing Time":
			if t, err := time.Parse("Jan 02 2006 15:04:05", value); err == nil {
				value = t.UTC().Format(time.RFC3339)
			}
			d.out.Meta("pdf:SigningTime", value, "signature")
		}
	}
}

// nameParts are the values of one attribute of a distinguished name (RFC 4514).
func nameParts(dn, key string) []string {
	var out []string
	for len(dn) > 0 {
		var part strings.Builder
		quoted, i := false, 0
		for ; i < len(dn); i++ {
			c := dn[i]
			if c == '\\' && i+1 < len(dn) {
				i++
				part.WriteByte(dn[i])
				continue
			}
			if c == '"' {
				quoted = !quoted
				continue
			}
			if (c == ',' || c == '+') && !quoted {
				break
			}
			part.WriteByte(c)
		}
		dn = dn[min(len(dn), i+1):]
		if k, v, ok := strings.Cut(strings.TrimSpace(part.String()), "="); ok && strings.EqualFold(k, key) {
			out = append(out, v)
		}
	}
	return out
}

// packets pushes the metadata of single objects: a picture in a page may bring that
// of the program and the person who made it.
func (d *document) packets() {
	o := d.objects
	n := 0
	for _, r := range o.order {
		p := o.at[r]
		if p.packed != nil || !bytes.Contains(o.data[p.pos:min(len(o.data), p.pos+200)], []byte("Metadata")) {
			continue
		}
		s, ok := o.get(r).(*stream)
		if !ok || o.name(s.dict["Type"]) != "Metadata" {
			continue
		}
		if n++; n > maxPackets {
			d.out.Problem(fmt.Errorf("%w: more than %d metadata streams", evidence.ErrLimit, maxPackets), "objects")
			return
		}
		b, _ := o.expand(s)
		d.xmpPacket(b[:min(len(b), maxInfo)])
		if d.out.Err != nil || d.ctx.Err() != nil {
			return
		}
	}
}

// swollen lists the pages whose drawing instructions expand beyond maxStream: what
// nobody wrote, and what poppler would chew on for minutes.
func (d *document) swollen() map[int]bool {
	out := map[int]bool{}
	o := d.objects
	if o == nil {
		return out
	}
	for i, p := range o.pages() {
		streams := o.array(p["Contents"])
		if streams == nil {
			streams = array{p["Contents"]}
		}
		for _, v := range streams {
			if s, ok := o.get(v).(*stream); ok && o.swells(s) {
				out[i+1] = true
				break
			}
		}
		if d.ctx.Err() != nil {
			break
		}
	}
	return out
}
