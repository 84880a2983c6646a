import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { KINGA_SHARED_DATA } = process.env;

/** Message definitions and statements of foreign banks, beside the checkout or in the folder that the environment names. */
export const ISO_DATA = KINGA_SHARED_DATA ? pathToFileURL(join(KINGA_SHARED_DATA, 'iso20022/')) : new URL('../../../../../shared/data/iso20022/', import.meta.url);

interface Xmllint {
  validateXML(options: { readonly xml: { readonly fileName: string; readonly contents: string }; readonly schema: readonly { readonly fileName: string; readonly contents: string }[] }): Promise<{ readonly valid: boolean; readonly errors: readonly { readonly message: string }[] }>;
}

/** Where it is not installed, what asks for it is skipped. */
async function xmllint(): Promise<Xmllint | undefined> {
  const name = 'xmllint-wasm';
  return (await import(name).catch(() => undefined)) as Xmllint | undefined;
}

/** What keeps messages from being checked against their definitions here; `undefined` where nothing does. */
export async function whyNoSchemas(): Promise<string | undefined> {
  if (!existsSync(ISO_DATA)) return `${ISO_DATA.pathname} is not here`;
  return (await xmllint()) ? undefined : 'xmllint-wasm is not installed';
}

/** What is wrong with a message by its definition, such as `pain.001.001.09`. */
export async function schemaFaults(message: string, definition: string): Promise<readonly string[]> {
  const lint = await xmllint();
  if (!lint) throw new Error('xmllint-wasm is not installed');
  const contents = await readFile(new URL(`${definition}.xsd`, ISO_DATA), 'utf8');
  const { valid, errors } = await lint.validateXML({ xml: { fileName: 'message.xml', contents: message }, schema: [{ fileName: `${definition}.xsd`, contents }] });
  return valid ? [] : errors.map(({ message: said }) => said);
}
