package main

import (
	"strings"

	"evscan/report/say"
)

// localeLang is the language that the environment asks for, by the order of POSIX
// (https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html): LC_ALL,
// LC_MESSAGES, LANG. What there is no interface for is English.
func localeLang(getenv func(string) string) say.Lang {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		v := getenv(name)
		if v == "" {
			continue
		}
		tag, _, _ := strings.Cut(v, ".")
		tag, _, _ = strings.Cut(tag, "@")
		tag, _, _ = strings.Cut(tag, "_")
		for _, l := range say.Langs() {
			if strings.EqualFold(tag, string(l)) {
				return l
			}
		}
		break
	}
	return say.English
}
