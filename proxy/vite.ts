/** Serves the proxy beside the page under `npm start`, at `/registry-proxy/`, for pages of this machine. */
import type { Plugin } from 'vite';
import { wellKnownRegistries } from './allow-list.ts';
import { defaultLargestBody, defaultLargestUpload } from './handle.ts';
import { isLoopback, isLoopbackOrigin } from './loopback.ts';
import { nodeHandler } from './node-server.ts';
import { nodeUpstream } from './node-upstream.ts';

export function registryProxy(): Plugin {
  const handler = nodeHandler({
    allowed: wellKnownRegistries,
    upstream: nodeUpstream,
    allowsOrigin: isLoopbackOrigin,
    servesHost: isLoopback,
    largestBody: defaultLargestBody,
    largestUpload: defaultLargestUpload,
  });
  return {
    name: 'registry-proxy',
    configureServer: ({ middlewares }) => {
      middlewares.use('/registry-proxy', (request, response) => void handler(request, response));
    },
  };
}
