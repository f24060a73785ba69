package dev.ingot.oci.registry;

import dev.ingot.oci.image.Descriptor;
import dev.ingot.oci.image.Digest;
import dev.ingot.oci.image.ImageConfig;
import dev.ingot.oci.image.ImageFormatException;
import dev.ingot.oci.image.Index;
import dev.ingot.oci.image.Manifest;
import dev.ingot.oci.image.MediaTypes;
import dev.ingot.oci.image.OciJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Speaks to one OCI registry. Source: OCI distribution-spec 1.1. Safe for use from many threads. Every digest is verified; every read
 * into memory is bounded; connection failures are tried four times. Failures are {@link RegistryException}s.
 */
public final class RegistryClient implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(60);
  private static final Duration LONG = Duration.ofMinutes(15);
  private static final String ACCEPT = String.join(", ", MediaTypes.MANIFEST, MediaTypes.INDEX, MediaTypes.DOCKER_MANIFEST, MediaTypes.DOCKER_INDEX);

  private final Transport transport;
  private final @Nullable Credentials credentials;

  /**
   * A client of the registry at this origin.
   *
   * @param origin scheme, host and port, e.g. `http://127.0.0.1:8081`; `http` is meant for loopback
   * @param credentials sent with every request; null = anonymous
   */
  public RegistryClient(URI origin, @Nullable Credentials credentials) {
    this.transport = new Transport(origin, credentials);
    this.credentials = credentials;
  }

  private RegistryClient(Transport transport, @Nullable Credentials credentials) {
    this.transport = transport;
    this.credentials = credentials;
  }

  /**
   * A client of any registry: authenticates as it asks (token or basic), follows it to where content lies, trusts the machine's certificate
   * authorities, and takes the proxy of its environment.
   *
   * @param credentials null = anonymous
   * @throws RegistryException when the machine's certificate authorities cannot be read
   */
  public static RegistryClient toAny(URI origin, @Nullable Credentials credentials) throws RegistryException {
    return toAny(origin, credentials, "");
  }

  /** The same, trusting these certificates too. @param authorities in PEM; may be empty */
  public static RegistryClient toAny(URI origin, @Nullable Credentials credentials, String authorities) throws RegistryException {
    return new RegistryClient(Transport.toAny(origin, credentials, authorities), credentials);
  }

  /** Whether it is one of other people's, which we must not expect more of than the specification says. */
  public boolean foreign() {
    return transport.foreign();
  }

  public URI origin() {
    return transport.base();
  }

  public Optional<Credentials> credentials() {
    return Optional.ofNullable(credentials);
  }

  /** Asks whether a registry answers and lets us in. */
  public void ping() throws IOException {
    try (var answer = new Answer(get("/v2/", "GET", SHORT))) {
      answer.expect("ping " + origin(), 200);
    }
  }

  /** Asks whether a registry lets us store something in a repository: begins an upload and takes it back. */
  public void requirePush(String repository) throws IOException {
    URI session = startUpload(repository);
    // whoever may not delete leaves it to the registry, which forgets uploads that nobody goes on with
    new Answer(transport.send(() -> builder(session, SHORT).DELETE())).close();
  }

  /** The size of a blob in bytes; empty when the repository does not have it. */
  public OptionalLong blobSize(String repository, Digest digest) throws IOException {
    try (var answer = new Answer(get(blobPath(repository, digest), "HEAD", SHORT))) {
      if (answer.status() == 404) {
        return OptionalLong.empty();
      }
      answer.expect("look for blob " + digest + " in " + repository, 200);
      return OptionalLong.of(answer.response.headers().firstValueAsLong("Content-Length").orElse(0));
    }
  }

  public boolean hasBlob(String repository, Digest digest) throws IOException {
    return blobSize(repository, digest).isPresent();
  }

  /** The blob as a stream, not verified: the reader must compare the digest. To be closed. */
  public InputStream openBlob(String repository, Digest digest) throws IOException {
    var response = get(blobPath(repository, digest), "GET", LONG);
    if (response.statusCode() != 200) {
      throw Transport.unexpected("read blob " + digest + " of " + repository, response);
    }
    return response.body();
  }

  /** Reads a blob into a file and verifies its digest; the file is complete or, after an exception, gone. */
  public void getBlob(String repository, Digest digest, Path target) throws IOException {
    var hasher = Digest.hasher(digest.algorithm());
    boolean complete = false;
    try (InputStream in = openBlob(repository, digest); OutputStream out = Files.newOutputStream(target)) {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hasher.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
      verify(digest, Digest.of(hasher, digest.algorithm()), repository);
      complete = true;
    } finally {
      if (!complete) {
        Files.deleteIfExists(target);
      }
    }
  }

  /** Reads a small blob (a config) and verifies its digest. More than `limit` bytes are an error. */
  public byte[] getSmallBlob(String repository, Digest digest, int limit) throws IOException {
    try (InputStream in = openBlob(repository, digest)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new RegistryException("blob " + digest + " of " + repository + " has more than " + limit + " bytes; not read", 0);
      }
      verify(digest, Digest.of(digest.algorithm(), bytes), repository);
      return bytes;
    }
  }

  /** A manifest or index by tag or digest; empty when there is none. A digest reference is verified. */
  public Optional<FetchedManifest> findManifest(String repository, String reference) throws IOException {
    var uri = transport.uri("/v2/" + repository + "/manifests/" + reference);
    var response = transport.send(() -> builder(uri, SHORT).header("Accept", ACCEPT).GET());
    if (response.statusCode() == 404) {
      response.body().close();
      return Optional.empty();
    }
    if (response.statusCode() != 200) {
      throw Transport.unexpected("read manifest " + repository + ":" + reference, response);
    }
    byte[] bytes;
    try (InputStream in = response.body()) {
      bytes = in.readNBytes(OciJson.MAX_BYTES + 1);
    }
    if (bytes.length > OciJson.MAX_BYTES) {
      throw new RegistryException("manifest " + repository + ":" + reference + " has more than " + OciJson.MAX_BYTES + " bytes; not read", 0);
    }
    Digest digest = Digest.of(Digest.isDigest(reference) ? Digest.of(reference).algorithm() : "sha256", bytes);
    if (Digest.isDigest(reference)) {
      verify(Digest.of(reference), digest, repository);
    }
    String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "").strip();
    return Optional.of(new FetchedManifest(bytes, type, digest));
  }

  /** The manifest of one image; of an index, the one for Linux on this machine's processor. Missing = exception with status 404. */
  public Manifest getManifest(String repository, String reference) throws IOException {
    var found = findManifest(repository, reference)
        .orElseThrow(() -> new RegistryException("there is no image " + repository + ":" + reference + " in " + origin(), 404));
    if (!MediaTypes.isIndex(found.mediaType())) {
      return Manifest.parse(found.bytes(), found.mediaType());
    }
    var inside = Index.parse(found.bytes(), found.mediaType()).forPlatform(ImageConfig.hostArchitecture(), "linux")
        .orElseThrow(() -> new ImageFormatException(repository + ":" + reference + " has no image for linux/" + ImageConfig.hostArchitecture()));
    var manifest = findManifest(repository, inside.digest().value())
        .orElseThrow(() -> new RegistryException("index " + repository + ":" + reference + " names " + inside.digest() + ", which is missing", 404));
    return Manifest.parse(manifest.bytes(), manifest.mediaType());
  }

  /** The config of an image. */
  public ImageConfig getConfig(String repository, Manifest manifest) throws IOException {
    return ImageConfig.parse(getSmallBlob(repository, manifest.config().digest(), OciJson.MAX_BYTES));
  }

  /** Makes a blob of one repository part of another without sending it. False = the registry would not; the blob must be sent. */
  public boolean mount(String repository, Digest digest, String from) throws IOException {
    try (var answer = new Answer(post("/v2/" + repository + "/blobs/uploads/?mount=" + encode(digest.value()) + "&from=" + encode(from)))) {
      if (Transport.insufficient(answer.response)) {
        return false;
      }
      answer.expect("mount " + digest + " of " + from + " into " + repository, 201, 202);
      return answer.status() == 201;
    }
  }

  /** Sends a file as a blob. The registry verifies the digest. */
  public void putBlob(String repository, Digest digest, Path file) throws IOException {
    put(repository, digest, BodyPublishers.ofFile(file));
  }

  /** Sends bytes as a blob and returns their digest. */
  public Digest putBlob(String repository, byte[] content) throws IOException {
    var digest = Digest.sha256(content);
    put(repository, digest, BodyPublishers.ofByteArray(content));
    return digest;
  }

  /** Sends a stream whose digest is not known before its end. Not repeated when the connection breaks. */
  public Digest putStream(String repository, InputStream content) throws IOException {
    var hasher = Digest.hasher("sha256");
    var hashed = new java.security.DigestInputStream(content, hasher);
    URI session = startUpload(repository);
    var once = new java.util.concurrent.atomic.AtomicBoolean();
    HttpResponse<InputStream> patched = transport.send(() -> {
      if (!once.compareAndSet(false, true)) {
        throw new UncheckedIOException(new RegistryException("the connection broke while sending a stream to " + repository + "; start again", 0));
      }
      return builder(session, LONG).header("Content-Type", "application/octet-stream").method("PATCH", BodyPublishers.ofInputStream(() -> hashed));
    });
    URI next;
    try (var answer = new Answer(patched)) {
      answer.expect("send a stream to " + repository, 202);
      next = location(patched, session);
    }
    var digest = Digest.of(hasher, "sha256");
    finish(repository, digest, next, BodyPublishers.noBody());
    return digest;
  }

  /** Stores a manifest under a tag or its digest and returns its digest. */
  public Digest putManifest(String repository, String reference, String mediaType, byte[] bytes) throws IOException {
    var uri = transport.uri("/v2/" + repository + "/manifests/" + reference);
    boolean listed;
    try (var answer = new Answer(transport.send(() -> builder(uri, SHORT).header("Content-Type", mediaType).PUT(BodyPublishers.ofByteArray(bytes))))) {
      answer.expect("store manifest " + repository + ":" + reference, 201);
      listed = answer.response.headers().firstValue("OCI-Subject").isPresent();
    }
    Digest digest = Digest.sha256(bytes);
    if (!listed && foreign()) {
      listReferrer(repository, mediaType, bytes, digest);
    }
    return digest;
  }

  /** A registry that knows no referrers keeps a list of them under a tag, which its clients write (source: distribution-spec 1.1, "Unavailable Referrers API"). */
  private void listReferrer(String repository, String mediaType, byte[] bytes, Digest digest) throws IOException {
    var json = OciJson.object(bytes, "manifest");
    String subject = json.path("subject").path("digest").asString("");
    if (!Digest.isDigest(subject)) {
      return;
    }
    var list = new ArrayList<>(referrersOfTag(repository, Digest.of(subject)));
    if (list.stream().anyMatch(one -> one.digest().equals(digest))) {
      return;
    }
    var other = new HashMap<String, JsonNode>();
    String type = json.path("artifactType").asString(json.path("config").path("mediaType").asString(""));
    if (!type.isEmpty()) {
      other.put("artifactType", OciJson.tree(type));
    }
    if (json.path("annotations").isObject()) {
      other.put("annotations", json.path("annotations"));
    }
    list.add(new Descriptor(mediaType, digest, bytes.length, other));
    var index = OciJson.object();
    var manifests = index.put("schemaVersion", 2).put("mediaType", MediaTypes.INDEX).putArray("manifests");
    list.forEach(one -> manifests.add(one.toJson()));
    putManifest(repository, tagOf(Digest.of(subject)), MediaTypes.INDEX, OciJson.bytes(index));
  }

  private List<Descriptor> referrersOfTag(String repository, Digest subject) throws IOException {
    var found = findManifest(repository, tagOf(subject));
    return found.isEmpty() || !MediaTypes.isIndex(found.get().mediaType()) ? List.of() : Index.parse(found.get().bytes(), found.get().mediaType()).manifests();
  }

  private static String tagOf(Digest subject) {
    return subject.algorithm() + "-" + subject.hex();
  }

  /** Forgets the list of what refers to a manifest, where a registry keeps it under a tag. */
  public void deleteReferrersTag(String repository, Digest subject) throws IOException {
    var found = findManifest(repository, tagOf(subject));
    if (found.isPresent()) {
      deleteManifest(repository, found.get().digest().value());
    }
  }

  /** What refers to a manifest, as its registry lists it (first page), or under a tag where the registry itself knows no referrers. */
  public List<Descriptor> referrers(String repository, Digest subject) throws IOException {
    var uri = transport.uri("/v2/" + repository + "/referrers/" + subject);
    var response = transport.send(() -> builder(uri, SHORT).header("Accept", MediaTypes.INDEX).GET());
    try (InputStream in = response.body()) {
      if (response.statusCode() == 404 || foreign() && response.statusCode() / 100 == 4 && response.statusCode() != 401 && response.statusCode() != 429) {
        return foreign() ? referrersOfTag(repository, subject) : List.of();
      }
      if (response.statusCode() != 200) {
        throw Transport.unexpected("list what refers to " + repository + "@" + subject, response);
      }
      return Index.parse(in.readNBytes(OciJson.MAX_BYTES + 1), "").manifests();
    }
  }

  /** Removes a manifest or tag; one that is not there is fine. False when the registry does not delete, or lets nobody like us. */
  public boolean deleteManifest(String repository, String reference) throws IOException {
    try (var answer = new Answer(get("/v2/" + repository + "/manifests/" + reference, "DELETE", SHORT))) {
      if (Transport.insufficient(answer.response)) {
        return false;
      }
      answer.expect("delete manifest " + repository + ":" + reference, 200, 202, 404, 400, 403, 405, 501);
      return answer.status() < 300 || answer.status() == 404;
    }
  }

  private void put(String repository, Digest digest, BodyPublisher body) throws IOException {
    finish(repository, digest, startUpload(repository), body);
  }

  private URI startUpload(String repository) throws IOException {
    String path = "/v2/" + repository + "/blobs/uploads/";
    try (var answer = new Answer(post(path))) {
      answer.expect("start an upload to " + repository, 202);
      return location(answer.response, transport.uri(path));
    }
  }

  private void finish(String repository, Digest digest, URI session, BodyPublisher body) throws IOException {
    URI uri = URI.create(session + (session.getRawQuery() == null ? "?" : "&") + "digest=" + encode(digest.value()));
    try (var answer = new Answer(transport.send(() -> builder(uri, LONG).header("Content-Type", "application/octet-stream").PUT(body)))) {
      answer.expect("send blob " + digest + " to " + repository, 201);
    }
  }

  private static URI location(HttpResponse<?> response, URI asked) throws RegistryException {
    String location = response.headers().firstValue("Location")
        .orElseThrow(() -> new RegistryException(asked + " was answered without a Location header", response.statusCode()));
    return asked.resolve(location);
  }

  private HttpResponse<InputStream> get(String path, String method, Duration limit) throws IOException {
    var uri = transport.uri(path);
    return transport.send(() -> builder(uri, limit).method(method, BodyPublishers.noBody()));
  }

  private HttpResponse<InputStream> post(String path) throws IOException {
    var uri = transport.uri(path);
    return transport.send(() -> builder(uri, SHORT).POST(BodyPublishers.noBody()));
  }

  private HttpRequest.Builder builder(URI uri, Duration limit) {
    try {
      return transport.request(uri, limit);
    } catch (RegistryException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String blobPath(String repository, Digest digest) {
    return "/v2/" + repository + "/blobs/" + digest;
  }

  private static void verify(Digest expected, Digest actual, String repository) throws RegistryException {
    if (!expected.equals(actual)) {
      throw new RegistryException("content of " + expected + " in " + repository + " has the digest " + actual + "; not used", 0);
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    transport.close();
  }

  /** An answer whose body nobody needs. */
  private record Answer(HttpResponse<InputStream> response) implements AutoCloseable {
    int status() {
      return response.statusCode();
    }

    void expect(String tried, int... statuses) throws RegistryException {
      for (int status : statuses) {
        if (status == status()) {
          return;
        }
      }
      throw Transport.unexpected(tried, response);
    }

    @Override
    public void close() throws IOException {
      try (InputStream in = response.body()) {
        in.readNBytes(64 * 1024);
      }
    }
  }
}
