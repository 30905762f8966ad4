/** The page's own keys: what is pressed for what. The list that people see and the code that listens are made of it. */

export type PageAction = 'build' | 'stop' | 'map' | 'view' | 'expand' | 'nextPart' | 'previousPart';

/** What was pressed, as far as it matters here; a `KeyboardEvent` fits. */
export interface PressedKey {
  readonly key: string;
  /** The place on the keyboard: with Alt, many layouts give other characters. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

interface Binding {
  readonly action: PageAction;
  /** As it is shown. */
  readonly keys: string;
  readonly matches: (pressed: PressedKey) => boolean;
  /** Types a character, so it is left alone where text is written. */
  readonly typesText?: true;
}

const command = ({ ctrlKey, metaKey }: PressedKey): boolean => ctrlKey || metaKey;
const alt = (pressed: PressedKey): boolean => pressed.altKey && !command(pressed) && !pressed.shiftKey;

export const bindings: readonly Binding[] = [
  { action: 'build', keys: 'Ctrl/⌘ + Enter', matches: (it) => it.key === 'Enter' && command(it) },
  { action: 'stop', keys: 'Esc', matches: (it) => it.key === 'Escape' },
  { action: 'view', keys: 'Alt + 1 … 9', matches: (it) => alt(it) && viewNumber(it) !== undefined },
  { action: 'expand', keys: 'Alt + 0', matches: (it) => alt(it) && it.code === 'Digit0' },
  { action: 'nextPart', keys: 'F6', matches: (it) => it.key === 'F6' && !it.shiftKey },
  { action: 'previousPart', keys: 'Shift + F6', matches: (it) => it.key === 'F6' && it.shiftKey },
  { action: 'map', keys: '?', matches: (it) => it.key === '?' && !command(it), typesText: true },
];

/** What the pressed key asks for; `writing`: the focus is where text is written. */
export function actionOf(pressed: PressedKey, writing: boolean): PageAction | undefined {
  return bindings.find((binding) => !(writing && binding.typesText) && binding.matches(pressed))?.action;
}

/** The view that Alt and a digit ask for, from 0. */
export function viewNumber({ code }: PressedKey): number | undefined {
  const digit = /^Digit([1-9])$/.exec(code)?.[1];
  return digit === undefined ? undefined : Number(digit) - 1;
}
