import { describe, expect, it } from 'vitest';
import { hexRow, previewFile } from '../../src/ui/model/file-preview.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

describe('a file preview', () => {
  it('is text when a cut goes through a character', () => {
    const text = new TextEncoder().encode('ab⚓');
    expect(previewFile(text.subarray(0, 4), false)).toEqual({ text: 'ab' });
  });

  it('is nothing but bytes when they are neither text nor a picture', () => {
    expect(previewFile(bytes('\x7fELF\0'), true)).toEqual({});
  });

  it('knows a picture by its first bytes, and only a whole one', () => {
    const png = bytes('\x89PNG\r\n\x1a\n\0\0');
    expect(previewFile(png, true)).toEqual({ picture: 'image/png' });
    expect(previewFile(png, false)).toEqual({});
    const drawing = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>';
    expect(previewFile(bytes(drawing), true)).toEqual({ text: drawing, picture: 'image/svg+xml' });
    expect(previewFile(bytes('<p>an <svg></p>'), true)).toEqual({ text: '<p>an <svg></p>' });
  });

  it('has rows of bytes as hexdump -C prints them', () => {
    const content = bytes('0123456789abcdef\x7fELF\0');
    expect(hexRow(content, 0)).toBe(
      '00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|',
    );
    expect(hexRow(content, 1)).toBe(`00000010  7f 45 4c 46 00${' '.repeat(36)}|.ELF.|`);
  });
});
