import type { Page } from 'playwright-core';

/** Every element that is wider than its place: the page scrolls downwards only. */
export async function sideways(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(`
    [...document.querySelectorAll('body, body *')]
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .filter((element) => getComputedStyle(element).display !== 'inline')
      .concat(document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : [])
      .map(({ outerHTML }) => outerHTML.slice(0, 120))
  `);
}
