// A process that uses the server of the folder that it is given, until it is killed or told to stop.
import { startEmbedded } from '../embedded.ts';

const server = await startEmbedded({ dataDir: process.argv[2], log: () => undefined, ...(process.argv[3] === undefined ? {} : { systemFolders: [process.argv[3]] }) });
process.on('message', () => void server.stop().then(() => process.exit(0)));
process.send({ pid: server.pid, port: server.port, owned: server.owned });
