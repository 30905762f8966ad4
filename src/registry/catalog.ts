/**
 * The catalog of bundled images, `images/catalog.json`: which names there are, where their bytes lie, and what a
 * stand-in lacks. Written by `npm run images`; read with the same care as anything that was fetched.
 */
import { type Digest, isDigest } from '../image/digest.ts';

/** A program that the real image has and the stand-in lacks. */
export interface MissingProgram {
  /** As it is typed: `npm`. */
  readonly program: string;
  /** Why it isn't here, a sentence. */
  readonly reason: string;
  /** What to do now, one or two sentences. */
  readonly instead: string;
}

export interface CatalogImage {
  /** As a learner types it: `node:14-alpine`. */
  readonly name: string;
  readonly manifest: Digest;
  /** It has the real image's config and users, but not its programs. */
  readonly standIn: boolean;
  /** One sentence: what it has. */
  readonly summary: string;
  readonly missing: readonly MissingProgram[];
}

/**
 * A blob that is stored in parts, so that the busybox module in the middle of it is stored once:
 * `head`, then the module, then `tail`.
 */
export interface AssembledBlob {
  readonly digest: Digest;
  /** Bytes of the whole. */
  readonly size: number;
  readonly head: Digest;
  readonly tail: Digest;
}

export interface Catalog {
  readonly formatVersion: 1;
  /** Digest of the busybox module that is in every image. */
  readonly module: Digest;
  readonly assembled: readonly AssembledBlob[];
  readonly images: readonly CatalogImage[];
}

/** @throws {Error} when the text is no catalog, with the place that is wrong. */
export function parseCatalog(text: string): Catalog {
  const value = object(JSON.parse(text), 'catalog');
  if (value.formatVersion !== 1) throw new Error('catalog.formatVersion: expected 1');
  return {
    formatVersion: 1,
    module: digest(value.module, 'catalog.module'),
    assembled: list(value.assembled, 'catalog.assembled').map(assembledBlob),
    images: list(value.images, 'catalog.images').map(catalogImage),
  };
}

function assembledBlob(value: unknown, index: number): AssembledBlob {
  const place = `catalog.assembled[${index}]`;
  const blob = object(value, place);
  if (!Number.isSafeInteger(blob.size)) throw new Error(`${place}.size: expected a number of bytes`);
  return {
    digest: digest(blob.digest, `${place}.digest`),
    size: Number(blob.size),
    head: digest(blob.head, `${place}.head`),
    tail: digest(blob.tail, `${place}.tail`),
  };
}

function catalogImage(value: unknown, index: number): CatalogImage {
  const place = `catalog.images[${index}]`;
  const image = object(value, place);
  return {
    name: string(image.name, `${place}.name`),
    manifest: digest(image.manifest, `${place}.manifest`),
    standIn: image.standIn === true,
    summary: string(image.summary, `${place}.summary`),
    missing: list(image.missing, `${place}.missing`).map((each, at) => {
      const program = object(each, `${place}.missing[${at}]`);
      return {
        program: string(program.program, `${place}.missing[${at}].program`),
        reason: string(program.reason, `${place}.missing[${at}].reason`),
        instead: string(program.instead, `${place}.missing[${at}].instead`),
      };
    }),
  };
}

function object(value: unknown, place: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new Error(`${place}: expected an object`);
  return value as Readonly<Record<string, unknown>>;
}

function list(value: unknown, place: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`${place}: expected a list`);
  return value;
}

function string(value: unknown, place: string): string {
  if (typeof value !== 'string') throw new Error(`${place}: expected a text`);
  return value;
}

function digest(value: unknown, place: string): Digest {
  if (!isDigest(value)) throw new Error(`${place}: expected a sha256 digest`);
  return value;
}
