import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../src/commands/docker-command.ts';
import { forgetCommand, forgetRequest, storedParts, whileNoBuildRuns } from '../../src/ui/model/stored.ts';
import { diskUsage } from './recorded-storage.ts';

describe('what is stored', () => {
  it('is the images’, the cache’s alone, or nobody’s, and that is all of it', () => {
    const parts = storedParts(diskUsage);
    expect(parts).toEqual({ images: 83_778_000, cache: 812_000, unreferenced: 31_000 });
    expect(parts.images + parts.cache + parts.unreferenced).toBe(diskUsage.total);
    expect(storedParts({ ...diskUsage, total: 0, unreferenced: 0 })).toEqual({
      images: 0,
      cache: 0,
      unreferenced: 0,
    });
  });
});

describe('what the last build made', () => {
  it('is in use only while a build runs', () => {
    const { images, cache, reclaimable } = whileNoBuildRuns(diskUsage);
    expect([...images, ...cache].every((each) => each.reclaimable)).toBe(true);
    expect(reclaimable).toBe(diskUsage.total);
  });
});

describe('forgetting', () => {
  it('asks for an age only where one is chosen', () => {
    expect(forgetRequest('cache', 'any')).toEqual({ what: 'cache' });
    expect(forgetRequest('unused', 'day')).toEqual({ what: 'unused', olderThan: 86_400_000 });
  });

  it('is a command that the command line takes too', () => {
    for (const what of ['unused', 'cache', 'image', 'all'] as const) {
      expect(parseCommand(forgetCommand(what, 'week'))).toMatchObject({
        command: 'prune',
        olderThan: 604_800_000,
      });
    }
    expect(forgetCommand('all', 'any')).toBe('docker system prune --all');
  });
});
