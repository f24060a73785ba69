package dev.ingot.controller.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingot.controller.testing.Contract;
import dev.ingot.controller.testing.Http;
import dev.ingot.controller.testing.Http.Answer;
import dev.ingot.controller.testing.RunningController;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The mistakes every operation must tell alike: a guid nobody has, and a query parameter that it does not know. */
class EveryOperationIT {
  private static final RunningController CONTROLLER = RunningController.get();
  private static final Http ADMIN = CONTROLLER.admin();
  private static final Set<Integer> REFUSED = Set.of(400, 404, 422);
  /** They answer whoever asks, whatever else is asked. */
  private static final Set<String> WITHOUT_PARAMETERS = Set.of("/v3/info", "/v3/info/usage_summary", "/v3/openapi.json", "/v3/buildpack_aliases");

  @TestFactory
  Stream<DynamicTest> a_guid_nobody_has_is_not_found() {
    return operations(true).map(operation -> DynamicTest.dynamicTest(operation.method() + " " + operation.path(), () -> {
      // Deleting all routes of a space must be asked for by saying which.
      String query = operation.path().matches("/v3/spaces/[^/]+/routes") ? "?unmapped=true" : "";
      Answer answer = send(operation, operation.path().replace("{index}", "0").replaceAll("\\{[^/]+}", "no-such-guid") + query);
      assertThat(answer.detail()).isNotBlank();
      if (!answer.title().equals("CF-FeatureDisabled")) {
        assertThat(answer.status()).as(answer.toString()).isIn(operation.method().matches("GET|DELETE") ? Set.of(404) : REFUSED);
      }
    }));
  }

  @TestFactory
  Stream<DynamicTest> an_unknown_query_parameter_is_told() {
    return operations(false).map(operation -> DynamicTest.dynamicTest(operation.method() + " " + operation.path(), () -> {
      Answer answer = send(operation, operation.path() + "?no_such_parameter=1");
      assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
      assertThat(answer.detail()).contains("Unknown query parameter");
    }));
  }

  private static Stream<Contract.Operation> operations(boolean ofOne) {
    return Contract.of(CONTROLLER.url()).operations().stream().filter(operation -> operation.path().startsWith("/v3/") && !WITHOUT_PARAMETERS.contains(operation.path()))
        .filter(operation -> operation.path().contains("{") ? ofOne : !ofOne && operation.method().equals("GET"));
  }

  private static Answer send(Contract.Operation operation, String path) {
    boolean body = List.of("POST", "PUT", "PATCH").contains(operation.method());
    return ADMIN.send(operation.method(), path, body ? "application/json" : null, body ? "{}" : null);
  }
}
