// Garment outlines on a sheet of 1200 by 1500 whose middle line is at 600; y grows downwards.
import type { Look } from './garments.ts'
import type { Frame } from './photo-light.ts'
import { mirrorOutline, withMirrorImage } from './photo-mirror.ts'

type Point = readonly [x: number, y: number]

export interface Shape {
  /** In drawing order: sleeves first. */
  parts: readonly string[]
  /** Folds: half widths and heights at top and bottom, and their number. */
  drape: { top: Point; bottom: Point; folds: number }
  seams: readonly string[]
  /** Darker areas: the inside of a neck, a pocket's mouth. */
  shadows?: readonly string[]
  buttons?: readonly Point[]
  trim?: readonly string[]
  /** Half width and height of the shoulders, where the hanger is; clips instead if narrow. */
  hanger: { width: number; y: number }
  /** Visible part of the sheet; all of it by default. */
  frame?: Frame
}

const GOWN: Shape = {
  parts: [
    mirrorOutline(
      '0 402 C34 350 70 262 92 214 L138 220 C132 290 130 330 158 372 C152 440 118 500 112 548 C132 700 300 1080 372 1352 C260 1392 120 1402 0 1404',
    ),
  ],
  drape: { top: [86, 560], bottom: [350, 1420], folds: 11 },
  seams: [
    'M488 548C550 566 650 566 712 548',
    withMirrorImage('70 330 C76 400 56 480 60 554'),
    'M236 1338C360 1376 840 1376 964 1338',
  ],
  hanger: { width: 128, y: 216 },
}

const JACKET: Shape = {
  parts: [
    withMirrorImage(
      '226 324 C276 340 290 430 294 520 C304 680 312 800 318 952 L226 966 C214 800 192 640 186 470 L226 324',
    ),
    mirrorOutline(
      '0 292 L74 262 C140 288 200 304 238 336 C216 400 206 450 202 500 C186 600 180 640 188 720 C202 840 212 940 216 1030 C150 1050 70 1054 0 1056',
    ),
  ],
  drape: { top: [150, 520], bottom: [190, 1060], folds: 4 },
  shadows: ['M527 264L600 620L673 264L600 292Z'],
  seams: [
    'M526 264L470 420L512 438L490 470L596 680L606 1054',
    'M674 264L730 420L688 438L710 470L604 680',
    withMirrorImage('76 860 L182 848'),
    withMirrorImage('78 884 L184 872'),
    'M676 520L744 510',
    withMirrorImage('228 940 L314 926'),
    withMirrorImage('206 345 C192 420 188 450 190 500'),
  ],
  buttons: [
    [4, 706],
    [4, 800],
    [266, 900],
    [-266, 900],
  ],
  hanger: { width: 214, y: 318 },
  frame: [160, 130, 880],
}

const SHIRT: Shape = {
  parts: [
    withMirrorImage(
      '218 314 C276 334 296 420 306 520 C318 660 322 780 324 900 L240 910 C224 760 198 620 186 470 L218 314',
    ),
    mirrorOutline(
      '0 300 L72 262 C140 284 190 296 228 322 C206 400 200 440 200 500 C200 640 204 780 214 960 C190 1040 110 1080 0 1084',
    ),
  ],
  drape: { top: [130, 420], bottom: [180, 1090], folds: 6 },
  shadows: ['M546 270C570 250 630 250 654 270L600 330Z'],
  seams: [
    'M528 262L520 352L600 326L680 352L672 262',
    'M586 330V1080M616 330V1080',
    withMirrorImage('238 838 L324 828'),
    withMirrorImage('204 330 C190 410 186 450 190 500'),
    'M656 500H740V600L698 616L656 600Z',
  ],
  buttons: [
    [0, 372],
    [0, 480],
    [0, 590],
    [0, 700],
    [0, 810],
    [0, 920],
  ],
  hanger: { width: 206, y: 306 },
  frame: [150, 120, 900],
}

const TROUSERS: Shape = {
  parts: [
    mirrorOutline(
      '0 332 L146 328 C172 420 190 520 192 620 C190 900 176 1160 166 1380 C130 1392 90 1394 52 1388 C44 1140 28 860 0 650',
    ),
  ],
  drape: { top: [120, 520], bottom: [150, 1390], folds: 4 },
  seams: [
    'M454 376C540 388 660 388 746 376',
    'M600 382V560C590 590 576 600 560 604',
    withMirrorImage('98 400 C104 700 112 1100 112 1388'),
    withMirrorImage('104 382 C120 440 150 470 176 480'),
    withMirrorImage('52 1352 L167 1346'),
  ],
  buttons: [[6, 356]],
  hanger: { width: 132, y: 330 },
  frame: [90, 150, 1020],
}

const SKIRT: Shape = {
  parts: [mirrorOutline('0 352 L124 346 C166 470 262 900 330 1206 C220 1236 100 1244 0 1246')],
  drape: { top: [112, 400], bottom: [318, 1250], folds: 14 },
  seams: ['M474 398C540 408 660 408 726 398', 'M284 1180C400 1214 800 1214 916 1180'],
  buttons: [[104, 372]],
  hanger: { width: 108, y: 348 },
  frame: [100, 150, 1000],
}

const KAFTAN: Shape = {
  parts: [
    mirrorOutline(
      '0 300 C30 296 50 270 64 250 C180 280 300 330 424 420 C440 540 438 640 428 742 C350 740 280 716 224 668 C226 900 256 1180 284 1376 C190 1402 90 1408 0 1410',
    ),
  ],
  drape: { top: [140, 460], bottom: [260, 1420], folds: 9 },
  seams: [withMirrorImage('196 320 C206 440 214 560 224 668'), 'M600 430V1408'],
  trim: [
    'M536 252C552 286 572 304 592 308V640H608V308C628 304 648 286 664 252',
    withMirrorImage('408 424 C424 540 422 640 412 736'),
    'M320 1352C420 1386 780 1386 880 1352',
  ],
  hanger: { width: 196, y: 312 },
  frame: [75, 135, 1050],
}

export const SHAPES: Record<Look, Shape> = {
  gown: GOWN,
  jacket: JACKET,
  shirt: SHIRT,
  trousers: TROUSERS,
  skirt: SKIRT,
  kaftan: KAFTAN,
}
