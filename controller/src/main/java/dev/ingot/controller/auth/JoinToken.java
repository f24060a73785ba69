package dev.ingot.controller.auth;

import dev.ingot.controller.config.IngotProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import org.springframework.stereotype.Component;

/** The secret with which cells and routers join, read once at start from `ingot.join-token-file`. Without a file nobody can join. */
@Component
public class JoinToken {
  private final byte[] token;

  JoinToken(IngotProperties properties) {
    var file = properties.joinTokenFile();
    try {
      token = file == null ? new byte[0] : Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the join token from " + file + " (ingot.join-token-file): start the platform with `ingot up`, which writes it", e);
    }
  }

  /** Whether this is the token. Takes the same time for every wrong one. */
  public boolean matches(String presented) {
    return token.length > 0 && MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
  }
}
