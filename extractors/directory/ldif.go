package directory

import (
	"context"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"evscan/evidence"
	"evscan/extractors/charset"
	"evscan/extractors/internal/plain"
	"evscan/extractors/internal/push"
)

// matchLDIF wants an entry's name first, RFC 2849.
func matchLDIF(p evidence.Probe) (string, bool) {
	for _, l := range settled(p) {
		low := strings.ToLower(l)
		if strings.HasPrefix(low, "version:") {
			continue
		}
		return "line dn:", (strings.HasPrefix(low, "dn: ") || strings.HasPrefix(low, "dn:: ")) && (strings.Contains(l, "=") || strings.HasPrefix(low, "dn::"))
	}
	return "", false
}

// matchAdFind knows the printout of AdFind: dn:CN=... and >attribute: value.
func matchAdFind(p evidence.Probe) (string, bool) {
	s := "\n" + plain.Start(p, beginning)
	dn := strings.Contains(s, "\ndn:CN=") || strings.Contains(s, "\ndn:DC=") || strings.Contains(s, "\ndn:OU=")
	return "lines dn: and > of AdFind", dn && (strings.Contains(s, "\n>") || strings.HasPrefix(s, "\nAdFind "))
}

// attributes are those of a directory that name organisations, domains and hosts.
func attribute(out *push.Pusher, name, value, source string) {
	name = strings.ToLower(name)
	name, _, _ = strings.Cut(name, ";") // options such as a range or a language
	switch name {
	case "dn", "distinguishedname", "defaultnamingcontext", "rootdomainnamingcontext", "manager":
		out.Meta("ad:Domain", domainOf(value), source)
		for _, rdn := range strings.Split(value, ",") {
			if k, v, ok := strings.Cut(strings.TrimSpace(rdn), "="); ok && strings.EqualFold(k, "o") {
				out.Meta("ad:Company", v, source)
			}
		}
	case "company", "o", "organizationname", "msexchorganizationname":
		out.Meta("ad:Company", value, source)
	case "userprincipalname", "upnsuffixes":
		out.Meta("ad:UPN", value[strings.LastIndexByte(value, '@')+1:], source)
	case "mail", "proxyaddresses", "targetaddress", "othermailbox", "mailaddress":
		if _, d, ok := strings.Cut(value, "@"); ok {
			out.Meta("ad:MailDomain", d, source)
		}
	case "dnshostname", "networkaddress", "servername":
		out.Meta("ad:Host", value, source)
	case "netbiosname", "ncname", "dnsroot", "trustpartner", "flatname":
		if strings.Contains(value, "=") {
			value = domainOf(value)
		}
		out.Meta("ad:Domain", value, source)
	case "homedirectory", "scriptpath", "profilepath", "uncname", "printername":
		out.Meta("ad:Path", value, source)
	case "msds-azureadtenantid", "tenantid":
		out.Meta("ad:TenantId", value, source)
	}
}

// domainOf joins the domain components of a distinguished name; "" for fewer than two.
func domainOf(dn string) string {
	var labels []string
	for part := range strings.SplitSeq(dn, ",") {
		k, v, ok := strings.Cut(strings.TrimSpace(part), "=")
		if ok && strings.EqualFold(k, "dc") && len(labels) < 20 {
			labels = append(labels, strings.ToLower(v))
		}
	}
	if len(labels) < 2 {
		return ""
	}
	return strings.Join(labels, ".")
}

// sealed are attributes that hold secrets or their hashes.
func sealed(name string) bool {
	low := strings.ToLower(strings.TrimLeft(name, ">"))
	switch {
	case plain.Secret(low), strings.Contains(low, "admpwd"), strings.HasPrefix(low, "unicodepwd"), strings.Contains(low, "keymaterial"), strings.HasSuffix(low, "hash"), strings.HasPrefix(low, "msds-managed"):
		return true
	}
	return false
}

// extractLDIF reads attributes line by line, those in base64 decoded.
func extractLDIF(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	var shown []string
	for i := 0; i < len(lines) && out.Err == nil; i++ {
		if i%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		line, at := lines[i], i
		var b strings.Builder
		b.WriteString(line)
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], " ") && b.Len() < push.MaxMetaBytes*64 {
			i++
			b.WriteString(lines[i][1:])
		}
		name, value, ok := strings.Cut(b.String(), ":")
		name = strings.TrimLeft(name, ">")
		switch {
		case !ok || strings.HasPrefix(name, "#"):
			shown = append(shown, b.String())
			continue
		case sealed(name):
			continue
		case strings.HasPrefix(value, ":"):
			raw, e := base64.StdEncoding.DecodeString(strings.TrimSpace(value[1:]))
			if e != nil {
				if err == nil {
					err = fmt.Errorf("%w: %s is no base64", evidence.ErrCorrupt, place(at))
				}
				continue
			}
			g, ok := charset.Detect(raw)
			if !ok {
				continue // bytes: pictures, security descriptors
			}
			value = g.Decode(raw)
		case strings.HasPrefix(value, "<"):
			value = value[1:]
		}
		value = strings.TrimSpace(value)
		attribute(out, name, value, place(at))
		shown = append(shown, name+": "+value)
	}
	plain.Push(out, shown, nil)
	return errors.Join(out.Err, err)
}

func matchCSVDE(p evidence.Probe) (string, bool) {
	first, _, _ := strings.Cut(plain.Start(p, 4096), "\n")
	low := strings.ToLower(strings.ReplaceAll(first, `"`, ""))
	cols := strings.Split(low, ",")
	known := 0
	for _, c := range cols {
		switch strings.TrimSpace(c) {
		case "dn", "objectclass", "distinguishedname", "samaccountname", "userprincipalname", "objectcategory", "dnshostname", "objectguid":
			known++
		}
	}
	return "header of an export of a directory", known >= 2
}

// extractCSVDE reads the columns of an export by csvde, AdFind -csv or PowerShell.
func extractCSVDE(ctx context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	r := csv.NewReader(strings.NewReader(strings.Join(lines, "\n")))
	r.LazyQuotes, r.FieldsPerRecord, r.ReuseRecord = true, -1, true
	head, e := r.Read()
	if e != nil {
		return errors.Join(err, fmt.Errorf("%w: %v", evidence.ErrCorrupt, e))
	}
	head = append([]string(nil), head...)
	shown := []string{strings.Join(head, "\t")}
	for n := 0; out.Err == nil; n++ {
		if n%1000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		row, e := r.Read()
		if errors.Is(e, io.EOF) {
			break
		}
		if e != nil {
			err = errors.Join(err, fmt.Errorf("%w: %v", evidence.ErrCorrupt, e))
			break
		}
		line, _ := r.FieldPos(0)
		for i, v := range row {
			if i >= len(head) {
				break
			}
			if sealed(head[i]) {
				row[i] = ""
				continue
			}
			for part := range strings.SplitSeq(v, ";") { // several values of one attribute
				attribute(out, head[i], strings.TrimSpace(part), place(line-1))
			}
		}
		shown = append(shown, strings.Join(row, "\t"))
	}
	plain.Push(out, shown, nil)
	return errors.Join(out.Err, err)
}
