// App test fixture: the real app on its own database, with signed-in browsers and API clients.

import { rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash, type Options } from '@node-rs/argon2'
import { type CheerioAPI, load } from 'cheerio'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config/index.ts'
import { openDatabase } from '../../src/db/open.ts'
import type { Tier } from '../../src/schemas/access/tiers.ts'
import { createOwner } from '../../src/services/access/setup.ts'
import { createUser, type NewUser } from '../../src/services/access/users/index.ts'
import { change, SYSTEM } from '../../src/services/shared/change.ts'
import { ownDatabase } from './database/index.ts'

export const OWNER = {
  email: 'owner@shop.test',
  password: 'needle and thread 7',
  fullName: 'Ines Almeida',
}
export const PASSWORD = 'correct horse battery'

/** @param env further variables */
export async function testConfig(t: Test, env: NodeJS.ProcessEnv = {}): Promise<Config> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hemline-test-'))
  t.teardown(() => rmSync(dataDir, { recursive: true, force: true }))
  return loadConfig({ DATA_DIR: dataDir, ...(await ownDatabase(t, dataDir)), ...env })
}

/** The app on an empty database, closed when the test ends. */
export async function buildEmpty(t: Test, env: NodeJS.ProcessEnv = {}): Promise<FastifyInstance> {
  const config = await testConfig(t, env)
  const db = await openDatabase(config)
  const app = await buildApp({ config, db, strictViews: true, logger: faultsFor(t) })
  t.teardown(() => app.close())
  await app.ready()
  return app
}

/** A fault answers 500 without internals, so its stack is printed in the test's output. */
const faultsFor = (t: Test) => ({
  level: 'error',
  stream: { write: (line: string) => t.comment(JSON.parse(line).err?.stack ?? line) },
})

/** The app of a shop that is set up, with OWNER as its owner. */
export async function build(t: Test, env: NodeJS.ProcessEnv = {}): Promise<FastifyInstance> {
  const app = await buildEmpty(t, env)
  await addOwner(app)
  return app
}

/** The cheapest Argon2id; 2 is its number. */
const CHEAP: Options = { algorithm: 2, memoryCost: 8, timeCost: 1, parallelism: 1 }

export const cheapHash = (text: string): Promise<string> => hash(text, CHEAP)

const hashes = new Map<string, Promise<string>>()

/** A new user with a cheap hash: tests sign in thousands of times. */
export async function hashed({
  password,
  ...input
}: Omit<NewUser, 'passwordHash'> & { password: string }): Promise<NewUser> {
  const passwordHash = hashes.get(password) ?? cheapHash(password)
  hashes.set(password, passwordHash)
  return { ...input, passwordHash: await passwordHash }
}

/** Sets the shop up, with OWNER as its owner. */
export async function addOwner(app: FastifyInstance): Promise<void> {
  const owner = await hashed({ ...OWNER, role: 'admin' })
  await app.db.write((tx) => createOwner(change(tx, SYSTEM), owner))
}

type Inject = Omit<InjectOptions, 'headers'> & { headers?: Record<string, string> }
type Send = (options: Inject) => Promise<LightMyRequestResponse>

export interface Program {
  /** Sends a request with the bearer token; `payload` is sent as JSON. */
  send: Send
  get(url: string): Promise<LightMyRequestResponse>
  post(
    url: string,
    payload: object,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
  put(
    url: string,
    payload: object,
    headers?: Record<string, string>,
  ): Promise<LightMyRequestResponse>
  delete(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>
}

/** Adds an account and returns its credentials. */
export async function account(app: FastifyInstance, role: Tier, customerId?: number) {
  const email = `${role}-${crypto.randomUUID()}@shop.test`
  const fullName = `A ${role}`
  const user = await hashed({
    email,
    password: PASSWORD,
    fullName,
    role,
    customerId: customerId ?? null,
  })
  await app.db.write((tx) => createUser(change(tx, SYSTEM), user))
  return { email, password: PASSWORD }
}

/** A signed-in API client; the owner unless other credentials are given. */
export async function program(
  app: FastifyInstance,
  who: { email: string; password: string } = OWNER,
): Promise<Program> {
  const { email, password } = who
  const answer = await app.inject({
    method: 'POST',
    url: '/api/auth/login',
    payload: { email, password },
  })
  return withBearer(app, answer.json().accessToken)
}

/** An API client with an access token or an API key. */
export function withBearer(app: FastifyInstance, token: string): Program {
  const authorization = `Bearer ${token}`
  const send: Send = (options) =>
    app.inject({ ...options, headers: { authorization, ...options.headers } })
  return {
    send,
    get: (url) => send({ method: 'GET', url }),
    post: (url, payload, headers = {}) => send({ method: 'POST', url, payload, headers }),
    put: (url, payload, headers = {}) => send({ method: 'PUT', url, payload, headers }),
    delete: (url, headers = {}) => send({ method: 'DELETE', url, headers }),
  }
}

export interface Browser {
  /** Follows no redirects; keeps cookies. */
  get(url: string, headers?: Record<string, string>): Promise<Page>
  /** A fragment, as htmx asks for it. */
  fragment(url: string): Promise<Page>
  /** Posts a form without JavaScript; the CSRF token comes from the last page. */
  post(
    url: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Page>
  /** Any other request, with the cookies. */
  send(options: Inject): Promise<Page>
  cookies: Map<string, string>
}

export interface Page {
  status: number
  $: CheerioAPI
  location: string | undefined
  response: LightMyRequestResponse
}

const CSRF_FIELD = /<input type="hidden"\s+name="_csrf"\s+value="([^"]+)"/

/** The HTML is parsed when it is first asked for: of many answers only the status is. */
function pageOf(response: LightMyRequestResponse): Page {
  let parsed: CheerioAPI | undefined
  return {
    status: response.statusCode,
    location: response.headers.location,
    response,
    get $() {
      parsed ??= load(response.body)
      return parsed
    },
  }
}

const HTMX = { 'hx-request': 'true', 'hx-request-type': 'partial' }

/** A browser without JavaScript. */
export function browser(app: FastifyInstance): Browser {
  const cookies = new Map<string, string>()
  let csrf = ''

  async function send(options: Inject): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.inject({
      ...options,
      headers: { cookie, accept: 'text/html', ...options.headers },
    })
    for (const { name, value } of response.cookies) cookies.set(name, value)
    csrf = CSRF_FIELD.exec(response.body)?.[1] ?? csrf
    return pageOf(response)
  }

  return {
    cookies,
    send,
    get: (url, headers = {}) => send({ method: 'GET', url, headers }),
    fragment: (url) => send({ method: 'GET', url, headers: HTMX }),
    post: (url, fields = {}, headers = {}) =>
      send({
        method: 'POST',
        url,
        payload: new URLSearchParams({ _csrf: csrf, ...fields }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      }),
  }
}

export const AS_HTMX = HTMX

/** A browser signed in through the sign-in page; the owner unless other credentials are given. */
export async function signedIn(
  app: FastifyInstance,
  who: { email: string; password: string } = OWNER,
): Promise<Browser> {
  const visitor = browser(app)
  await visitor.get('/auth/login')
  const { email, password } = who
  const page = await visitor.post('/auth/login', { email, password })
  if (page.status !== 303) throw new Error(`Signing in answered ${page.status}`)
  await visitor.get('/profile')
  return visitor
}
