import { describe, expect, it } from 'vitest';
import {
  canonicalReference,
  familiarReference,
  InvalidReferenceError,
  parseReference,
} from '../../src/registry/reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('an image reference', () => {
  it.each([
    ['alpine', 'docker.io/library/alpine:latest'],
    ['alpine:3.20', 'docker.io/library/alpine:3.20'],
    ['library/alpine', 'docker.io/library/alpine:latest'],
    ['docker.io/alpine', 'docker.io/library/alpine:latest'],
    ['index.docker.io/library/alpine', 'docker.io/library/alpine:latest'],
    ['me/app', 'docker.io/me/app:latest'],
    ['localhost/app', 'localhost/app:latest'],
    ['localhost:5000/app:v1', 'localhost:5000/app:v1'],
    ['host/app', 'docker.io/host/app:latest'],
    ['Host/app', 'Host/app:latest'],
    ['ghcr.io/a/b/c:1', 'ghcr.io/a/b/c:1'],
    ['[::1]:5000/app', '[::1]:5000/app:latest'],
    [`alpine@${digest}`, `docker.io/library/alpine@${digest}`],
    [`alpine:3@${digest}`, `docker.io/library/alpine:3@${digest}`],
    ['a__b/c-d.e', 'docker.io/a__b/c-d.e:latest'],
    ['host:5000', 'docker.io/library/host:5000'],
  ])('%s means %s', (text, expected) => {
    expect(canonicalReference(parseReference(text))).toBe(expected);
  });

  it.each([
    ['docker.io/library/alpine:3', 'alpine:3'],
    ['docker.io/me/app', 'me/app:latest'],
    ['localhost:5000/library/app', 'localhost:5000/library/app:latest'],
    [`alpine@${digest}`, `alpine@${digest}`],
  ])('%s is shown as %s', (text, expected) => {
    expect(familiarReference(parseReference(text))).toBe(expected);
  });

  it.each([
    ['Alpine', 'repository name (library/Alpine) must be lowercase'],
    ['me/App', 'repository name (me/App) must be lowercase'],
    ['a'.repeat(64), 'cannot specify 64-byte hexadecimal strings'],
    ['', 'invalid reference format'],
    ['alpine:', 'invalid reference format'],
    ['alpine:-x', 'invalid reference format'],
    ['-alpine', 'invalid reference format'],
    ['a//b', 'invalid reference format'],
    ['alpine@sha256:abc', 'invalid reference format'],
    [`alpine@sha256:${'A'.repeat(64)}`, 'invalid reference format'],
    ['al pine', 'invalid reference format'],
    ['https://example.com/app', 'invalid reference format'],
    [`alpine:${'x'.repeat(129)}`, 'invalid reference format'],
    [`${'x/'.repeat(140)}x`, 'must not be more than 255 characters'],
    ['x'.repeat(100_000), 'too long'],
  ])('%s is refused as Docker refuses it', (text, sentence) => {
    const attempt = () => parseReference(text);
    expect(attempt).toThrow(InvalidReferenceError);
    expect(attempt).toThrow('invalid reference format');
    expect(attempt).toThrow(sentence);
  });

  it('is read in linear time, however it is written', () => {
    const started = performance.now();
    for (const text of ['a-'.repeat(300), `${'a.'.repeat(300)}/b`, `${'_'.repeat(600)}`]) {
      expect(() => parseReference(text)).toThrow(InvalidReferenceError);
    }
    expect(performance.now() - started).toBeLessThan(200);
  });
});
