// Writes the SQL that turns letters of other scripts into Latin ones, out of the tables of the package any-ascii (ISC).
// Run it when a later version of them is wanted, and put what it writes into a new migration:
//   npm install --prefix /tmp/any-ascii any-ascii@0.3.3
//   node scripts/transliteration-sql.mjs /tmp/any-ascii/node_modules/any-ascii/any-ascii.js
import { pathToFileURL } from 'node:url';

const { default: anyAscii } = await import(pathToFileURL(process.argv[2]).href);

/** Blocks with letters that names are written in: first and last code point. Hangul syllables and Han have their own ways. */
const BLOCKS = {
  'Latin with marks': [0x00aa, 0x024f], 'Latin of phonetics': [0x0250, 0x02af], Greek: [0x0370, 0x03ff], Cyrillic: [0x0400, 0x052f],
  Armenian: [0x0531, 0x0587], Hebrew: [0x05d0, 0x05f2], Arabic: [0x0620, 0x06d5], Syriac: [0x0710, 0x072f], 'Arabic, more': [0x0750, 0x077f],
  Thaana: [0x0780, 0x07b1], "N'Ko": [0x07ca, 0x07ea],
  Devanagari: [0x0900, 0x097f], Bengali: [0x0980, 0x09ff], Gurmukhi: [0x0a00, 0x0a7f], Gujarati: [0x0a80, 0x0aff], Odia: [0x0b00, 0x0b7f],
  Tamil: [0x0b80, 0x0bff], Telugu: [0x0c00, 0x0c7f], Kannada: [0x0c80, 0x0cff], Malayalam: [0x0d00, 0x0d7f], Sinhala: [0x0d80, 0x0ddf],
  Thai: [0x0e01, 0x0e4e], Lao: [0x0e81, 0x0edf], Tibetan: [0x0f40, 0x0fbc], Myanmar: [0x1000, 0x109f], Georgian: [0x10a0, 0x10ff],
  Ethiopic: [0x1200, 0x138f], Khmer: [0x1780, 0x17d3], Mongolian: [0x1820, 0x18aa], 'Georgian, capitals': [0x1c90, 0x1cbf], 'Latin, Vietnamese and more': [0x1e00, 0x1eff],
  'Greek, ancient': [0x1f00, 0x1fff], Tifinagh: [0x2d30, 0x2d67], 'Ethiopic, more': [0x2d80, 0x2dde], Kana: [0x3041, 0x30fe], Vai: [0xa500, 0xa62b], Adlam: [0x1e900, 0x1e943],
};

/** Where a name is read otherwise than any-ascii has it, which leaves out what has no sound of its own. */
const NAMES = {
  ا: 'a', أ: 'a', إ: 'i', آ: 'a', ٱ: 'a', ع: 'a', ة: 'a', ى: 'a', ء: '', ئ: 'y', ؤ: 'w', ـ: '',
  // The sound of these is sh and s; any-ascii tells them apart by letters that no one writes in a name.
  श: 'sh', ष: 'sh', শ: 'sh', ষ: 'sh', શ: 'sh', ષ: 'sh', ச: 's', ஶ: 'sh',
};

const letter = (code) => {
  const character = String.fromCodePoint(code);
  return NAMES[character] ?? anyAscii(character).toLowerCase().replace(/[^a-z]/g, '');
};

const lines = Object.entries(BLOCKS).map(([name, [first, last]]) => {
  const letters = Array.from({ length: last - first + 1 }, (_, index) => letter(first + index) || '""');
  return `    when code between ${first} and ${last} then ('{${letters.join()}}'::text[])[code - ${first - 1}] -- ${name}`;
});
console.log(`-- A letter's Latin ones, by code point; null where there are none. Written by scripts/transliteration-sql.mjs out of the tables of
-- any-ascii 0.3.3, with a few readings of our own. Of any-ascii:
--   ISC License. Copyright (c) 2020-2025, Hunter WB <hunterwb.com>
--   Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the
--   above copyright notice and this permission notice appear in all copies.
--   THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF
--   MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY
--   DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION,
--   ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.
create function matching.latin_letter(code integer) returns text language sql immutable parallel safe as $$
  select case
    when code < 128 then chr(code)
    -- Marks over and under letters, joiners, and what stands for an apostrophe.
    when code between 768 and 879 or code between 8203 and 8207 or code in (699, 700, 8216, 8217) then ''
    -- A Hangul syllable is its consonant, vowel and final, counted.
    when code between 44032 and 55203 then
      ('{g,kk,n,d,tt,r,m,b,pp,s,ss,"",j,jj,ch,k,t,p,h}'::text[])[(code - 44032) / 588 + 1]
      || ('{a,ae,ya,yae,eo,e,yeo,ye,o,wa,wae,oe,yo,u,wo,we,wi,yu,eu,ui,i}'::text[])[(code - 44032) % 588 / 28 + 1]
      || ('{"",k,k,k,n,n,n,t,l,k,m,l,l,l,p,l,m,p,p,t,t,ng,t,t,k,t,p,t}'::text[])[(code - 44032) % 28 + 1]
${lines.join('\n')}
    -- Han stays as it is: it is found by itself only.
    when code between 13312 and 40959 or code between 131072 and 210000 then chr(code)
  end
$$;`);
