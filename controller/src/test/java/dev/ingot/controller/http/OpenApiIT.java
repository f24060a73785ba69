package dev.ingot.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ingot.controller.testing.RunningController;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The description of the API: complete, a schema by its own standard, and exact where clients stumble. */
class OpenApiIT {
  private static final JsonNode DOCUMENT = RunningController.get().anonymous().get("/v3/openapi.json").json();

  @Test
  void every_schema_is_one() {
    var meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema("{\"$ref\":\"https://json-schema.org/draft/2020-12/schema\"}");
    DOCUMENT.at("/components/schemas").properties().forEach(schema -> assertThat(meta.validate(schema.getValue().toString(), InputFormat.JSON)).as(schema.getKey()).isEmpty());
    assertThat(DOCUMENT.findValues("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(DOCUMENT.at(ref.asString().substring(1)).isMissingNode()).as(ref.asString()).isFalse());
  }

  @Test
  void names_are_those_on_the_wire_and_null_is_told() {
    var app = DOCUMENT.at("/components/schemas/App");
    assertThat(app.at("/properties").propertyNames()).contains("guid", "created_at", "relationships");
    assertThat(app.at("/additionalProperties").asBoolean(true)).isFalse();
    assertThat(app.at("/required").toString()).contains("\"created_at\"");
    assertThat(DOCUMENT.at("/components/schemas/ToOne/properties/data/anyOf/1/type").asString("")).isEqualTo("null");
    assertThat(DOCUMENT.at("/components/schemas/Link/required").isMissingNode()).isTrue();
  }

  @Test
  void lists_say_what_can_be_asked() {
    assertThat(DOCUMENT.at("/paths/~1v3~1organizations/get/parameters").findValuesAsString("name"))
        .contains("page", "per_page", "order_by", "names", "guids", "created_ats[gt]", "label_selector");
    assertThat(DOCUMENT.at("/paths/~1v3~1organizations/post/responses/201/content/application~1json/schema/$ref").asString("")).endsWith("/Organization");
  }

  @Test
  void it_is_linked_from_the_root_of_v3() {
    var controller = RunningController.get();
    assertThat(controller.anonymous().get("/v3").at("/links/openapi/href")).isEqualTo(controller.url() + "/v3/openapi.json");
  }
}
