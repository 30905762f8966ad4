/** USER of a RUN: names and numbers to ids, as Docker's runtime finds them. */
import { describe, expect, it } from 'vitest';
import { resolveUser, UnknownUserError } from '../../src/build/user.ts';
import { emptyTree } from '../../src/filesystem/tree.ts';
import { baseFiles, treeOf } from './harness.ts';

const tree = treeOf(baseFiles);
const ids = (spec: string | undefined, of = tree) => {
  const { credentials, home } = resolveUser(of, spec);
  return [credentials.uid, credentials.gid, credentials.groups, home];
};

describe('a user', () => {
  it('is root where nothing is said', () => {
    expect(ids(undefined)).toEqual([0, 0, [0], '/root']);
    expect(ids('', emptyTree)).toEqual([0, 0, [0], '/']);
  });

  it('has its primary group and all it is a member of', () => {
    expect(ids('app')).toEqual([1000, 1000, [50, 1000], '/home/app']);
    expect(ids('1000')).toEqual([1000, 1000, [50, 1000], '/home/app']);
  });

  it('has only the group that is named', () => {
    expect(ids('app:staff')).toEqual([1000, 50, [50], '/home/app']);
    expect(ids(':50')).toEqual([0, 50, [50], '/root']);
  });

  it('may be a number that nobody has, and then has group 0', () => {
    expect(ids('4242')).toEqual([4242, 0, [0], '/']);
    expect(ids('4242:4343')).toEqual([4242, 4343, [4343], '/']);
  });

  it('that is unknown is an error in the words of Docker', () => {
    expect(() => resolveUser(tree, 'ghost')).toThrow(
      'unable to find user ghost: no matching entries in passwd file',
    );
    expect(() => resolveUser(tree, 'app:ghosts')).toThrow(
      'unable to find group ghosts: no matching entries in group file',
    );
    expect(() => resolveUser(tree, '99999999999')).toThrow(UnknownUserError);
    expect(() => resolveUser(emptyTree, 'root')).toThrow(UnknownUserError);
  });
});
