package catalogue

// Bare removes the punctuation from a normalised name as Core does, and leaves
// its legal form on.
func Bare(normalised string) string { return bare(normalised) }
