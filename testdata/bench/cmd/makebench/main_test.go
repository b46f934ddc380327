package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestRun(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, run(context.Background(), []string{"-o", dir, "-n", "5", "-pairs", "1", "-seed", "3"}))
	for _, name := range []string{"fit/p0001.zip", "fit/p0002.zip", "calibrate/p0003.zip", "blind/p0004.zip", "blind/p0005.zip", "attack/a0001.zip", "attack/a0001-attacked.zip",
		"fit/truth.jsonl", "blind/catalogue.jsonl"} {
		_, err := os.Stat(filepath.Join(dir, name))
		assert.NoError(t, err)
	}
	ctx, stop := context.WithCancel(context.Background())
	stop()
	assert.ErrorIs(t, run(ctx, []string{"-o", dir, "-n", "1"}), context.Canceled)
	assert.Error(t, run(context.Background(), []string{"-o", dir, "-n", "-1"}))
}
