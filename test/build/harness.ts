/** A small world for builds: memory stores, a base image, a runner that plays a script, all events collected. */
import { buildImage } from '../../src/build/build.ts';
import type { FetchUrl } from '../../src/build/download.ts';
import type { BuildEvent, CacheCause, StepDescription } from '../../src/build/events.ts';
import type { BaseImage, BuildOptions, BuildPorts, CacheRecords, ReadyStep } from '../../src/build/ports.ts';
import { loadedBase } from '../../src/build/resolve-images.ts';
import { fromText, toText } from '../../src/filesystem/byte-string.ts';
import { diff } from '../../src/filesystem/diff.ts';
import { emptyTree, type FileNode, type Tree } from '../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../src/filesystem/tree-builder.ts';
import { type BlobStore, MemoryBlobStore } from '../../src/image/blob-store.ts';
import { makeImage } from '../../src/image/image.ts';
import type { ContainerConfig } from '../../src/image/image-config.ts';
import { applyLayer } from '../../src/image/layer-reader.ts';
import { writeLayer } from '../../src/image/layer-writer.ts';
import { SnapshotCache } from '../../src/image/snapshot.ts';
import { familiarReference } from '../../src/registry/reference.ts';
import type { CommandRunner, RunRequest, RunResult } from '../../src/sandbox/run-request.ts';

const seconds = 1_000_000_000n;

export interface FileFacts {
  readonly mode?: number;
  readonly mtime?: number;
  readonly uid?: number;
}

export function fileNode(
  text: string,
  { mode = 0o644, mtime = 1_600_000_000, uid = 0 }: FileFacts = {},
): FileNode {
  const content = new TextEncoder().encode(text);
  return { type: 'file', mode, uid, gid: uid, mtime: BigInt(mtime) * seconds, content, links: 1 };
}

/** A tree of files by path. */
export function treeOf(files: Readonly<Record<string, string | FileNode>>): Tree {
  const builder = new TreeBuilder(emptyTree);
  for (const [path, file] of Object.entries(files)) {
    builder.put(`/${fromText(path)}`, typeof file === 'string' ? fileNode(file) : file);
  }
  return builder.finish();
}

/** Cache records as a store keeps them: copies, not references. */
export class MemoryRecords implements CacheRecords {
  readonly entries = new Map<string, unknown>();
  async get(key: string): Promise<unknown> {
    return structuredClone(this.entries.get(key));
  }
  async put(key: string, record: unknown): Promise<void> {
    this.entries.set(key, structuredClone(record));
  }
  async delete(key: string): Promise<void> {
    this.entries.delete(key);
  }
}

/** Counts what is read. */
export class CountingBlobs extends MemoryBlobStore {
  reads = 0;
  override async get(digest: Parameters<BlobStore['get']>[0]): Promise<Uint8Array | undefined> {
    this.reads++;
    return super.get(digest);
  }
}

/** Plays a RUN: the last word of the command comes in, files to write come out. */
export type Script = (
  command: string,
  request: RunRequest,
) => Promise<Played | undefined> | Played | undefined;

export interface Played {
  readonly files?: Readonly<Record<string, string>>;
  readonly edit?: (builder: TreeBuilder) => void;
  readonly exitCode?: number;
  readonly output?: string;
  readonly problem?: RunResult['problem'];
  readonly mounts?: RunResult['mounts'];
  readonly observed?: RunResult['observed'];
}

export class ScriptedRunner implements CommandRunner {
  readonly commands: string[] = [];
  readonly requests: RunRequest[] = [];
  script: Script;
  /** A layer that says what the command did, by its words; undefined: ask the script. */
  layer: (words: readonly string[]) => Uint8Array | undefined = () => undefined;

  constructor(script: Script = () => undefined) {
    this.script = script;
  }

  async run(request: RunRequest): Promise<RunResult> {
    const command = toText(request.argv.at(-1) ?? '');
    this.commands.push(command);
    this.requests.push(request);
    const layer = this.layer(request.argv.map(toText));
    if (layer !== undefined) return played({ ...request, root: applyLayer(request.root, layer) }, {});
    const result = (await this.script(command, request)) ?? {};
    request.signal?.throwIfAborted();
    return played(request, result);
  }
}

function played(
  request: RunRequest,
  { files, edit, exitCode, output, problem, mounts, observed }: Played,
): RunResult {
  if (output !== undefined) request.onOutput('stdout', new TextEncoder().encode(output));
  const builder = new TreeBuilder(request.root);
  for (const [path, text] of Object.entries(files ?? {})) builder.put(path, fileNode(text));
  edit?.(builder);
  return {
    exitCode: exitCode ?? 0,
    tree: builder.finish(),
    mounts: mounts ?? (request.mounts ?? []).map(({ content }) => content),
    ...(problem === undefined ? {} : { problem }),
    ...(observed === undefined ? {} : { observed }),
  };
}

const passwd = 'root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000::/home/app:/bin/sh\n';
const group = 'root:x:0:root\nstaff:x:50:app\napp:x:1000:\n';
export const baseFiles = { 'bin/sh': 'sh', 'etc/passwd': passwd, 'etc/group': group };
const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export class World {
  readonly blobs = new CountingBlobs();
  readonly cache = new MemoryRecords();
  snapshots = new SnapshotCache(this.blobs);
  readonly runner = new ScriptedRunner();
  readonly images = new Map<string, BaseImage>();
  fetchUrl: FetchUrl | undefined;
  events: BuildEvent[] = [];
  ready: ReadyStep[] = [];
  time = 1_700_000_000_000;

  /** Adds a base image by its familiar name. */
  async image(
    name: string,
    config: ContainerConfig = {},
    files: Readonly<Record<string, string>> = baseFiles,
    more: Partial<BaseImage> = {},
  ): Promise<void> {
    const layer = await this.blobs.put(writeLayer(diff(emptyTree, treeOf(files))));
    const image = await makeImage(
      {
        architecture: 'amd64',
        os: 'linux',
        created: '2023-01-01T00:00:00Z',
        config: { Env: [path], Cmd: ['/bin/sh'], WorkingDir: '/', ...config },
        rootfs: { type: 'layers', diff_ids: [layer.digest] },
        history: [{ created: '2023-01-01T00:00:00Z', created_by: 'ADD rootfs' }],
      },
      [layer],
    );
    this.images.set(name, { ...loadedBase(image), ...more });
  }

  async build(dockerfile: string, options: Partial<BuildOptions> = {}) {
    this.events = [];
    this.ready = [];
    return buildImage({ dockerfile, context: emptyTree, ...options }, this.ports());
  }

  ports(): BuildPorts {
    return {
      blobs: this.blobs,
      snapshots: this.snapshots,
      cache: this.cache,
      baseImages: {
        resolve: async (reference) => this.images.get(familiarReference(reference)),
        names: async () => [...this.images.keys()],
      },
      runner: this.runner,
      ...(this.fetchUrl === undefined ? {} : { fetchUrl: this.fetchUrl }),
      now: () => this.time++,
      onEvent: (event) => this.events.push(event),
      onStepReady: (step) => this.ready.push(step),
    };
  }

  /** A program that was started anew: nothing is unpacked, the stores are as they were. */
  restart(): void {
    this.snapshots = new SnapshotCache(this.blobs);
    this.blobs.reads = 0;
  }

  get steps(): readonly StepDescription[] {
    const planned = this.events.find((event) => event.type === 'planned');
    return planned?.type === 'planned' ? planned.stages.flatMap(({ steps }) => steps) : [];
  }

  /** By step: `done` or `cached`. */
  get outcomes(): Record<string, string> {
    return Object.fromEntries(
      this.events.flatMap((event) => (event.type === 'step-finished' ? [[event.step, event.outcome]] : [])),
    );
  }

  finished(step: string): Extract<BuildEvent, { readonly type: 'step-finished' }> | undefined {
    const event = this.events.find((each) => each.type === 'step-finished' && each.step === step);
    return event?.type === 'step-finished' ? event : undefined;
  }

  cause(step: string): CacheCause | undefined {
    return this.finished(step)?.cause;
  }
}

/** A world with `base:1`. */
export async function newWorld(): Promise<World> {
  const world = new World();
  await world.image('base:1');
  return world;
}
