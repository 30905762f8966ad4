/** Pushes the built image from the page: every refusal is an outcome in words for a person. */
import type { Image } from '../image/image.ts';
import { ImageError } from '../image/image-error.ts';
import { BlobSources } from '../registry/blob-sources.ts';
import { ProxyTemplateError } from '../registry/distribution/proxy-template.ts';
import { RegistryError } from '../registry/distribution/registry-error.ts';
import { type BlobProgress, pushImage } from '../registry/push.ts';
import { familiarReference, InvalidReferenceError, parseReference } from '../registry/reference.ts';
import type { Store } from '../store/store.ts';
import type { PushedBlob, PushOutcome, PushRequest, Watch } from './protocol.ts';
import type { RegistryAccess } from './registry-access.ts';

export async function pushBuilt(
  image: Image,
  { name, registry = {}, credentials }: PushRequest,
  access: RegistryAccess,
  store: Store,
  { signal, onProgress }: Watch = {},
): Promise<PushOutcome> {
  try {
    const reference = parseReference(name);
    const label = familiarReference(reference);
    const ground = {
      client: access.client(
        credentials === undefined
          ? registry
          : { ...registry, credentials: { ...registry.credentials, [reference.domain]: credentials } },
      ),
      store: store.blobs,
      sources: new BlobSources(store.collection('registry')),
    };
    const { digest, blobs } = await pushImage(image, reference, ground, {
      signal,
      onProgress: ({ current, total, blobs }) =>
        onProgress?.({ current, total, label, blobs: blobs.map(shown) }),
    });
    return { outcome: 'pushed', name: label, digest, blobs: blobs.map(shown) };
  } catch (error) {
    if (signal?.aborted) return { outcome: 'cancelled' };
    return failure(error);
  }
}

function shown({ digest, size, sent, outcome, way }: BlobProgress): PushedBlob {
  return {
    digest,
    size,
    sent,
    ...(outcome === undefined ? {} : { outcome }),
    ...(way === undefined ? {} : { way }),
  };
}

function failure(error: unknown): PushOutcome {
  const failed = (code: string, message: string, explanation: string): PushOutcome => ({
    outcome: 'failed',
    code,
    message,
    explanation,
  });
  if (error instanceof RegistryError) return failed(error.code, error.message, error.explanation);
  if (error instanceof InvalidReferenceError) {
    return failed(
      'invalid-name',
      error.message,
      'A name is like registry.example/team/app:1, in small letters. Without a registry it is one of Docker Hub: you/app:1.',
    );
  }
  if (error instanceof ProxyTemplateError) {
    return failed(
      'registry-proxy',
      error.message,
      'Change the registry proxy in the settings, or leave it empty.',
    );
  }
  if (error instanceof ImageError) return failed(error.code, `${error.message}.`, '');
  throw error;
}
