package analyzer

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/fingerprints"
)

// told keeps what a stream is told, and refuses the item of a given ID.
type told struct {
	header Result
	begun  int
	items  []evidence.Item
	refuse string
	each   func()
}

func (s *told) Begin(r Result) error {
	s.header = r
	s.begun++
	return nil
}

func (s *told) Item(it evidence.Item) error {
	if it.ID == s.refuse {
		return errors.New("full")
	}
	s.items = append(s.items, it)
	if s.each != nil {
		s.each()
	}
	return nil
}

// bare is an item without what a stream is not told.
func bare(it evidence.Item) evidence.Item {
	it.Marks, it.Links, it.Group, it.Paper, it.Fingerprint = nil, nil, "", "", evidence.Fingerprint{}
	late := slices.ContainsFunc(it.Problems, func(p evidence.Problem) bool { return p.Late })
	it.Problems = slices.DeleteFunc(slices.Clone(it.Problems), func(p evidence.Problem) bool { return p.Late })
	if len(it.Problems) == 0 {
		it.Problems = nil
	}
	if late && it.SameAs == "" {
		it.Status = status(it.Problems)
	}
	return it
}

func TestAStreamIsToldWhatTheResultHolds(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		limit   func(*evidence.Limits)
		late    int // problems that it is not told
	}{
		"plain":                       {content: "LIST\na=NOTE one\nb=LIST\\nc=NOTE two\\nd=NOTE three\ne=NOTE one\n../f=NOTE four\n"},
		"a single file":               {content: "NOTE Harrowgate Spinning Ltd"},
		"a closed entry":              {content: "LIST\na=NOTE one\nb=VAULT secret NOTE inside\nc=NOTE two\n"},
		"a stated password":           {content: "LIST\na=NOTE one\nb=VAULT secret NOTE inside\nc=NOTE two\nd=NOTE password: secret\n"},
		"a stated password too early": {content: "LIST\na=NOTE password: secret\nb=VAULT secret LIST\\nx=NOTE inside\\ny=NOTE other\n"},
		"too many items": {content: "LIST\na=LIST\\nb=NOTE 1\\nc=NOTE 2\\nd=NOTE 3\ne=NOTE 4\n", late: 1,
			limit: func(l *evidence.Limits) { l.Items = 5 }},
		"too many marks": {content: "LIST\na=NOTE " + manyDomains(fingerprints.MaxMarks+1) + "\nb=NOTE one\n", late: 1},
	} {
		t.Run(name, func(t *testing.T) {
			for jobs := 1; jobs <= 3; jobs++ {
				cfg := testConfig(t, jobs)
				if c.limit != nil {
					c.limit(&cfg.Settings.Limits)
				}
				s := &told{}
				cfg.Stream = s
				res := scanText(t, cfg, c.content)
				assert.Equal(t, 1, s.begun)
				assert.Equal(t, res.Package, s.header.Package)
				assert.Equal(t, res.Limits, s.header.Limits)
				assert.Equal(t, res.Options, s.header.Options)
				assert.Equal(t, res.Tool.WeightsVersion, s.header.Tool.WeightsVersion)
				assert.Equal(t, res.Tool.CatalogueVersion, s.header.Tool.CatalogueVersion)
				var want []evidence.Item
				late := 0
				for _, it := range res.Items {
					want = append(want, bare(it))
					late += len(it.Problems) - len(want[len(want)-1].Problems)
				}
				assert.Equal(t, want, s.items)
				assert.Equal(t, c.late, late)
			}
		})
	}
}

func manyDomains(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `firm%d.example\n`, i)
	}
	return b.String()
}

// Items come while the scan still reads what follows.
func TestAStreamIsToldAtOnce(t *testing.T) {
	cfg := testConfig(t, 1)
	cfg.Settings.Limits.ItemTime = 700 * time.Millisecond
	var at []time.Duration
	start := time.Now()
	cfg.Stream = &told{each: func() { at = append(at, time.Since(start)) }}
	scanText(t, cfg, "LIST\na=NOTE one\nb=SLOW\nc=NOTE two\n")
	require.Len(t, at, 4)
	assert.Less(t, at[1], 600*time.Millisecond, "before the slow one is given up")
	assert.GreaterOrEqual(t, at[2], 700*time.Millisecond)
}

// What follows a closed item waits for a password, and comes when there is none.
func TestAStreamWaitsBehindWhatStayedClosed(t *testing.T) {
	cfg := testConfig(t, 1)
	s := &told{}
	opened := ""
	s.each = func() {
		if it := s.items[len(s.items)-1]; it.ID == "0.1" {
			opened = strings.Join(it.Type.Warnings, "; ")
		}
	}
	cfg.Stream = s
	scanText(t, cfg, "LIST\na=NOTE one\nb=VAULT secret NOTE inside\nc=NOTE password: secret\n")
	assert.Equal(t, "opened with a password that the package itself states, in c", opened)
}

func TestAStreamThatRefusesEndsTheScan(t *testing.T) {
	cfg := testConfig(t, 2)
	cfg.Stream = &told{refuse: "0.1"}
	path := filepath.Join(t.TempDir(), "case.list")
	require.NoError(t, os.WriteFile(path, []byte("LIST\na=NOTE one\nb=NOTE two\nc=NOTE three\n"), 0o600))
	_, err := Run(t.Context(), cfg, path)
	require.ErrorIs(t, err, ErrStream)
	assert.ErrorContains(t, err, "full")
}

// When time was over, nothing is read again for a stated password: what had been read
// would be given up.
func TestTotalTimeLeavesWhatWasRead(t *testing.T) {
	cfg := testConfig(t, 1)
	cfg.Settings.Limits.ItemTime = 3 * time.Second
	cfg.Settings.Limits.TotalTime = 1500 * time.Millisecond
	s := &told{}
	cfg.Stream = s
	res := scanText(t, cfg, "LIST\na=NOTE password: secret\nb=VAULT secret NOTE inside\nc=SLOW\nd=NOTE two\n")
	var got []string
	for _, it := range res.Items {
		got = append(got, fmt.Sprint(it.ID, " ", it.Status))
	}
	assert.Equal(t, []string{"0 read", "0.0 read", "0.1 read", "0.1.0 not-read", "0.2 not-read", "0.3 not-read"}, got)
	assert.Len(t, s.items, len(res.Items))
}
