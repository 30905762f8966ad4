import { formatBytes } from '../format.ts';

export const step = {
  region: 'Step',
  tabLog: 'Log',
  tabLayer: 'Layer',
  tabImage: 'Image',
  tabs: 'Details of the step',
  none: 'Choose a step to see its log, its layer and the image so far.',
  noSteps: 'There are no steps yet: mend what is said above, and build again.',
  line: (line: number) => `line ${line}`,
  goToLine: (line: number) => `Go to line ${line} of the Dockerfile`,
  notes: 'Good to know',
  layerBytes: (bytes: number) => `+${formatBytes(bytes)}`,
  noLayer: 'no layer',
  changes: (added: number, changed: number, deleted: number) =>
    [added ? `${added} added` : '', changed ? `${changed} changed` : '', deleted ? `${deleted} deleted` : '']
      .filter((part) => part !== '')
      .join(', ') || 'nothing changed',
} as const;
