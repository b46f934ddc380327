package ooxml

import "evscan/evidence"

// Types is the list of content types of an Office package, read once for an item; nil
// where there is none.
func Types(p evidence.Probe) []byte {
	types, _ := p.Memo("ooxml:types", func() any { return probeTypes(p) }).([]byte)
	return types
}
