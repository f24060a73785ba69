package dev.ingot.buildpacks.java;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;

/** The container's CA bundle (PEM) as a trust store for a JVM. It holds no secrets, so its password is none either. */
final class TrustStore {
  private static final String PASSWORD = "changeit";

  private TrustStore() {}

  /** Writes the store and gives the JVM options to use it. @throws BuildFailure when the bundle is not PEM */
  static List<String> options(Path bundle, Path store) throws IOException {
    try (var in = Files.newInputStream(bundle)) {
      var keys = KeyStore.getInstance("PKCS12");
      keys.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        keys.setCertificateEntry("ca-" + number++, certificate);
      }
      try (var out = Files.newOutputStream(store)) {
        keys.store(out, PASSWORD.toCharArray());
      }
    } catch (GeneralSecurityException notCertificates) {
      throw new BuildFailure("The CA bundle " + bundle + " (SSL_CERT_FILE) cannot be read: " + notCertificates.getMessage() + " It must be a PEM file.", notCertificates);
    }
    return List.of("-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }
}
