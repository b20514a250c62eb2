// Chromium finder, for browser tests and screenshots.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** The headless shell first: it has no windows, and a page costs half the processor time. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

export const NO_CHROMIUM =
  'No Chromium was found. Install one (Debian: apt-get install chromium), or name it in CHROMIUM_PATH.'

/**
 * Path of Chromium, or `undefined`. On CI it is installed if missing, so that nothing is skipped unnoticed.
 * @throws if CHROMIUM_PATH is invalid, and on CI if it cannot be installed
 */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH is "${named}", but nothing is there.`)
  }
  const found = [...PLACES, chromium.executablePath()].find((path) => path && existsSync(path))
  return found || process.env.CI !== 'true' ? found : install()
}

function install(): string {
  if (process.getuid?.() !== 0) throw new Error(NO_CHROMIUM)
  const apt = (...args: string[]) =>
    execFileSync('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { stdio: 'inherit' })
  apt('update')
  // Lighthouse needs the whole browser, the tests the shell.
  apt('install', '-y', '--no-install-recommends', 'chromium', 'chromium-headless-shell')
  return '/usr/bin/chromium-headless-shell'
}

const ARGUMENTS = [
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium's sandbox does not work as root, and here it opens only our own pages.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

export const launchChromium = (executablePath: string, ...more: string[]): Promise<Browser> =>
  chromium.launch({ executablePath, args: [...ARGUMENTS, ...more] })
