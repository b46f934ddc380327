package archive

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"hash/crc32"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/evidence"
	"evscan/extractors/extracttest"
)

// No free program writes RAR, so these archives are put together here from the
// technical notes; their entries are stored.

func vint(n uint64) []byte { return binary.AppendUvarint(nil, n) }

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// rar5Block frames a header: CRC-32, size, content.
func rar5Block(content []byte) []byte {
	sized := join(vint(uint64(len(content))), content)
	return join(binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(sized)), sized)
}

type rarEntry struct {
	name, data, password string
	notFirst, notLast    bool
	dictionary           uint64 // compression field of RAR 5, 0: stored
	link                 string
	total                int // size of the whole entry where data is a part of it
}

func rar5Keys(password string, salt []byte) (key, check []byte) {
	key, _ = pbkdf2.Key(sha256.New, password, salt, 1<<4, 32)
	c, _ := pbkdf2.Key(sha256.New, password, salt, 1<<4+32, 32)
	check = make([]byte, 8)
	for i, b := range c {
		check[i%8] ^= b
	}
	sum := sha256.Sum256(check)
	return key, append(check, sum[:4]...)
}

func padded(b []byte) []byte { return append(bytes.Clone(b), make([]byte, (16-len(b)%16)%16)...) }

func cbc(key, iv, data []byte) []byte {
	c, err := aes.NewCipher(key)
	if err != nil {
		panic(err)
	}
	out := padded(data)
	cipher.NewCBCEncrypter(c, iv).CryptBlocks(out, out)
	return out
}

func rar5Of(archiveFlags uint64, entries ...rarEntry) []byte {
	out := join([]byte(rar5Magic), rar5Block(join(vint(1), vint(0), vint(archiveFlags))))
	for _, e := range entries {
		data := []byte(e.data)
		var extra []byte
		if e.password != "" {
			salt, iv := []byte("0123456789abcdef"), []byte("fedcba9876543210")
			key, check := rar5Keys(e.password, salt)
			record := join(vint(1), vint(0), vint(1), []byte{4}, salt, iv, check)
			extra = join(vint(uint64(len(record))), record)
			data = cbc(key, iv, data)
		}
		if e.link != "" {
			record := join(vint(5), vint(1), vint(0), vint(uint64(len(e.link))), []byte(e.link))
			extra = join(vint(uint64(len(record))), record)
		}
		flags := uint64(2) // data area
		if len(extra) > 0 {
			flags |= 1
		}
		if e.notFirst {
			flags |= 8
		}
		if e.notLast {
			flags |= 16
		}
		h := join(vint(2), vint(flags))
		if len(extra) > 0 {
			h = append(h, vint(uint64(len(extra)))...)
		}
		h = join(h, vint(uint64(len(data))), vint(4), vint(uint64(max(e.total, len(e.data)))), vint(0o100644),
			binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(e.data))), vint(e.dictionary), vint(1),
			vint(uint64(len(e.name))), []byte(e.name), extra)
		out = join(out, rar5Block(h), data)
	}
	end := uint64(0)
	if archiveFlags&1 != 0 {
		end = 1
	}
	return join(out, rar5Block(join(vint(5), vint(0), vint(end))))
}

// rar4Key derives key and vector as WinRAR 3 does.
func rar4Key(password string, salt []byte) (key, iv []byte) {
	var seed []byte
	for _, u := range utf16.Encode([]rune(password)) {
		seed = append(seed, byte(u), byte(u>>8))
	}
	seed = append(seed, salt...)
	h := sha1.New()
	for i := range 1 << 18 {
		h.Write(seed)
		h.Write([]byte{byte(i), byte(i >> 8), byte(i >> 16)})
		if i%(1<<14) == 0 {
			iv = append(iv, h.Sum(nil)[19])
		}
	}
	sum := h.Sum(nil)
	for i := 0; i < 16; i += 4 {
		key = append(key, sum[i+3], sum[i+2], sum[i+1], sum[i])
	}
	return key, iv
}

func rar4Block(content []byte) []byte {
	return join(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(content))), content)
}

func rar4Of(entries ...rarEntry) []byte {
	l := binary.LittleEndian
	out := join([]byte(rar4Magic), rar4Block(join([]byte{0x73, 0, 0, 13, 0}, make([]byte, 6))))
	for _, e := range entries {
		data := []byte(e.data)
		flags, salt := uint16(0x8000), []byte(nil)
		if e.password != "" {
			salt = []byte("saltsalt")
			key, iv := rar4Key(e.password, salt)
			data = cbc(key, iv, data)
			flags |= 0x0404
		}
		h := []byte{0x74}
		h = l.AppendUint16(h, flags)
		h = l.AppendUint16(h, uint16(32+len(e.name)+len(salt)))
		h = l.AppendUint32(h, uint32(len(data)))
		h = l.AppendUint32(h, uint32(len(e.data)))
		h = append(h, 3)
		h = l.AppendUint32(h, crc32.ChecksumIEEE([]byte(e.data)))
		h = l.AppendUint32(h, 0x52210000)
		h = append(h, 29, 0x30)
		h = l.AppendUint16(h, uint16(len(e.name)))
		h = l.AppendUint32(h, 0o100644)
		out = join(out, rar4Block(join(h, []byte(e.name), salt)), data)
	}
	return join(out, rar4Block([]byte{0x7b, 0, 0x40, 7, 0}))
}

func TestRar(t *testing.T) {
	plain, second := rarEntry{name: "plain.txt", data: "plain words"}, rarEntry{name: "sub/会議.txt", data: "more words"}
	for name, data := range map[string][]byte{"RAR 4": rar4Of(plain, second), "RAR 5": rar5Of(0, plain, second)} {
		s, err := open(t, "a.rar", data, "rar")
		require.NoError(t, err, name)
		assert.Equal(t, []string{"plain.txt=plain words", "sub/会議.txt=more words"}, contents(s), name)
		assert.Empty(t, s.Kinds(), name)

		bad := bytes.Replace(data, []byte("plain words"), []byte("plain Words"), 1)
		s, err = open(t, "a.rar", bad, "rar")
		require.NoError(t, err, name)
		assert.Equal(t, []string{"plain.txt=plain Words (corrupt)", "sub/会議.txt=more words"}, contents(s), name)

		s, err = open(t, "a.rar", data[:bytes.Index(data, []byte("more words"))+4], "rar")
		require.Len(t, s.Children, 2, name)
		assert.Equal(t, evidence.ProblemCorrupt, s.Children[1].Name.Problem.Kind, name)
		assert.True(t, name == "RAR 4" || err != nil || len(s.Problems) == 1, name)
	}
}

func TestRarPasswords(t *testing.T) {
	plain, second := rarEntry{name: "plain.txt", data: "plain words"}, rarEntry{name: "b.txt", data: "more words", password: "秘密"}
	for name, data := range map[string][]byte{"RAR 4": rar4Of(plain, second), "RAR 5": rar5Of(0, plain, second)} {
		s, err := open(t, "a.rar", data, "rar", "wrong", "秘密")
		require.NoError(t, err, name)
		assert.Equal(t, []string{"plain.txt=plain words", "b.txt=more words"}, contents(s), name)
		for _, passwords := range [][]string{nil, {"wrong"}, {"wrong", "secret"}} {
			s, err := open(t, "a.rar", data, "rar", passwords...)
			require.NoError(t, err, name)
			assert.Equal(t, []string{"plain.txt=plain words", "b.txt= (encrypted)"}, contents(s), name)
			want := []string{"no password was given", "the one password given does not open it", "none of 2 passwords opened it"}[len(passwords)]
			if name == "RAR 4" && len(passwords) > 0 {
				want += ", or its bytes are damaged"
			}
			assert.Equal(t, "encrypted with AES (10 bytes claimed, 16 packed); "+want, s.Children[1].Name.Problem.Detail)
			assert.Equal(t, int64(10), s.Children[1].Name.Size)
		}
	}
	// The right password over damaged bytes: RAR 5 knows that it is right.
	data := rar5Of(0, second)
	data[len(data)-12] ^= 1
	s, err := open(t, "a.rar", data, "rar", "秘密")
	require.NoError(t, err)
	assert.Equal(t, []evidence.ProblemKind{evidence.ProblemCorrupt}, s.Kinds())
}

func TestRarWithEncryptedNames(t *testing.T) {
	salt := []byte("0123456789abcdef")
	key, check := rar5Keys("secret", salt)
	inner := rar5Of(0, rarEntry{name: "plain.txt", data: "plain words"})[len(rar5Magic):]
	crypt := rar5Block(join(vint(4), vint(0), vint(0), vint(1), []byte{4}, salt, check))
	main := inner[:len(rar5Block([]byte{1, 0, 0}))]
	iv := []byte("fedcba9876543210")
	rest := inner[len(main):]
	cut := bytes.Index(rest, []byte("plain words"))
	sealed := join([]byte(rar5Magic), crypt, iv, cbc(key, iv, main), iv, cbc(key, iv, rest[:cut]), []byte("plain words"),
		iv, cbc(key, iv, rest[cut+11:]))
	s, err := open(t, "a.rar", sealed, "rar", "wrong", "secret")
	require.NoError(t, err)
	assert.Equal(t, []string{"plain.txt=plain words"}, contents(s))
	_, err = open(t, "a.rar", sealed, "rar", "wrong")
	require.ErrorIs(t, err, evidence.ErrEncrypted)
	assert.Equal(t, "encrypted with AES, the names too; the one password given does not open it", err.Error())
	_, err = open(t, "a.rar", sealed, "rar")
	require.EqualError(t, err, "encrypted with AES, the names too; no password was given")
}

func TestRarVolumesLinksAndDictionaries(t *testing.T) {
	whole, half := rarEntry{name: "a.txt", data: "whole"}, rarEntry{name: "b.txt", data: "half", notLast: true, total: 8}
	s, err := open(t, "a.part1.rar", rar5Of(1, whole, half), "rar")
	require.NoError(t, err)
	assert.Equal(t, []extracttest.Problem{{Kind: evidence.ProblemUnsupported,
		Detail: `the archive goes on in a further volume, which is missing: "a.part2.rar"`}}, s.Problems)
	require.Len(t, s.Children, 2)
	assert.Equal(t, "a.txt=whole", contents(s)[0])
	assert.Equal(t, evidence.ProblemUnsupported, s.Children[1].Name.Problem.Kind)
	assert.Contains(t, s.Children[1].Name.Problem.Detail, "further volume, which is missing")

	_, err = open(t, "a.part2.rar", rar5Of(1, rarEntry{name: "b.txt", data: "half", notFirst: true}), "rar")
	require.ErrorIs(t, err, evidence.ErrUnsupported)
	assert.Contains(t, err.Error(), "the volumes before it are missing")

	s, err = open(t, "a.rar", rar5Of(0, rarEntry{name: "l", link: "../../etc/passwd"}, whole), "rar")
	require.NoError(t, err)
	assert.Equal(t, []string{"l= (unsupported)", "a.txt=whole"}, contents(s))
	assert.Equal(t, `a symbolic link to "../../etc/passwd"; links are not followed`, s.Children[0].Name.Problem.Detail)

	// 2^13 times 128 KiB: 1 GiB, of which a solid stream takes all.
	_, err = open(t, "a.rar", rar5Of(4, rarEntry{name: "big", data: "x", dictionary: 13<<10 | 1<<7 | 1<<6}), "rar")
	require.ErrorIs(t, err, evidence.ErrLimit)
}

func TestNextRarVolume(t *testing.T) {
	for name, want := range map[string]string{"x/a.part1.rar": `"a.part2.rar"`, "A.PART09.RAR": `"A.PART10.RAR"`, "a.rar": `"a.r00"`,
		"a.r00": `"a.r01"`, "A.R99": `"A.S00"`, "a.partx.rar": `the one behind "a.partx.rar"`, "": `the one behind ""`} {
		assert.Equal(t, want, nextRarVolume(name), name)
	}
}

func TestRarStopsWithTheSink(t *testing.T) {
	data := rar5Of(0, rarEntry{name: "a", data: "a"}, rarEntry{name: "b", data: "b"})
	s := &extracttest.Sink{MaxChildren: 1}
	require.ErrorIs(t, rarFormat().Extract(t.Context(), extracttest.Input(t, "a.rar", data), s), extracttest.ErrFull)
}

func FuzzRar(f *testing.F) {
	plain := rarEntry{name: "plain.txt", data: "plain words"}
	secret := rarEntry{name: "b.txt", data: "more words", password: "secret"}
	f.Add(rar4Of(plain, plain))
	f.Add(rar5Of(0, plain, secret))
	f.Add(rar5Of(5, rarEntry{name: "big", data: "x", dictionary: 1<<7 | 1<<6}))
	fuzzFormats(f, nil, "rar")
}
