// A real Chromium for the tests that need one.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import tap, { type Test } from 'tap'
import { findChromium, launchChromium, NO_CHROMIUM } from '../../scripts/chromium.ts'

type BrowserTest = (t: Test, browser: Browser) => Promise<void>

let started: Promise<Browser> | undefined

/** One Chromium for all test files of this process: it starts with the first and ends with the last. */
async function start(executablePath: string): Promise<Browser> {
  const browser = await launchChromium(executablePath)
  tap.teardown(() => browser.close())
  return browser
}

/** Answers how to write a test with Chromium. Without one each is skipped, with the reason. */
export async function browserTests(t: Test): Promise<(name: string, work: BrowserTest) => void> {
  const executablePath = findChromium()
  if (!executablePath) {
    console.error(`\n${NO_CHROMIUM} The tests with a browser are skipped.\n`)
    return (name) => void t.test(name, { skip: NO_CHROMIUM }, () => {})
  }
  started ??= start(executablePath)
  const browser = await started
  return (name, work) =>
    void t.test(name, async (t) => {
      t.teardown(() => closeWindows(browser))
      await work(t, browser)
    })
}

/** What stays open goes on to ask the shop, and takes time from the tests that follow. */
const closeWindows = (browser: Browser) =>
  Promise.all(browser.contexts().map((context) => context.close()))

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
