/** Every word the page says, in German. */
import { actions } from './de/actions.ts';
import { build } from './de/build.ts';
import { cache } from './de/cache.ts';
import { command } from './de/command.ts';
import { compare } from './de/compare.ts';
import { display } from './de/display.ts';
import { editor } from './de/editor.ts';
import { files } from './de/files.ts';
import { foresight } from './de/foresight.ts';
import { graph } from './de/graph.ts';
import { header } from './de/header.ts';
import { image } from './de/image.ts';
import { imageFields } from './de/image-fields.ts';
import { imports } from './de/imports.ts';
import { keys } from './de/keys.ts';
import { layer } from './de/layer.ts';
import { log } from './de/log.ts';
import { notices } from './de/notices.ts';
import { options } from './de/options.ts';
import { problems } from './de/problems.ts';
import { push } from './de/push.ts';
import { registry } from './de/registry.ts';
import { replay } from './de/replay.ts';
import { result } from './de/result.ts';
import { run } from './de/run.ts';
import { stack } from './de/stack.ts';
import { state } from './de/state.ts';
import { step } from './de/step.ts';
import { storage } from './de/storage.ts';
import { storageArea } from './de/storage-area.ts';
import { why } from './de/why.ts';
import type { Catalogue } from './words.ts';

export const de: Catalogue = {
  product: 'Drydock',
  tagline: 'Ein Docker-Build in Ihrem Browser',
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
