package odf

import (
	"bytes"
	"compress/flate"
	"crypto/aes"
	"crypto/cipher"
	"crypto/pbkdf2"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
	//lint:ignore SA1019 documents of OpenDocument 1.0 to 1.2 are sealed with it
	"golang.org/x/crypto/blowfish"

	"evscan/evidence"
	"evscan/extractors/internal/xmlwalk"
)

const (
	maxSealed     = 256 << 20 // bytes of one encrypted part, and of what comes out
	maxIterations = 10_000_000
	maxArgonKiB   = 256 << 10
)

// encryption is how a part is sealed, part 2 (packages), 4.8.
type encryption struct {
	algorithm, derivation, startKey, checksumType string
	iv, salt, checksum                            []byte
	keySize, iterations, memory, lanes, passes    int
}

// manifest reads how the parts are sealed.
func (d *document) manifest() {
	const name = "META-INF/manifest.xml"
	d.sealed = map[string]encryption{}
	if d.index[name] == nil {
		return
	}
	rc, err := d.index[name].Open()
	if err != nil {
		d.out.Problem(fmt.Errorf("%w: %v", evidence.ErrCorrupt, err), name)
		return
	}
	defer rc.Close()
	var part string
	err = xmlwalk.Walk(d.ctx, rc, "", func(e xmlwalk.Element) error {
		if !e.Start {
			return nil
		}
		c := d.sealed[part]
		switch e.Name {
		case "file-entry":
			part = e.Attr("full-path")
			return nil
		case "encryption-data":
			c = encryption{keySize: 16, checksumType: e.Attr("checksum-type"), checksum: decode64(e.Attr("checksum"))}
		case "algorithm":
			c.algorithm, c.iv = e.Attr("algorithm-name"), decode64(e.Attr("initialisation-vector"))
		case "key-derivation":
			c.derivation, c.salt = e.Attr("key-derivation-name"), decode64(e.Attr("salt"))
			c.iterations, c.memory, c.lanes, c.passes = number(e.Attr("iteration-count")), number(e.Attr("argon2-memory")), number(e.Attr("argon2-lanes")), number(e.Attr("argon2-iterations"))
			if n := number(e.Attr("key-size")); n > 0 {
				c.keySize = n
			}
		case "start-key-generation":
			c.startKey = e.Attr("start-key-generation-name")
		default:
			return nil
		}
		if len(d.sealed) < maxParts {
			d.sealed[part] = c
		}
		return nil
	})
	d.out.Problem(err, name)
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func decode64(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	if err != nil {
		return nil
	}
	return b
}

// opener tries passwords, the one that fitted last first.
type opener struct {
	passwords []string
}

// plain decrypts a part. The parts of one document share a password.
func (d *document) plain(name string) ([]byte, error) {
	c, ok := d.sealed[name]
	f := d.index[name]
	if !ok || f == nil {
		return nil, fmt.Errorf("%w: the part is missing", evidence.ErrCorrupt)
	}
	rc, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	defer rc.Close()
	raw, err := io.ReadAll(io.LimitReader(rc, maxSealed+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", evidence.ErrCorrupt, err)
	}
	if len(raw) > maxSealed {
		return nil, fmt.Errorf("%w: encrypted parts over %d bytes are not decrypted", evidence.ErrLimit, maxSealed)
	}
	for i, password := range d.key.passwords {
		if d.ctx.Err() != nil {
			return nil, d.ctx.Err()
		}
		if b, ok := c.open(raw, password); ok {
			d.key.passwords = append([]string{password}, append(append([]string{}, d.key.passwords[:i]...), d.key.passwords[i+1:]...)...)
			return b, nil
		}
	}
	d.closed++
	return nil, fmt.Errorf("%w: no password opens it", evidence.ErrEncrypted)
}

// open decrypts and inflates; the checksum of the first 1024 bytes of the deflated
// data, or the tag of GCM, tells whether the password is right.
func (c encryption) open(raw []byte, password string) ([]byte, bool) {
	key := c.derive(password)
	if key == nil {
		return nil, false
	}
	packed := c.decrypt(raw, key)
	if packed == nil {
		return nil, false
	}
	if len(c.checksum) > 0 {
		head := packed[:min(1024, len(packed))]
		s1, s256 := sha1.Sum(head), sha256.Sum256(head)
		if !bytes.Equal(s1[:], c.checksum) && !bytes.Equal(s256[:], c.checksum) {
			return nil, false
		}
	}
	out, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), maxSealed))
	if err != nil && err != io.ErrUnexpectedEOF {
		return nil, false
	}
	return out, true
}

func (c encryption) derive(password string) []byte {
	start := []byte(password)
	if strings.Contains(strings.ToLower(c.startKey), "sha256") {
		s := sha256.Sum256(start)
		start = s[:]
	} else {
		s := sha1.Sum(start)
		start = s[:]
	}
	if c.keySize > 64 {
		return nil
	}
	if strings.Contains(c.derivation, "argon2id") {
		if c.memory <= 0 || c.memory > maxArgonKiB || c.passes <= 0 || c.passes > 16 || c.lanes <= 0 || c.lanes > 64 {
			return nil
		}
		return argon2.IDKey(start, c.salt, uint32(c.passes), uint32(c.memory), uint8(c.lanes), uint32(c.keySize))
	}
	if c.iterations <= 0 || c.iterations > maxIterations {
		return nil
	}
	key, err := pbkdf2.Key(sha1.New, string(start), c.salt, c.iterations, c.keySize)
	if err != nil {
		return nil
	}
	return key
}

func (c encryption) decrypt(raw, key []byte) []byte {
	name := strings.ToLower(c.algorithm)
	switch {
	case strings.Contains(name, "gcm"):
		block, err := aes.NewCipher(key)
		if err != nil || len(c.iv) == 0 {
			return nil
		}
		gcm, err := cipher.NewGCMWithNonceSize(block, len(c.iv))
		if err != nil {
			return nil
		}
		// The vector stands before the data once more.
		plain, err := gcm.Open(nil, c.iv, bytes.TrimPrefix(raw, c.iv), nil)
		if err != nil {
			return nil
		}
		return plain
	case strings.Contains(name, "aes"):
		block, err := aes.NewCipher(key)
		if err != nil || len(c.iv) != aes.BlockSize || len(raw) == 0 || len(raw)%aes.BlockSize != 0 {
			return nil
		}
		plain := make([]byte, len(raw))
		cipher.NewCBCDecrypter(block, c.iv).CryptBlocks(plain, raw)
		if n := int(plain[len(plain)-1]); n >= 1 && n <= aes.BlockSize {
			plain = plain[:len(plain)-n]
		}
		return plain
	case strings.Contains(name, "blowfish"):
		block, err := blowfish.NewCipher(key)
		if err != nil || len(c.iv) != blowfish.BlockSize {
			return nil
		}
		return cfb(block, c.iv, raw)
	}
	return nil
}

// cfb decrypts in cipher feedback mode of a block's width.
func cfb(block cipher.Block, iv, raw []byte) []byte {
	out := make([]byte, len(raw))
	feed, pad := iv, make([]byte, len(iv))
	for i := 0; i < len(raw); i += len(iv) {
		block.Encrypt(pad, feed)
		end := min(i+len(iv), len(raw))
		for j := i; j < end; j++ {
			out[j] = raw[j] ^ pad[j-i]
		}
		feed = raw[i:end]
		if len(feed) < len(iv) {
			break
		}
	}
	return out
}
