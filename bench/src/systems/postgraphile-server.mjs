import { createServer } from 'node:http';
import { postgraphile } from 'postgraphile';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { given, POOL_SIZE, ready } from './ready.mjs';

/** PostGraphile 5 with its own preset for production: node:http, no watching, no explaining, no settings per request. */
const { databaseUrl } = given();
const preset = {
  extends: [PostGraphileAmberPreset],
  // It would leave out relations whose index is partial, such as a person's enrolments.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString: databaseUrl, schemas: ['people', 'programmes'], poolConfig: { max: POOL_SIZE } })],
  grafserv: { watch: false, graphiql: false, maxRequestLength: 1_000_000 },
  grafast: { explain: false },
};
const serv = postgraphile(preset).createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}/graphql`));
