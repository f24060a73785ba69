package dev.ingot.api.client;

import java.time.Instant;

/**
 * What a login gives.
 *
 * @param accessToken shown to the API as a bearer token
 * @param refreshToken for a new access token; empty when there is none
 * @param expiresAt when the access token ends
 */
public record Tokens(String accessToken, String refreshToken, Instant expiresAt) {
  /** Tokens are secrets: never in logs. */
  @Override
  public String toString() {
    return "Tokens[until " + expiresAt + "]";
  }
}
