// A real Chromium for the tests that need one: the one of this computer, found where systems keep it.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Test } from 'tap'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const NONE =
  'No Chromium was found, so the tests with a browser are skipped. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.'

/** Where Chromium is, or undefined. @throws when CHROMIUM_PATH names none, and on CI when there is none */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH is "${named}", but nothing is there.`)
  }
  const found = [...PLACES, chromium.executablePath()].find((path) => path && existsSync(path))
  if (found || process.env.CI !== 'true') return found
  return install()
}

/** On CI nothing may be skipped unseen. */
function install(): string {
  if (process.getuid?.() !== 0) throw new Error(NONE)
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { stdio: 'inherit' })
  apt('update')
  apt('install', '-y', '--no-install-recommends', 'chromium')
  return '/usr/bin/chromium'
}

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium's sandbox does not work for root, and in a test it only meets our own pages.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

type BrowserTest = (t: Test, browser: Browser) => Promise<void>

/**
 * Starts Chromium for the tests of a file, and answers how to write one. Without a Chromium each is skipped, with
 * the reason.
 */
export async function browserTests(t: Test): Promise<(name: string, work: BrowserTest) => void> {
  const executablePath = findChromium()
  if (!executablePath) {
    console.error(`\n${NONE}\n`)
    return (name) => void t.test(name, { skip: NONE }, () => {})
  }
  const browser = await chromium.launch({ executablePath, args: ARGUMENTS })
  t.teardown(() => browser.close())
  return (name, work) => void t.test(name, (t) => work(t, browser))
}

export interface Window {
  page: Page
  /** What a visitor would never be told: errors of the console, other hosts, answers that were faults. */
  faults: string[]
}

/** A window of its own, with its own cookies. */
export async function openWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const context = await browser.newContext({ baseURL: url, locale: 'en-GB', ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) faults.push(`asked ${request.url()}`)
  })
  context.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.status()} at ${answer.url()}`)
  })
  return { page, faults }
}
