import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const storageArea = {
  title: 'Storage',
  loading: 'Counting…',
  overview: 'What is kept here',
  total: (bytes: number, budget: number) => `${formatBytes(bytes)} of ${formatBytes(budget)}`,
  parts: {
    images: 'Images',
    cache: 'Only in the build cache',
    unreferenced: 'Needed by nothing',
  },
  part: (bytes: number) => formatBytes(bytes),
  reclaimable: (bytes: number) =>
    `${formatBytes(bytes)} can be forgotten now; the rest is in use by a build.`,
  budget: 'Keep at most',
  budgetHelp: 'When more is kept, what served longest ago is forgotten first.',
  budgetDefault: (bytes: number | undefined) =>
    bytes === undefined ? 'As fits this browser' : `${formatBytes(bytes)}, as fits this browser`,
  budgetOther: (bytes: number) => formatBytes(bytes),
  keep: 'Ask the browser to keep it',
  keepRefused: 'The browser doesn’t promise it. It may, once you come here more often.',
  forget: {
    title: 'Forget',
    what: 'What',
    age: 'Last used',
    choices: {
      unused: 'What no named image needs',
      cache: 'The build cache',
      image: 'All images',
      all: 'Everything',
    },
    ages: { any: 'whenever', hour: 'over an hour ago', day: 'over a day ago', week: 'over a week ago' },
    action: 'Forget',
    busy: 'Forgetting…',
    help: 'Your project and the remembered builds stay. What is forgotten is made or pulled again when a build needs it.',
    done: (bytes: number, images: number, records: number) =>
      images + records === 0 && bytes === 0
        ? 'There was nothing to forget.'
        : `${formatBytes(bytes)} freed: ${plural(images, 'image', 'images')}, ${plural(records, 'cache record', 'cache records')}.`,
    failed: (message: string) => `That could not be forgotten: ${message}`,
    running: 'A build is running: wait for its end.',
    sameAs: 'In Docker',
  },
  images: {
    title: (count: number) => `Images: ${count}`,
    none: 'None yet. A build keeps the image it begins with, and the one it makes.',
    name: 'Name',
    nameless: '<none>',
    size: 'Size',
    shared: 'Shared',
    used: 'Last used',
    uses: 'Used',
    forget: (name: string) => `Forget the image ${name}`,
    origin: {
      built: 'built here',
      pulled: 'pulled',
      bundled: 'comes with the page',
      imported: 'from a file',
    },
    layers: (count: number) => plural(count, 'layer', 'layers'),
    times: (count: number) => plural(count, 'time', 'times'),
  },
  cache: {
    title: (count: number) => `Build cache: ${count}`,
    none: 'Empty. Each step of a build that adds a layer leaves a record here.',
    step: 'Step',
    forget: (name: string) => `Forget the cache record ${name}`,
    shared: 'an image has it too',
    type: (type: string) => (type === 'exec.cachemount' ? 'cache mount' : type),
    filter: 'Filter by step',
  },
  inUse: 'in use',
  offline: (count: number) => `Base images that work offline: ${count}`,
  sizes: 'Sizes are those of the layers’ tars; docker images counts only the files in them.',
} as const;
