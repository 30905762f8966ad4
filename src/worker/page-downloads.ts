/** Downloads for ADD from a page: a server that lets no page ask it is asked through the proxy, where there is one. */
import { DownloadError, type FetchUrl, fetchUrlWith } from '../build/download.ts';
import { throughProxy } from '../registry/distribution/proxy-template.ts';
import { proxyErrorHeader } from '../registry/distribution/ways.ts';

type FetchFunction = (url: string, init: RequestInit) => Promise<Response>;

/** `template`: the proxy's, as `parseProxyTemplate` answers it. */
export function pageDownloads(fetch: FetchFunction, template: string | undefined): FetchUrl {
  return fetchUrlWith(async (url, init) => {
    try {
      return await fetch(url, init);
    } catch (error) {
      // A browser doesn't say whether it was the network or the server's CORS headers.
      if (template === undefined || init.signal?.aborted) throw error;
    }
    const response = await fetch(throughProxy(template, url), init);
    const refusal = response.headers.get(proxyErrorHeader);
    if (refusal === null) return response;
    const said = await response.text().catch(() => '');
    throw new DownloadError(
      'refused',
      `the proxy refused the request (${refusal.slice(0, 40)})`,
      said.trim().slice(0, 600) || 'Look at the messages of the proxy, or set another one.',
    );
  });
}
