/** All pages of a list, each asked for by where the one before it ended. */
export async function* everyPage<Page extends { readonly next: string | null }>(ask: (from: { readonly cursor?: string }) => Promise<Page>): AsyncGenerator<Page> {
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Page = await ask(cursor === undefined ? {} : { cursor });
    yield page;
    cursor = page.next;
  }
}
