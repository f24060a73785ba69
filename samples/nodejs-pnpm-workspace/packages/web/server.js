// One page; what it says comes from the other package.
import { serve } from '@hono/node-server';
import { greeting } from '@sample/greeting';
import { Hono } from 'hono';

const app = new Hono();
app.get('/', (context) => context.text(greeting(), 200, { 'X-App-Instance': process.env.CF_INSTANCE_INDEX ?? '0' }));
const server = serve({ fetch: app.fetch, port: Number(process.env.PORT ?? 8080) });
process.on('SIGTERM', () => server.close(() => process.exit(0)));
