package evidence

import "time"

// Limits bounds what a scan spends on a package. All sizes are counted on real
// bytes as they stream, never on declared sizes. When a limit trips, the item it
// trips on gets a limit-reached (or timed-out) problem and what was read before
// is kept; the scan goes on with the next item unless said otherwise.
type Limits struct {
	Depth      int           // nesting below the package; deeper children are listed, not opened
	Items      int           // items in the package; further entries are counted in one problem on their container
	ItemBytes  int64         // bytes of one item; what exceeds is cut off
	TotalBytes int64         // bytes of all items together; then containers stop expanding
	Ratio      float64       // expanded to packed bytes of one container once it has yielded more than RatioFloor bytes
	RatioFloor int64         // bytes below which Ratio is not looked at
	TextBytes  int64         // bytes of text facts of one item; further text is dropped
	ItemTime   time.Duration // wall time of one item; its worker is killed and replaced
	TotalTime  time.Duration // wall time of the scan; items not begun by then are not read
	Pixels     int64         // width times height of a picture; a larger one is not decoded
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
