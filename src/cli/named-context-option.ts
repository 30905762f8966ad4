/** `--build-context NAME=SOURCE`: an image or folder that FROM, COPY --from and mounts may name. */
import { parseReference } from '../registry/reference.ts';
import { UsageError } from './usage-error.ts';

export interface NamedContextOption {
  readonly name: string;
  readonly source: /** An OCI layout folder; `tag` chooses one of several images. */
    | { readonly kind: 'oci-layout'; readonly path: string; readonly tag?: string }
    /** The output of `docker save`. */
    | { readonly kind: 'docker-archive'; readonly path: string; readonly tag?: string }
    | { readonly kind: 'folder'; readonly path: string }
    /** Another image by its name. */
    | { readonly kind: 'image'; readonly reference: string };
}

/** @throws {UsageError} with Docker's sentence. */
export function parseNamedContext(text: string): NamedContextOption {
  const equals = text.indexOf('=');
  const name = text.slice(0, equals);
  const value = text.slice(equals + 1);
  if (equals <= 0 || value === '') {
    throw new UsageError(
      `invalid context value: ${text}, expected key=value`,
      'For example: --build-context alpine=oci-layout://alpine',
    );
  }
  return { name, source: parseSource(name, value) };
}

function parseSource(name: string, value: string): NamedContextOption['source'] {
  const scheme = /^(oci-layout|docker-archive|docker-image|https?|git|ssh):(\/\/)?/.exec(value);
  const path = value.slice(scheme?.[0].length ?? 0);
  switch (scheme?.[1]) {
    case undefined:
      return { kind: 'folder', path: value };
    case 'oci-layout':
      return { kind: 'oci-layout', ...splitTag(path) };
    case 'docker-archive':
      return { kind: 'docker-archive', ...splitTag(path) };
    case 'docker-image':
      parseReference(path);
      return { kind: 'image', reference: path };
    default:
      throw new UsageError(
        `unsupported context source ${scheme?.[1]} for ${name}`,
        'Here it may be oci-layout://FOLDER, docker-archive:FILE, docker-image://NAME or a folder.',
      );
  }
}

/** `layout:tag`, where what follows the last colon has no slash in it. */
function splitTag(path: string): { readonly path: string; readonly tag?: string } {
  const tag = /^(.+):([\w][\w.-]*)$/.exec(path);
  return tag?.[1] !== undefined && tag[2] !== undefined ? { path: tag[1], tag: tag[2] } : { path };
}

/** Named contexts answer to `alpine`, `alpine:latest` and `docker.io/library/alpine:latest` alike. */
export function contextKey(name: string): string {
  try {
    const { domain, path, tag, digest } = parseReference(name.toLowerCase());
    return `${domain}/${path}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
  } catch {
    return name.toLowerCase();
  }
}
