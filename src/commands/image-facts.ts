/** What the commands on images have to know of one, and how an image is found by what people type for it. */
import { familiarName, InvalidReferenceError, parseReference } from '../registry/reference.ts';

export interface ImageFacts {
  /** `sha256:…` of the config. */
  readonly id: string;
  /** `app:1.2`, always with a tag; none for an image that lost its name. */
  readonly names: readonly string[];
  /** RFC 3339, as in the config. */
  readonly created?: string;
  /** Bytes of the files in its layers: what Docker calls its size. */
  readonly size: number;
}

export interface RepositoryTag {
  readonly repository: string;
  readonly tag: string;
}

/** `me/app:1` → `me/app` and `1`. */
export function splitName(name: string): RepositoryTag {
  const colon = name.lastIndexOf(':');
  return { repository: name.slice(0, colon), tag: name.slice(colon + 1) };
}

/** The images that `docker images PATTERN` shows, each with the names that fit. `*` and `?` stop at a slash. */
export function imagesLike(images: readonly ImageFacts[], pattern: string): readonly ImageFacts[] {
  const fits = globPattern(pattern);
  return images.flatMap((image) => {
    const names = image.names.filter((name) => fits.test(name) || fits.test(splitName(name).repository));
    return names.length === 0 ? [] : [{ ...image, names }];
  });
}

function globPattern(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|]/g, (char) =>
    char === '*' ? '[^/]*' : char === '?' ? '[^/]' : `\\${char}`,
  );
  return new RegExp(`^${source}$`);
}

/** Milliseconds since the Unix epoch; an image without a date is as old as that. */
export function createdAt({ created }: Pick<ImageFacts, 'created'>): number {
  const time = created === undefined ? 0 : Date.parse(created);
  return Number.isNaN(time) ? 0 : time;
}

/** `sha256:0123456789ab…` → `0123456789ab`. */
export function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12);
}

/** What is wrong with a name that an image is to get, in the words of `docker tag`. */
export function wrongTag(target: string): string | undefined {
  const problem = referenceProblem(target);
  return (
    problem && `Error parsing reference: ${JSON.stringify(target)} is not a valid repository/tag: ${problem}`
  );
}

/** What is wrong with a name that an image is looked up by, in the daemon's words. */
export function wrongReference(name: string): string | undefined {
  const problem = /^(?:sha256:)?[0-9a-f]{4,64}$/.test(name) ? undefined : referenceProblem(name);
  return problem && `Error response from daemon: ${problem}`;
}

function referenceProblem(text: string): string | undefined {
  try {
    parseReference(text);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidReferenceError) return error.message;
    throw error;
  }
}

/** As the daemon names an image that it doesn't have: `nosuch:latest`. */
export function familiarText(name: string): string {
  try {
    const reference = parseReference(name);
    return `${familiarName(reference)}${reference.tag === undefined ? '' : `:${reference.tag}`}`;
  } catch {
    return name;
  }
}
