package dev.ingot.controller.environment.db;

import dev.ingot.controller.crypto.Vault;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The groups of variables, each sealed as one text. */
@Repository
public class VariableGroupTable {
  private static final TypeReference<TreeMap<String, String>> VARIABLES = new TypeReference<>() {};
  private final JdbcClient jdbc;
  private final Vault vault;
  private final JsonMapper json;

  VariableGroupTable(JdbcClient jdbc, Vault vault, JsonMapper json) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.json = json;
  }

  /** A group by its name. @param updatedAt null while it was never set */
  public record Group(Map<String, String> variables, @Nullable Instant updatedAt) {}

  /** The group of this name; empty while nobody has set any. */
  public Group read(String name) {
    return read(name, "");
  }

  /** The same, locked against other changes until the transaction ends. */
  public Group lock(String name, Instant now) {
    jdbc.sql("insert into environment_variable_groups values (?, ?, ?) on conflict do nothing").param(name).param(vault.seal("{}", place(name)))
        .param(now.atOffset(ZoneOffset.UTC)).update();
    return read(name, " for update");
  }

  /** Replaces all variables of a group that is locked. */
  public void write(String name, Map<String, String> variables, Instant now) {
    jdbc.sql("update environment_variable_groups set variables = ?, updated_at = ? where name = ?")
        .param(vault.seal(json.writeValueAsString(variables), place(name))).param(now.atOffset(ZoneOffset.UTC)).param(name).update();
  }

  private Group read(String name, String lock) {
    return jdbc.sql("select variables, updated_at from environment_variable_groups where name = ?" + lock).param(name)
        .query((row, n) -> new Group(json.readValue(vault.open(row.getString(1), place(name)), VARIABLES), row.getObject(2, OffsetDateTime.class).toInstant()))
        .optional().orElse(new Group(Map.of(), null));
  }

  private static String place(String name) {
    return "environment_variable_groups.variables/" + name;
  }
}
