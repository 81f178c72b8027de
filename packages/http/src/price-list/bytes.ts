/** A copy: it does not keep the body alive. */
export function textOf(source: Uint8Array, from: number, to: number): string {
  return Buffer.from(source.buffer, source.byteOffset + from, to - from).toString();
}

/** Whether the bytes are this text; never for a text that is not ASCII. */
export function isText(text: string, source: Uint8Array, from: number, to: number): boolean {
  if (to - from !== text.length) return false;
  for (let n = 0; n < text.length; n += 1) {
    const code = text.charCodeAt(n);
    if (code !== source[from + n] || code > 127) return false;
  }
  return true;
}
