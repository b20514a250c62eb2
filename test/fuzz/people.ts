// Senders of the fuzzer: owner, staff, customer and visitor, each as API client and as browser.
import { load } from 'cheerio'
import { type FoundForm, formsIn } from './form-requests.ts'

export interface Sender {
  name: string
  /** Access token of the API client. */
  token: string | null
  /** Session cookie of the browser. */
  cookie: string
  forms: FoundForm[]
}

export interface Account {
  name: string
  email: string
  password: string
}

const START = [
  '/',
  '/auth/login',
  '/auth/register',
  '/track-order',
  '/orders',
  '/profile',
  '/admin',
]

const MOST_PAGES = 100

/** Signs in as API client and as browser, and reads the forms of all pages. */
export async function senderOf(base: string, account: Account | null): Promise<Sender> {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const ask = async (path: string, options: RequestInit = {}) => {
    const headers = { cookie: cookie(), accept: 'text/html', ...options.headers }
    const answer = await fetch(base + path, { redirect: 'manual', ...options, headers })
    for (const set of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      cookies.set(name, value)
    }
    return answer
  }
  const page = load(await (await ask('/auth/login')).text())
  if (account) {
    const { email, password } = account
    const _csrf = String(page('input[name=_csrf]').first().val())
    const body = new URLSearchParams({ _csrf, email, password })
    const { status } = await ask('/auth/login', { method: 'POST', body })
    if (status !== 303) throw new Error(`Signing in as ${account.name} answered ${status}`)
  }
  const forms = await formsOf(async (path) => {
    const answer = await ask(path)
    const html = await answer.text()
    return answer.status === 200 ? html : ''
  }, !account)
  const token = account && (await tokenOf(base, account))
  return { name: account?.name ?? 'nobody', token, cookie: cookie(), forms }
}

/** Follows links, one of each kind: `/admin/orders/7` is of the kind of `/admin/orders/1`. */
async function formsOf(read: (path: string) => Promise<string>, isVisitor: boolean) {
  const forms: FoundForm[] = []
  const seen = new Set<string>()
  const waiting = [...START]
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = path.replace(/\?.*/, '').replace(/\d+/g, '#')
    if (seen.has(kind) || seen.size === MOST_PAGES) continue
    seen.add(kind)
    const html = await read(path)
    forms.push(...formsIn(html, isVisitor))
    const $ = load(html)
    for (const link of $('a[href^="/"]').toArray()) waiting.push($(link).attr('href') ?? '/')
  }
  return forms
}

async function tokenOf(base: string, { email, password }: Account): Promise<string> {
  const answer = await fetch(`${base}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  return ((await answer.json()) as { accessToken: string }).accessToken
}
