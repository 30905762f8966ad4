/**
 * Where a build's Dockerfile and context come from: a folder, a tar or a Dockerfile on standard input, `-f`, and
 * the ignore file beside the Dockerfile or in the context. Follows buildx's `LoadInputs`.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sourceExcerpt } from '../dockerfile/excerpt.ts';
import { type IgnoreMatcher, parseIgnoreFile } from '../dockerfile/ignore.ts';
import { DockerfileError, problemSentence } from '../dockerfile/problem.ts';
import { fromText } from '../filesystem/byte-string.ts';
import { lookup } from '../filesystem/lookup.ts';
import { emptyTree, type Tree } from '../filesystem/tree.ts';
import { ContextError, readContextFolder } from './context-folder.ts';
import { readContextTar, withoutIgnored } from './context-tar.ts';
import { UsageError } from './usage-error.ts';

export interface BuildSource {
  readonly dockerfile: string;
  /** As errors and progress name it: `Dockerfile`. */
  readonly dockerfileName: string;
  /** Without what the ignore file leaves out. */
  readonly context: Tree;
  /** Absent: there is no ignore file. */
  readonly ignore?: IgnoreMatcher;
  /** Bytes of that file. */
  readonly ignoreSize: number;
}

export interface SourceRequest {
  /** Folder, or `-`. */
  readonly context: string;
  readonly file?: string;
  readonly readStandardInput: () => Promise<Uint8Array>;
  readonly signal?: AbortSignal;
}

/** @throws {UsageError | ContextError | ImageError} with Docker's sentence where it has one. */
export async function loadSource(request: SourceRequest): Promise<BuildSource> {
  return request.context === '-' ? fromStandardInput(request) : fromFolder(request);
}

async function fromFolder({ context, file, readStandardInput, signal }: SourceRequest): Promise<BuildSource> {
  if (/^(https?|git|ssh):\/\/|^git@/.test(context)) {
    throw new UsageError(
      `unable to prepare context: ${context} is a remote address`,
      'Fetch it first, and give the folder.',
    );
  }
  if (!existsSync(context)) throw new UsageError(`unable to prepare context: path "${context}" not found`);
  if (!statSync(context).isDirectory()) {
    throw new UsageError(
      `unable to prepare context: path "${context}" is not a folder`,
      'Give a folder, or a tar archive on standard input: dry-dock build - < context.tar',
    );
  }
  const path = file ?? join(context, 'Dockerfile');
  const bytes = file === '-' ? await readStandardInput() : readDockerfile(path);
  const ignorePath = [...(file === '-' ? [] : [`${path}.dockerignore`]), join(context, '.dockerignore')].find(
    (each) => existsSync(each),
  );
  const ignoreText = ignorePath === undefined ? undefined : readFileSync(ignorePath, 'utf8');
  const ignore = ignoreText === undefined ? undefined : parseIgnore(ignoreText, ignorePath ?? '');
  return {
    dockerfile: decode(bytes),
    dockerfileName: file === '-' ? 'Dockerfile' : basename(path),
    context: await readContextFolder(context, {
      ...(ignore === undefined ? {} : { ignore }),
      ...(signal === undefined ? {} : { signal }),
    }),
    ...(ignore === undefined ? {} : { ignore }),
    ignoreSize: Buffer.byteLength(ignoreText ?? ''),
  };
}

async function fromStandardInput({ file, readStandardInput }: SourceRequest): Promise<BuildSource> {
  const bytes = await readStandardInput();
  const tree = await readContextTar(bytes, 'standard input');
  if (tree === undefined) {
    if (file !== undefined) {
      throw new UsageError(
        'ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles',
        'Leave -f out, or give a tar archive on standard input.',
      );
    }
    return { dockerfile: decode(bytes), dockerfileName: 'Dockerfile', context: emptyTree, ignoreSize: 0 };
  }
  const name = file ?? 'Dockerfile';
  const dockerfile = textIn(tree, name);
  if (dockerfile === undefined) throw noDockerfile(name);
  const ignoreName = [`${name}.dockerignore`, '.dockerignore'].find(
    (each) => textIn(tree, each) !== undefined,
  );
  const ignoreText = ignoreName === undefined ? undefined : textIn(tree, ignoreName);
  const ignore = ignoreText === undefined ? undefined : parseIgnore(ignoreText, ignoreName ?? '');
  return {
    dockerfile,
    dockerfileName: basename(name),
    context: ignore === undefined ? tree : withoutIgnored(tree, ignore),
    ...(ignore === undefined ? {} : { ignore }),
    ignoreSize: Buffer.byteLength(ignoreText ?? ''),
  };
}

function textIn(tree: Tree, path: string): string | undefined {
  const found = lookup(tree, fromText(path));
  return found.outcome === 'found' && found.node.type === 'file' ? decode(found.node.content) : undefined;
}

function readDockerfile(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw noDockerfile(path);
    throw new UsageError(
      `failed to read dockerfile: open ${basename(path)}: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function noDockerfile(path: string): UsageError {
  return new UsageError(
    `failed to build: failed to solve: failed to read dockerfile: open ${basename(path)}: no such file or directory`,
    `There is no ${path}${dirname(path) === '.' ? ' here' : ''}. Write one, or say where it is with -f.`,
  );
}

function parseIgnore(text: string, path: string): IgnoreMatcher {
  try {
    return parseIgnoreFile(text);
  } catch (error) {
    if (!(error instanceof DockerfileError)) throw error;
    const { problem } = error;
    const excerpt =
      problem.lines === undefined ? '' : `\n\n${sourceExcerpt(text, basename(path), problem.lines)}`;
    throw new ContextError(`${problemSentence(problem)}\n\n${problem.explanation}${excerpt}`);
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
