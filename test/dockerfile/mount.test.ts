import { describe, expect, it } from 'vitest';
import { parseMount } from '../../src/dockerfile/mount.ts';
import { SourceText } from '../../src/dockerfile/source.ts';

const mount = (text: string) =>
  parseMount({ text, range: new SourceText(text).rangeOf(0, text.length) }, (value) =>
    value.replace('$DIR', '/var'),
  );

describe('RUN --mount', () => {
  it.each([
    ['target=/ctx', { type: 'bind', target: '/ctx', readOnly: true, source: '' }],
    ['source=f,target=rel,rw', { type: 'bind', target: 'rel', readOnly: false, source: 'f' }],
    [
      'type=bind,from=src,src=/o,dst=$DIR/o',
      { type: 'bind', target: '/var/o', readOnly: true, from: 'src', source: '/o' },
    ],
    [
      'type=cache,target=/c,id=k,sharing=locked,mode=0700,uid=5',
      {
        type: 'cache',
        target: '/c',
        readOnly: false,
        mode: 0o700,
        uid: 5,
        id: 'k',
        sharing: 'locked',
        source: '',
      },
    ],
    ['type=tmpfs,target=/t,size=1.5k', { type: 'tmpfs', target: '/t', readOnly: false, size: 1536 }],
    [
      'type=secret,id=key,required,env=KEY',
      { type: 'secret', target: '', readOnly: true, id: 'key', required: true, env: 'KEY' },
    ],
    ['type=ssh', { type: 'ssh', target: '', readOnly: true, required: false }],
    [
      '"target=/a,b",type=cache',
      { type: 'cache', target: '/a,b', readOnly: false, sharing: 'shared', source: '' },
    ],
  ])('%s', (text, expected) => {
    expect(mount(text)).toEqual(expected);
  });

  it.each([
    ['type=cach,target=/x', 'unsupported mount type "cach" (did you mean cache?)'],
    ['typ=cache', "unexpected key 'typ' in 'typ=cache' (did you mean type?)"],
    ['target', "invalid field 'target' must be a key=value pair"],
    ['required', "unexpected key 'required' for mount type 'bind'"],
    ['type=bind,mode=1', 'mode not allowed for "bind" type mounts'],
    ['type=secret', 'invalid secret mount. one of source, target required'],
    ['type=bind,sharing=shared', 'invalid cache sharing set for bind mount'],
    ['type=cache,mode=9', 'invalid value 9 for mode'],
    ['ro=maybe', 'invalid value for ro: maybe'],
    ['', 'failed to parse csv mounts: EOF'],
    ['a"b', 'bare " in non-quoted field'],
  ])('%s: %s', (text, message) => {
    expect(() => mount(text)).toThrow(message);
  });
});
