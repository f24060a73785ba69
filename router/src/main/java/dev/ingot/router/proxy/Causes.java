package dev.ingot.router.proxy;

import io.netty.channel.ConnectTimeoutException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in a few plain words why a connection failed. */
final class Causes {
  private Causes() {}

  static String of(@Nullable Throwable failure) {
    String message = failure == null || failure.getMessage() == null ? "" : failure.getMessage().toLowerCase(Locale.ROOT);
    return switch (failure) {
      case null -> "EOF";
      case ConnectTimeoutException e -> "dial timed out";
      case NoRouteToHostException e -> "no route to host";
      case ConnectException e -> message.contains("refused") ? "connection refused" : message.contains("unreachable") ? "network unreachable" : "cannot connect";
      default -> message.contains("reset") || message.contains("broken pipe") ? "connection reset"
          : message.contains("too many open files") ? "too many open files" : failure.getClass().getSimpleName();
    };
  }
}
