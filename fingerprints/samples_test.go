package fingerprints_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/evidence"
)

// TestHostsOfSamples holds that the servers of code in a document are no custody
// evidence, and those of a file of settings are.
func TestHostsOfSamples(t *testing.T) {
	doc, conf := item(), item()
	doc.Type = evidence.Type{Format: "pdf", MIME: "application/pdf"}
	conf.Type = evidence.Type{Format: "text", MIME: "text/plain"}
	for text, want := range map[string][2]string{
		`File f = new File("\\\\fs01\\share\\a.txt");`:                  {"host:fs01 mention mentioned path", "host:fs01 host-path holder path"},
		`String u = "http://build01.corp.local/x";`:                     {"host:corp.local mention mentioned body", "host:corp.local host-path holder body"},
		`curl -u me http://build01.corp.local/x`:                        {"host:corp.local mention mentioned body", "host:corp.local host-path holder body"},
		`The files are at \\fs01\share\plans for all of us.`:            {"host:fs01 host-path holder path", "host:fs01 host-path holder path"},
		`net use Z: \\fs01\share`:                                       {"host:fs01 host-path holder path", "host:fs01 host-path holder path"},
		`see http://build01.corp.local/x for the results`:               {"host:corp.local host-path holder body", "host:corp.local host-path holder body"},
		`[root@build01 ~]$ ls`:                                          {"host:build01 host-path holder body", "host:build01 host-path holder body"},
		`root@build01:~$ ls`:                                            {"host:build01 host-path holder body", "host:build01 host-path holder body"},
		`translated by Mori@Kitano for all`:                             {"", ""},
		`https://kitano.sharepoint.com/sites/a`:                         {"host:kitano.sharepoint.com host-path holder body", "host:kitano.sharepoint.com host-path holder body"},
		"https://north-stat\nic.example/x":                              {"", ""},
		"https://intranet1\nNext":                                       {"host:intranet1 host-path holder body", "host:intranet1 host-path holder body"},
		`must be in the format name.onmicrosoft.com`:                    {"", ""},
		`https://staff.math.north.example/~doe/paper`:                   {"", ""},
		`https://redmine.north.example/issues/5`:                        {"domain:north.example host-path holder body", "domain:north.example host-path holder body"},
		`mail admin@contoso.com or user@yourdomain.com or a@domain.com`: {"", ""},
	} {
		for i, it := range []*evidence.Item{doc, conf} {
			var hosts []string
			for _, m := range shown(set.Match(it, []evidence.Fact{{Kind: evidence.FactText, Value: text}})) {
				if strings.HasPrefix(m, "host:") || strings.Contains(m, " holder ") {
					hosts = append(hosts, m)
				}
			}
			if want[i] == "" {
				assert.Empty(t, hosts, text)
				continue
			}
			assert.Contains(t, hosts, want[i], text)
		}
	}
}
