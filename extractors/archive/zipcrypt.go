package archive

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"evscan/evidence"
)

// decrypt tries the passwords in their order and returns a reader of the
// compressed bytes and their method.
func decrypt(ctx context.Context, in evidence.Input, e entry, packed *io.SectionReader) (io.Reader, uint16, error) {
	switch {
	case e.flags&(1<<6) != 0: // 4.4.4: strong encryption of PKWARE
		return nil, 0, fmt.Errorf("PKWARE strong encryption, %d bytes claimed: %w", e.size, evidence.ErrEncrypted)
	case e.method == methodAES:
		return decryptAES(ctx, in, e, packed)
	}
	return decryptZipCrypto(ctx, in, e, packed)
}

func closed(e entry, how string, method uint16, tried int) error {
	said := "no password was given"
	if tried > 0 {
		said = fmt.Sprintf("none of %d passwords opened it", tried)
	}
	return fmt.Errorf("%w with %s (%s, %d bytes claimed); %s", evidence.ErrEncrypted, how, methodName(method), e.size, said)
}

// AES encryption as WinZip specifies it, https://www.winzip.com/en/support/aes-encryption/

const (
	extraAES   = 0x9901
	aesRounds  = 1000
	aesCheck   = 2  // bytes of the password verification value
	aesMACSize = 10 // bytes of the authentication code
)

func decryptAES(ctx context.Context, in evidence.Input, e entry, packed *io.SectionReader) (io.Reader, uint16, error) {
	field, ok := extraField(e.extra, extraAES)
	if !ok || len(field) < 7 || field[4] < 1 || field[4] > 3 {
		return nil, 0, fmt.Errorf("%w: AES entry without its extra field", evidence.ErrCorrupt)
	}
	strength, method := int(field[4]), binary.LittleEndian.Uint16(field[5:])
	keySize, saltSize := 8+8*strength, 4+4*strength
	how := fmt.Sprintf("AES-%d", keySize*8)
	head := make([]byte, saltSize+aesCheck)
	size := packed.Size() - int64(len(head)) - aesMACSize
	if _, err := io.ReadFull(packed, head); err != nil || size < 0 {
		return nil, 0, fmt.Errorf("%w: shorter than the frame of %s", evidence.ErrCorrupt, how)
	}
	want := make([]byte, aesMACSize)
	if _, err := packed.ReadAt(want, int64(len(head))+size); err != nil {
		return nil, 0, fmt.Errorf("%w: no authentication code: %w", evidence.ErrCorrupt, err)
	}
	damaged := false
	for _, password := range in.Passwords {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		keys, err := pbkdf2.Key(sha1.New, password, head[:saltSize], aesRounds, 2*keySize+aesCheck)
		if err != nil {
			return nil, 0, fmt.Errorf("%w: deriving the key: %w", evidence.ErrUnsupported, err)
		}
		if subtle.ConstantTimeCompare(keys[2*keySize:], head[saltSize:]) != 1 {
			continue
		}
		body := io.NewSectionReader(packed, int64(len(head)), size)
		mac := hmac.New(sha1.New, keys[keySize:2*keySize])
		if _, err := io.Copy(mac, &contextReader{ctx, body}); err != nil {
			return nil, 0, fmt.Errorf("%w: %w", evidence.ErrCorrupt, err)
		}
		if !hmac.Equal(mac.Sum(nil)[:aesMACSize], want) {
			damaged = true
			continue
		}
		block, err := aes.NewCipher(keys[:keySize])
		if err != nil {
			return nil, 0, fmt.Errorf("%w: %w", evidence.ErrUnsupported, err)
		}
		if _, err := body.Seek(0, io.SeekStart); err != nil {
			return nil, 0, err
		}
		return &littleCTR{block: block, r: body, pos: aes.BlockSize}, method, nil
	}
	if damaged {
		return nil, 0, fmt.Errorf("%w with %s: a password fits its check value, but the authentication code differs: wrong password or damaged bytes", evidence.ErrEncrypted, how)
	}
	return nil, 0, closed(e, how, method, len(in.Passwords))
}

// littleCTR is AES in counter mode with a little-endian counter that starts at 1,
// which crypto/cipher does not have.
type littleCTR struct {
	block   cipher.Block
	r       io.Reader
	counter uint64
	key     [aes.BlockSize]byte
	pos     int
}

func (c *littleCTR) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i := range p[:n] {
		if c.pos == aes.BlockSize {
			c.counter++
			var in [aes.BlockSize]byte
			binary.LittleEndian.PutUint64(in[:], c.counter)
			c.block.Encrypt(c.key[:], in[:])
			c.pos = 0
		}
		p[i] ^= c.key[c.pos]
		c.pos++
	}
	return n, err
}

// Traditional PKWARE encryption, 6.1.

const zipCryptoHeader = 12

func decryptZipCrypto(ctx context.Context, in evidence.Input, e entry, packed *io.SectionReader) (io.Reader, uint16, error) {
	head := make([]byte, zipCryptoHeader)
	if _, err := io.ReadFull(packed, head); err != nil {
		return nil, 0, fmt.Errorf("%w: shorter than the header of ZipCrypto", evidence.ErrCorrupt)
	}
	check := byte(e.crc >> 24)
	if e.flags&(1<<3) != 0 { // the CRC was not known when the header was written
		check = byte(e.modTime >> 8)
	}
	open := func(password string) (io.Reader, bool) {
		k := newZipKeys(password)
		var last byte
		for _, c := range head {
			last = k.decrypt(c)
		}
		body := io.NewSectionReader(packed, zipCryptoHeader, packed.Size()-zipCryptoHeader)
		return &zipCryptoReader{r: body, keys: k}, last == check || e.crc>>24 == uint32(last)
	}
	for _, password := range in.Passwords {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		r, ok := open(password)
		if !ok {
			continue
		}
		// The check byte lets one wrong password in 256 through: only the CRC tells.
		fits, err := fitsCRC(ctx, in, e, r)
		if err != nil {
			return nil, 0, err
		}
		if fits {
			r, _ = open(password)
			return r, e.method, nil
		}
	}
	return nil, 0, closed(e, "ZipCrypto", e.method, len(in.Passwords))
}

// fitsCRC reports whether the decrypted bytes expand to those that the entry claims.
func fitsCRC(ctx context.Context, in evidence.Input, e entry, r io.Reader) (bool, error) {
	plain, err := decompress(ctx, in, e, e.method, &contextReader{ctx, r})
	if err != nil {
		return false, err
	}
	defer plain.Close()
	limit := in.Limits.ItemBytes
	sum := crc32.NewIEEE()
	n, err := io.Copy(sum, io.LimitReader(plain, limit))
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if n == limit { // longer than anybody will read: what was read decides nothing, so it passes
		return true, nil
	}
	return err == nil && (e.unverified || sum.Sum32() == e.crc), nil
}

type zipKeys [3]uint32

func newZipKeys(password string) zipKeys {
	k := zipKeys{0x12345678, 0x23456789, 0x34567890}
	for i := range len(password) {
		k.update(password[i])
	}
	return k
}

func (k *zipKeys) update(b byte) {
	k[0] = crcByte(k[0], b)
	k[1] = (k[1]+k[0]&0xff)*134775813 + 1
	k[2] = crcByte(k[2], byte(k[1]>>24))
}

func (k *zipKeys) decrypt(c byte) byte {
	t := k[2] | 2
	b := c ^ byte(t*(t^1)>>8)
	k.update(b)
	return b
}

func crcByte(crc uint32, b byte) uint32 { return crc32.IEEETable[byte(crc)^b] ^ crc>>8 }

type zipCryptoReader struct {
	r    io.Reader
	keys zipKeys
}

func (z *zipCryptoReader) Read(p []byte) (int, error) {
	n, err := z.r.Read(p)
	for i := range p[:n] {
		p[i] = z.keys.decrypt(p[i])
	}
	return n, err
}

// contextReader ends with the context's error when the context ends.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (c *contextReader) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := c.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = fmt.Errorf("reading: %w", err)
	}
	return n, err
}
