package redact

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/report/document"
)

// A field that is renamed must not fall out of the list unseen.
func TestUsesNameFieldsThatExist(t *testing.T) {
	fields := map[string]bool{}
	var walk func(reflect.Type)
	walk = func(v reflect.Type) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(v.Elem())
		case reflect.Struct:
			for i := range v.NumField() {
				if key := v.Name() + "." + v.Field(i).Name; !fields[key] {
					fields[key] = true
					walk(v.Field(i).Type)
				}
			}
		}
	}
	walk(reflect.TypeFor[document.Document]())
	for key := range uses() {
		if name, all := strings.CutSuffix(key, ".*"); all {
			key = name + ".ID"
		}
		assert.True(t, fields[key], key)
	}
}
