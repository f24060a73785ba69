package dev.ingot.controller.auth.http;

import dev.ingot.controller.auth.OAuthClient;
import dev.ingot.controller.auth.Passwords;
import dev.ingot.controller.auth.Tokens;
import dev.ingot.controller.auth.db.ClientStore;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Clients in UAA's JSON. What is wrong with one is 400 invalid_client. */
final class ClientWire {
  private static final Pattern ID = Pattern.compile("[^\\s/:?#%\\p{Cntrl}]{1,255}");
  private static final int MAX_VALUES = 200;
  private static final int MAX_LENGTH = 1000;

  private ClientWire() {}

  /** The answer; secrets are never in it. */
  static Map<String, Object> of(ClientStore.Row row) {
    var client = row.client();
    var all = new LinkedHashMap<String, Object>();
    all.put("client_id", client.id());
    if (client.name() != null) {
      all.put("name", client.name());
    }
    all.put("scope", client.scopes().isEmpty() ? List.of("uaa.none") : List.copyOf(client.scopes()));
    all.put("resource_ids", List.of("none"));
    all.put("authorized_grant_types", List.copyOf(client.grantTypes()));
    all.put("redirect_uri", List.copyOf(client.redirectUris()));
    all.put("autoapprove", client.autoApprove().contains("true") ? true : List.copyOf(client.autoApprove()));
    all.put("authorities", client.authorities().isEmpty() ? List.of("uaa.none") : List.copyOf(client.authorities()));
    if (client.allowedProviders() != null) {
      all.put("allowedproviders", List.copyOf(client.allowedProviders()));
    }
    all.put("access_token_validity", client.accessToken().toSeconds());
    all.put("refresh_token_validity", client.refreshToken().toSeconds());
    all.put("lastModified", row.updatedAt().toEpochMilli());
    return all;
  }

  /** A whole client as a body tells it, with secrets kept elsewhere. */
  static OAuthClient read(JsonNode body, String id, List<String> secretHashes) {
    if (!body.isObject()) {
      throw invalid("The body must be a JSON object");
    }
    if (!ID.matcher(id).matches()) {
      throw invalid("client_id must be 1 to 255 characters without blanks, slashes and colons");
    }
    var grants = strings(body, "authorized_grant_types");
    if (grants.isEmpty() || !OAuthClient.GRANTS.containsAll(grants)) {
      throw invalid("authorized_grant_types must be some of " + String.join(", ", OAuthClient.GRANTS.stream().sorted().toList()));
    }
    var redirects = strings(body, "redirect_uri");
    redirects.forEach(ClientWire::checkRedirect);
    if (grants.contains(OAuthClient.CODE) && redirects.isEmpty() && !id.equals(OAuthClient.SSH_PROXY)) {
      throw invalid("redirect_uri is missing: a client with the grant type authorization_code must say where codes go");
    }
    if (grants.contains(OAuthClient.CREDENTIALS) && secretHashes.isEmpty()) {
      throw invalid("client_secret must not be empty for the grant type client_credentials");
    }
    var approve = body.path("autoapprove");
    return new OAuthClient(id, text(body, "name"), secretHashes, grants, strings(body, "scope"), strings(body, "authorities"), redirects,
        approve.isBoolean() ? approve.booleanValue() ? Set.of("true") : Set.of() : strings(body, "autoapprove"),
        body.hasNonNull("allowedproviders") ? strings(body, "allowedproviders") : null,
        seconds(body, "access_token_validity", ClientStore.ACCESS, Tokens.MAX_ACCESS), seconds(body, "refresh_token_validity", ClientStore.REFRESH, Tokens.MAX_REFRESH));
  }

  /** A secret of a body; "" for an empty one. */
  static String secret(JsonNode body, String field) {
    String secret = text(body, field) == null ? "" : text(body, field);
    if (secret.length() > Passwords.MAX_LENGTH || secret.indexOf('\0') >= 0) {
      throw invalid(field + " must be no longer than " + Passwords.MAX_LENGTH + " characters");
    }
    return secret;
  }

  static UaaException invalid(String why) {
    return new UaaException(400, "invalid_client", why);
  }

  private static void checkRedirect(String text) {
    try {
      var uri = URI.create(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (!uri.isAbsolute() || uri.getRawFragment() != null || uri.getRawUserInfo() != null || web && uri.getHost() == null
          || Set.of("javascript", "data", "vbscript", "file").contains(uri.getScheme().toLowerCase(java.util.Locale.ROOT))) {
        throw invalid("redirect_uri must be an absolute URI without fragment and user info, and without wildcards");
      }
    } catch (IllegalArgumentException e) {
      throw invalid("redirect_uri must be an absolute URI without fragment and user info, and without wildcards");
    }
  }

  private static Set<String> strings(JsonNode body, String field) {
    var values = new LinkedHashSet<String>();
    var node = body.path(field);
    if (node.isString()) {
      for (String value : node.stringValue().split("[\\s,]+")) {
        add(values, value, field);
      }
    } else if (node.isArray()) {
      node.forEach(value -> {
        if (!value.isString()) {
          throw invalid(field + " must be a list of strings");
        }
        add(values, value.stringValue(), field);
      });
    } else if (!node.isMissingNode() && !node.isNull()) {
      throw invalid(field + " must be a list of strings");
    }
    return values;
  }

  private static void add(Set<String> values, String value, String field) {
    if (value.length() > MAX_LENGTH || value.indexOf('\0') >= 0 || values.size() >= MAX_VALUES) {
      throw invalid(field + " must be at most " + MAX_VALUES + " strings of at most " + MAX_LENGTH + " characters");
    }
    if (!value.isBlank()) {
      values.add(value.strip());
    }
  }

  private static @Nullable String text(JsonNode body, String field) {
    var node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isString() || node.stringValue().length() > MAX_LENGTH || node.stringValue().indexOf('\0') >= 0) {
      throw invalid(field + " must be a string of at most " + MAX_LENGTH + " characters");
    }
    return node.stringValue();
  }

  private static Duration seconds(JsonNode body, String field, Duration otherwise, Duration most) {
    var node = body.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return otherwise;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1 || node.intValue() > most.toSeconds()) {
      throw invalid(field + " must be 1 to " + most.toSeconds() + " seconds");
    }
    return Duration.ofSeconds(node.intValue());
  }
}
