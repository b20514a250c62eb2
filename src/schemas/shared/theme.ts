// Color themes: the shop's default, and each user's choice.
import type { Static } from '@sinclair/typebox'
import { OneOf } from '../common.ts'

export const THEMES = ['system', 'light', 'dark'] as const
export const Theme = OneOf(THEMES, { title: 'Appearance' })
export type Theme = Static<typeof Theme>
