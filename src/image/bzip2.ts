/**
 * Decompresses bzip2, for `ADD archive.tar.bz2`. Format: bzip2 1.0.8's own decompressor and "The bzip2
 * compression format" by Joe Tsai; written here since no small library bounds its output.
 */
import { ImageError } from './image-error.ts';

const blockMagic = 0x314159265359;
const endMagic = 0x177245385090;
/** Symbols decoded with one Huffman table before the next selector. */
const groupSize = 50;
const maximumCodeLength = 20;

/**
 * The decompressed bytes in pieces of about a megabyte; concatenated streams are read as one.
 * @throws ImageError `malformed`. `path` is how it calls the file.
 */
export function* bunzip2(bytes: Uint8Array, path: string): Generator<Uint8Array> {
  const bits = new BitReader(bytes, path);
  do {
    yield* readStream(bits);
    bits.align();
  } while (bits.left > 32);
}

class BitReader {
  readonly #bytes: Uint8Array;
  readonly #path: string;
  #at = 0;
  /** Bits that have been fetched and not yet been read: the lowest `#count` of `#buffer`. */
  #buffer = 0;
  #count = 0;

  constructor(bytes: Uint8Array, path: string) {
    this.#bytes = bytes;
    this.#path = path;
  }

  /** Bits that are left. */
  get left(): number {
    return (this.#bytes.length - this.#at) * 8 + this.#count;
  }

  /** At most 24 bits. */
  read(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw this.broken('it ends too early');
      this.#buffer = ((this.#buffer << 8) | byte) >>> 0;
      this.#count += 8;
    }
    this.#count -= count;
    const value = (this.#buffer >>> this.#count) & ((1 << count) - 1);
    this.#buffer &= (1 << this.#count) - 1;
    return value;
  }

  readLong(): number {
    return this.read(24) * 2 ** 24 + this.read(24);
  }

  readChecksum(): number {
    return this.read(16) * 2 ** 16 + this.read(16);
  }

  /** Skips to the next whole byte. */
  align(): void {
    this.read(this.#count % 8);
  }

  broken(how: string): ImageError {
    return new ImageError('malformed', `this is no valid bzip2 data: ${how}`, {
      path: this.#path,
      remedy: 'Compress the archive again',
    });
  }
}

function* readStream(bits: BitReader): Generator<Uint8Array> {
  if (bits.read(24) !== 0x425a68) throw bits.broken('it does not begin with "BZh"');
  const level = bits.read(8) - 0x30;
  if (level < 1 || level > 9) throw bits.broken('its block size is unknown');
  let combined = 0;
  for (let magic = bits.readLong(); magic !== endMagic; magic = bits.readLong()) {
    if (magic !== blockMagic) throw bits.broken('a block does not begin where it should');
    const expected = bits.readChecksum();
    const checksum = new Checksum();
    for (const piece of expandRuns(readBlock(bits, level * 100_000))) {
      checksum.update(piece);
      yield piece;
    }
    if (checksum.value !== expected) throw bits.broken('the checksum of a block is wrong');
    combined = (((combined << 1) | (combined >>> 31)) ^ checksum.value) >>> 0;
  }
  if (bits.readChecksum() !== combined) throw bits.broken('its checksum is wrong');
}

/** One block after Huffman, move-to-front and Burrows-Wheeler; runs are still short. */
function readBlock(bits: BitReader, limit: number): Uint8Array {
  if (bits.read(1) === 1) throw bits.broken('it is randomised, as bzip2 0.9.0 did');
  const origin = bits.read(24);
  const alphabet = readAlphabet(bits);
  const { tables, selectors } = readTables(bits, alphabet.length + 2);
  const endOfBlock = alphabet.length + 1;

  const sorted = new Uint32Array(limit);
  const counts = new Uint32Array(256);
  let length = 0;
  const add = (byte: number, times: number): void => {
    if (length + times > limit) throw bits.broken('a block is larger than it may be');
    sorted.fill(byte, length, length + times);
    counts[byte] = (counts[byte] ?? 0) + times;
    length += times;
  };
  let run = 0;
  let runBit = 1;
  let inGroup = 0;
  let group = 0;
  let table = tables[0];
  while (true) {
    if (inGroup === 0) {
      table = tables[selectors[group++] ?? -1];
      inGroup = groupSize;
    }
    inGroup--;
    if (table === undefined) throw bits.broken('it has too few selectors');
    const symbol = readSymbol(bits, table);
    if (symbol < 2) {
      // RUNA and RUNB: digits of a bijective base 2 number.
      run += runBit << symbol;
      runBit <<= 1;
      if (run > limit) throw bits.broken('a run is longer than its block');
      continue;
    }
    if (run > 0) {
      add(alphabet[0] ?? 0, run);
      run = 0;
      runBit = 1;
    }
    if (symbol === endOfBlock) break;
    const [byte] = alphabet.splice(symbol - 1, 1);
    if (byte === undefined) throw bits.broken('it names a byte that it does not use');
    alphabet.unshift(byte);
    add(byte, 1);
  }
  if (origin >= length) throw bits.broken('a block begins outside itself');
  return undoSort(sorted.subarray(0, length), counts, origin);
}

function readAlphabet(bits: BitReader): number[] {
  const ranges = bits.read(16);
  const alphabet: number[] = [];
  for (let range = 0; range < 16; range++) {
    if (((ranges >> (15 - range)) & 1) === 0) continue;
    const used = bits.read(16);
    for (let at = 0; at < 16; at++) {
      if (((used >> (15 - at)) & 1) === 1) alphabet.push(range * 16 + at);
    }
  }
  if (alphabet.length === 0) throw bits.broken('a block uses no bytes');
  return alphabet;
}

/** A canonical Huffman code: for each length the first code, and where its symbols begin. */
interface HuffmanTable {
  readonly firstCode: Int32Array;
  readonly firstIndex: Int32Array;
  readonly countOf: Int32Array;
  readonly symbols: Uint16Array;
}

function readTables(
  bits: BitReader,
  symbols: number,
): { readonly tables: readonly HuffmanTable[]; readonly selectors: Uint8Array } {
  const tableCount = bits.read(3);
  const selectorCount = bits.read(15);
  if (tableCount < 2 || tableCount > 6 || selectorCount === 0) throw bits.broken('it has no Huffman tables');
  const order = Array.from({ length: tableCount }, (_, at) => at);
  const selectors = new Uint8Array(selectorCount);
  for (let at = 0; at < selectorCount; at++) {
    let place = 0;
    while (bits.read(1) === 1) place++;
    const [table] = order.splice(place, 1);
    if (table === undefined) throw bits.broken('it selects a Huffman table that it lacks');
    order.unshift(table);
    selectors[at] = table;
  }
  const tables: HuffmanTable[] = [];
  for (let at = 0; at < tableCount; at++) tables.push(makeTable(readLengths(bits, symbols)));
  return { tables, selectors };
}

function readLengths(bits: BitReader, symbols: number): Uint8Array {
  const lengths = new Uint8Array(symbols);
  let length = bits.read(5);
  for (let symbol = 0; symbol < symbols; symbol++) {
    while (true) {
      if (length < 1 || length > maximumCodeLength) throw bits.broken('a Huffman code is too long');
      if (bits.read(1) === 0) break;
      length += bits.read(1) === 0 ? 1 : -1;
    }
    lengths[symbol] = length;
  }
  return lengths;
}

function makeTable(lengths: Uint8Array): HuffmanTable {
  const countOf = new Int32Array(maximumCodeLength + 2);
  for (const length of lengths) countOf[length] = (countOf[length] ?? 0) + 1;
  const firstCode = new Int32Array(maximumCodeLength + 2);
  const firstIndex = new Int32Array(maximumCodeLength + 2);
  for (let length = 1; length <= maximumCodeLength; length++) {
    const previous = countOf[length - 1] ?? 0;
    firstCode[length] = ((firstCode[length - 1] ?? 0) + previous) << 1;
    firstIndex[length] = (firstIndex[length - 1] ?? 0) + previous;
  }
  const symbols = new Uint16Array(lengths.length);
  const next = firstIndex.slice();
  lengths.forEach((length, symbol) => {
    const at = next[length] ?? 0;
    symbols[at] = symbol;
    next[length] = at + 1;
  });
  return { firstCode, firstIndex, countOf, symbols };
}

function readSymbol(bits: BitReader, table: HuffmanTable): number {
  let code = 0;
  for (let length = 1; length <= maximumCodeLength; length++) {
    code = (code << 1) | bits.read(1);
    const offset = code - (table.firstCode[length] ?? 0);
    if (offset >= 0 && offset < (table.countOf[length] ?? 0)) {
      return table.symbols[(table.firstIndex[length] ?? 0) + offset] ?? 0;
    }
  }
  throw bits.broken('it has a code that is in no Huffman table');
}

/** Undoes the Burrows-Wheeler transform; `sorted` holds the last column and is used up. */
function undoSort(sorted: Uint32Array, counts: Uint32Array, origin: number): Uint8Array {
  const next = new Uint32Array(256);
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) {
    next[byte] = sum;
    sum += counts[byte] ?? 0;
  }
  // The upper bits of an entry become the place of the entry that follows it.
  for (let at = 0; at < sorted.length; at++) {
    const byte = (sorted[at] ?? 0) & 0xff;
    const place = next[byte] ?? 0;
    next[byte] = place + 1;
    sorted[place] = (sorted[place] ?? 0) | (at << 8);
  }
  const out = new Uint8Array(sorted.length);
  let entry = sorted[origin] ?? 0;
  for (let at = 0; at < out.length; at++) {
    entry = sorted[entry >>> 8] ?? 0;
    out[at] = entry & 0xff;
  }
  return out;
}

const pieceSize = 1024 ** 2;

/** After four equal bytes comes how many more of them there are. */
function* expandRuns(block: Uint8Array): Generator<Uint8Array> {
  let piece = new Uint8Array(pieceSize);
  let filled = 0;
  let equal = 0;
  let last = -1;
  for (const byte of block) {
    if (filled + 255 > pieceSize) {
      yield piece.subarray(0, filled);
      piece = new Uint8Array(pieceSize);
      filled = 0;
    }
    if (equal === 4) {
      piece.fill(last, filled, filled + byte);
      filled += byte;
      equal = 0;
      last = -1;
      continue;
    }
    equal = byte === last ? equal + 1 : 1;
    last = byte;
    piece[filled++] = byte;
  }
  if (filled > 0) yield piece.subarray(0, filled);
}

const checksumTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte << 24;
  for (let bit = 0; bit < 8; bit++) value = value < 0 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value;
});

/** CRC-32, most significant bit first. */
class Checksum {
  #value = 0xffffffff;

  get value(): number {
    return ~this.#value >>> 0;
  }

  update(bytes: Uint8Array): void {
    let value = this.#value;
    for (const byte of bytes) value = (value << 8) ^ (checksumTable[(value >>> 24) ^ byte] ?? 0);
    this.#value = value;
  }
}
