package dev.ingot.stager.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority of one's own and what it signs, made by the JDK's keytool. */
final class TestCertificates {
  private static final String PASSWORD = "not-a-secret";
  private final Path dir;
  private final KeyStore keys;

  /** Files of a certificate chain and its key. */
  record Pem(Path certificate, Path key) {}

  TestCertificates(Path dir) throws Exception {
    this.dir = Files.createDirectories(dir);
    Path store = dir.resolve("keys.p12");
    make(store, "ca", "-ext", "bc:c", "-ext", "ku:c=keyCertSign,digitalSignature");
    make(store, "good", "-signer", "ca", "-ext", "san=ip:127.0.0.1,dns:localhost");
    make(store, "other-name", "-signer", "ca", "-ext", "san=dns:images.example.com");
    make(store, "expired", "-signer", "ca", "-ext", "san=ip:127.0.0.1", "-startdate", "-10d", "-validity", "5");
    keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
  }

  private static void make(Path store, String name, String... more) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/keytool").toString(), "-J-XX:TieredStopAtLevel=1", "-genkeypair", "-alias", name, "-keyalg", "RSA",
        "-keysize", "2048", "-dname", "CN=" + name, "-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of(more));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (process.waitFor() != 0) {
      throw new IOException(output);
    }
  }

  /** `good`, `other-name` or `expired`. */
  Pem pem(String name) throws IOException, GeneralSecurityException {
    StringBuilder chain = new StringBuilder();
    for (var one : keys.getCertificateChain(name)) {
      chain.append(text("CERTIFICATE", one.getEncoded()));
    }
    return new Pem(Files.writeString(dir.resolve(name + ".pem"), chain), Files.writeString(dir.resolve(name + ".key"), text("PRIVATE KEY", key(name).getEncoded())));
  }

  /** The authority's certificate, in PEM. */
  String authority() throws GeneralSecurityException {
    return text("CERTIFICATE", authorityBytes());
  }

  byte[] authorityBytes() throws GeneralSecurityException {
    return keys.getCertificate("ca").getEncoded();
  }

  PrivateKey key(String name) throws GeneralSecurityException {
    return (PrivateKey) keys.getKey(name, PASSWORD.toCharArray());
  }

  /** For a server in this process. */
  KeyStore keys() {
    return keys;
  }

  char[] password() {
    return PASSWORD.toCharArray();
  }

  private static String text(String type, byte[] der) {
    return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
  }
}
