package html

// english is every string of the interface in English. The keys are the same in every
// language.
func english() map[string]string {
	return map[string]string{
		"title":   "evscan report",
		"skip":    "Skip to the verdict",
		"lang":    "Language",
		"print":   "Print",
		"nav":     "Sections",
		"verdict": "Verdict", "evidence": "Evidence", "weights": "Weights", "map": "Who writes to whom", "timeline": "Timeline", "items": "Items", "problems": "Problems", "about": "Origin and custody",

		"claim.supported": "Claim supported", "claim.contradicted": "Claim contradicted", "claim.undetermined": "Claim undetermined",
		"owner.identified": "Owner identified", "owner.leading": "Owner not identified", "owner.undetermined": "Owner undetermined", "owner.no-evidence": "No evidence of an owner",
		"owner": "Owner", "leader": "Leading, not identified", "owner.none": "Nobody is identified.", "unknown": "Probability of an owner that is none of those found: ", "probability": "Probability",
		"custodian": "Taken from", "custodian.own": "the owner's own systems", "custodian.of": "systems of this organisation", "custodian.none": "Undetermined", "custodian.none.why": "No custody evidence decides whose systems held the files.",
		"decided":   "What a person decided",
		"claimed.p": "Probability that the claimed organisation owns them: ",
		"flips":     "What would change the answer", "flips.none": "Leaving out any one class of evidence, any one group of look-alike files or any one of the weightiest files changes nothing.", "flips.nobody": "Nobody leads, so there is no answer to change.", "more": "more in the JSON report",
		"shortcuts": "Counting alone would say", "shortcuts.wrong": "not the owner", "nobody": "nobody",
		"coverage": "Coverage", "coverage.items": "items", "coverage.models": "OCR models missing: ",
		"others": "Other organisations", "others.all": "All organisations, with other spellings and why those are one", "confirmed": "confirmed by a person", "same": "possibly the same as", "linked": "One organisation because", "others.found": "Organisations found", "others.none": "No organisation occurs.", "organisation": "Organisation", "roles": "Role", "witnesses": "Witnesses", "alias": "also written",

		"evidence.lead":   "Each card is one witness: what stands where, how it was counted and what it weighs. 2.3 nats make the organisation ten times as likely.",
		"evidence.none":   "There is no evidence of any organisation.",
		"evidence.folded": "more of this class",
		"filter.org":      "Organisation", "filter.class": "Class", "filter.all": "all", "filter.shown": "shown", "crop.open": "Enlarge the picture", "crop.close": "Close", "crop.alt": "Part of the picture; the frame marks what was read: ",
		"counted": "Counted as", "weight": "Weight", "nats": "nats", "place": "Where", "why": "Why", "quality": "Quality", "evidence.more": "more in the JSON report only",

		"weights.lead": "How far each class of evidence speaks for (right) or against (left) each organisation, in nats.", "weights.class": "Class", "weights.score": "Sum", "weights.classes": "Evidence, by class", "weights.whole": "The package as a whole (own scale)", "weights.none": "Nothing was weighed.",
		"map.lead": "Documents that name both their issuer and their recipient. The number is how many.", "map.claimed": "The dashed box is the claimed organisation.", "map.picture": "Arrows from issuers to recipients; the table below says the same.", "map.none": "No document names both its issuer and its recipient.", "map.from": "From", "map.to": "To", "map.count": "Documents", "map.table": "As a table",
		"timeline.lead": "When the files that point at each organisation were made, changed or sent, by their own statement.", "timeline.picture": "Files over time, one line for each organisation; the table below says the same.", "timeline.none": "No file with evidence states a date.", "timeline.all": "All items with a date", "timeline.files": "files", "timeline.table": "As a table", "timeline.first": "First", "timeline.last": "Last",
		"items.lead":   "Every file of the package and what is in it.",
		"items.search": "Search in names", "items.status": "State", "items.type": "Type", "items.org": "Organisation", "items.any": "any", "items.problems": "with problems", "items.name": "Name", "items.size": "Size", "items.orgs": "Organisations", "items.noscript": "The table of all items needs the page's own script, which this browser does not run. The JSON report lists them all.",
		"items.prev": "Previous", "items.next": "Next", "items.page": "Page", "items.of": "of", "items.none": "No item fits the filter.", "items.open": "Details of", "items.printed": "Printed are the rows of this page of the table only.",
		"detail.path": "Path", "detail.sha256": "SHA-256", "detail.same": "Same bytes as", "detail.basis": "Identified by", "detail.warnings": "Warnings", "detail.metadata": "Metadata", "detail.marks": "Marks", "detail.problems": "Problems", "detail.cut": "Further details are in the JSON report.",
		"status.read": "read", "status.partly-read": "partly", "status.not-read": "not read", "aside.1": "taken for planted", "aside.2": "left out as irrelevant", "detail.aside": "Set aside by a person",
		"problems.none": "Everything was read.", "problems.lead": "What was not or not fully read, and what can be done about it.", "problems.more": "more; the table of items finds them",
		"about.package": "Package", "about.items": "Items", "about.items.hashed": "The JSON report holds the SHA-256 of %d of %d items.", "about.again": "Weighed again by", "about.sandbox": "Readers were held by", "about.claim": "The claim was taken to mean", "about.claim.several": "The name is ambiguous: it may mean any of these.",
		"about.check": "To check it", "about.check.does": "confirms that the report belongs to the package, or lists what differs.", "about.compare": "To compare it", "about.compare.near": "says what two packages share. %s can be recognised in edited copies, too (method %d).", "about.compare.bytes": "says what two packages share; of this one only files with the same bytes can be recognised.",
		"about.made": "Made by", "about.models": "OCR", "about.limits": "Limits in force", "about.options": "Options", "about.note": "A probability is no proof. It says how well the evidence in this package fits one owner compared with others; what the package does not hold, nobody weighed.",
	}
}
