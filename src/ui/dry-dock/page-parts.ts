/** Going from one part of the page to the next with the keyboard, as F6 does in most programs. */

const focusable =
  'button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), a[href], [tabindex="0"], [contenteditable="true"]';

/** Moves the focus to the part after the one that has it, or before it; to the first where none has. */
export function focusNextPart(parts: readonly Element[], step: 1 | -1): void {
  const shown = parts.filter((part) => part.getClientRects().length > 0);
  const at = shown.findIndex((part) => part.matches(':focus-within'));
  const from = at < 0 && step < 0 ? 0 : at;
  for (let moved = 1; moved <= shown.length; moved++) {
    const part = shown[(from + step * moved + shown.length * 2) % shown.length];
    const target = part && firstFocusable(part);
    if (target) {
      target.focus();
      return;
    }
  }
}

/** The first thing in an element that takes the focus, in its shadow trees too. */
function firstFocusable(root: Element): HTMLElement | undefined {
  if (root instanceof HTMLElement && root.matches(focusable) && root.getClientRects().length > 0) return root;
  for (const child of [...(root.shadowRoot?.children ?? []), ...root.children]) {
    const found = firstFocusable(child);
    if (found) return found;
  }
  return undefined;
}
