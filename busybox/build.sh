#!/usr/bin/env bash
# Makes busybox.wasm and busybox.links from Debian's busybox source, our POSIX layer and the pinned tools.
# usage: build.sh [--check] [--out FOLDER [--asserts]]
#   --out      where the two files go; default: public/, with a new busybox/provenance.json
#   --asserts  a module that traps where never-blocks.txt is wrong, for running the tests with
#   --check    build elsewhere and compare with public/ (check.sh)
#
# BUSYBOX_SOURCE   a folder with busybox source of your own, to build instead of Debian's (it is copied, and our patches
#                  that are not in it are applied)
# BUSYBOX_CACHE    where fetched files are kept (source.sh)
#
# The same inputs give the same bytes wherever and whenever this runs: no time, path or file order gets in.
set -euo pipefail

room=$(cd "$(dirname "$0")" && pwd)
project=$(dirname "$room")
out=
asyncify=(node "$room/asyncify.mjs")
while [ $# -gt 0 ]; do
  case $1 in
    --check) exec "$room/check.sh" ;;
    --asserts) asyncify+=(--asserts) ;;
    --out)
      out=$(mkdir -p "$2" && cd "$2" && pwd)
      shift
      ;;
    *)
      sed -n '2,6s/^# //p' "$0" >&2
      exit 2
      ;;
  esac
  shift
done

if [ -z "$out" ] && [ ${#asyncify[@]} -gt 2 ]; then
  echo "build.sh: --asserts is for tests: give a folder with --out." >&2
  exit 2
fi
"$room/tools.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$room/toolchain.sh"

echo "1/5 source"
busybox=$work/source
if [ -n "${BUSYBOX_SOURCE:-}" ]; then
  cp -r "$BUSYBOX_SOURCE" "$busybox"
  version="changed"
else
  "$room/source.sh" source "$busybox"
  version="Debian $(node "$room/provenance.mjs" get source version)"
fi
for patch in "$room"/patches/*.patch; do
  if ! patch --dir="$busybox" -p1 --reverse --dry-run --force <"$patch" >/dev/null 2>&1; then
    quietly patch --dir="$busybox" -p1 --forward --input="$patch"
  fi
done
make_headers

echo "2/5 busybox"
# The makefiles' own last link is left out (cmd_busybox__): it is made for ELF, and step 4 is ours.
# Without a notice of the time, the banner names the Debian version.
make=(
  make -C "$busybox" "-j$(nproc)" HOSTCC=gcc "CC=${compiler[*]} -w" AR=llvm-ar-19 LD="$room/partial-link.sh"
  SKIP_STRIP=y "BB_EXTRA_VERSION=$version" cmd_busybox__=true
)
export KCONFIG_NOTIMESTAMP=1
cp "$room/config" "$busybox/.config"
quietly "${make[@]}" silentoldconfig </dev/null
quietly "${make[@]}" busybox_unstripped busybox.links

echo "3/5 POSIX layer"
compile_posix_layer

echo "4/5 link"
mapfile -t libraries < <(cd "$busybox" && find . -name lib.a -printf '%P\n' | sort)
cd "$busybox"
link_program "$work/linked.wasm" -Wl,--whole-archive applets/built-in.o "${libraries[@]}" -Wl,--no-whole-archive

echo "5/5 asyncify"
"${asyncify[@]}" "$work/linked.wasm" "$work/busybox.wasm"

result=${out:-$project/public}
cp "$work/busybox.wasm" "$busybox/busybox.links" "$result/"
if [ -z "$out" ] && [ -z "${BUSYBOX_SOURCE:-}" ]; then
  node "$room/provenance.mjs" record "$result"
fi
echo "$result/busybox.wasm: $(stat --format=%s "$result/busybox.wasm") bytes, $(wc -l <"$result/busybox.links") applets"
