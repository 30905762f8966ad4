#!/usr/bin/env bash
# The linker as busybox's makefiles call it, to join object files: wasm-ld does not know their `-nostdlib`.
set -euo pipefail
arguments=()
for argument in "$@"; do
  [ "$argument" = -nostdlib ] || arguments+=("$argument")
done
exec wasm-ld-19 "${arguments[@]}"
