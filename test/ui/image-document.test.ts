import { describe, expect, it } from 'vitest';
import { readDocument } from '../../src/ui/model/image-config.ts';
import { explain, jsonLines, mostLines, parseJson } from '../../src/ui/model/json-lines.ts';
import { imageFields } from '../../src/ui/text/en/image-fields.ts';

const config = {
  architecture: 'amd64',
  config: {
    Env: ['A=1', 'B=2'],
    Cmd: ['sh', '-c', 'x y'],
    ExposedPorts: { '80/tcp': {} },
    Labels: { 'org.example.a': 'b' },
    Healthcheck: { Test: ['CMD', 'true'], Retries: 2 },
  },
  history: [{ created_by: 'COPY . /', created: '2023-11-14T22:13:20Z' }],
  rootfs: { type: 'layers', diff_ids: ['sha256:1'] },
};
const manifest = {
  schemaVersion: 2,
  config: { mediaType: 'a', digest: 'sha256:2', size: 3, platform: { os: 'linux', architecture: 'arm' } },
  layers: [{ mediaType: 'b', digest: 'sha256:4', size: 5, annotations: { 'x.y': 'z' } }],
};

describe('a config to read', () => {
  it('has a field for each key, lists line by line and commands in exec form', () => {
    const fields = readDocument(JSON.stringify(config));
    const inner = fields?.find(({ key }) => key === 'config')?.fields ?? [];
    expect(inner.map(({ field, values }) => [field, values])).toEqual([
      ['config.Env', ['A=1', 'B=2']],
      ['config.Cmd', ['["sh", "-c", "x y"]']],
      ['config.ExposedPorts', ['80/tcp']],
      ['config.Labels', ['org.example.a=b']],
      ['config.Healthcheck', []],
    ]);
    expect(inner.at(-1)?.fields.map(({ field, values }) => [field, values])).toEqual([
      ['config.Healthcheck.Test', ['["CMD", "true"]']],
      ['config.Healthcheck.Retries', ['2']],
    ]);
    expect(fields?.find(({ key }) => key === 'history')?.entries).toBe(1);
  });

  it('is nothing when it is no JSON object', () => {
    expect(readDocument('{')).toBeUndefined();
    expect(readDocument('[1]')).toBeUndefined();
  });
});

describe('JSON line by line', () => {
  it('is what JSON.stringify prints', () => {
    for (const value of [config, manifest, [], {}, [[]], 'text', null, { a: [{}, 1, true] }]) {
      const printed = jsonLines(value).map(
        ({ depth, key, value: rest }) =>
          `${'  '.repeat(depth)}${key === undefined ? '' : `"${key}": `}${rest}`,
      );
      expect(printed.join('\n')).toBe(JSON.stringify(value, null, 2));
    }
  });

  it('ends at a bound', () => {
    expect(jsonLines(new Array(mostLines * 2).fill(0)).length).toBeLessThanOrEqual(mostLines + 1);
    expect(parseJson('[')).toBeUndefined();
  });

  it.each([
    ['config', config],
    ['manifest', manifest],
  ] as const)('explains every key of a %s', (kind, document) => {
    const unknown = jsonLines(document)
      .filter(({ key, field }) => key !== undefined && explain(imageFields[kind], field, key) === undefined)
      .map(({ field }) => field);
    expect(unknown).toEqual([]);
  });
});
