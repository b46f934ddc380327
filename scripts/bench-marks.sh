#!/bin/sh
# Says how well marks name the known owners of packages, and which others they name
# most: with and without the catalogue that is built in.
#
#	CORPUS=dir make bench-marks
#	CORPUS=dir OCR=1 REPORTS=dir make bench-marks
#
# CORPUS holds the packages (*.zip) and truth.tsv, as scripts/markbench describes it.
# OCR=1 also reads pictures, which takes most of the time. REPORTS names a folder in
# which the reports are kept and found again: remove it after a change of the program.
set -eu

if [ -z "${CORPUS:-}" ] || [ ! -f "$CORPUS/truth.tsv" ]; then
	echo "bench-marks: CORPUS names no folder with a truth.tsv" >&2
	exit 2
fi
if [ -n "${REPORTS:-}" ]; then
	work=$REPORTS
else
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT INT TERM
fi
ocr=--no-ocr
[ -z "${OCR:-}" ] || ocr=
mkdir -p "$work/with" "$work/without"
for p in "$CORPUS"/*.zip; do
	name=$(basename "$p" .zip)
	for kind in with without; do
		flag=
		[ "$kind" = with ] || flag=--no-default-catalogue
		[ -f "$work/$kind/$name.json" ] ||
			nice bin/evscan scan $ocr $flag --jobs 1 --include-text --quiet --progress never -o "$work/$kind/$name.json" "$p"
	done
done
go run ./scripts/markbench -truth "$CORPUS/truth.tsv" with="$work/with" without="$work/without"
