import { existsSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import pkg from '../../package.json' with { type: 'json' };
import type { Names } from './names.js';
import type { Workspace } from './workspace.js';

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;

export function packageJson(names: Names, packageName: string): string {
  return json({
    name: packageName,
    version: '0.1.0',
    description: `${names.Words} of persons`,
    type: 'module',
    kinga: { id: names.id, requires: { people: `^${pkg.version}` } },
    exports: {
      '.': { development: './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist', 'migrations', 'locales', 'operations'],
    dependencies: { [pkg.name]: pkg.version },
  });
}

/** Settings that decorators need, where the workspace has no base of its own. */
const STANDALONE = {
  target: 'es2023', module: 'nodenext', moduleResolution: 'nodenext', strict: true, experimentalDecorators: true, emitDecoratorMetadata: true,
  useDefineForClassFields: false, resolveJsonModule: true, skipLibCheck: true, composite: true, declaration: true, sourceMap: true,
};

export function moduleTsconfig({ root }: Workspace, directory: string): string {
  const up = relative(directory, root).split(sep).join('/');
  const base = existsSync(join(root, 'tsconfig.base.json'));
  const out = { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' };
  return json({
    ...(base && { extends: `${up}/tsconfig.base.json` }),
    compilerOptions: base ? out : { ...STANDALONE, ...out },
    include: ['src'],
    ...(existsSync(join(root, 'plugin-sdk/tsconfig.json')) && { references: [{ path: `${up}/plugin-sdk` }] }),
  });
}

/** The workspace's tsconfig.json with one more reference; undefined where there is no place for it. */
export function withReference(text: string, path: string): string | undefined {
  const found = /("references"\s*:\s*\[)([\s\S]*?)(\s*\])/.exec(text);
  if (!found) return undefined;
  const [whole, start = '', entries = '', end = ''] = found;
  const entry = `{ "path": ${JSON.stringify(path)} }`;
  const indent = /\n\s*/.exec(entries)?.[0] ?? ' ';
  return text.replace(whole, () => `${start}${entries.trimEnd()}${entries.trim() === '' ? '' : ','}${indent}${entry}${end}`);
}

/** A deployment's configuration with one more module; undefined where its list isn't written out. */
export function withModule(file: string, packageName: string): string | undefined {
  const text = readFileSync(file, 'utf8');
  const found = /(\bmodules\s*:\s*\[)([^\]]*?)(,?\s*\])/.exec(text);
  if (!found) return undefined;
  const [whole, start = '', entries = '', end = ''] = found;
  const lastLine = /\n\s*(?=\S[^\n]*$)/.exec(entries)?.[0];
  const separator = entries.trim() === '' ? '' : `,${lastLine ?? ' '}`;
  return text.replace(whole, () => `${start}${entries.trimEnd()}${separator}'${packageName}'${end}`);
}
