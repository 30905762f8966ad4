import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const stack = {
  title: 'Layers',
  label: 'Layers of the image, the newest first',
  maker: { base: 'base image', dependencies: 'dependencies', code: 'your code' },
  rule: {
    base: 'Base image: what FROM brings.',
    dependencies:
      'Dependencies: what a package manager installs, what runs before your first file is there, and what comes from the network or another image.',
    code: 'Your code: the files you copy, and what commands and other stages make of them.',
  },
  row: (text: string, who: string, bytes: number | undefined, layers: number) =>
    `${text}. ${who}${who.endsWith('.') ? '' : '.'} ${layers > 1 ? `${plural(layers, 'layer', 'layers')}, ` : ''}${bytes === undefined ? 'not made yet' : formatBytes(bytes)}`,
  waiting: 'not made yet',
  count: (layers: number) => plural(layers, 'layer', 'layers'),
  scale: 'A bar’s length says how many bytes: each mark is a thousand times the one before.',
} as const;
