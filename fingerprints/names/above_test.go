package names

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestNameOnTheLineAboveItsForm(t *testing.T) {
	m := matcher(t)
	for _, c := range []struct {
		text string
		want []found
	}{
		{"SAMPEL BUKU\nCO. (M) SDN BHD", []found{{"SAMPEL BUKU\nCO. (M) SDN BHD", "sampel buku", "sdn bhd"}}},
		{"SAMPEL BUKU\nco. (M) SDN BHD\n(Co. No. 1)", []found{{"SAMPEL BUKU\nco. (M) SDN BHD", "sampel buku", "sdn bhd"}}},
		{"SAMPEL BUKU\n(M) SDN BHD", []found{{"SAMPEL BUKU\n(M) SDN BHD", "sampel buku", "sdn bhd"}}},
		{"17-03\nSAMPEL BUKU\n(M) SDN BHD", []found{{"SAMPEL BUKU\n(M) SDN BHD", "sampel buku", "sdn bhd"}}},
		{"Nordtal Handel\n(Asia Pacific) Pte Ltd", []found{{"Nordtal Handel\n(Asia Pacific) Pte Ltd", "nordtal handel", "pte ltd"}}},
		{"and we bought it from them\n(M) SDN BHD", nil},
		{"Sampel Buku, Ipoh\n(M) SDN BHD", nil},
		{"Sampel Buku\n\n\n(M) SDN BHD", nil},
		{"(M) SDN BHD", nil},
		{"CO. (M) SDN BHD", nil},
		{"\n(M) SDN BHD", nil},
		{"One Two Three Four Five Six Seven\n(M) SDN BHD", nil},
		{"The\n(M) SDN BHD", nil},
	} {
		assert.Equal(t, c.want, find(m, c.text), c.text)
	}
}

func TestBracketsAreWrittenAsTheyStand(t *testing.T) {
	hits := matcher(t).Find("SAMPEL BUKU\n(M) SDN BHD")
	if assert.NotEmpty(t, hits) {
		assert.Equal(t, "SAMPEL BUKU (M) SDN BHD", hits[0].Display)
	}
	hits = matcher(t).Find("SAMPEL BUKU\nCO. (M) SDN BHD")
	if assert.NotEmpty(t, hits) {
		assert.Equal(t, "SAMPEL BUKU CO. (M) SDN BHD", hits[0].Display)
	}
}
