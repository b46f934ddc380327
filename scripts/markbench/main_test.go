package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const truth = "package\towner\towner_aliases\towner_domains\tnote\tdecoys\n" +
	"one\tAoba\tAoba Electric Ltd.|アオバ電機株式会社|AE\taoba.example|www.aoba.co.jp\t-\tKita Works\n"

const report = `{"items":[
 {"path":["one.zip"],"text":{}},
 {"path":["one.zip","a"],"text":{"content":"From Aoba Electric Ltd, see www.aoba.example. PAEDIA"},"metadata":[{"value":"ア オ バ電機㈱"}],
  "marks":[{"key_kind":"name","key":"aoba electric","class":"issuer","value":"Aoba Electric Ltd"},
           {"key_kind":"name","key":"kita works","class":"mention","value":"Kita Works"},
           {"key_kind":"name","key":"apple","organisation":"x:1","class":"mention","value":"Apple"},
           {"key_kind":"name","key":"apple","organisation":"x:1","class":"recipient","value":"Apple"},
           {"key_kind":"name","key":"apple","organisation":"x:1","class":"recipient","value":"Apple"},
           {"key_kind":"name","key":"apple","organisation":"x:1","class":"recipient","value":"Apple"},
           {"key_kind":"name","key":"pear","class":"listing","value":"Pear"}]},
 {"path":["one.zip","b"],"text":{"content":"mail to x@mail.aoba.example by アオバ電機株式会社"},
  "marks":[{"key_kind":"domain","key":"aoba.example","class":"mention","value":"x@mail.aoba.example"},
           {"key_kind":"name","key":"apple","organisation":"x:1","class":"mention","value":"Apple"},
           {"key_kind":"host","key":"fs01","class":"host-path","value":"fs01"}]},
 {"path":["one.zip","c"],"text":{"content":"notaoba.example aoba.example.org アオバ電機株式会社サービス"}}]}`

func TestMeasure(t *testing.T) {
	owners, err := readTruth(strings.NewReader(truth))
	require.NoError(t, err)
	require.Len(t, owners, 1)
	assert.Equal(t, owner{"one", []string{"Aoba Electric Ltd.", "アオバ電機株式会社", "AE"}, []string{"aoba.example", "www.aoba.co.jp"}, []string{"Kita Works"}}, owners[0])
	var r struct{ Items []item }
	require.NoError(t, json.Unmarshal([]byte(report), &r))
	got := measure(owners[0], r.Items)
	assert.Equal(t, share{1, 3}, got.names)
	assert.Equal(t, share{1, 2}, got.domains)
	assert.Equal(t, []string{"アオバ電機株式会社"}, got.missed)
	assert.Equal(t, []string{"Apple* (2, recipient)", "fs01 (1, host-path)"}, got.top(10))
	assert.Equal(t, []string{"Apple* (2, recipient)"}, got.top(1))
}

func TestRun(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "truth.tsv"), []byte(truth), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "one.json"), []byte(report), 0o600))
	var b strings.Builder
	require.NoError(t, run(&b, filepath.Join(dir, "truth.tsv"), 10, []string{"with=" + dir, "without=" + filepath.Join(dir, "none")}))
	assert.Contains(t, b.String(), "| one | with | ")
	assert.NotContains(t, b.String(), "| one | without | ")
	assert.Error(t, run(&b, filepath.Join(dir, "none.tsv"), 10, nil))
	assert.Error(t, run(&b, filepath.Join(dir, "truth.tsv"), 10, []string{dir}))
	_, err := readTruth(strings.NewReader("package\towner\n"))
	assert.ErrorContains(t, err, "no column owner_aliases")
}
