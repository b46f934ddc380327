package misp

// The parts of an event in the MISP core format
// (https://www.misp-standard.org/rfc/misp-standard-core.txt) that are written. The
// format writes numbers as strings.

type envelope struct {
	Event event `json:"Event"`
}

type event struct {
	UUID         string      `json:"uuid"`
	Info         string      `json:"info"`
	Date         string      `json:"date,omitempty"`
	Timestamp    string      `json:"timestamp,omitempty"`
	ThreatLevel  string      `json:"threat_level_id"`
	Analysis     string      `json:"analysis"`
	Distribution string      `json:"distribution"`
	Published    bool        `json:"published"`
	Tags         []tag       `json:"Tag"`
	Attributes   []attribute `json:"Attribute"`
	Objects      []*object   `json:"Object"`
}

type tag struct {
	Name string `json:"name"`
}

type attribute struct {
	UUID         string `json:"uuid"`
	Relation     string `json:"object_relation,omitempty"`
	Type         string `json:"type"`
	Category     string `json:"category"`
	Value        string `json:"value"`
	ToIDS        bool   `json:"to_ids"`
	Apart        bool   `json:"disable_correlation"`
	Distribution string `json:"distribution"`
	Timestamp    string `json:"timestamp,omitempty"`
	Comment      string `json:"comment"`
	Tags         []tag  `json:"Tag,omitempty"`
}

type object struct {
	UUID            string      `json:"uuid"`
	Name            string      `json:"name"`
	Category        string      `json:"meta-category"`
	TemplateUUID    string      `json:"template_uuid"`
	TemplateVersion string      `json:"template_version"`
	Distribution    string      `json:"distribution"`
	Timestamp       string      `json:"timestamp,omitempty"`
	Comment         string      `json:"comment"`
	Attributes      []attribute `json:"Attribute"`
	References      []reference `json:"ObjectReference"`
	template        template
}

type reference struct {
	UUID         string `json:"uuid"`
	Object       string `json:"object_uuid"`
	Referenced   string `json:"referenced_uuid"`
	Relationship string `json:"relationship_type"`
	Timestamp    string `json:"timestamp,omitempty"`
	Comment      string `json:"comment"`
}
