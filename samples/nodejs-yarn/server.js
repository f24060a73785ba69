// One page; the index of the instance is in a header.
const Koa = require('koa');

const app = new Koa();
app.use((context) => {
  context.set('X-App-Instance', process.env.CF_INSTANCE_INDEX ?? '0');
  context.body = 'Hello from Koa by Yarn\n';
});
const server = app.listen(Number(process.env.PORT ?? 8080));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
