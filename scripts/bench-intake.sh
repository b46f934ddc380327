#!/bin/sh
# Measures the intake of a package against 7z t, sha256sum and file over the files
# that 7z unpacked, two processes at a time, in the same run:
#
#   inventory  evscan scan --inventory: every file is listed, hashed and typed, which
#              is what the programs do by hand, and no text is read
#   whole scan evscan scan --no-ocr: every text is also read and matched; the time of
#              its stages stands in its report and is printed below
#
# Done at 2 GB and at 200 MB, to show that peak memory does not follow the size of
# the package. The ratio of a line is the wall time of the inventory over its own.
#
#	bench-intake.sh [ENTRIES [BYTES...]]
set -eu
entries=${1:-20000}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- 2000000000 200000000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

cat >"$work/hand.sh" <<'HAND'
set -eu
mkdir "$1/tree"
7z t -bd -bso0 "$2"
7z x -bd -bso0 -o"$1/tree" "$2"
cd "$1/tree"
find . -type f -print0 | xargs -0 -P 2 -n 200 sha256sum >"$1/sums"
find . -type f -print0 | xargs -0 -P 2 -n 200 file >"$1/types"
HAND

go build -o "$work/measure" ./scripts/measure
go build -o "$work/makebulk" ./testdata/hostile/cmd/makebulk
for size in "$@"; do
	echo "== $entries files, $size bytes; load average $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors"
	"$work/makebulk" -o "$work/bulk.zip" -entries "$entries" -bytes "$size"
	"$work/measure" \
		-label "inventory" -- bin/evscan scan --inventory --jobs 2 --quiet --progress never -o "$work/inventory.json" "$work/bulk.zip" \
		-label "by hand" -- sh "$work/hand.sh" "$work" "$work/bulk.zip" \
		-label "whole scan" -- bin/evscan scan --no-ocr --jobs 2 --quiet --progress never -o "$work/report.json" "$work/bulk.zip"
	jq -r '"inventory: \(.coverage.items) items, \([.items[] | select(.sha256)] | length) hashed"' "$work/inventory.json"
	jq -r '"whole scan: \(.coverage.items) items; " + ([.timing.stages[] | "\(.name) \(.wall_ms / 1000) s"] | join(", "))' "$work/report.json"
	rm -rf "$work/tree" "$work/sums" "$work/types" "$work/bulk.zip" "$work/report.json" "$work/inventory.json"
done
