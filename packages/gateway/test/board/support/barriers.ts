import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** What keeps somebody out of the page as it is now, by axe. */
export async function barriers(page: Page): Promise<readonly string[]> {
  // Evaluated by the test's own hand, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async () => await (globalThis as never as { axe: typeof axe }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
