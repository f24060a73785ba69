package dev.ingot.controller.crypto;

import dev.ingot.controller.config.IngotProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The vault with the keys of `ingot.encryption-key-file`, one a line; without that setting a key of its own, made once in the state directory. */
@Configuration(proxyBeanMethods = false)
class VaultConfiguration {
  private static final int MIN_LENGTH = 20;
  private static final int KEY_BYTES = 32;

  @Bean
  Vault vault(IngotProperties properties) {
    Path file = properties.encryptionKeyFile();
    try {
      return new Vault(keys(file == null ? own(properties.stateDir()) : file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the encryption key from " + file
          + " (ingot.encryption-key-file): start the platform with `ingot up`, which writes it", e);
    }
  }

  private static List<String> keys(Path file) throws IOException {
    List<String> keys = Files.readAllLines(file).stream().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (keys.isEmpty() || keys.stream().anyMatch(key -> key.length() < MIN_LENGTH)) {
      throw new IllegalStateException(file + " (ingot.encryption-key-file) must have one key a line, each of at least " + MIN_LENGTH + " random characters");
    }
    return keys;
  }

  private static Path own(Path stateDir) throws IOException {
    Files.createDirectories(stateDir);
    Path file = stateDir.resolve("encryption-key");
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    Path fresh = Files.createTempFile(stateDir, "encryption-key", ".new", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, Base64.getUrlEncoder().withoutPadding().encodeToString(key) + "\n");
      // A link appears whole or not at all, and never replaces a key that is there.
      Files.createLink(file, fresh);
    } catch (FileAlreadyExistsException e) {
      return file;
    } finally {
      Files.deleteIfExists(fresh);
    }
    return file;
  }
}
