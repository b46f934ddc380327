// Package repo reads what version control leaves in a working copy: where it came
// from and who committed. No version control program is ever run on it.
package repo

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"evscan/evidence"
	"evscan/extractors/internal/plain"
	"evscan/extractors/internal/push"
)

// maxBytes bounds a text of this package.
const maxBytes = 64 << 20

// Formats lists the kinds in probe order.
func Formats() []evidence.Format {
	return []evidence.Format{
		{ID: "git-object", MIME: "application/x-git-object", Version: 1, Match: matchObject, Extract: extractObject},
		{ID: "git-pack", MIME: "application/x-git-pack", Version: 1, Exts: []string{"pack"}, Match: matchPack, Extract: extractPack},
		{ID: "git-index", MIME: "application/x-git-index", Version: 1, Match: matchIndex, Extract: extractIndex},
		{ID: "git-config", MIME: "text/x-git-config", Version: 1, Exts: []string{"gitconfig", "gitmodules"}, Match: matchConfig, Extract: extractConfig},
		{ID: "git-reflog", MIME: "text/x-git-reflog", Version: 1, Match: matchLog, Extract: extractLog},
		{ID: "git-refs", MIME: "text/x-git-packed-refs", Version: 1, Match: matchRefs, Extract: extractRefs},
		{ID: "hg-config", MIME: "text/x-hg-config", Version: 1, Exts: []string{"hgrc"}, Match: matchHg, Extract: extractHg},
		{ID: "svn-entries", MIME: "text/x-svn-entries", Version: 1, Match: matchSvn, Extract: extractSvn},
	}
}

const beginning = 8 << 10

// matchConfig knows git's own sections; INI files have others.
func matchConfig(p evidence.Probe) (string, bool) {
	s := plain.Start(p, beginning)
	if !strings.HasPrefix(s, "[") && !strings.HasPrefix(s, "#") && !strings.HasPrefix(s, ";") {
		return "", false
	}
	for _, section := range []string{"[remote \"", "[submodule \"", "[branch \"", "repositoryformatversion"} {
		if strings.Contains(s, section) {
			return "section " + section + " of git's configuration", true
		}
	}
	user := strings.Contains(s, "[user]") && strings.Contains(s, "email")
	return "section [user] with an email", user && (p.Ext == "gitconfig" || !strings.Contains(s, "[defaults]"))
}

func extractConfig(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	section, name, mail := "", "", ""
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, "[") {
			section = strings.ToLower(strings.Trim(t, "[]"))
			continue
		}
		k, v, ok := strings.Cut(t, "=")
		if !ok {
			continue
		}
		k, v = strings.ToLower(strings.TrimSpace(k)), strings.Trim(strings.TrimSpace(v), `"`)
		switch {
		case strings.HasPrefix(section, "user") && k == "name":
			name = v
		case strings.HasPrefix(section, "user") && k == "email":
			mail = v
		case k == "url" || k == "pushurl" || k == "insteadof" || k == "fetchurl":
			lines[i] = strings.Replace(line, v, plain.CleanURL(v), 1)
			remote(out, "git", plain.CleanURL(v), section)
		case strings.HasPrefix(section, "url \""):
			remote(out, "git", plain.CleanURL(strings.Trim(section[4:], `" `)), section)
		case section == "http" && k == "proxy":
			lines[i] = strings.Replace(line, v, plain.CleanURL(v), 1)
			out.Meta("git:ProxyHost", plain.Host(v), section)
		}
	}
	switch {
	case mail != "" && name != "":
		out.Meta("git:User", name+" <"+mail+">", "user")
	default:
		out.Meta("git:User", name+mail, "user")
	}
	plain.Push(out, lines, func(l string) bool { return plain.SecretLine(l) || strings.Contains(strings.ToLower(l), "extraheader") })
	return errors.Join(out.Err, err)
}

// remote pushes an address and its host, under the prefix of the system it is of.
func remote(out *push.Pusher, prefix, address, source string) {
	if address == "" {
		return
	}
	out.Meta(prefix+":Remote", address, source)
	out.Meta(prefix+":RemoteHost", plain.Host(address), source)
}

// logLine is a line of a reflog: two objects, a committer, a time, what happened.
var logLine = regexp.MustCompile(`^[0-9a-f]{40}(?:[0-9a-f]{24})? [0-9a-f]{40}(?:[0-9a-f]{24})? (.*<[^>]*>) \d+ [+-]\d{4}(?:\t(.*))?$`)

func matchLog(p evidence.Probe) (string, bool) {
	first, _, _ := strings.Cut(plain.Start(p, 4096), "\n")
	return "line of a reflog", logLine.MatchString(strings.TrimRight(first, "\r"))
}

func extractLog(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	bad := 0
	for i, line := range lines {
		m := logLine.FindStringSubmatch(line)
		if m == nil {
			if strings.TrimSpace(line) != "" {
				bad++
			}
			continue
		}
		out.Meta("git:Committer", m[1], fmt.Sprintf("line %d", i+1))
		if _, from, ok := strings.Cut(m[2], "clone: from "); ok {
			remote(out, "git", plain.CleanURL(from), fmt.Sprintf("line %d", i+1))
			lines[i] = strings.Replace(line, from, plain.CleanURL(from), 1)
		}
		if _, from, ok := strings.Cut(m[2], "pull "); ok && strings.Contains(from, "://") {
			address, _, _ := strings.Cut(strings.TrimSpace(from), " ")
			lines[i] = strings.Replace(lines[i], address, plain.CleanURL(address), 1)
		}
	}
	plain.Push(out, lines, nil)
	if bad > 0 {
		err = errors.Join(err, fmt.Errorf("%w: %d lines are no entries", evidence.ErrCorrupt, bad))
	}
	return errors.Join(out.Err, err)
}

func matchRefs(p evidence.Probe) (string, bool) {
	return "starts with # pack-refs with:", strings.HasPrefix(plain.Start(p, 256), "# pack-refs with:")
}

func extractRefs(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	var names []string
	for _, line := range lines {
		if _, name, ok := strings.Cut(line, " refs/"); ok {
			names = append(names, "refs/"+name)
		}
	}
	plain.Push(out, names, nil)
	return errors.Join(out.Err, err)
}

func matchHg(p evidence.Probe) (string, bool) {
	s := plain.Start(p, beginning)
	paths := strings.Contains(s, "[paths]") && strings.Contains(s, "default")
	return "section [paths] or [ui] of Mercurial", paths || p.Ext == "hgrc" && strings.Contains(s, "[ui]")
}

func extractHg(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	section := ""
	for i, line := range lines {
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, "[") {
			section = strings.Trim(t, "[]")
			continue
		}
		k, v, ok := strings.Cut(t, "=")
		if !ok {
			continue
		}
		v = strings.TrimSpace(v)
		switch {
		case section == "paths":
			lines[i] = strings.Replace(line, v, plain.CleanURL(v), 1)
			remote(out, "hg", plain.CleanURL(v), section)
		case section == "ui" && strings.TrimSpace(k) == "username":
			out.Meta("hg:User", v, section)
		}
	}
	plain.Push(out, lines, plain.SecretLine)
	return errors.Join(out.Err, err)
}

// matchSvn knows the entries file of working copies before Subversion 1.7: a
// version, an empty line, the word dir, a revision, an address.
func matchSvn(p evidence.Probe) (string, bool) {
	lines := strings.SplitN(plain.Start(p, 2048), "\n", 7)
	if len(lines) < 6 || len(lines[0]) > 3 || strings.Trim(lines[0], "0123456789\r") != "" {
		return "", false
	}
	return "version and entry of a Subversion working copy", strings.TrimSpace(lines[2]) == "dir" && strings.Contains(lines[4], "://")
}

func extractSvn(_ context.Context, in evidence.Input, sink evidence.Sink) error {
	out := push.New(sink, in.Limits)
	lines, err := plain.Lines(in, maxBytes)
	for i, line := range lines {
		line = strings.TrimSpace(line)
		switch {
		case strings.Contains(line, "://"):
			lines[i] = plain.CleanURL(line)
			remote(out, "svn", lines[i], fmt.Sprintf("line %d", i+1))
		case i > 1 && len(line) < 64 && line != "" && strings.HasSuffix(strings.TrimSpace(lines[i-2]), "Z") && strings.Contains(lines[i-2], "T"):
			// The author of a change stands two lines behind its time.
			out.Meta("svn:Author", line, fmt.Sprintf("line %d", i+1))
		}
	}
	plain.Push(out, lines, nil)
	return errors.Join(out.Err, err)
}
