package program

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The process in the middle starts a program, says its number and waits to be killed.
func TestMiddle(t *testing.T) {
	if os.Getenv("PROGRAM_TEST_MIDDLE") == "" {
		t.Skip("started by TestBind")
	}
	cmd := Bind(exec.Command("sleep", "60"))
	if err := cmd.Start(); err != nil {
		os.Exit(1)
	}
	os.Stdout.WriteString(strconv.Itoa(cmd.Process.Pid) + "\n")
	time.Sleep(time.Minute)
}

func TestBind(t *testing.T) {
	middle := exec.Command(os.Args[0], "-test.run=^TestMiddle$")
	middle.Env = append(os.Environ(), "PROGRAM_TEST_MIDDLE=1")
	out, err := middle.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, middle.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(line))
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(pid, 0), "the program runs")
	require.NoError(t, middle.Process.Kill())
	require.Error(t, middle.Wait())
	require.Eventually(t, func() bool {
		// Where nobody reaps it, it stays as a zombie.
		stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		return errors.Is(err, os.ErrNotExist) || strings.Contains(string(stat), ") Z ")
	}, 2*time.Second, 5*time.Millisecond)
}
