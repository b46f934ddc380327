package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestExpectations(t *testing.T) {
	const java = `
        assertTypeByName("text/css", "x.css");
        assertType("text/css", "a.css"); // assertType("text/html", "b.html");
        assertTypeByData("application/x-tika-msoffice", "a.doc");
        assertTypeByNameAndData("application/msword", "a.doc");
        assertTypeByNameAndData(
                "application/x; format=y",
                "long.name");
        assertTypeDetection("a.zst", "application/zstd");
        assertTypeDetection("a.vor", "application/by-name", "application/by-data", "application/Both");
        assertTypeByData("text/plain", md5.getBytes(UTF_8));
        assertType("application/" + "joined", "a.joined");`
	assert.Equal(t, []expectation{
		{"a.css", "text/css", 2},
		{"a.doc", "application/msword", 2},
		{"a.joined", "application/joined", 2},
		{"a.vor", "application/both", 2},
		{"a.zst", "application/zstd", 2},
		{"long.name", "application/x", 2},
	}, expectations(java))
	assert.Empty(t, expectations("class A {}"))
}

func TestJudge(t *testing.T) {
	assert.Equal(t, answer{"application/xml", true, true}, judge("text/xml", "application/xml; charset=utf-8\n"))
	assert.Equal(t, answer{"application/zip", false, true}, judge("application/vnd.google-earth.kmz", "application/zip"))
	assert.Equal(t, answer{"text/plain", false, false}, judge("image/png", "text/plain"))
	for name, same := range equals {
		_, again := equals[same]
		assert.False(t, again, "%s is called %s, which has another name", name, same)
	}
	for kind := range parents {
		_, other := equals[kind]
		assert.False(t, other, "%s is not the name that is compared", kind)
	}
}
