/**
 * `Sandbox`: runs commands on a filesystem and answers what they made of it. Everything a RUN step needs, and
 * nothing that knows what a Dockerfile is.
 */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { FileInode } from '../filesystem/inode.ts';
import { Overlay } from '../filesystem/overlay.ts';
import type { DirectoryNode, FileNode } from '../filesystem/tree.ts';
import { openFlag } from './abi.ts';
import { deviceDirectory, hostsFile, resolverFile, systemDirectory } from './container-files.ts';
import { errno, errnoOf } from './errno.ts';
import { InstancePool } from './instance-pool.ts';
import { Kernel } from './kernel.ts';
import { MountError, MountTable } from './mounts.ts';
import { InputFile, OpenDevice, OutputFile, ReceiverError } from './open-device.ts';
import type { OpenFile } from './open-file.ts';
import { walkPath } from './path-walk.ts';
import { access, mayAccess } from './permissions.ts';
import type { Process } from './process.ts';
import { procfs } from './procfs.ts';
import { baseName, type Executable, findExecutable, foreignExplanation, type Ports } from './program.ts';
import {
  type CommandRunner,
  type RunMount,
  type RunRequest,
  type RunResult,
  RunStartError,
} from './run-request.ts';

export interface SandboxOptions {
  /** The busybox module, compiled, and its bytes: files of that content are that program. */
  readonly busybox: { readonly module: WebAssembly.Module; readonly bytes: Uint8Array };
  /** Names that busybox has applets for. */
  readonly applets: readonly string[];
  /** More WebAssembly programs made for this kernel, by content. */
  readonly programs?: readonly { readonly module: WebAssembly.Module; readonly bytes: Uint8Array }[];
  /** WebAssembly instances alive at once; default 24. */
  readonly maxInstances?: number;
  /** Processes alive at once in a run; default 4096. */
  readonly maxProcesses?: number;
  /** Nanoseconds since the Unix epoch; default: the clock. */
  readonly now?: () => bigint;
}

const defaultHostname = 'buildkitsandbox';
/** Shells that ours stands for; what they can and busybox can't fails with a message of its own. */
const shells: ReadonlySet<ByteString> = new Set(['sh', 'ash', 'dash', 'bash']);

export class Sandbox implements CommandRunner {
  readonly #pool: InstancePool;
  readonly #ports: Ports;
  readonly #maxProcesses: number;
  readonly #now: () => bigint;

  constructor({ busybox, applets, programs = [], maxInstances, maxProcesses, now }: SandboxOptions) {
    this.#pool = new InstancePool(maxInstances);
    this.#ports = new BusyboxPorts(busybox, applets, programs);
    this.#maxProcesses = maxProcesses ?? 4096;
    this.#now = now ?? clock;
  }

  /** WebAssembly instances that exist now. */
  get instances(): number {
    return this.#pool.size;
  }

  async run(request: RunRequest): Promise<RunResult> {
    const { signal } = request;
    signal?.throwIfAborted();
    const container = new Container(request, this.#now);
    const kernel: Kernel = new Kernel({
      mounts: container.mount(() => kernel),
      ports: this.#ports,
      pool: this.#pool,
      now: this.#now,
      hostname: container.hostname,
      maxProcesses: this.#maxProcesses,
    });
    const init = startInit(kernel, request);
    const onAbort = () => kernel.killAll();
    signal?.addEventListener('abort', onAbort, { once: true });
    let status: number;
    try {
      status = await kernel.run(init);
    } catch (error) {
      throw error instanceof ReceiverError ? error.cause : error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
      kernel.killAll();
    }
    signal?.throwIfAborted();
    return {
      ...container.commit(),
      exitCode: exitCodeOf(status),
      ...(kernel.problem && { problem: kernel.problem }),
    };
  }
}

const clock = (): bigint => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e3)) * 1000n;

/** As a runtime reports a status of wait(2). */
function exitCodeOf(status: number): number {
  const signalNumber = status & 0x7f;
  return signalNumber === 0 ? (status >> 8) & 0xff : 128 + signalNumber;
}

/** The filesystems of one run. */
class Container {
  readonly hostname: string;
  readonly #root: Overlay;
  readonly #request: RunRequest;
  readonly #now: () => bigint;
  readonly #mounted: { readonly request: RunMount; readonly overlay?: Overlay; readonly file?: FileInode }[] =
    [];
  #table: MountTable | undefined;

  constructor(request: RunRequest, now: () => bigint) {
    this.#request = request;
    this.#now = now;
    this.hostname = request.hostname ?? defaultHostname;
    this.#root = new Overlay(request.root, { now });
  }

  /** @throws {RunStartError} when a mount can't be placed. */
  mount(kernel: () => Kernel): MountTable {
    const table = new MountTable({
      root: this.#root.root,
      overlay: this.#root,
      readOnly: false,
      type: 'overlay',
    });
    this.#table = table;
    const proc = procfs(kernel, () => kernel().running);
    table.mount('/proc', { root: proc, readOnly: true, type: 'proc' });
    this.#mountTree(table, '/dev', deviceDirectory, { readOnly: false, type: 'tmpfs' });
    this.#mountTree(table, '/sys', systemDirectory, { readOnly: true, type: 'sysfs' });
    this.#mountFile(table, '/etc/resolv.conf', resolverFile);
    this.#mountFile(table, '/etc/hosts', hostsFile(this.hostname));
    for (const request of this.#request.mounts ?? []) this.#mountRequest(table, request);
    return table;
  }

  #mountTree(
    table: MountTable,
    path: ByteString,
    root: DirectoryNode,
    options: { readonly readOnly: boolean; readonly type: string },
  ): Overlay {
    const overlay = new Overlay({ root }, { now: this.#now });
    table.mount(path, { root: overlay.root, overlay, ...options });
    return overlay;
  }

  #mountFile(table: MountTable, path: ByteString, content: FileNode, readOnly = false): FileInode {
    const root = new FileInode(content, content);
    table.mount(path, { root, overlay: this.#root, readOnly, type: 'overlay' });
    return root;
  }

  #mountRequest(table: MountTable, request: RunMount): void {
    const { target, content, readOnly } = request;
    try {
      if (content.type === 'directory') {
        const overlay = this.#mountTree(table, target, content, { readOnly, type: 'overlay' });
        this.#mounted.push({ request, overlay });
      } else {
        const file = this.#mountFile(table, target, content, readOnly);
        this.#mounted.push({ request, file });
      }
    } catch (error) {
      if (!(error instanceof MountError)) throw error;
      throw new RunStartError(
        `failed to create shim task: OCI runtime create failed: error mounting to rootfs at "${toText(target)}": ${error.message}`,
        126,
      );
    }
  }

  /** What the run has left behind. */
  commit(): Pick<RunResult, 'tree' | 'mounts'> {
    this.#table?.removeStubs();
    const mounts = this.#mounted.map(({ request, overlay, file }): DirectoryNode | FileNode => {
      if (request.readOnly) return request.content;
      return overlay?.commit().root ?? file?.freeze() ?? request.content;
    });
    return { tree: this.#root.commit(), mounts };
  }
}

/** The first process with its program, folder and descriptors, ready to run. */
function startInit(kernel: Kernel, { argv, env, cwd, user, stdin, onOutput }: RunRequest): Process {
  const root = { mount: kernel.mounts.root, inode: kernel.mounts.root.root };
  const { uid, gid, groups } = user;
  const credentials = { uid, euid: uid, suid: uid, gid, egid: gid, sgid: gid, groups };
  // A process to look up paths with, before there is a program.
  const init = kernel.makeInit(
    { module: kernel.ports.busybox, argv, env, executable: '', command: '' },
    root,
    credentials,
  );
  init.workingDirectory = findWorkingDirectory(init, cwd);
  const executable = findProgram(init, argv, env);
  if (executable.kind === 'foreign') {
    const { path } = executable.foreign;
    const explanation = foreignExplanation(executable.foreign);
    throw new RunStartError(`exec ${toText(path)}: exec format error`, 126, {
      kind: 'foreign-program',
      subject: path,
      explanation,
    });
  }
  init.program = executable.program;
  const { descriptors } = init;
  descriptors.add(stdin === undefined ? nullDevice(init) : new InputFile(openFlag.read, stdin));
  descriptors.add(new OutputFile(openFlag.write, (bytes) => onOutput('stdout', bytes)));
  descriptors.add(new OutputFile(openFlag.write, (bytes) => onOutput('stderr', bytes)));
  return init;
}

/** What a run without input reads. */
function nullDevice(init: Process): OpenFile {
  const path = '/dev/null';
  const { mount, inode } = walkPath(init, init.rootDirectory, path, true);
  return inode?.type === 'character-device'
    ? new OpenDevice(openFlag.read, { mount, inode }, inode, path)
    : new InputFile(openFlag.read, new Uint8Array(0));
}

function findWorkingDirectory(init: Process, cwd: ByteString) {
  const refuse = (why: string): never => {
    throw new RunStartError(`chdir to cwd ("${toText(cwd)}") set in config.json failed: ${why}`, 126);
  };
  try {
    const { mount, inode } = walkPath(init, init.rootDirectory, cwd, true);
    if (inode === undefined) return refuse('no such file or directory');
    if (inode.type !== 'directory') return refuse('not a directory');
    if (!mayAccess(init.credentials, inode, access.execute)) return refuse('permission denied');
    return { mount, inode };
  } catch (error) {
    if (error instanceof RunStartError) throw error;
    return refuse(errnoOf(error) === errno.EACCES ? 'permission denied' : 'no such file or directory');
  }
}

/** As runc does it: PATH of the new process's environment, `exec: "x": executable file not found in $PATH`. */
function findProgram(init: Process, argv: readonly ByteString[], env: readonly ByteString[]): Executable {
  const name = argv[0] ?? '';
  const quoted = `exec: "${toText(name)}"`;
  if (name.includes('/')) {
    try {
      return findExecutable(init, { path: name, argv, env });
    } catch (error) {
      throw startError(`${quoted}: stat ${toText(name)}`, `exec ${toText(name)}`, errnoOf(error));
    }
  }
  const path = env.findLast((variable) => variable.startsWith('PATH='))?.slice('PATH='.length) ?? '';
  let denied = false;
  for (const directory of path.split(':')) {
    const candidate = `${directory === '' ? '.' : directory}/${name}`;
    try {
      return findExecutable(init, { path: candidate, argv, env });
    } catch (error) {
      const number = errnoOf(error);
      if (number === errno.ENOEXEC) throw startError(quoted, `exec ${candidate}`, number);
      denied ||= number === errno.EACCES;
    }
  }
  if (denied) throw new RunStartError(`${quoted}: permission denied`, 126);
  throw new RunStartError(`${quoted}: executable file not found in $PATH`, 127, {
    kind: 'no-such-program',
    subject: name,
    explanation: `No folder of PATH (${toText(path)}) has a program ${toText(name)} in this image.`,
  });
}

function startError(looking: string, starting: string, number: number): RunStartError {
  switch (number) {
    case errno.EACCES:
      return new RunStartError(`${looking.replace(/: stat .*/, '')}: permission denied`, 126);
    case errno.ENOEXEC:
      return new RunStartError(`${starting}: exec format error`, 126);
    case errno.ENOTDIR:
      return new RunStartError(`${looking}: not a directory`, 127);
    case errno.ELOOP:
      return new RunStartError(`${looking}: too many levels of symbolic links`, 126);
    default:
      return new RunStartError(`${looking}: no such file or directory`, 127);
  }
}

/** What busybox can stand for, and which files are programs of ours. */
class BusyboxPorts implements Ports {
  readonly busybox: WebAssembly.Module;
  readonly #applets: ReadonlySet<ByteString>;
  readonly #programs: readonly { readonly module: WebAssembly.Module; readonly bytes: Uint8Array }[];
  /** By the very array: the same file is executed thousands of times. */
  readonly #known = new WeakMap<Uint8Array, WebAssembly.Module | 'foreign'>();

  constructor(
    busybox: SandboxOptions['busybox'],
    applets: readonly string[],
    programs: NonNullable<SandboxOptions['programs']>,
  ) {
    this.busybox = busybox.module;
    this.#applets = new Set(applets.map(baseName));
    this.#programs = [busybox, ...programs];
  }

  moduleFor(content: Uint8Array): WebAssembly.Module | undefined {
    let known = this.#known.get(content);
    if (known === undefined) {
      known = this.#programs.find(({ bytes }) => equalBytes(bytes, content))?.module ?? 'foreign';
      this.#known.set(content, known);
    }
    return known === 'foreign' ? undefined : known;
  }

  appletFor(name: ByteString): ByteString | undefined {
    if (shells.has(name)) return 'sh';
    return this.#applets.has(name) ? name : undefined;
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}
