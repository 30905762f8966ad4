import { formatBytes } from '../format.ts';
import { plural } from '../plural.ts';

export const image = {
  area: 'Image',
  loading: 'Reading the image…',
  notYet: 'The image as of this step appears here when the step has finished.',
  nothingBuilt: 'Nothing is built yet',
  nothingBuiltBody: 'Press Build. Then every layer, file and byte of the image can be looked into here.',
  building: 'The image appears here when the build has finished.',
  notBuilt: 'The last build made no image',
  notBuiltBody:
    'Mend what stopped it and build again. The steps that did finish can be looked into under Build.',
  moment: 'Look into',
  finished: 'The finished image',
  id: 'Image ID',
  takeOut: 'Download or push',
  facts: (layers: number, bytes: number) => `${plural(layers, 'layer', 'layers')}, ${formatBytes(bytes)}`,
  views: 'What to look at',
  view: {
    files: 'Files',
    sizes: 'Size map',
    waste: 'Wasted space',
    config: 'Config',
    manifest: 'Manifest',
    history: 'History',
    inspect: 'docker inspect',
  },
  layers: {
    title: 'Layers',
    label: 'Layers, lowest first',
    base: 'base image',
    line: (line: number) => `Line ${line}`,
    goToLine: (line: number) => `Go to line ${line} of the Dockerfile`,
    changes: (added: number, changed: number, deleted: number) =>
      [
        ...(added > 0 ? [`${added.toLocaleString('en')} added`] : []),
        ...(changed > 0 ? [`${changed.toLocaleString('en')} changed`] : []),
        ...(deleted > 0 ? [`${deleted.toLocaleString('en')} deleted`] : []),
      ].join(', ') || 'no file changed',
    layer: 'Layer ',
    digest: (digest: string) => `diff ID ${digest}`,
    unknown: 'A layer without a command',
  },
  waste: {
    score: 'Efficiency',
    scoreHelp:
      'As dive computes it: the bytes that the files need at least, divided by the bytes that all layers have for them. A directory that is deleted as a whole doesn’t lower it; Hidden counts its bytes.',
    hidden: 'Hidden',
    hiddenHelp:
      'Bytes of files that a later layer deletes, replaces or holds again. Layers are only ever added, so these bytes are still stored, pushed and pulled with the image.',
    dive: 'Potentially wasted',
    diveHelp: 'All bytes of paths that more than one layer has or deletes, as dive counts them.',
    of: (bytes: number, total: number) => `${formatBytes(bytes)} of ${formatBytes(total)}`,
    none: 'Nothing is wasted: every byte in the layers is a byte of the image.',
    advice: 'What would help',
    list: 'Hidden files',
    columns: { size: 'Bytes', path: 'Path', from: 'Stored by', by: 'Hidden by' },
    how: {
      deleted: 'deleted',
      replaced: 'replaced',
      attributes: 'mode or owner changed',
      repeated: 'stored again',
    },
    more: (count: number) => `Show ${count.toLocaleString('en')} more`,
    notAll: (shown: number, count: number) =>
      `The largest ${shown.toLocaleString('en')} of ${count.toLocaleString('en')}.`,
    layer: (number: number, command: string) => `Layer ${number}: ${command}`,
    deletedBase: (bytes: number, by: string) =>
      `“${by}” deletes ${formatBytes(bytes)} of the base image, but the base image’s layers stay as they are. A smaller base image would help; deleting can’t.`,
    deletedOwn: (bytes: number, by: string, from: string) =>
      `“${by}” deletes ${formatBytes(bytes)} that “${from}” stored. Make and delete them in one RUN, or in a stage of their own, and no layer ever holds them.`,
    attributes: (bytes: number, files: number, by: string, from: string) =>
      `“${by}” changes only the mode, owner or time of ${plural(files, 'file', 'files')}, and the layer holds all ${formatBytes(bytes)} once more. Set them where the files are made: “${from}”, e.g. with COPY --chmod or --chown.`,
    attributesBase: (bytes: number, files: number, by: string) =>
      `“${by}” changes only the mode, owner or time of ${plural(files, 'file', 'files')} of the base image, and the layer holds all ${formatBytes(bytes)} once more.`,
    replaced: (bytes: number, by: string, from: string) =>
      `“${by}” writes files again that “${from}” has already stored: ${formatBytes(bytes)} for nothing. Write them once, at the end.`,
    repeated: (bytes: number, by: string) =>
      `“${by}” stores ${formatBytes(bytes)} again that are there already, byte for byte.`,
  },
  sizes: {
    label: 'Sizes of files and directories',
    help: 'Each area is as large as its bytes. Arrow keys move, Enter opens a directory, Backspace goes back up. A coloured edge marks what the topmost layer added or changed.',
    whole: 'whole image',
    upTo: (number: number) => `Filesystem with layer ${number}`,
    layer: 'With the layers up to',
    up: 'Up',
    where: 'Where you are',
    root: 'All files',
    tile: (path: string, size: string, share: string) => `${path}, ${size}, ${share}`,
    opens: 'opens',
    others: (count: number) => plural(count, 'smaller one', 'smaller ones'),
    empty: 'There is no byte in it.',
    list: 'The largest, as a list',
  },
  document: {
    config: 'The image’s config: how a container of it runs, and what it is made of.',
    manifest: 'The manifest: what a registry needs to know to hand the image out.',
    modes: 'How to show it',
    readable: 'Explained',
    json: 'JSON',
    keyHint: 'Choose a key to see what it is for.',
    unknown: 'A field that no specification names.',
    copyRaw: 'Copy as stored',
    digest: 'Digest',
    size: (bytes: number) => `${bytes.toLocaleString('en')} bytes`,
    entries: (count: number) => plural(count, 'entry', 'entries'),
    lines: 'JSON, line by line',
    invalid: 'This is no JSON.',
  },
  history: {
    title: 'How the image came to be, first to last',
    createdBy: 'Instruction',
    created: 'When',
    size: 'Size',
    layer: 'Layer',
    emptyLayer: 'config only',
    noTrunc: 'Whole lines (--no-trunc)',
  },
  docker: {
    history: 'What Docker prints. Sizes are those of the files, without the tar around them.',
    inspect:
      'What Docker 28 prints. GraphDriver.Data names random folders of one machine’s disk, so there is nothing to show here.',
    output: (command: string) => `Output of ${command}`,
  },
} as const;
