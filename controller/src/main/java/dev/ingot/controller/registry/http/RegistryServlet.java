package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Digests;
import dev.ingot.controller.registry.Names;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryAccess;
import dev.ingot.controller.registry.RegistryAccess.Caller;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.image.Digest;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import tools.jackson.databind.json.JsonMapper;

/**
 * `/v2/…` (OCI distribution-spec 1.1). A servlet of its own, beside Spring MVC: bodies are streamed and never parsed as forms. Checks who
 * calls and what they may, then hands over to the doors.
 */
public final class RegistryServlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServlet.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BASIC = "Basic realm=\"ingot\", charset=\"UTF-8\"";
  private static final String LOG_IN = "Log in with a platform user: docker login <this host> -u <user>";

  private final transient RegistryAccess access;
  private final transient @Nullable TokenDoor tokens;
  private final transient BlobDoor blobs;
  private final transient UploadDoor uploads;
  private final transient ManifestDoor manifests;

  /** @param tokens where clients get tokens; null = they are asked for a password with each request */
  public RegistryServlet(Registry registry, RegistryAccess access, @Nullable TokenDoor tokens) {
    this.access = access;
    this.tokens = tokens;
    this.blobs = new BlobDoor(registry);
    this.uploads = new UploadDoor(registry);
    this.manifests = new ManifestDoor(registry);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
    response.setHeader("Docker-Distribution-Api-Version", "registry/2.0");
    try {
      answer(request, response);
    } catch (RegistryException e) {
      fail(request, response, e);
    } catch (IOException | RuntimeException e) {
      if (response.isCommitted()) {
        throw e;
      }
      LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), e);
      response.reset();
      write(response, 500, "UNKNOWN", "The registry could not read or write its disk: see the controller's log");
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    Optional<Caller> caller = access.authenticate(Objects.requireNonNullElse(request.getHeader("Authorization"), ""));
    if (tokens != null && request.getRequestURI().equals(TokenDoor.PATH)) {
      tokens.answer(caller.orElseThrow(() -> new Unauthorized(BASIC, LOG_IN)), request, response);
      return;
    }
    RegistryPath path = RegistryPath.parse(request.getRequestURI());
    if (path.door() == RegistryPath.Door.PING) {
      caller.orElseThrow(() -> unauthorized(request, "", "", LOG_IN));
      Answers.json(response, 200, Map.of());
      return;
    }
    Names.checkRepository(path.name());
    Set<String> needed = needed(path, request.getMethod());
    String scope = "repository:" + path.name() + ":" + String.join(",", needed);
    RegistryAccess.Rights rights = authorize(caller.orElseThrow(() -> unauthorized(request, scope, "", LOG_IN)), path, needed);
    if (!rights.token().containsAll(needed)) {
      throw unauthorized(request, scope, "insufficient_scope", "Your token is not for this: ask for one with the scope " + scope);
    }
    hand(path.at(rights.repository()), caller.get(), request, response);
  }

  private void hand(RegistryPath path, Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
    switch (path.door()) {
      case BLOB -> blobs.answer(path, request, response);
      case UPLOADS -> uploads.open(path, caller, request, response);
      case UPLOAD -> uploads.answer(path, request, response);
      case MANIFEST -> manifests.answer(path, request, response);
      case TAGS -> manifests.tags(path, request, response);
      case REFERRERS -> manifests.referrers(path, request, response);
      case PING -> throw new IllegalStateException("answered above");
    }
  }

  /** What a token must be for, in the order clients know. */
  private static Set<String> needed(RegistryPath path, String method) {
    boolean upload = path.door() == RegistryPath.Door.UPLOAD || path.door() == RegistryPath.Door.UPLOADS;
    if (method.equals("DELETE") && !upload) {
      return new LinkedHashSet<>(List.of("delete"));
    }
    boolean reads = method.equals("GET") || method.equals("HEAD");
    return new LinkedHashSet<>(reads && !upload ? List.of("pull") : List.of("pull", "push"));
  }

  /** What the caller may not even read does not exist for them. */
  private static RegistryAccess.Rights authorize(Caller caller, RegistryPath path, Set<String> needed) {
    RegistryAccess.Rights rights = caller.rights(path.name());
    if (!rights.read()) {
      throw new RegistryException(RegistryError.NAME_UNKNOWN, "Repository " + path.name() + " does not exist, or you have no role that may read it");
    }
    if (!needed.equals(Set.of("pull")) && !rights.write()) {
      throw new RegistryException(RegistryError.DENIED, "You may read repository " + path.name() + " but not write it: ask for the role SpaceDeveloper");
    }
    return rights;
  }

  private Unauthorized unauthorized(HttpServletRequest request, String scope, String error, String message) {
    return new Unauthorized(tokens == null ? BASIC : tokens.challenge(request, scope, error), message);
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response, RegistryException e) throws IOException {
    if (response.isCommitted()) {
      throw new IOException(e);
    }
    LOG.atLevel(ordinary(request, e) ? Level.DEBUG : Level.INFO).log("{} {}: {} {}", request.getMethod(), request.getRequestURI(), e.error(), e.getMessage());
    if (e instanceof Unauthorized unauthorized) {
      response.setHeader("WWW-Authenticate", unauthorized.challenge);
    }
    write(response, e.error().status(), e.error().code(), e.getMessage());
  }

  /** Part of every push: the question whether something is there, and the first request, which has no token yet. */
  private static boolean ordinary(HttpServletRequest request, RegistryException e) {
    return e.error().status() == 404 && request.getMethod().equals("HEAD") || e instanceof Unauthorized && request.getHeader("Authorization") == null;
  }

  /** With how to prove who one is. */
  private static final class Unauthorized extends RegistryException {
    private final String challenge;

    Unauthorized(String challenge, String message) {
      super(RegistryError.UNAUTHORIZED, message);
      this.challenge = challenge;
    }
  }

  private static void write(HttpServletResponse response, int status, String code, String message) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("errors", List.of(Map.of("code", code, "message", message, "detail", Map.of()))));
    Answers.bytes(response, status, "application/json", body);
  }

  static Digest digest(Query query) {
    return Digests.parse(query.first("digest").orElseThrow(() ->
        new RegistryException(RegistryError.DIGEST_INVALID, "The query parameter digest is missing")));
  }

  static RegistryException unsupported(String method) {
    return new RegistryException(RegistryError.UNSUPPORTED, "The registry has no " + method + " here");
  }
}
