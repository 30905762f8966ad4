// Whether a text can be the name of an image at all. Grammar of the distribution project's `reference`
// package, as "ParseNormalizedNamed" applies it.

const NAME = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = `(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?`;
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${DOMAIN}/)?${NAME}(?:/${NAME})*(?::${TAG})?(?:@${DIGEST})?$`);

/** Longer names are none. */
const MAX_LENGTH = 512;

export function isImageName(text: string): boolean {
  if (text.length > MAX_LENGTH || /^[a-f0-9]{64}$/.test(text)) return false;
  return REFERENCE.test(text);
}
