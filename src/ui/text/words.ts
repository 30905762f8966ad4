/**
 * The words the page says, in the language that was chosen. Whoever shows a text takes it from `words` at the moment it
 * is shown, so nothing on the page is written twice, and another language needs no other code.
 */
import * as en from './en.ts';

/** The shape every language has: the same keys, the same arguments, other words. */
type Words<T> = T extends string
  ? string
  : T extends (...args: infer Args) => string
    ? (...args: Args) => string
    : { readonly [Key in keyof T]: Words<T[Key]> };

export type Catalogue = Words<typeof en>;

/** A live binding: read anew at each rendering. */
export let words: Catalogue = en;

/** From the next rendering on the page says these words. */
export function speak(catalogue: Catalogue): void {
  words = catalogue;
}
