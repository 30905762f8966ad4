/** A terminal's settings: Linux's `struct termios` as `TCGETS` and `TCSETS` carry it (termios(3), asm-generic/termbits.h). */

export const inputFlag = {
  ignoreReturn: 0o200,
  newlineToReturn: 0o100,
  returnToNewline: 0o400,
  flow: 0o2000,
} as const;
export const outputFlag = { process: 0o1, newlineToReturnNewline: 0o4 } as const;
export const localFlag = {
  signals: 0o1,
  canonical: 0o2,
  echo: 0o10,
  echoErase: 0o20,
  echoKill: 0o40,
  echoNewline: 0o100,
  noFlush: 0o200,
  stopBackground: 0o400,
  echoControl: 0o1000,
  extended: 0o100000,
} as const;

/** Positions in `c_cc`. */
export const controlCharacter = {
  interrupt: 0,
  quit: 1,
  erase: 2,
  kill: 3,
  endOfFile: 4,
  time: 5,
  minimum: 6,
  start: 8,
  stop: 9,
  suspend: 10,
  endOfLine: 11,
  wordErase: 14,
  literalNext: 15,
} as const;

export interface TerminalSettings {
  input: number;
  output: number;
  control: number;
  local: number;
  line: number;
  readonly characters: Uint8Array;
}

const characterCount = 19;
/** Bytes of the structure as the requests carry it. */
export const settingsSize = 17 + characterCount;

/** As Linux sets a new terminal up (`tty_std_termios`). */
export function defaultSettings(): TerminalSettings {
  const characters = new Uint8Array(characterCount);
  characters.set([3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22]);
  const { signals, canonical, echo, echoErase, echoKill, echoControl, extended } = localFlag;
  return {
    input: inputFlag.returnToNewline | inputFlag.flow,
    output: outputFlag.process | outputFlag.newlineToReturnNewline,
    // 38400 baud, 8 bits, receiver on, hang up on close.
    control: 0o2277,
    local: signals | canonical | echo | echoErase | echoKill | echoControl | 0o4000 | extended,
    line: 0,
    characters,
  };
}

export function writeSettings(settings: TerminalSettings, view: DataView, address: number): void {
  view.setUint32(address, settings.input, true);
  view.setUint32(address + 4, settings.output, true);
  view.setUint32(address + 8, settings.control, true);
  view.setUint32(address + 12, settings.local, true);
  view.setUint8(address + 16, settings.line);
  for (const [at, character] of settings.characters.entries()) view.setUint8(address + 17 + at, character);
}

export function readSettings(view: DataView, address: number): TerminalSettings {
  return {
    input: view.getUint32(address, true),
    output: view.getUint32(address + 4, true),
    control: view.getUint32(address + 8, true),
    local: view.getUint32(address + 12, true),
    line: view.getUint8(address + 16),
    characters: Uint8Array.from({ length: characterCount }, (_, at) => view.getUint8(address + 17 + at)),
  };
}
