package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"evscan/report/document"
	"evscan/testdata/hostile"
)

// Bounds of every scan of the suite.
const (
	hostileTime   = 120 * time.Second // wall: seconds on an idle machine
	hostileMemory = 900 << 20         // bytes resident in the whole process tree
)

const (
	nestedTooFar = "the containers around it expand to more than 2000 times their size"
	cutOff       = "cut off: a limit of its container tripped"
)

// finding is what the report must say of an item: its path below the hostile file
// ("" is the file itself), the kind of problem, and a part of the detail. The kind
// may also be "warning", where the file is read and its type carries the warning,
// "read", where it is read without any problem, and "same-as".
type finding struct{ path, kind, detail string }

func TestHostile(t *testing.T) {
	cases := hostile.Cases()
	known := map[string]bool{}
	for _, c := range cases {
		assert.False(t, known[c.Name], "%s is there twice", c.Name)
		known[c.Name] = true
	}
	for name := range hostileFindings {
		assert.True(t, known[name], "there is no case %s", name)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			r := scanHostile(t, c)
			for _, f := range hostileFindings[c.Name] {
				assert.True(t, says(r.doc, c.Name, f), "%+v is missing\n%s", f, describe(r))
			}
		})
	}
}

type hostileRun struct {
	doc  document.Document
	wall time.Duration
	peak int64
}

func describe(r hostileRun) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%.1fs %d MB items=%d entries=%d restarts=%d\n", r.wall.Seconds(), r.peak>>20, r.doc.Coverage.Items, r.doc.Coverage.Entries, r.doc.Timing.Restarts)
	for i, it := range r.doc.Items {
		if i > 12 {
			break
		}
		name := strings.Join(it.Path[1:], " > ")
		fmt.Fprintf(&b, "  %.120q %s %s %d =%s %q\n", name, it.Type.Format, it.Status, it.Size, it.SameAs, it.Type.Warnings)
		for _, p := range it.Problems {
			fmt.Fprintf(&b, "      %s [%s] %.200q\n", p.Kind, p.Where, p.Detail)
		}
	}
	return b.String()
}

func says(d document.Document, file string, f finding) bool {
	path := file
	if f.path != "" {
		path += " > " + f.path
	}
	for _, it := range d.Items {
		if strings.Join(it.Path[1:], " > ") != path {
			continue
		}
		switch f.kind {
		case "read":
			if it.Status == "read" && len(it.Problems) == 0 && strings.Contains(it.Type.Format, f.detail) {
				return true
			}
		case "same-as":
			if it.SameAs != "" {
				return true
			}
		case "warning":
			for _, w := range it.Type.Warnings {
				if strings.Contains(w, f.detail) {
					return true
				}
			}
		}
		for _, p := range it.Problems {
			if p.Kind == f.kind && strings.Contains(p.Detail, f.detail) {
				return true
			}
		}
	}
	return false
}

// scanHostile scans a folder of the hostile file and a sentinel, and checks what
// holds for all of them: the scan ends in time and in bounded memory with a report,
// the sentinel has been read, the counts add up, and no file is left or written.
func scanHostile(t *testing.T, c hostile.Case) hostileRun {
	t.Helper()
	base := t.TempDir()
	pkg, tmp := filepath.Join(base, "package"), filepath.Join(base, "tmp")
	require.NoError(t, os.Mkdir(pkg, 0o700))
	require.NoError(t, os.Mkdir(tmp, 0o700))
	f, err := os.Create(filepath.Join(pkg, c.Name))
	require.NoError(t, err)
	require.NoError(t, c.Write(f))
	require.NoError(t, f.Close())
	const sentinel = "zz sentinel.txt"
	require.NoError(t, os.WriteFile(filepath.Join(pkg, sentinel), []byte("The sentinel is still read.\n"), 0o600))

	args := []string{"scan", "--format", "json", "--jobs", "2"}
	cmd := exec.Command(binary, append(args, "package")...)
	cmd.Dir = base
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	start := time.Now()
	require.NoError(t, cmd.Start())
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	r := hostileRun{}
	tick := time.NewTicker(30 * time.Millisecond)
	defer tick.Stop()
	late := time.After(hostileTime)
	for running := true; running; {
		select {
		case err := <-done:
			require.NoError(t, err, errs.String())
			running = false
		case <-tick.C:
			r.peak = max(r.peak, residentTree(cmd.Process.Pid))
		case <-late:
			cmd.Process.Signal(os.Interrupt)
			<-done
			t.Fatalf("not finished within %s (peak %d MB)", hostileTime, r.peak>>20)
		}
	}
	r.wall = time.Since(start)
	assert.LessOrEqual(t, r.peak, int64(hostileMemory), "peak memory of the process tree")
	r.doc = parse(t, out.String())
	d := r.doc
	assert.Equal(t, d.Coverage.Items, d.Coverage.Read+d.Coverage.PartlyRead+d.Coverage.NotRead)
	assert.Len(t, d.Items, d.Coverage.Items)
	last := d.Items[len(d.Items)-1]
	assert.Equal(t, []string{"package", sentinel}, last.Path)
	assert.Equal(t, "read", last.Status)
	assert.Positive(t, last.Text.Chars)
	for _, it := range d.Items {
		if it.Status != "read" && it.SameAs == "" {
			assert.NotEmpty(t, it.Problems, "item %s is %s without a reason", it.ID, it.Status)
		}
		assert.NotEqual(t, "crashed", kinds(it), "item %s", it.ID)
	}
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	assert.Empty(t, left, "nothing is left in the temporary folder")
	files, err := os.ReadDir(base)
	require.NoError(t, err)
	assert.Len(t, files, 2, "nothing was written beside the package")
	for _, p := range []string{"/tmp/evscan-was-here.txt", filepath.Join(base, "evscan-was-here.txt")} {
		assert.NoFileExists(t, p)
	}
	return r
}

func kinds(it document.Item) string {
	for _, p := range it.Problems {
		if p.Kind == "crashed" {
			return "crashed"
		}
	}
	return ""
}

// residentTree sums the resident memory of a process and its descendants, in bytes
// (proc(5), /proc/PID/stat: field 4 is the parent, field 24 the resident pages).
func residentTree(root int) int64 {
	files, _ := filepath.Glob("/proc/[0-9]*/stat") // fails for bad patterns only
	parent, pages := map[int]int{}, map[int]int64{}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(f)))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
		if len(fields) < 22 {
			continue
		}
		parent[pid], _ = strconv.Atoi(fields[1])
		pages[pid], _ = strconv.ParseInt(fields[21], 10, 64)
	}
	var total int64
	for pid := range pages {
		for p, hops := pid, 0; p > 1 && hops < 64; p, hops = parent[p], hops+1 {
			if p == root {
				total += pages[pid]
				break
			}
		}
	}
	return total * int64(os.Getpagesize())
}

// hostileFindings is what must be said of each case. What a case has no line for
// here is only held to what holds for all of them.
var hostileFindings = map[string][]finding{
	"nested-same.zip":          {{"4-0.zip > 3-0.zip > 2-0.zip > 1-0.zip > 0-0.zip", "limit-reached", nestedTooFar}, {"4-0.zip > 3-0.zip > 2-0.zip > 1-0.zip > 0-0.zip > 0.dll", "limit-reached", cutOff}, {"4-15.zip", "same-as", ""}},
	"nested-distinct.zip":      {{"d.7.zip > d.7.7.zip", "limit-reached", nestedTooFar}},
	"overlap.zip":              {{"01", "corrupt", "overlap"}, {"59", "corrupt", "overlap"}},
	"overlap-same.zip":         {{"x", "corrupt", "overlap"}},
	"one-layer.zip":            {{"zeros", "unsupported", "of no type"}},
	"chain.gz":                 {{"chain > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1", "limit-reached", "nested deeper than 16 levels"}},
	"chain-of-bombs.gz":        {{"chain-of-bombs > item 1", "limit-reached", nestedTooFar}},
	"ten-million.zip":          {{"", "limit-reached", "more than 250000 entries"}, {"0000000", "read", ""}},
	"claims-4gb.zip":           {{"a.txt", "corrupt", "33 bytes where the archive claims 4294967280"}},
	"claims-packed-4gb.zip":    {{"a.txt", "corrupt", ""}},
	"claims-too-little.zip":    {{"a.txt", "corrupt", "3300 bytes where the archive claims 10"}},
	"zip64-lies.zip":           {{"a.txt", "corrupt", ""}},
	"zip64-end-lies.zip":       {{"", "corrupt", "3 entries were found"}, {"c.txt", "read", "text"}},
	"count-too-high.zip":       {{"", "corrupt", ""}, {"b.txt", "read", "text"}},
	"count-too-low.zip":        {{"", "corrupt", ""}, {"b.txt", "read", "text"}},
	"name-differs.zip":         {{"a.txt", "read", "text"}},
	"size-differs.zip":         {{"a.txt", "read", "text"}},
	"method-differs.zip":       {{"a.txt", "read", "text"}},
	"encryption-differs.zip":   {{"a.txt", "read", "text"}},
	"directory-only.zip":       {{"ghost.txt", "corrupt", "local header"}, {"a.txt", "read", "text"}},
	"hidden-entry.zip":         {{"", "warning", "that the directory does not list"}, {"a.txt", "read", "text"}, {"hidden.txt", "read", "text"}, {"c.txt", "read", "text"}},
	"duplicate-names.zip":      {{"a.txt", "read", "text"}, {"a.txt", "same-as", ""}},
	"bad-crc.zip":              {{"a.txt", "corrupt", "CRC-32"}},
	"unknown-method.zip":       {{"a.txt", "unsupported", "compression method 77"}},
	"data-before.zip":          {{"", "warning", "before the archive"}, {"a.txt", "read", "text"}},
	"data-after.zip":           {{"", "warning", "700 bytes of other data after the archive"}, {"c.txt", "read", "text"}},
	"two-archives.zip":         {{"first.txt", "read", "text"}, {"second.txt", "read", "text"}},
	"cut-in-header.zip":        {{"", "corrupt", "no entry was found"}},
	"cut-in-data.zip":          {{"a.txt", "corrupt", "25 bytes where the archive claims 33"}},
	"cut-before-directory.zip": {{"", "corrupt", "3 entries were found"}, {"c.txt", "read", "text"}},
	"cut-in-directory.zip":     {{"", "corrupt", "3 entries were found"}, {"c.txt", "read", "text"}},
	"cut-in-end.zip":           {{"", "corrupt", "3 entries were found"}, {"c.txt", "read", "text"}},
	"flip-in-data.zip":         {{"a.txt", "corrupt", "CRC-32"}, {"b.txt", "read", "text"}},
	"flip-in-deflate.zip":      {{"b.txt", "corrupt", ""}, {"c.txt", "read", "text"}},
	"flip-in-directory.zip":    {{"", "corrupt", "3 entries were found"}, {"a.txt", "read", "text"}},
	"flip-offset.zip":          {{"b.txt", "corrupt", "local header"}, {"a.txt", "read", "text"}},
	"locked.zip":               {{"secret.txt", "encrypted", "ZipCrypto"}},
	"password-in-readme.zip":   {{"locked.zip", "warning", "a password that the package itself states"}, {"locked.zip > inside.txt", "read", "text"}},
	"directory-with-bytes.zip": {{"dir/", "read", "text"}},
	"empty.zip":                {{"", "read", "zip"}},
	"comment-bomb.zip":         {{"", "corrupt", ""}, {"a.txt", "read", "text"}},
	"many-entries.zip":         {{"", "read", "zip"}, {"59999.txt", "same-as", ""}},
	"traversal.zip":            {{"../../../../tmp/evscan-was-here.txt", "read", "text"}, {"/tmp/evscan-was-here.txt", "read", "text"}},
	"drive-letter.zip":         {{"C:/Windows/evil.txt", "read", "text"}},
	"device-names.zip":         {{"CON", "read", "text"}, {"aux/com1", "read", "text"}},
	"control-names.zip":        {{"a\u001b[2J\u001b]0;x\u0007.txt", "read", "text"}, {"\u202egpj.exe", "warning", ".exe"}},
	"nfc-nfd.zip":              {{"caf\u00e9.txt", "read", "text"}, {"cafe\u0301.txt", "read", "text"}},
	"undecodable-names.zip":    {{"", "read", "zip"}},
	"cp932-names.zip":          {{"\u5951\u7d04\u66f8.txt", "read", "text"}, {"\u8acb\u6c42\u66f8\u4e00\u89a7.txt", "read", "text"}, {"\u30bd\u30d5\u30c8.txt", "read", "text"}},
	"eucjp-names.zip":          {{"\u5951\u7d04\u66f8.txt", "read", "text"}, {"\u8acb\u6c42\u66f8\u4e00\u89a7.txt", "read", "text"}, {"\u30bd\u30d5\u30c8.txt", "read", "text"}},
	"gbk-names.zip":            {{"\u5408\u540c\u4e66.txt", "read", "text"}, {"\u53d1\u7968\u6e05\u5355.txt", "read", "text"}, {"\u5458\u5de5\u540d\u5355.txt", "read", "text"}},
	"cp437-names.zip":          {{"M\u00fcller.txt", "read", "text"}, {"\u00c4delstein.txt", "read", "text"}},
	"empty-name.zip":           {{"item 1", "read", "text"}, {"x.txt", "read", "text"}},
	"exabyte.tar":              {{"huge.bin", "corrupt", "unexpected EOF"}, {"a.txt", "read", "text"}},
	"negative.tar":             {{"", "corrupt", "header"}, {"a.txt", "read", "text"}},
	"octal-overflow.tar":       {{"big.bin", "corrupt", "unexpected EOF"}, {"a.txt", "read", "text"}},
	"octal-garbage.tar":        {{"", "corrupt", "header"}, {"a.txt", "read", "text"}},
	"sparse-terabytes.tar":     {{"", "limit-reached", "2000 times"}, {"a.txt", "read", "text"}},
	"pax-size-lies.tar":        {{"b.txt", "corrupt", ""}, {"a.txt", "read", "text"}},
	"pax-bomb.tar":             {{"", "corrupt", ""}, {"a.txt", "read", "text"}},
	"links.tar":                {{"sym", "unsupported", `symbolic link to "/etc/passwd"`}, {"hard", "unsupported", `hard link to "../../outside"`}, {"dev", "unsupported", ""}, {"fifo", "unsupported", ""}},
	"traversal.tar":            {{"../../../../../tmp/evscan-was-here.txt", "read", "text"}},
	"through-link.tar":         {{"d", "unsupported", `symbolic link to "/tmp`}, {"d/evscan-was-here.txt", "read", "text"}},
	"control-names.tar":        {{"a\u001b[31m.txt", "read", "text"}},
	"cut-in-header.tar":        {{"", "corrupt", "unexpected EOF"}, {"a.txt", "read", "text"}},
	"cut-in-data.tar":          {{"b.txt", "corrupt", "unexpected EOF"}, {"a.txt", "read", "text"}},
	"flip-in-header.tar":       {{"", "corrupt", "header"}, {"a.txt", "read", "text"}},
	"many-empty.tar":           {{"", "read", "tar"}, {"019999", "same-as", ""}},
	"cut.gz":                   {{"a.txt", "corrupt", "unexpected EOF"}},
	"bad-crc.gz":               {{"a.txt", "corrupt", "checksum"}},
	"trailing.gz":              {{"", "warning", "other data after"}, {"a.txt", "read", "text"}},
	"members.gz":               {{"members", "read", "text"}},
	"garbage.bz2":              {{"garbage", "corrupt", ""}},
	"garbage.zst":              {{"garbage", "corrupt", ""}},
	"window.zst":               {{"window", "corrupt", "window"}},
	"zero-bytes.zip":           {{"", "read", "unknown"}, {"", "warning", "the extension .zip"}},
	"one-byte.zip":             {{"", "warning", "extension .zip"}},
	"huge.png":                 {{"", "limit-reached", "50000 x 50000 pixels"}},
	"idat-bomb.png":            {{"", "corrupt", "too much pixel data"}},
	"exif-overflow.jpg":        {{"", "corrupt", "tag 0x010f"}},
	"cut.jpg":                  {{"", "corrupt", ""}},
	"huge.gif":                 {{"", "limit-reached", "65535 x 65535 pixels"}},
	"huge.bmp":                 {{"", "corrupt", ""}},
	"page-loop.pdf":            {{"", "corrupt", "1000000000"}},
	"object-stream-loop.pdf":   {{"", "corrupt", ""}},
	"xref-loop.pdf":            {{"", "corrupt", ""}},
	"image-claims.pdf":         {{"", "limit-reached", "a picture of 100000 x 100000 pixels; the page is not rendered"}},
	"stream-bomb.pdf":          {{"", "limit-reached", "expands to more than 64 MiB; the page is not read"}},
	"stream-bomb-twice.pdf":    {{"", "limit-reached", "expands to more than 64 MiB; the page is not read"}},
	"cut.pdf":                  {{"", "corrupt", ""}},
	"deep.docx":                {{"", "limit-reached", "nest deeper than 512"}},
	"part-bomb.docx":           {{"word/media/image1.bin", "unsupported", ""}},
	"text-bomb.docx":           {{"", "limit-reached", ""}},
	"external-entity.docx":     {{"", "warning", "word/document.xml declares 1 entities, of other files among them"}},
	"laughs.docx":              {{"", "warning", "word/document.xml declares 12 entities; they were not expanded"}},
	"laughs.xml":               {{"", "warning", "declares 12 entities; they were not expanded"}},
	"ztxt-bomb.png":            {{"", "limit-reached", "expands to more than 1048576 bytes"}},
	"iccp-bomb.png":            {{"", "limit-reached", "colour profile expands to more than 16777216 bytes"}},
	"string-bomb.xlsx":         {{"", "limit-reached", "text"}},
	"deep.eml":                 {{"", "limit-reached", "too deeply nested"}},
	"wide.eml":                 {{"", "limit-reached", "too many parts"}, {"0.txt", "read", "text"}},
	"nested.eml":               {{"item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1 > item 1", "limit-reached", "nested deeper than 16 levels"}},
	"headers.eml":              {{"", "read", "eml"}},
	"long-header.eml":          {{"", "read", "eml"}},
	"bad-base64.eml":           {{"../../x.pdf", "corrupt", "base64"}},
	"one-line.txt":             {{"", "limit-reached", "more text than 32 MiB"}},
	"utf16-garbage.txt":        {{"", "unsupported", ""}},
	"formulas.csv":             {{"", "read", "csv"}},
	"scripts.html":             {{"", "read", "html"}},
	"nul.txt":                  {{"", "unsupported", ""}},
	"picture-that-is-text.png": {{"", "warning", "extension .png"}},
	"text-that-is-zip.txt":     {{"", "warning", "extension .txt"}, {"a.txt", "read", "text"}},
	"pdf-that-is-zip.pdf":      {{"", "warning", "extension .pdf"}, {"a.txt", "read", "text"}},
	"random.bin":               {{"", "unsupported", "of no type"}},
	"pdf-and-zip.pdf":          {{"", "corrupt", ""}, {"", "warning", "a zip archive was put behind it"}, {"inside.txt", "read", "text"}},
	"jpeg-and-zip.jpg":         {{"", "corrupt", ""}, {"inside.txt", "read", "text"}},
	"png-and-zip.png":          {{"", "warning", "151 bytes of other data after the picture"}},
	"gif-and-script.gif":       {{"", "corrupt", ""}},
	"repeated-rows.xlsx":       {{"", "read", "xlsx"}},
	"heartbeat.log.gz":         {{"", "read", "gz"}, {"heartbeat.log", "read", "log"}},
	"logs.zip":                 {{"", "read", "zip"}, {"a.log", "read", "log"}, {"b.log", "read", "log"}, {"c.log.gz > c.log", "read", "log"}},
	"metafile.zip":             {{"", "read", "zip"}},

	"quine.zip":                    {{"", "read", "zip"}, {"quine.zip", "same-as", ""}},
	"sfx.7z.exe":                   {{"", "warning", "a 7z archive stands at 540"}, {"inside.txt", "read", "text"}},
	"sfx-signature-twice.exe":      {{"inside.txt", "read", "text"}},
	"sfx.rar.exe":                  {{"", "warning", "a rar archive stands at 540"}, {"inside.txt", "read", "text"}},
	"sfx.zip.exe":                  {{"", "warning", "before the archive"}, {"inside.txt", "read", "text"}},
	"sfx-script.sh":                {{"", "warning", "a program stands before the archive"}, {"inside.txt", "read", "text"}, {"data before the archive", "read", ""}},
	"zip64.zip":                    {{"", "read", "zip"}, {"inside.txt", "read", "text"}},
	"zip64-behind-stub.exe":        {{"", "warning", "a zip archive was put behind it"}, {"inside.txt", "read", "text"}},
	"two-7z.7z":                    {{"", "warning", "other data after"}, {"first.txt", "read", "text"}, {"data after the archive > second.txt", "read", "text"}},
	"two-rar.rar":                  {{"", "warning", "other data after"}, {"first.txt", "read", "text"}, {"data after the archive > second.txt", "read", "text"}},
	"zip-after-7z.7z":              {{"first.txt", "read", "text"}, {"data after the archive > second.txt", "read", "text"}},
	"tar-after-tar.tar":            {{"", "warning", "another archive begins"}, {"first.txt", "read", "text"}, {"second.txt", "read", "text"}},
	"note-after-tar.tar":           {{"", "warning", "27 bytes of other data after"}, {"data after the archive", "read", "text"}},
	"zip-after-gz.gz":              {{"first.txt", "read", "text"}, {"data after the archive > second.txt", "read", "text"}},
	"data-between.zip":             {{"a.txt", "read", "text"}, {"b.txt", "read", "text"}, {"data at 68 that belong to no entry", "read", "text"}},
	"bad-header-in-the-middle.tar": {{"", "corrupt", "read on with the header at 2048"}, {"a.txt", "read", "text"}, {"c.txt", "read", "text"}},
	"second-unicode-path.zip":      {{"", "warning", "Unicode path is not that of the name"}, {"right.txt", "read", "text"}},
	"extra-too-long.zip":           {{"", "warning", "an extra field is longer than its place"}, {"a.txt", "read", "text"}},
	"disk-number.zip":              {{"", "warning", "volume 4 of a set, but the archive is whole"}, {"inside.txt", "read", "text"}},
	"backslash-utf8.zip":           {{"", "warning", "backslashes"}, {"folder/a.txt", "read", "text"}},
	"not-utf8.zip":                 {{"", "warning", "says that it is UTF-8 and is not"}},
	"nul-in-name.zip":              {{"", "warning", "ends at a NUL"}},
	"comment-with-end-record.zip":  {{"inside.txt", "read", "text"}},
	"comment-64k.zip":              {{"inside.txt", "read", "text"}},
	"rar-in-jpeg.jpg":              {{"", "warning", "a rar archive stands at"}, {"inside.txt", "read", "text"}},
	"7z-in-png.png":                {{"", "warning", "a 7z archive stands at"}, {"inside.txt", "read", "text"}},
}
