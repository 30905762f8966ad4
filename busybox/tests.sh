#!/usr/bin/env bash
# Unpacks busybox's own tests, for running them in our kernel.
# usage: tests.sh FOLDER
# Makes in FOLDER (created), laid out as the tests expect their source tree:
#   .config                 what the tests look up to see which features there are
#   shell/ash_test/         333 scripts with expected output, started by `sh ./run-all [folder]` in there
#   shell/ash_test/{recho,zecho,printenv}   the programs they call, as modules for the kernel
#   testsuite/              started by `sh ./runtest -v [applet]` in there
# Whoever runs them puts the module at FOLDER/busybox. LANG=en_US.UTF-8 is expected in the environment.
set -euo pipefail
room=$(cd "$(dirname "$0")" && pwd)
folder=$1

"$room/tools.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
source "$room/toolchain.sh"

"$room/source.sh" source "$work/source"
make_headers
compile_posix_layer
mkdir -p "$folder/shell"
cp "$room/config" "$folder/.config"
cp -r "$work/source/shell/ash_test" "$folder/shell/"
cp -r "$work/source/testsuite" "$folder/"
for program in recho zecho printenv; do
  code=$folder/shell/ash_test/$program.c
  quietly "${compiler[@]}" -w -Os -c "$code" -o "$work/$program.o"
  link_program "$work/$program.wasm" "$work/$program.o"
  node "$room/asyncify.mjs" --program "$work/$program.wasm" "$folder/shell/ash_test/$program"
  chmod +x "$folder/shell/ash_test/$program"
done
