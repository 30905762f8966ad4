/** What keeping an image changes among the others: a name belongs to one image, as `docker tag` has it. Pure. */
import { isDigest } from '../image/digest.ts';
import type { KeptImage } from './kept-image.ts';
import { freshNote, type KeptNote, type RecordNote } from './record-note.ts';

export interface ImageChanges {
  readonly put: readonly KeptImage[];
  readonly forget: readonly string[];
}

/** Nameless images that stay: Docker's `<none>`, to look back at. */
const mostNameless = 20;

/**
 * `kept`: most recently used first. An image that another one took the last name from stays without one, as Docker has
 * it; of those that builds made, only the most recent stay.
 */
export function imageChanges(kept: readonly KeptImage[], image: KeptImage): ImageChanges {
  const names = new Set(image.names);
  const put: KeptImage[] = [];
  const forget: string[] = [];
  let own = image;
  let nameless = image.names.length === 0 ? 1 : 0;
  for (const other of kept) {
    if (other.id === image.id) {
      // A build that begins with an image from a file says no more of where it came from.
      const origin = other.origin === 'imported' ? other.origin : image.origin;
      own = { ...other, ...image, origin, names: [...new Set([...other.names, ...image.names])] };
      continue;
    }
    const left = other.names.filter((name) => !names.has(name));
    if (left.length === 0 && other.origin === 'built' && ++nameless > mostNameless) forget.push(other.id);
    else if (left.length < other.names.length) put.push({ ...other, names: left });
  }
  return { put: [...put, own], forget };
}

/** `served`: it is the one that is kept now; others only lose a name. */
export function noteOfImage(
  { names, layers }: KeptImage,
  served: boolean,
  before: KeptNote | undefined,
  now: number,
): KeptNote {
  const note: RecordNote = {
    blobs: layers.map(({ digest }) => digest),
    type: 'image',
    description: names.join(', '),
  };
  return served || before === undefined ? freshNote(note, before, now) : { ...before, ...note };
}

/** Written by this room only; what was damaged or is of another form counts as missing. */
export function parseKeptImage(value: unknown): KeptImage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, names, origin, config, layers } = value as Partial<Record<keyof KeptImage, unknown>>;
  const isWhole =
    isDigest(id) &&
    Array.isArray(names) &&
    typeof origin === 'string' &&
    config instanceof Uint8Array &&
    Array.isArray(layers);
  return isWhole ? (value as KeptImage) : undefined;
}
