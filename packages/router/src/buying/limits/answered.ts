import { NumrouteError } from '@numroute/core';

/**
 * What the journal says before a purchase.
 *
 * @throws {NumrouteError} CLOSED The journal cannot be read. Nothing was sent.
 * @throws {NumrouteError} INVALID_INPUT The journal names an attempt whose amount nobody can read. Nothing was sent.
 */
export async function answered<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (cause) {
    if (NumrouteError.is(cause, 'INVALID_INPUT')) throw cause;
    const message = 'the journal could not be read, so what was bought is not known and nothing was sent';
    const error = new NumrouteError('CLOSED', message, {});
    error.cause = cause;
    throw error;
  }
}
