// A small app that shows what Ingot gives an instance: its index, its environment, streaming, WebSockets and a graceful stop.
const http = require('node:http');
const express = require('express');
const { WebSocketServer } = require('ws');

const index = process.env.INSTANCE_INDEX ?? process.env.CF_INSTANCE_INDEX ?? '0';
const app = express();
app.disable('x-powered-by');
app.use((request, response, next) => {
  response.set('X-App-Instance', index);
  next();
});

app.get('/', (request, response) => {
  response.json({ message: 'Hello from Ingot', start: process.env.START_ID, index: Number(index), node: process.version, pid: process.pid });
});

// Names only: values may be secrets.
app.get('/env', (request, response) => response.json(Object.keys(process.env).sort()));

app.post('/echo', (request, response) => request.pipe(response));

app.get('/stream', async (request, response) => {
  response.type('text/plain');
  for (let line = 0; line < 10 && !response.destroyed; line++) {
    response.write(`line ${line}\n`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  response.end();
});

app.get('/crash', (request, response) => {
  response.status(202).end('going down\n', () => process.exit(1));
});

const server = http.createServer(app);
const sockets = new WebSocketServer({ server, path: '/ws' });
sockets.on('connection', (socket) => socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary })));

const port = Number(process.env.PORT ?? 8080);
server.listen(port, () => console.log(`instance ${index} listens on port ${port}`));

process.on('SIGTERM', () => {
  console.log('SIGTERM: finishing open requests');
  for (const socket of sockets.clients) socket.close(1001, 'stopping');
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
