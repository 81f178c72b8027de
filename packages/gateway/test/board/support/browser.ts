import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const pictures = path.join(import.meta.dirname, '..', 'pictures');

/** CI installs the browser; a developer's machine may have none, and then says so. */
export const hasBrowser = existsSync(executablePath);
if (!hasBrowser && process.env['CI']) {
  throw new Error(`${executablePath} is missing: .ci/run installs it`);
}

export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 740 } };

/**
 * Where it is afternoon now: what a test wrote some hours ago is of the visitor's day and month, also where
 * the test runs just after midnight.
 */
const afternoon = (): string => (new Date().getUTCHours() < 12 ? 'Etc/GMT+12' : 'UTC');

let browser: Promise<Browser> | undefined;

/** One for all files: each visitor has a context of their own. It ends with the process. */
export function openBrowser(): Promise<Browser> {
  mkdirSync(pictures, { recursive: true });
  browser ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
  return browser;
}

/** One person's tab at the board, with storage of its own. */
export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Every error in the console, and everything thrown. */
  readonly complaints: readonly string[];
  signIn(token: string): Promise<void>;
  /** Kept for people to look at. */
  picture(name: string): Promise<void>;
}

export async function visit(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: afternoon(), ...options });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (line) => {
    if (line.type() === 'error') complaints.push(line.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return {
    page,
    complaints,
    signIn: async (token) => {
      await page.locator('#token').fill(token);
      await page.keyboard.press('Enter');
    },
    picture: async (name) => {
      // A picture, and whatever is checked after it, is of all of the page, and not of what is in sight.
      await page.evaluate(`{
        const all = new CSSStyleSheet();
        all.replaceSync('* { content-visibility: visible !important }');
        document.adoptedStyleSheets = [all];
      }`);
      const { width, height } = await page.evaluate<{ width: number; height: number }>(
        '({ width: innerWidth, height: Math.min(document.documentElement.scrollHeight, 2_400) })',
      );
      await page.screenshot({
        path: path.join(pictures, `${name}.png`),
        fullPage: true,
        clip: { x: 0, y: 0, width, height },
      });
    },
    [Symbol.asyncDispose]: async () => await context.close(),
  };
}
