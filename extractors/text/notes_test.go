package text

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestWhatLinesSay(t *testing.T) {
	for _, c := range []struct {
		name, data string
		want       []string
	}{
		{"A.java", "/*\n * Copyright (c) 2019 Example KK. All rights reserved.\n * @author Ann Example\n */\npackage jp.example.billing.core;\n",
			[]string{"code:Copyright=Copyright (c) 2019 Example KK. All rights reserved.", "code:Author=Ann Example", "code:Package=jp.example.billing.core"}},
		{"a.py", "# 著作権 2020 株式会社テスト\n# author: bob@example.test\nx = '(c)'\n",
			[]string{"code:Copyright=著作権 2020 株式会社テスト", "code:Author=bob@example.test"}},
		{"A.cs", "namespace Example.Billing\n{\n[assembly: AssemblyCompany(\"Example KK\")]\n", []string{"code:Package=Example.Billing", "code:Company=Example KK"}},
		{"go.mod", "module git.example.test/team/tool\n\ngo 1.26\n", []string{"code:Module=git.example.test/team/tool"}},
		{"package.json", "{\n  \"name\": \"@example/tool\",\n  \"author\": \"Ann <ann@example.test>\",\n  \"repository\": \"https:\\/\\/git.example.test\\/tool\"\n}",
			[]string{"code:Scope=@example", "code:Author=Ann <ann@example.test>", "code:URL=https://git.example.test/tool"}},
		{"Dockerfile", "FROM registry.corp.test:5000/base/java:8\nFROM ghcr.io/x/y\nLABEL maintainer=\"ops@example.test\" vendor=\"Example KK\"\n",
			[]string{"config:Registry=registry.corp.test:5000", "code:Author=ops@example.test", "code:Company=Example KK"}},
		{"app.ini", "[db]\nhost = db01.corp.test\nhost2 = localhost\nversion = 1.2.3\ndomain: corp.test\n; host = old.corp.test\n", []string{"config:Host=db01.corp.test", "config:Domain=corp.test"}},
		{"krb5.conf", " default_realm = CORP.EXAMPLE.TEST\n kdc = dc01.corp.example.test:88\n", []string{"config:Realm=CORP.EXAMPLE.TEST", "config:Host=dc01.corp.example.test:88"}},
		{"site.conf", "server {\n    server_name www.example.test example.test;\n    proxy_pass http://10.0.0.1:80;\n}\n",
			[]string{"config:Host=www.example.test", "config:Host=example.test", "config:URL=http://10.0.0.1:80"}},
		{"web.config", "<?xml version=\"1.0\"?>\n<add key=\"ApiUrl\" value=\"https://api.corp.test/v1\"/>\n<add connectionString=\"Data Source=sql01\\x;Password=hunter22;\"/>\n",
			[]string{"config:URL=https://api.corp.test/v1", "config:Server=sql01", "text:SecretsHidden=1"}},
		{"k8s.yaml", "spec:\n  - host: shop.example.test\n    image: registry.corp.test/app:1\n", []string{"config:Host=shop.example.test", "config:Registry=registry.corp.test"}},
		{"ldap.yml", "base: \"ou=people,dc=corp,dc=example\"\npassword: hunter22\n", []string{"config:BaseDN=dc=corp,dc=example", "text:SecretsHidden=1"}},
		{"main.tf", "  endpoint = \"https://vault.corp.test:8200\"\n", []string{"config:URL=https://vault.corp.test:8200"}},
		{"auth.log", "Nov 22 23:01:02 web01 sshd[123]: Accepted\nNov 22 23:01:03 web01 sshd[123]: x\n<34>1 2003-10-11T22:14:15.003Z mx.example.test su - ID47 - failed\n",
			[]string{"log:Host=web01", "log:Host=mx.example.test"}},
		{"dump.sql", "-- MySQL dump 10.13  Distrib 8.0.21, for Linux (x86_64)\n--\n-- Host: db.corp.test    Database: shop\n-- ----\n/*!50013 DEFINER=`app`@`app01.corp.test` */\nINSERT INTO x VALUES ('株式会社テスト');\n",
			[]string{"sql:Tool=MySQL dump 10.13  Distrib 8.0.21, for Linux (x86_64)", "sql:Host=db.corp.test", "sql:Database=shop", "sql:Host=app01.corp.test"}},
		{"pg.txt", "-- PostgreSQL database dump\n-- Name: t; Type: TABLE; Schema: public; Owner: billing\n\\connect invoices\n", []string{"sql:Tool=PostgreSQL database dump", "sql:Owner=billing", "sql:Database=invoices"}},
		{"a.tex", "\\title{Report}\n\\author{Ann Example\\\\Example KK}\n", []string{"tex:Title=Report", "tex:Author=Ann Example Example KK"}},
		{"robots.txt", "User-agent: *\nSitemap: https://www.example.test/map.xml\n", []string{"html:Sitemap=https://www.example.test/map.xml"}},
		{"pom.xml", "<?xml version=\"1.0\"?>\n<project xmlns=\"http://maven.example.test/4\">\n<groupId>test.example.shop</groupId>\n<organization><name>x</name></organization>\n<dependencies>\n<groupId>org.other</groupId>\n",
			[]string{"code:Package=test.example.shop", "xml:Namespace=http://maven.example.test/4"}},
		{"a.csproj", "<Project>\n<?xml?><Company>Example KK</Company><Authors>Ann</Authors>\n", nil},
	} {
		_, s := read(t, c.name, []byte(c.data))
		got := s.Metadata()[1:]
		if c.want == nil {
			continue
		}
		assert.ElementsMatch(t, c.want, got, c.name)
		assert.NotContains(t, s.Text(), "hunter22", c.name)
		assert.NotContains(t, strings.Join(got, " "), "hunter22", c.name)
	}
}

func TestJSONEscapes(t *testing.T) {
	_, s := read(t, "a.json", []byte(`{"a": "\u682a\u5f0f\u4f1a\u793e \ud83d\ude00", "path": "\\\\fs01\\share", "url": "https:\/\/a.test", "x": "\ud83d y\u0000", "password": "hunter22"}`))
	assert.Equal(t, `{"a": "株式会社 😀", "path": "\\fs01\share", "url": "https://a.test", "x": "  y ", "password": "[hidden]"}`, s.Text())
}

func TestXMLReferences(t *testing.T) {
	_, s := read(t, "a.xml", []byte(`<?xml version="1.0"?><a b="A &amp; B">&#26666;&#x5f0f; &unknown; &#0;</a>`))
	assert.Equal(t, `<?xml version="1.0"?><a b="A & B">株式 &unknown;  </a>`, s.Text())
}

func TestColumns(t *testing.T) {
	for data, want := range map[string]string{
		"会社名,住所\nテスト,東京\n":       "会社名, 住所",
		"\"a;b\";c\n1;2\n":       "a;b, c",
		"1,2\n3,4\n":             "",
		"one\ntwo\n":             "",
		"a\tb\n":                 "a, b",
		"2020-01-01,x\n":         "",
		"name,,y\n":              "",
		"\"broken, a\nb,c\n\x00": "",
	} {
		assert.Equal(t, want, columns(strings.NewReader(data), "csv"), data)
	}
}

func TestHTMLSaysMore(t *testing.T) {
	_, s := read(t, "a.html", []byte("<!DOCTYPE html>\n<!-- saved from url=(0030)https://intra.corp.test/start -->\n<html><head><meta http-equiv=refresh content=\"0; URL=https://new.example.test/\">"+
		"<link rel=search href=\"https://s.example.test/o.xml\"></head><body><noscript><p>on <b>please</b></p></noscript><img alt=\"Logo of Example KK\" src=x>"+
		"<form action=\"https://sso.corp.test/login\"><input type=password value=hunter22><input type=submit value=Send></form><template>t</template></body>"))
	assert.Equal(t, []string{"text:Encoding=us-ascii", "html:saved-from=https://intra.corp.test/start", "html:refresh=https://new.example.test/", "html:search=https://s.example.test/o.xml",
		"html:form=https://sso.corp.test/login"}, s.Metadata())
	assert.Equal(t, "on please Logo of Example KK Send", strings.Join(strings.Fields(s.Text()), " "))
}

func TestNotesAreBounded(t *testing.T) {
	var b strings.Builder
	for i := range 1000 {
		b.WriteString("host = a" + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + ".corp.test\n")
	}
	_, s := read(t, "a.ini", []byte(b.String()))
	assert.Len(t, s.Metadata(), 201)
}
