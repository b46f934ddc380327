package main

import (
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	runs, err := parse([]string{"-label", "a", "--", "true", "x", "-label", "b", "--", "false"})
	require.NoError(t, err)
	assert.Equal(t, []run{{label: "a", args: []string{"true", "x"}}, {label: "b", args: []string{"false"}}}, runs)
	_, err = parse([]string{"true"})
	assert.Error(t, err)
	_, err = parse(nil)
	assert.Error(t, err)
}

func TestMeasuresTheProcessTree(t *testing.T) {
	r := run{args: []string{"sh", "-c", "sleep 0.3"}}
	require.NoError(t, r.do())
	assert.GreaterOrEqual(t, r.wall, 300*time.Millisecond)
	assert.Positive(t, r.peak)
	assert.Positive(t, resident(os.Getpid()))
}
