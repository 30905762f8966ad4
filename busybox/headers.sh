#!/usr/bin/env bash
# Makes the folder of C headers that busybox is compiled with.
# usage: headers.sh FOLDER MUSL
#   FOLDER  is created
#   MUSL    the unpacked musl-dev package
#
# wasi-libc is musl with everything that WASI cannot do cut out by `#ifdef __wasilibc_unmodified_upstream`, each with a
# reason in a comment. Our kernel can do it, so the cuts with such a reason are undone; the cuts that choose WASI's own
# types and numbers stay. Headers that wasi-libc leaves out as whole files come from musl. What is neither stands in
# posix/include, which the compiler searches first.
set -euo pipefail
export LC_ALL=C

folder=$1
musl=$2/usr/include/x86_64-linux-musl
wasi=/usr/include/wasm32-wasi

cp -r "$wasi" "$folder"

reasons="WASI has no|WASI libc has no|WASI libc doesn.t build the legacy functions|wasm has no|WASI doesn.t have"
find "$folder" -name '*.h' -print0 | sort -z | xargs -0 sed -i -E \
  -e "s@^( *#\s*)ifdef __wasilibc_unmodified_upstream /\* ($reasons).*@\1if 1 /* was: \2 */@" \
  -e 's@^( *#\s*)if defined\(__wasilibc_unmodified_upstream\) \|\| defined\(_WASI_EMULATED_[A-Z_]*\)@\1if 1@'

missing="bits/statfs.h bits/termios.h grp.h lastlog.h mntent.h net/ethernet.h net/if.h net/if_arp.h net/route.h netdb.h
  paths.h pwd.h shadow.h spawn.h sys/fsuid.h sys/klog.h sys/mount.h sys/personality.h sys/prctl.h sys/reboot.h
  sys/sendfile.h sys/statfs.h sys/statvfs.h sys/swap.h sys/syslog.h sys/sysmacros.h sys/termios.h sys/vfs.h sys/wait.h
  sys/xattr.h syslog.h termios.h utmp.h utmpx.h wait.h"
# WASI's own versions of these four know too little: struct rusage has two fields, ioctl two requests.
replaced="bits/ioctl.h bits/resource.h sys/ioctl.h sys/resource.h"

for header in $missing; do
  if [ -e "$folder/$header" ]; then
    echo "headers.sh: wasi-libc has <$header> of its own now; take it off the list of missing headers." >&2
    exit 1
  fi
done
for header in $missing $replaced; do
  mkdir -p "$folder/$(dirname "$header")"
  cp "$musl/$header" "$folder/$header"
done
