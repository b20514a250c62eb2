// Fuzzer: sends invalid requests to every API route and every form, and reports faults.
import { connect } from 'node:net'
import fc from 'fast-check'
import type { Document } from '../../src/plugins/openapi/answers.ts'
import { apiRequests, type Wish } from './api-requests.ts'
import { formRequests } from './form-requests.ts'
import { type Account, type Sender, senderOf } from './people.ts'

export interface FuzzOptions {
  base: string
  accounts: readonly Account[]
  requests: number
  seed: number
}

export interface FuzzReport {
  sent: number
  /** Number of responses by status. */
  answers: Record<number, number>
  /** Number of 401 responses to senders who had signed in: with many, the fuzz tests nothing but the sign-in. */
  signedOut: number
  /** Requests answered with 500, or not at all. */
  faults: string[]
}

/** Above this share of 401 responses, some sender has lost its session early. */
export const isSignedOut = ({ signedOut, sent }: FuzzReport): boolean => signedOut > sent / 20

const AT_ONCE = 8

export async function fuzz({ base, accounts, requests, seed }: FuzzOptions): Promise<FuzzReport> {
  const document = (await (await fetch(`${base}/api/openapi.json`)).json()) as Document
  const senders: Sender[] = []
  for (const account of [null, ...accounts]) senders.push(await senderOf(base, account))
  const report: FuzzReport = { sent: 0, answers: {}, signedOut: 0, faults: [] }
  const share = Math.ceil(requests / senders.length / 2)
  for (const [at, sender] of senders.entries()) {
    const sampled = { numRuns: share, seed: seed + at }
    const wishes = [
      ...fc.sample(apiRequests(document), sampled).map((wish) => ({ wish, isProgram: true })),
      ...fc.sample(formRequests(sender.forms), sampled).map((wish) => ({ wish, isProgram: false })),
    ].sort((one, other) => Number(canSignOut(other.wish)) - Number(canSignOut(one.wish)))
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (let next = wishes.pop(); next; next = wishes.pop()) {
        await send(base, sender, next.wish, next.isProgram, report)
      }
    })
    await Promise.all(lanes)
  }
  return report
}

/** Changes of accounts, which may end the session of a sender: sent last, as wishes are taken from the end. */
const canSignOut = ({ method, path }: Wish) => method !== 'GET' && /\/(users|profile)\b/.test(path)

async function send(
  base: string,
  sender: Sender,
  { method, path, body, headers = {} }: Wish,
  isProgram: boolean,
  report: FuzzReport,
): Promise<void> {
  const who: Record<string, string> = isProgram
    ? sender.token === null
      ? {}
      : { authorization: `Bearer ${sender.token}` }
    : { cookie: sender.cookie, accept: 'text/html', origin: base }
  const label = `${sender.name}: ${method} ${path} ${String(body ?? '').slice(0, 600)}`
  report.sent += 1
  if (Buffer.isBuffer(body) && report.sent % 3 === 0)
    await breakOff(base, { method, path, body, headers: { ...headers, ...who } })
  try {
    const answer = await fetch(base + path, {
      method,
      headers: { ...headers, ...who },
      redirect: 'manual',
      ...(body !== undefined && { body }),
    })
    await answer.arrayBuffer()
    report.answers[answer.status] = (report.answers[answer.status] ?? 0) + 1
    if (answer.status === 500) report.faults.push(label)
    if (answer.status === 401 && sender.token && !/\/auth\//.test(path)) report.signedOut += 1
  } catch (error) {
    report.faults.push(`${label}: ${error} ${(error as Error).cause ?? ''}`)
  }
}

/** Announces a longer body than it sends, and disconnects: no response is expected, only that the server runs on. */
function breakOff(base: string, { method, path, body = '', headers = {} }: Wish): Promise<void> {
  const { hostname, port } = new URL(base)
  const lines = Object.entries({ host: `${hostname}:${port}`, ...headers }).map((pair) =>
    pair.join(': '),
  )
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: ${body.length + 99}\r\n\r\n`
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(head)
      socket.write(body, () => socket.destroy())
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve())
  })
}
