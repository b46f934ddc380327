#!/bin/sh
# Measures what the extractors make of public suites of documents. A suite is fetched
# by whoever measures, and never kept in the repository. Each part runs where the
# folder of its suite is given, and says so where it is not:
#
#	git clone --depth 1 https://github.com/apache/tika
#	git clone --depth 1 https://github.com/ianare/exif-samples
#	TIKA=$PWD/tika EXIF=$PWD/exif-samples make bench-extract
#
# Types: every file that Tika's own tests of types name, with the type they name,
# beside file(1) and gabriel-vasile/mimetype in the same run. Metadata: the tags that
# exiftool prints. Text: the words that pdftotext, LibreOffice, w3m and others show.
# What is missing or below 80 % is listed. CORPUS may name a folder of packages: then
# the problems that scans of them report are counted by kind.
set -eu

# wanted says which programs of a part are missing; what they measure is left out.
wanted() {
	for w in "$@"; do
		command -v "$w" >/dev/null || echo "$w is not installed: what it would be compared with is left out"
	done
}

if [ -z "${TIKA:-}${EXIF:-}${CORPUS:-}" ]; then
	echo "bench-extract: no suite given" >&2
	echo "hint: git clone --depth 1 https://github.com/apache/tika && TIKA=\$PWD/tika make bench-extract" >&2
	exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
: >"$work/folders"
if [ -n "${TIKA:-}" ]; then
	echo "== types, of Tika's tests"
	wanted file
	go run ./scripts/extractbench -types "$TIKA"
	echo "== text, of Tika's test documents"
	wanted pdftotext soffice w3m python3 iconv
	find "$TIKA" -type d -name test-documents -print0 >"$work/folders"
	go build -o "$work/textbench" ./scripts/textbench
	xargs -0 "$work/textbench" <"$work/folders"
else
	echo "== types and text: left out, TIKA names no checkout of apache/tika"
fi
if [ -n "${EXIF:-}" ]; then
	echo "== metadata of pictures, beside exiftool"
	wanted exiftool
	printf '%s\0' "$EXIF" >>"$work/folders"
	go build -o "$work/metabench" ./scripts/metabench
	xargs -0 "$work/metabench" <"$work/folders"
else
	echo "== metadata: left out, EXIF names no checkout of ianare/exif-samples"
fi
if [ -n "${CORPUS:-}" ]; then
	echo "== problems of the packages of $CORPUS, by kind"
	wanted jq
	printf 'package\titems\tread\tpartly\tnot\twithout a reason\tproblems but for switched off recognition\n'
	for p in "$CORPUS"/*.zip; do
		bin/evscan scan --no-ocr --quiet --progress never -o "$work/report.json" "$p"
		jq -r --arg name "$(basename "$p")" '[$name, .coverage.items, .coverage.read, .coverage.partly_read, .coverage.not_read,
			([.items[] | select(.status != "read" and .same_as == null and (.problems | length) == 0)] | length),
			([.problems[] | select(.detail | contains("--no-ocr") | not) | .kind] | group_by(.) | map("\(.[0]) \(length)") | join(", "))] | @tsv' "$work/report.json"
	done
else
	echo "== problems by kind: left out, CORPUS names no folder of packages"
fi
