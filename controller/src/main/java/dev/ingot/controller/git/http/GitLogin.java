package dev.ingot.controller.git.http;

import dev.ingot.controller.auth.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks git for a user name and password: git sends none before it is asked. */
final class GitLogin extends HttpFilter {
  @Override
  protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
    if (Caller.find().isPresent()) {
      chain.doFilter(request, response);
      return;
    }
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.setHeader("WWW-Authenticate", "Basic realm=\"ingot\", charset=\"UTF-8\"");
    response.setContentType("text/plain;charset=UTF-8");
    response.getOutputStream().write("Log in with your platform user; an access token works as password\n".getBytes(StandardCharsets.UTF_8));
  }
}
