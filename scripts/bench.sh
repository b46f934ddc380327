#!/bin/sh
# Measures a scan of a package and, in the same run, what an analyst would do by
# hand: unpack it, run exiftool over everything and tesseract over every picture,
# two processes at a time. Prints wall time, CPU time and peak memory of each.
set -eu
package=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cat >"$work/hand.sh" <<'HAND'
set -eu
cd "$1"
unzip -q -o -P simulated "$2" -d hand || true
exiftool -r -q -q hand >exif.txt 2>/dev/null || true
find hand -type f \( -iname '*.png' -o -iname '*.jpg' -o -iname '*.jpeg' \) -print0 |
	OMP_THREAD_LIMIT=1 xargs -0 -P 2 -I{} sh -c 'tesseract "$1" - -l eng+jpn >>ocr.txt 2>/dev/null || true' _ {}
HAND

root=$(pwd)
case $package in /*) ;; *) package=$root/$package ;; esac
go run ./scripts/measure \
	-label "evscan scan" -- bin/evscan scan --jobs 2 --claimed Fujitsu --progress never "$package" \
	-label "by hand" -- sh "$work/hand.sh" "$work" "$package"
