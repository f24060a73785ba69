package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Digests;
import dev.ingot.controller.registry.Names;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryAccess;
import dev.ingot.controller.registry.RegistryAccess.Caller;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.image.Digest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** `/v2/<name>/blobs/uploads/…`: in one request, streamed, in chunks, or mounted from another repository. */
final class UploadDoor {
  private final Registry registry;

  UploadDoor(Registry registry) {
    this.registry = registry;
  }

  void open(RegistryPath path, Caller caller, HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!request.getMethod().equals("POST")) {
      throw RegistryServlet.unsupported(request.getMethod());
    }
    Query query = Query.parse(request.getQueryString());
    Optional<Digest> mounted = query.first("mount").map(Digests::parse);
    if (mounted.isPresent() && mount(path, mounted.get(), query.first("from"), caller)) {
      created(path, mounted.get(), response);
      return;
    }
    String algorithm = algorithm(query);
    Optional<Digest> announced = query.first("digest").map(Digests::parse);
    String id = registry.openUpload(path.repository(), announced.map(Digest::algorithm).orElse(algorithm));
    if (announced.isPresent()) {
      finish(path.repository(), id, null, request, announced.get());
      created(path, announced.get(), response);
    } else {
      progress(path, id, 0, 202, response);
    }
  }

  void answer(RegistryPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    String repository = path.repository();
    String id = path.argument();
    switch (request.getMethod()) {
      case "GET", "HEAD" -> progress(path, id, registry.uploadSize(repository, id), 204, response);
      case "PATCH" -> {
        long size = registry.append(repository, id, start(request), request.getContentLengthLong(), request.getInputStream());
        progress(path, id, size, 202, response);
      }
      case "PUT" -> {
        Digest digest = RegistryServlet.digest(Query.parse(request.getQueryString()));
        registry.finishUpload(repository, id, start(request), request.getContentLengthLong(), request.getInputStream(), digest);
        created(path, digest, response);
      }
      case "DELETE" -> {
        registry.cancelUpload(repository, id);
        Answers.empty(response, 204);
      }
      default -> throw RegistryServlet.unsupported(request.getMethod());
    }
  }

  /** A POST with digest is one request: whatever fails, no session stays behind. */
  private void finish(String repository, String id, @Nullable Long from, HttpServletRequest request, Digest digest) throws IOException {
    try {
      registry.finishUpload(repository, id, from, request.getContentLengthLong(), request.getInputStream(), digest);
    } catch (IOException | RuntimeException e) {
      try {
        registry.cancelUpload(repository, id);
      } catch (IOException | RegistryException gone) {
        e.addSuppressed(gone);
      }
      throw e;
    }
  }

  private boolean mount(RegistryPath path, Digest digest, Optional<String> from, Caller caller) {
    if (from.isEmpty()) {
      return caller.mayReadAll() && registry.mount(path.repository(), digest, null);
    }
    Names.checkRepository(from.get());
    RegistryAccess.Rights source = caller.rights(from.get());
    return source.readable() && registry.mount(path.repository(), digest, source.repository());
  }

  /** How the client says it will address the blob; it may still name another digest at the end. */
  private static String algorithm(Query query) {
    String algorithm = query.first("digest-algorithm").orElse("sha256");
    if (!Digest.ALGORITHMS.contains(algorithm)) {
      throw new RegistryException(RegistryError.DIGEST_INVALID, "This registry addresses blobs by sha256 and sha512 only");
    }
    return algorithm;
  }

  private static @Nullable Long start(HttpServletRequest request) {
    String header = request.getHeader("Content-Range");
    if (header == null) {
      return null;
    }
    ByteRange range = ByteRange.chunk(header).orElseThrow(() -> malformed("Content-Range is not <first>-<last>"));
    long length = request.getContentLengthLong();
    if (length >= 0 && length != range.length()) {
      throw malformed("Content-Range names " + range.length() + " bytes but Content-Length is " + length);
    }
    return range.first();
  }

  private static RegistryException malformed(String why) {
    return new RegistryException(RegistryError.RANGE_INVALID, "The chunk was not taken: " + why);
  }

  /** `Range` as clients expect it: `0-<last byte>`, without unit, `0-0` for nothing yet. */
  private static void progress(RegistryPath path, String id, long size, int status, HttpServletResponse response) {
    response.setHeader("Location", "/v2/" + path.name() + "/blobs/uploads/" + id);
    response.setHeader("Range", "0-" + Math.max(0, size - 1));
    response.setHeader("Docker-Upload-UUID", id);
    Answers.empty(response, status);
  }

  private static void created(RegistryPath path, Digest digest, HttpServletResponse response) {
    response.setHeader("Location", "/v2/" + path.name() + "/blobs/" + digest);
    response.setHeader("Docker-Content-Digest", digest.toString());
    Answers.empty(response, 201);
  }
}
