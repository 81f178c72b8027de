import { LinkChecker, LinkState } from 'linkinator';

/**
 * The links of a built site that lead nowhere, anchors too. Links to other sites are not followed.
 *
 * @param folder The site, with its `index.html`.
 */
export async function deadLinks(folder: string): Promise<readonly string[]> {
  const { links } = await new LinkChecker().check({
    path: folder,
    recurse: true,
    checkFragments: true,
    // On a busy machine some of a hundred at once are not answered.
    concurrency: 10,
    retryErrors: true,
    linksToSkip: async (url) => !/^http:\/\/(?:localhost|127\.0\.0\.1)[:/]/.test(url),
  });
  const dead = links
    .filter(({ state }) => state === LinkState.BROKEN)
    .map(({ url, parent }) => `${pathIn(folder, parent)}: ${pathIn(folder, url)}`);
  // The first page is met under two names.
  return [...new Set(dead)].sort();
}

/** The checker tells files, or addresses of the server that it starts for them. */
function pathIn(folder: string, place: string = ''): string {
  const file = place.replace(/^https?:\/\/[^/]+/, '').replace(folder, '');
  return file === '' || file === '/' ? '/index.html' : file;
}
