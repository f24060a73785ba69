package dev.ingot.controller.ratelimit.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.http.ErrorWriter;
import dev.ingot.controller.ratelimit.RateLimiter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** `X-RateLimit-*` on the answers of `/v3`, and 429 with `Retry-After` to who sent too many; only with `ingot.rate-limit.requests`, never to admins. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 30)
class RateLimitFilter extends OncePerRequestFilter {
  private final RateLimiter limiter;
  private final ErrorWriter errors;
  private final Clock clock;

  RateLimitFilter(RateLimiter limiter, ErrorWriter errors, Clock clock) {
    this.limiter = limiter;
    this.errors = errors;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
    var caller = Caller.find().filter(user -> user.kind() == Caller.Kind.USER && !user.admin());
    if (!limiter.enabled() || !request.getRequestURI().startsWith("/v3/") || caller.isEmpty()) {
      chain.doFilter(request, response);
      return;
    }
    var standing = limiter.count(caller.get().guid());
    response.setHeader("X-RateLimit-Limit", Integer.toString(standing.limit()));
    response.setHeader("X-RateLimit-Remaining", Integer.toString(Math.max(0, standing.remaining())));
    response.setHeader("X-RateLimit-Reset", Long.toString(standing.reset().getEpochSecond()));
    if (standing.remaining() >= 0) {
      chain.doFilter(request, response);
      return;
    }
    response.setHeader("Retry-After", Long.toString(Math.max(1, Duration.between(clock.instant(), standing.reset()).toSeconds())));
    errors.write(response, new ApiException(ErrorCode.RATE_LIMIT_EXCEEDED, "Rate Limit Exceeded"));
  }
}
