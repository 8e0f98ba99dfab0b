/** How the record names the streams that read models look into; a test holds it against the application's own names. */
export function issueOfStream(streamId: string): string {
  return streamId.slice(streamId.indexOf('/') + 1);
}

export function unitStream(code: string): string {
  return `unit/${code}`;
}
