package analyzer

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"evscan/evidence"
)

// A leak site often states the password of its archive in a readme beside it.
// Such passwords are tried last, after those the analyst gave, and the report says
// so on every item they opened.

// Bounds of the search for stated passwords.
const (
	maxStated      = 30       // passwords tried
	maxStatedText  = 64 << 10 // characters of an item that is looked through
	maxStatedBytes = 64       // of one password
)

// statedPassword finds what a text gives as a password, in the words of the
// languages that leak sites write in. The pattern is RE2: its time is linear.
var statedPassword = regexp.MustCompile(`(?i)(?:pass(?:word|wd|phrase|code)?|\bpwd?|パスワード|ﾊﾟｽﾜｰﾄﾞ|暗証番号|密码|密碼|解压码|비밀번호|пароль|passwor[dt]|kennwort|mot de passe|contraseña)` +
	`[^\S\n]*(?:\((?:zip|rar|7z|archive)\))?[^\S\n]*(?:is|are|ist|は|:|：|=|＝|-+>|→)[^\S\n]*["'「『“<]?([^\s"'」』”<>]{1,64})`)

// stated is a password and the item that states it.
type stated struct {
	password string
	item     string // name of the item
}

// statedIn returns the passwords that a text states, at most maxStated, each also
// without the full stop that ends its sentence.
func statedIn(text string) []string {
	var out []string
	add := func(p string) {
		if p != "" && len(p) <= maxStatedBytes && len(out) < maxStated && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	for _, m := range statedPassword.FindAllStringSubmatch(text, maxStated) {
		add(m[1])
		add(strings.TrimRight(m[1], ".,;:。、)）]"))
	}
	return out
}

// retry reads what stayed closed once more, with the passwords that the package
// itself states. It reports whether there is anything to read again.
func (r *reading) retry() (bool, error) {
	if r.retried {
		return false, nil
	}
	r.retried = true
	if r.commit.late.Load() {
		return false, nil // committed anew, everything would be given up
	}
	var closed []*unit
	for _, u := range r.commit.units {
		if u != nil && u.locked() > 0 && !slices.Contains(closed, u) {
			closed = append(closed, u)
		}
	}
	if len(closed) == 0 {
		return false, nil
	}
	found, err := r.statedPasswords()
	if err != nil || len(found) == 0 {
		return false, err
	}
	for _, u := range closed {
		u.before = u.locked()
		u.stated, u.urgent = found, false
		u.reset()
	}
	late := r.commit.late.Load()
	r.commit = r.newCommit()
	r.commit.late.Store(late)
	return true, nil
}

// statedPasswords looks through the package's short texts and mails, in order.
func (r *reading) statedPasswords() ([]stated, error) {
	var out []stated
	for i, u := range r.commit.units {
		if u == nil || u.result.text.Chars == 0 || u.result.text.Chars > maxStatedText {
			continue
		}
		// Kinds of text have names of their own; what each of them states is stated.
		if typ := u.result.typ; !strings.HasPrefix(typ.MIME, "text/") && typ.Format != "eml" && typ.Format != "json" {
			continue
		}
		facts, err := r.spool.get(u.result.facts)
		if err != nil {
			return nil, err
		}
		for _, f := range facts {
			if f.Kind != evidence.FactText {
				continue
			}
			for _, p := range statedIn(f.Value) {
				known := slices.Contains(r.cfg.Settings.Passwords, p) || slices.ContainsFunc(out, func(s stated) bool { return s.password == p })
				if !known && len(out) < maxStated {
					out = append(out, stated{p, r.commit.items[i].Name()})
				}
			}
		}
	}
	return out, nil
}

// locked counts what of a unit stayed closed.
func (u *unit) locked() int {
	n := 0
	for _, p := range u.result.problems {
		if p.Kind == evidence.ProblemEncrypted {
			n++
		}
	}
	for _, c := range u.result.children {
		if c.name.Problem.Kind == evidence.ProblemEncrypted {
			n++
		}
	}
	return n
}

// opened is the warning on a unit that a stated password opened, "" where none did.
func (u *unit) opened() string {
	if len(u.stated) == 0 || u.locked() >= u.before {
		return ""
	}
	var items []string
	for _, s := range u.stated {
		if !slices.Contains(items, s.item) && len(items) < 3 {
			items = append(items, s.item)
		}
	}
	return fmt.Sprintf("opened with a password that the package itself states, in %s", strings.Join(items, ", "))
}

// extra are the passwords a unit is read with beside those of the settings.
func (u *unit) extra() []string {
	var out []string
	for _, s := range u.stated {
		out = append(out, s.password)
	}
	return out
}
