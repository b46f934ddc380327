package bench

// The constellations of known wrong listings, and what belongs beside them.
const (
	CaseVendorDecoy    = "vendor decoy"
	CaseSameSector     = "same-sector utility"
	CaseRegulatorLinks = "regulator's press links"
	CaseAgencyHeading  = "agency heading on every form"
	CaseCourtPapers    = "court papers at a law firm"
	CaseNearDomain     = "near-identical domain"
	CaseNoData         = "similar name, no data"
	CaseDrawings       = "drawings belong to the customer"
	CaseCorrect        = "correct claim"
	CaseGroup          = "parent and subsidiary"
	CaseRecycled       = "recycled package"
	CaseTwoOwners      = "two owners"
	CasePlanted        = "planted metadata"
	CaseImages         = "image-only Japanese package"
)

// Cases lists all of them.
func Cases() []string {
	return []string{CaseVendorDecoy, CaseSameSector, CaseRegulatorLinks, CaseAgencyHeading, CaseCourtPapers, CaseNearDomain, CaseNoData, CaseDrawings, CaseCorrect, CaseGroup,
		CaseRecycled, CaseTwoOwners, CasePlanted, CaseImages}
}
