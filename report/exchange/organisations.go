package exchange

import (
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"evscan/report/document"
	"evscan/report/say"
)

// Organisation is one that the formats carry.
type Organisation struct {
	ID          string // of the candidate; "claim" for a claimed one that does not occur
	Name        string
	Aliases     []string // other than Name
	Domains     []string // host names in ASCII, lower case, with a dot
	Register    string   // scheme of the number it has in a register; empty where none is known
	Number      string
	Roles       []string // as the report names them, without owner, custodian and claimed
	Occurs      bool     // whether the package names it at all
	Probability float64  // of being the owner
	Custody     float64  // of being the custodian; 0 where it is not
	Standings   []string // say.StandsOwner and so on; at least one, in their order
	Candidate   document.Candidate
}

// hardly is the probability below which an organisation that has no role is hardly
// more than mentioned.
const hardly = 0.01

func (c *Content) pickOrganisations() {
	a := c.Doc.Attribution
	seen := map[string]bool{}
	plain := 0
	for i, cand := range a.Candidates {
		if seen[cand.ID] {
			continue // no scan lists one twice
		}
		seen[cand.ID] = true
		o := organisation(cand)
		switch {
		case a.Owner != nil && a.Owner.ID == cand.ID:
			o.Standings = append(o.Standings, say.StandsOwner)
		case i == 0 && a.Owner == nil && a.Verdict == "leading":
			o.Standings = append(o.Standings, say.StandsPossible)
		}
		if a.Custodian != nil && a.Custodian.ID == cand.ID {
			o.Custody = a.Custodian.Probability
			o.Standings = append(o.Standings, say.StandsCustodian)
		}
		if c.Doc.Claim != nil && c.Doc.Claim.Candidate == cand.ID {
			o.Standings = append(o.Standings, say.StandsClaimed)
		}
		special := len(o.Standings) > 0
		if len(o.Roles) > 0 || !special {
			o.Standings = append(o.Standings, say.StandsNamed)
		}
		if !special {
			worth := cand.Probability >= hardly || slices.ContainsFunc(o.Roles, func(r string) bool { return r != "mentioned" })
			if !worth || plain == MaxOrganisations {
				c.OrganisationsLeft++
				continue
			}
			plain++
		}
		c.Organisations = append(c.Organisations, o)
	}
	if cl := c.Doc.Claim; cl != nil && !slices.ContainsFunc(c.Organisations, func(o Organisation) bool { return slices.Contains(o.Standings, say.StandsClaimed) }) {
		c.Organisations = append(c.Organisations, Organisation{ID: "claim", Name: Name(cl.Organisation), Probability: cl.Probability,
			Domains: domains([]string{cl.Organisation}), Standings: []string{say.StandsClaimed}})
	}
}

func organisation(cand document.Candidate) Organisation {
	o := Organisation{ID: cand.ID, Name: Name(cand.Name), Domains: domains(cand.Domains), Occurs: true, Probability: cand.Probability, Candidate: cand}
	for _, s := range cand.Aliases {
		if s = Name(s); s != "" && s != o.Name && !slices.Contains(o.Aliases, s) && len(o.Aliases) < MaxAliases {
			o.Aliases = append(o.Aliases, s)
		}
	}
	for _, r := range cand.Roles {
		if r = Name(r); r != "owner" && r != "custodian" && r != "claimed" && r != "" && !slices.Contains(o.Roles, r) {
			o.Roles = append(o.Roles, r)
		}
	}
	scheme, number, ok := strings.Cut(Name(cand.ID), ":")
	switch scheme {
	case "domain", "host", "name", "tenant": // what the package itself names it by
	default:
		if ok && scheme != "" && number != "" {
			o.Register, o.Number = scheme, number
		}
	}
	return o
}

// domains keeps what can be the name of a domain: letters of other scripts are written
// in ASCII (RFC 5891), so that no name passes for another.
func domains(list []string) []string {
	profile := idna.New(idna.MapForLookup(), idna.StrictDomainName(true), idna.VerifyDNSLength(true), idna.BidiRule())
	var out []string
	for _, s := range list {
		ascii, err := profile.ToASCII(strings.TrimSuffix(strings.ToLower(strings.TrimSpace(s)), "."))
		if err != nil || !strings.Contains(ascii, ".") || slices.Contains(out, ascii) {
			continue
		}
		if out = append(out, ascii); len(out) == MaxDomains {
			break
		}
	}
	return out
}

// Claimed is the organisation whose records somebody says these are; nil without a claim.
func (c *Content) Claimed() *Organisation {
	for i := range c.Organisations {
		if slices.Contains(c.Organisations[i].Standings, say.StandsClaimed) {
			return &c.Organisations[i]
		}
	}
	return nil
}

// Describe says what an organisation is to the package, on one line.
func (c *Content) Describe(o Organisation) string {
	var parts []string
	for _, s := range o.Standings {
		parts = append(parts, c.Stands(o, s))
	}
	if o.Occurs {
		parts = append(parts, say.Standing(c.Lang, o.Candidate))
	}
	return strings.Join(parts, "; ")
}

// DescribeAll adds the other names of an organisation, for formats without a place of
// their own for them.
func (c *Content) DescribeAll(o Organisation) string {
	if len(o.Aliases) == 0 {
		return c.Describe(o)
	}
	return c.Describe(o) + "; " + say.AlsoWritten(c.Lang, o.Aliases)
}

// Stands puts one standing of an organisation into words.
func (c *Content) Stands(o Organisation, standing string) string {
	claimed := ""
	if c.Doc.Claim != nil {
		claimed = Name(c.Doc.Claim.Organisation)
	}
	s := say.Stands(c.Lang, standing, o.Roles, claimed)
	switch standing {
	case say.StandsOwner, say.StandsPossible:
		s += " (" + say.Chance(c.Lang, o.Probability) + ")"
	case say.StandsCustodian:
		s += " (" + say.Chance(c.Lang, o.Custody) + ")"
	}
	return s
}
