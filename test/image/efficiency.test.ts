import { describe, expect, it } from 'vitest';
import { efficiency, type SizedEntry } from '../../src/image/efficiency.ts';

const file = (name: string, size: number): SizedEntry => ({ name, size, directory: false });
const directory = (name: string): SizedEntry => ({ name, size: 0, directory: true });

describe('the efficiency of layers, as dive has it', () => {
  it('is what dive says of the image of its own tests', () => {
    const text = 6405;
    const found = efficiency([
      [directory('/bin'), file('/bin/busybox', 1_154_361), directory('/root'), directory('/tmp')],
      [file('/somefile.txt', text)],
      [
        directory('/root'),
        directory('/root/example'),
        directory('/root/example/really'),
        directory('/root/example/really/nested'),
      ],
      [directory('/root'), directory('/root/example'), file('/root/example/somefile1.txt', text)],
      [directory('/root'), directory('/root/example'), file('/root/example/somefile1.txt', text)],
      [directory('/root'), directory('/root/example'), file('/root/example/somefile2.txt', text)],
      [directory('/root'), directory('/root/example'), file('/root/example/somefile3.txt', text)],
      [
        directory('/root'),
        directory('/root/example'),
        file('/root/example/.wh.somefile3.txt', 0),
        file('/root/saved.txt', text),
      ],
      [directory('/root'), file('/root/.saved.txt', text)],
      [directory('/root'), file('/root/.wh.example', 0)],
      [directory('/root'), directory('/root/.data'), file('/root/.data/test.sh', 2187)],
      [directory('/tmp'), file('/tmp/saved.again1.txt', text)],
      [directory('/root'), directory('/root/.data'), file('/root/.data/saved.again2.txt', text)],
      [directory('/root'), file('/root/saved.txt', text)],
    ]);
    expect(found).toEqual({
      score: 0.9844212134184309,
      wastedBytes: 32025,
      totalBytes: 1_220_598,
      wastedShare: 0.4834911001404049,
      repeated: [
        { path: '/root/example/somefile1.txt', size: 12810, layers: [3, 4] },
        { path: '/root/saved.txt', size: 12810, layers: [7, 13] },
        { path: '/root/example/somefile3.txt', size: 6405, layers: [6, 7] },
      ],
    });
  });

  it('counts nothing for a deleted directory that no layer describes (dive’s TestEfficency)', () => {
    const { score, repeated } = efficiency([
      [file('/etc/nginx/nginx.conf', 2000), file('/etc/nginx/public', 3000)],
      [file('/etc/nginx/nginx.conf', 5000), file('/etc/athing', 10000)],
      [file('/etc/.wh.nginx', 0)],
    ]);
    expect(score).toBe(0.75);
    expect(repeated).toEqual([{ path: '/etc/nginx/nginx.conf', size: 7000, layers: [0, 1] }]);
  });

  it('is 1 for an image without a byte (dive’s TestEfficency_ScratchImage)', () => {
    expect(efficiency([[file('/nothing', 0)], [], []])).toMatchObject({ score: 1, repeated: [] });
    expect(efficiency([])).toMatchObject({ score: 1, wastedBytes: 0, wastedShare: 0 });
  });

  it('takes a deleted file for all lost', () => {
    expect(efficiency([[file('/a', 100), file('/b', 300)], [file('/.wh.b', 0)]]).score).toBe(0.25);
  });

  it('dilutes the score by a deleted directory, and gives up on a layer that deletes what isn’t there', () => {
    const base = [directory('/d'), file('/d/x', 60), file('/keep', 40)];
    expect(efficiency([base, [file('/.wh.d', 0)]])).toMatchObject({ score: 1, wastedBytes: 0 });
    const { score } = efficiency([base, [file('/.wh.gone', 0), file('/keep', 40)]]);
    expect(score).toBe(1);
  });
});
