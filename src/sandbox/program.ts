/**
 * From a path to something that can be executed: our own busybox module, a script's interpreter, or a native
 * program that busybox can stand for (the port table). Anything else fails as a real kernel would, with a reason.
 */
import type { ByteString } from '../filesystem/byte-string.ts';
import { fromBytes, toText } from '../filesystem/byte-string.ts';
import type { FileInode, Inode } from '../filesystem/inode.ts';
import { fail } from './errno.ts';
import { walkPath } from './path-walk.ts';
import { access, requireAccess } from './permissions.ts';
import type { Process } from './process.ts';

export interface Program {
  readonly module: WebAssembly.Module;
  readonly argv: readonly ByteString[];
  readonly env: readonly ByteString[];
  /** Absolute path of the file. */
  readonly executable: ByteString;
  /** What `ps` shows, up to 15 bytes. */
  readonly command: ByteString;
  /** From set-user-ID and set-group-ID bits. */
  readonly uid?: number;
  readonly gid?: number;
}

/** A native program that nothing here can stand for. */
export interface ForeignProgram {
  readonly path: ByteString;
  readonly format: 'ELF' | 'WebAssembly';
}

export type Executable = { readonly kind: 'program'; readonly program: Program } | ForeignExecutable;
export interface ForeignExecutable {
  readonly kind: 'foreign';
  readonly foreign: ForeignProgram;
}

/** What the sandbox can run. */
export interface Ports {
  /** The module of a WebAssembly file of exactly this content. */
  moduleFor(content: Uint8Array): WebAssembly.Module | undefined;
  /** The applet of our busybox that stands for a native program of this name; undefined: none does. */
  appletFor(name: ByteString): ByteString | undefined;
  readonly busybox: WebAssembly.Module;
}

const maxInterpreters = 4;
/** Linux reads so much of a script's first line. */
const maxFirstLine = 256;

export interface ExecRequest {
  readonly path: ByteString;
  readonly argv: readonly ByteString[];
  readonly env: readonly ByteString[];
}

/** Answers what `execve` would start, or fails with its errors. Nothing of the process is changed. */
export function findExecutable(process: Process, request: ExecRequest, depth = 0): Executable {
  const { path, argv, env } = request;
  const walk = walkPath(process, process.workingDirectory, path, true);
  const file = executableFile(process, walk.inode);
  const content = file.content;
  const name = baseName(path);
  if (content[0] === 0x23 && content[1] === 0x21) {
    if (depth >= maxInterpreters) fail('ELOOP');
    const script = findExecutable(
      process,
      { path: interpreter(content).path, argv: [...interpreter(content).argv, path, ...argv.slice(1)], env },
      depth + 1,
    );
    return script.kind === 'foreign'
      ? script
      : { kind: 'program', program: { ...script.program, command: name } };
  }
  const executable = (): ByteString => {
    const directory = process.kernel.mounts.pathOf({ mount: walk.directoryMount, inode: walk.directory });
    return `${directory === '/' ? '' : directory}/${walk.name}`;
  };
  const started = (module: WebAssembly.Module, args: readonly ByteString[]): Executable => ({
    kind: 'program',
    program: {
      module,
      argv: args,
      env,
      executable: executable(),
      command: name.slice(0, 15),
      ...((file.mode & 0o4000) === 0 ? {} : { uid: file.uid }),
      ...((file.mode & 0o2000) === 0 ? {} : { gid: file.gid }),
    },
  });
  const { ports } = process.kernel;
  if (isWasm(content)) {
    const module = ports.moduleFor(content);
    return module === undefined
      ? { kind: 'foreign', foreign: { path: executable(), format: 'WebAssembly' } }
      : started(module, argv);
  }
  if (!isElf(content)) fail('ENOEXEC');
  const native = baseName(executable());
  const applet = native === 'busybox' ? undefined : ports.appletFor(native);
  if (native !== 'busybox' && applet === undefined) {
    return { kind: 'foreign', foreign: { path: executable(), format: 'ELF' } };
  }
  // busybox chooses the applet by its first argument, which callers may set to anything, and knows no `bash`.
  const first = argv[0] ?? '';
  const dash = first.startsWith('-') ? '-' : '';
  const keeps = applet === undefined || baseName(first).slice(dash.length) === applet;
  return started(ports.busybox, keeps ? argv : [`${dash}${applet}`, ...argv.slice(1)]);
}

function executableFile(process: Process, inode: Inode | undefined): FileInode {
  if (inode === undefined) fail('ENOENT');
  if (inode.type !== 'file') fail('EACCES');
  requireAccess(process.credentials, inode, access.execute);
  return inode;
}

function interpreter(content: Uint8Array): {
  readonly path: ByteString;
  readonly argv: readonly ByteString[];
} {
  const line = fromBytes(content.subarray(2, maxFirstLine)).split('\n', 1)[0] ?? '';
  const match = /^[ \t]*([^ \t]+)[ \t]*(.*?)[ \t]*$/.exec(line);
  const path = match?.[1] ?? fail('ENOEXEC');
  const argument = match?.[2] ?? '';
  return { path, argv: argument === '' ? [path] : [path, argument] };
}

const isWasm = ([a, b, c, d]: Uint8Array): boolean => a === 0 && b === 0x61 && c === 0x73 && d === 0x6d;
const isElf = ([a, b, c, d]: Uint8Array): boolean => a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46;

export const baseName = (path: ByteString): ByteString => path.slice(path.lastIndexOf('/') + 1);

/** Why a foreign program does not run, for its user's terminal and for the build's problem. */
export function foreignExplanation({ path, format }: ForeignProgram): string {
  const shown = toText(path);
  return format === 'ELF'
    ? `${shown} is a native program (machine code for Linux). This sandbox runs WebAssembly, and busybox in place ` +
        'of shells and basic tools; on a real machine the program would start here. Use a program of busybox ' +
        'instead, or COPY a file that was made beforehand.'
    : `${shown} is a WebAssembly module that was not made for this sandbox. Only busybox and scripts run here.`;
}
