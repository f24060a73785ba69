package dev.ingot.controller.buildcache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.api.cell.v1.CacheLayer;
import dev.ingot.api.cell.v1.CacheQuery;
import dev.ingot.api.cell.v1.CacheReport;
import dev.ingot.api.cell.v1.CellMessage;
import dev.ingot.api.cell.v1.ControllerMessage;
import dev.ingot.controller.dispatch.TestCell;
import dev.ingot.controller.rpc.StreamServer;
import dev.ingot.controller.staging.db.CacheVersions;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Build caches over HTTP, with cells that speak the real protocol. */
class BuildCachesIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);
  private static final String ORG = TENANTS.organization();
  private static final String SPACE = TENANTS.space(ORG);
  private static final Http DEVELOPER = TENANTS.with("space_developer", ORG, SPACE);

  private String app = "";
  private TestCell cell = cell();

  private static TestCell cell() {
    return new TestCell("cache-cell", CONTROLLER.endWhatOthersLeft().bean(StreamServer.class).port(), RunningController.JOIN_TOKEN).hello(1024, List.of());
  }

  @BeforeEach
  void create() {
    app = DEVELOPER.post("/v3/apps", "{\"name\":\"" + Tenants.unique("cached") + "\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + SPACE + "\"}}}}").at("/guid");
  }

  @AfterEach
  void hangUp() {
    cell.close();
  }

  private String path() {
    return "/v3/apps/" + app + "/buildpack_cache";
  }

  /** The cell hears of it and answers; what the client got. */
  private <T> T answered(Supplier<T> call, CacheReport.Builder report, boolean remove) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(call);
    CacheQuery query = cell.next(ControllerMessage::hasCacheQuery).getCacheQuery();
    assertThat(query.getRemove()).isEqualTo(remove);
    cell.send(CellMessage.newBuilder().setCacheReport(report.setQueryId(query.getQueryId())).build());
    return answer.join();
  }

  private CacheReport.Builder held(String version) {
    return CacheReport.newBuilder().setExists(true).setSizeBytes(42).setVersion(version).setUsedAtMillis(1_700_000_000_000L)
        .addLayers(CacheLayer.newBuilder().setName("ingot_nodejs/npm").setSizeBytes(40));
  }

  @Test
  void show_tellsWhatTheCellTells_andWhoIsAway() {
    CONTROLLER.bean(JdbcClient.class).sql("""
        insert into builds (guid, app_guid, package_guid, state, staging_memory_mb, staging_disk_mb, cell_id, placed_at, created_at, updated_at)
        values (?, ?, 'p', 'FAILED', 1, 1, 'cell-away', now(), now(), now())""").params("b-" + app, app).update();
    String version = CONTROLLER.bean(CacheVersions.class).of(app);

    Answer cache = answered(() -> DEVELOPER.get(path()), held(version), false);

    assertThat(cache.at("/cells/0/cell")).isEqualTo("cache-cell");
    assertThat(cache.at("/cells/0/state")).isEqualTo("HELD");
    assertThat(cache.json().at("/cells/0/size_in_bytes").asInt()).isEqualTo(42);
    assertThat(cache.json().at("/cells/0/outdated").asBoolean()).isFalse();
    assertThat(cache.at("/cells/0/layers/0/name")).isEqualTo("ingot_nodejs/npm");
    assertThat(cache.at("/cells/1/cell")).isEqualTo("cell-away");
    assertThat(cache.at("/cells/1/state")).isEqualTo("AWAY");
    assertThat(cache.at("/cells/1/problem")).contains("not connected");
    assertThat(cache.json().at("/cells/1/size_in_bytes").isNull()).isTrue();
  }

  @Test
  void cellWithoutACache_isNotListed_andOneThatWasClearedWhileAwayIsOutdated() {
    assertThat(answered(() -> DEVELOPER.get(path()), CacheReport.newBuilder(), false).json().at("/cells")).isEmpty();
    assertThat(answered(() -> DEVELOPER.get(path()), held("of another time"), false).json().at("/cells/0/outdated").asBoolean()).isTrue();
  }

  @Test
  void clearing_removesAtOnce_andWarnsOfWhatABuildUses() {
    Answer job = answered(() -> DEVELOPER.job(DEVELOPER.post("/v3/apps/" + app + "/actions/clear_buildpack_cache", "")), CacheReport.newBuilder().setInUse(true), true);
    assertThat(job.at("/state")).isEqualTo("COMPLETE");
    assertThat(job.at("/warnings/0/detail")).contains("cache-cell").contains("a build works with it");

    Answer clean = answered(() -> DEVELOPER.job(DEVELOPER.post("/v3/apps/" + app + "/actions/clear_buildpack_cache", "")), CacheReport.newBuilder(), true);
    assertThat(clean.json().at("/warnings")).isEmpty();
  }

  @Test
  void clearingAll_asksForAllApps() {
    Http admin = CONTROLLER.admin();
    CompletableFuture<Answer> job = CompletableFuture.supplyAsync(() -> admin.job(admin.post("/v3/admin/actions/clear_buildpack_cache", "")));
    CacheQuery query = cell.next(ControllerMessage::hasCacheQuery).getCacheQuery();
    assertThat(query.getAppGuid()).isEmpty();
    assertThat(query.getRemove()).isTrue();
    cell.send(CellMessage.newBuilder().setCacheReport(CacheReport.newBuilder().setQueryId(query.getQueryId())).build());
    assertThat(job.join().at("/state")).isEqualTo("COMPLETE");
  }

  @Test
  void deletedApp_isForgottenByCells() {
    assertThat(DEVELOPER.job(DEVELOPER.delete("/v3/apps/" + app)).at("/state")).isEqualTo("COMPLETE");

    CacheQuery query = cell.next(ControllerMessage::hasCacheQuery).getCacheQuery();
    assertThat(query.getAppGuid()).isEqualTo(app);
    assertThat(query.getRemove()).isTrue();
  }

  @Test
  void cellThatHangsUp_isNamedAndNotWaitedFor() {
    CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> DEVELOPER.get(path()));
    cell.next(ControllerMessage::hasCacheQuery);
    cell.close();
    Answer cache = answer.join();
    assertThat(cache.at("/cells/0/state")).isEqualTo("AWAY");
    assertThat(cache.at("/cells/0/problem")).contains("hung up");
  }

  @Test
  void show_isForWhoSeesTheApp() {
    assertThat(answered(() -> TENANTS.with("space_auditor", ORG, SPACE).get(path()), held(""), false).status()).isEqualTo(200);
    assertThat(TENANTS.login(TENANTS.user()).get(path()).status()).isEqualTo(404);
    assertThat(CONTROLLER.anonymous().get(path()).status()).isEqualTo(401);
    assertThat(DEVELOPER.get("/v3/apps/nope/buildpack_cache").detail()).isEqualTo("App not found");
  }
}
