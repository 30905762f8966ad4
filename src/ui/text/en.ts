/** Every word the page says, in English: an area of the page a file in `en/`. */
import { actions } from './en/actions.ts';
import { build } from './en/build.ts';
import { cache } from './en/cache.ts';
import { command } from './en/command.ts';
import { compare } from './en/compare.ts';
import { display } from './en/display.ts';
import { editor } from './en/editor.ts';
import { files } from './en/files.ts';
import { foresight } from './en/foresight.ts';
import { graph } from './en/graph.ts';
import { header } from './en/header.ts';
import { image } from './en/image.ts';
import { imageFields } from './en/image-fields.ts';
import { imports } from './en/imports.ts';
import { keys } from './en/keys.ts';
import { layer } from './en/layer.ts';
import { log } from './en/log.ts';
import { notices } from './en/notices.ts';
import { options } from './en/options.ts';
import { problems } from './en/problems.ts';
import { push } from './en/push.ts';
import { registry } from './en/registry.ts';
import { replay } from './en/replay.ts';
import { result } from './en/result.ts';
import { run } from './en/run.ts';
import { stack } from './en/stack.ts';
import { state } from './en/state.ts';
import { step } from './en/step.ts';
import { storage } from './en/storage.ts';
import { storageArea } from './en/storage-area.ts';
import { why } from './en/why.ts';

export const en = {
  product: 'Drydock',
  tagline: 'A Docker build in your browser',
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
  cache,
  foresight,
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
};
