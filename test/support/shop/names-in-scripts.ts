// Names and items in many scripts, with the searches that must find them.

interface Script {
  script: string
  name: string
  item: string
  /** Searches that find the name. */
  names: string[]
  /** Searches that find the item. */
  items: string[]
  /** Similar names, which the whole name must not find. */
  others?: string[]
}

export const SCRIPTS: Script[] = [
  {
    script: 'Latin',
    name: 'Zoë Strauß-O’Dwyer',
    item: 'Châle “Ivoire” en soie',
    names: ['zoe strauss', "O'DWYER", 'o´dwyer zoe', 'Strauß‑O’Dwyer', 'strauss\u00a0 zoë'],
    items: ['chale', 'soie châle', 'IVOIRE  en', '"ivoire"'],
  },
  {
    script: 'Turkish',
    name: 'İpek Işık',
    item: 'İPEK ŞAL',
    names: ['ipek', 'IŞIK', 'ısik ipek', 'İPEK'],
    items: ['ipek sal', 'şal İpek'],
  },
  {
    script: 'Vietnamese',
    name: 'Nguyễn Thị Hương',
    item: 'Áo dài lụa',
    names: ['nguyen thi huong', 'Hương Nguyễn', 'Nguyễn'.normalize('NFD')],
    items: ['ao dai', 'lụa dài'],
  },
  {
    script: 'Greek',
    name: 'Γιώργος Παπαδόπουλος',
    item: 'Μεταξωτό φόρεμα',
    names: ['γιωργος', 'ΠΑΠΑΔΟΠΟΥΛΟΣ', 'Παπαδόπουλος Γιώργος'],
    items: ['φορεμα', 'ΜΕΤΑΞΩΤΟ'],
  },
  {
    script: 'Cyrillic',
    name: 'Семён Юрьев',
    item: 'Шёлковый шарф',
    names: ['семен', 'ЮРЬЕВ СЕМЁН', 'Семён'.normalize('NFD')],
    items: ['шелковый', 'шарф  шёлковый'],
  },
  {
    script: 'Arabic',
    name: 'أَحْمَد إبراهيم',
    item: 'فستان حريـــر',
    names: ['احمد', 'ابراهيم أحمد', 'أحمد'],
    items: ['حرير', 'حرير فستان'],
  },
  {
    script: 'Persian',
    name: 'علی می\u200cرزایی',
    item: 'روسری ابریشمی',
    names: ['علي', 'میرزایی', 'ميرزايي علی'],
    items: ['روسري', 'ابریشمی'],
  },
  {
    script: 'Hebrew',
    name: 'שָׁרָה כהן',
    item: 'שמלת כלה',
    names: ['שרה', 'כהן שרה'],
    items: ['כלה'],
  },
  {
    script: 'Devanagari',
    name: 'रीमा शर्मा',
    item: 'रेशमी दुपट्टा',
    names: ['रीमा', 'शर्मा रीमा'],
    items: ['दुपट्टा', 'दुपट्टा रेशमी'],
    others: ['राम शर्मा', 'रमा शर्मा'],
  },
  {
    script: 'Bengali',
    name: 'রমা সেন',
    item: 'রেশমি শাড়ি',
    names: ['রমা', 'সেন রমা'],
    items: ['শাড়ি'],
    others: ['রাম সেন'],
  },
  { script: 'Gurmukhi', name: 'ਸਿਮਰਨ ਕੌਰ', item: 'ਰੇਸ਼ਮੀ ਸੂਟ', names: ['ਸਿਮਰਨ', 'ਕੌਰ'], items: ['ਸੂਟ'] },
  {
    script: 'Gujarati',
    name: 'મીના પટેલ',
    item: 'રેશમી સાડી',
    names: ['મીના'],
    items: ['સાડી'],
    others: ['માના પટેલ'],
  },
  {
    script: 'Tamil',
    name: 'மீனா குமார்',
    item: 'பட்டு புடவை',
    names: ['மீனா'],
    items: ['புடவை பட்டு'],
    others: ['மானா குமார்'],
  },
  {
    script: 'Telugu',
    name: 'సీత రావు',
    item: 'పట్టు చీర',
    names: ['సీత'],
    items: ['చీర'],
    others: ['సాత రావు'],
  },
  {
    script: 'Sinhala',
    name: 'ශ්\u200dරී ලංකා',
    item: 'සේද සාරිය',
    names: ['ශ්රී', 'ලංකා'],
    items: ['සාරිය'],
  },
  {
    script: 'Thai',
    name: 'สมชาย มีสุข',
    item: 'ผ้าไหมสีแดง',
    names: ['สมชาย', 'ชาย', 'มีสุข สมชาย', 'สุข'],
    items: ['ไหม', 'ผ้า', 'สี'],
    others: ['สมชาย มาสุข'],
  },
  { script: 'Lao', name: 'ສົມສັກ ແກ້ວ', item: 'ຜ້າໄໝ', names: ['ສົມສັກ', 'ສັກ'], items: ['ໄໝ'] },
  { script: 'Khmer', name: 'សុខា ចាន់', item: 'សំពត់សូត្រ', names: ['សុខា'], items: ['សូត្រ'] },
  { script: 'Myanmar', name: 'အောင်မင်း', item: 'ပိုးထည်', names: ['အောင်', 'မင်း'], items: ['ပိုး'] },
  {
    script: 'Chinese',
    name: '王小明',
    item: '红色丝绸围巾',
    names: ['王小明', '小明', '王', '明', '王 小明'],
    items: ['丝绸', '围巾 丝绸', '丝', '巾'],
    others: ['李大华'],
  },
  {
    script: 'Japanese',
    name: '山田　太郎',
    item: 'ガウンの裾上げ',
    names: ['山田太郎', '太郎 山田', '田太', '郎'],
    items: ['ｶﾞｳﾝ', '裾上げ', '裾', 'ガウ'],
    others: ['山本 花子'],
  },
  {
    script: 'Korean',
    name: '김철수',
    item: '실크 스카프',
    names: ['김철수', '철수', '김', '김 철수', '김철수'.normalize('NFD')],
    items: ['스카프 실크', '실크', '실크스카프'],
    others: ['기철수'],
  },
  {
    script: 'Georgian',
    name: 'ნინო ბერიძე',
    item: 'აბრეშუმის შარფი',
    names: ['ნინო', 'ბერიძე ნინო'],
    items: ['შარფი'],
  },
  {
    script: 'Armenian',
    name: 'Անի Պետրոսյան',
    item: 'Մետաքսե շարֆ',
    names: ['անի', 'ՊԵՏՐՈՍՅԱՆ'],
    items: ['շարֆ'],
  },
  { script: 'Amharic', name: 'ሰላም በቀለ', item: 'የሐር ቀሚስ', names: ['ሰላም', 'በቀለ'], items: ['ቀሚስ'] },
]
