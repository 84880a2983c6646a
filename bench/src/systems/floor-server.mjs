import { createServer } from 'node:http';
import pg from 'pg';
import { floorStatements } from './floor-statements.mjs';
import { given, POOL_SIZE, ready } from './ready.mjs';

/** The floor: one prepared statement for each case, whose JSON goes from PostgreSQL to the client as it is. */
const { databaseUrl } = given();
const pool = new pg.Pool({ connectionString: databaseUrl, max: POOL_SIZE });

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => answer(request.url.slice(1), Buffer.concat(chunks).toString()).then(
    (json) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
      response.end(json);
    },
    (error) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(String(error));
    },
  ));
});

async function answer(name, body) {
  const { text, values } = floorStatements[name];
  const { rows } = await pool.query({ name, text, values: values(body) });
  return rows[0].j;
}

server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}/`));
