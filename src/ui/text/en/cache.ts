import { plural } from '../plural.ts';

export const cache = {
  tab: 'Cache',
  label: (stage: string) => `Cache keys of ${stage}, one lock a step`,
  help: 'Each lock is a step’s cache key, made of the key before it and of what the step reads. As long as a key fits, the layer is taken from the cache. From the first that doesn’t, every lock below is another.',
  state: {
    fits: 'fits',
    first: 'first new key',
    broken: 'new key',
    open: 'no key yet',
  },
  keyOf: (text: string) => `The key of ${text}`,
  none: 'This instruction only changes the image’s config. It has no key of its own: steps below see it through their environment, user and working directory.',
  notYet: 'The key is known when the step has finished.',
  madeOf: 'It is made of',
  changed: 'changed',
  part: {
    instruction: 'the instruction',
    below: 'what it stands on',
    image: 'the base image',
    files: 'what it reads',
    variables: 'arguments and environment',
    setting: 'where and how it runs',
    epoch: 'SOURCE_DATE_EPOCH',
  },
  belowKey: (key: string, text: string | undefined) =>
    text === undefined ? key : `${key}, the key of ${text}`,
  files: (count: number | undefined, key: string) =>
    count === undefined
      ? `files known by the key ${key}`
      : `${plural(count, 'file or folder', 'files and folders')}, content ${key}`,
  scratch: 'nothing: FROM scratch',
} as const;
