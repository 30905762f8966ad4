/** A small image with busybox in it, and `sh -c …` run there: what the sandbox's tests look at. */
import { readFileSync } from 'node:fs';
import type { ByteString } from '../../src/filesystem/byte-string.ts';
import { fromBytes, fromText, toBytes } from '../../src/filesystem/byte-string.ts';
import { nodeAt } from '../../src/filesystem/lookup.ts';
import { emptyTree, type FileNode, type Tree, type TreeNode } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import type { Credentials, RunRequest, RunResult } from '../../src/sandbox/run-request.ts';
import { Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';

const published = new URL('../../public/', import.meta.url);

export const busyboxBytes = new Uint8Array(readFileSync(new URL('busybox.wasm', published)));
export const busyboxModule = new WebAssembly.Module(busyboxBytes);
export const applets: readonly string[] = readFileSync(new URL('busybox.links', published), 'utf8')
  .trim()
  .split('\n');

export const makeSandbox = (options: Partial<SandboxOptions> = {}): Sandbox =>
  new Sandbox({ busybox: { module: busyboxModule, bytes: busyboxBytes }, applets, ...options });

const plain = { uid: 0, gid: 0, mtime: 0n };

export const file = (content: ByteString | Uint8Array, mode = 0o644, uid = 0): FileNode => ({
  type: 'file',
  ...plain,
  uid,
  gid: uid,
  mode,
  content: typeof content === 'string' ? toBytes(content) : content,
  links: 1,
});

export const directory = (mode = 0o755, uid = 0): TreeNode => ({
  type: 'directory',
  ...plain,
  uid,
  gid: uid,
  mode,
  entries: new Map(),
});

export const symlink = (target: ByteString): TreeNode => ({
  type: 'symlink',
  ...plain,
  mode: 0o777,
  target,
  links: 1,
});

/** A tree with these nodes put into `base`, in order. */
export function treeWith(nodes: Readonly<Record<ByteString, TreeNode>>, base: Tree = image): Tree {
  const builder = new TreeBuilder(base);
  for (const [path, node] of Object.entries(nodes)) builder.put(path, node);
  return builder.finish();
}

const passwd = 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/home/app:/bin/sh\n';

/** Busybox with all its links, and the folders that every image has. */
export const image: Tree = treeWith(
  {
    '/bin/busybox': file(busyboxBytes, 0o755),
    ...Object.fromEntries(
      applets.filter((path) => path !== '/bin/busybox').map((path) => [path, symlink('/bin/busybox')]),
    ),
    '/dev': directory(),
    '/etc/group': file('root:x:0:\napp:x:1000:\n'),
    '/etc/hosts': file(''),
    '/etc/passwd': file(passwd),
    '/etc/resolv.conf': file(''),
    '/home/app': directory(0o755, 1000),
    '/proc': directory(),
    '/root': directory(0o700),
    '/sys': directory(),
    '/tmp': directory(0o1777),
  },
  emptyTree,
);

export const rootUser: Credentials = { uid: 0, gid: 0, groups: [] };
export const appUser: Credentials = { uid: 1000, gid: 1000, groups: [] };
export const searchPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** What a run left, its output as byte strings. */
export interface ShellResult extends RunResult {
  readonly out: ByteString;
  readonly err: ByteString;
}

const shared = makeSandbox();

/** Runs a program in the image. */
export async function run(
  argv: readonly ByteString[],
  options: Partial<RunRequest> = {},
  sandbox: Sandbox = shared,
): Promise<ShellResult> {
  const output = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const result = await sandbox.run({
    root: image,
    argv,
    env: [searchPath, 'HOME=/root'],
    cwd: '/',
    user: rootUser,
    onOutput: (stream, bytes) => output[stream].push(bytes),
    ...options,
  });
  const text = (pieces: readonly Uint8Array[]) => pieces.map(fromBytes).join('');
  return { ...result, out: text(output.stdout), err: text(output.stderr) };
}

/** Runs a script with `sh -c`, as the shell form of RUN does. */
export const sh = (script: string, options?: Partial<RunRequest>, sandbox?: Sandbox): Promise<ShellResult> =>
  run(['/bin/sh', '-c', fromText(script)], options, sandbox);

/** Output and exit code in one value, for the many tests that need no more. */
export async function outcome(script: string, options?: Partial<RunRequest>): Promise<string> {
  const { out, err, exitCode } = await sh(script, options);
  return `${out}${err}exit ${exitCode}`;
}

/** Content of a file of a tree; undefined when there is none. */
export function contentOf(tree: Tree, path: ByteString): ByteString | undefined {
  const node = nodeAt(tree, path);
  return node?.type === 'file' ? fromBytes(node.content) : undefined;
}
