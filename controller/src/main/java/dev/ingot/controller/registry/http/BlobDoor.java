package dev.ingot.controller.registry.http;

import dev.ingot.controller.registry.Digests;
import dev.ingot.controller.registry.Registry;
import dev.ingot.controller.registry.RegistryError;
import dev.ingot.controller.registry.RegistryException;
import dev.ingot.oci.image.Digest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** `/v2/<name>/blobs/<digest>`: whole or in part. */
final class BlobDoor {
  private static final int BUFFER = 128 * 1024;

  private final Registry registry;

  BlobDoor(Registry registry) {
    this.registry = registry;
  }

  void answer(RegistryPath path, HttpServletRequest request, HttpServletResponse response) throws IOException {
    Digest digest = Digests.parse(path.argument());
    switch (request.getMethod()) {
      case "GET", "HEAD" -> send(path, digest, request, response);
      case "DELETE" -> {
        if (!registry.deleteBlob(path.repository(), digest)) {
          throw unknown(path, digest);
        }
        Answers.empty(response, 202);
      }
      default -> throw RegistryServlet.unsupported(request.getMethod());
    }
  }

  private void send(RegistryPath path, Digest digest, HttpServletRequest request, HttpServletResponse response) throws IOException {
    Path file = registry.blob(path.repository(), digest).orElseThrow(() -> unknown(path, digest));
    // Opened before the headers go out: an open file can be read to its end even if it is collected meanwhile.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      response.setHeader("Docker-Content-Digest", digest.toString());
      response.setHeader("Accept-Ranges", "bytes");
      response.setHeader("ETag", "\"" + digest + "\"");
      response.setHeader("Content-Type", "application/octet-stream");
      switch (ByteRange.asked(Objects.requireNonNullElse(request.getHeader("Range"), ""), size)) {
        case ByteRange.All() -> copy(channel, new ByteRange(0, size - 1), 200, request, response);
        case ByteRange.Part(ByteRange range) -> {
          response.setHeader("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
          copy(channel, range, 206, request, response);
        }
        case ByteRange.Unsatisfiable() -> {
          response.setHeader("Content-Range", "bytes */" + size);
          throw new RegistryException(RegistryError.RANGE_INVALID, "The range lies outside of the blob's " + size + " bytes");
        }
      }
    }
  }

  private static void copy(FileChannel channel, ByteRange range, int status, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(status);
    response.setContentLengthLong(range.length());
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    OutputStream out = response.getOutputStream();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    long position = range.first();
    while (position <= range.last()) {
      buffer.clear().limit((int) Math.min(BUFFER, range.last() - position + 1));
      int count = channel.read(buffer, position);
      if (count < 0) {
        throw new IOException("Blob file ended early at " + position);
      }
      out.write(buffer.array(), 0, count);
      position += count;
    }
  }

  private static RegistryException unknown(RegistryPath path, Digest digest) {
    return new RegistryException(RegistryError.BLOB_UNKNOWN, "Repository " + path.name() + " has no blob " + digest);
  }
}
