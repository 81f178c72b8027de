/** Every way in which a careless program writes a key down, the plain one first. */
export function spellingsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    JSON.stringify(secret).slice(1, -1).replaceAll('/', '\\/'),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('hex'),
  ];
}

/** The text without the key, on one line, and short. */
export function withoutSecret(text: string, secret: string, length: number): string {
  let clean = text;
  for (const spelling of spellingsOf(secret)) clean = clean.replaceAll(spelling, '<key>');
  const line = clean.replaceAll(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
