/** A terminal as programs open it, with its ioctls (tty_ioctl(2)). */
import type { ByteString } from '../filesystem/byte-string.ts';
import type { DeviceInode } from '../filesystem/inode.ts';
import { pollBit } from './abi.ts';
import { fail } from './errno.ts';
import type { Place } from './mounts.ts';
import { BLOCK, OpenFile, type OrBlock } from './open-file.ts';
import type { Process } from './process.ts';
import { viewAt } from './program-memory.ts';
import { signal } from './signal.ts';
import type { Terminal } from './terminal.ts';
import {
  controlCharacter,
  localFlag,
  readSettings,
  settingsSize,
  writeSettings,
} from './terminal-settings.ts';

/** asm-generic/ioctls.h */
const request = {
  getSettings: 0x5401,
  setSettings: 0x5402,
  setSettingsDrained: 0x5403,
  setSettingsFlushed: 0x5404,
  flush: 0x540b,
  makeControlling: 0x540e,
  getForeground: 0x540f,
  setForeground: 0x5410,
  getSize: 0x5413,
  setSize: 0x5414,
  available: 0x541b,
  getSession: 0x5429,
} as const;

export class OpenTerminal extends OpenFile {
  readonly inode: DeviceInode;
  readonly #terminal: Terminal;

  constructor(flags: number, terminal: Terminal, place: Place, inode: DeviceInode, path: ByteString) {
    super(flags, place, path);
    this.#terminal = terminal;
    this.inode = inode;
  }

  override read(process: Process, target: Uint8Array): OrBlock {
    const terminal = this.#terminal;
    const use = terminal.useFromBackground(process, signal.TTIN);
    if (use === 'refused') fail('EIO');
    if (use === 'stopped') return this.#hold(process);
    const { settings, available } = terminal;
    const isCanonical = (settings.local & localFlag.canonical) !== 0;
    if (isCanonical) return available === undefined ? this.#wait(process) : terminal.read(target);
    const minimum = settings.characters[controlCharacter.minimum] ?? 1;
    const tenths = settings.characters[controlCharacter.time] ?? 0;
    if (available !== undefined && available >= Math.min(minimum, target.length))
      return terminal.read(target);
    if (minimum === 0 && tenths === 0) return 0;
    // The clock runs from the start of the read, or, with a minimum, from the first byte.
    if (tenths > 0 && (minimum === 0 || available !== undefined)) {
      process.deadline ??= performance.now() + tenths * 100;
      if (process.deadline <= performance.now()) return terminal.read(target);
      process.waitUntil(process.deadline);
    }
    return this.#wait(process);
  }

  #wait(process: Process): OrBlock {
    if (this.isNonBlocking) fail('EAGAIN');
    return this.#block(process);
  }

  #block(process: Process): OrBlock {
    this.#terminal.readable.add(process);
    return BLOCK;
  }

  /** Stopped, it tries again when it is continued; one with a handler for the signal is interrupted. */
  #hold(process: Process): OrBlock {
    return process.deliverable === 0n ? BLOCK : fail('EINTR');
  }

  override write(process: Process, source: Uint8Array): OrBlock {
    const terminal = this.#terminal;
    if ((terminal.settings.local & localFlag.stopBackground) !== 0) {
      const use = terminal.useFromBackground(process, signal.TTOU);
      if (use === 'refused') fail('EIO');
      if (use === 'stopped') return this.#hold(process);
    }
    if (terminal.flow.isFull) {
      if (this.isNonBlocking) fail('EAGAIN');
      terminal.flow.writable.add(process);
      return BLOCK;
    }
    if (source.length > 0) terminal.write(source);
    return source.length;
  }

  override poll(): number {
    const { available, flow } = this.#terminal;
    return (flow.isFull ? 0 : pollBit.out) | (available === undefined ? 0 : pollBit.in);
  }

  override wait(process: Process): void {
    this.#terminal.readable.add(process);
    this.#terminal.flow.writable.add(process);
  }

  override ioctl(process: Process, code: number, address: number): number {
    const terminal = this.#terminal;
    const at = address >>> 0;
    switch (code) {
      case request.getSettings:
        writeSettings(terminal.settings, viewAt(process, at, settingsSize), at);
        return 0;
      case request.setSettingsFlushed:
        this.#requireFront(process);
        terminal.flushInput();
        terminal.settings = readSettings(viewAt(process, at, settingsSize), at);
        return 0;
      case request.setSettings:
      case request.setSettingsDrained:
        this.#requireFront(process);
        terminal.settings = readSettings(viewAt(process, at, settingsSize), at);
        return 0;
      case request.flush:
        this.#requireFront(process);
        // The argument itself: TCIFLUSH, TCOFLUSH, TCIOFLUSH. Output is never held back.
        if (address !== 1) terminal.flushInput();
        return 0;
      case request.makeControlling:
        return this.#makeControlling(process);
      case request.getForeground:
        viewAt(process, at, 4).setInt32(at, terminal.foreground, true);
        return 0;
      case request.setForeground:
        return this.#setForeground(process, viewAt(process, at, 4).getInt32(at, true));
      case request.getSession:
        viewAt(process, at, 4).setInt32(at, terminal.session, true);
        return 0;
      case request.available:
        viewAt(process, at, 4).setInt32(at, terminal.available ?? 0, true);
        return 0;
      case request.getSize: {
        const view = viewAt(process, at, 8);
        view.setUint16(at, terminal.size.rows, true);
        view.setUint16(at + 2, terminal.size.columns, true);
        view.setUint32(at + 4, 0, true);
        return 0;
      }
      case request.setSize: {
        const view = viewAt(process, at, 8);
        terminal.resize({ rows: view.getUint16(at, true), columns: view.getUint16(at + 2, true) });
        return 0;
      }
      default:
        return fail('ENOTTY');
    }
  }

  /** Whoever is stopped for it asks again when continued (`change` in busybox/posix/terminal.c). */
  #requireFront(process: Process): void {
    const use = this.#terminal.useFromBackground(process, signal.TTOU);
    if (use === 'refused') fail('EIO');
    if (use === 'stopped') fail('EINTR');
  }

  #makeControlling(process: Process): number {
    const terminal = this.#terminal;
    if (process.session !== process.pid || terminal.session !== 0) fail('EPERM');
    terminal.session = process.session;
    terminal.foreground = process.group;
    return 0;
  }

  #setForeground(process: Process, group: number): number {
    const terminal = this.#terminal;
    if (process.session !== terminal.session) fail('ENOTTY');
    const members = [...process.kernel.processes.values()].filter((other) => other.group === group);
    if (members.length === 0) fail('ESRCH');
    if (members.some((other) => other.session !== terminal.session)) fail('EPERM');
    // A shell that takes its place back ignores SIGTTOU while it does.
    this.#requireFront(process);
    terminal.foreground = group;
    return 0;
  }
}
