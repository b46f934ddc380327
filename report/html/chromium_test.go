//go:build browser

package html

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// browser is a headless Chromium spoken to in the DevTools protocol over two pipes
// (--remote-debugging-pipe: JSON messages that end in a zero byte), which needs no
// port and no library.
type browser struct {
	t       *testing.T
	in      *os.File
	session string
	mu      sync.Mutex
	last    int
	waiting map[int]chan message
	events  []message
	raised  []string // uncaught errors and violations of the policy
	asked   []string // addresses that the page asked for
}

type message struct {
	ID      int             `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *protocolError  `json:"error,omitempty"`
}

type protocolError struct {
	Message string `json:"message"`
}

// openBrowser starts a browser of the given language.
func openBrowser(t *testing.T, lang string) *browser {
	t.Helper()
	program, err := exec.LookPath("chromium")
	require.NoError(t, err, "run 'make test-browser', which installs it")
	toBrowser, in, err := os.Pipe()
	require.NoError(t, err)
	out, fromBrowser, err := os.Pipe()
	require.NoError(t, err)
	cmd := exec.Command(program, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--remote-debugging-pipe", "--no-first-run",
		"--disable-extensions", "--disable-background-networking", "--lang="+lang, "--accept-lang="+lang, "--user-data-dir="+t.TempDir(), "about:blank")
	cmd.Env = append(os.Environ(), "LANGUAGE="+lang, "TZ=UTC")
	cmd.ExtraFiles = []*os.File{toBrowser, fromBrowser}
	require.NoError(t, cmd.Start())
	toBrowser.Close()
	fromBrowser.Close()
	b := &browser{t: t, in: in, waiting: map[int]chan message{}}
	go b.listen(out)
	t.Cleanup(func() {
		b.call("", "Browser.close", nil, nil)
		kill := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		cmd.Wait()
		kill.Stop()
		in.Close()
		out.Close()
	})
	var target struct{ TargetID string }
	b.must("", "Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.must("", "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Runtime", "Log", "Network"} {
		b.must(b.session, domain+".enable", map[string]any{}, nil)
	}
	b.must(b.session, "Performance.enable", map[string]any{"timeDomain": "threadTicks"}, nil)
	b.viewport(1280, 900)
	return b
}

func (b *browser) listen(out *os.File) {
	r := bufio.NewReaderSize(out, 1<<20)
	for {
		frame, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(frame[:len(frame)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		if ch := b.waiting[m.ID]; m.ID != 0 && ch != nil {
			delete(b.waiting, m.ID)
			ch <- m
		}
		switch m.Method {
		case "Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled", "Page.javascriptDialogOpening":
			b.raised = append(b.raised, m.Method+" "+string(m.Params))
		case "Network.requestWillBeSent":
			var p struct{ Request struct{ URL string } }
			json.Unmarshal(m.Params, &p)
			b.asked = append(b.asked, p.Request.URL)
		case "Page.loadEventFired":
			b.events = append(b.events, m)
		}
		b.mu.Unlock()
	}
}

func (b *browser) call(session, method string, params, result any) error {
	ch := make(chan message, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.waiting[id] = ch
	b.mu.Unlock()
	if params == nil {
		params = map[string]any{}
	}
	p, err := json.Marshal(params)
	if err != nil {
		return err
	}
	frame, err := json.Marshal(message{ID: id, Session: session, Method: method, Params: p})
	if err != nil {
		return err
	}
	if _, err := b.in.Write(append(frame, 0)); err != nil {
		return err
	}
	select {
	case m := <-ch:
		if m.Error != nil {
			return fmt.Errorf("%s: %s", method, m.Error.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-time.After(3 * time.Minute):
		return fmt.Errorf("%s: no answer", method)
	}
}

func (b *browser) must(session, method string, params, result any) {
	b.t.Helper()
	require.NoError(b.t, b.call(session, method, params, result), method)
}

func (b *browser) viewport(w, h int) {
	b.must(b.session, "Emulation.setDeviceMetricsOverride", map[string]any{"width": w, "height": h, "deviceScaleFactor": 1, "mobile": false}, nil)
}

// media sets the colour scheme and the medium.
func (b *browser) media(scheme, medium string) {
	b.must(b.session, "Emulation.setEmulatedMedia", map[string]any{"media": medium, "features": []map[string]string{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
}

// show opens a file and waits until it has loaded.
func (b *browser) show(file string) {
	b.t.Helper()
	abs, err := filepath.Abs(file)
	require.NoError(b.t, err)
	b.mu.Lock()
	b.events, b.raised, b.asked = nil, nil, nil
	b.mu.Unlock()
	b.must(b.session, "Page.navigate", map[string]any{"url": (&url.URL{Scheme: "file", Path: abs}).String()}, nil)
	require.Eventually(b.t, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		return len(b.events) > 0
	}, 2*time.Minute, 10*time.Millisecond)
}

// eval runs an expression in the page and decodes its value.
func eval[T any](b *browser, expression string) T {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct{ Exception struct{ Description string } }
	}
	b.must(b.session, "Runtime.evaluate", map[string]any{"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true}, &r)
	if r.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", expression, r.ExceptionDetails.Exception.Description)
	}
	var v T
	if len(r.Result.Value) > 0 {
		require.NoError(b.t, json.Unmarshal(r.Result.Value, &v))
	}
	return v
}

// key presses a key of the keyboard.
func (b *browser) key(name string, code int, text string) {
	b.t.Helper()
	for _, kind := range []string{"keyDown", "keyUp"} {
		p := map[string]any{"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code}
		if text != "" && kind == "keyDown" {
			p["text"] = text
		}
		b.must(b.session, "Input.dispatchKeyEvent", p, nil)
	}
}

// picture takes what is seen of the page, from top on, height pixels high; height 0:
// all of it.
func (b *browser) picture(file string, top, height int) {
	b.t.Helper()
	params := map[string]any{"format": "png", "optimizeForSpeed": false}
	if height == 0 {
		height = eval[int](b, "document.documentElement.scrollHeight") - top
	}
	eval[any](b, fmt.Sprintf("scrollTo(0, %d); null", top)) // the bar sticks to what is seen
	params["captureBeyondViewport"] = true
	params["clip"] = map[string]any{"x": 0, "y": top, "width": eval[int](b, "innerWidth"), "height": height, "scale": 1}
	var shot struct{ Data string }
	b.must(b.session, "Page.captureScreenshot", params, &shot)
	data, err := base64.StdEncoding.DecodeString(shot.Data)
	require.NoError(b.t, err)
	require.NoError(b.t, os.MkdirAll(filepath.Dir(file), 0o755))
	require.NoError(b.t, os.WriteFile(file, small(b.t, data), 0o644))
}

// small writes a screenshot in the 256 colours that fit it best, which takes a third of
// the room: pages are drawn in few.
func small(t *testing.T, data []byte) []byte {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	require.NoError(t, err)
	type bucket struct{ n, r, g, b int }
	key := func(c color.RGBA) [3]uint8 { return [3]uint8{c.R >> 3, c.G >> 3, c.B >> 3} }
	at := func(x, y int) color.RGBA { return color.RGBAModel.Convert(img.At(x, y)).(color.RGBA) }
	buckets := map[[3]uint8]*bucket{}
	size := img.Bounds()
	for y := range size.Dy() {
		for x := range size.Dx() {
			c := at(x, y)
			k := buckets[key(c)]
			if k == nil {
				k = &bucket{}
				buckets[key(c)] = k
			}
			k.n, k.r, k.g, k.b = k.n+1, k.r+int(c.R), k.g+int(c.G), k.b+int(c.B)
		}
	}
	keys := slices.SortedFunc(maps.Keys(buckets), func(a, b [3]uint8) int {
		return cmp.Or(cmp.Compare(buckets[b].n, buckets[a].n), slices.Compare(a[:], b[:]))
	})
	var colours color.Palette
	for _, k := range keys[:min(256, len(keys))] {
		v := buckets[k]
		colours = append(colours, color.RGBA{uint8(v.r / v.n), uint8(v.g / v.n), uint8(v.b / v.n), 255})
	}
	index := map[[3]uint8]uint8{}
	for _, k := range keys {
		v := buckets[k]
		index[k] = uint8(colours.Index(color.RGBA{uint8(v.r / v.n), uint8(v.g / v.n), uint8(v.b / v.n), 255}))
	}
	out := image.NewPaletted(image.Rect(0, 0, size.Dx(), size.Dy()), colours)
	for y := range size.Dy() {
		for x := range size.Dx() {
			out.SetColorIndex(x, y, index[key(at(x, y))])
		}
	}
	var b bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, out))
	return b.Bytes()
}

// pdf prints the page.
func (b *browser) pdf() []byte {
	b.t.Helper()
	var printed struct{ Data string }
	b.must(b.session, "Page.printToPDF", map[string]any{"preferCSSPageSize": true, "paperWidth": 8.27, "paperHeight": 11.69}, &printed)
	data, err := base64.StdEncoding.DecodeString(printed.Data)
	require.NoError(b.t, err)
	return data
}

// busy is the processor time of the page's main thread so far.
func (b *browser) busy() time.Duration {
	b.t.Helper()
	var r struct {
		Metrics []struct {
			Name  string
			Value float64
		}
	}
	b.must(b.session, "Performance.getMetrics", nil, &r)
	for _, m := range r.Metrics {
		if m.Name == "TaskDuration" {
			return time.Duration(m.Value * float64(time.Second))
		}
	}
	return 0
}

// trouble is what the page raised since it was opened: errors, violations of its
// policy, dialogs, messages on the console.
func (b *browser) trouble() []string {
	time.Sleep(50 * time.Millisecond)
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.raised...)
}

// requests are the addresses asked for since the page was opened, data: left out.
func (b *browser) requests() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, u := range b.asked {
		if parsed, err := url.Parse(u); err != nil || parsed.Scheme != "data" {
			out = append(out, u)
		}
	}
	return out
}
