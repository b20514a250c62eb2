// Follows every link from the front door. Of pages that differ only in which order or which day they show, a few.
import { load } from 'cheerio'

/** Where a crawler starts; the last ones have no link. */
const STARTS = ['/', '/no-such-page', '/offline', '/setup']
const OF_EACH_KIND = 3

/** Answers `{ who, path, html }` of each page that somebody reaches from the front door, and from `more`. */
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

/** Of the shop itself, without the part after #; streams never end, and the API's reader is not ours. */
const within = (shop, path, links) =>
  links
    .map((link) => new URL(link, shop.url + path))
    .filter(({ origin, pathname }) => origin === shop.url && !/^\/api\/|\/stream$/.test(pathname))
    .map(({ pathname, search }) => pathname + search)
