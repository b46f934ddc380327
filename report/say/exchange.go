package say

import (
	"fmt"
	"strings"

	"evscan/report/document"
)

// What the exchange formats say beside the sentences of the summary: notes that a
// person reads in the platform that imported them.

// Reasoned puts the reason of a verdict behind it; empty where there is none.
func Reasoned(l Lang, t *Translator, reason string) string {
	s, _ := t.Say(l, reason)
	if s == "" {
		return ""
	}
	return pick(l, "Reason: ", "理由:") + s
}

// Chance is a probability in words.
func Chance(l Lang, p float64) string {
	return pick(l, "probability ", "確率 ") + Probability(p)
}

// WithChance puts a probability behind a sentence.
func WithChance(l Lang, sentence string, p float64) string {
	stop := pick(l, ".", "。")
	return strings.TrimSuffix(sentence, stop) + pick(l, " (", "(") + Chance(l, p) + pick(l, ")", ")") + stop
}

// OnClaim is the verdict on the claim, marked as such; empty without a claim.
func OnClaim(l Lang, d document.Document) string {
	s := Claim(l, d)
	if s == "" {
		return ""
	}
	return pick(l, "Claim: ", "主張について:") + s
}

// ItemsRead is the coverage, marked as such.
func ItemsRead(l Lang, c document.Coverage) string {
	return pick(l, "Items: ", "項目:") + Coverage(l, c)
}

// Witness is one piece of evidence on one line, without the text around it.
// Value is how its value may be shown.
func Witness(l Lang, t *Translator, e document.Evidence, value string) string {
	var b strings.Builder
	b.WriteString(Class(l, e.Class))
	fmt.Fprintf(&b, pick(l, ": “%s” in %s", ":「%s」 %s"), value, Place(e.Path))
	if where := Where(l, e.Locator); where != "" {
		fmt.Fprintf(&b, pick(l, " (%s)", "(%s)"), where)
	}
	for _, s := range []string{e.Why, e.CountedAs} {
		if said, _ := t.Say(l, s); said != "" {
			b.WriteString(pick(l, "; ", "、") + said)
		}
	}
	fmt.Fprintf(&b, pick(l, "; weight %+.2f nats", "、重み %+.2f nat"), e.Weight)
	return b.String()
}

// MoreWitnesses says that n pieces of evidence are not listed; empty where none are.
func MoreWitnesses(l Lang, n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(pick(l, "%s more in the report.", "ほか%sは報告書に記載。"), Witnesses(l, n))
}

// FilesListed says how many of a package's files an exchange format lists.
func FilesListed(l Lang, listed, files int) string {
	if listed == files {
		return fmt.Sprintf(pick(l, "All %d files of the package are listed.", "パッケージの全%d件のファイルを掲載。"), files)
	}
	return fmt.Sprintf(pick(l, "%d of the package's %d files are listed, those that the evidence stands in first; the report lists the other %d.",
		"パッケージのファイルのうち%d件を掲載(全%d件、証拠のあるものを優先)。残り%d件は報告書に記載。"), listed, files, files-listed)
}

// OrganisationsLeft says how many organisations an exchange format does not list;
// empty where it lists all.
func OrganisationsLeft(l Lang, n int) string {
	switch {
	case n <= 0:
		return ""
	case l == Japanese:
		return fmt.Sprintf("言及されるだけの組織など%d件は報告書に記載。", n)
	case n == 1:
		return "1 further organisation, which is hardly more than mentioned, is left to the report."
	}
	return fmt.Sprintf("%d further organisations, which are hardly more than mentioned, are left to the report.", n)
}

// LeftToReport says what an exchange format never carries.
func LeftToReport(l Lang) string {
	return pick(l, "Texts, pictures and what stands around the evidence are left to the report; of mail addresses only the domain is given.",
		"本文・画像・証拠の前後の文は報告書のみに記載。メールアドレスはドメインのみを示す。")
}

// MadeBy says what made a report of which package.
func MadeBy(l Lang, d document.Document) string {
	return fmt.Sprintf(pick(l, "Made by %s %s with catalogue %s and weights %s from “%s”, %s, SHA-256 %s.",
		"作成:%s %s、カタログ %s、重み %s。対象:「%s」、%s、SHA-256 %s。"),
		Clean(d.Tool.Name), Clean(d.Tool.Version), Clean(d.Tool.CatalogueVersion), Clean(d.Tool.WeightsVersion),
		Clean(d.Package.Name), Size(d.Package.Size), Clean(d.Package.SHA256))
}

// Custodian is a sentence about the organisation whose systems the data was taken
// from; empty where that is not known.
func Custodian(l Lang, p *document.Party) string {
	if p == nil {
		return ""
	}
	return WithChance(l, fmt.Sprintf(pick(l, "They were taken from systems of %s.", "%s のシステムから持ち出されたものです。"), Named(p.Name, p.Domains)), p.Probability)
}

// Standing of an organisation towards a package, as exchange formats relate the two.
const (
	StandsOwner     = "owner-of"
	StandsPossible  = "possible-owner-of"
	StandsCustodian = "custodian-of"
	StandsClaimed   = "claimed-owner-of"
	StandsNamed     = "named-in"
)

// Stands puts the standing of an organisation into words.
func Stands(l Lang, standing string, roles []string, claimed string) string {
	switch standing {
	case StandsOwner:
		return pick(l, "owner of the records", "記録の持ち主")
	case StandsPossible:
		return pick(l, "may be the owner of the records; not sure enough to say so", "記録の持ち主の可能性があるが、断定はできない")
	case StandsCustodian:
		return pick(l, "the records were taken from its systems", "記録はこの組織のシステムから持ち出された")
	case StandsClaimed:
		return fmt.Sprintf(pick(l, "the records are claimed to be those of “%s”", "「%s」の記録であると主張されている"), Clean(claimed))
	}
	var said []string
	for _, r := range roles {
		said = append(said, Role(l, r))
	}
	if len(said) == 0 {
		return pick(l, "named in the package", "パッケージ内に現れる")
	}
	return pick(l, "named in the package as ", "パッケージ内での役割:") + strings.Join(said, pick(l, ", ", "、"))
}

// AlsoWritten lists other names of an organisation.
func AlsoWritten(l Lang, names []string) string {
	return pick(l, "also written ", "別表記:") + strings.Join(names, pick(l, ", ", "、"))
}

// EvidenceFor heads the evidence for an organisation.
func EvidenceFor(l Lang, name string) string {
	return fmt.Sprintf(pick(l, "Evidence for %s", "%s を示す証拠"), Clean(name))
}

// WhoseRecords is the title of what a report says of a package.
func WhoseRecords(l Lang, pack string) string {
	return fmt.Sprintf(pick(l, "Whose records are in “%s”", "「%s」は誰の記録か"), pack)
}
