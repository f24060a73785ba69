package dev.ingot.controller.registry;

import dev.ingot.oci.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Blobs on their way in. A session is a folder, so it survives a restart; its hash so far is only remembered. A chunk counts when it
 * came in whole: a torn one leaves the session as it was before. Thread-safe; a session takes one request at a time.
 */
final class Uploads {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Store store;
  private final Blobs blobs;
  private final DiskReserve disk;
  private final Limits limits;
  private final Clock clock;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  Uploads(Store store, Blobs blobs, DiskReserve disk, Limits limits, Clock clock) {
    this.store = store;
    this.blobs = blobs;
    this.disk = disk;
    this.limits = limits;
    this.clock = clock;
  }

  /** Opens a session and answers its id. */
  String open(String repository, String algorithm) throws IOException {
    disk.require();
    List<String> open = all();
    if (open.size() >= limits.maxUploads()) {
      throw new RegistryException(RegistryError.TOOMANYREQUESTS,
          "Cannot start an upload: " + limits.maxUploads() + " are open already; try again later");
    }
    if (open.size() >= limits.maxUploadsOfRepository() && openIn(repository, open) >= limits.maxUploadsOfRepository()) {
      throw new RegistryException(RegistryError.TOOMANYREQUESTS, "Cannot start an upload: repository " + repository + " has "
          + limits.maxUploadsOfRepository() + " open already; finish or cancel them, or wait " + limits.uploadIdle().toHours() + " h");
    }
    String id = UUID.randomUUID().toString();
    Path folder = store.uploads().resolve(id);
    Durable.createDirectories(folder);
    Files.writeString(folder.resolve(Session.REPOSITORY), repository);
    Files.createFile(folder.resolve(Session.DATA));
    sessions.put(id, new Session(folder, algorithm, clock));
    return id;
  }

  private long openIn(String repository, List<String> open) throws IOException {
    long count = 0;
    for (String id : open) {
      count += session(id).belongsTo(repository) ? 1 : 0;
    }
    return count;
  }

  /** Bytes received so far. */
  long size(String repository, String id) throws IOException {
    return find(repository, id).size();
  }

  /**
   * Adds the body.
   *
   * @param from the offset the client says the chunk starts at, null when it does not say; RANGE_INVALID when it is not the end
   * @param length how many bytes the client announced, -1 when it did not
   * @return bytes received so far, all chunks together
   */
  long append(String repository, String id, @Nullable Long from, long length, InputStream body) throws IOException {
    try (Session session = find(repository, id).enter()) {
      return append(session, from, length, body);
    }
  }

  /** Adds the last bytes, if any, verifies the digest and makes the blob visible. On a mismatch (DIGEST_INVALID) the session is gone. */
  void finish(String repository, String id, @Nullable Long from, long length, InputStream body, Digest digest) throws IOException {
    try (Session session = find(repository, id).enter()) {
      long size = append(session, from, length, body);
      Digest actual = session.digest(digest.algorithm());
      if (!actual.equals(digest)) {
        forget(session);
        throw new RegistryException(RegistryError.DIGEST_INVALID, "The upload was announced as " + digest + " but its " + size + " bytes are " + actual + ": nothing was stored, send the blob again");
      }
      Durable.sync(session.data());
      blobs.adopt(repository, digest, session.data());
      forget(session);
    }
  }

  private long append(Session session, @Nullable Long from, long length, InputStream body) throws IOException {
    disk.require();
    try {
      return session.append(from, length, body, limits.maxBlobBytes());
    } catch (IOException e) {
      throw disk.explain(e);
    }
  }

  /** Throws the session away. */
  void cancel(String repository, String id) throws IOException {
    try (Session session = find(repository, id).enter()) {
      forget(session);
    }
  }

  /** Throws away the sessions nobody wrote to since that time; answers how many. */
  int expire(Instant olderThan) throws IOException {
    int expired = 0;
    for (String id : all()) {
      Session session = session(id);
      if (session.lastUse().isBefore(olderThan) && session.tryEnter()) {
        forget(session);
        session.close();
        expired++;
      }
    }
    return expired;
  }

  private List<String> all() throws IOException {
    List<String> ids = new ArrayList<>();
    if (Files.isDirectory(store.uploads())) {
      try (DirectoryStream<Path> folders = Files.newDirectoryStream(store.uploads())) {
        folders.forEach(folder -> ids.add(folder.getFileName().toString()));
      }
    }
    return ids;
  }

  private Session find(String repository, String id) throws IOException {
    if (ID.matcher(id).matches()) {
      Session session = session(id);
      if (session.belongsTo(repository)) {
        return session;
      }
      sessions.remove(id, session);
    }
    throw new RegistryException(RegistryError.BLOB_UPLOAD_UNKNOWN,
        "Repository " + repository + " has no upload '" + Texts.shown(id) + "': it was finished, cancelled or expired; start a new one");
  }

  private Session session(String id) {
    return sessions.computeIfAbsent(id, name -> new Session(store.uploads().resolve(name), "sha256", clock));
  }

  private void forget(Session session) throws IOException {
    session.delete();
    sessions.remove(session.id());
  }
}
