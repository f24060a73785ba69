package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Names;
import dev.ingot.controller.registry.RegistryAccess;
import dev.ingot.controller.registry.RegistryAccess.Caller;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * `GET /v2/token`: a token for what the caller asks and may (source: Docker's "Token Authentication Specification", which the
 * distribution-spec's clients follow). Scopes: `repository:<name>:<actions>`, actions `pull`, `push`, `delete`, `*`. What the caller may
 * not is left out of the token, as that specification wants it; the refusal comes with the request itself.
 */
public final class TokenDoor {
  /** Where it is. */
  static final String PATH = "/v2/token";
  private static final Pattern SCOPE = Pattern.compile("repository(?:\\([a-z0-9]+\\))?:([^:]{1,255}):([a-z*,]{0,100})");
  private static final int MAX_SCOPES = 20;

  private final Issuer issuer;
  private final Function<HttpServletRequest, String> origin;
  private final Clock clock;

  /** @param origin the origin a request used: scheme, host, port */
  public TokenDoor(Issuer issuer, Function<HttpServletRequest, String> origin, Clock clock) {
    this.issuer = issuer;
    this.origin = origin;
    this.clock = clock;
  }

  /** Makes tokens for the caller that is bound to the current request. */
  @FunctionalInterface
  public interface Issuer {
    /** @param service the registry's host @param access repository → actions */
    Issued issue(String service, Map<String, Set<String>> access);
  }

  /** A token and how many seconds it is good. */
  public record Issued(String token, long seconds) {}

  void answer(Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!request.getMethod().equals("GET")) {
      throw RegistryServlet.unsupported(request.getMethod());
    }
    Query query = Query.parse(request.getQueryString());
    Map<String, Set<String>> access = new LinkedHashMap<>();
    for (String scope : scopes(query)) {
      Matcher matcher = SCOPE.matcher(scope);
      if (!matcher.matches()) {
        throw new RegistryException(RegistryError.UNSUPPORTED_SCOPE, "A scope is repository:<name>:<actions>, actions are pull, push, delete or *");
      }
      grant(caller, matcher.group(1), new LinkedHashSet<>(List.of(matcher.group(2).split(","))), access);
    }
    Issued issued = issuer.issue(query.first("service").filter(service -> service.length() <= 255).orElse(service(request)), access);
    response.setHeader("Cache-Control", "no-store");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("token", issued.token());
    body.put("access_token", issued.token());
    body.put("expires_in", issued.seconds());
    body.put("issued_at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    Answers.json(response, 200, body);
  }

  /** The question a client gets with a 401. @param scope empty for none @param error empty for none */
  String challenge(HttpServletRequest request, String scope, String error) {
    return "Bearer realm=\"" + origin.apply(request) + PATH + "\",service=\"" + service(request) + "\""
        + (scope.isEmpty() ? "" : ",scope=\"" + scope + "\"") + (error.isEmpty() ? "" : ",error=\"" + error + "\"");
  }

  private String service(HttpServletRequest request) {
    return origin.apply(request).replaceFirst("^https?://", "");
  }

  private static List<String> scopes(Query query) {
    List<String> scopes = new ArrayList<>();
    for (String value : query.all("scope")) {
      for (String scope : value.split(" ")) {
        if (!scope.isEmpty()) {
          scopes.add(scope);
        }
      }
    }
    if (scopes.size() > MAX_SCOPES) {
      throw new RegistryException(RegistryError.UNSUPPORTED_SCOPE, "At most " + MAX_SCOPES + " scopes can be asked for at once");
    }
    return scopes;
  }

  private static void grant(Caller caller, String name, Set<String> asked, Map<String, Set<String>> access) {
    Names.checkRepository(name);
    RegistryAccess.Rights rights = caller.rights(name);
    Set<String> granted = access.computeIfAbsent(name, key -> new LinkedHashSet<>());
    boolean all = asked.contains("*");
    if (rights.read() && (all || asked.contains("pull"))) {
      granted.add("pull");
    }
    if (rights.read() && rights.write()) {
      if (all || asked.contains("push")) {
        granted.add("push");
      }
      if (all || asked.contains("delete")) {
        granted.add("delete");
      }
    }
  }
}
