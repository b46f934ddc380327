package ndjson

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"evscan/report/document"
)

// field is a field of the report that no other record holds: it has one of its own, so
// that a stream lacks nothing of what the report will have one day.
type field struct {
	name   string // in JSON
	index  int    // in document.Document
	record reflect.Type
}

// held are the fields that other records hold.
func held() []string {
	return []string{"schema", "tool", "package", "options", "limits", "coverage", "claim", "attribution", "items", "problems", "timing"}
}

// further lists these fields in the order of the report.
func further() []field {
	var out []field
	doc := reflect.TypeFor[document.Document]()
	for i := range doc.NumField() {
		f := doc.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if slices.Contains(held(), name) {
			continue
		}
		out = append(out, field{name, i, reflect.StructOf([]reflect.StructField{
			{Name: "Type", Type: reflect.TypeFor[string](), Tag: `json:"type"`},
			{Name: "Value", Type: f.Type, Tag: reflect.StructTag(fmt.Sprintf("json:%q", name))},
		})})
	}
	return out
}

// of is the record of the field in d, nil where the field is empty.
func (f field) of(d *document.Document) any {
	v := reflect.ValueOf(d).Elem().Field(f.index)
	if v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return nil
	}
	r := reflect.New(f.record).Elem()
	r.Field(0).SetString(f.name)
	r.Field(1).Set(v)
	return r.Interface()
}

// into sets the field of d to what a record says.
func (f field) into(d *document.Document, line []byte) error {
	r := reflect.New(f.record)
	if err := json.Unmarshal(line, r.Interface()); err != nil {
		return err
	}
	reflect.ValueOf(d).Elem().Field(f.index).Set(r.Elem().Field(1))
	return nil
}
