/** What this tab remembers until it is closed or told to forget, and what the browser may keep for longer. */
const TOKEN = 'numroute.token';

/**
 * The token of a link such as `http://127.0.0.1:8080/#token=…`. What stands behind the `#` is sent to nobody,
 * and no history keeps it: it is taken out of the address at once.
 */
function tokenOfLink(): string | undefined {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? undefined;
  if (token === undefined) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  sessionStorage.setItem(TOKEN, token);
  return token;
}

export const session = {
  token: (): string | undefined => tokenOfLink() ?? sessionStorage.getItem(TOKEN) ?? undefined,
  remember: (token: string): void => sessionStorage.setItem(TOKEN, token),
  forget: (): void => sessionStorage.removeItem(TOKEN),
} as const;

export type Taste = 'language' | 'currency' | 'service';

/** No secret is ever among them. */
export const tastes = {
  read: (taste: Taste): string | undefined => {
    try {
      return localStorage.getItem(`numroute.${taste}`) ?? undefined;
    } catch {
      return undefined;
    }
  },
  keep: (taste: Taste, value: string): void => {
    try {
      localStorage.setItem(`numroute.${taste}`, value);
    } catch {
      // A browser that keeps nothing asks again.
    }
  },
} as const;
