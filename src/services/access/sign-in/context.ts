// What a check of a password takes, and the account that it finds.
import type { Reader } from '../../../db/database.ts'
import type { Tier } from '../../../schemas/access/tiers.ts'
import type { Change } from '../../shared/change.ts'
import type { SignInLimits } from './attempts.ts'
import type { Device } from './known-devices.ts'

export interface SignInContext {
  db: Reader
  write<Result>(work: (change: Change) => Promise<Result>): Promise<Result>
  limits: SignInLimits
  address: string
  /** The device cookie, if somebody signed in on this device before. */
  device: Device | null
  /** Decrypts the secrets of second factors. */
  secondFactorKey: Buffer
}

export interface Account {
  id: number
  email: string
  fullName: string
  role: Tier
  passwordHash: string
  isActive: number
}
