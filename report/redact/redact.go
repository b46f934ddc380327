// Package redact takes natural persons out of a report and leaves organisations in it.
//
// A masked report names no person whom these rules can tell from an organisation: mail
// addresses keep their domain and lose their local part, and names, addresses,
// telephone and card numbers, national ids and dates of birth become tokens such as
// person-3 or [phone-2]. The same thing has the same token everywhere in one report,
// and tokens of two reports have nothing to do with each other. Nothing that is said of
// an organisation changes: its names, domains, hosts, tenants, registered numbers, and
// all weights and verdicts.
//
// What was masked can't be had back from the report. Hashes of files stay, for they are
// what the report is about: whoever holds a file can tell that it was in the package.
package redact

import (
	"reflect"
	"slices"
	"strings"

	"evscan/report/document"
)

// maxRounds bounds how often a report is gone through: what is masked may show that
// what stands beside it is a name too. Two rounds do for most.
const maxRounds = 4

// Document returns d without persons. It is pure: d keeps what it had, and equal reports
// give equal reports. Redacting a redacted report changes nothing.
//
// Pictures can't be masked by these rules, and a blurred one could be restored, so
// evidence loses its crops; raw bytes of names go for the same reason.
func Document(d document.Document) document.Document {
	m := &masker{orgs: organisationsOf(d, correspondents(d)), people: newPeople(), tokens: newTokens()}
	out := rewrite(d, func(s string, at place) string {
		m.tokens.reserve(s)
		return s
	})
	for range maxRounds {
		known := m.people.grown
		rewrite(out, once(func(s string, at place) string {
			m.learn(s, at)
			return s
		}))
		if m.people.settle(); known > 0 && m.people.grown == known {
			break // a string by itself is masked to its end already
		}
		next := rewrite(out, once(m.mask))
		out = m.files(out, next)
		m.people.grown++
	}
	out.Options.Redacted = true
	return out
}

// maxRemembered is the length in bytes of strings that are dealt with once where they
// stand several times, as snippets and names of files do.
const maxRemembered = 1 << 10

// once keeps what f made of short strings.
func once(f func(string, place) string) func(string, place) string {
	type key struct {
		s  string
		at place
	}
	seen := map[key]string{}
	return func(s string, at place) string {
		if len(s) > maxRemembered {
			return f(s, at)
		}
		k := key{s, at}
		out, known := seen[k]
		if !known {
			out = f(s, at)
			seen[k] = out
		}
		return out
	}
}

// correspondents are those whose mail addresses stand in a report: whoever has one is no
// organisation, whatever a mark took the name for.
func correspondents(d document.Document) *masker {
	m := &masker{orgs: newOrganisations(), people: newPeople(), tokens: newTokens()}
	rewrite(d, func(s string, at place) string {
		if at.use == maskText && strings.ContainsAny(s, "@＠") {
			for b := range blocks(s) {
				for _, p := range m.holders(fold(b)) {
					m.people.add(p.who, p.name)
				}
			}
		}
		return s
	})
	return m
}

// Text masks one string by itself: what is known of a report is not known here.
func Text(s string) string {
	m := &masker{orgs: newOrganisations(), people: newPeople(), tokens: newTokens()}
	m.tokens.reserve(s)
	for range maxRounds {
		known := m.people.grown
		m.learn(s, place{})
		if m.people.settle(); known > 0 && m.people.grown == known {
			break
		}
		s = m.mask(s, place{})
		m.people.grown++
	}
	return s
}

// masker holds what one report has shown.
type masker struct {
	orgs   *organisations
	people *people
	tokens *tokens
}

// use is what may be done to the strings of a field.
type use int

const (
	maskText use = iota // the default, so that a new field is masked before anybody thinks of it
	keep                // words of the schema, hashes, numbers of items
	maskKey             // keys of organisations: a person is masked only where the key is one
	maskPath            // names of files
	drop                // bytes that can't be masked
)

// place says where in a report a string stands.
type place struct {
	use   use
	field string // name of the metadata field that the string is the value of
	cut   bool   // a piece of a text, whose ends may fall into a word
}

// uses lists the fields that are not plain text, by type and field. Whatever is missing
// here is masked, and bytes that are missing are dropped.
func uses() map[string]use {
	return map[string]use{
		"Schema.Version": keep, "Schema.URL": keep,
		"Tool.Name": keep, "Tool.Version": keep, "Tool.CatalogueVersion": keep, "Tool.WeightsVersion": keep, "Tool.OCR": keep,
		"Tool.Languages": keep, "Tool.MissingLanguages": keep, "Tool.Sandbox": keep, "Tool.Formats": keep,
		"Package.Name": maskPath, "Package.Kind": keep, "Package.SHA256": keep, "Package.SHA1": keep, "Package.MD5": keep, "Package.ListedAt": keep,
		"Options.Lang": keep, "Coverage.ByReason": keep,
		"Claim.Verdict": keep, "Claim.Role": keep, "Claim.Candidate": maskKey, "Claim.Band": keep,
		"Attribution.Verdict": keep,
		"Party.ID":            maskKey, "Party.Domains": keep,
		"Candidate.ID": maskKey, "Candidate.Domains": keep, "Candidate.PossiblySame": maskKey, "Candidate.Roles": keep, "Candidate.Parent": maskKey,
		"Term.Name":     keep,
		"Evidence.Item": keep, "Evidence.Path": maskPath, "Evidence.Class": keep, "Evidence.Role": keep, "Evidence.Source": keep,
		"Crop.MIME": keep, "Crop.Data": drop, "Locator.Cell": keep, "Locator.Zone": keep,
		"Flip.Verdict": keep, "Baseline.Name": keep, "Baseline.ID": maskKey,
		"Item.ID": keep, "Item.Parent": keep, "Item.Path": maskPath, "Item.NameBytes": drop, "Item.Origin": keep, "Item.SHA256": keep,
		"Item.SameAs": keep, "Item.Status": keep, "Item.Group": keep,
		"Type.Format": keep, "Type.MIME": keep, "Metadata.Name": keep, "Text.Languages": keep,
		"Mark.Kind": keep, "Mark.KeyKind": keep, "Mark.Key": maskKey, "Mark.Organisation": maskKey, "Mark.Class": keep, "Mark.Role": keep, "Mark.Source": keep,
		"Link.AKind": keep, "Link.A": maskKey, "Link.BKind": keep, "Link.B": maskKey,
		// The catalogue's records hold organisations only.
		"Organisation.*": keep, "Key.Kind": keep, "Key.Value": maskKey, "Claimed.Organisations": maskKey,
		"Rescored.ToolVersion": keep, "Rescored.WeightsBefore": keep, "Rescored.CatalogueVersion": keep,
		"Outcome.Verdict": keep, "Outcome.ID": maskKey, "Outcome.Claim": keep, "Decision.Kind": keep, "Decision.Matched": maskKey, "Decision.Date": keep,
		"Item.Paper": keep, "PlacedCrop.Item": keep,
		// Of the numbers' sketch whoever guesses a telephone number could tell that it is there.
		"Fingerprint.Text": keep, "Fingerprint.Numbers": drop, "Fingerprint.Picture": keep,
		"Problem.Item": keep, "Problem.Kind": keep, "Timing.Started": keep, "Stage.Name": keep,
	}
}

// rewrite returns a copy of d with every string that is not kept replaced by what f
// makes of it, pictures and raw bytes left out.
func rewrite(d document.Document, f func(string, place) string) document.Document {
	w := walker{uses: uses(), f: f}
	return w.value(reflect.ValueOf(d), place{}, "").Interface().(document.Document)
}

type walker struct {
	uses map[string]use
	f    func(string, place) string
}

func (w walker) value(v reflect.Value, at place, field string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		if at.use == keep || v.Len() == 0 {
			return v
		}
		return reflect.ValueOf(w.f(v.String(), at)).Convert(v.Type())
	case reflect.Pointer:
		if v.IsNil() || v.Type() == reflect.TypeFor[*document.Crop]() {
			return reflect.Zero(v.Type())
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(w.value(v.Elem(), at, field))
		return p
	case reflect.Slice:
		if v.IsNil() || v.Type() == reflect.TypeFor[[]document.PlacedCrop]() || v.Type().Elem().Kind() == reflect.Uint8 && at.use != keep {
			return reflect.Zero(v.Type())
		}
		out := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(w.value(v.Index(i), at, field))
		}
		return out
	case reflect.Map:
		return w.mapping(v, at, field)
	case reflect.Struct:
		out := reflect.New(v.Type()).Elem()
		name := v.Type().Name()
		for i := range v.NumField() {
			key := name + "." + v.Type().Field(i).Name
			inner := place{use: w.useOf(name, key), cut: strings.HasSuffix(key, ".Snippet")}
			if m, ok := v.Interface().(document.Metadata); ok && key == "Metadata.Value" {
				inner.field = m.Name
			}
			if key == "Decision.Analyst" {
				inner.field = "author"
			}
			out.Field(i).Set(w.value(v.Field(i), inner, key))
		}
		return out
	default:
		return v
	}
}

// useOf is what may be done to a field, key being its type's name, a point and its own.
func (w walker) useOf(name, key string) use {
	if u, ok := w.uses[name+".*"]; ok {
		return u
	}
	return w.uses[key]
}

// mapping copies a map; keys are masked like values. Maps are gone through in the order
// of their keys, so that tokens are numbered alike in every run.
func (w walker) mapping(v reflect.Value, at place, field string) reflect.Value {
	if v.IsNil() {
		return v
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	out := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, k := range keys {
		out.SetMapIndex(w.value(k, at, field), w.value(v.MapIndex(k), at, field))
	}
	return out
}

// files writes masked names of files into the sentences that quote them: what is a name
// in a path, where a single word may be one, is plain text elsewhere.
func (m *masker) files(before, after document.Document) document.Document {
	var pairs []string
	seen := map[string]bool{}
	note := func(old, masked []string) {
		for i, s := range old {
			if s != masked[i] && !seen[s] && len(s) >= minQuoted {
				seen[s] = true
				pairs = append(pairs, s, masked[i])
			}
		}
	}
	note([]string{before.Package.Name}, []string{after.Package.Name})
	for i := range before.Items {
		note(before.Items[i].Path, after.Items[i].Path)
	}
	if len(pairs) == 0 {
		return after
	}
	r := strings.NewReplacer(pairs...)
	return rewrite(after, func(s string, at place) string {
		if at.use != maskText {
			return s
		}
		return r.Replace(s)
	})
}

// minQuoted is the length in bytes from which the name of a file is looked for in
// sentences; shorter ones are words.
const minQuoted = 6
