#!/bin/sh
# Measures text recognition beside the tesseract program as it comes, two pictures at a
# time each: SET names a folder with truth.json and images/, TEXTLESS one of pictures
# without text, RUNS how often (3), ABLATION=1 measures the recipe without each step.
# Without SET only the screenshots of one desktop are measured, made of our own pictures.
set -eu
runs=${RUNS:-3}
export OMP_THREAD_LIMIT=1
mkdir -p build
go build -o build/ocrbench ./extractors/ocr/bench
if [ -n "${SET:-}" ]; then
	build/ocrbench -set "$SET" -runs "$runs" -misses build/ocr-misses.html
	build/ocrbench -set "$SET" -baseline=false -by var
	build/ocrbench -set "$SET" -baseline=false -by key
	if [ -n "${ABLATION:-}" ]; then
		build/ocrbench -set "$SET" -baseline=false -by none -ablation
	fi
fi
build/ocrbench -desktop testdata/demo/pictures -runs "$runs"
if [ -n "${TEXTLESS:-}" ]; then
	build/ocrbench -textless "$TEXTLESS"
fi
