#!/usr/bin/env bash
# Fetches the pinned Debian files (busybox's source, musl's headers), checks them and unpacks them.
# usage: source.sh source FOLDER     busybox's source with Debian's patches, in FOLDER
#        source.sh headers FOLDER    the musl-dev package, in FOLDER
#
# BUSYBOX_CACHE   folder where fetched files are kept (default: ~/.cache/drydock-busybox). Files that are there with
#                 the right SHA-256 are not fetched: on a machine without a network, put them there.
set -euo pipefail
export LC_ALL=C
room=$(cd "$(dirname "$0")" && pwd)
section=$1
folder=$2
cache=${BUSYBOX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/drydock-busybox}
package=$(node "$room/provenance.mjs" get "$section" package)
version=$(node "$room/provenance.mjs" get "$section" version)

verified() {
  node "$room/provenance.mjs" files "$section" |
    (cd "$cache" && sed -E 's/^(\S+) (\S+)$/\2  \1/' | sha256sum --check --status 2>/dev/null)
}

# The machine's apt configuration as source entries, for one that lists only binary packages. Its own lists of packages
# stay as they are: these go to a folder of ours.
source_lists() {
  cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null |
    sed -nE 's/^deb (.*debian.*)$/deb-src \1/p' >"$1/sources.list"
  mkdir -p "$1/parts" "$1/lists/partial"
  local stanzas
  for stanzas in /etc/apt/sources.list.d/*.sources; do
    if [ -e "$stanzas" ] && grep -q '^URIs:.*debian' "$stanzas"; then
      sed -E 's/^Types:.*/Types: deb-src/' "$stanzas" >"$1/parts/$(basename "$stanzas")"
    fi
  done
}

fetch_source() {
  (cd "$cache" && apt-get -qq source --download-only "$package=$version") 2>/dev/null && return
  local lists
  lists=$(mktemp -d)
  source_lists "$lists"
  local options=(
    -o "Dir::Etc::sourcelist=$lists/sources.list"
    -o "Dir::Etc::sourceparts=$lists/parts"
    -o "Dir::State::lists=$lists/lists"
    -o "Dir::Cache::pkgcache=" -o "Dir::Cache::srcpkgcache="
    -o "APT::Sandbox::User=$(id -un)"
  )
  apt-get "${options[@]}" -qq update &&
    (cd "$cache" && apt-get "${options[@]}" -qq source --download-only "$package=$version")
  rm -rf "$lists"
}

mkdir -p "$cache"
if ! verified; then
  if [ "$section" = source ]; then
    fetch_source || true
  else
    (cd "$cache" && apt-get -qq -o "APT::Sandbox::User=$(id -un)" download "$package=$version") || true
  fi
fi
if ! verified; then
  {
    echo "Could not get $package $version from this machine's Debian archive, or not with the pinned SHA-256:"
    node "$room/provenance.mjs" files "$section" | sed -E 's/^(\S+) (\S+)$/  \2  \1/'
    echo "An archive keeps only the newest version. Old ones stay on snapshot.debian.org, under package/$package/:"
    echo "put the files listed above into $cache and start again."
  } >&2
  exit 1
fi

if [ "$section" = source ]; then
  dsc=$(node "$room/provenance.mjs" files source | sed -n 's/\.dsc .*/.dsc/p')
  # --no-check: the signature needs Debian's developer keys; the pinned SHA-256 says the same.
  dpkg-source --no-check --extract "$cache/$dsc" "$folder" >"$folder.log" 2>&1 || {
    cat "$folder.log" >&2
    exit 1
  }
else
  dpkg-deb --extract "$cache/$(node "$room/provenance.mjs" files headers | sed 's/ .*//')" "$folder"
fi
