/** Pulls the image that is named into the folder that is named, as `dry-dock build` does, and prints the figures. */
import { useNodeGunzip } from '../../../src/cli/node-gunzip.ts';
import { useNodeHash } from '../../../src/cli/node-hash.ts';
import { openStoreFolder } from '../../../src/cli/store-folder.ts';
import { pullOnce } from './pull-once.ts';

useNodeGunzip();
useNodeHash();
const [name = '', folder = ''] = process.argv.slice(2);
const { blobs, pulled } = await openStoreFolder(folder);
console.log(JSON.stringify(await pullOnce(name, blobs, pulled)));
