import type { Page } from 'playwright-core';

/** Every element that is wider than its place: the page scrolls downwards only. */
export async function sideways(page: Page): Promise<readonly string[]> {
  return await page.evaluate<string[]>(`
    [...document.querySelectorAll('body, body *')]
      // What is drawn has its own place, and is cut off where that ends.
      .filter((element) => element instanceof HTMLElement)
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 1 && scrollWidth > clientWidth + 1)
      .filter((element) => getComputedStyle(element).display !== 'inline')
      .concat(document.documentElement.scrollWidth > innerWidth ? [document.documentElement] : [])
      .map(({ outerHTML }) => outerHTML.slice(0, 120))
  `);
}
