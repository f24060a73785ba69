package dev.ingot.controller.buildpack.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import org.junit.jupiter.api.Test;

/** The table of names that stand for other buildpacks, and what apps may name because of it. */
class BuildpackAliasesIT {
  private static final String PATH = "/v3/buildpack_aliases";
  private final RunningController controller = RunningController.get();
  private final Tenants tenants = new Tenants(controller);
  private final Http admin = controller.admin();
  private final Http user = tenants.login(tenants.user());

  @Test
  void cloudFoundrysNames_areThere_andOperatorsChangeThem() {
    var all = user.get(PATH);
    assertThat(all.status()).as(all.toString()).isEqualTo(200);
    assertThat(all.json().at("/aliases").properties()).extracting(one -> one.getKey() + "=" + one.getValue().asString())
        .contains("ruby_buildpack=ingot/ruby", "staticfile_buildpack=ingot/static", "https://github.com/cloudfoundry/php-buildpack=ingot/php");
    String name = Tenants.unique("alias");
    var changed = admin.patch(PATH, "{\"aliases\":{\"" + name + "\":\"ingot/java\",\"https://Example.com/My/Buildpack.git#main\":\"ingot/java\"}}");
    assertThat(changed.status()).as(changed.toString()).isEqualTo(200);
    assertThat(changed.json().at("/aliases").properties()).extracting(java.util.Map.Entry::getKey).contains(name, "https://example.com/my/buildpack");
    var removed = admin.patch(PATH, "{\"aliases\":{\"" + name + "\":null,\"https://example.com/my/buildpack\":null}}");
    assertThat(removed.json().at("/aliases").has(name)).isFalse();
    assertThat(removed.json().at("/aliases").has("https://example.com/my/buildpack")).isFalse();
    assertThat(removed.json().at("/aliases").has("ruby_buildpack")).isTrue();
  }

  @Test
  void onlyAdmins_andOnlyNames() {
    assertThat(controller.anonymous().get(PATH).status()).isEqualTo(401);
    assertThat(user.patch(PATH, "{\"aliases\":{\"a\":\"b\"}}").status()).isEqualTo(403);
    assertThat(admin.patch(PATH, "{\"aliases\":{\"a\":1}}").status()).isEqualTo(422);
    assertThat(admin.patch(PATH, "{\"aliases\":{\"a b\":\"c\"}}").status()).isEqualTo(422);
    assertThat(admin.patch(PATH, "{\"aliases\":{\"\":\"c\"}}").status()).isEqualTo(422);
    assertThat(admin.patch(PATH, "{\"aliases\":{\"a\":\"ruby_buildpack\"}}").detail()).contains("'ruby_buildpack' is an alias itself");
    assertThat(admin.patch(PATH, "{\"aliases\":[]}").status()).isEqualTo(422);
    assertThat(admin.patch(PATH, "{}").status()).isEqualTo(200);
  }

  @Test
  void apps_mayNameAnAlias_whoseBuildpackIsThere() {
    assertThat(controller.cell().put("/internal/buildpacks", "[{\"id\":\"ingot/java\",\"version\":\"1\"},{\"id\":\"ingot/nodejs\",\"version\":\"1\"}]").status()).isEqualTo(200);
    String space = tenants.space(tenants.organization());
    assertThat(app(space, "java_buildpack_offline").status()).isEqualTo(201);
    assertThat(app(space, "https://github.com/cloudfoundry/go-buildpack").status()).isEqualTo(201);
    var missing = app(space, "php_buildpack");
    assertThat(missing.status()).isEqualTo(422);
    assertThat(missing.detail()).isEqualTo("Buildpack must be an existing admin buildpack or a valid git URI: \"php_buildpack\"");
  }

  private Http.Answer app(String space, String buildpack) {
    return admin.post("/v3/apps", "{\"name\":\"" + Tenants.unique("a") + "\",\"lifecycle\":{\"type\":\"buildpack\",\"data\":{\"buildpacks\":[\"" + buildpack
        + "\"]}},\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + space + "\"}}}}");
  }
}
