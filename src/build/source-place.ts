/** Where a source of COPY or ADD lies, by how it is written: BuildKit's `ParseGitRef` and `isHTTPSource`. */
export type SourcePlace = 'local' | 'http' | 'git';

/** Where a source is, by how it is written. Only small letters count, as in Docker. */
export function placeOf(source: string): SourcePlace {
  if (/^(?:git|ssh):\/\//.test(source) || /^[\w.-]+@[\w.-]+:/.test(source)) return 'git';
  if (!/^https?:\/\//.test(source)) return 'local';
  const [path = ''] = source.split(/[?#]/);
  return path.endsWith('.git') ? 'git' : 'http';
}
