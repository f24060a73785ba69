package dev.ingot.controller.listing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.RunningController;
import dev.ingot.controller.testing.Tenants;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paging, order, filters, labels and includes, over orgs and spaces. */
class ListsIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Tenants TENANTS = new Tenants(CONTROLLER);

  @Test
  void following_next_sees_every_item_once_in_order() {
    String org = TENANTS.organization();
    for (int i = 0; i < 7; i++) {
      TENANTS.space(org);
    }
    var seen = new ArrayList<String>();
    String next = "/v3/spaces?organization_guids=" + org + "&order_by=-name&per_page=3";
    int pages = 0;
    while (!next.isEmpty()) {
      var answer = ADMIN.get(next);
      answer.json().get("resources").forEach(space -> seen.add(space.get("name").asString()));
      assertThat(answer.at("/pagination/total_results")).isEqualTo("7");
      next = answer.at("/pagination/next/href");
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(seen).hasSize(7).doesNotHaveDuplicates().isSortedAccordingTo(java.util.Comparator.reverseOrder());
  }

  @Test
  void a_comma_in_a_name_is_found_when_encoded_twice_and_splits_when_not() {
    String name = Tenants.unique("a,b%2Cc+d");
    assertThat(ADMIN.post("/v3/organizations", "{\"name\":\"" + name + "\"}").status()).isEqualTo(201);
    String twice = name.replace("%", "%25").replace(",", "%2C");
    assertThat(names("/v3/organizations?names=" + Http.q(twice))).containsExactly(name);
    assertThat(names("/v3/organizations?names=" + Http.q(twice + ",ingot"))).containsExactlyInAnyOrder(name, "ingot");
    assertThat(names("/v3/organizations?names=" + Http.q(name))).isEmpty();
  }

  @Test
  void an_empty_filter_is_a_filter() {
    assertThat(names("/v3/organizations?names=")).isEmpty();
    assertThat(names("/v3/spaces?organization_guids=")).isEmpty();
    assertThat(names("/v3/organizations?names=ingot,")).containsExactly("ingot");
  }

  @Test
  void the_filters_are_repeated_in_links() {
    String name = Tenants.unique("ä & ?=");
    ADMIN.post("/v3/organizations", "{\"name\":\"" + name + "\"}");
    String next = ADMIN.get("/v3/organizations?per_page=1&names=" + Http.q(name + ",ingot")).at("/pagination/next/href");
    assertThat(ADMIN.get(next).json().get("resources")).hasSize(1);
    assertThat(ADMIN.get(next).at("/pagination/next/href")).isEmpty();
  }

  @Test
  void a_page_after_the_last_is_empty() {
    var answer = ADMIN.get("/v3/organizations?names=ingot&page=9");
    assertThat(answer.json().get("resources")).isEmpty();
    assertThat(answer.at("/pagination/previous/href")).contains("page=1");
    assertThat(answer.json().at("/pagination/next").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"env|2", "!env|1", "env=prod|1", "env==prod|1", "env!=prod|2", "env in (prod,test)|2", "env notin (prod)|2",
      "env=prod,tier=web|1", "env,!tier|1", "example.com/owner=me|1", "env=|0"})
  void label_selectors_select(String selector, int count) {
    assertThat(ADMIN.get("/v3/spaces?organization_guids=" + Labelled.ORG + "&label_selector=" + Http.q(selector)).at("/pagination/total_results"))
        .isEqualTo(Integer.toString(count));
  }

  @Test
  void labels_are_merged_and_removed_by_null() {
    String org = TENANTS.organization();
    ADMIN.patch("/v3/organizations/" + org, "{\"metadata\":{\"labels\":{\"a\":\"1\",\"b\":\"2\"},\"annotations\":{\"note\":\"any text!\"}}}");
    var answer = ADMIN.patch("/v3/organizations/" + org, "{\"metadata\":{\"labels\":{\"a\":null,\"c\":\"\"}}}");
    assertThat(answer.json().at("/metadata/labels").toString()).isEqualTo("{\"b\":\"2\",\"c\":\"\"}");
    assertThat(answer.at("/metadata/annotations/note")).isEqualTo("any text!");
    assertThat(ADMIN.patch("/v3/organizations/" + org, "{\"metadata\":{\"labels\":{\"-a\":\"1\"}}}").detail()).startsWith("Metadata label key error");
  }

  @Test
  void include_brings_each_org_once() {
    String org = TENANTS.organization();
    TENANTS.space(org);
    TENANTS.space(org);
    var answer = ADMIN.get("/v3/spaces?include=organization&organization_guids=" + org);
    assertThat(answer.json().at("/included/organizations")).hasSize(1);
    assertThat(answer.at("/included/organizations/0/guid")).isEqualTo(org);
    assertThat(ADMIN.get("/v3/spaces?organization_guids=" + org).json().has("included")).isFalse();
  }

  @Test
  void times_compare_to_the_second_as_shown() {
    String org = TENANTS.organization();
    String created = ADMIN.get("/v3/organizations/" + org).at("/created_at");
    assertThat(created).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(names("/v3/organizations?guids=" + org + "&created_ats=" + created)).hasSize(1);
    assertThat(names("/v3/organizations?guids=" + org + "&created_ats%5Bgt%5D=" + created)).isEmpty();
    assertThat(names("/v3/organizations?guids=" + org + "&created_ats%5Bgte%5D=" + created)).hasSize(1);
    assertThat(names("/v3/organizations?guids=" + org + "&created_ats%5Blt%5D=" + created)).isEmpty();
  }

  private static List<String> names(String path) {
    var names = new ArrayList<String>();
    var answer = ADMIN.get(path);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    answer.json().get("resources").forEach(item -> names.add(item.get("name").asString()));
    return names;
  }

  /** An org with three spaces: prod and web, test, none. */
  private static final class Labelled {
    static final String ORG = TENANTS.organization();

    static {
      label(TENANTS.space(ORG), "\"env\":\"prod\",\"tier\":\"web\",\"example.com/owner\":\"me\"");
      label(TENANTS.space(ORG), "\"env\":\"test\"");
      TENANTS.space(ORG);
    }

    private static void label(String space, String labels) {
      assertThat(ADMIN.patch("/v3/spaces/" + space, "{\"metadata\":{\"labels\":{" + labels + "}}}").status()).isEqualTo(200);
    }
  }
}
