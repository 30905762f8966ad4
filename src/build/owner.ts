/**
 * Who owns what COPY, ADD and WORKDIR make: `--chown` and USER, resolved as BuildKit's file operations do it
 * (`solver/llbsolver/file/user_linux.go`), which forgive more than RUN does.
 */
import type { Tree } from '../filesystem/tree.ts';
import { CopyError } from './copy/copy-error.ts';
import { readGroups, readPasswd } from './passwd.ts';

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/**
 * `user`, `user:group`, `:group` or numbers. A number without a group is its own group; a name without a group
 * brings its primary one; a user that the tree doesn't know is 0 and a group the user's own, silently.
 *
 * `tree` is undefined where there is none: right on `FROM scratch`, before any layer, and for `COPY --link`,
 * which must not depend on what is below it.
 * @throws CopyError `chown-invalid` for a name other than `root` without a tree.
 */
export function resolveOwner(tree: Tree | undefined, spec: string): Owner {
  const [user = '', group] = spec.split(/:(.*)/s);
  let uid = 0;
  let gid = 0;
  if (user !== '') {
    const number = asNumber(user);
    if (number !== undefined) uid = gid = number;
    else {
      const entry = withTree(tree, user).find(readPasswd, user);
      uid = entry?.uid ?? 0;
      gid = entry?.gid ?? 0;
    }
  }
  if (group !== undefined && group !== '') {
    gid = asNumber(group) ?? withTree(tree, group).find(readGroups, group)?.gid ?? gid;
  }
  return { uid, gid };
}

/** Go's `strconv.ParseInt(text, 10, 32)`; BuildKit knows `root` without asking. */
function asNumber(text: string): number | undefined {
  if (text === 'root') return 0;
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= -(2 ** 31) && number < 2 ** 31 ? number >>> 0 : undefined;
}

function withTree(tree: Tree | undefined, name: string) {
  if (tree === undefined) {
    throw new CopyError(
      'chown-invalid',
      'invalid user index: -1',
      `"${name}" is a name, and there is no /etc/passwd or /etc/group here to find its number in: the stage has ` +
        'no files yet, or --link keeps the copy independent of them. Give numbers instead, e.g. 1000:1000.',
    );
  }
  return {
    find: <Entry extends { readonly name: string }>(read: (from: Tree) => Entry[], wanted: string) =>
      read(tree).find((entry) => entry.name === wanted),
  };
}
