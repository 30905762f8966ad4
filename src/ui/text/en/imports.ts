import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const imports = {
  title: 'Images from files',
  help: 'A file of docker save, an OCI layout or a root filesystem (tar, also gzip or zstd). It stays in this browser, and FROM finds it by its name before any registry is asked.',
  choose: 'Import a file…',
  none: 'None yet. Choose a file, or drop one on the page.',
  list: 'Imported images',
  facts: (platform: string, layers: number, size: number) =>
    `${platform}, ${plural(layers, 'layer', 'layers')}, ${formatBytes(size)}`,
  from: (file: string) => `from ${file}`,
  use: (name: string) => `FROM ${name}`,
  copyFrom: (name: string) => `Copy “FROM ${name}”`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  importing: (file: string) => `Importing ${file}…`,
  progress: (current: number, total: number) => `${formatBytes(current)} of ${formatBytes(total)}`,
  stop: 'Stop',
  stopped: 'Stopped. Nothing was imported.',
  done: (names: readonly string[]) =>
    `${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} here. Use ${names.length === 1 ? 'it' : 'them'} in FROM.`,
  nameTitle: (file: string) => `What shall the image in ${file} be called?`,
  nameHelp: 'Small letters, with a tag if you like: my-debian or my-debian:12.',
  name: 'Image name',
  import: 'Import',
  platformTitle: (file: string) => `${file} has no image for linux/amd64. Which one do you want?`,
  dropTitle: (file: string) => `What is ${file} for?`,
  dropImage:
    'It holds an image. As a base image it can stand after FROM; as a file it becomes part of the build context.',
  dropRootfs:
    'It holds a whole root filesystem. As a base image it can stand after FROM; as a file it becomes part of the build context, where ADD can unpack it.',
  dropAsImage: 'Use as a base image',
  dropAsFile: 'Add as a file',
} as const;
