/** In a worker of the page: pulls into the page's own store, as its engine does. */
import { openStore } from '../../../src/store/open-store.ts';
import { pullOnce } from './pull-once.ts';

async function pull(name: string): Promise<unknown> {
  const store = await openStore();
  store.release();
  await store.prune();
  return pullOnce(name, store.blobs, store.collection('registry'));
}

addEventListener('message', ({ data }: MessageEvent<string>) => {
  pull(data).then(
    (figures) => postMessage({ figures }),
    (error) => postMessage({ error: String(error?.stack ?? error) }),
  );
});
