import { describe, expect, it } from 'vitest';
import { plainCommand } from '../../src/ui/model/file-source.ts';
import { formatShare, wasteGroups } from '../../src/ui/model/waste.ts';
import type { InspectedLayer, WastedFile } from '../../src/worker/protocol.ts';

const layers: readonly InspectedLayer[] = (['base', 'built', 'built'] as const).map((origin, at) => ({
  diffId: `sha256:${at}`,
  size: 1,
  origin,
}));

describe('wasted space', () => {
  it('is put together by who stored it, who hides it and how', () => {
    const files: readonly WastedFile[] = [
      { path: '/a', size: 5, layer: 0, hiddenBy: 2, how: 'deleted' },
      { path: '/b', size: 40, layer: 1, hiddenBy: 2, how: 'attributes' },
      { path: '/c', size: 7, layer: 0, hiddenBy: 2, how: 'deleted' },
    ];
    expect(wasteGroups(files, layers)).toEqual([
      { how: 'attributes', layer: 1, hiddenBy: 2, bytes: 40, files: 1, base: false },
      { how: 'deleted', layer: 0, hiddenBy: 2, bytes: 12, files: 2, base: true },
    ]);
  });

  it('is never said to be none where there is some', () => {
    expect([formatShare(1), formatShare(0.99999), formatShare(0.98442), formatShare(0)]).toEqual([
      '100\u00a0%',
      '99.9\u00a0%',
      '98.4\u00a0%',
      '0\u00a0%',
    ]);
  });
});

describe('a command of an image’s history', () => {
  it.each([
    ['RUN /bin/sh -c make all # buildkit', 'RUN make all'],
    ['RUN |2 A=1 B=x y /bin/sh -c make # buildkit', 'RUN make'],
    ['COPY . /app # buildkit', 'COPY . /app'],
    ['/bin/sh -c #(nop)  CMD ["sh"]', 'CMD ["sh"]'],
    ['/bin/sh -c apk add curl', 'RUN apk add curl'],
    ['CMD ["a"]', 'CMD ["a"]'],
  ])('%s is %s', (createdBy, command) => {
    expect(plainCommand(createdBy)).toBe(command);
  });
});
