package misp

// template is an official object template (https://github.com/MISP/misp-objects), and
// of its attributes those that are written.
type template struct {
	name, category, uuid, version string
	attributes                    map[string]kind
}

// kind is the type of an attribute in MISP with the category it is filed under. None
// correlates that the template keeps from it.
type kind struct {
	typ, category string
	apart         bool // no correlation
}

const (
	analysis = "External analysis"
	other    = "Other"
)

func fileTemplate() template {
	return template{"file", "file", "688c46fb-5edb-40a3-8273-1af7923e2215", "25", map[string]kind{
		"filename":      {"filename", analysis, true},
		"fullpath":      {"text", other, false},
		"size-in-bytes": {"size-in-bytes", other, true},
		"md5":           {"md5", analysis, false},
		"sha1":          {"sha1", analysis, false},
		"sha256":        {"sha256", analysis, false},
		"mimetype":      {"mime-type", "Artifacts dropped", true}, // MISP files this type under no gentler category
	}}
}

func leakedDocumentTemplate() template {
	return template{"leaked-document", "file", "ea145ecd-b3c2-4f57-ac11-c16e883c4247", "6", map[string]kind{
		"document-name": {"text", other, false},
		"document-type": {"text", other, true},
		"first-seen":    {"datetime", other, true},
	}}
}

func organizationTemplate() template {
	return template{"organization", "misc", "f750e12b-127a-432c-b022-b3f9153c4e2a", "9", map[string]kind{
		"name":                {"text", other, false},
		"alias":               {"text", other, false},
		"description":         {"text", other, false},
		"registration-number": {"text", other, false},
	}}
}

func annotationTemplate() template {
	return template{"annotation", "misc", "5d8dc046-15a1-4ca3-a09f-ed4ede7c4487", "3", map[string]kind{
		"text":   {"text", other, false},
		"type":   {"text", other, true},
		"format": {"text", other, true},
	}}
}
