// A worker in a process of its own, which a test may kill. Vite reads our TypeScript with its decorators.
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const vite = await createServer({ root, logLevel: 'error', appType: 'custom', server: { middlewareMode: true, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } });
const { work } = await vite.ssrLoadModule('/core/test/write/testing/worker.ts');
await work(process.argv[2]);
process.send?.('working');
