import { describe, expect, it } from 'vitest';
import { paletteColour, parseAnsiLine, plainStyle } from '../../src/ui/model/ansi.ts';

const spans = (line: string) => parseAnsiLine(line, plainStyle).spans;

describe('terminal text', () => {
  it('takes colours and attributes', () => {
    expect(spans('a\x1b[1;31mb\x1b[22mc\x1b[0md')).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: { bold: true, foreground: 1 } },
      { text: 'c', style: { foreground: 1 } },
      { text: 'd', style: {} },
    ]);
  });

  it('takes bright, 256 and true colours', () => {
    expect(spans('\x1b[92ma\x1b[38;5;208mb\x1b[48;2;1;2;3mc')).toEqual([
      { text: 'a', style: { foreground: 10 } },
      { text: 'b', style: { foreground: 208 } },
      { text: 'c', style: { foreground: 208, background: '#010203' } },
    ]);
    expect(paletteColour(208)).toBe('#ff8700');
    expect(paletteColour(255)).toBe('#eeeeee');
  });

  it('ignores colours that are none', () => {
    expect(spans('\x1b[38;5;999ma\x1b[38;2;300;0;0mb')).toEqual([
      { text: 'a', style: {} },
      { text: 'b', style: {} },
    ]);
  });

  it('starts a line over at a carriage return', () => {
    expect(spans('10%\r50%\r100%\r')).toEqual([{ text: '100%', style: {} }]);
  });

  it('drops cursor movements, titles, bells and other controls', () => {
    expect(spans('\x1b[2K\x1b[1Aa\x1b]0;title\x07b\x07\x08c\x1b(Bd')).toEqual(
      ['a', 'bc', 'd'].map((text) => ({ text, style: {} })),
    );
  });

  it('leaves markup what it is: text', () => {
    expect(spans('<img src=x onerror=alert(1)>')).toEqual([
      { text: '<img src=x onerror=alert(1)>', style: {} },
    ]);
  });
});
