/** Where base images come from, as the person chose it: remembered on this device, but for names and passwords. */
import type { RegistrySettings } from '../../worker/protocol.ts';

const key = 'drydock-registry';
const policies: readonly RegistrySettings['policy'][] = ['never', 'unbundled', 'always'];

/** What was chosen on an earlier visit. Anything but what is written here counts as nothing. */
export function rememberedRegistry(): RegistrySettings {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return {};
    const { policy, proxy, insecure } = value as Partial<Record<keyof RegistrySettings, unknown>>;
    const known = policies.find((each) => each === policy);
    const hosts = Array.isArray(insecure) ? insecure.filter((host) => typeof host === 'string') : [];
    return {
      ...(known === undefined ? {} : { policy: known }),
      ...(typeof proxy === 'string' && isProxy(proxy) ? { proxy } : {}),
      ...(hosts.length === 0 ? {} : { insecure: hosts.filter(isHost) }),
    };
  } catch {
    return {};
  }
}

export function rememberRegistry({ policy, proxy, insecure }: RegistrySettings): void {
  try {
    localStorage.setItem(key, JSON.stringify({ policy, proxy, insecure }));
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
}

/** Whether the text may be a proxy's address; the engine has the last word. */
export function isProxy(text: string): boolean {
  const address = text.replace('{url}', 'x');
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
}

/** A host, with its port where it has one. */
export function isHost(text: string): boolean {
  return /^(?:[\w.-]+|\[[\da-fA-F:]+\])(?::\d{1,5})?$/.test(text);
}
