package tenants_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"evscan/fingerprints/tenants"
)

const guid = "3F2A9C10-77AB-4D1E-9B54-0C1D2E3F4A5B"

func TestMetadata(t *testing.T) {
	h := tenants.Metadata("msip:SiteId", guid)
	assert.Len(t, h, 1)
	assert.Equal(t, "3f2a9c10-77ab-4d1e-9b54-0c1d2e3f4a5b", h[0].Key.Value)
	assert.False(t, h[0].Sender)

	h = tenants.Metadata("mail:X-MS-Exchange-CrossTenant-id", guid)
	assert.Len(t, h, 1)
	assert.True(t, h[0].Sender)

	assert.Empty(t, tenants.Metadata("msip:LabelId", guid), "a label is not a tenant")
	assert.Empty(t, tenants.Metadata("msip:SiteId", "9188040d-6c67-4c5b-b112-36a304b66dad"), "personal accounts")
	assert.Equal(t, 0.1, tenants.Metadata("msip:SiteId", "72f988bf-86f1-41af-91ab-2d7cd011db47")[0].Quality)
	assert.Len(t, tenants.Metadata("mail:msip_labels", "MSIP_Label_11111111-2222-3333-4444-555555555555_SiteId="+guid+";"), 1)
}

func TestFind(t *testing.T) {
	assert.Len(t, tenants.Find("https://login.microsoftonline.com/"+guid+"/oauth2"), 1)
	assert.Len(t, tenants.Find(`"tenantId": "`+guid+`"`), 1)
	assert.Empty(t, tenants.Find("object "+guid))
	assert.Empty(t, tenants.Find("tenantId: "+guid[:35]))
	assert.Empty(t, tenants.Find("tenantId: "+guid+"-0"))
	for _, n := range []int{tenants.MaxHits - 1, tenants.MaxHits, tenants.MaxHits + 1} {
		assert.Len(t, tenants.Find(strings.Repeat("tenantId="+guid+"\n", n)), min(n, tenants.MaxHits))
	}
}

func FuzzFind(f *testing.F) {
	f.Add("tenantId=" + guid)
	f.Add("----------")
	f.Fuzz(func(t *testing.T, s string) {
		for _, h := range append(tenants.Find(s), tenants.Metadata("msip:SiteId", s)...) {
			assert.Equal(t, 36, h.End-h.Start)
			assert.Equal(t, strings.ToLower(s[h.Start:h.End]), h.Key.Value)
		}
	})
}
