import { NextResponse } from 'next/server';

export function proxy() {
  const response = NextResponse.next();
  response.headers.set('X-App-Instance', process.env.CF_INSTANCE_INDEX ?? '0');
  return response;
}
