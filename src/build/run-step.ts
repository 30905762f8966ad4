/** RUN: a command in the sandbox, its mounts and its user; and what to say when it fails. */

import { type ByteString, fromText } from '../filesystem/byte-string.ts';
import { cleanPath } from '../filesystem/lookup.ts';
import type { Tree, TreeNode } from '../filesystem/tree.ts';
import type { Digester } from '../image/digest.ts';
import { type OutputStream, type RunRequest, RunStartError } from '../sandbox/run-request.ts';
import { definitionOf } from './cache-key.ts';
import { contentEntries } from './copy/content-entries.ts';
import { contentKey } from './copy/content-key.ts';
import type { Selection } from './copy/selection.ts';
import { makeCurrentDirectory } from './copy/workdir.ts';
import type { LayerWork, OpenOrigin, WorkDone, WorkSource } from './layer-work.ts';
import type { RunOperation } from './operation.ts';
import type { BaseImage, BuildPorts } from './ports.ts';
import { failedRun, failedStart, unknownUser } from './run-failure.ts';
import { boundNode, prepareMounts } from './run-mounts.ts';
import { defaultPath } from './stage-state.ts';
import { maximumRememberedFiles } from './step-memory.ts';
import type { StepFiles } from './step-result.ts';
import { resolveUser, UnknownUserError } from './user.ts';

export interface RunSurroundings {
  readonly ports: BuildPorts;
  readonly digester: Digester;
  /** Nanoseconds since the Unix epoch. */
  readonly now: () => bigint;
  readonly secrets: ReadonlyMap<string, Uint8Array>;
  /** By the operation's mounts. */
  readonly origins: readonly (OpenOrigin | undefined)[];
  readonly signal: AbortSignal;
  readonly onOutput: (stream: OutputStream, bytes: Uint8Array) => void;
  /** Of the whole build: those of them that name proxies reach every command, declared or not. */
  readonly buildArgs: ReadonlyMap<string, string>;
  /** What the image below lacks, and why. */
  readonly missing: BaseImage['missing'];
}

export function runWork(operation: RunOperation, parent: StepFiles, around: RunSurroundings): LayerWork {
  const { digester } = around;
  const sources = operation.mounts.flatMap((planned, index): WorkSource[] => {
    const origin = around.origins[index];
    // What a cache mount holds never counts.
    const { mount } = planned;
    if (mount.type !== 'bind' || origin === undefined) return [];
    return [
      {
        ...(origin.quickKey === undefined ? {} : { quickKey: origin.quickKey }),
        read: async () => {
          const selection = wholeNode(mount.source, await boundNode(planned, origin));
          return {
            key: contentKey(selection, digester),
            files: contentEntries(selection, digester, maximumRememberedFiles),
          };
        },
      },
    ];
  });
  return {
    definition: definitionOf(operation),
    standsAlone: false,
    sources,
    run: () => run(operation, parent, around),
  };
}

function wholeNode(path: string, node: TreeNode): Selection {
  const clean = cleanPath(fromText(path));
  const source = { source: 0, path: clean, name: '', node, carried: new Set<never>(), timeless: false };
  return { sources: [source], parents: false };
}

async function run(operation: RunOperation, parent: StepFiles, around: RunSurroundings): Promise<WorkDone> {
  const { ports, secrets, origins, now, onOutput, signal } = around;
  const before = await parent.tree();
  const user = userOf(operation, before);
  const prepared = await prepareMounts(operation, { ports, secrets, origins, now: now() });
  signal.throwIfAborted();
  // runc makes the working directory where it is missing.
  const start = makeCurrentDirectory(before, operation.workingDir, now());
  const request: RunRequest = {
    root: start.tree,
    mounts: prepared.mounts.map(({ mount }) => mount),
    argv: operation.words.map(fromText),
    env: environment(
      [...operation.env.map(fromText), ...proxies(around.buildArgs), ...prepared.env],
      user.home,
    ),
    cwd: start.path,
    user: user.credentials,
    onOutput,
    signal,
  };
  const { exitCode, tree, mounts, problem, observed } = await started(operation, request, around);
  for (const [index, { keep }] of prepared.mounts.entries()) {
    const content = mounts[index];
    if (keep !== undefined && content !== undefined) await keep(content);
  }
  if (exitCode !== 0) throw failedRun(operation.words, exitCode, problem, around.missing);
  // The user and their home were looked up before there was a run.
  const names = [...(observed?.names ?? []), '/etc', '/etc/passwd', '/etc/group'];
  return { before, after: tree, ...(observed === undefined ? {} : { observed: { ...observed, names } }) };
}

async function started(
  operation: RunOperation,
  request: RunRequest,
  { ports, missing, onOutput }: RunSurroundings,
) {
  try {
    return await ports.runner.run(request);
  } catch (error) {
    if (!(error instanceof RunStartError)) throw error;
    onOutput('stderr', new TextEncoder().encode(`${error.message}\n`));
    throw failedStart(operation.words, error, missing);
  }
}

function userOf(operation: RunOperation, tree: Tree) {
  try {
    return resolveUser(tree, operation.user);
  } catch (error) {
    if (error instanceof UnknownUserError) throw unknownUser(operation.words, error.message);
    throw error;
  }
}

const proxyNames = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];

/** Dockerfile reference, "Predefined ARGs": in both cases of letters, and not part of any cache key. */
function proxies(buildArgs: ReadonlyMap<string, string>): readonly ByteString[] {
  return proxyNames.flatMap((name) => {
    const lower = name.toLowerCase();
    const value = buildArgs.get(name) ?? buildArgs.get(lower);
    return value === undefined ? [] : [`${name}=${fromText(value)}`, `${lower}=${fromText(value)}`];
  });
}

/** PATH and HOME are there even where the image says nothing of them. */
function environment(env: readonly string[], home: string): readonly string[] {
  const has = (name: string): boolean => env.some((entry) => entry.startsWith(`${name}=`));
  return [
    ...env,
    ...(has('PATH') ? [] : [`PATH=${defaultPath}`]),
    ...(has('HOME') ? [] : [`HOME=${fromText(home)}`]),
  ];
}
