// Chromium for browser tests: one shared process, with error tracking in each window.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import tap, { type Test } from 'tap'
import { findChromium, launchChromium, NO_CHROMIUM } from '../../../scripts/chromium.ts'
import { closeTabs, openTab, releaseTabs } from './tabs.ts'

type BrowserTest = (t: Test, browser: Browser) => Promise<void>

let started: Promise<Browser> | undefined

/** One Chromium for all test files of this process. */
async function start(executablePath: string): Promise<Browser> {
  const browser = await launchChromium(executablePath)
  tap.teardown(() => browser.close())
  return browser
}

/** Returns a function that declares a browser test. Without Chromium each is skipped, with the reason. */
export async function browserTests(t: Test): Promise<(name: string, work: BrowserTest) => void> {
  const executablePath = findChromium()
  if (!executablePath) {
    console.error(`\n${NO_CHROMIUM} The tests with a browser are skipped.\n`)
    return (name) => void t.test(name, { skip: NO_CHROMIUM }, () => {})
  }
  started ??= start(executablePath)
  const browser = await started
  t.teardown(closeTabs)
  return (name, work) =>
    void t.test(name, async (t) => {
      t.teardown(() => releaseTabs(browser))
      await work(t, browser)
    })
}

export interface Window {
  page: Page
  /** Console errors, requests to other hosts, and responses that were faults. */
  faults: string[]
}

/** A window with its own cookies. */
export async function openWindow(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<Window> {
  const page = await openTab(browser, { url, options: { locale: 'en-GB', ...options } })
  const context = page.context()
  context.setDefaultTimeout(10_000)
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
