import { describe, expect, it } from 'vitest';
import { pageDownloads } from '../../src/worker/page-downloads.ts';

const template = 'https://proxy.example/?url={url}';
const throughTemplate = 'https://proxy.example/?url=https%3A%2F%2Fh%2Fa';

describe('downloads of a page', () => {
  it('come directly where the server allows it', async () => {
    const asked: string[] = [];
    const download = pageDownloads(async (url) => {
      asked.push(url);
      return new Response('a');
    }, template);
    expect((await download('https://h/a')).bytes).toEqual(new TextEncoder().encode('a'));
    expect(asked).toEqual(['https://h/a']);
  });

  it('come through the proxy where it does not', async () => {
    const download = pageDownloads(async (url) => {
      if (url !== throughTemplate) throw new TypeError('Failed to fetch');
      return new Response('a');
    }, template);
    expect((await download('https://h/a')).bytes).toEqual(new TextEncoder().encode('a'));
  });

  it('fail with the reason of the proxy', async () => {
    const download = pageDownloads(async (url) => {
      if (url !== throughTemplate) throw new TypeError('Failed to fetch');
      const headers = { 'drydock-proxy-error': 'host-not-allowed' };
      return new Response('Only registries.', { status: 403, headers });
    }, template);
    await expect(download('https://h/a')).rejects.toMatchObject({
      message: 'the proxy refused the request (host-not-allowed)',
      explanation: 'Only registries.',
    });
  });

  it('fail as they are where there is no proxy', async () => {
    const download = pageDownloads(async () => {
      throw new TypeError('Failed to fetch');
    }, undefined);
    await expect(download('https://h/a')).rejects.toMatchObject({
      code: 'unreachable',
      message: 'Get "https://h/a": Failed to fetch',
    });
  });
});
