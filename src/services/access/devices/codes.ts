// Enrolment codes: 8 characters typed by hand, without those that look alike (0 and O, 1, I and L).
import { randomInt } from 'node:crypto'

const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const LENGTH = 8

/** 39 random bits: enough for 15 minutes of throttled guesses. */
export const createCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')

/** In two groups, for reading it aloud. */
export const writtenCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** The code in what somebody typed. */
export const readCode = (typed: string): string => typed.toUpperCase().replaceAll(/[^0-9A-Z]/g, '')
