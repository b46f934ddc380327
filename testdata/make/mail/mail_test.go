package mail

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestMessageInISO2022JP(t *testing.T) {
	data, err := Message{From: Address{"見積", "a@x.example"}, To: []Address{{"B", "b@y.example"}, {"", "c@y.example"}}, Subject: "見積", Date: time.Date(2021, 3, 4, 5, 6, 7, 0, time.FixedZone("", 9*3600)),
		MessageID: "1@x.example", Received: []string{"from h"}, Headers: []Header{{"X-Simulated", "yes"}}, Body: "見積\nend\n", Charset: "ISO-2022-JP"}.Bytes()
	require.NoError(t, err)
	// 見積 is 38 2B 40 51 in JIS X 0208, between ESC $ B and ESC ( B.
	assert.Equal(t, "Received: from h\r\nFrom: =?ISO-2022-JP?B?GyRCOCtAURsoQg==?= <a@x.example>\r\nTo: \"B\" <b@y.example>,\r\n c@y.example\r\n"+
		"Subject: =?ISO-2022-JP?B?GyRCOCtAURsoQg==?=\r\nDate: Thu, 04 Mar 2021 05:06:07 +0900\r\nMessage-ID: <1@x.example>\r\nX-Simulated: yes\r\nMIME-Version: 1.0\r\n"+
		"Content-Type: text/plain; charset=ISO-2022-JP\r\nContent-Transfer-Encoding: 7bit\r\n\r\n\x1b$B8+@Q\x1b(B\r\nend\r\n", string(data))
}

func TestAttachment(t *testing.T) {
	data, err := Message{From: Address{"", "a@x.example"}, Subject: "あいうえおかきくけこさ", MessageID: "1@x.example", Charset: "UTF-8", Body: "b",
		Attachments: []Attachment{{"図 1.png", "image/png", []byte("abc")}}}.Bytes()
	require.NoError(t, err)
	text := string(data)
	assert.Contains(t, text, "Subject: =?UTF-8?B?44GC44GE44GG44GI44GK44GL44GN44GP44GR44GT?=\r\n =?UTF-8?B?44GV?=\r\n")
	assert.Contains(t, text, "filename*=UTF-8''%E5%9B%B3%201.png\r\n\r\nYWJj\r\n")
	assert.Contains(t, text, "charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==\r\n")
}

func TestCharacterOutsideOfTheCharset(t *testing.T) {
	_, err := Message{Subject: "😀", Charset: "ISO-2022-JP"}.Bytes()
	assert.ErrorContains(t, err, "subject")
}

// TestStrippedMessage has neither a date nor an id, as after a leaker's stripping.
func TestStrippedMessage(t *testing.T) {
	data, err := Message{From: Address{"", "a@x.example"}, Subject: "s", Charset: "UTF-8", Body: "b"}.Bytes()
	require.NoError(t, err)
	assert.Equal(t, "From: a@x.example\r\nSubject: s\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\nYg==\r\n", string(data))
}
