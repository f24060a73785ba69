package dev.ingot.controller.staging.db;

import dev.ingot.controller.staging.Staged;
import dev.ingot.controller.staging.Staged.ImageRef;
import dev.ingot.controller.staging.StagingBuilds;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Repository
class JdbcStagingBuilds implements StagingBuilds {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SELECT = """
      select b.*, a.name app_name, p.digest package_digest, p.docker_image, p.docker_username, p.docker_password, coalesce(b.stack, a.stack) stack_asked, s.name stack_name, s.build_repository,
        s.build_digest, s.run_repository, s.run_digest, t.name tiny_stack, t.run_repository tiny_repository, t.run_digest tiny_digest, d.image_repository previous_repository, d.image_digest previous_digest
      from builds b join apps a on a.guid = b.app_guid left join packages p on p.guid = b.package_guid
      left join lateral (
        select x.name, y.build_repository, y.build_digest, y.run_repository, y.run_digest from stacks x join stacks y on y.name = coalesce(x.alias_of, x.name)
        where y.build_digest is not null and y.run_digest is not null
          and (coalesce(b.stack, a.stack) is null and x.alias_of is null and x.tiny_of is null or x.name = coalesce(b.stack, a.stack))
        order by x.created_at, x.name limit 1) s on true
      left join lateral (
        select * from stacks z where z.tiny_of = s.name and z.state = 'ACTIVE' and z.run_digest is not null and not b.stack_named order by z.created_at, z.guid limit 1) t on true
      left join lateral (
        select * from droplets y where y.app_guid = a.guid and y.state = 'STAGED' and y.image_digest is not null and y.docker_image is null
        order by y.created_at desc limit 1) d on true
      where b.state = 'STAGING'
      """;

  private final JdbcClient jdbc;

  JdbcStagingBuilds(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Staged> all() {
    return jdbc.sql(SELECT + " order by b.created_at, b.guid").query(JdbcStagingBuilds::staged).list();
  }

  @Override
  public Optional<Staged> find(String buildGuid) {
    return jdbc.sql(SELECT + " and b.guid = ?").param(buildGuid).query(JdbcStagingBuilds::staged).optional();
  }

  @Override
  public boolean place(String buildGuid, String cellId, Instant now) {
    return jdbc.sql("""
        update builds set cell_id = :cell, placed_at = :now, sent_at = null, updated_at = :now
        where guid = :guid and state = 'STAGING' and cell_id is null
        """).param("cell", cellId).param("now", time(now)).param("guid", buildGuid).update() > 0;
  }

  @Override
  public void sent(String buildGuid, Instant now) {
    jdbc.sql("update builds set sent_at = ? where guid = ? and state = 'STAGING'").params(time(now), buildGuid).update();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Staged staged(ResultSet r, int number) throws SQLException {
    Instant created = instant(r, "created_at");
    return new Staged(r.getString("guid"), r.getString("app_guid"), r.getString("app_name"), r.getInt("staging_memory_mb"),
        r.getInt("staging_disk_mb"), names(r.getString("buildpacks")), r.getString("package_guid"), r.getString("package_digest"),
        r.getString("stack_asked"), r.getString("docker_image") == null ? r.getString("stack_name") : null, image(r, "build"), image(r, "run"), tiny(r), image(r, "previous"), r.getString("cell_id"),
        instant(r, "placed_at"), instant(r, "sent_at"), created == null ? Instant.EPOCH : created, docker(r), r.getBoolean("detect_only"));
  }

  private static Staged.@Nullable Tiny tiny(ResultSet r) throws SQLException {
    ImageRef run = image(r, "tiny");
    return run == null ? null : new Staged.Tiny(r.getString("tiny_stack"), run);
  }

  private static Staged.@Nullable Docker docker(ResultSet r) throws SQLException {
    String reference = r.getString("docker_image");
    return reference == null ? null : new Staged.Docker(reference, r.getString("docker_username"), r.getString("docker_password"));
  }

  private static @Nullable ImageRef image(ResultSet r, String prefix) throws SQLException {
    String repository = r.getString(prefix + "_repository");
    String digest = r.getString(prefix + "_digest");
    return repository == null || digest == null ? null : new ImageRef(repository, digest);
  }

  private static @Nullable Instant instant(ResultSet r, String column) throws SQLException {
    OffsetDateTime time = r.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  private static List<String> names(@Nullable String json) {
    List<String> names = new ArrayList<>();
    if (json != null) {
      for (JsonNode node : JSON.readTree(json)) {
        names.add(node.isString() ? node.stringValue() : node.path("name").asString(""));
      }
    }
    return names;
  }
}
