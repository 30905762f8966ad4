/** `docker images` and `docker history`, as Docker 28.5 prints them. */
import type { HistoryCommand, ImagesCommand } from './docker-command.ts';
import { humanAgo, humanSize } from './go-units.ts';
import { createdAt, type ImageFacts, imagesLike, shortId, splitName } from './image-facts.ts';
import { displayWidth, textTable } from './text-table.ts';

/** Newest first. `now`: milliseconds since the Unix epoch. */
export function printImages(
  images: readonly ImageFacts[],
  { pattern, quiet, noTrunc, digests }: ImagesCommand,
  now: number,
): readonly string[] {
  const shown = (pattern === undefined ? images : imagesLike(images, pattern)).toSorted(
    (a, b) => createdAt(b) - createdAt(a),
  );
  const rows = shown.flatMap((image) => {
    const id = noTrunc ? image.id : shortId(image.id);
    const facts = [id, humanAgo(createdAt(image), now), humanSize(image.size, 3)];
    const names =
      image.names.length === 0 ? [{ repository: '<none>', tag: '<none>' }] : image.names.map(splitName);
    // A digest is what a registry gave the image; here nothing is pushed or kept under one.
    return names.map(({ repository, tag }) => [repository, tag, ...(digests ? ['<none>'] : []), ...facts]);
  });
  if (quiet)
    return shown.flatMap(({ id, names }) =>
      Array(Math.max(1, names.length)).fill(noTrunc ? id : shortId(id)),
    );
  const heads = ['REPOSITORY', 'TAG', ...(digests ? ['DIGEST'] : []), 'IMAGE ID', 'CREATED', 'SIZE'];
  return textTable([heads, ...rows]);
}

export interface HistoryFacts {
  readonly createdBy: string;
  /** RFC 3339. */
  readonly created?: string;
  /** Bytes of the files in its layer. */
  readonly size: number;
  readonly comment?: string;
}

/** `history`: oldest first, as in the config. */
export function printHistory(
  id: string,
  history: readonly HistoryFacts[],
  { quiet, noTrunc, human }: HistoryCommand,
  now: number,
): readonly string[] {
  const rows = history.toReversed().map((entry, index) => {
    const image = index > 0 ? '<missing>' : noTrunc ? id : shortId(id);
    const text = entry.createdBy.replaceAll('\t', ' ');
    return [
      image,
      created(entry, human, now),
      noTrunc ? text : ellipsis(text, 45),
      human ? humanSize(entry.size, 3) : String(entry.size),
      entry.comment ?? '',
    ];
  });
  if (quiet) return rows.map(([image = '']) => image);
  const heads = ['IMAGE', human ? 'CREATED' : 'CREATED AT', 'CREATED BY', 'SIZE', 'COMMENT'];
  return textTable([heads, ...rows]);
}

function created(entry: HistoryFacts, human: boolean, now: number): string {
  // The daemon tells whole seconds. It takes the epoch for "nobody knows", even where SOURCE_DATE_EPOCH is 0.
  const time = Math.floor(createdAt(entry) / 1000) * 1000;
  if (human) return time <= 0 ? 'N/A' : humanAgo(time, now);
  return new Date(time).toISOString().replace('.000Z', 'Z');
}

/** So many columns of the screen at most, the last of them an ellipsis when there were more. */
function ellipsis(text: string, most: number): string {
  if (displayWidth(text) <= most) return text;
  let kept = '';
  let used = 0;
  for (const letter of text) {
    used += displayWidth(letter);
    if (used > most - 1) break;
    kept += letter;
  }
  return `${kept}…`;
}
