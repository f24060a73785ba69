package dev.ingot.controller.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * `X-Vcap-Request-Id` on every answer and in the log of its request: ours, behind the one the client or a proxy sent (`theirs::ours`), so that
 * an error somebody reports can be found.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class RequestIdFilter extends OncePerRequestFilter {
  private static final String HEADER = "X-Vcap-Request-Id";
  private static final Pattern SANE = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
    String theirs = request.getHeader(HEADER);
    String ours = UUID.randomUUID().toString();
    String id = theirs != null && SANE.matcher(theirs).matches() ? theirs + "::" + ours : ours;
    response.setHeader(HEADER, id);
    try (var _ = MDC.putCloseable("request", id)) {
      chain.doFilter(request, response);
    }
  }
}
