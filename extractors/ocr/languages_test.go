package ocr

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
)

func flat(words []evidence.Word) string {
	var b strings.Builder
	for _, w := range words {
		b.WriteString(w.Text)
	}
	return b.String()
}

// The words drawn into the pictures, without blanks.
func TestAutoChoosesByWhatIsRead(t *testing.T) {
	for _, c := range []struct {
		picture, model string
		words          []string
	}{
		{"russian.png", "rus", []string{"машиностроительный", "составляеттридцать", "Директорпозакупкам"}},
		{"korean.png", "kor", []string{"안녕하세요", "구매담당이사김민수"}},
		{"chinese.png", "chi_sim", []string{"有限公司", "采购合同"}},
		{"german.png", "deu", []string{"NördlicheMaschinenbauGmbH", "Geschäftsführer:JürgenMüller"}},
	} {
		t.Run(c.model, func(t *testing.T) {
			if !slices.Contains(look("").Installed, c.model) {
				t.Skip("model not installed; try: " + hint(false, []string{c.model}))
			}
			got, err := open(t).Recognise(context.Background(), picture(t, c.picture))
			require.NoError(t, err)
			assert.Equal(t, []string{"eng", "jpn", c.model}, got.Languages)
			assert.Empty(t, got.Missing)
			for _, w := range c.words {
				assert.Contains(t, flat(got.Words), w)
			}
		})
	}
}

// English and Japanese pictures are read with their own models alone.
func TestAutoLeavesTheUsualAlone(t *testing.T) {
	for _, name := range []string{"latin.png", "japanese.png"} {
		got, err := open(t).Recognise(context.Background(), picture(t, name))
		require.NoError(t, err)
		assert.Equal(t, []string{"eng", "jpn"}, got.Languages)
		assert.Empty(t, got.Missing)
	}
}

// With the usual models alone the report says which one the picture asks for.
func TestAutoSaysWhatIsMissing(t *testing.T) {
	from := look("").DataDir
	if _, err := os.Stat(filepath.Join(from, "osd.traineddata")); err != nil {
		t.Skip("no model osd")
	}
	dir := t.TempDir()
	for _, m := range []string{"eng", "jpn", "osd"} {
		require.NoError(t, os.Symlink(filepath.Join(from, m+".traineddata"), filepath.Join(dir, m+".traineddata")))
	}
	r, err := New(Config{DataDir: dir})
	require.NoError(t, err)
	defer r.Close()
	for name, want := range map[string][]string{
		"russian.png": {"rus"}, "korean.png": {"kor"}, "chinese.png": nil, "german.png": {"deu"},
		"latin.png": nil, "japanese.png": nil,
	} {
		got, err := r.Recognise(context.Background(), picture(t, name))
		require.NoError(t, err)
		assert.Equal(t, want, got.Missing, name)
		assert.Equal(t, []string{"eng", "jpn"}, got.Languages, name)
	}
}

func said(text string) (out []reading) {
	for line := range strings.Lines(text) {
		var r reading
		for _, w := range strings.Fields(line) {
			r.words = append(r.words, word{text: w, confidence: 90})
		}
		out = append(out, r)
	}
	return out
}

func TestLatinLanguage(t *testing.T) {
	for text, want := range map[string]string{
		"Payment is due within thirty days of the receipt":   "",
		"Die Rechnung ist mit dem Vertrag und der Ware":      "deu",
		"la facture pour les produits, dans une semaine":     "fra",
		"el plazo de pago para los productos por una semana": "spa",
		"und der": "", // two words are chance
		"the report of the board and von der und mit for the members":        "",
		"Invoice 20418\nTotal 99":                                            "",
		"Der Bericht von der Firma mit dem Titel The State of the Art of it": "deu",
	} {
		assert.Equal(t, want, latinLanguage(said(text)), text)
	}
}

func TestChinese(t *testing.T) {
	assert.True(t, chinese(said("北方机械设备有限公司 采购总监")))
	assert.False(t, chinese(said("お支払期限は納品日より三十日以内です")))
	assert.False(t, chinese(said("有限公司"))) // too few to tell
}

// As tesseract 5.3.0 prints it.
func TestParseOSD(t *testing.T) {
	assert.Equal(t, "Cyrillic", parseOSD("Page number: 0\nOrientation in degrees: 0\nRotate: 0\nOrientation confidence: 2.83\nScript: Cyrillic\nScript confidence: 3.33\n"))
	assert.Empty(t, parseOSD("Too few characters. Skipping this page\n"))
}
