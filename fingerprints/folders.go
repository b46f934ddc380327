package fingerprints

import (
	"strings"
	"unicode/utf8"

	"evscan/evidence"
	"evscan/fingerprints/catalogue"
)

// Programs that keep an organisation's files in step name the folder on the user's disk
// after the organisation: whoever has the folder is its member.

// syncFolder is the beginning of such a folder's name, and what ends it.
var syncFolders = []struct {
	begin, end, why string
	joined          bool // written without blanks
}{
	{"OneDrive - ", "", "folder in which OneDrive keeps an organisation's files", false},
	{"CloudStorage/OneDrive-", "", "folder in which OneDrive keeps an organisation's files", true},
	{"CloudStorage/OneDrive-SharedLibraries-", "", "folder in which SharePoint keeps an organisation's files", true},
	{"Dropbox (", ")", "folder in which Dropbox keeps a team's files", false},
}

// maxFolder is the length of an organisation's name in such a folder, in bytes.
const maxFolder = 120

// folders returns the marks of such folders in a text, unplaced.
func (c *collector) folders(text string) []folderMark {
	if !strings.Contains(text, "OneDrive") && !strings.Contains(text, "Dropbox (") {
		return nil
	}
	var out []folderMark
	for _, f := range syncFolders {
		for from := 0; len(out) < 100; {
			i := strings.Index(text[from:], f.begin)
			if i < 0 {
				break
			}
			start := from + i + len(f.begin)
			from = start
			if at := start - len(f.begin); at > 0 && strings.IndexByte(`\/`, text[at-1]) < 0 && !strings.HasSuffix(text[:at], "¥") && f.begin[0] != 'C' {
				continue // no folder of a path
			}
			end := start
			for end < len(text) && end-start <= maxFolder && strings.IndexByte("\\/\n\t\"<>|*?;", text[end]) < 0 && !strings.HasPrefix(text[end:], "¥") && (f.end == "" || !strings.HasPrefix(text[end:], f.end)) {
				_, n := utf8.DecodeRuneInString(text[end:])
				end += n
			}
			name := strings.TrimSpace(text[start:end])
			core := catalogue.Core(name)
			if end-start > maxFolder || utf8.RuneCountInString(core) < 2 || nobodysFolder[core] || strings.HasPrefix(name, "SharedLibraries-") {
				continue
			}
			m := evidence.Mark{Kind: "hosts", Key: evidence.Key{Kind: evidence.KeyName, Value: core}, Org: only(c.set.cat.ByName(name)), Value: name, Quality: 1, Count: 1}
			out = append(out, folderMark{m, start, start + len(name), f.why})
		}
	}
	return out
}

type folderMark struct {
	mark       evidence.Mark
	start, end int
	why        string
}

// nobodysFolder are names that such programs give where there is no organisation.
var nobodysFolder = map[string]bool{"personal": true, "個人用": true, "個人": true, "privat": true, "personnel": true, "business": true, "old": true, "backup": true, "copy": true, "work": true, "company": true,
	"my company": true, "default directory": true, "既定のディレクトリ": true}
