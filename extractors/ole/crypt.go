package ole

import (
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"unicode/utf16"

	"evscan/evidence"
)

// defaultPassword opens workbooks that are only protected from changes.
const defaultPassword = "VelvetSweatshop"

// stream cipher of the old formats, [MS-OFFCRYPTO] 2.3.5 and 2.3.6: RC4 with a key
// for each block of the stream.
type blockCipher struct {
	key  func(block uint32) []byte
	size uint32 // bytes of a block
}

// apply decrypts b, which stands at a place of its stream, in place.
func (c blockCipher) apply(b []byte, at uint32) {
	for len(b) > 0 {
		block, skip := at/c.size, at%c.size
		n := min(uint32(len(b)), c.size-skip)
		if s, err := rc4.NewCipher(c.key(block)); err == nil {
			if skip > 0 {
				drop := make([]byte, skip)
				s.XORKeyStream(drop, drop)
			}
			s.XORKeyStream(b[:n], b[:n])
		}
		b, at = b[n:], at+n
	}
}

// unlock tries the passwords on an encryption header.
func (f *file) unlock(head view, size uint32) (blockCipher, error) {
	for _, password := range append(append([]string{}, f.in.Passwords...), defaultPassword) {
		if key := cipherKey(head, password); key != nil {
			return blockCipher{key, size}, nil
		}
	}
	return blockCipher{}, fmt.Errorf("%w: no password opens it", evidence.ErrEncrypted)
}

// cipherKey gives the keys that a password makes, nil where the verifier denies it.
func cipherKey(h view, password string) func(uint32) []byte {
	var units []byte
	for _, u := range utf16.Encode([]rune(password)) {
		units = binary.LittleEndian.AppendUint16(units, u)
	}
	major, minor := h.u16(0), h.u16(2)
	switch {
	case major == 1 && minor == 1:
		return plainKey(h, units)
	case major >= 2 && major <= 4 && minor == 2:
		return cryptoAPIKey(h, units)
	}
	return nil
}

func plainKey(h view, password []byte) func(uint32) []byte {
	salt, verifier, hash := h.bytes(4, 16), h.bytes(20, 16), h.bytes(36, 16)
	if len(hash) < 16 {
		return nil
	}
	first := md5.Sum(password)
	var mixed []byte
	for range 16 {
		mixed = append(append(mixed, first[:5]...), salt...)
	}
	base := md5.Sum(mixed)
	key := func(block uint32) []byte {
		k := md5.Sum(binary.LittleEndian.AppendUint32(append([]byte{}, base[:5]...), block))
		return k[:]
	}
	both := append(append([]byte{}, verifier...), hash...)
	s, err := rc4.NewCipher(key(0))
	if err != nil {
		return nil
	}
	s.XORKeyStream(both, both)
	want := md5.Sum(both[:16])
	if subtle.ConstantTimeCompare(want[:], both[16:]) != 1 {
		return nil
	}
	return key
}

func cryptoAPIKey(h view, password []byte) func(uint32) []byte {
	size := h.u32(8)
	bits := h.u32(12 + 16)
	v := h.from(12 + size)
	salt, verifier, hash := v.bytes(4, 16), v.bytes(20, 16), v.bytes(40, 20)
	if v.u32(0) != 16 || len(hash) < 20 {
		return nil
	}
	if bits == 0 {
		bits = 40
	}
	if bits > 128 {
		return nil
	}
	base := sha1.Sum(append(append([]byte{}, salt...), password...))
	key := func(block uint32) []byte {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(append([]byte{}, base[:]...), block))
		out := append([]byte{}, k[:bits/8]...)
		if bits == 40 { // filled up with zeros
			out = append(out, make([]byte, 11)...)
		}
		return out
	}
	both := append(append([]byte{}, verifier...), hash...)
	s, err := rc4.NewCipher(key(0))
	if err != nil {
		return nil
	}
	s.XORKeyStream(both, both)
	want := sha1.Sum(both[:16])
	if subtle.ConstantTimeCompare(want[:], both[16:]) != 1 {
		return nil
	}
	return key
}
