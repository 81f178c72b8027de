import type { Page } from 'playwright-core';
import { until } from '../../support/gateway.ts';

/** Who has the focus, in the words that a reader would say: `button Buy`, `main`, `textbox Token`. */
export async function focused(page: Page): Promise<string> {
  return await page.evaluate<string>(`(() => {
    const element = document.activeElement;
    const labelled = document.getElementById(element.getAttribute('aria-labelledby') ?? '');
    const name = element.getAttribute('aria-label')
      ?? labelled?.innerText
      ?? element.labels?.[0]?.firstChild?.textContent
      ?? (element.matches('a, button, h2') ? element.innerText : '');
    return (element.localName + ' ' + name).replace(/[\\u2066-\\u2069]/g, '').replace(/\\s+/g, ' ').trim();
  })()`);
}

/** Waits until the page has moved the focus there. */
export async function focusGoesTo(page: Page, wanted: RegExp): Promise<void> {
  let name = '';
  await until(async () => {
    name = await focused(page);
    return wanted.test(name);
  }, 30_000).catch(() => {
    throw new Error(`the focus is at ${name}, not at ${wanted}`);
  });
}

/** Presses Tab until it is there, as somebody without a mouse does. */
export async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const seen: string[] = [];
  for (let n = 0; n < 80; n += 1) {
    await page.keyboard.press(key);
    const name = await focused(page);
    if (wanted.test(name)) return;
    seen.push(name);
  }
  throw new Error(`no ${wanted} on the way: ${seen.join(', ')}`);
}

/** What the page says to whoever does not see it. */
export async function heard(page: Page, what: RegExp): Promise<void> {
  await page.locator('.unseen[aria-live=polite]').filter({ hasText: what }).waitFor({ state: 'attached' });
}
