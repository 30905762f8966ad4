import { afterEach, describe, expect, it, vi } from 'vitest';
import { isHost, isProxy, rememberedRegistry, rememberRegistry } from '../../src/ui/model/registry-choice.ts';

function storage(kept: Record<string, string> = {}) {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
  });
  return kept;
}
afterEach(() => vi.unstubAllGlobals());

describe('the choice of registries', () => {
  it('is remembered, but for names and passwords', () => {
    const kept = storage();
    rememberRegistry({
      policy: 'always',
      proxy: 'https://proxy.example/?url={url}',
      insecure: ['registry.local:5000'],
      credentials: { 'docker.io': { username: 'me', password: 'secret' } },
      platforms: { 'docker.io/library/a:1': 'linux/arm64' },
    });
    expect(JSON.stringify(kept)).not.toMatch(/secret|username/);
    expect(rememberedRegistry()).toEqual({
      policy: 'always',
      proxy: 'https://proxy.example/?url={url}',
      insecure: ['registry.local:5000'],
    });
  });

  it.each(['{', 'null', '[]', '{"policy":"x","proxy":"javascript:alert(1)","insecure":[1,"a b"]}'])(
    'is nothing when %s was kept',
    (text) => {
      storage({ 'drydock-registry': text });
      const { insecure = [], ...rest } = rememberedRegistry();
      expect([rest, insecure]).toEqual([{}, []]);
    },
  );

  it('is nothing where the browser keeps nothing', () => {
    vi.stubGlobal('localStorage', undefined);
    rememberRegistry({ policy: 'never' });
    expect(rememberedRegistry()).toEqual({});
  });

  it('tells addresses and hosts from other texts', () => {
    expect(['https://p.example/?url={url}', 'http://127.0.0.1:8765'].every(isProxy)).toBe(true);
    expect(['p.example', 'ftp://p.example/{url}', ''].some(isProxy)).toBe(false);
    expect(['localhost', 'a.b:5000', '[::1]:5000'].every(isHost)).toBe(true);
    expect(['a b', 'https://a', 'a:x', ''].some(isHost)).toBe(false);
  });
});
