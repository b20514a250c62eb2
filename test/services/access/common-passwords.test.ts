// Common passwords and names: which ones are refused, and that passphrases are not.
import t from 'tap'
import { isCommonPassword, isNameAlone } from '../../../src/services/access/passwords/common.ts'

t.test('listed passwords are common, also with their usual variants', async (t) => {
  for (const password of [
    ...['password', 'PassWord', 'Password1', 'password2026!', 'P@ssw0rd', 'pa55word99'],
    ...['trustno1', 'sunshine', 'Sun Shine', 'dragon123', 'letmein!!', 'football 2026'],
    ...['October2026', 'summer26', 'Monday!!', 'ＰＡＳＳＷＯＲＤ'],
  ]) {
    t.ok(isCommonPassword(password), password)
  }
})

t.test('patterns of a keyboard are common', async (t) => {
  for (const password of [
    ...['12345678', '87654321', 'aaaaaaaa', 'abcabcabc', '12121212', 'abcdefgh1'],
    ...['qwertyuiop', 'qwertyasdfgh', 'poiuytrewq', '1qaz2wsx3edc', 'zxcvbnm123'],
  ]) {
    t.ok(isCommonPassword(password), password)
  }
})

t.test('several words, and what nobody lists, are not common', async (t) => {
  for (const password of [
    ...['velvet-hem-and-seven-buttons', 'correct horse battery', 'needle and silk 8'],
    ...[
      'gown by friday',
      'zlatan-und-knopf',
      'xkq83mvd',
      '針と糸と七つの釦',
      'my password is long',
    ],
  ]) {
    t.notOk(isCommonPassword(password), password)
  }
})

t.test('a name alone is refused, a sentence with it is not', async (t) => {
  const names = ['Needle & Thread', 'Rosa Lindqvist', 'rosa.lindqvist84']
  for (const password of [
    ...['Needle & Thread', 'needlethread', 'needle-thread-1', 'Rosa Lindqvist', 'lindqvist2026'],
    ...['L1ndqv1st!', 'rosa.lindqvist84', 'ROSALINDQVIST'],
  ]) {
    t.ok(isNameAlone(password, names), password)
  }
  for (const password of ['rosa sews velvet', 'a needle in hay', 'threadbare coat']) {
    t.notOk(isNameAlone(password, names), password)
  }
})
