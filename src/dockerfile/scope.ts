// The variables that each instruction of a Dockerfile sees: global ARGs in FROM, then per stage what the
// base image, ARG and ENV define. Dockerfile reference, "Understand how ARG and FROM interact".

import { type Environment, type ExpandOptions, ExpansionError, expandText } from './expand.ts';
import type { ArgInstruction, EnvInstruction } from './instruction.ts';
import { formatPlatform, type Platform } from './platform.ts';
import { SharedMap } from './shared-map.ts';

/** Variables with values, and names that are declared without one. */
export class Scope implements Environment {
  #values: SharedMap<string>;
  #declared: SharedMap<true>;
  readonly #escape: '\\' | '`';

  constructor(escapeCharacter: '\\' | '`', values: Iterable<readonly [string, string]> = []) {
    this.#escape = escapeCharacter;
    this.#values = new SharedMap(values);
    this.#declared = new SharedMap();
  }

  get(name: string): string | undefined {
    return this.#values.get(name);
  }

  names(): Iterable<string> {
    return this.#values.keys();
  }

  /** Whether an ARG names it, with a value or without. */
  declares(name: string): boolean {
    return this.#declared.has(name);
  }

  declared(): Iterable<string> {
    return this.#declared.keys();
  }

  /** Names stand in the order in which they were set last, as in BuildKit. */
  set(name: string, value: string): void {
    this.#values.set(name, value);
  }

  copy(): Scope {
    const copy = new Scope(this.#escape);
    copy.#values = this.#values.copy();
    copy.#declared = this.#declared.copy();
    return copy;
  }

  /** The text with variables filled in, and those that are not defined. Undefined when it can't be expanded. */
  expand(
    text: string,
    options: ExpandOptions = { escape: this.#escape },
  ): { text: string; used: ReadonlySet<string>; missing: ReadonlySet<string> } | undefined {
    try {
      return expandText(text, this, options);
    } catch (error) {
      if (error instanceof ExpansionError) return undefined;
      throw error;
    }
  }

  /** Variables of the text that are not defined, as far as it could be read. */
  missingIn(text: string, options: ExpandOptions = { escape: this.#escape }): ReadonlySet<string> {
    try {
      return expandText(text, this, options).missing;
    } catch (error) {
      if (error instanceof ExpansionError) return error.missing;
      throw error;
    }
  }

  /** Declares the ARGs: a build arg, else the default, else the global of that name. */
  declare(arg: ArgInstruction, buildArgs: ReadonlyMap<string, string>, globals?: Environment): void {
    for (const { name, value } of arg.args) {
      const given =
        buildArgs.get(name.text) ??
        (value === undefined ? globals?.get(name.text) : this.expand(value.text)?.text);
      this.#declared.set(name.text, true);
      if (given !== undefined) this.set(name.text, given);
    }
  }

  /** Sets ENV's variables; all of one instruction see the values from before it. */
  assign(env: EnvInstruction): void {
    const expanded = env.pairs.flatMap(({ key, value }): [string, string][] => {
      const name = this.expand(key.text)?.text;
      return name === undefined ? [] : [[name, this.expand(value.text)?.text ?? '']];
    });
    for (const [name, value] of expanded) this.set(name, value);
  }
}

/** The ARGs that BuildKit defines for FROM lines and, once declared, for stages. */
export function platformArgs(build: Platform, target: Platform, targetStage: string): [string, string][] {
  const of = (prefix: string, platform: Platform): [string, string][] => [
    [`${prefix}PLATFORM`, formatPlatform(platform)],
    [`${prefix}OS`, platform.os],
    [`${prefix}OSVERSION`, ''],
    [`${prefix}ARCH`, platform.architecture],
    [`${prefix}VARIANT`, platform.variant ?? ''],
  ];
  return [...of('BUILD', build), ...of('TARGET', target), ['TARGETSTAGE', targetStage]];
}
