package demo

import "strings"

var nameReplacer = strings.NewReplacer("/", "_", ":", "_", "・", "_", "（", "(", "）", ")", " ", "_", ",", "", "　", "_")

// fileName makes the name of a file from a subject, as people do.
func fileName(subject string) string { return nameReplacer.Replace(subject) }
