package identify

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

// An ar archive keeps its members as they are: its first lines may hold a key's armour.
func TestPEMInArchive(t *testing.T) {
	const armour = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
	for head, want := range map[string]bool{"": true, "Bag Attributes\n": true, "!<arch>\na.pem/          0           0     0     100644  83        `\n": false} {
		_, ok := pem("EC PARAMETERS")(start{text: head + armour})
		assert.Equal(t, want, ok, "%q", head)
	}
}
