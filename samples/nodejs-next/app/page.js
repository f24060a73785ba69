import Counter from './counter';

export const dynamic = 'force-dynamic';

export default function Page() {
  return (
    <main>
      <h1>Hello from Ingot</h1>
      <p>Rendered by instance {process.env.CF_INSTANCE_INDEX ?? '0'} at {new Date().toISOString()}</p>
      <Counter />
    </main>
  );
}
