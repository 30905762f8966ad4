# Sourced by build.sh and tests.sh: how a C program for the kernel is compiled and linked.
# Wants `room` (this folder) and `work` (a folder to work in, made anew for each build).
# shellcheck shell=bash

export LC_ALL=C TZ=UTC
unset CFLAGS CPPFLAGS LDFLAGS MAKEFLAGS SOURCE_DATE_EPOCH

# The room and the folder are left out of what the compiler writes into the program.
compiler=(
  clang-19 --target=wasm32-wasi --sysroot=/usr -nostdlibinc
  -isystem "$room/posix/include" -isystem "$work/headers"
  -D_GNU_SOURCE -D__linux__=1 -D__NEED_max_align_t
  -D_WASI_EMULATED_SIGNAL -D_WASI_EMULATED_MMAN -D_WASI_EMULATED_PROCESS_CLOCKS
  -fno-builtin-setjmp "-ffile-prefix-map=$room=busybox" "-ffile-prefix-map=$work=build"
)

# Runs a command silently; shows what it said if it fails.
quietly() {
  "$@" >"$work/log" 2>&1 || {
    tail -n 60 "$work/log" >&2
    echo "Failed: ${*:1:4} ..." >&2
    exit 1
  }
}

make_headers() {
  "$room/source.sh" headers "$work/musl"
  "$room/headers.sh" "$work/headers" "$work/musl"
}

# Sets `posix`, the layer's object files.
compile_posix_layer() {
  posix=()
  mkdir "$work/posix"
  local file object
  for file in "$room"/posix/*.c; do
    object=$work/posix/$(basename "$file" .c).o
    quietly "${compiler[@]}" -O2 -Wall -Wextra -Wno-unused-parameter -Werror -c "$file" -o "$object"
    posix+=("$object")
  done
}

# usage: link_program RESULT.wasm INPUT...
# The layer comes before libc, so that libc's own open, stat, opendir ... are never pulled in.
# The stack comes first in memory: overflowing it is a trap then, not overwritten data.
link_program() {
  local result=$1
  shift
  quietly clang-19 --target=wasm32-wasi --sysroot=/usr -L/usr/lib/wasm32-wasi "$@" "${posix[@]}" -lcrypt -lm \
    -Wl,-z,stack-size=524288 -Wl,--stack-first -Wl,--gc-sections -Wl,--strip-debug \
    -Wl,--export=__stack_pointer -Wl,--export=__heap_base -Wl,--export=__data_end \
    -Wl,--export=__posix_sigflag -Wl,--export=__asyncify_data -Wl,--export=__asyncify_buf -o "$result"
}
