package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	_ "image/gif"  // decoders of the sets' pictures
	_ "image/jpeg" // see above
	_ "image/png"  // see above
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	_ "golang.org/x/image/bmp"  // see above
	_ "golang.org/x/image/tiff" // see above
	_ "golang.org/x/image/webp" // see above
	"golang.org/x/sys/unix"

	"evscan/evidence"
	"evscan/extractors/ocr"
)

type picture struct {
	truth
	path string
}

// reader reads the picture of a file; one is opened for each job.
type reader interface {
	read(path string) (evidence.Recognition, error)
	Close() error
}

type variant struct {
	name string
	open func() (reader, error)
}

type cost struct{ wall, cpu time.Duration }

// of shares a cost evenly among n pictures.
func (c cost) of(n int) cost {
	return cost{c.wall / time.Duration(max(n, 1)), c.cpu / time.Duration(max(n, 1))}
}

// result is what a variant made of the pictures: the same in every run, and the medians
// of its costs.
type result struct {
	cost
	read  []evidence.Recognition
	texts []string
}

// runs measures the variants one after the other, n times over, each reading jobs
// pictures at a time.
func runs(variants []variant, pictures []picture, n, jobs int) ([]result, error) {
	out := make([]result, len(variants))
	costs := make([][]cost, len(variants))
	for range max(1, n) {
		for i, v := range variants {
			read, c, err := once(v, pictures, jobs)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", v.name, err)
			}
			costs[i] = append(costs[i], c)
			out[i].read = read
		}
	}
	for i := range out {
		out[i].wall = median(costs[i], func(c cost) time.Duration { return c.wall })
		out[i].cpu = median(costs[i], func(c cost) time.Duration { return c.cpu })
		for _, r := range out[i].read {
			out[i].texts = append(out[i].texts, textOf(r))
		}
	}
	return out, nil
}

func median(costs []cost, of func(cost) time.Duration) time.Duration {
	var d []time.Duration
	for _, c := range costs {
		d = append(d, of(c))
	}
	slices.Sort(d)
	return d[len(d)/2]
}

func ratio(a, b time.Duration) float64 { return float64(a) / float64(max(b, 1)) }

// once reads all pictures. Opening the readers counts: a scan opens them too.
func once(v variant, pictures []picture, jobs int) ([]evidence.Recognition, cost, error) {
	out := make([]evidence.Recognition, len(pictures))
	t0, c0 := time.Now(), cpuTime()
	var next atomic.Int64
	var wg sync.WaitGroup
	errs := make([]error, max(1, jobs))
	for j := range errs {
		wg.Go(func() {
			r, err := v.open()
			if err != nil {
				errs[j] = err
				return
			}
			for err == nil {
				i := int(next.Add(1)) - 1
				if i >= len(pictures) {
					break
				}
				if out[i], err = r.read(pictures[i].path); err != nil {
					err = fmt.Errorf("%s: %w", pictures[i].path, err)
				}
			}
			errs[j] = errors.Join(err, r.Close())
		})
	}
	wg.Wait()
	return out, cost{time.Since(t0), cpuTime() - c0}, errors.Join(errs...)
}

// cpuTime is the CPU time of this process and its ended children.
func cpuTime() time.Duration {
	var sum int64
	for _, who := range []int{unix.RUSAGE_SELF, unix.RUSAGE_CHILDREN} {
		var ru unix.Rusage
		if err := unix.Getrusage(who, &ru); err == nil {
			sum += ru.Utime.Nano() + ru.Stime.Nano()
		}
	}
	return time.Duration(sum)
}

// ours opens the recogniser of evscan in a process of its own, as a scan does.
func ours(without ...ocr.Step) func() (reader, error) {
	return func() (reader, error) {
		exe, err := os.Executable()
		if err != nil {
			return nil, err
		}
		args := []string{"-serve"}
		for _, s := range without {
			args = append(args, string(s))
		}
		p := &process{cmd: exec.Command(exe, args...)}
		p.cmd.Stderr = os.Stderr
		in, err := p.cmd.StdinPipe()
		if err != nil {
			return nil, err
		}
		out, err := p.cmd.StdoutPipe()
		if err != nil {
			return nil, err
		}
		p.in, p.to, p.from = in, json.NewEncoder(in), json.NewDecoder(out)
		return p, p.cmd.Start()
	}
}

// process is a recogniser in another process: paths go in, recognitions come out.
type process struct {
	cmd  *exec.Cmd
	in   io.Closer
	to   *json.Encoder
	from *json.Decoder
}

type answer struct {
	Recognition evidence.Recognition
	Err         string
}

func (p *process) read(path string) (evidence.Recognition, error) {
	var a answer
	if err := errors.Join(p.to.Encode(path), p.from.Decode(&a)); err != nil {
		return evidence.Recognition{}, err
	}
	if a.Err != "" {
		return evidence.Recognition{}, errors.New(a.Err)
	}
	return a.Recognition, nil
}

func (p *process) Close() error { return errors.Join(p.in.Close(), p.cmd.Wait()) }

// serve is the other end.
func serve(without []string, in io.Reader, out io.Writer) error {
	var cfg ocr.Config
	for _, s := range without {
		cfg.Without = append(cfg.Without, ocr.Step(s))
	}
	r, err := ocr.New(cfg)
	if err != nil {
		return err
	}
	defer r.Close()
	from, to := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var path string
		if err := from.Decode(&path); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		var a answer
		if a.Recognition, err = recognise(r, path); err != nil {
			a.Err = err.Error()
		}
		if err := to.Encode(a); err != nil {
			return err
		}
	}
}

func recognise(r evidence.Recogniser, path string) (evidence.Recognition, error) {
	img, err := decode(path)
	if err != nil {
		return evidence.Recognition{}, err
	}
	return r.Recognise(context.Background(), img)
}

// program is the tesseract program as it comes.
func program() (reader, error) { return tesseract{}, nil }

type tesseract struct{}

func (tesseract) Close() error { return nil }

func (tesseract) read(path string) (evidence.Recognition, error) {
	cmd := exec.Command("tesseract", path, "-", "-l", "eng+jpn")
	cmd.Env = append(os.Environ(), "OMP_THREAD_LIMIT=1")
	out, err := cmd.Output()
	if err != nil {
		return evidence.Recognition{}, fmt.Errorf("tesseract: %w", err)
	}
	return evidence.Recognition{Words: []evidence.Word{{Text: string(out)}}}, nil
}

func textOf(r evidence.Recognition) string {
	var text strings.Builder
	for _, f := range evidence.OCRFacts(r.Words, 0) {
		text.WriteString(f.Value + "\n\n")
	}
	return text.String()
}

func write(dir string, t truth, text string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	s := measure(t, text, cost{})
	var b strings.Builder
	for _, k := range s.missed {
		b.WriteString("MISSED " + k + "\n")
	}
	fmt.Fprintf(&b, "words %d/%d bigrams %d/%d\n\n", s.words.hit, s.words.all, s.bigrams.hit, s.bigrams.all)
	return os.WriteFile(filepath.Join(dir, t.ID+".txt"), []byte(b.String()+text), 0o644)
}
