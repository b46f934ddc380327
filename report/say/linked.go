package say

import (
	"regexp"
	"strings"
)

// linkedForm is how the weighing says why two keys are one organisation: both, then
// reasons with their bits.
func linkedForm() *regexp.Regexp {
	return regexp.MustCompile(`^(?:(.+) and (.+): )?(.+ \([+-][\d.e]+\))$`)
}

// Linked says why names, domains and hosts are one organisation, and whether that is in
// language l.
func (t *Translator) Linked(l Lang, why string) (string, bool) {
	s := Clean(why)
	m := t.linked.FindStringSubmatch(s)
	if l != Japanese || m == nil || len(s) > 4000 {
		return t.Say(l, why)
	}
	known := true
	var parts []string
	for _, p := range strings.Split(strings.TrimSuffix(m[3], ")"), "), ") {
		i := strings.LastIndex(p, " (")
		if i < 0 {
			return s, false
		}
		reason, ok := t.japanese(p[:i], 0)
		known = known && ok
		parts = append(parts, reason+"("+p[i+2:]+")")
	}
	s = strings.Join(parts, "、")
	if m[1] != "" {
		s = m[1] + " と " + m[2] + ":" + s
	}
	return s, known
}
