package bench

import (
	"time"
)

// paper is a document before it is set in a format.
type paper struct {
	by      *org   // whose program and template made it; nil: nobody's
	author  person // whose name its program writes
	title   string // in the properties
	header  string
	footer  string
	ja      bool
	when    time.Time
	blocks  []block
	custody bool   // shares, labels and printers of its maker may show
	travels bool   // its maker's label goes with it wherever it goes
	path    string // where its maker kept it; shown in a footer or in links
}

// block is a piece of a paper.
type block struct {
	style       string // title, heading, text, right, small; or pair, table, gap
	text        string
	left, right []string   // pair: two columns of lines
	rows        [][]string // table: the first row is its heading
}

func (p *paper) add(style string, lines ...string) {
	for _, l := range lines {
		p.blocks = append(p.blocks, block{style: style, text: l})
	}
}

func (p *paper) pair(left, right []string) {
	p.blocks = append(p.blocks, block{style: "pair", left: left, right: right})
}

func (p *paper) table(rows [][]string) {
	p.blocks = append(p.blocks, block{style: "table", rows: rows})
}

func (p *paper) gap() { p.blocks = append(p.blocks, block{style: "gap"}) }
