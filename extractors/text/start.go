package text

import "evscan/evidence"

// Start is the beginning of a text, decoded and without leading white space, at most
// 4 KiB of its bytes, and the name of its encoding; "" where the item is no text.
func Start(p evidence.Probe) (start, encoding string) {
	g := guessOf(p)
	return g.start, g.Name
}
