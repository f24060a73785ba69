package dev.ingot.controller.user.http;

import dev.ingot.controller.auth.http.UaaException;
import dev.ingot.controller.user.db.UserProfile;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the JSON of SCIM: what is not known is left out, what is of a wrong type is 400 invalid_scim_resource. */
record ScimBody(JsonNode json) {
  private static final int MAX_LENGTH = 255;
  /** The schemas every answer names. */
  static final List<String> SCHEMAS = List.of("urn:scim:schemas:core:1.0");

  ScimBody {
    if (!json.isObject()) {
      throw invalid("The body must be a JSON object");
    }
  }

  /** A text; null when it is not there. */
  @Nullable String text(String pointer) {
    var node = json.at(pointer);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isString() || node.stringValue().length() > MAX_LENGTH || node.stringValue().chars().anyMatch(Character::isISOControl)) {
      throw invalid(pointer.substring(1) + " must be a text of at most " + MAX_LENGTH + " characters");
    }
    return node.stringValue();
  }

  /** A text that must be there. */
  String required(String field) {
    String text = text("/" + field);
    if (text == null || text.isBlank()) {
      throw invalid("A " + field + " must be provided.");
    }
    return text;
  }

  /** The profile, with what the body does not say as in `before`. */
  UserProfile profile(UserProfile before) {
    return new UserProfile(or("/name/givenName", before.givenName()), or("/name/familyName", before.familyName()), or("/emails/0/value", before.email()),
        or("/phoneNumbers/0/value", before.phone()), or("/externalId", before.externalId()), flag("active", before.active()), flag("verified", before.verified()));
  }

  /** Whether it says something. */
  boolean has(String field) {
    return json.hasNonNull(field);
  }

  /** The guids of `members`. */
  List<String> members() {
    var node = json.path("members");
    if (node.isMissingNode() || node.isNull()) {
      return List.of();
    }
    if (!node.isArray() || node.size() > 1000) {
      throw invalid("members must be a list of at most 1000");
    }
    return node.valueStream().map(ScimBody::member).distinct().toList();
  }

  /** The guid of one member. */
  static String member(JsonNode member) {
    String guid = member.path("value").asString("");
    if (guid.isEmpty() || guid.length() > MAX_LENGTH || guid.indexOf('\0') >= 0 || !member.path("type").asString("USER").equalsIgnoreCase("USER")) {
      throw invalid("A member must have a value, the id of a user; groups cannot be members here");
    }
    return guid;
  }

  static UaaException invalid(String why) {
    return new UaaException(400, "invalid_scim_resource", why);
  }

  /** One page of a list. */
  static Map<String, Object> page(List<?> resources, int start, int count, long total) {
    return Map.of("resources", resources, "startIndex", start, "itemsPerPage", count, "totalResults", total, "schemas", SCHEMAS);
  }

  private @Nullable String or(String pointer, @Nullable String before) {
    String text = text(pointer);
    return text == null ? before : text.isBlank() ? null : text;
  }

  private boolean flag(String field, boolean before) {
    var node = json.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return before;
    }
    if (!node.isBoolean()) {
      throw invalid(field + " must be true or false");
    }
    return node.booleanValue();
  }
}
