package attribution

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"evscan/evidence"
)

//go:embed weights.json
var defaultWeights []byte

// ErrWeights says that weights cannot be used; the message names the number.
var ErrWeights = errors.New("unusable weights")

// Weights holds every number of the method. The zero value is invalid.
type Weights struct {
	Version string                          `json:"version"` // date of the fit, 2006-01-02
	Fitted  string                          `json:"fitted"`  // the set they were fitted on
	Classes map[evidence.Class]ClassWeights `json:"classes"` // every class but listing, which weighs nothing

	TemplateRho    float64 `json:"template_rho"`      // correlation between files of one template
	CustodyMissing float64 `json:"custody_missing"`   // weight of custody evidence that points elsewhere
	Travelled      float64 `json:"travelled_custody"` // quality factor of custody marks in documents sent to somebody else

	Hub            HubWeights          `json:"hub"`
	Counterparties CounterpartyWeights `json:"counterparties"`
	Background     BackgroundWeights   `json:"background"`
	Clip           float64             `json:"clip"` // bound of a score, nats
	Prior          PriorWeights        `json:"prior"`
	Gates          GateWeights         `json:"gates"`
	Linking        LinkWeights         `json:"linking"`
}

// ClassWeights are the numbers of one evidence class.
type ClassWeights struct {
	M   float64 `json:"m"`   // probability of seeing the class if the candidate owns
	U   float64 `json:"u"`   // the same if it is only a party
	Rho float64 `json:"rho"` // correlation inside the class
	W   float64 `json:"w"`   // weight
}

// HubWeights shape the term for the party common to nearly all documents.
type HubWeights struct {
	Weight float64 `json:"weight"`
	PartyM float64 `json:"party_m"` // chance to be a party of a document group if it owns
	PartyU float64 `json:"party_u"` // the same otherwise
	// Rho is the correlation between document groups. Without it the term grows
	// without bound and drowns custody evidence in large packages.
	Rho float64 `json:"rho"`
	// MetadataParty is how much of a party an organisation is that only metadata names.
	MetadataParty float64 `json:"metadata_party"`
	// NoticeParty is the same of one that a running header or footer or a notice names.
	NoticeParty float64 `json:"notice_party"`
}

// CounterpartyWeights shape the term ln(1+D).
type CounterpartyWeights struct {
	Weight      float64 `json:"weight"`
	PerDocument int     `json:"per_document"` // counterparties that one document can contribute
	Most        int     `json:"most"`         // D beyond which nothing is added
}

// BackgroundWeights say who is in everyone's files.
type BackgroundWeights struct {
	Vendor float64 `json:"vendor"` // background rate from which on a firm is a software vendor
}

// PriorWeights turn scores into probabilities.
type PriorWeights struct {
	Temperature  float64 `json:"temperature"`
	Unknown      float64 `json:"unknown"`       // prior of an unseen owner when all was read
	Unread       float64 `json:"unread"`        // added to it when nothing was read
	Bonus        float64 `json:"bonus"`         // nats of the unknown
	Uncovered    float64 `json:"uncovered"`     // further nats when nobody covers the documents
	FullCoverage float64 `json:"full_coverage"` // coverage from which on a candidate has a full share of the prior
	PerDocument  float64 `json:"per_document"`  // full shares that one document can give
	Cap          float64 `json:"cap"`           // highest probability ever shown
}

// GateWeights are thresholds of verdicts.
type GateWeights struct {
	Identified     float64 `json:"identified"`
	Leading        float64 `json:"leading"`
	Counterparties int     `json:"counterparties"`
	Coverage       float64 `json:"coverage"`
	RivalCoverage  float64 `json:"rival_coverage"`
	GuardNats      float64 `json:"guard_nats"`
	ApartShare     float64 `json:"apart_share"` // share of the leader's dealings without the rival that lifts the two-party guard
	ClaimParty     float64 `json:"claim_party"` // coverage from which on only an identified owner contradicts the claim
	Custodian      float64 `json:"custodian"`
	MixedCoverage  float64 `json:"mixed_coverage"`  // share of the documents that makes a second custodian a second owner
	RestCoverage   float64 `json:"rest_coverage"`   // share of the documents without the leader from which on a second owner is looked for among them
	RestShare      float64 `json:"rest_share"`      // share of these that another one must be a party of to be it
	ClaimLow       float64 `json:"claim_low"`       // probability at or under which a claim may be contradicted
	OtherHigh      float64 `json:"other_high"`      // probability another must have for it
	RightsCoverage float64 `json:"rights_coverage"` // share of documents marked as the claimed party's that makes it the rights holder
}

// LinkWeights are the bits of step 2.
type LinkWeights struct {
	Catalogue float64 `json:"catalogue"`
	Merge     float64 `json:"merge"`
	Possible  float64 `json:"possible"`
	SameFile  float64 `json:"same_file"`
	Veto      float64 `json:"veto"`
}

// DefaultWeights returns the embedded weights. It fails only where the program
// was built with unusable ones.
func DefaultWeights() (Weights, error) {
	var w Weights
	if err := json.Unmarshal(defaultWeights, &w); err != nil {
		return Weights{}, fmt.Errorf("%w: %w", ErrWeights, err)
	}
	return w, w.Validate()
}

// Validate reports the first number that makes the weights unusable, wrapped in
// ErrWeights.
func (w Weights) Validate() error {
	if w.Version == "" || w.Fitted == "" {
		return fmt.Errorf("%w: version and fitted must say what these numbers are", ErrWeights)
	}
	for _, c := range evidence.Classes() {
		cw, ok := w.Classes[c]
		if c == evidence.ClassListing {
			if ok {
				return fmt.Errorf("%w: class %s must not weigh anything", ErrWeights, c)
			}
			continue
		}
		if !ok || !open01(cw.M) || !open01(cw.U) || cw.U >= cw.M || !in01(cw.Rho) || !in01(cw.W) {
			return fmt.Errorf("%w: class %s needs 0 < u < m < 1, rho and w in [0,1]", ErrWeights, c)
		}
	}
	if !open01(w.Hub.PartyM) || !open01(w.Hub.PartyU) || w.Hub.PartyU >= w.Hub.PartyM {
		return fmt.Errorf("%w: hub needs 0 < party_u < party_m < 1", ErrWeights)
	}
	for _, n := range []struct {
		name string
		v    float64
		ok   func(float64) bool
	}{
		{"template_rho", w.TemplateRho, in01}, {"custody_missing", w.CustodyMissing, in01}, {"travelled_custody", w.Travelled, in01},
		{"hub.weight", w.Hub.Weight, in01}, {"hub.rho", w.Hub.Rho, in01}, {"hub.metadata_party", w.Hub.MetadataParty, in01},
		{"hub.notice_party", w.Hub.NoticeParty, in01},
		{"counterparties.weight", w.Counterparties.Weight, in01}, {"counterparties.per_document", float64(w.Counterparties.PerDocument), positive},
		{"counterparties.most", float64(w.Counterparties.Most), positive}, {"background.vendor", w.Background.Vendor, open01},
		{"clip", w.Clip, clips}, {"prior.temperature", w.Prior.Temperature, temperature}, {"prior.unknown", w.Prior.Unknown, open01},
		{"prior.unread", w.Prior.Unread, in01}, {"prior.unknown + unread", w.Prior.Unknown + w.Prior.Unread, open01},
		{"prior.bonus", w.Prior.Bonus, clips0}, {"prior.uncovered", w.Prior.Uncovered, clips0}, {"prior.full_coverage", w.Prior.FullCoverage, open01},
		{"prior.per_document", w.Prior.PerDocument, positive}, {"prior.cap", w.Prior.Cap, open01},
		{"gates.identified", w.Gates.Identified, open01}, {"gates.leading", w.Gates.Leading, open01},
		{"gates.counterparties", float64(w.Gates.Counterparties), positive}, {"gates.coverage", w.Gates.Coverage, in01},
		{"gates.rival_coverage", w.Gates.RivalCoverage, in01}, {"gates.guard_nats", w.Gates.GuardNats, clips0},
		{"gates.apart_share", w.Gates.ApartShare, in01},
		{"gates.claim_party", w.Gates.ClaimParty, in01}, {"gates.custodian", w.Gates.Custodian, open01}, {"gates.mixed_coverage", w.Gates.MixedCoverage, in01},
		{"gates.rest_coverage", w.Gates.RestCoverage, in01}, {"gates.rest_share", w.Gates.RestShare, in01},
		{"gates.claim_low", w.Gates.ClaimLow, open01}, {"gates.other_high", w.Gates.OtherHigh, open01},
		{"gates.rights_coverage", w.Gates.RightsCoverage, in01},
		{"linking.catalogue", w.Linking.Catalogue, positive}, {"linking.merge", w.Linking.Merge, positive},
		{"linking.possible", w.Linking.Possible, positive}, {"linking.same_file", w.Linking.SameFile, positive},
		{"linking.veto", -w.Linking.Veto, positive},
	} {
		if !n.ok(n.v) {
			return fmt.Errorf("%w: %s = %v is out of range", ErrWeights, n.name, n.v)
		}
	}
	if w.Gates.Identified > w.Prior.Cap {
		return fmt.Errorf("%w: gates.identified lies above prior.cap", ErrWeights)
	}
	return nil
}

func in01(v float64) bool        { return v >= 0 && v <= 1 }
func open01(v float64) bool      { return v > 0 && v < 1 }
func positive(v float64) bool    { return v > 0 && !math.IsInf(v, 0) }
func clips(v float64) bool       { return v > 0 && v <= 50 }
func clips0(v float64) bool      { return v >= 0 && v <= 50 }
func temperature(v float64) bool { return v >= 0.1 && v <= 100 }
