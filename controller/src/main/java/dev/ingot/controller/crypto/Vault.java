package dev.ingot.controller.crypto;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts for the database (AES-256-GCM) and opens them again. The text is bound to the place it is kept at: a sealed value that somebody
 * copies into another row or column does not open there. Sealing the same text twice gives different values. Thread-safe.
 *
 * <p>A sealed value is `v1.<key>.<base64url(nonce, ciphertext, tag)>`; `key` is the beginning of the key's digest, so that a wrong key is told
 * apart from a damaged value.
 */
public final class Vault {
  private static final String VERSION = "v1";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, SecretKey> keys = new LinkedHashMap<>();
  private final String current;

  /** @param secrets random texts, at least one; the first seals, each opens */
  public Vault(List<String> secrets) {
    for (String secret : secrets) {
      byte[] key = sha256("ingot vault key\n" + secret);
      keys.putIfAbsent(HexFormat.of().formatHex(sha256("ingot vault name\n" + secret), 0, 4), new SecretKeySpec(key, "AES"));
    }
    current = keys.keySet().iterator().next();
  }

  /** The sealed text. @param place where it will be kept, the same when it is opened: `service_instances.credentials/<guid>` */
  public String seal(String text, String place) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(current), nonce, current, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
      byte[] all = new byte[NONCE + sealed.length];
      System.arraycopy(nonce, 0, all, 0, NONCE);
      System.arraycopy(sealed, 0, all, NONCE, sealed.length);
      return VERSION + "." + current + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES/GCM", e);
    }
  }

  /** What {@link #seal} was given. @throws VaultException when the key is not here, or the value is damaged or from another place */
  public String open(String sealed, String place) {
    String[] parts = sealed.split("\\.", 3);
    if (parts.length != 3 || !parts[0].equals(VERSION)) {
      throw new VaultException("the value at " + place + " is not a sealed one");
    }
    SecretKey key = keys.get(parts[1]);
    if (key == null) {
      throw new VaultException("the value at " + place + " was sealed with the key " + parts[1] + ", which is not in ingot.encryption-key-file;"
          + " add the old key as a further line of that file");
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(parts[2]);
      byte[] nonce = java.util.Arrays.copyOf(all, NONCE);
      return new String(cipher(Cipher.DECRYPT_MODE, key, nonce, parts[1], place).doFinal(all, NONCE, all.length - NONCE), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new VaultException("the value at " + place + " is damaged or belongs elsewhere", e);
    }
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String name, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((VERSION + "." + name + "." + place).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
