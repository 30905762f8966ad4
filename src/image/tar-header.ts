/**
 * One 512-byte tar header and the PAX records before it: the shapes and the letters. Written exactly as Go's
 * `archive/tar` writes them (which is what BuildKit's layers are made with), read as POSIX pax(1), USTAR and GNU
 * tar have them.
 */
import { type ByteString, fromBytes, toBytes, toText } from '../filesystem/byte-string.ts';
import { ImageError } from './image-error.ts';

export const blockSize = 512;

export type TarType =
  | 'file'
  | 'hard-link'
  | 'symlink'
  | 'character-device'
  | 'block-device'
  | 'directory'
  | 'fifo';

/** What a tar says of one file, apart from its content. */
export interface TarHeader {
  /** As it stands in the archive: usually relative, directories may end in `/`. */
  readonly name: ByteString;
  readonly type: TarType;
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content; 0 for all but files. */
  readonly size: number;
  /** Nanoseconds since the Unix epoch. */
  readonly mtime: bigint;
  /** Target of a symbolic or hard link; else empty. */
  readonly linkName: ByteString;
  /** Device numbers; else 0. */
  readonly major: number;
  readonly minor: number;
  readonly xattrs?: ReadonlyMap<ByteString, Uint8Array>;
}

export const xattrPrefix = 'SCHILY.xattr.';

const typeFlags: Readonly<Record<TarType, string>> = {
  file: '0',
  'hard-link': '1',
  symlink: '2',
  'character-device': '3',
  'block-device': '4',
  directory: '5',
  fifo: '6',
};

// Field places of POSIX ustar: [offset, length].
const field = {
  name: [0, 100],
  mode: [100, 8],
  uid: [108, 8],
  gid: [116, 8],
  size: [124, 12],
  mtime: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  linkName: [157, 100],
  magic: [257, 8],
  major: [329, 8],
  minor: [337, 8],
  prefix: [345, 155],
} as const;

type Field = readonly [offset: number, length: number];

/**
 * The header blocks of an entry: one, or three and more when PAX records must come first. A long name is split
 * between the two fields of USTAR where that is possible.
 * @throws ImageError `unsupported` when a device number has no place in the format.
 */
export function encodeHeader(header: TarHeader): Uint8Array {
  const records = new Map<ByteString, ByteString>();
  const needsRecord = (text: ByteString, length: number): boolean => text.length > length || !isAscii(text);
  if (needsRecord(header.linkName, field.linkName[1])) records.set('linkpath', header.linkName);
  if (!fitsOctal(header.uid, field.uid)) records.set('uid', String(header.uid));
  if (!fitsOctal(header.gid, field.gid)) records.set('gid', String(header.gid));
  if (!fitsOctal(header.size, field.size)) records.set('size', String(header.size));
  if (!fitsOctal(seconds(header.mtime), field.mtime) || header.mtime % 1_000_000_000n !== 0n) {
    records.set('mtime', formatTime(header.mtime));
  }
  for (const [name, value] of header.xattrs ?? []) records.set(xattrPrefix + name, fromBytes(value));
  // An entry that needs PAX anyway has its name there too.
  const prefix = records.size === 0 ? splitName(header.name) : undefined;
  if (prefix === undefined && needsRecord(header.name, field.name[1])) records.set('path', header.name);
  for (const device of [header.major, header.minor]) {
    if (!fitsOctal(device, field.major)) {
      throw new ImageError('unsupported', `device number ${device} has no place in a tar header`, {
        path: header.name,
        expected: 'at most 2097151',
      });
    }
  }

  const block = new Uint8Array(blockSize);
  putText(block, field.name, prefix === undefined ? header.name : header.name.slice(prefix.length + 1));
  putOctal(block, field.mode, header.mode);
  putOctal(block, field.uid, header.uid);
  putOctal(block, field.gid, header.gid);
  putOctal(block, field.size, header.size);
  putOctal(block, field.mtime, seconds(header.mtime));
  putText(block, field.type, typeFlags[header.type]);
  putText(block, field.linkName, header.linkName);
  putOctal(block, field.major, header.major);
  putOctal(block, field.minor, header.minor);
  if (prefix !== undefined) putText(block, field.prefix, prefix);
  seal(block);
  if (records.size === 0) return block;

  const data = [...records]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => formatRecord(key, value))
    .join('');
  const blocks = new Uint8Array(blockSize + padded(data.length) + blockSize);
  blocks.set(recordsHeader(header.name, data.length), 0);
  blocks.set(toBytes(data), blockSize);
  blocks.set(block, blocks.length - blockSize);
  return blocks;
}

/** The header of the pseudo-file that holds PAX records. */
function recordsHeader(name: ByteString, size: number): Uint8Array {
  const slash = name.lastIndexOf('/');
  // Go: path.Join(dir, "PaxHeaders.0", file), ASCII only, cut to the field.
  const place = [name.slice(0, slash + 1), 'PaxHeaders.0', name.slice(slash + 1)];
  const joined = place
    .join('/')
    .replace(/\/{2,}/g, '/')
    .replace(/^\//, name.startsWith('/') ? '/' : '');
  const block = new Uint8Array(blockSize);
  const short = asciiOnly(joined).slice(0, field.name[1]).replace(/\/+$/, '');
  putText(block, field.name, short);
  for (const number of [field.mode, field.uid, field.gid, field.mtime]) putOctal(block, number, 0);
  putOctal(block, field.size, size);
  putText(block, field.type, 'x');
  seal(block);
  return block;
}

/** Magic, version and checksum. */
function seal(block: Uint8Array): void {
  putText(block, field.magic, 'ustar\x0000');
  block.fill(0x20, field.checksum[0], field.checksum[0] + field.checksum[1]);
  let sum = 0;
  for (let at = 0; at < blockSize; at++) sum += block[at] ?? 0;
  putText(block, field.checksum, `${sum.toString(8).padStart(6, '0')}\0 `);
}

/** Go's `splitUSTARPath`: the prefix of a long ASCII name that fits the two fields, else undefined. */
function splitName(name: ByteString): ByteString | undefined {
  if (name.length <= field.name[1] || !isAscii(name)) return undefined;
  let length = name.length;
  if (length > field.prefix[1] + 1) length = field.prefix[1] + 1;
  else if (name.endsWith('/')) length--;
  const slash = name.slice(0, length).lastIndexOf('/');
  const rest = name.length - slash - 1;
  if (slash <= 0 || rest > field.name[1] || rest === 0 || slash > field.prefix[1]) return undefined;
  return name.slice(0, slash);
}

function formatRecord(key: ByteString, value: ByteString): ByteString {
  // The length counts its own digits.
  const rest = key.length + value.length + 3;
  let size = rest + String(rest).length;
  if (rest + String(size).length !== size) size = rest + String(size).length;
  return `${size} ${key}=${value}\n`;
}

function putText(block: Uint8Array, [offset, length]: Field, text: ByteString): void {
  const short = asciiOnly(text);
  const end = Math.min(short.length, length);
  for (let at = 0; at < end; at++) block[offset + at] = short.charCodeAt(at);
  if (short.length > length && short[length - 1] === '/') {
    // A cut name must not look like a directory's.
    const kept = short.slice(0, length).replace(/\/+$/, '').length;
    block[offset + kept] = 0;
  }
}

function putOctal(block: Uint8Array, place: Field, value: number): void {
  const [offset, length] = place;
  // What doesn't fit is in a PAX record.
  let rest = fitsOctal(value, place) ? value : 0;
  for (let at = offset + length - 2; at >= offset; at--) {
    block[at] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
}

function fitsOctal(value: number, [, length]: Field): boolean {
  return value >= 0 && value < (length === 8 ? 0o10000000 : 0o100000000000);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for.
const plain = /^[\x01-\x7f]*$/;
const isAscii = (text: ByteString): boolean => plain.test(text);

function asciiOnly(text: ByteString): ByteString {
  // Go keeps a NUL only where all is ASCII, as in the fields above.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL to DEL is what ASCII means.
  return /^[\0-\x7f]*$/.test(text) ? text : text.replace(/[^\x01-\x7f]/g, '');
}

/** Whole seconds of nanoseconds, towards the past. */
export function seconds(nanoseconds: bigint): number {
  const whole = nanoseconds / 1_000_000_000n;
  return Number(nanoseconds % 1_000_000_000n < 0n ? whole - 1n : whole);
}

function formatTime(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const absolute = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const fraction = String(absolute % 1_000_000_000n)
    .padStart(9, '0')
    .replace(/0+$/, '');
  return `${sign}${absolute / 1_000_000_000n}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Length rounded up to whole blocks. */
export function padded(length: number): number {
  return Math.ceil(length / blockSize) * blockSize;
}

/** One header block as read, before PAX and GNU long names are taken into account. */
export interface RawHeader {
  /** `0`, `x`, `L`, …; NUL as `\0`. */
  readonly flag: string;
  readonly name: ByteString;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Seconds. */
  readonly mtime: number;
  readonly linkName: ByteString;
  readonly major: number;
  readonly minor: number;
}

/**
 * Reads one block; undefined when it is all zero, which ends an archive.
 * @throws ImageError `malformed`.
 */
export function decodeHeader(block: Uint8Array, place: string): RawHeader | undefined {
  const { unsigned, signed, isZero } = sums(block);
  if (isZero) return undefined;
  const stored = parseNumber(block, field.checksum);
  if (stored !== unsigned && stored !== signed) {
    throw new ImageError('malformed', 'this is no tar header: its checksum is wrong', {
      path: place,
      expected: 'a tar archive, uncompressed',
    });
  }
  // POSIX has `ustar` and NUL, GNU has `ustar` and a space.
  const hasDevices = text(block, [field.magic[0], 5]) === 'ustar';
  const isUstar = hasDevices && block[field.magic[0] + 5] === 0;
  const isStar = isUstar && text(block, [508, 4]) === 'tar';
  const prefix = isUstar ? text(block, [field.prefix[0], isStar ? 131 : field.prefix[1]]) : '';
  const name = text(block, field.name);
  return {
    flag: String.fromCharCode(block[field.type[0]] ?? 0),
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: number(block, field.mode, place),
    uid: number(block, field.uid, place),
    gid: number(block, field.gid, place),
    size: number(block, field.size, place),
    mtime: number(block, field.mtime, place),
    linkName: text(block, field.linkName),
    major: hasDevices ? number(block, field.major, place) : 0,
    minor: hasDevices ? number(block, field.minor, place) : 0,
  };
}

/** The checksum both ways it has been computed in history: with spaces in its own place. */
function sums(block: Uint8Array): { unsigned: number; signed: number; isZero: boolean } {
  const [start, length] = field.checksum;
  let unsigned = 0;
  let high = 0;
  let own = 0;
  // A plain loop: it runs over every block of every layer.
  for (let at = 0; at < block.length; at++) {
    const byte = block[at] ?? 0;
    if (at >= start && at < start + length) {
      own += byte;
    } else {
      unsigned += byte;
      high += byte >> 7;
    }
  }
  const spaces = 0x20 * length;
  return {
    unsigned: unsigned + spaces,
    signed: unsigned + spaces - high * 256,
    isZero: unsigned + own === 0,
  };
}

function text(block: Uint8Array, [offset, length]: Field): ByteString {
  let end = offset;
  while (end < offset + length && block[end] !== 0) end++;
  return end === offset ? '' : fromBytes(block.subarray(offset, end));
}

/** @throws ImageError `malformed`. */
function number(block: Uint8Array, place: Field, path: string): number {
  const value = parseNumber(block, place);
  if (value !== undefined) return value;
  throw new ImageError('malformed', 'a number in the tar header is not octal, or too large', { path });
}

const isBlank = (byte: number | undefined): boolean => byte === 0x20 || byte === 0;

/** Octal digits, or base 256 (GNU) when the first bit is set. */
function parseNumber(block: Uint8Array, [offset, length]: Field): number | undefined {
  const bytes = block.subarray(offset, offset + length);
  const first = bytes[0] ?? 0;
  let value = 0;
  if ((first & 0x80) !== 0) {
    const negative = (first & 0x40) !== 0;
    let big = BigInt(first & 0x3f);
    for (const byte of bytes.subarray(1)) big = (big << 8n) | BigInt(byte);
    value = Number(negative ? big - (1n << BigInt(length * 8 - 2)) : big);
  } else {
    let at = 0;
    while (at < length && isBlank(bytes[at])) at++;
    for (; at < length && !isBlank(bytes[at]); at++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 7) return undefined;
      value = value * 8 + digit;
    }
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

/**
 * The records of a PAX header, in order.
 * @throws ImageError `malformed`.
 */
export function parseRecords(data: Uint8Array, place: string): Map<ByteString, ByteString> {
  const records = new Map<ByteString, ByteString>();
  let at = 0;
  while (at < data.length) {
    const space = data.indexOf(0x20, at);
    const digits = space === -1 || space - at > 10 ? '' : fromBytes(data.subarray(at, space));
    const end = at + Number(digits);
    const line = fromBytes(data.subarray(space + 1, end));
    const equals = line.indexOf('=');
    if (!/^[1-9][0-9]*$/.test(digits) || end > data.length || equals < 1 || !line.endsWith('\n')) {
      throw new ImageError('malformed', 'the PAX records of this tar entry are broken', { path: place });
    }
    records.set(line.slice(0, equals), line.slice(equals + 1, -1));
    at = end;
  }
  return records;
}

/**
 * A PAX time, e.g. `1700000000.25`, in nanoseconds.
 * @throws ImageError `malformed`.
 */
export function parseTime(value: ByteString, place: string): bigint {
  const match = /^(-?)([0-9]{1,18})(?:\.([0-9]*))?$/.exec(value);
  if (match === null) {
    throw new ImageError('malformed', `${JSON.stringify(value.slice(0, 40))} is no PAX time`, {
      path: place,
      expected: 'seconds such as 1700000000.25',
    });
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  const absolute = BigInt(whole) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
  return sign === '-' ? -absolute : absolute;
}

/**
 * A PAX decimal number.
 * @throws ImageError `malformed`.
 */
export function parseDecimal(key: ByteString, value: ByteString, place: string): number {
  const number = /^[0-9]{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (!Number.isSafeInteger(number)) {
    throw new ImageError('malformed', `PAX ${key} is not a number`, { path: place });
  }
  return number;
}

/** A tar entry's name as an error shows it. */
export function displayName(name: ByteString): string {
  return name === '' ? '(no name)' : toText(name.slice(0, 200));
}
