/** /proc: what busybox and scripts read there (proc(5)), computed when it is looked at. */
import { type ByteString, fromText, toBytes } from '../filesystem/byte-string.ts';
import { DirectoryInode, FileInode, type Inode, SymlinkInode } from '../filesystem/inode.ts';
import { pseudoTerminalMajor } from './abi.ts';
import type { Kernel } from './kernel.ts';
import type { Mount, MountTable } from './mounts.ts';
import { DescriptorLink } from './path-walk.ts';
import type { Process } from './process.ts';
import { disposition, signalBit } from './signal.ts';

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

const root: Owner = { uid: 0, gid: 0 };

function computedFile(content: ByteString, { uid, gid }: Owner = root): FileInode {
  const inode = new FileInode(undefined, { mode: 0o444, uid, gid, mtime: 0n });
  inode.write(toBytes(content), 0);
  inode.links = 1;
  return inode;
}

function computedLink(target: ByteString, { uid, gid }: Owner = root): SymlinkInode {
  const inode = new SymlinkInode(undefined, { mode: 0o777, uid, gid, mtime: 0n }, target);
  inode.links = 1;
  return inode;
}

/** A directory whose entries are made when they are looked up. */
class ComputedDirectory extends DirectoryInode {
  readonly #find: (name: ByteString, self: DirectoryInode) => Inode | undefined;
  readonly #list: () => ByteString[];

  constructor(
    place: { readonly name: ByteString; readonly parent?: DirectoryInode; readonly owner?: Owner },
    find: (name: ByteString, self: DirectoryInode) => Inode | undefined,
    list: () => ByteString[],
  ) {
    const { uid, gid } = place.owner ?? root;
    super(undefined, { mode: 0o555, uid, gid, mtime: 0n }, place.name, place.parent, (_, __, self) => self);
    this.#find = find;
    this.#list = list;
  }

  override get(name: ByteString): Inode | undefined {
    return this.#find(name, this);
  }

  override names(): ByteString[] {
    return this.#list();
  }

  override get isEmpty(): boolean {
    return false;
  }
}

type Entries = Readonly<Record<string, () => Inode>>;

/** Lookup of a fixed set of names. */
const among =
  (entries: Entries) =>
  (name: ByteString): Inode | undefined =>
    Object.hasOwn(entries, name) ? entries[name]?.() : undefined;

/** The root of a /proc. `kernel` is asked only when something is looked at. */
export function procfs(kernel: () => Kernel, running: () => Process | undefined): DirectoryInode {
  const files: Entries = {
    cpuinfo: () => computedFile('processor\t: 0\nmodel name\t: WebAssembly\ncpu MHz\t\t: 1000.000\n\n'),
    filesystems: () => computedFile('nodev\tproc\nnodev\ttmpfs\nnodev\toverlay\n'),
    loadavg: () => computedFile(`0.00 0.00 0.00 1/${kernel().processes.size} ${running()?.pid ?? 1}\n`),
    meminfo: () => computedFile(memoryInformation),
    mounts: () => computedLink('self/mounts'),
    self: () => computedLink(String(running()?.pid ?? 1)),
    stat: () => computedFile(machineStat(kernel())),
    uptime: () => computedFile(`${upSeconds(kernel()).toFixed(2)} 0.00\n`),
    version: () => computedFile('Linux version 6.1.0-wasm (drydock) #1\n'),
  };
  const find = (name: ByteString, self: DirectoryInode): Inode | undefined => {
    const file = among(files)(name);
    if (file !== undefined) return file;
    const process = /^[1-9]\d*$/.test(name) ? kernel().processes.get(Number(name)) : undefined;
    if (process !== undefined) return processDirectory(process, name, self);
    return name === 'sys' ? sysctl(kernel, self) : undefined;
  };
  const list = () => [...[...kernel().processes.keys()].map(String), ...Object.keys(files), 'sys'];
  return new ComputedDirectory({ name: '' }, find, list);
}

const memoryInformation = [
  'MemTotal:        4194304 kB',
  'MemFree:         3145728 kB',
  'MemAvailable:    3145728 kB',
  'Buffers:               0 kB',
  'Cached:                0 kB',
  'Shmem:                 0 kB',
  'SReclaimable:          0 kB',
  'SwapTotal:             0 kB',
  'SwapFree:              0 kB',
  '',
].join('\n');

const upSeconds = (kernel: Kernel): number => (performance.now() - kernel.bootTime) / 1000;
const bootSeconds = (kernel: Kernel): number =>
  Math.round(Number(kernel.now() / 1_000_000_000n) - upSeconds(kernel));

function machineStat(kernel: Kernel): ByteString {
  const busy = ticks(kernel.cpuTime);
  const idle = Math.max(0, ticks(performance.now() - kernel.bootTime) - busy);
  return `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0\nbtime ${bootSeconds(kernel)}\nprocesses ${kernel.processes.size}\n`;
}

function sysctl(kernel: () => Kernel, parent: DirectoryInode): DirectoryInode {
  const files: Entries = {
    hostname: () => computedFile(`${kernel().hostname}\n`),
    osrelease: () => computedFile('6.1.0-wasm\n'),
    ostype: () => computedFile('Linux\n'),
    pid_max: () => computedFile('4194304\n'),
  };
  const inner = (name: ByteString, self: DirectoryInode) =>
    name === 'kernel'
      ? new ComputedDirectory({ name, parent: self }, among(files), () => Object.keys(files))
      : undefined;
  return new ComputedDirectory({ name: 'sys', parent }, inner, () => ['kernel']);
}

function processDirectory(process: Process, name: ByteString, parent: DirectoryInode): DirectoryInode {
  const owner: Owner = { uid: process.credentials.euid, gid: process.credentials.egid };
  const { kernel, program } = process;
  const strings = (texts: readonly ByteString[]) => texts.map((text) => `${text}\0`).join('');
  const files: Entries = {
    cmdline: () => computedFile(process.isZombie ? '' : strings(program.argv), owner),
    comm: () => computedFile(`${program.command}\n`, owner),
    cwd: () => computedLink(kernel.pathSeenBy(process, process.workingDirectory), owner),
    environ: () => computedFile(strings(program.env), owner),
    exe: () => computedLink(program.executable, owner),
    mounts: () => computedFile(mountList(kernel.mounts), owner),
    mountinfo: () => computedFile(mountInformation(kernel.mounts), owner),
    root: () => computedLink(kernel.mounts.pathOf(process.rootDirectory), owner),
    stat: () => computedFile(processStat(process), owner),
    status: () => computedFile(processStatus(process), owner),
  };
  const find = (entry: ByteString, self: DirectoryInode): Inode | undefined =>
    entry === 'fd' ? descriptorDirectory(process, owner, self) : among(files)(entry);
  return new ComputedDirectory({ name, parent, owner }, find, () => [...Object.keys(files), 'fd']);
}

function descriptorDirectory(process: Process, owner: Owner, parent: DirectoryInode): DirectoryInode {
  const find = (name: ByteString): Inode | undefined => {
    const file = /^\d+$/.test(name) ? process.descriptors.find(Number(name))?.file : undefined;
    if (file === undefined) return undefined;
    const { place } = file;
    const isDirectory = place?.inode.type === 'directory';
    const target = isDirectory && place ? process.kernel.pathSeenBy(process, place) : file.name;
    return new DescriptorLink(file, target, owner);
  };
  const list = () => process.descriptors.numbers().map(String);
  return new ComputedDirectory({ name: 'fd', parent, owner }, find, list);
}

function stateOf(process: Process): { readonly letter: string; readonly name: string } {
  if (process.isZombie) return { letter: 'Z', name: 'zombie' };
  if (process.isStopped) return { letter: 'T', name: 'stopped' };
  if (process.isRunning || process.isQueued) return { letter: 'R', name: 'running' };
  return { letter: 'S', name: 'sleeping' };
}

/** Hundredths of a second. */
const ticks = (milliseconds: number): number => Math.round(milliseconds / 10);

function processStat(process: Process): ByteString {
  const { kernel, pid, parent, group, session, cpuTime, childrenCpuTime } = process;
  const size = process.instance?.size ?? 0;
  const started = ticks(process.startTime - kernel.bootTime);
  const before = [
    pid,
    `(${process.program.command})`,
    stateOf(process).letter,
    parent?.pid ?? 0,
    group,
    session,
  ];
  const controlling = kernel.terminalOf(session);
  const terminal = controlling
    ? [(pseudoTerminalMajor << 8) | controlling.index, controlling.foreground]
    : [0, -1];
  const faults = [0, 0, 0, 0, 0];
  const times = [ticks(cpuTime), 0, ticks(childrenCpuTime), 0];
  const rest = [
    20,
    0,
    1,
    0,
    started,
    size,
    size >> 12,
    4294967295,
    ...Array<number>(12).fill(0),
    17,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  return `${[...before, ...terminal, ...faults, ...times, ...rest].join(' ')}\n`;
}

const hex = (mask: bigint): string => mask.toString(16).padStart(16, '0');

function processStatus(process: Process): ByteString {
  const { uid, euid, suid, gid, egid, sgid, groups } = process.credentials;
  let ignored = 0n;
  let caught = 0n;
  for (const [number, how] of process.dispositions.entries()) {
    if (how === disposition.ignore) ignored |= signalBit(number);
    if (how === disposition.handler) caught |= signalBit(number);
  }
  const { letter, name } = stateOf(process);
  return [
    `Name:\t${process.program.command}`,
    `Umask:\t${process.umask.toString(8).padStart(4, '0')}`,
    `State:\t${letter} (${name})`,
    `Tgid:\t${process.pid}`,
    `Pid:\t${process.pid}`,
    `PPid:\t${process.parent?.pid ?? 0}`,
    `Uid:\t${[uid, euid, suid, euid].join('\t')}`,
    `Gid:\t${[gid, egid, sgid, egid].join('\t')}`,
    `Groups:\t${groups.join(' ')}`,
    `VmSize:\t${(process.instance?.size ?? 0) >> 10} kB`,
    'Threads:\t1',
    `SigPnd:\t${hex(process.pendingSignals)}`,
    `SigBlk:\t${hex(process.signalMask)}`,
    `SigIgn:\t${hex(ignored)}`,
    `SigCgt:\t${hex(caught)}`,
    '',
  ].join('\n');
}

const options = (mount: Mount): string => (mount.readOnly && mount.type !== 'proc' ? 'ro' : 'rw');
const pathOf = (mount: Mount): ByteString => mount.covered?.path ?? '/';

function mountList(mounts: MountTable): ByteString {
  const lines = mounts.all.map(
    (mount) => `${mount.type} ${pathOf(mount)} ${mount.type} ${options(mount)} 0 0\n`,
  );
  return fromText(lines.join(''));
}

function mountInformation(mounts: MountTable): ByteString {
  const lines = mounts.all.map((mount) => {
    const { device, type } = mount;
    return `${device} ${mount.covered?.place.mount.device ?? 0} 0:${device} / ${pathOf(mount)} ${options(mount)} - ${type} ${type} ${options(mount)}\n`;
  });
  return fromText(lines.join(''));
}
