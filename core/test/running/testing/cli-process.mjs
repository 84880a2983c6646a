// `kinga` in a process of its own. Vite reads our TypeScript with its decorators.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const vite = await createServer({ root, logLevel: 'error', appType: 'custom', server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } });
const { runProgram } = await vite.ssrLoadModule('/core/src/cli/program.ts');
const streams = { write: (text) => void process.stdout.write(text), writeError: (text) => void process.stderr.write(text), watched: false };
const code = await runProgram(process.argv.slice(2), { version: '0', cwd: process.cwd(), streams });
await vite.close();
process.exit(code);
