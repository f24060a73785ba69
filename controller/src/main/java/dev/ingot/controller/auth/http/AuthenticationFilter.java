package dev.ingot.controller.auth.http;

import dev.ingot.api.error.ApiException;
import dev.ingot.api.error.ErrorCode;
import dev.ingot.controller.auth.Caller;
import dev.ingot.controller.auth.JoinToken;
import dev.ingot.controller.auth.Logins;
import dev.ingot.controller.auth.Robots;
import dev.ingot.controller.auth.Scopes;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.http.ErrorWriter;
import dev.ingot.controller.listing.db.DatabaseErrors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls and binds the {@link Caller} while the request is handled. Doors:
 *
 * <ul>
 * <li>`/v3`, `/log-cache`, `/networking`, `/routing`: a bearer token, else 401 (their info documents are open), with a scope to read or write
 * <li>the marketplace (`/v3/service_offerings`, `/v3/service_plans`): a bearer token or none
 * <li>`/internal`: basic auth `cell:<join token>` (health is open)
 * <li>`/v2`, `/git`: basic auth with a user's password, a client's secret or the join token, or a bearer token (in `/v2` also one for the
 *     registry); without them the request goes on as nobody and the door itself asks for credentials
 * <li>all else: a good bearer token is bound, a bad one is ignored; the door decides
 * </ul>
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
class AuthenticationFilter extends OncePerRequestFilter {
  private static final Set<String> OPEN = Set.of("/v3", "/v3/", "/v3/info", "/v3/openapi.json", "/internal/health", "/log-cache/api/v1/info", "/log-cache/v1/info");
  /** Open to those who are not logged in, but a token that is shown must be a good one. */
  private static final Set<String> MARKETPLACE = Set.of("/v3/service_offerings", "/v3/service_plans");
  private static final List<String> BEARER = List.of("/v3", "/log-cache", "/networking", "/routing");
  private static final String REGISTRY = "/v2";
  private static final List<String> PASSWORD = List.of(REGISTRY, "/git");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final String CELL = "cell";

  private final Tokens tokens;
  private final Logins logins;
  private final Robots robots;
  private final JoinToken join;
  private final ErrorWriter errors;

  AuthenticationFilter(Tokens tokens, Logins logins, Robots robots, JoinToken join, ErrorWriter errors) {
    this.tokens = tokens;
    this.logins = logins;
    this.robots = robots;
    this.join = join;
    this.errors = errors;
  }

  @Override
  protected boolean shouldNotFilterAsyncDispatch() {
    return false;
  }

  @Override
  protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain) throws IOException, ServletException {
    Optional<Caller> caller;
    try {
      caller = authenticate(request);
    } catch (ApiException e) {
      errors.write(response, e);
      return;
    } catch (RuntimeException e) {
      errors.write(response, unforeseen(e));
      return;
    }
    if (caller.isEmpty()) {
      chain.doFilter(request, response);
    } else {
      proceedAs(caller.get(), request, response, chain);
    }
  }

  private static void proceedAs(Caller caller, HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      caller.<Exception>run(() -> chain.doFilter(request, response));
    } catch (IOException | ServletException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
  }

  private Optional<Caller> authenticate(HttpServletRequest request) {
    String path = request.getRequestURI();
    String authorization = request.getHeader("Authorization");
    if (OPEN.contains(path) || authorization == null && MARKETPLACE.contains(path)) {
      return Optional.empty();
    }
    if (below(path, List.of("/internal"))) {
      return Optional.of(BasicCredentials.of(authorization).filter(this::joins).map(credentials -> Caller.CELL)
          .orElseThrow(() -> new ApiException(ErrorCode.NOT_AUTHENTICATED, "Authentication error: this door needs the join token")));
    }
    if (below(path, BEARER)) {
      return Optional.of(scoped(required(authorization), READING.contains(request.getMethod())));
    }
    if (below(path, PASSWORD)) {
      boolean registry = below(path, List.of(REGISTRY));
      boolean reads = registry && READING.contains(request.getMethod());
      return BasicCredentials.of(authorization).map(credentials -> password(credentials, ClientAddress.of(request)))
          .orElseGet(() -> bearer(authorization).flatMap(token -> tokens.caller(token)
              .or(() -> registry ? tokens.registry(token).map(Tokens.ForRegistry::caller) : Optional.empty()))).map(caller -> scoped(caller, reads));
    }
    return bearer(authorization).flatMap(tokens::caller);
  }

  private Caller required(@Nullable String authorization) {
    if (authorization == null) {
      throw new ApiException(ErrorCode.NOT_AUTHENTICATED, "Authentication error");
    }
    return bearer(authorization).flatMap(tokens::caller)
        .orElseThrow(() -> new ApiException(ErrorCode.INVALID_AUTH_TOKEN, "Invalid Auth Token"));
  }

  // A token that a program got to know its user by (`openid`) is none for the API.
  private static Caller scoped(Caller caller, boolean reads) {
    if (caller.kind() == Caller.Kind.CELL || caller.admin() || caller.scopes().contains(reads ? Scopes.READ : Scopes.WRITE)
        || reads && (caller.scopes().contains(Caller.ADMIN_READ_ONLY) || caller.scopes().contains(Caller.GLOBAL_AUDITOR))) {
      return caller;
    }
    throw new ApiException(ErrorCode.INSUFFICIENT_SCOPE, "Your token lacks the necessary scopes to access this resource.");
  }

  private Optional<Caller> password(BasicCredentials credentials, @Nullable String address) {
    // git and docker know only passwords: an access token may stand in for one.
    return joins(credentials) ? Optional.of(Caller.CELL)
        : tokens.caller(credentials.password()).or(() -> robots.is(credentials.name())
            ? robots.caller(credentials.name(), credentials.password(), address) : logins.caller(credentials.name(), credentials.password(), address));
  }

  private boolean joins(BasicCredentials credentials) {
    return credentials.name().equals(CELL) && join.matches(credentials.password());
  }

  private static Optional<String> bearer(@Nullable String authorization) {
    return authorization != null && authorization.regionMatches(true, 0, "bearer ", 0, 7)
        ? Optional.of(authorization.substring(7).strip()) : Optional.empty();
  }

  private static boolean below(String path, List<String> doors) {
    return doors.stream().anyMatch(door -> path.equals(door) || path.startsWith(door + "/"));
  }

  private static ApiException unforeseen(RuntimeException e) {
    return DatabaseErrors.translate(e).orElseGet(() -> {
      LoggerFactory.getLogger(AuthenticationFilter.class).error("authentication failed for a reason nobody foresaw", e);
      return new ApiException(ErrorCode.SERVER_ERROR, "An unknown error occurred. The controller's log says more.", e);
    });
  }
}
