package dev.ingot.router.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the TLS context of the HTTPS port from files. */
public final class Certificates {
  private Certificates() {}

  /**
   * Reads a certificate chain and its key, both PEM, the key in PKCS #8 without password. TLS 1.2 and 1.3.
   *
   * @throws IOException if a file is missing or not of that form
   */
  public static SslContext context(Path certificate, Path key) throws IOException {
    for (Path file : new Path[] {certificate, key}) {
      if (!Files.isReadable(file)) {
        throw new IOException("cannot read " + file + ", named by tls.cert or tls.key: check that it exists and that the router's user may read it");
      }
    }
    try {
      return SslContextBuilder.forServer(certificate.toFile(), key.toFile())
          .sslProvider(SslProvider.JDK).clientAuth(ClientAuth.NONE).protocols("TLSv1.3", "TLSv1.2").build();
    } catch (IllegalArgumentException e) {
      Throwable root = e.getCause() == null ? e : e.getCause();
      throw new IOException("cannot use the certificate " + certificate + " with the key " + key + ": " + root.getMessage()
          + ". The key must be PEM in PKCS #8; convert it with: openssl pkcs8 -topk8 -nocrypt -in " + key + " -out new.key", e);
    }
  }
}
