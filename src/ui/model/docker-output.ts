/** What Docker 28.5 with the overlay2 store prints about an image, from what the engine knows of it. */
import { printHistory } from '../../commands/print-images.ts';
import { printInspect } from '../../commands/print-inspect.ts';
import type { ImageAudit, InspectedImage } from '../../worker/protocol.ts';
import { parseJson } from './json-lines.ts';

/** `docker history`; `now` is milliseconds since the Unix epoch. */
export function historyText(
  image: InspectedImage,
  audit: ImageAudit,
  options: { readonly noTrunc: boolean; readonly now: number },
): string {
  const history = image.history.map(({ createdBy, created, comment, layer }) => ({
    createdBy,
    size: layer === undefined ? 0 : (audit.layers[layer]?.dockerSize ?? 0),
    ...(created === undefined ? {} : { created }),
    ...(comment === undefined ? {} : { comment }),
  }));
  const { noTrunc, now } = options;
  const command = { command: 'history', image: image.id, noTrunc, quiet: false, human: true } as const;
  return printHistory(image.id, history, command, now).join('\n');
}

/** `docker image inspect`; empty for a config that is no JSON object. */
export function inspectText(image: InspectedImage, audit: ImageAudit): string {
  const config = parseJson(image.config)?.value;
  if (typeof config !== 'object' || config === null) return '';
  const { id, names, namedAt } = image;
  return printInspect([
    {
      id,
      names,
      ...(namedAt === undefined ? {} : { namedAt }),
      size: audit.layers.reduce((sum, { dockerSize }) => sum + dockerSize, 0),
      config: config as Readonly<Record<string, unknown>>,
      driver: 'overlay2',
    },
  ]).join('\n');
}
