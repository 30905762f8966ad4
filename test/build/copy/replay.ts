/**
 * Recorded builds of Docker 28.5.2: each step that needs no program is done again on the filesystem before it, and
 * must give the recorded layer byte for byte. They lie in ../../conformance/oracle.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseChmod } from '../../../src/build/chmod.ts';
import { copyInto } from '../../../src/build/copy/copy-into.ts';
import { parseDestination } from '../../../src/build/copy/destination.ts';
import { selectSources } from '../../../src/build/copy/select.ts';
import { makeWorkdir } from '../../../src/build/copy/workdir.ts';
import { resolveOwner } from '../../../src/build/owner.ts';
import { expandArgument } from '../../../src/dockerfile/expand.ts';
import { expandHeredoc } from '../../../src/dockerfile/heredoc.ts';
import { type IgnoreMatcher, parseIgnoreFile } from '../../../src/dockerfile/ignore.ts';
import type { AddInstruction, CopyInstruction } from '../../../src/dockerfile/instruction.ts';
import { parseStrictly } from '../../../src/dockerfile/parse.ts';
import { Scope } from '../../../src/dockerfile/scope.ts';
import type { Argument } from '../../../src/dockerfile/source.ts';
import type { Stage } from '../../../src/dockerfile/stage.ts';
import { toText } from '../../../src/filesystem/byte-string.ts';
import { diff } from '../../../src/filesystem/diff.ts';
import { nodeAt, walk } from '../../../src/filesystem/lookup.ts';
import { emptyTree, type Tree } from '../../../src/filesystem/tree.ts';
import { TreeBuilder } from '../../../src/filesystem/tree-builder.ts';
import { applyLayer } from '../../../src/image/layer-reader.ts';
import { writeLayer } from '../../../src/image/layer-writer.ts';
import { readTar } from '../../../src/image/tar-reader.ts';

const sourceDateEpoch = 1_700_000_000;
const now = 1_790_000_000_123_456_789n;

const oracle = new URL('../../conformance/oracle/', import.meta.url);
const unzip = (file: URL): Uint8Array => new Uint8Array(gunzipSync(readFileSync(file)));

/** The base image of all of them, one layer. */
export function baseTree(): Tree {
  const files = [...readTar(unzip(new URL('base/busybox-docker.tar.gz', oracle)))];
  const layer = files.reduce((a, b) => (a.size > b.size ? a : b));
  return applyLayer(emptyTree, layer.content);
}

export const stagesOf = (name: string): readonly Stage[] =>
  parseStrictly(readFileSync(new URL(`${name}/Dockerfile`, oracle), 'utf8')).stages;

/** The recorded layer tars over the base image; `target` names the stage they are of. */
export function recordedLayers(name: string, target = ''): Uint8Array[] {
  const file = new URL(`${name}/expected${target}/layers.tar.gz`, oracle);
  return [...readTar(unzip(file))].map((entry) => entry.content);
}

/** The build context, without what its `.dockerignore` leaves out. */
export function contextOf(name: string): Tree {
  const tree = applyLayer(emptyTree, readFileSync(new URL(`${name}/context.tar`, oracle)));
  const context = nodeAt(tree, '/context');
  if (context?.type !== 'directory') throw new Error('no context/ in the context');
  const ignoreFile = context.entries.get('.dockerignore');
  if (ignoreFile?.type !== 'file') return { root: context };
  const ignore = parseIgnoreFile(new TextDecoder().decode(ignoreFile.content));
  const builder = new TreeBuilder({ root: { ...context, entries: new Map() } });
  for (const { path, node } of walk(context)) {
    if (node.type === 'directory') builder.putDirectory(path, node);
    else if (!ignore.ignores(toText(path.slice(1)))) builder.put(path, node);
  }
  return pruned(builder.finish(), ignore);
}

/** Ignored directories are there only for what is kept below them. */
function pruned(tree: Tree, ignore: IgnoreMatcher): Tree {
  const builder = new TreeBuilder(tree);
  for (const { path, node } of [...walk(tree.root)].reverse()) {
    if (node.type !== 'directory' || !ignore.ignores(toText(path.slice(1)))) continue;
    if (builder.namesAt(path).length === 0) builder.remove(path);
  }
  return builder.finish();
}

export interface ReplayedStep {
  readonly text: string;
  /** Entries of the layer, for a readable difference. */
  readonly ours: readonly string[];
  readonly recorded: readonly string[];
  readonly sameBytes: boolean;
}

export interface ReplayInput {
  readonly stage: Stage;
  readonly base: Tree;
  readonly context: Tree;
  /** The recorded layers of the stage; undefined: there are none, only the tree is wanted. */
  readonly layers: readonly Uint8Array[] | undefined;
  /** Other stages and images, by the name that `--from` gives them. */
  readonly from?: ReadonlyMap<string, Tree>;
  readonly workdir?: string;
}

/** Does a stage again. A RUN takes its recorded layer; what another step makes is compared with it. */
export async function replayStage(input: ReplayInput): Promise<{ tree: Tree; steps: ReplayedStep[] }> {
  const { stage, layers } = input;
  const scope = new Scope('\\');
  const steps: ReplayedStep[] = [];
  const state = { tree: input.base, workdir: input.workdir ?? '/', user: '' };
  let at = 0;
  const word = (argument: Argument): string => expandArgument(argument, scope).text;
  for (const instruction of stage.instructions) {
    let made: Tree | undefined;
    if (instruction.kind === 'ENV') scope.assign(instruction);
    else if (instruction.kind === 'ARG') scope.declare(instruction, new Map());
    else if (instruction.kind === 'USER') state.user = word(instruction.user);
    else if (instruction.kind === 'WORKDIR') {
      state.workdir = parseDestination(word(instruction.path), state.workdir).path;
      made = makeWorkdir(state.tree, state.workdir, resolveOwner(state.tree, state.user), now);
    } else if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
      made = await transfer(instruction, state, input, scope);
    } else if (instruction.kind !== 'RUN') continue;
    if (made === undefined && instruction.kind !== 'RUN') continue;
    const layer = layers?.[at++];
    if (made !== undefined && layer !== undefined) {
      const ours = writeLayer(diff(state.tree, made), { sourceDateEpoch });
      const sameBytes = Buffer.compare(ours, layer) === 0;
      steps.push({ text: instruction.code, ours: list(ours), recorded: list(layer), sameBytes });
    }
    state.tree = layer === undefined ? (made ?? state.tree) : applyLayer(state.tree, layer);
  }
  return { tree: state.tree, steps };
}

async function transfer(
  instruction: CopyInstruction | AddInstruction,
  state: { readonly tree: Tree; readonly workdir: string },
  input: ReplayInput,
  scope: Scope,
): Promise<Tree> {
  const word = (argument: Argument): string => expandArgument(argument, scope).text;
  const { chown, chmod } = instruction;
  const from = instruction.kind === 'COPY' ? instruction.from?.text : undefined;
  const source = from === undefined ? input.context : input.from?.get(from.toLowerCase());
  if (source === undefined) throw new Error(`no stage ${from}`);
  const inlineFiles = instruction.inlineFiles.map((file) => ({
    path: word(file.path),
    text: expandHeredoc(file, scope).text,
  }));
  const selection = selectSources(source, instruction.sources.map(word), { inlineFiles });
  return copyInto(state.tree, selection, parseDestination(word(instruction.destination), state.workdir), {
    now,
    unpack: instruction.kind === 'ADD' ? 'local' : 'none',
    ...(chown === undefined ? {} : { owner: resolveOwner(state.tree, word(chown)) }),
    ...(chmod === undefined ? {} : { chmod: parseChmod(word(chmod)) }),
  });
}

function list(layer: Uint8Array): string[] {
  return [...readTar(layer)].map(({ name, type, mode, uid, gid, size, mtime, linkName }) =>
    [toText(name), type, mode.toString(8), `${uid}:${gid}`, size, mtime / 1_000_000_000n, linkName].join(' '),
  );
}
