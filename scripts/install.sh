#!/bin/sh
# Installs what is missing to build, test and run evscan on Debian 12, and says
# what to do where it can't. Arguments name further packages.
set -eu

need_go=1.26
packages="gcc libc6-dev libtesseract-dev libleptonica-dev tesseract-ocr tesseract-ocr-eng tesseract-ocr-jpn tesseract-ocr-jpn-vert poppler-utils poppler-data libimage-exiftool-perl libarchive-zip-perl p7zip-full pst-utils file unzip $*"

if ! command -v go >/dev/null 2>&1; then
	echo "evscan is built with Go $need_go or newer, and there is no 'go' on the path." >&2
	echo "hint: install Go as its makers describe, or Debian's golang-go from backports" >&2
	exit 1
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
	echo "This is no Debian system. Install what corresponds to: $packages" >&2
	exit 0
fi

missing=""
for p in $packages; do
	dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q "install ok installed" || missing="$missing $p"
done
[ -z "$missing" ] && exit 0

as_root=""
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null 2>&1; then
		echo "Missing packages:$missing" >&2
		echo "hint: as root, run: apt-get install$missing" >&2
		exit 1
	fi
	as_root=sudo
fi
echo "installing:$missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
