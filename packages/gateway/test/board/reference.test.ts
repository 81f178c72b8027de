import { expect, test } from 'vitest';
import { openGateway } from '../support/gateway.ts';
import { openMarket } from '../support/market.ts';
import { hasBrowser, openBrowser, visit } from './support/browser.ts';

test.skipIf(!hasBrowser)(
  'the reference shows each operation of REST, and asks nobody else for anything',
  {
    timeout: 120_000,
  },
  async () => {
    await using market = await openMarket();
    await using gateway = await openGateway(market.addresses);
    const document = (await (await fetch(`${gateway.url}/v1/openapi.json`)).json()) as {
      readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary: string }>>>>;
    };
    const summaries = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ summary }) => summary),
    );
    expect(summaries.length).toBeGreaterThan(20);
    await using visitor = await visit(await openBrowser(), 'about:blank');
    const { page } = visitor;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(`${gateway.url}/reference.html`);
    const shown = page.locator('rapi-doc');
    await shown.getByText('numroute gateway').first().waitFor();
    const text = await page.evaluate<string>("document.querySelector('rapi-doc').shadowRoot.textContent");
    for (const summary of summaries) expect(text).toContain(summary);
    expect(asked.filter((url) => !url.startsWith(gateway.url))).toEqual([]);
    await visitor.picture('reference');
    expect(visitor.complaints).toEqual([]);
  },
);
