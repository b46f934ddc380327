package html

import (
	"strings"
	"time"

	"evscan/report/document"
)

// dateOf is when an item was sent, else taken, else changed, else made, by its own
// statement; false where it says nothing plausible.
func dateOf(it document.Item) (time.Time, bool) {
	best, rank := time.Time{}, 0
	for _, f := range it.Metadata {
		r := dateRank(f.Name)
		if r <= rank {
			continue
		}
		if t, ok := parseDate(f.Value); ok {
			best, rank = t, r
		}
	}
	return best, rank > 0
}

// dateRank says how well a field dates an item; 0: it is no date of the document.
func dateRank(field string) int {
	vocabulary, name, _ := strings.Cut(field, ":")
	switch name {
	case "Date", "Sent", "DateSent", "SubmitTime", "Start":
		if vocabulary == "exif" || vocabulary == "iptc" {
			return 0
		}
		return 4
	case "DateTimeOriginal", "DateCreated", "SigningTime", "Taken":
		return 3
	case "Modified", "ModDate", "ModifyDate", "LastSaved", "LastSavedTime", "LastModified":
		return 2
	case "Created", "CreationDate", "CreateDate", "CreatedTime":
		return 1
	}
	return 0
}

// parseDate reads the forms in which readers give dates: RFC 3339, and Exif's own
// (CIPA DC-008, DateTime).
func parseDate(s string) (time.Time, bool) {
	if len(s) > 40 {
		return time.Time{}, false
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006:01:02 15:04:05", "2006-01-02"} {
		t, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		t = t.UTC()
		// Clocks that were never set begin at the start of 1970 or 1980.
		return t, t.Year() > 1980 && t.Year() < 2100
	}
	return time.Time{}, false
}
