/** The flags that say where base images come from: `--pull`, `--offline`, `--registry-proxy`, `--insecure-registry`. */
import { ProxyTemplateError, parseProxyTemplate } from '../registry/distribution/proxy-template.ts';
import { UsageError } from './usage-error.ts';

export interface RegistryOption {
  /** Which names are pulled: as `PullPolicy` of the build has them. */
  readonly policy: 'never' | 'unbundled' | 'always';
  /** Template of the proxy that registries are asked through. */
  readonly proxy?: string;
  /** Hosts that are asked over plain http. */
  readonly insecure: readonly string[];
}

export interface RegistryFlags {
  readonly pull: boolean;
  readonly offline: boolean;
  readonly proxy: string | undefined;
  readonly insecure: readonly string[];
}

/** @throws {UsageError} */
export function parseRegistryOption({ pull, offline, proxy, insecure }: RegistryFlags): RegistryOption {
  if (pull && offline) {
    throw new UsageError('--pull and --offline exclude each other', 'Give the one that you mean.');
  }
  for (const host of insecure) {
    if (!/^(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?$/.test(host)) {
      throw new UsageError(
        `invalid argument "${host}" for "--insecure-registry" flag`,
        'It is a host, with its port where it has one: registry.example:5000.',
      );
    }
  }
  return {
    policy: offline ? 'never' : pull ? 'always' : 'unbundled',
    ...(proxy === undefined || proxy === '' ? {} : { proxy: checkedProxy(proxy) }),
    insecure,
  };
}

function checkedProxy(text: string): string {
  try {
    return parseProxyTemplate(text);
  } catch (error) {
    if (!(error instanceof ProxyTemplateError)) throw error;
    throw new UsageError(`invalid argument "${text}" for "--registry-proxy" flag`, error.message);
  }
}
