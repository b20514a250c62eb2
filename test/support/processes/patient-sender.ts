// API client with retries: sends each request until it is answered, also while processes are killed.
import { setTimeout as pause } from 'node:timers/promises'
import { OWNER } from '../app.ts'

export interface Answer {
  status: number
  body: Record<string, unknown>
}

export interface Sender {
  headers: { authorization: string }
  /** Sends a request to one address, and to the next when it is cut, refused as busy, or timed out. */
  send(at: number, path: string, body: object, key: string): Promise<Answer>
}

export async function signedInAt(urls: string[]): Promise<Sender> {
  const { email, password } = OWNER
  const login = await fetch(`${urls[0]}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  const { accessToken } = (await login.json()) as { accessToken: string }
  const headers = { authorization: `Bearer ${accessToken}` }
  const send: Sender['send'] = async (at, path, body, key) => {
    for (let tries = 0; ; tries++) {
      const answer = await fetch(`${urls[(at + tries) % urls.length]}${path}`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      }).catch(() => null)
      // A proxy that lost its upstream cannot know whether the request was carried out.
      const isCut = answer === null || [502, 503, 504].includes(answer.status)
      if (!isCut) return { status: answer.status, body: (await answer.json()) as Answer['body'] }
      if (tries > 100) throw new Error(`No answer of ${path}`)
      await pause(20)
    }
  }
  return { headers, send }
}
