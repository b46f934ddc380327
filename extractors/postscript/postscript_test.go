package postscript

import (
	"encoding/binary"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

const sample = "%!PS-Adobe-3.0 EPSF-3.0\r\n%%Creator: Draw 1\r\n%%Title: (\\223\\372\\226{\\214\\352.doc)\n%%For: (ann) (CORP\\\\pc01)\n%%+ Example KK\n%%Copyright: <4578>\n%%EndComments\n(drawn) show\n%%EOF\n"

func TestComments(t *testing.T) {
	job := "\x1b%-12345X@PJL JOB NAME=\"plan.doc\"\r\n@PJL SET USERNAME=\"hanako\"\r\n@PJL SET DOMAIN=\"CORP\"\r\n@PJL SET COPIES=1\r\n@PJL ENTER LANGUAGE=POSTSCRIPT\r\n"
	facts := []string{"ps:Creator=Draw 1", "ps:Title=日本語.doc", `ps:For=ann CORP\pc01`, "ps:For=Example KK", "ps:Copyright=Ex"}
	for name, c := range map[string]struct {
		data     string
		want     []string
		children []string
	}{
		"plain": {sample, facts, nil},
		"job":   {job + sample, append([]string{"ps:JobName=plan.doc", "ps:Job-USERNAME=hanako", "ps:Job-DOMAIN=CORP"}, facts...), nil},
		"dos":   {dos(sample, "II*\x00"), facts, []string{"preview.tif"}},
	} {
		typ, f := evidence.Identify(Formats(), extracttest.Probe("a.eps", []byte(c.data)))
		require.NotNil(t, f, name)
		assert.Equal(t, "ps", typ.Format)
		s, err := extracttest.Run(t, *f, "a.eps", []byte(c.data))
		require.NoError(t, err, name)
		s.Check(t)
		assert.Equal(t, c.want, s.Metadata(), name)
		assert.Equal(t, c.children, s.Names(), name)
		assert.Equal(t, []evidence.ProblemKind{evidence.ProblemUnsupported}, s.Kinds(), name)
		for n := range c.data {
			s, err := extracttest.Run(t, *f, "a.eps", []byte(c.data[:n]))
			assert.True(t, err != nil || len(s.Problems) > 0)
			assert.LessOrEqual(t, len(s.Metadata()), len(c.want))
		}
	}
	_, f := evidence.Identify(Formats(), extracttest.Probe("a", []byte("%! is a comment of TeX")))
	assert.Nil(t, f)
}

func dos(program, tiff string) string {
	b := []byte(dosHead)
	for _, v := range []int{30, len(program), 0, 0, 30 + len(program), len(tiff)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return string(append(b, 0xff, 0xff)) + program + tiff
}

func FuzzPostScript(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte(dos(sample, "II*\x00")))
	format := Formats()[0]
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &extracttest.Sink{}
		format.Match(extracttest.Probe("a", data))
		_ = format.Extract(t.Context(), extracttest.Memory("a", data), s)
		s.Check(t)
	})
}
