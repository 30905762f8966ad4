#!/usr/bin/env bash
# Checks that the programs the build needs are here in the pinned versions; as root, installs the missing ones.
# Other versions make other bytes, so they are refused: the module would not be the one the repository names.
set -euo pipefail
export LC_ALL=C
room=$(cd "$(dirname "$0")" && pwd)

# Of these any version does: they unpack, or build the programs that configure busybox.
helpers="bzip2 dpkg-dev gcc make patch xz-utils"

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  echo "The busybox module is built from Debian packages, and this machine has no apt-get." >&2
  echo "Build it on Debian 12 (a debian:bookworm container will do). The finished module is in public/." >&2
  exit 1
fi

installed() {
  dpkg-query --show --showformat='${db:Status-Status} ${Version}' "$1" 2>/dev/null |
    sed -n 's/^installed //p' || true
}

missing=()
wrong=()
while read -r package version; do
  found=$(installed "$package")
  if [ -z "$found" ]; then
    missing+=("$package=$version")
  elif [ "$found" != "$version" ]; then
    wrong+=("  $package: installed $found, pinned $version")
  fi
done < <(node "$room/provenance.mjs" tools)
for package in $helpers; do
  [ -n "$(installed "$package")" ] || missing+=("$package")
done

if [ ${#wrong[@]} -gt 0 ]; then
  echo "These tools differ from the versions in busybox/provenance.json, and would make a different module:" >&2
  printf '%s\n' "${wrong[@]}" >&2
  echo "Install the pinned versions, or change the pins, rebuild and commit the new module with them." >&2
  exit 1
fi
[ ${#missing[@]} -gt 0 ] || exit 0

install="apt-get install --no-install-recommends ${missing[*]}"
if [ "$(id -u)" != 0 ]; then
  echo "Packages are missing. As root: $install" >&2
  exit 1
fi
echo "$install"
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
