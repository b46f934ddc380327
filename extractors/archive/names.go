package archive

import "evscan/evidence"

// ZipNames lists the first names of a zip file's directory, as its bytes have them;
// nil where there is none.
func ZipNames(p evidence.Probe) []string {
	names, _ := p.Memo("zip names", func() any { return directoryNames(p) }).([]string)
	return names
}
