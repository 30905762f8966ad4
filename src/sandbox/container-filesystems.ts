/** The filesystems of one run: the writable view of its root, what a runtime mounts over it, and what was asked for. */
import { type ByteString, toText } from '../filesystem/byte-string.ts';
import { FileInode } from '../filesystem/inode.ts';
import { Overlay } from '../filesystem/overlay.ts';
import type { DirectoryNode, FileNode } from '../filesystem/tree.ts';
import { pseudoTerminalMajor } from './abi.ts';
import { deviceDirectory, hostsFile, resolverFile, systemDirectory } from './container-files.ts';
import type { Kernel } from './kernel.ts';
import { MountError, MountTable } from './mounts.ts';
import { procfs } from './procfs.ts';
import { type RunMount, type RunRequest, type RunResult, RunStartError } from './run-request.ts';

/** Group `tty`: terminals may be written to by it (devpts(5), `gid=5,mode=620`). */
const terminalGroup = 5;

export class ContainerFilesystems {
  readonly #root: Overlay;
  readonly #hostname: string;
  readonly #requests: readonly RunMount[];
  readonly #now: () => bigint;
  readonly #mounted: { readonly request: RunMount; readonly overlay?: Overlay; readonly file?: FileInode }[] =
    [];
  #table: MountTable | undefined;
  #devices: Overlay | undefined;

  constructor({ root, mounts }: Pick<RunRequest, 'root' | 'mounts'>, hostname: string, now: () => bigint) {
    this.#requests = mounts ?? [];
    this.#hostname = hostname;
    this.#now = now;
    this.#root = new Overlay(root, { now, hardLinks: 'split' });
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
    this.#devices = this.#mountTree(table, '/dev', deviceDirectory, { readOnly: false, type: 'tmpfs' });
    this.#mountTree(table, '/sys', systemDirectory, { readOnly: true, type: 'sysfs' });
    this.#mountFile(table, '/etc/resolv.conf', resolverFile);
    this.#mountFile(table, '/etc/hosts', hostsFile(this.#hostname));
    for (const request of this.#requests) this.#mountRequest(table, request);
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
        `error mounting to rootfs at "${toText(target)}": ${error.message}: Are you trying to mount a directory ` +
          'onto a file (or vice-versa)? Check if the specified host path exists and is the expected type',
        125,
      );
    }
  }

  /** Enters a terminal as /dev/pts/N, and the first one as /dev/console too. */
  addTerminal(index: number, uid: number): void {
    const devices = this.#devices;
    const terminals = devices?.root.get('pts');
    if (devices === undefined || terminals?.type !== 'directory') return;
    const attributes = { mode: 0o620, uid, gid: terminalGroup, mtime: this.#now() };
    const device = { type: 'character-device', major: pseudoTerminalMajor, minor: index } as const;
    const inode = devices.makeDevice(attributes, device);
    devices.link(terminals, String(index), inode);
    if (index === 0 && devices.root.get('console') === undefined)
      devices.link(devices.root, 'console', inode);
  }

  removeTerminal(index: number): void {
    const terminals = this.#devices?.root.get('pts');
    if (terminals?.type === 'directory') this.#devices?.unlink(terminals, String(index));
  }

  /** What was looked at of the root filesystem so far. */
  observed(): Pick<RunResult, 'observed'> {
    const observed = this.#table?.observation.result();
    return observed === undefined ? {} : { observed };
  }

  /** What the filesystem and the mounts hold now, without what was mounted over them; they go on living. */
  snapshot(): Pick<RunResult, 'tree' | 'mounts'> {
    const commit = () => ({
      tree: this.#root.commit(),
      mounts: this.#mounted.map(({ request, overlay, file }): DirectoryNode | FileNode => {
        if (request.readOnly) return request.content;
        return overlay?.commit().root ?? file?.freeze() ?? request.content;
      }),
    });
    return this.#table?.withoutStubs(commit) ?? commit();
  }
}
