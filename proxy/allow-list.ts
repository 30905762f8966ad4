/** Whom the proxy may ask: well-known registries and their token servers, and what its owner adds. */

export interface Allowed {
  /** Host with port, as in a URL: `ghcr.io`, `127.0.0.1:5000`; `*.gcr.io` for all hosts below. */
  readonly host: string;
  readonly protocol: 'https:' | 'http:';
  /** The owner named it: any path, and it may be in a private network. */
  readonly isOwners: boolean;
}

const wellKnown = [
  'registry-1.docker.io',
  'auth.docker.io',
  'ghcr.io',
  'quay.io',
  'gcr.io',
  '*.gcr.io',
  'mcr.microsoft.com',
  'registry.k8s.io',
  '*.pkg.dev',
];

export const wellKnownRegistries: readonly Allowed[] = wellKnown.map((host) => ({
  host,
  protocol: 'https:',
  isOwners: false,
}));

/** What registries are asked for: the API, and tokens. */
const registryPath = /^\/(?:v2\/|token$|service\/token$)/;

/**
 * What the owner allows by `--allow`: a host with its port where it has one, `http://` before it for plain http.
 * @throws {Error} with what is wrong.
 */
export function parseAllowed(text: string): Allowed {
  const address = text.includes('://') ? text : `https://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isBare =
    url !== undefined && /^\/*$/.test(url.pathname) && url.search + url.hash + url.username === '';
  if (url === undefined || !isBare || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new Error(`"${text}" is no host to allow. It is like registry.example or http://127.0.0.1:5000.`);
  }
  return { host: url.host, protocol: url.protocol, isOwners: true };
}

/** The entry that allows to ask this address; undefined when none does. */
export function allowedBy(url: URL, list: readonly Allowed[]): Allowed | undefined {
  if (url.username !== '' || url.password !== '') return undefined;
  return list.find(
    ({ host, protocol, isOwners }) =>
      url.protocol === protocol &&
      (host.startsWith('*.') ? url.host.endsWith(host.slice(1)) : url.host === host) &&
      (isOwners || registryPath.test(url.pathname)),
  );
}

/** The owner's entry for the place that a redirect goes to. */
export function ownersEntry(url: URL, list: readonly Allowed[]): Allowed | undefined {
  return list.find(
    ({ host, protocol, isOwners }) => isOwners && url.protocol === protocol && url.host === host,
  );
}
