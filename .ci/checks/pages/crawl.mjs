// Crawler: follows every link from the home page. Of pages that differ only in sorting or day it visits a few.
import { load } from 'cheerio'

/** Start addresses; the last ones are not linked. */
const STARTS = ['/', '/no-such-page', '/offline', '/setup']
const OF_EACH_KIND = 3

/** Returns `{ who, path, html }` of each page reachable from the start addresses and `more`. */
export async function crawl(shop, who, more = []) {
  const pages = []
  const seen = new Set()
  const kinds = new Map()
  const queue = [...STARTS, ...more]
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path)
    if (seen.has(path) || (kinds.get(kind) ?? 0) >= OF_EACH_KIND) continue
    seen.add(path)
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    const answer = await shop.fetch(path, who)
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    if (answer.status >= 500) throw new Error(`${path} answers ${answer.status} to the ${who}`)
    const html = isPage ? await answer.text() : await answer.body?.cancel()
    const location = answer.headers.get('location')
    if (location) queue.push(...within(shop, path, [location]))
    else if (html) {
      pages.push({ who, path, html })
      queue.push(...within(shop, path, linksOf(html)))
    }
  }
  console.log(`${pages.length} pages of ${kinds.size} kinds as the ${who}`)
  return pages
}

/** `/admin/orders/7?page=2` and `/admin/orders/8?page=3` are of one kind. */
function kindOf(path) {
  const { pathname, searchParams } = new URL(path, 'http://shop.test')
  const names = [...new Set(searchParams.keys())].sort().join('&')
  return `${pathname.replace(/[\w-]{20,}|\d+/g, ':')}?${names}`
}

function linksOf(html) {
  const $ = load(html)
  return $('a[href]')
    .map((_, link) => $(link).attr('href'))
    .get()
}

/** Links within the shop, without fragments; not streams, which never end, nor the API reader. */
const within = (shop, path, links) =>
  links
    .map((link) => new URL(link, shop.url + path))
    .filter(({ origin, pathname }) => origin === shop.url && !/^\/api\/|\/stream$/.test(pathname))
    .map(({ pathname, search }) => pathname + search)
