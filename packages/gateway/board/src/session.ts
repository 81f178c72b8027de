/** What this tab remembers until it is closed or told to forget, and what the browser may keep for longer. */
const TOKEN = 'numroute.token';

export const session = {
  token: (): string | undefined => sessionStorage.getItem(TOKEN) ?? undefined,
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
