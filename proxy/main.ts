/** `npm run proxy`: the registry proxy as a server of its own. */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { parseAllowed, wellKnownRegistries } from './allow-list.ts';
import { defaultLargestBody, defaultLargestUpload } from './handle.ts';
import { isLoopback, isLoopbackOrigin } from './loopback.ts';
import { nodeHandler } from './node-server.ts';
import { nodeUpstream } from './node-upstream.ts';

const help = `Usage: npm run proxy -- [OPTIONS]

Asks container registries for pages that the browser does not let ask. docs/proxy.md says more.

Options:
  --port NUMBER       default 8765
  --host ADDRESS      default 127.0.0.1: only this machine
  --allow HOST        another registry, e.g. registry.example or http://127.0.0.1:5000; may be repeated
  --origin ORIGIN     pages that may use it besides those of this machine, e.g. https://learn.example; may be repeated
  --push              images may be pushed through it too
  --name HOST         a name that it is reached by besides those of this machine; may be repeated
`;

export function startProxy(args: readonly string[]): void {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '8765' },
      host: { type: 'string', default: '127.0.0.1' },
      allow: { type: 'string', multiple: true, default: [] },
      origin: { type: 'string', multiple: true, default: [] },
      name: { type: 'string', multiple: true, default: [] },
      push: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const allowed = [...wellKnownRegistries, ...values.allow.map(parseAllowed)];
  const names = new Set([...values.name, values.host]);
  const handler = nodeHandler({
    allowed,
    upstream: nodeUpstream,
    allowsOrigin: (origin) => isLoopbackOrigin(origin) || values.origin.includes(origin),
    servesHost: (hostname) => isLoopback(hostname) || names.has(hostname),
    largestBody: defaultLargestBody,
    largestUpload: values.push ? defaultLargestUpload : 0,
  });
  const server = createServer((request, response) => void handler(request, response));
  server.on('error', (error) => {
    console.error(`The proxy could not be started: ${error.message}`);
    process.exitCode = 1;
  });
  server.listen(Number(values.port), values.host, () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : values.port;
    console.log(`Registry proxy, for the settings of the page: http://${values.host}:${port}/?url={url}`);
    console.log(`It asks ${allowed.map(({ host }) => host).join(', ')}.`);
  });
}
