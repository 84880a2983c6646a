import iconv from 'iconv-lite';
import { z } from 'zod';

/** References have 32 characters. */
const REFERENCE_WIDTH = 32;

const shape = {
  /** Name of the column, where the file has headings. */
  heading: z.string().min(1).max(100).optional(),
  /** How many characters it has; of files of fixed width. */
  width: z.number().int().min(1).max(1000).optional(),
  align: z.enum(['left', 'right']).default('left'),
  /** What fills the width. */
  pad: z.string().length(1).default(' '),
};

function column<F extends string>(fields: readonly [F, ...F[]]) {
  return z
    .object({ ...shape, field: z.enum(fields), value: z.string().max(200).optional() })
    .strict()
    .superRefine(({ field, value, width }, ctx) => {
      if ((field === 'literal') !== (value !== undefined)) ctx.addIssue({ code: 'custom', path: ['value'], message: field === 'literal' ? 'a literal column has a value' : 'only a literal column has a value' });
      if (field === 'reference' && width !== undefined && width < REFERENCE_WIDTH) ctx.addIssue({ code: 'custom', path: ['width'], message: `a reference has ${REFERENCE_WIDTH} characters` });
    });
}

const paymentColumn = column(['reference', 'payee', 'account', 'amount', 'currency', 'run', 'batch', 'date', 'literal']);
const edgeColumn = column(['literal', 'run', 'batch', 'key', 'date', 'count', 'total', 'currency']);
const answerColumn = column(['reference', 'amount', 'status', 'reason', 'literal', 'ignored']);
const answerEdge = column(['literal', 'count', 'total', 'ignored']);

const codes = z.array(z.string().min(1).max(50)).default([]);

/** A channel by files of a bank's own form, as a deployment's settings describe it. */
export const fileChannelSettings = z
  .object({
    kind: z.literal('file'),
    description: z.string().min(1).max(200).default('Writes a file in the form of the bank for each batch, and takes one back'),
    /** The kinds of payment accounts that it pays into; any where left out. */
    accountKinds: z.array(z.enum(['BANK', 'WALLET', 'CASH_POINT'])).min(1).optional(),
    extension: z.string().regex(/^[a-z0-9]{1,8}$/, 'is no ending of a file').default('txt'),
    layout: z.enum(['delimited', 'fixed']),
    delimiter: z.string().length(1).default(','),
    /** Of texts and their files; every name that iconv knows, such as utf-8, windows-1252, iso-8859-15. */
    encoding: z.string().refine((name) => iconv.encodingExists(name), 'is no encoding that is known').default('utf-8'),
    lineEnd: z.enum(['crlf', 'lf']).default('crlf'),
    /** `minor`: in the currency's smallest unit, without a point. */
    amounts: z.enum(['point', 'comma', 'minor']).default('point'),
    dates: z.enum(['YYYY-MM-DD', 'YYYYMMDD', 'DDMMYYYY', 'DD/MM/YYYY']).default('YYYY-MM-DD'),
    /** `latin`: names by the letters that look like them. */
    characters: z.enum(['latin', 'any']).default('any'),
    /** Whether columns are named in the first line. */
    headings: z.boolean().default(false),
    header: z.array(edgeColumn).min(1).optional(),
    columns: z.array(paymentColumn).min(1).max(50),
    trailer: z.array(edgeColumn).min(1).optional(),
    answer: z
      .object({
        headings: z.boolean().default(false),
        header: z.array(answerEdge).min(1).optional(),
        columns: z.array(answerColumn).min(1).max(50),
        trailer: z.array(answerEdge).min(1).optional(),
        /** What the bank writes in the column `status`. `underWay` says nothing of a payment; what stands in no list is told as unreadable. */
        statuses: z.object({ paid: codes.refine((list) => list.length > 0, 'needs one'), returned: codes, underWay: codes }).strict(),
      })
      .strict(),
  })
  .strict()
  .superRefine((settings, ctx) => {
    const lists = [['header'], ['columns'], ['trailer'], ['answer', 'header'], ['answer', 'columns'], ['answer', 'trailer']] as const;
    for (const path of lists) {
      const list = (path.length === 1 ? settings[path[0]] : settings.answer[path[1]]) ?? [];
      list.forEach(({ width, heading }, index) => {
        if (settings.layout === 'fixed' && width === undefined) ctx.addIssue({ code: 'custom', path: [...path, index, 'width'], message: 'every column of a file of fixed width has one' });
        const named = path.at(-1) === 'columns' && (path.length === 1 ? settings.headings : settings.answer.headings);
        if (named && heading === undefined) ctx.addIssue({ code: 'custom', path: [...path, index, 'heading'], message: 'every column of a file with headings has one' });
      });
    }
    const needs = (list: readonly { readonly field: string }[], path: readonly string[], fields: readonly string[]): void => {
      for (const field of fields) if (!list.some((each) => each.field === field)) ctx.addIssue({ code: 'custom', path: [...path], message: `needs a column ${field}` });
    };
    needs(settings.columns, ['columns'], ['reference', 'amount']);
    needs(settings.answer.columns, ['answer', 'columns'], ['reference', 'status']);
    const { statuses } = settings.answer;
    const all = [...statuses.paid, ...statuses.returned, ...statuses.underWay];
    if (new Set(all).size < all.length) ctx.addIssue({ code: 'custom', path: ['answer', 'statuses'], message: 'one code means one thing' });
    if (settings.layout === 'delimited' && /["\r\n]/.test(settings.delimiter)) ctx.addIssue({ code: 'custom', path: ['delimiter'], message: 'cannot be a quotation mark or the end of a line' });
  });

export type FileChannelSettings = z.infer<typeof fileChannelSettings>;
export type FileColumn = { readonly field: string; readonly value?: string | undefined; readonly width?: number | undefined; readonly align: 'left' | 'right'; readonly pad: string; readonly heading?: string | undefined };
