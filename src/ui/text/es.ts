/** Every word the page says, in Spanish. */
import { actions } from './es/actions.ts';
import { build } from './es/build.ts';
import { cache } from './es/cache.ts';
import { command } from './es/command.ts';
import { compare } from './es/compare.ts';
import { display } from './es/display.ts';
import { editor } from './es/editor.ts';
import { files } from './es/files.ts';
import { foresight } from './es/foresight.ts';
import { graph } from './es/graph.ts';
import { header } from './es/header.ts';
import { image } from './es/image.ts';
import { imageFields } from './es/image-fields.ts';
import { imports } from './es/imports.ts';
import { keys } from './es/keys.ts';
import { layer } from './es/layer.ts';
import { log } from './es/log.ts';
import { notices } from './es/notices.ts';
import { options } from './es/options.ts';
import { problems } from './es/problems.ts';
import { push } from './es/push.ts';
import { registry } from './es/registry.ts';
import { replay } from './es/replay.ts';
import { result } from './es/result.ts';
import { run } from './es/run.ts';
import { stack } from './es/stack.ts';
import { state } from './es/state.ts';
import { step } from './es/step.ts';
import { storage } from './es/storage.ts';
import { storageArea } from './es/storage-area.ts';
import { why } from './es/why.ts';
import type { Catalogue } from './words.ts';

export const es: Catalogue = {
  product: 'Drydock',
  tagline: 'Un build de Docker en su navegador',
  header,
  display,
  keys,
  command,
  compare,
  actions,
  options,
  files,
  editor,
  notices,
  build,
  graph,
  stack,
  state,
  step,
  log,
  layer,
  image,
  imageFields,
  replay,
  imports,
  push,
  registry,
  result,
  run,
  problems,
  storage,
  storageArea,
  why,
  foresight,
  cache,
};
