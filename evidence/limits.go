package evidence

import "time"

// Limits bounds what a scan spends on a package. All sizes are counted on real
// bytes as they stream, never on declared sizes. When a limit trips, the item it
// trips on gets a limit-reached (or timed-out) problem and what was read before
// is kept; the scan goes on with the next item unless said otherwise. Budgets of the
// whole scan are charged in the order of the package, so a limit other than a time
// trips on the same byte in every run.
type Limits struct {
	// Depth is the nesting below the package. Deeper items are listed with a
	// problem each and not opened.
	Depth int
	// Items is the number of items in the package. The innermost container that is
	// open then is closed, with one problem that counts the entries it has left. What
	// the containers around it have listed keeps its place, so that the files beside
	// an archive of millions of entries are still read. A single container stops
	// listing when it has given this many entries by itself.
	Items int
	// ItemBytes is the size of one item. It is cut off there, with a problem on it;
	// the part that was kept is read.
	ItemBytes int64
	// TotalBytes is the size of all items together, each content counted once. All
	// items behind the one that would exceed it are listed with a problem each and
	// not read; a single container that exceeds it by itself is cut off there.
	TotalBytes int64
	// Ratio is the bytes that come out of a container over its own size, looked at
	// once they are more than RatioFloor. It holds twice: for one container by
	// itself, and for each container with everything that is nested in it on all
	// levels, since nested archives multiply. The container that is open when it
	// trips is cut off, with a problem on it and on the child that was being taken;
	// containers that lie in the same exhausted one give nothing more either, each
	// with its problem, and files in them that are no containers are read.
	Ratio      float64
	RatioFloor int64
	// TextBytes is the text of one item. The rest of its text is dropped.
	TextBytes int64
	// ItemTime is the wall time of one item, of a container that of one of its entries
	// or of each 64 MiB of a larger one. An entry that comes too slowly is cut off after
	// three quarters of it, with a problem on the entry, and the container goes on.
	// Whatever takes longer has its worker killed and replaced; what that had pushed is
	// kept.
	ItemTime time.Duration
	// TotalTime is the wall time of the reading of all items. Items not begun by
	// then are listed with a problem each; what was read is weighed and reported.
	TotalTime time.Duration
	// Pixels is width times height of a picture, as declared. A larger one is not
	// decoded; its metadata are read.
	Pixels int64
}

// DefaultLimits are generous: they trip on attacks, not on offices.
func DefaultLimits() Limits {
	return Limits{
		Depth:      16,
		Items:      250_000,
		ItemBytes:  8 << 30,
		TotalBytes: 64 << 30,
		Ratio:      2000,
		RatioFloor: 64 << 20,
		TextBytes:  32 << 20,
		ItemTime:   5 * time.Minute,
		TotalTime:  24 * time.Hour,
		Pixels:     120_000_000,
	}
}
