/** What a registry may send at most, how long it may take, how often it is asked again, and what it is sent at once. */

export interface RegistryLimits {
  /** Bytes of a manifest or index; the specification asks registries to take at least 4 MiB. */
  readonly manifestBytes: number;
  /** Bytes of an image config. */
  readonly configBytes: number;
  /** Bytes of a token server's answer, and of the text of an error. */
  readonly answerBytes: number;
  readonly layers: number;
  /** Bytes of a layer as it is sent. */
  readonly layerBytes: number;
  /** Bytes of a layer when it is unpacked. */
  readonly unpackedLayerBytes: number;
  /** Milliseconds until an answer begins. */
  readonly answerTime: number;
  /** Milliseconds without a byte. */
  readonly silenceTime: number;
  /** A body that stays below so many bytes a second, measured over `silenceTime`, is given up. */
  readonly slowestRate: number;
  /** What is sent may take as long as at so many bytes a second. */
  readonly slowestUpload: number;
  /** Bytes of one piece of a blob that is sent. */
  readonly uploadChunk: number;
  /** How often a request is made at most, the first included. */
  readonly attempts: number;
  /** Milliseconds before the second attempt; doubled for every further one. */
  readonly firstDelay: number;
  /** Milliseconds that `Retry-After` may ask for; more is told to the person instead. */
  readonly longestDelay: number;
  /** Blobs that come in at the same time. */
  readonly parallelBlobs: number;
}

const mebibyte = 1024 ** 2;

export const defaultLimits: RegistryLimits = {
  manifestBytes: 4 * mebibyte,
  configBytes: 8 * mebibyte,
  answerBytes: 256 * 1024,
  layers: 512,
  layerBytes: 8 * 1024 * mebibyte,
  // As much as the largest array of bytes that all browsers can make.
  unpackedLayerBytes: 2 * 1024 * mebibyte - 1,
  answerTime: 30_000,
  silenceTime: 30_000,
  slowestRate: 256,
  slowestUpload: 32 * 1024,
  uploadChunk: 4 * mebibyte,
  attempts: 5,
  firstDelay: 500,
  longestDelay: 30_000,
  parallelBlobs: 3,
};
