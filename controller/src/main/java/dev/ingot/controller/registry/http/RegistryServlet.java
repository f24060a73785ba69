package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Digest;
import dev.ingot.controller.registry.Names;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryAccess;
import dev.ingot.controller.registry.RegistryAccess.Caller;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * `/v2/…` (OCI distribution-spec 1.1). A servlet of its own, beside Spring MVC: bodies are streamed and never parsed as forms. Checks who
 * calls and what they may, then hands over to the doors.
 */
public final class RegistryServlet extends HttpServlet {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryServlet.class);
  private static final JsonMapper JSON = new JsonMapper();

  private final transient RegistryAccess access;
  private final transient BlobDoor blobs;
  private final transient UploadDoor uploads;
  private final transient ManifestDoor manifests;

  public RegistryServlet(Registry registry, RegistryAccess access) {
    this.access = access;
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
    if (caller.isEmpty()) {
      throw new RegistryException(RegistryError.UNAUTHORIZED, "Log in with a platform user: docker login <this host> -u <user>");
    }
    RegistryPath path = RegistryPath.parse(request.getRequestURI());
    if (path.door() == RegistryPath.Door.PING) {
      Answers.json(response, 200, Map.of());
      return;
    }
    Names.checkRepository(path.repository());
    authorize(caller.get(), path, request.getMethod());
    switch (path.door()) {
      case BLOB -> blobs.answer(path, request, response);
      case UPLOADS -> uploads.open(path, caller.get(), request, response);
      case UPLOAD -> uploads.answer(path, request, response);
      case MANIFEST -> manifests.answer(path, request, response);
      case TAGS -> manifests.tags(path, request, response);
      case REFERRERS -> manifests.referrers(path, request, response);
      case PING -> throw new IllegalStateException("answered above");
    }
  }

  /** What the caller may not even read does not exist for them. */
  private static void authorize(Caller caller, RegistryPath path, String method) {
    boolean reads = method.equals("GET") || method.equals("HEAD");
    boolean upload = path.door() == RegistryPath.Door.UPLOAD || path.door() == RegistryPath.Door.UPLOADS;
    if (!caller.mayRead(path.repository())) {
      throw new RegistryException(RegistryError.NAME_UNKNOWN, "Repository " + path.repository() + " does not exist, or you have no role that may read it");
    }
    if ((!reads || upload) && !caller.mayWrite(path.repository())) {
      throw new RegistryException(RegistryError.DENIED, "You may read repository " + path.repository() + " but not write it: ask for the role SpaceDeveloper");
    }
  }

  private static void fail(HttpServletRequest request, HttpServletResponse response, RegistryException e) throws IOException {
    if (response.isCommitted()) {
      throw new IOException(e);
    }
    LOG.info("{} {}: {} {}", request.getMethod(), request.getRequestURI(), e.error(), e.getMessage());
    if (e.error() == RegistryError.UNAUTHORIZED) {
      response.setHeader("WWW-Authenticate", "Basic realm=\"ingot\", charset=\"UTF-8\"");
    }
    write(response, e.error().status(), e.error().code(), e.getMessage());
  }

  private static void write(HttpServletResponse response, int status, String code, String message) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("errors", List.of(Map.of("code", code, "message", message, "detail", Map.of()))));
    Answers.bytes(response, status, "application/json", body);
  }

  static Digest digest(Query query) {
    return Digest.parse(query.first("digest").orElseThrow(() ->
        new RegistryException(RegistryError.DIGEST_INVALID, "The query parameter digest is missing")));
  }

  static RegistryException unsupported(String method) {
    return new RegistryException(RegistryError.UNSUPPORTED, "The registry has no " + method + " here");
  }
}
