// Device cookies: devices on which an account signed in before, signed so that nobody can forge them. They grant no
// access, but exempt a known device from lockouts caused by strangers' guesses.
import { dictionary } from '../../../lib/dictionary.ts'
import { createSecret, hashSecret } from '../../../lib/secrets.ts'

export interface Device {
  id: string
  /** By account id, a fingerprint of the password hash at sign-in. */
  accounts: Record<string, string>
}

interface DeviceAccount {
  id: number
  passwordHash: string
}

/** A shared tablet is used by all employees; a cookie holds about 4,000 characters. */
const MOST_ACCOUNTS = 20

/** Fingerprint of the salted password hash: a new password invalidates it on other devices. */
export const fingerprintOf = ({ passwordHash }: Pick<DeviceAccount, 'passwordHash'>) =>
  hashSecret(passwordHash).slice(0, 22)

export const hasSignedIn = (device: Device | null, account: DeviceAccount | undefined): boolean =>
  account !== undefined && device?.accounts[account.id] === fingerprintOf(account)

export function addAccount(device: Device | null, account: DeviceAccount): Device {
  const otherAccounts = Object.entries(device?.accounts ?? {}).filter(
    ([id]) => id !== `${account.id}`,
  )
  const recentAccounts = otherAccounts.slice(0, MOST_ACCOUNTS - 1)
  return {
    id: device?.id ?? createSecret(),
    accounts: Object.fromEntries([...recentAccounts, [account.id, fingerprintOf(account)]]),
  }
}

/** Parses a device cookie; null if invalid. */
export function readDevice(text: string): Device | null {
  try {
    const { id, accounts } = JSON.parse(text) as Partial<Device>
    if (typeof id !== 'string' || typeof accounts !== 'object' || accounts === null) return null
    return { id, accounts: dictionary(accounts) }
  } catch {
    return null
  }
}
