// Signs in as the shop's owner, as an API client and as a browser.
import { OWNER } from './shops.ts'

export interface Owner {
  program: { authorization: string }
  browser: { cookie: string }
}

export async function signIn(port: number): Promise<Owner> {
  return { program: await asProgram(port), browser: await asBrowser(port) }
}

async function asProgram(port: number) {
  const answer = await fetch(`http://127.0.0.1:${port}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(OWNER),
  })
  const { accessToken } = (await answer.json()) as { accessToken: string }
  if (!accessToken) throw new Error(`Signing in answered ${answer.status}`)
  return { authorization: `Bearer ${accessToken}` }
}

async function asBrowser(port: number) {
  const url = `http://127.0.0.1:${port}/auth/login`
  const page = await fetch(url)
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? ''
  const cookies = cookiesOf(page)
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.join('; ') },
    body: new URLSearchParams({ ...OWNER, _csrf: token }),
  })
  if (answer.status !== 303) throw new Error(`Signing in answered ${answer.status}`)
  const session = cookiesOf(answer).filter((cookie) => !cookie.startsWith('flash='))
  return { cookie: [...new Set([...cookies, ...session])].join('; ') }
}

const cookiesOf = (answer: Response) =>
  answer.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] as string)
