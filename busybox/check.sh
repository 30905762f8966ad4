#!/usr/bin/env bash
# Checks that public/busybox.wasm and public/busybox.links are what this folder makes. Says so at once when nothing that
# decides their bytes has changed since they were made (provenance.json); else makes them again and compares.
set -euo pipefail
room=$(cd "$(dirname "$0")" && pwd)
public=$(dirname "$room")/public

if node "$room/provenance.mjs" unchanged; then
  echo "public/busybox.wasm is the module that busybox/provenance.json records, made from these inputs."
  exit 0
fi

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
"$room/build.sh" --out "$made"
for file in busybox.wasm busybox.links; do
  if ! cmp "$made/$file" "$public/$file"; then
    echo "public/$file is not what busybox/ makes. Run \`npm run busybox\`, and commit the new public/$file" >&2
    echo "and busybox/provenance.json with the change in busybox/ or src/sandbox/imports.json." >&2
    exit 1
  fi
done
echo "busybox/ makes public/busybox.wasm byte for byte, but busybox/provenance.json records other inputs." >&2
echo "Run \`npm run busybox\` and commit busybox/provenance.json." >&2
exit 1
