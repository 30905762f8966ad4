/** What is kept, as `docker system df`, `docker buildx du` and the pruning commands of Docker 28.5 print it. */
import { humanAgo, humanDuration, humanSize } from './go-units.ts';
import { createdAt, type ImageFacts, shortId, splitName } from './image-facts.ts';
import { tabTable, textTable } from './text-table.ts';

export interface UsedImage extends ImageFacts {
  /** Bytes of `size` in layers that another image has too. */
  readonly shared: number;
  /** Containers of it, running or not. */
  readonly containers: number;
}

export interface UsedCache {
  readonly id: string;
  /** `regular`, `exec.cachemount`. */
  readonly type: string;
  readonly description: string;
  readonly parent?: string;
  readonly size: number;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  readonly lastUsed: number;
  readonly usageCount: number;
  /** An image or another record has the same layer. */
  readonly shared: boolean;
  readonly reclaimable: boolean;
}

export interface Usage {
  readonly images: readonly UsedImage[];
  readonly cache: readonly UsedCache[];
  /** Bytes of all images' layers, each counted once. */
  readonly imageBytes: number;
  readonly containers: number;
  readonly running: number;
}

export function printDf({ images, cache, imageBytes, containers, running }: Usage): readonly string[] {
  const active = images.filter((image) => image.containers > 0).length;
  const inUse = images.reduce((sum, image) => sum + (image.containers > 0 ? image.size : 0), 0);
  const free = Math.max(0, imageBytes - inUse);
  const part = imageBytes > 0 ? ` (${Math.trunc((free * 100) / imageBytes)}%)` : '';
  const own = cache.reduce((sum, { size, shared }) => sum + (shared ? 0 : size), 0);
  return textTable([
    ['TYPE', 'TOTAL', 'ACTIVE', 'SIZE', 'RECLAIMABLE'],
    ['Images', String(images.length), String(active), humanSize(imageBytes), `${humanSize(free)}${part}`],
    ['Containers', String(containers), String(running), '0B', '0B'],
    ['Local Volumes', '0', '0', '0B', '0B'],
    ['Build Cache', String(cache.length), '0', humanSize(own), humanSize(own)],
  ]);
}

/** `now`: milliseconds since the Unix epoch. */
export function printVerboseDf({ images, cache }: Usage, now: number): readonly string[] {
  const imageRows = images
    .toSorted((a, b) => createdAt(b) - createdAt(a))
    .map((image) => {
      const [name] = image.names;
      const { repository, tag } =
        name === undefined ? { repository: '<none>', tag: '<none>' } : splitName(name);
      const age = humanAgo(createdAt(image), now);
      const { size, shared, containers } = image;
      return [
        ...[repository, tag, shortId(image.id), age, humanSize(size, 3)],
        ...[humanSize(shared), humanSize(size - shared), String(containers)],
      ];
    });
  const cacheRows = cache
    .toSorted((a, b) => a.lastUsed - b.lastUsed)
    .map((record) => [
      ...[record.id.slice(0, 12), record.type, humanSize(record.size, 3)],
      ...[humanAgo(record.created, now), humanAgo(record.lastUsed, now)],
      ...[String(record.usageCount), String(record.shared)],
    ]);
  const own = cache.reduce((sum, { size, shared }) => sum + (shared ? 0 : size), 0);
  return [
    'Images space usage:',
    '',
    ...textTable([
      ['REPOSITORY', 'TAG', 'IMAGE ID', 'CREATED', 'SIZE', 'SHARED SIZE', 'UNIQUE SIZE', 'CONTAINERS'],
      ...imageRows,
    ]),
    '',
    'Containers space usage:',
    '',
    ...textTable([
      ['CONTAINER ID', 'IMAGE', 'COMMAND', 'LOCAL VOLUMES', 'SIZE', 'CREATED', 'STATUS', 'NAMES'],
    ]),
    '',
    'Local Volumes space usage:',
    '',
    ...textTable([['VOLUME NAME', 'LINKS', 'SIZE']]),
    '',
    `Build cache usage: ${humanSize(own)}`,
    '',
    ...textTable([
      ['CACHE ID', 'CACHE TYPE', 'SIZE', 'CREATED', 'LAST USED', 'USAGE', 'SHARED'],
      ...cacheRows,
    ]),
  ];
}

/** Smallest first, as buildx has it. */
export function printDu(cache: readonly UsedCache[], verbose: boolean, now: number): readonly string[] {
  const records = cache.toSorted((a, b) => a.size - b.size);
  const list = verbose
    ? records.flatMap((record) => verboseRecord(record, now))
    : textTable([
        ['ID', 'RECLAIMABLE', 'SIZE', 'LAST ACCESSED'],
        ...records.map((record) => [
          markedId(record),
          String(record.reclaimable),
          `${humanSize(record.size)}${record.shared ? '*' : ''}`,
          humanAgo(record.lastUsed, now),
        ]),
      ]);
  const sum = (of: (record: UsedCache) => boolean) =>
    humanSize(records.filter(of).reduce((bytes, { size }) => bytes + size, 0));
  const hasShared = records.some(({ shared }) => shared);
  return [
    ...list,
    ...(hasShared
      ? [`Shared:\t\t${sum(({ shared }) => shared)}`, `Private:\t${sum(({ shared }) => !shared)}`]
      : []),
    `Reclaimable:\t${sum(({ reclaimable }) => reclaimable)}`,
    `Total:\t\t${sum(() => true)}`,
  ];
}

/** What a later step may write into. */
function isMutable({ type }: UsedCache): boolean {
  return type === 'exec.cachemount';
}

/** BuildKit's ids are 25 characters. */
function markedId(record: UsedCache): string {
  return `${record.id.slice(0, 25)}${isMutable(record) ? '*' : ''}`;
}

function verboseRecord(record: UsedCache, now: number): readonly string[] {
  return [
    `ID:           ${record.id.slice(0, 25)}`,
    ...(record.parent === undefined ? [] : ['Parents:', ` - ${record.parent.slice(0, 25)}`]),
    `Created at:   ${goTime(record.created)}`,
    `Mutable:      ${isMutable(record)}`,
    `Reclaimable:  ${record.reclaimable}`,
    `Shared:       ${record.shared}`,
    `Size:         ${humanSize(record.size)}`,
    `Description:  ${record.description}`,
    `Usage count:  ${record.usageCount}`,
    `Last used:    ${humanAgo(record.lastUsed, now)}`,
    `Type:         ${record.type}`,
    '',
  ];
}

/** Go's `time.Time.String` in UTC. */
function goTime(milliseconds: number): string {
  const [date = '', time = ''] = new Date(milliseconds).toISOString().split('T');
  return `${date} ${time.replace(/\.?0*Z$/, '')} +0000 UTC`;
}

/** `docker builder prune`: what went, and how much room that gave. */
export function printPrunedCache(gone: readonly UsedCache[], freed: number, now: number): readonly string[] {
  const rows = gone.map((record) => [
    markedId(record).padEnd(40),
    'true ',
    humanSize(record.size).padEnd(10),
    humanAgo(record.lastUsed, now),
  ]);
  // The heads go out with the first row, and each other row by itself: that is what aligns them.
  const [first, ...others] = rows;
  const heads = ['ID', 'RECLAIMABLE', 'SIZE', 'LAST ACCESSED'];
  const list =
    first === undefined ? [] : [...tabTable([heads, first]), ...others.flatMap((row) => tabTable([row]))];
  return [...list, `Total:\t${humanSize(freed)}`];
}

export interface GoneImage {
  readonly id: string;
  readonly names: readonly string[];
}

/** `docker image prune` and `docker system prune`. */
export function printPrunedImages(
  gone: readonly GoneImage[],
  freed: number,
  cache: readonly string[] = [],
): readonly string[] {
  const lines = gone.flatMap(({ id, names }) => [
    ...names.map((name) => `untagged: ${name}`),
    `deleted: ${id}`,
  ]);
  const list = lines.length === 0 ? [] : ['Deleted Images:', ...lines, ''];
  const records = cache.map((id) => id.slice(0, 25));
  if (records.length > 0) list.push('Deleted build cache objects:', ...records, '');
  return [...list, `Total reclaimed space: ${humanSize(freed)}`];
}

export interface ContainerFacts {
  readonly id: string;
  readonly image: string;
  /** Its words, put together. */
  readonly command: string;
  /** Milliseconds since the Unix epoch. */
  readonly created: number;
  /** Once it has ended. */
  readonly exited?: { readonly code: number; readonly at: number };
  /** `80/tcp` */
  readonly ports: readonly string[];
  readonly name: string;
}

export function printContainers(
  containers: readonly ContainerFacts[],
  { noTrunc }: { readonly noTrunc: boolean },
  now: number,
): readonly string[] {
  return textTable([
    ['CONTAINER ID', 'IMAGE', 'COMMAND', 'CREATED', 'STATUS', 'PORTS', 'NAMES'],
    ...containers.map(({ id, image, command, created, exited, ports, name }) => {
      const status =
        exited === undefined
          ? `Up ${humanDuration(now - created)}`
          : `Exited (${exited.code}) ${humanAgo(exited.at, now)}`;
      return [
        ...[noTrunc ? id : shortId(id), image, `"${noTrunc ? command : shortCommand(command)}"`],
        ...[humanAgo(created, now), status, ports.join(', '), name],
      ];
    }),
  ]);
}

/** Twenty characters, the last of them an ellipsis when there were more. */
function shortCommand(command: string): string {
  const characters = [...command];
  return characters.length <= 20 ? command : `${characters.slice(0, 19).join('')}…`;
}
