package dev.ingot.cli.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** A certificate for the system domain and everything below it, made by the JDK's keytool, for installations that bring none. */
final class SelfSignedCertificate {
  private static final char[] PASSWORD = "not-a-secret".toCharArray();

  private SelfSignedCertificate() {}

  /** Writes PEM files once; valid for 825 days, the most that clients accept. */
  static void ensure(Path certificate, Path key, String domain, String appsDomain, Path log) throws Exception {
    if (Files.exists(certificate) && Files.exists(key)) {
      return;
    }
    Path store = Files.createTempDirectory("ingot-tls").resolve("store.p12");
    Commands.run(List.of(ServiceCommand.jdk().resolve("bin/keytool").toString(), "-genkeypair", "-alias", "ingot", "-keyalg", "EC", "-groupname",
        "secp256r1", "-validity", "825", "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", new String(PASSWORD), "-dname",
        "CN=" + domain, "-ext", "SAN=DNS:" + domain + ",DNS:*." + domain + ",DNS:" + appsDomain + ",DNS:*." + appsDomain + ",DNS:localhost,IP:127.0.0.1"),
        log, "making a self-signed certificate");
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    Files.writeString(certificate, pem("CERTIFICATE", keys.getCertificate("ingot").getEncoded()));
    Files.createFile(key, java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------")));
    Files.writeString(key, pem("PRIVATE KEY", keys.getKey("ingot", PASSWORD).getEncoded()));
    FileTrees.delete(store.getParent());
  }

  private static String pem(String type, byte[] der) throws IOException {
    return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + type + "-----\n";
  }
}
