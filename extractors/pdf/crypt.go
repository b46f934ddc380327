package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
)

// The standard security handler (ISO 32000-2, 7.6.4), with the password that has
// opened the file for poppler.

// opener decrypts strings and streams; nil functions leave them as they are.
type opener struct {
	key              []byte
	strings, streams method
}

type method int

const (
	methodNone method = iota
	methodRC4
	methodAES128 // AESV2
	methodAES256 // AESV3
)

// padding fills passwords to 32 bytes (7.6.4.3.2).
var padding = []byte("\x28\xbf\x4e\x5e\x4e\x75\x8a\x41\x64\x00\x4e\x56\xff\xfa\x01\x08\x2e\x2e\x00\xb6\xd0\x68\x3e\x80\x2f\x0c\xa9\xfe\x64\x53\x69\x7a")

func padded(password []byte) []byte {
	return append(append([]byte{}, password[:min(len(password), 32)]...), padding...)[:32]
}

// newOpener returns what opens a file whose dictionary of encryption is d, or nil
// where none of the passwords does. id is the first identifier of the file.
func (o *objects) newOpener(d dict, id []byte, passwords []string) *opener {
	number := func(key name) int {
		f, _ := o.get(d[key]).(float64)
		return int(int64(f))
	}
	bytesOf := func(key name) []byte {
		t, _ := o.get(d[key]).(text)
		return t
	}
	if o.name(d["Filter"]) != "Standard" {
		return nil
	}
	v, r := number("V"), number("R")
	h := handler{r: r, n: 5, o: bytesOf("O"), u: bytesOf("U"), id: id, p: uint32(number("P"))}
	if length := number("Length"); r >= 3 && length >= 40 && length <= 128 {
		h.n = length / 8
	}
	if m, ok := o.get(d["EncryptMetadata"]).(bool); ok && !m && r >= 4 {
		h.openMetadata = true
	}
	open := &opener{strings: methodRC4, streams: methodRC4}
	switch {
	case v == 4 || v == 5:
		h.n = 16
		filters := o.dict(d["CF"])
		of := func(key name) method {
			switch o.name(o.dict(filters[o.name(d[key])])["CFM"]) {
			case "V2":
				return methodRC4
			case "AESV2":
				return methodAES128
			case "AESV3":
				return methodAES256
			}
			return methodNone
		}
		open.strings, open.streams = of("StrF"), of("StmF")
	case v != 1 && v != 2:
		return nil
	}
	if len(h.o) < 32 || len(h.u) < 32 {
		return nil
	}
	for _, password := range append([]string{""}, passwords...) {
		if r >= 5 {
			open.key = h.key256([]byte(password), bytesOf("OE"), bytesOf("UE"))
		} else {
			open.key = h.key128([]byte(password))
		}
		if open.key != nil {
			return open
		}
	}
	return nil
}

type handler struct {
	r, n         int // revision, bytes of the key
	o, u, id     []byte
	p            uint32
	openMetadata bool
}

func (h handler) key128(password []byte) []byte {
	if key := h.userKey(padded(password)); key != nil {
		return key
	}
	// The owner's password opens the user's.
	sum := md5.Sum(padded(password))
	for i := 0; h.r >= 3 && i < 50; i++ {
		sum = md5.Sum(sum[:])
	}
	user := append([]byte{}, h.o[:32]...)
	rounds := 1
	if h.r >= 3 {
		rounds = 20
	}
	for i := rounds - 1; i >= 0; i-- {
		user = rounded(sum[:h.n], byte(i), user)
	}
	return h.userKey(user)
}

// userKey is the key where padded is the user's password, else nil.
func (h handler) userKey(padded []byte) []byte {
	b := append(append([]byte{}, padded...), h.o[:32]...)
	b = binary.LittleEndian.AppendUint32(b, h.p)
	b = append(b, h.id...)
	if h.openMetadata {
		b = append(b, 0xff, 0xff, 0xff, 0xff)
	}
	sum := md5.Sum(b)
	for i := 0; h.r >= 3 && i < 50; i++ {
		sum = md5.Sum(sum[:h.n])
	}
	key := sum[:h.n]
	if h.r < 3 {
		if bytes.Equal(rounded(key, 0, padding), h.u[:32]) {
			return key
		}
		return nil
	}
	check := md5.Sum(append(append([]byte{}, padding...), h.id...))
	want := check[:]
	for i := range 20 {
		want = rounded(key, byte(i), want)
	}
	if bytes.Equal(want, h.u[:16]) {
		return key
	}
	return nil
}

// rounded is b under RC4 with each byte of the key changed by round.
func rounded(key []byte, round byte, b []byte) []byte {
	k := make([]byte, len(key))
	for i := range key {
		k[i] = key[i] ^ round
	}
	c, err := rc4.NewCipher(k)
	if err != nil {
		return nil
	}
	out := make([]byte, len(b))
	c.XORKeyStream(out, b)
	return out
}

func (h handler) key256(password, oe, ue []byte) []byte {
	password = password[:min(len(password), 127)]
	if len(h.o) < 48 || len(h.u) < 48 || len(oe) < 32 || len(ue) < 32 {
		return nil
	}
	user := h.u[:48]
	switch {
	case bytes.Equal(h.hash(password, h.u[32:40], nil), h.u[:32]):
		return uncbc(h.hash(password, h.u[40:48], nil), make([]byte, 16), ue[:32])
	case bytes.Equal(h.hash(password, h.o[32:40], user), h.o[:32]):
		return uncbc(h.hash(password, h.o[40:48], user), make([]byte, 16), oe[:32])
	}
	return nil
}

// hash is algorithm 2.B of revision 6, and its first step alone of revision 5.
func (h handler) hash(password, salt, user []byte) []byte {
	first := sha256.Sum256(bytes.Join([][]byte{password, salt, user}, nil))
	k := first[:]
	for round := 1; h.r >= 6; round++ {
		e := bytes.Repeat(bytes.Join([][]byte{password, k, user}, nil), 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		sum := 0
		for _, c := range e[:16] {
			sum += int(c)
		}
		switch sum % 3 {
		case 0:
			s := sha256.Sum256(e)
			k = s[:]
		case 1:
			s := sha512.Sum384(e)
			k = s[:]
		default:
			s := sha512.Sum512(e)
			k = s[:]
		}
		if round >= 64 && int(e[len(e)-1]) <= round-32 {
			break
		}
	}
	return k[:32]
}

// uncbc undoes AES in CBC mode; nil where b is not made of whole blocks.
func uncbc(key, iv, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil || len(b)%aes.BlockSize != 0 {
		return nil
	}
	out := make([]byte, len(b))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(out, b)
	return out
}

// decrypt opens the bytes of a string or a stream of an object.
func (c *opener) decrypt(m method, n ref, generation int, b []byte) []byte {
	key := c.key
	if m == methodRC4 || m == methodAES128 {
		k := append(append([]byte{}, key...), byte(n), byte(n>>8), byte(n>>16), byte(generation), byte(generation>>8))
		if m == methodAES128 {
			k = append(k, "sAlT"...)
		}
		sum := md5.Sum(k)
		key = sum[:min(len(c.key)+5, 16)]
	}
	switch m {
	case methodRC4:
		return rounded(key, 0, b)
	case methodAES128, methodAES256:
		if len(b) < 2*aes.BlockSize {
			return nil
		}
		whole := len(b) - len(b)%aes.BlockSize // a stream that was cut off
		out := uncbc(key, b[:aes.BlockSize], b[aes.BlockSize:whole])
		if len(out) == 0 {
			return nil
		}
		if pad := int(out[len(out)-1]); whole == len(b) && pad >= 1 && pad <= aes.BlockSize {
			out = out[:len(out)-pad]
		}
		return out
	}
	return b
}

// object opens the strings and the stream of an object that lies in the file itself.
func (c *opener) object(v any, n ref, generation int) any {
	switch v := v.(type) {
	case text:
		return text(c.decrypt(c.strings, n, generation, v))
	case array:
		for i := range v {
			v[i] = c.object(v[i], n, generation)
		}
	case dict:
		for key := range v {
			v[key] = c.object(v[key], n, generation)
		}
	case *stream:
		c.object(v.dict, n, generation)
		if t := v.dict["Type"]; t != name("XRef") {
			v.raw = c.decrypt(c.streams, n, generation, v.raw)
		}
	}
	return v
}
