package directory

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/plain"
	"evscan/extractors/internal/push"
)

func place(i int) string { return fmt.Sprintf("line %d", i+1) }

// reports are the words with which what ipconfig, systeminfo, dsregcmd and gpresult
// print begins, in English and Japanese.
var reports = []string{"Windows IP Configuration", "Windows IP 構成", "Host Name:", "ホスト名:", "| Device State", "| User State", "Microsoft (R) Windows (R) Operating System Group Policy Result",
	"USER INFORMATION", "ユーザー情報"}

func matchReport(p evidence.Probe) (string, bool) {
	s := strings.TrimLeft(plain.Start(p, beginning), "+-\r\n ")
	// A prompt may stand before it.
	head := s[:min(len(s), 600)]
	for _, r := range reports {
		at := strings.Index(head, r)
		if at < 0 || at > 0 && head[at-1] != '\n' && !strings.HasSuffix(head[:at], "+\n") {
			continue
		}
		switch r {
		case "Host Name:", "ホスト名:":
			if !strings.Contains(s, "OS Name:") && !strings.Contains(s, "OS 名:") {
				continue
			}
		case "USER INFORMATION", "ユーザー情報":
			if !strings.Contains(s, `\`) || !strings.Contains(s, "SID") {
				continue
			}
		}
		return "report that begins with " + r, true
	}
	return "", false
}

// reportFields go by the label, in lower case, without the dots behind it.
var reportFields = map[string]string{
	"host name": "net:Host", "ホスト名": "net:Host", "device name": "net:Host", "primary dns suffix": "net:Domain", "プライマリ dns サフィックス": "net:Domain",
	"dns suffix search list": "net:Domain", "dns サフィックス検索一覧": "net:Domain", "connection-specific dns suffix": "net:Domain", "接続固有の dns サフィックス": "net:Domain",
	"domain": "net:Domain", "ドメイン": "net:Domain", "domainname": "net:Domain", "domain name": "net:Domain", "logon server": "net:LogonServer", "ログオン サーバー": "net:LogonServer",
	"registered owner": "net:RegisteredOwner", "登録されている所有者": "net:RegisteredOwner", "registered organization": "net:RegisteredOrganization", "登録されている組織": "net:RegisteredOrganization",
	"tenantname": "net:TenantName", "tenantid": "net:TenantId", "idp": "net:IdP", "executing account name": "net:User", "domain controller": "net:LogonServer",
	"group policy was applied from": "net:LogonServer",
}

func extractReport(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	last, indent := "", 0
	for i, line := range lines {
		label, value, ok := strings.Cut(line, ":")
		key := strings.ToLower(strings.TrimSpace(strings.TrimRight(strings.TrimSpace(label), ". ")))
		f := reportFields[key]
		lead := len(line) - len(strings.TrimLeft(line, " \t"))
		switch {
		case ok && f != "":
			last, indent = f, lead
		case !ok && last == "net:Domain" && lead > indent+16:
			f, value = last, line // the search list goes on below its first
		default:
			last = ""
			continue
		}
		out.Meta(f, strings.Trim(value, " \t:"), place(i))
	}
	plain.Push(out, lines, plain.SecretLine)
	return errors.Join(out.Err, err)
}
