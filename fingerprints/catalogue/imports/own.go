package imports

import (
	"bytes"

	"evscan/fingerprints/catalogue"
)

// own is the catalogue's own JSON lines, as catalogue.Records reads them.
func own() Source {
	return Source{
		Name: "jsonl", Title: "catalogue file", Address: "evscan's own JSON lines", Licence: "as the file's maker says",
		guess: func(head []byte) bool {
			for line := range bytes.Lines(head) {
				if line = bytes.TrimSpace(line); len(line) > 0 && line[0] != '#' {
					return line[0] == '{' && bytes.Contains(line, []byte(`"name"`))
				}
			}
			return false
		},
		read: catalogue.Records,
	}
}
