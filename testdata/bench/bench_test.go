package bench

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func sums(t *testing.T, dir string) []string {
	t.Helper()
	var out []string
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		out = append(out, fmt.Sprintf("%x %s", sha256.Sum256(data), rel))
		return err
	}))
	return out
}

func TestTwoRunsAreEqual(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	require.NoError(t, Write(context.Background(), a, Plans(8, 5, 7)))
	require.NoError(t, Write(context.Background(), b, Plans(8, 5, 7)))
	assert.Len(t, sums(t, a), 8+2*5+2*4)
	assert.Equal(t, sums(t, a), sums(t, b))
	assert.NotEqual(t, Plans(8, 0, 7)[0].Parties, Plans(8, 0, 8)[0].Parties)
}

// TestDisjoint holds that no organisation stands in two parts, whatever name it goes by.
func TestDisjoint(t *testing.T) {
	part := map[string]string{}
	owners := map[string]int{}
	for _, p := range Plans(1000, 60, 1) {
		for _, q := range p.Parties {
			for _, n := range append(append([]string{q.Name}, q.Aliases...), q.Domains...) {
				n = strings.ToLower(n)
				if other, twice := part[n]; twice {
					require.Equal(t, other, p.Part, n)
				}
				part[n] = p.Part
			}
		}
		if p.Base == "" {
			for _, o := range p.Owners {
				owners[o.Name]++
			}
		}
	}
	for n, times := range owners {
		assert.Equal(t, 1, times, "%s owns two packages", n)
	}
}

func TestEveryCell(t *testing.T) {
	plans := Plans(1000, 60, 1)
	n := map[string]int{}
	cell := map[string]map[string]bool{}
	cases := map[string]map[string]int{}
	attacks, claims := map[string]int{}, map[string]int{}
	for _, p := range plans {
		n[p.Part]++
		if cell[p.Part] == nil {
			cell[p.Part], cases[p.Part] = map[string]bool{}, map[string]int{}
		}
		known := fmt.Sprint(p.Known)
		if p.Scenario == NoOwner {
			known = "-"
		}
		cell[p.Part][strings.Join([]string{p.Scenario, p.Language, p.Metadata, known}, "/")] = true
		cases[p.Part][p.Case]++
		if p.Part != PartAttack {
			attacks[p.Attack]++
			claims[p.ClaimIs]++
		}
	}
	assert.Equal(t, map[string]int{PartFit: 400, PartCalibrate: 200, PartBlind: 400, PartAttack: 120}, n)
	for _, part := range []string{PartFit, PartCalibrate, PartBlind} {
		// Six scenarios with owners in 3 languages, 2 states of metadata, known or not, and
		// no-owner without the last.
		assert.Len(t, cell[part], 6*3*2*2+3*2, part)
		for _, c := range Cases() {
			assert.GreaterOrEqual(t, cases[part][c], 2, "%s: %s", part, c)
		}
	}
	assert.Equal(t, 900, attacks[AttackNone])
	for _, a := range []string{AttackFlood, AttackCompany, AttackLabel, AttackFolders} {
		assert.InDelta(t, 25, attacks[a], 4, a)
	}
	for is, at := range map[string]int{ClaimTrue: 380, ClaimFalse: 380, ClaimGroup: 30, ClaimSimilar: 40} {
		assert.GreaterOrEqual(t, claims[is], at, is)
	}
}

func TestTruthIsConsistent(t *testing.T) {
	base := map[string]*Plan{}
	for _, p := range Plans(1000, 60, 3) {
		t.Run(p.Part+"/"+p.Package, func(t *testing.T) {
			role := map[string]string{}
			for _, q := range p.Parties {
				require.NotContains(t, role, q.Name)
				role[q.Name] = q.Role
			}
			for _, o := range p.Owners {
				assert.Equal(t, RoleOwner, role[o.Name])
				assert.NotEmpty(t, o.Domains)
			}
			want := 1
			switch p.Scenario {
			case NoOwner:
				want = 0
				assert.False(t, p.Inside)
				assert.NotEqual(t, ClaimTrue, p.ClaimIs)
			case TwoOwners:
				want = 2
			case MSPBreached:
				want = len(p.Owners) // one customer or two
				assert.Contains(t, []int{1, 2}, want)
				assert.NotNil(t, p.Custodian)
			}
			assert.Len(t, p.Owners, want)
			if p.Custodian != nil {
				assert.Contains(t, []string{RoleOwner, RoleCustodian}, role[p.Custodian.Name])
			}
			if p.Rights != nil {
				assert.Equal(t, RoleCustomer, role[p.Rights.Name])
			}
			assert.NotEmpty(t, p.Claim)
			switch p.ClaimIs {
			case ClaimTrue:
				assert.Equal(t, RoleOwner, p.ClaimRole)
				assert.True(t, goesBy(p.Owners, p.Claim), p.Claim)
			case ClaimFalse, ClaimGroup, ClaimSimilar:
				assert.NotEqual(t, RoleOwner, p.ClaimRole)
				assert.False(t, goesBy(p.Owners, p.Claim), p.Claim)
			default:
				t.Errorf("claim_is %q", p.ClaimIs)
			}
			named := slices.ContainsFunc(p.Parties, func(q Party) bool { return goesBy([]Who{q.Who}, p.Claim) })
			assert.Equal(t, p.ClaimRole != RoleAbsent, named, "%s: %s", p.ClaimRole, p.Claim)

			paths, kinds := p.Files()
			assert.Len(t, slices.Compact(slices.Sorted(slices.Values(paths))), len(paths), "a path twice")
			inside := 0
			pictures := 0
			for _, k := range kinds {
				if k == "internal-mail" || k == "screenshot" {
					inside++
				}
				if k == "screenshot" || k == "photo" || k == "scan" || k == "leak-site" {
					pictures++
				}
			}
			if p.Inside {
				assert.Positive(t, inside)
			}
			if p.Case == CaseImages {
				assert.GreaterOrEqual(t, pictures, 6)
			} else {
				assert.LessOrEqual(t, pictures, 4)
			}
			if p.Attack != AttackFlood {
				assert.GreaterOrEqual(t, len(paths), 6)
				assert.LessOrEqual(t, len(paths), 34)
			}
			if p.Base == "" {
				base[p.Part+p.Package] = p
				return
			}
			b := base[p.Part+p.Base]
			require.NotNil(t, b)
			assert.Equal(t, b.Owners, p.Owners)
			assert.Equal(t, b.Claim, p.Claim)
			assert.NotEqual(t, AttackNone, p.Attack)
			if p.Attack != AttackFolders {
				before, _ := b.Files()
				assert.Equal(t, before, paths[:len(before)])
			}
		})
	}
}

func goesBy(list []Who, claim string) bool {
	for _, w := range list {
		if claim == w.Name || slices.Contains(w.Aliases, claim) || slices.Contains(w.Domains, claim) {
			return true
		}
	}
	return false
}

func TestSizes(t *testing.T) {
	var n []int
	for _, p := range Plans(1000, 0, 1) {
		if p.Attack == AttackNone {
			n = append(n, len(p.items))
		}
	}
	slices.Sort(n)
	assert.InDelta(t, 15, n[len(n)/2], 4, "median of files")
}

// TestCheckDigit holds the check digit against numbers that the registry of corporate
// numbers gives as examples: 8700110005901 and 7000012050002.
func TestCheckDigit(t *testing.T) {
	assert.Equal(t, 8, checkDigit("700110005901"))
	assert.Equal(t, 7, checkDigit("000012050002"))
}

func TestPackagesOpen(t *testing.T) {
	st, err := NewStudio()
	require.NoError(t, err)
	for _, p := range Plans(21, 0, 5) {
		var b bytes.Buffer
		require.NoError(t, p.Write(&b, st))
		zr, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		require.NoError(t, err)
		if p.nested == "" {
			paths, _ := p.Files()
			require.Len(t, zr.File, len(paths))
		}
	}
}
