#!/bin/sh
# Renders src/*.html into the pictures that manifest.tsv lists.
#   ./render.sh            every picture
#   ./render.sh NAME...    only these files of the manifest
# Needs chromium, Go, and the fonts that README.md names. Another browser or
# font version moves pixels, so the pictures themselves are committed.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
go build -o "$tmp/finish" ./finish
tab=$(printf '\t')
tail -n +2 manifest.tsv | while IFS="$tab" read -r file kind language width height dark finish note; do
	if [ $# -gt 0 ]; then
		case " $* " in *" $file "*) ;; *) continue ;; esac
	fi
	# The window is taller than the picture because a headless window keeps
	# some of its height for a frame; the rest is cut off again.
	sed "s/<head>/<head><style>html{height:${height}px;width:${width}px}body{position:relative;height:${height}px!important;width:${width}px!important}<\/style>/" \
		"src/${file%.*}.html" >"src/.render.html"
	chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-device-scale-factor=1 \
		--user-data-dir="$tmp/profile" --window-size="$width,$((height + 160))" \
		--screenshot="$tmp/raw.png" "file://$PWD/src/.render.html" >/dev/null 2>"$tmp/log" </dev/null || { cat "$tmp/log" >&2; exit 1; }
	rm -f src/.render.html
	"$tmp/finish" "$finish" "$width" "$height" "$tmp/raw.png" "$file"
	printf '%s\t%s\n' "$(wc -c <"$file")" "$file"
done
