/**
 * USER of a RUN: a name or number to the ids that the process gets, as BuildKit's executor resolves it
 * (`executor/oci/user.go` over github.com/moby/sys/user). Stricter than `--chown`: an unknown name is an error.
 */
import type { Tree } from '../filesystem/tree.ts';
import type { Credentials } from '../sandbox/run-request.ts';
import { readGroups, readPasswd } from './passwd.ts';

export interface ResolvedUser {
  readonly credentials: Credentials;
  /** What HOME is where the environment doesn't say. */
  readonly home: string;
}

/** `message` is Docker's sentence. */
export class UnknownUserError extends Error {
  override readonly name = 'UnknownUserError';
}

const largestId = 2 ** 31 - 1;

/**
 * Ids for `user`, `uid`, `user:group` or `:group`; undefined or empty is root. A number that the tree doesn't know
 * is taken as it is, with group 0.
 * @throws {UnknownUserError} for a name that is in neither `/etc/passwd` nor `/etc/group`.
 */
export function resolveUser(tree: Tree, spec: string | undefined): ResolvedUser {
  const [userPart = '', groupPart = ''] = (spec ?? '').split(':');
  const passwd = readPasswd(tree);
  const number = asNumber(userPart);
  const wanted = userPart === '' ? 0 : number;
  const entry = passwd.find(({ name, uid }) => (wanted === undefined ? name === userPart : uid === wanted));
  if (entry === undefined && wanted === undefined) {
    throw new UnknownUserError(`unable to find user ${userPart}: no matching entries in passwd file`);
  }
  const uid = checked(entry?.uid ?? wanted ?? 0);
  const home = passwd.find((each) => each.uid === uid)?.home || '/';
  const groups = readGroups(tree);
  if (groupPart !== '') {
    const groupNumber = asNumber(groupPart);
    const group = groups.find(({ name, gid }) =>
      groupNumber === undefined ? name === groupPart : gid === groupNumber,
    );
    const gid = group?.gid ?? groupNumber;
    if (gid === undefined) {
      throw new UnknownUserError(`unable to find group ${groupPart}: no matching entries in group file`);
    }
    return { credentials: { uid, gid: checked(gid), groups: [gid] }, home };
  }
  const gid = checked(entry?.gid ?? 0);
  const member = entry === undefined ? [] : groups.filter(({ members }) => members.includes(entry.name));
  // The kernel keeps them sorted.
  const all = [...new Set([gid, ...member.map((group) => group.gid)])].sort((a, b) => a - b);
  return { credentials: { uid, gid, groups: all }, home };
}

function asNumber(text: string): number | undefined {
  return /^[+-]?\d{1,18}$/.test(text) ? Number(text) : undefined;
}

function checked(id: number): number {
  if (id >= 0 && id <= largestId) return id;
  throw new UnknownUserError('uids and gids must be in range 0-2147483647');
}
