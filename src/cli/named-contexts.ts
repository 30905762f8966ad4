/** Opens what `--build-context` names: image archives, OCI layouts, folders, other bundled images. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseImages, NamedContext } from '../build/ports.ts';
import { parseIgnoreFile } from '../dockerfile/ignore.ts';
import type { BlobStore } from '../image/blob-store.ts';
import { type ImageFiles, readableFiles, tarFiles } from '../image/image-files.ts';
import { importImage } from '../image/image-import.ts';
import { parseReference } from '../registry/reference.ts';
import { absent } from './blob-folder.ts';
import { readContextFolder } from './context-folder.ts';
import { openFile } from './file-source.ts';
import { contextKey, type NamedContextOption } from './named-context-option.ts';
import { UsageError } from './usage-error.ts';

export interface ContextGround {
  readonly blobs: BlobStore;
  readonly baseImages: BaseImages;
  readonly signal: AbortSignal;
}

const platform = { architecture: 'amd64', os: 'linux' };

/**
 * All of them, by any form of their name.
 * @throws {UsageError | ContextError | ImageError} naming the one that can't be had.
 */
export async function openNamedContexts(
  options: readonly NamedContextOption[],
  ground: ContextGround,
): Promise<(name: string) => NamedContext | undefined> {
  const opened = new Map<string, NamedContext>();
  for (const option of options) opened.set(contextKey(option.name), await open(option, ground));
  return (name) => opened.get(contextKey(name));
}

async function open({ name, source }: NamedContextOption, ground: ContextGround): Promise<NamedContext> {
  switch (source.kind) {
    case 'folder':
      return openFolder(name, source.path, ground);
    case 'image':
      return openImage(name, source.reference, ground);
    case 'docker-archive': {
      const archive = await openFile(source.path).catch(absent);
      if (archive === undefined) throw notFound(name, source.path);
      return importFrom(await tarFiles(archive, source.path), source.tag, ground);
    }
    case 'oci-layout':
      if (!existsSync(source.path)) throw notFound(name, source.path);
      return importFrom(layoutFiles(source.path), source.tag, ground);
  }
}

async function openFolder(name: string, path: string, { signal }: ContextGround): Promise<NamedContext> {
  if (!existsSync(path)) throw notFound(name, path);
  if (!statSync(path).isDirectory()) {
    throw new UsageError(
      `failed to get build context ${name}: ${path} is not a folder`,
      'For an image in a file write docker-archive:FILE.',
    );
  }
  const ignoreFile = join(path, '.dockerignore');
  const ignore = existsSync(ignoreFile) ? parseIgnoreFile(readFileSync(ignoreFile, 'utf8')) : undefined;
  return {
    kind: 'tree',
    tree: await readContextFolder(path, { signal, ...(ignore === undefined ? {} : { ignore }) }),
  };
}

async function openImage(
  name: string,
  reference: string,
  { baseImages, signal }: ContextGround,
): Promise<NamedContext> {
  const found = await baseImages.resolve(parseReference(reference), signal);
  if (found !== undefined) {
    const { image, notes } = await found.load(undefined, signal);
    return { kind: 'image', image, notes: [...found.notes, ...notes] };
  }
  throw new UsageError(
    `failed to get build context ${name}: docker-image://${reference}: not found`,
    'Registries are not asked: give it as docker-archive:FILE (docker save) or oci-layout://FOLDER.',
  );
}

async function importFrom(
  files: ImageFiles,
  tag: string | undefined,
  { blobs }: ContextGround,
): Promise<NamedContext> {
  const image = await importImage(files, blobs, { platform, ...(tag === undefined ? {} : { tag }) });
  return { kind: 'image', image };
}

function layoutFiles(folder: string): ImageFiles {
  return {
    ...readableFiles(folder, async (path) => readFile(join(folder, path)).catch(absent)),
    each: async (paths, take) => {
      for (const path of paths) {
        const file = await openFile(join(folder, path)).catch(absent);
        if (file !== undefined) await take(path, file.stream());
      }
    },
  };
}

function notFound(name: string, path: string): UsageError {
  return new UsageError(
    `failed to get build context ${name}: path "${path}" not found`,
    'Look whether the path is right; it is taken from the folder you are in.',
  );
}
