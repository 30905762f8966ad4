/** All bundled images, in the order in which the interface lists them. */
import { alpineImage, alpineLayer } from './alpine.ts';
import { type Applets, busyboxImage } from './busybox.ts';
import { debianImage, debianLayer, ubuntuImage } from './debian.ts';
import type { ImageDefinition } from './definition.ts';
import { golangImage, nodeImage, onAlpine, onDebian, pythonImage } from './languages.ts';
import { nginxImage } from './nginx.ts';

/** The images, with `module` as /bin/busybox. */
export function bundledImages(module: Uint8Array, applets: Applets): readonly ImageDefinition[] {
  const alpineFiles = alpineLayer(module, applets);
  const debianFiles = debianLayer(module, applets);
  const alpine = onAlpine(alpineFiles);
  const debian = onDebian(debianFiles);
  const pythonKey = 'GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305';
  return [
    alpineImage(alpineFiles),
    busyboxImage(module, applets),
    debianImage(debianFiles),
    ubuntuImage(module, applets),
    nodeImage('22-alpine', '22.22.2', '1.22.22', alpine),
    nodeImage('22-bookworm-slim', '22.22.2', '1.22.22', debian),
    nodeImage('14-alpine', '14.21.3', '1.22.19', alpine),
    golangImage('1.24-alpine', '1.24.8', ['GOTOOLCHAIN=local', 'GOPATH=/go'], alpine),
    golangImage('1.24-bookworm', '1.24.8', ['GOTOOLCHAIN=local', 'GOPATH=/go'], debian),
    golangImage('1.14-alpine', '1.14.15', ['GOPATH=/go'], alpine),
    nginxImage('1.27-alpine', ['NGINX_VERSION=1.27.5', 'PKG_RELEASE=1', 'DYNPKG_RELEASE=1'], alpine),
    nginxImage(
      '1.27-bookworm',
      ['NGINX_VERSION=1.27.5', 'PKG_RELEASE=1~bookworm', 'DYNPKG_RELEASE=1~bookworm'],
      debian,
    ),
    pythonImage('3.13-alpine', '3.13.5', [pythonKey], alpine),
    pythonImage('3.12-slim-bookworm', '3.12.12', ['LANG=C.UTF-8', pythonKey], debian),
  ];
}
