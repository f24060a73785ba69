package dev.ingot.controller.auth.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A platform of before groups and clients keeps its admins. */
class GroupsMigrationIT {
  @Test
  void scopes_of_users_become_groups() throws Exception {
    try (var postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      var database = postgres.getPostgresDatabase();
      flyway(database, "39?").migrate();
      var jdbc = JdbcClient.create(database);
      jdbc.sql("""
          insert into users (guid, username, scopes, created_at, updated_at) values ('a', 'admin', '["cloud_controller.admin", "scim.read"]', now(), now()),
            ('b', 'bob', '["my.own"]', now(), now()), ('c', 'carl', '[]', now(), now())""").update();
      flyway(database, "latest").migrate();
      var memberships = jdbc.sql("select m.user_guid || ' ' || g.display_name from group_members m join user_groups g on g.guid = m.group_guid").query(String.class).list();
      assertThat(memberships).contains("a cloud_controller.admin", "a scim.read", "a uaa.admin", "a clients.admin", "b my.own")
          .doesNotHaveDuplicates().noneMatch(line -> line.startsWith("c ")).noneMatch(line -> line.startsWith("b ") && !line.equals("b my.own"));
    }
  }

  private static Flyway flyway(DataSource database, String target) {
    return Flyway.configure().dataSource(database).outOfOrder(true).target(target).load();
  }
}
