/** Who a process is: user and group ids (credentials(7)). */
import { fail } from '../errno.ts';
import type { CallGroup } from '../imports.ts';
import type { Process } from '../process.ts';
import { viewAt, writeU32 } from '../program-memory.ts';

/** The first argument of `getid` and `setid`. */
const idKind = { user: 0, effectiveUser: 1, group: 2, effectiveGroup: 3 } as const;

function getId({ credentials }: Process, kind: number): number {
  const { uid, euid, gid, egid } = credentials;
  return [uid, euid, gid, egid][kind] ?? fail('EINVAL');
}

function setId({ credentials: who }: Process, kind: number, value: number): number {
  const id = value >>> 0;
  const isRoot = who.euid === 0;
  const isUser = kind === idKind.user || kind === idKind.effectiveUser;
  const own = isUser ? [who.uid, who.suid] : [who.gid, who.sgid];
  if (!isRoot && !own.includes(id)) fail('EPERM');
  if (kind === idKind.user) {
    who.euid = id;
    if (isRoot) who.uid = who.suid = id;
  } else if (kind === idKind.effectiveUser) who.euid = id;
  else if (kind === idKind.group) {
    who.egid = id;
    if (isRoot) who.gid = who.sgid = id;
  } else if (kind === idKind.effectiveGroup) who.egid = id;
  else fail('EINVAL');
  return 0;
}

const maxGroups = 65536;

export const identityCalls: CallGroup = {
  posix: {
    getid: getId,
    setid: setId,
    getgroups: (process, count: number, address: number) => {
      const { groups } = process.credentials;
      if (count === 0) return groups.length;
      if (count < groups.length) fail('EINVAL');
      for (const [at, group] of groups.entries()) writeU32(process, address + at * 4, group);
      return groups.length;
    },
    setgroups: (process, count: number, address: number) => {
      if (process.credentials.euid !== 0) fail('EPERM');
      if (count < 0 || count > maxGroups) fail('EINVAL');
      const view = viewAt(process, address, count * 4);
      process.credentials.groups = Array.from({ length: count }, (_, at) =>
        view.getUint32((address >>> 0) + at * 4, true),
      );
      return 0;
    },
  },
};
