// Package bench makes the packages that attribution is fitted and measured on:
// samples as they leak, in the formats that offices use, of invented organisations,
// with the truth beside them. It knows nothing of how anybody weighs what it makes.
//
// The owner of records is the organisation that kept them in the course of its own
// business: it wrote them, or they were sent to it, and it filed them. The custodian
// is the organisation whose systems they were taken from. The two differ where a
// provider keeps files for its customers (hosting, payroll, bookkeeping by hire): the
// files stay the customer's, the provider is the custodian. A supplier that keeps its
// customer's drawings, specifications and orders because it works with them owns its
// records, those papers among them; the customer is the rights holder of the drawings.
// A firm that files forms of an authority, or papers of a court, owns its files; the
// authority owns nothing in them. Where the papers of two organisations were put
// together, there are two owners. Public brochures, private files and downloads that
// no organisation kept have no owner.
//
// A package is planned first and made later: Plans decides everything and costs little,
// Plan.Write makes the files. Equal arguments give equal bytes, given the same fonts.
package bench
