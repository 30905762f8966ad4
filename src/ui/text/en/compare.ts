import { formatBytes, formatDuration } from '../format.ts';
import { plural } from '../plural.ts';

/** `2 files, 1.2 MB` */
const files = (count: number, bytes: number) => `${plural(count, 'file', 'files')}, ${formatBytes(bytes)}`;

export const compare = {
  title: 'Compare',
  first: 'A',
  second: 'B',
  pick: (side: string) => `${side}: what to compare`,
  swap: 'Swap A and B',
  builds: 'Builds',
  images: 'Images',
  empty: 'Build once, change something, and build again: then the two can be laid side by side here.',
  one: 'One build is remembered. Change something and build again to compare the two.',
  build: (time: string, name: string, outcome: string, bytes: number | undefined) =>
    [time, name, outcome, bytes === undefined ? '' : formatBytes(bytes)].filter(Boolean).join(' · '),
  outcome: { finished: '', failed: 'failed', cancelled: 'stopped' },
  image: (names: string, id: string, bytes: number) => `${names || '<none>'} · ${id} · ${formatBytes(bytes)}`,
  gone: 'One of the two isn’t remembered any more.',
  figures: {
    title: 'In figures',
    size: 'Size',
    layers: 'Layers',
    time: 'Time',
    ran: 'Steps that ran',
    cached: 'From the cache',
    none: '–',
    less: (text: string) => `${text} less in B`,
    more: (text: string) => `${text} more in B`,
    equal: 'the same',
  },
  picture: {
    title: 'Layers by size',
    image: 'In the image',
    left: 'Left behind in other stages',
    saved: (bytes: number) =>
      `${formatBytes(bytes)} were made on the way, and the image doesn’t carry them: that is what stages are for.`,
    segment: (text: string, bytes: number, shared: boolean) =>
      `${text}: ${formatBytes(bytes)}${shared ? ', the same layer in both' : ''}`,
    shared: 'in both',
    total: (bytes: number, layers: number) => `${formatBytes(bytes)}, ${plural(layers, 'layer', 'layers')}`,
  },
  steps: {
    title: 'Steps',
    step: 'Step',
    removed: 'only in A',
    added: 'only in B',
    changed: 'changed',
    same: 'the same',
    nothing: 'No image, no steps.',
    duration: (milliseconds: number) => formatDuration(milliseconds),
  },
  files: {
    title: 'Files',
    loading: 'Comparing the files…',
    noImage: 'Only a finished build has files to compare.',
    lost: (message: string) => `The files can’t be compared: ${message} Build again to have them.`,
    only: (side: string, count: number, bytes: number) => `Only in ${side}: ${files(count, bytes)}`,
    changed: (count: number, bytes: number) => `Changed: ${files(count, bytes)}`,
    times: (count: number) => `Only the time differs: ${plural(count, 'file', 'files')}`,
    unchanged: (count: number) => `${plural(count, 'other file is', 'other files are')} the same.`,
    none: 'No such file.',
    filter: 'Filter by path',
    bySize: 'Largest first',
    what: (aspects: readonly string[]) => aspects.join(', '),
    aspects: {
      type: 'type',
      content: 'content',
      mode: 'mode',
      owner: 'owner',
      'link target': 'link target',
      time: 'time',
    },
    more: (count: number) => `${plural(count, 'more difference', 'more differences')} not listed.`,
    sizes: (first: number, second: number) =>
      first === second ? formatBytes(first) : `${formatBytes(first)} → ${formatBytes(second)}`,
  },
  config: {
    title: 'Config',
    same: 'Both run with the same config.',
    noImage: 'Only a finished build has a config.',
    key: 'Field',
    nothing: 'not set',
  },
  history: {
    title: (count: number) => `Remembered builds: ${count}`,
    help: 'This browser keeps the last 100: what was built, how, and what came of it. Layers are kept apart, in Storage.',
    forget: 'Forget',
    forgetOne: (name: string) => `Forget the build ${name}`,
    forgetAll: 'Forget all',
    facts: (ran: number, cached: number, milliseconds: number) =>
      `${ran} ran, ${cached} cached, ${formatDuration(milliseconds)}`,
  },
} as const;
