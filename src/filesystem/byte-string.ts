/**
 * Byte strings: file names and link targets are bytes, not text, so the engine keeps them in JavaScript
 * strings that hold one byte (0–255) per UTF-16 unit. Comparing two of them with `<` compares their bytes.
 */

/** A string whose every unit is one byte (0–255). An alias, for the reader: ASCII text is its own byte string. */
export type ByteString = string;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: false, ignoreBOM: true });

/** Bytes → byte string. */
export function fromBytes(bytes: Uint8Array): ByteString {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) {
    // `apply` takes any array-like, and is four times faster than spreading.
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 8192) as unknown as number[]);
  }
  return text;
}

/** Byte string → bytes. */
export function toBytes(text: ByteString): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

const ascii = /^[\0-\x7f]*$/;

/** Ordinary text (UTF-16) → the byte string of its UTF-8 form. */
export function fromText(text: string): ByteString {
  return ascii.test(text) ? text : fromBytes(encoder.encode(text));
}

/** Byte string → text for people; bytes that are not UTF-8 become U+FFFD, so it does not always go back. */
export function toText(text: ByteString): string {
  return ascii.test(text) ? text : decoder.decode(toBytes(text));
}
