/** A layer's files as a list, and short ways to write them. Paths are as in a tar: relative, without `./`. */

export type Entry =
  | {
      readonly type: 'directory';
      readonly path: string;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
    }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly mode: number;
      readonly uid: number;
      readonly gid: number;
      readonly content: Uint8Array;
    }
  | { readonly type: 'symlink'; readonly path: string; readonly target: string };

interface Owner {
  readonly uid?: number;
  readonly gid?: number;
}

export function directory(path: string, mode = 0o755, { uid = 0, gid = 0 }: Owner = {}): Entry {
  return { type: 'directory', path, mode, uid, gid };
}

export function directories(...paths: readonly string[]): Entry[] {
  return paths.map((path) => directory(path));
}

export function file(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
  { uid = 0, gid = 0 }: Owner = {},
): Entry {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return { type: 'file', path, mode, uid, gid, content: bytes };
}

export function symlink(path: string, target: string): Entry {
  return { type: 'symlink', path, target };
}

/** Lines of a text file. */
export const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('');

/** `/etc/passwd` lines without the password field: `name:uid:gid:comment:home:shell`. */
export type User = string;
/** `/etc/group` lines without the password field: `name:gid:members`. */
export type Group = string;

/** `/etc/passwd`, `/etc/group` and `/etc/shadow` for these users, nobody with a password. */
export function accounts(users: readonly User[], groups: readonly Group[]): Entry[] {
  const withField = (line: string) => line.replace(':', ':x:');
  const names = users.map((line) => line.slice(0, line.indexOf(':')));
  return [
    file('etc/passwd', lines(...users.map(withField))),
    file('etc/group', lines(...groups.map(withField))),
    file('etc/shadow', lines(...names.map((name) => `${name}:*:19723:0:99999:7:::`)), 0o640, { gid: 42 }),
  ];
}
