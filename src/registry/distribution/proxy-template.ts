/**
 * The address of a CORS proxy as a person gives it: `https://proxy.example/?url={url}`. What is asked for takes
 * the place of `{url}`, percent-encoded.
 */

export class ProxyTemplateError extends Error {
  override readonly name = 'ProxyTemplateError';
}

const hole = '{url}';

/**
 * The template without space around it. A bare address (`http://localhost:8765`) gets `/?url={url}`.
 * @throws {ProxyTemplateError} when it can't be one, saying what would be.
 */
export function parseProxyTemplate(text: string): string {
  const trimmed = text.trim();
  const template = trimmed.includes(hole) ? trimmed : `${trimmed.replace(/\/+$/, '')}/?url=${hole}`;
  const at = template.indexOf(hole);
  let origin: URL;
  try {
    origin = new URL(template.replace(hole, 'x'));
  } catch {
    throw wrong(text);
  }
  // The person decides which host is asked, never the image's name.
  const isInHost = at < origin.origin.length + 1;
  if (!/^https?:$/.test(origin.protocol) || isInHost || template.indexOf(hole, at + 1) >= 0)
    throw wrong(text);
  return template;
}

export function throughProxy(template: string, url: string): string {
  return template.replace(hole, () => encodeURIComponent(url));
}

function wrong(text: string): ProxyTemplateError {
  return new ProxyTemplateError(
    `"${text}" is no address of a proxy. It is like https://proxy.example/?url={url}: ` +
      'the address that is asked for takes the place of {url}.',
  );
}
