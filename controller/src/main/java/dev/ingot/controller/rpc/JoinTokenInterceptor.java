package dev.ingot.controller.rpc;

import dev.ingot.controller.auth.JoinToken;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import org.springframework.stereotype.Component;

/** Lets in who shows `authorization: Bearer <join token>`. */
@Component
class JoinTokenInterceptor implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION = Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
  private static final String BEARER = "Bearer ";

  private final JoinToken token;

  JoinTokenInterceptor(JoinToken token) {
    this.token = token;
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String value = headers.get(AUTHORIZATION);
    if (value != null && value.startsWith(BEARER) && token.matches(value.substring(BEARER.length()))) {
      return next.startCall(call, headers);
    }
    call.close(Status.UNAUTHENTICATED.withDescription("this door needs `authorization: Bearer <join token>`: is join.token.file the controller's own?"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
