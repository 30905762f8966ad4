import { describe, expect, it } from 'vitest';
import { applyChmod, parseChmod } from '../../src/build/chmod.ts';

const file = (text: string, mode: number) => applyChmod(parseChmod(text), mode, false).toString(8);
const directory = (text: string, mode: number) => applyChmod(parseChmod(text), mode, true).toString(8);

describe('--chmod', () => {
  it('takes octal digits as the whole mode', () => {
    expect(file('755', 0o600)).toBe('755');
    expect(file('04755', 0o600)).toBe('4755');
    expect(file('0', 0o777)).toBe('0');
  });

  it('adds, takes away and sets permissions', () => {
    expect(file('+x', 0o644)).toBe('755');
    expect(file('go-w', 0o777)).toBe('755');
    expect(file('u=rwx,go=rx', 0)).toBe('755');
    expect(file('a=r,ug=rw,u+x', 0o777)).toBe('764');
    expect(file('go=', 0o777)).toBe('700');
    expect(file('u=', 0o4777)).toBe('77');
  });

  it('copies permissions from one class to another', () => {
    expect(file('g=u', 0o640)).toBe('660');
    expect(file('go=u-w', 0o770)).toBe('755');
    expect(file('u=g', 0o742)).toBe('442');
    expect(file('u+go', 0o021)).toBe('321');
    expect(file('g=g', 0o750)).toBe('750');
    expect(file('g=u,o=g', 0o640)).toBe('666');
  });

  it('gives X to directories and to what could be executed before', () => {
    expect(directory('u=rwX,go=rX', 0o700)).toBe('755');
    expect(file('u=rwX,go=rX', 0o600)).toBe('644');
    expect(file('u=rwX,go=rX', 0o700)).toBe('755');
    expect(file('=rw,+X', 0o766)).toBe('777');
  });

  it('knows setuid, setgid and sticky', () => {
    expect(file('u+s', 0o755)).toBe('4755');
    expect(file('g+s', 0o755)).toBe('2755');
    expect(file('o+s', 0o755)).toBe('755');
    expect(directory('+t', 0o777)).toBe('1777');
    expect(directory('a-st', 0o7777)).toBe('777');
  });

  it.each(['999', '17777', '75x'])('refuses %s with the sentence about octal modes', (text) => {
    expect(() => parseChmod(text)).toThrow(
      `invalid chmod parameter: '${text}'. it should be octal string and between 0 and 07777`,
    );
  });

  it.each(['abc', '', 'u', 'u+r,', 'q+r', '+7'])('refuses "%s": invalid syntax', (text) => {
    expect(() => parseChmod(text)).toThrow(/^failed to run Build function: invalid syntax$/);
  });
});
