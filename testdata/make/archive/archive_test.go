package archive

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var when = time.Date(2021, 3, 4, 5, 6, 8, 0, time.UTC)

func save(t *testing.T, data []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a")
	require.NoError(t, os.WriteFile(name, data, 0o600))
	return name
}

func TestZipIsReadByUnzip(t *testing.T) {
	list := []Entry{{Name: "a.txt", Data: []byte("hello\n"), Time: when}, {Name: "x", Raw: []byte("\x83\x41"), Data: []byte("kana\n"), Time: when, Store: true}}
	data, err := Zip(list)
	require.NoError(t, err)
	again, err := Zip(list)
	require.NoError(t, err)
	assert.Equal(t, data, again)
	out, err := exec.Command("unzip", "-p", save(t, data)).Output()
	require.NoError(t, err)
	assert.Equal(t, "hello\nkana\n", string(out))
	assert.Equal(t, 2, bytes.Count(data, []byte("\x83\x41")), "the raw name, in the local header and in the directory")
}

func TestEncryptedZip(t *testing.T) {
	data, err := EncryptedZip([]Entry{{Name: "a.txt", Data: bytes.Repeat([]byte("hello "), 100), Time: when}}, "open sesame")
	require.NoError(t, err)
	name := save(t, data)
	out, err := exec.Command("unzip", "-P", "open sesame", "-p", name).Output()
	require.NoError(t, err)
	assert.Equal(t, string(bytes.Repeat([]byte("hello "), 100)), string(out))
	out, err = exec.Command("7z", "t", "-popen sesame", name).Output()
	require.NoError(t, err)
	assert.Contains(t, string(out), "Everything is Ok")
	assert.Error(t, exec.Command("unzip", "-P", "wrong", "-tqq", name).Run())
}

func TestTarGz(t *testing.T) {
	data, err := TarGz([]Entry{{Name: "etc/hosts", Data: []byte("x"), Time: when}, {Name: "見積/控え.txt", Data: []byte("yy"), Time: when}})
	require.NoError(t, err)
	cmd := exec.Command("tar", "--quoting-style=literal", "-tzf", "-")
	cmd.Stdin = bytes.NewReader(data)
	out, err := cmd.Output()
	require.NoError(t, err)
	assert.Equal(t, "etc/hosts\n見積/控え.txt\n", string(out))
}
