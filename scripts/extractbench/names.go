package main

// equals lists media types with more than one name, each under the name that is
// compared: names of before a registration, those of one tool, letters apart. No type
// is put down here as another one that it is only a kind of.
var equals = map[string]string{
	"application/xml":                        "text/xml",
	"application/x-gzip":                     "application/gzip",
	"application/x-gtar":                     "application/x-tar", // the same archives, written by GNU tar
	"application/x-zlib":                     "application/zlib",
	"application/javascript":                 "text/javascript",
	"application/x-javascript":               "text/javascript",
	"text/rtf":                               "application/rtf",
	"text/x-msdos-batch":                     "application/x-bat",
	"text/x-bibtex":                          "application/x-bibtex-text-file",
	"application/vnd.sqlite3":                "application/x-sqlite3",
	"application/x-setupscript":              "text/x-ms-inf",
	"application/x-font-ttf":                 "font/ttf",
	"application/font-sfnt":                  "font/ttf",
	"font/sfnt":                              "font/ttf",
	"audio/x-wav":                            "audio/vnd.wave",
	"audio/wav":                              "audio/vnd.wave",
	"audio/aiff":                             "audio/x-aiff",
	"audio/aac":                              "audio/x-aac",
	"audio/x-hx-aac-adts":                    "audio/x-aac",
	"audio/x-m4a":                            "audio/mp4",
	"audio/mp3":                              "audio/mpeg",
	"audio/vnd.dolby.dd-raw":                 "audio/ac3",
	"audio/x-midi":                           "audio/midi",
	"image/x-ms-bmp":                         "image/bmp",
	"image/bpg":                              "image/x-bpg",
	"image/fits":                             "application/fits",
	"image/x-icns":                           "image/icns",
	"image/x-pcx":                            "image/vnd.zbrush.pcx",
	"image/x-dcx":                            "image/vnd.zbrush.dcx",
	"image/x-emf":                            "image/emf",
	"image/x-wmf":                            "image/wmf",
	"image/x-raw-adobe":                      "image/x-adobe-dng",
	"image/x-raw-nikon":                      "image/x-nikon-nef",
	"image/x-raw-sony":                       "image/x-sony-arw",
	"image/x-raw-pentax":                     "image/x-pentax-pef",
	"application/x-bentley-dgn":              "image/vnd.dgn",
	"application/x-mif":                      "application/vnd.mif",
	"application/x-dosexec":                  "application/vnd.microsoft.portable-executable", // file's name for it
	"application/x-msdownload":               "application/vnd.microsoft.portable-executable",
	"application/x-ms-office-lock":           "application/x-ms-owner",
	"application/pkix-cert":                  "application/x-x509-cert",
	"application/pkcs8":                      "application/x-x509-key", // of the kinds of keys Tika tells none
	"application/x-ms-installer":             "application/x-msi",
	"application/pem-certificate-chain":      "application/x-x509-cert",
	"application/x-outlook-msg":              "application/vnd.ms-outlook",
	"application/x-tika-msworks-spreadsheet": "application/x-msworks-spreadsheet",
	// Tika tells the access method in a parameter, evscan in the name.
	"application/x-berkeley-db-hash":  "application/x-berkeley-db",
	"application/x-berkeley-db-queue": "application/x-berkeley-db",
	// Of Mach-O, file and mimetype have one name for programs of one processor and of several.
	"application/x-mach-binary": "application/x-mach-o-executable",
}

// parents lists, under the names that are compared, what a broader answer would still
// be right about: the container or the notation that a type is written in.
var parents = map[string][]string{
	"application/dita+xml":                 {"text/xml"},
	"application/atom+xml":                 {"text/xml"},
	"application/rss+xml":                  {"text/xml"},
	"application/onix-message+xml":         {"text/xml"},
	"application/ttml+xml":                 {"text/xml"},
	"application/vnd.adobe.xdp+xml":        {"text/xml"},
	"application/vnd.adobe.xfdf":           {"text/xml"},
	"application/vnd.google-earth.kml+xml": {"text/xml"},
	"application/x-ms-asx":                 {"text/xml"},
	"application/vnd.google-earth.kmz":     {"application/zip"},
	"application/vnd.apple.keynote":        {"application/zip"},
	"application/vnd.apple.numbers":        {"application/zip"},
	"application/vnd.apple.pages":          {"application/zip"},
	"application/java-archive":             {"application/zip"},
	"model/vnd.dwf":                        {"application/zip"},
	"image/x-adobe-dng":                    {"image/tiff"},
	"image/x-nikon-nef":                    {"image/tiff"},
	"image/x-sony-arw":                     {"image/tiff"},
	"image/x-pentax-pef":                   {"image/tiff"},
	"image/x-canon-cr2":                    {"image/tiff"},
	"image/heic":                           {"image/heif"},
	"audio/x-ms-wma":                       {"video/x-ms-asf"},
	"video/x-ms-wmv":                       {"video/x-ms-asf"},
	"audio/eac3":                           {"audio/ac3"},
	"application/x-java-jnilib":            {"application/x-mach-o-universal", "application/x-mach-o-executable"},
	"application/x-mach-o-universal":       {"application/x-mach-o-executable"},
	"application/illustrator+ps":           {"application/postscript"},
	"application/mbox":                     {"message/rfc822", "text/plain"},
	"message/news":                         {"message/rfc822", "text/plain"},
	"message/x-emlx":                       {"text/plain"},
	"application/vnd.stardivision.calc":    {"application/x-ole-storage", "application/vnd.ms-office"},
	"application/vnd.stardivision.draw":    {"application/x-ole-storage", "application/vnd.ms-office"},
	"application/vnd.stardivision.impress": {"application/x-ole-storage", "application/vnd.ms-office"},
	"application/vnd.stardivision.writer":  {"application/x-ole-storage", "application/vnd.ms-office"},
	"application/vnd.ms-works":             {"application/x-ole-storage", "application/vnd.ms-office"},
	"application/x-msworks-spreadsheet":    {"application/x-ole-storage"},
	// RFC 8551 has one name for signed data with its content and one for the signature alone.
	"application/pkcs7-signature":                                {"application/pkcs7-mime"},
	"application/x-webarchive":                                   {"application/x-bplist"},
	"application/vnd.ms-excel.sheet.4":                           {"application/vnd.ms-excel"},
	"text/x-chdr":                                                {"text/x-c", "text/plain"},
	"text/x-csrc":                                                {"text/x-c", "text/plain"},
	"text/x-vcalendar":                                           {"text/calendar", "text/plain"},
	"text/calendar":                                              {"text/plain"},
	"text/css":                                                   {"text/plain"},
	"text/csv":                                                   {"text/plain"},
	"text/javascript":                                            {"text/plain"},
	"text/vnd.graphviz":                                          {"text/plain"},
	"text/vtt":                                                   {"text/plain"},
	"text/x-java-properties":                                     {"text/plain"},
	"text/x-matlab":                                              {"text/plain"},
	"text/x-robots":                                              {"text/plain"},
	"application/x-bat":                                          {"text/plain"},
	"application/x-bibtex-text-file":                             {"text/plain"},
	"application/x-endnote-refer":                                {"text/plain"},
	"application/x-font-adobe-metric":                            {"text/plain"},
	"application/x-subrip":                                       {"text/plain"},
	"application/x-x509-cert":                                    {"text/plain"},
	"application/x-x509-key":                                     {"text/plain"},
	"application/x-x509-dsa-parameters":                          {"text/plain"},
	"application/x-x509-ec-parameters":                           {"text/plain"},
	"application/vnd.java.hprof.text":                            {"text/plain"},
	"image/vnd.dxf":                                              {"text/plain"},
	"image/x-portable-bitmap":                                    {"text/plain"},
	"model/x.stl-ascii":                                          {"text/plain"},
	"application/vnd.ms-visio.drawing":                           {"application/zip"},
	"application/vnd.ms-visio.drawing.macroenabled.12":           {"application/zip"},
	"application/vnd.ms-visio.stencil":                           {"application/zip"},
	"application/vnd.ms-visio.stencil.macroenabled.12":           {"application/zip"},
	"application/vnd.ms-visio.template":                          {"application/zip"},
	"application/vnd.ms-visio.template.macroenabled.12":          {"application/zip"},
	"application/vnd.ms-powerpoint.template.macroenabled.12":     {"application/zip"},
	"application/vnd.ms-powerpoint.slideshow.macroenabled.12":    {"application/zip"},
	"application/vnd.ms-powerpoint.presentation.macroenabled.12": {"application/zip"},
}

// judge compares a tool's answer with the expected type.
func judge(want, got string) answer {
	a := answer{mime: bare(got)}
	want, got = canonical(want), canonical(a.mime)
	a.equal = want == got
	a.family = a.equal
	for _, p := range parents[want] {
		a.family = a.family || p == got
	}
	return a
}

func canonical(mime string) string {
	if c, ok := equals[mime]; ok {
		return c
	}
	return mime
}
