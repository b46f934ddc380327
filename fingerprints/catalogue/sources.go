package catalogue

// Source is where data of the embedded catalogue and lists comes from.
type Source struct {
	Name    string // e.g. EDINET
	Address string
	Version string // commit or date of the snapshot
	Licence string
	Notice  string // what the licence wants to be said
	Use     string // what was taken
}

// Sources lists where the embedded data comes from.
func Sources() []Source { return nil }
