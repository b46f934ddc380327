package main

// equals lists media types with more than one name, each under the name that is
// compared. No type is put down here as another one that it is only a kind of.
var equals = map[string]string{
	"application/xml":         "text/xml",
	"image/x-ms-bmp":          "image/bmp",
	"audio/x-wav":             "audio/vnd.wave",
	"audio/wav":               "audio/vnd.wave",
	"audio/aiff":              "audio/x-aiff",
	"text/rtf":                "application/rtf",
	"application/x-gzip":      "application/gzip",
	"application/x-gtar":      "application/x-tar",
	"application/javascript":  "text/javascript",
	"font/ttf":                "application/x-font-ttf",
	"font/sfnt":               "application/x-font-ttf",
	"image/x-icns":            "image/icns",
	"image/x-emf":             "image/emf",
	"image/x-wmf":             "image/wmf",
	"application/vnd.sqlite3": "application/x-sqlite3",
	"application/vnd.microsoft.portable-executable": "application/x-msdownload",
	"application/x-dosexec":                         "application/x-msdownload",
	"audio/x-m4a":                                   "audio/mp4",
	"audio/aac":                                     "audio/x-aac",
	"video/x-ms-asf":                                "video/x-ms-asf",
}

// parents lists what a broader answer is right about: the container or the
// encoding that a type is written in.
var parents = map[string][]string{}

// judge compares a tool's answer with the expected type.
func judge(want, got string) answer {
	a := answer{mime: bare(got)}
	a.equal = canonical(want) == canonical(a.mime)
	a.family = a.equal
	for _, p := range parents[canonical(want)] {
		a.family = a.family || p == canonical(a.mime)
	}
	return a
}

func canonical(mime string) string {
	if c, ok := equals[mime]; ok {
		return c
	}
	return mime
}
