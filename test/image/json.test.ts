import { describe, expect, it } from 'vitest';
import { goMap, marshal } from '../../src/image/go-json.ts';
import { marshalImageConfig, parseImageConfig } from '../../src/image/image-config.ts';
import { ImageError } from '../../src/image/image-error.ts';
import { choosePlatform, marshalManifest, parseManifest } from '../../src/image/manifest.ts';
import { oracleTargets } from './oracle.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('JSON as Go writes it', () => {
  it('escapes what could end a script element', () => {
    expect(marshal('a && b <c>\u2028\u0001\b')).toBe(
      String.raw`"a \u0026\u0026 b \u003cc\u003e\u2028\u0001\b"`,
    );
  });

  it('sorts maps by bytes, also keys that look like numbers, and leaves structs in order', () => {
    expect(marshal({ z: goMap({ 9: 1, 10: 2, '\u{10000}': 3, '\uffee': 4 }), a: undefined, b: [] })).toBe(
      '{"z":{"10":2,"9":1,"\uffee":4,"\u{10000}":3},"b":[]}',
    );
  });
});

describe('JSON of Docker 28.5.2', () => {
  it.each(oracleTargets())(
    '$name: config and manifest parsed and written again are the same bytes',
    (target) => {
      expect(marshalImageConfig(parseImageConfig(bytes(target.config), 'config.json'))).toBe(target.config);
      const parsed = parseManifest(bytes(target.manifest), 'manifest.json');
      if (parsed.kind !== 'manifest') throw new Error('an index?');
      expect(marshalManifest(parsed.manifest)).toBe(target.manifest.trimEnd());
    },
  );
});

describe('a config', () => {
  it('keeps keys that nobody knows', () => {
    const text =
      '{"architecture":"amd64","config":{},"history":[],"os":"linux","rootfs":{"type":"layers","diff_ids":null},"zeta":{"b":1,"a":[null]}}';
    expect(marshalImageConfig(parseImageConfig(bytes(text), 'config'))).toBe(text);
  });

  it.each([
    ['not JSON', '{', /config: is not JSON/],
    ['a list', '[]', /expected a JSON object/],
    [
      'an Env of numbers',
      '{"config":{"Env":[1]}}',
      /config, config: has a wrong "Env" \(expected a list of strings\)/,
    ],
    ['a diff ID of another kind', '{"rootfs":{"diff_ids":["md5:1"]}}', /has the diff ID "md5:1"/],
  ])('is refused as %s, with its place', (_what, text, message) => {
    const parse = () => parseImageConfig(bytes(text), 'config');
    expect(parse).toThrow(ImageError);
    expect(parse).toThrow(message);
  });
});

describe('an index', () => {
  const descriptor = (architecture: string, variant?: string) => ({
    mediaType: 'm',
    digest: `sha256:${'0'.repeat(64)}` as const,
    size: 1,
    platform: { os: 'linux', architecture, ...(variant === undefined ? {} : { variant }) },
  });

  it('answers the manifest of a platform', () => {
    const [arm, v8, unknown] = [descriptor('arm64'), descriptor('arm64', 'v8'), descriptor('unknown')];
    const index = { mediaType: 'i', manifests: [unknown, arm, v8] };
    expect(choosePlatform(index, { os: 'linux', architecture: 'arm64', variant: 'v8' })).toBe(v8);
    expect(choosePlatform(index, { os: 'linux', architecture: 'arm64' })).toBe(arm);
    expect(choosePlatform(index, { os: 'linux', architecture: 'amd64' })).toBeUndefined();
  });
});
