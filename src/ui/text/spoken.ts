/** Changing the language of the page while it is shown. */
import { type Language, loadCatalogue } from './languages.ts';
import { speak } from './words.ts';

/** What renders again when it is asked to: every element of ours. */
interface Rendering extends Element {
  requestUpdate(): void;
}

let wanted: Language = 'en';

/** Loads the language and says everything below these elements in it; of two calls the later one counts. */
export async function speakIn(language: Language, roots: () => Iterable<Element>): Promise<void> {
  wanted = language;
  const catalogue = await loadCatalogue(language);
  if (wanted !== language) return;
  speak(catalogue);
  for (const root of roots()) renderAgain(root);
}

/** Asks an element and all in its shadow trees to render. */
function renderAgain(element: Element): void {
  if (isRendering(element)) element.requestUpdate();
  for (const child of element.shadowRoot?.children ?? []) renderAgain(child);
  for (const child of element.children) renderAgain(child);
}

function isRendering(element: Element): element is Rendering {
  return 'requestUpdate' in element && typeof element.requestUpdate === 'function';
}
