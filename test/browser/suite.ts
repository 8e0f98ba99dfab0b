import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { buildPages, findChromium, launch } from './pages.js';
import { openProduct, type Product } from './product.js';

/** The product on a loopback port, with the pages as they are, and a browser: whole once the suite's own set-up begins. */
export interface Site extends Product {
  readonly browser: Browser;
}

/** A suite in a real browser; skipped aloud where there is none. */
export function inBrowser(name: string, specs: (site: Site) => void): void {
  const chromium = findChromium();
  if (!chromium) process.stderr.write(`SKIPPED: ${name} (no chromium on the PATH; install it, or set CHROMIUM_PATH)\n`);
  (chromium ? describe : describe.skip)(name, () => {
    const site = {} as Site;
    const closing: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      const pages = await buildPages();
      closing.push(() => rm(pages, { recursive: true, force: true }));
      const product = await openProduct(pages);
      closing.push(() => product.close());
      const browser = await launch(chromium!);
      closing.push(() => browser.close());
      Object.assign(site, product, { browser });
    }, 300_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    specs(site);
  });
}
