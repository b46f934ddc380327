package names

// CommonWord reports whether a name in the form of catalogue.Normalise is a word of
// English or Japanese or the name of a person, place or day, and would be found
// everywhere.
func CommonWord(normalised string) bool { return in(common(), normalised) || in(proper(), normalised) }
