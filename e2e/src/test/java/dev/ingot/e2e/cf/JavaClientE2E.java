package dev.ingot.e2e.cf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.DefaultAddressResolverGroup;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cloudfoundry.client.v3.ClientV3Exception;
import org.cloudfoundry.client.v3.Checksum;
import org.cloudfoundry.client.v3.resourcematch.ListMatchingResourcesRequest;
import org.cloudfoundry.client.v3.resourcematch.MatchedResource;
import org.cloudfoundry.reactor.DefaultConnectionContext;
import org.cloudfoundry.reactor.client.ReactorCloudFoundryClient;
import org.cloudfoundry.reactor.tokenprovider.PasswordGrantTokenProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * The official Java client reads what the API answers: every `get` and `list` operation it has for v3, found by reflection, against resources of
 * each kind, with unknown properties an error.
 */
@Order(180)
class JavaClientE2E {
  private static final CfPlatform PLATFORM = CfPlatform.get();
  private static final Pattern MISSING = Pattern.compile("required attributes are not set \\[(.*)]");
  /** Properties that the public API documentation has and the client of 2025 does not know. */
  private static final Set<String> NEWER_THAN_THE_CLIENT = Set.of("GetStackResponse.state", "GetStackResponse.state_reason", "StackResource.state", "StackResource.state_reason");
  private static final Set<String> MAY_BE_EMPTY = Set.of("ResourceMatchV3.list", "ServiceBrokersV3.list", "ServiceOfferingsV3.list", "ServicePlansV3.list");
  /** What needs a service broker. */
  private static final Set<String> NOT_HERE = Set.of("ServiceBrokersV3.get", "ServiceOfferingsV3.get", "ServicePlansV3.get", "ServiceInstancesV3.getManagedServiceParameters",
      "ServiceBindingsV3.getParameters");
  private static final Map<String, String> IDS = new HashMap<>();
  private static final Set<String> UNKNOWN = new ConcurrentSkipListSet<>();
  private static Cf cf;

  @BeforeAll
  static void oneOfEachKind() throws Exception {
    cf = PLATFORM.adminIn("client");
    cf.run("create-user-provided-service", "ups", "-p", "{\"a\":1}", "-t", "x").done();
    Files.writeString(PLATFORM.work.resolve("client.yml"), """
        applications:
        - name: read
          path: probe
          memory: 40M
          disk_quota: 100M
          services: [ups]
          metadata: {labels: {a: b}, annotations: {c: d}}
        """);
    cf.run("push", "-f", "client.yml", "--strategy", "rolling").done();
    cf.run("run-task", "read", "-c", "./probe print x", "--wait").done();
    cf.run("create-private-domain", "client", "client.example").done();
    cf.run("create-isolation-segment", "client-segment").done();
    cf.run("enable-org-isolation", "client", "client-segment").done();
    cf.run("create-space-quota", "client-quota", "-m", "1G").done();
    cf.run("set-space-quota", "dev", "client-quota").done();
    cf.run("create-security-group", "client-group", Files.writeString(PLATFORM.work.resolve("rules.json"),
        "[{\"protocol\":\"icmp\",\"destination\":\"10.0.0.1\",\"type\":0,\"code\":1}]").toString()).done();
    cf.run("bind-security-group", "client-group", "client", "--space", "dev").done();
    cf.run("bind-security-group", "client-group", "client", "--space", "dev", "--lifecycle", "staging").done();
    String app = cf.guid("read");
    IDS.put("applicationId", app);
    id("organizationId", "/v3/organizations?names=client");
    id("spaceId", "/v3/spaces?names=dev&organization_guids=" + IDS.get("organizationId"));
    id("packageId", "/v3/packages?app_guids=" + app);
    id("dropletId", "/v3/droplets?app_guids=" + app);
    id("buildId", "/v3/builds?app_guids=" + app);
    id("processId", "/v3/processes?app_guids=" + app);
    id("deploymentId", "/v3/deployments?app_guids=" + app);
    id("taskId", "/v3/tasks?app_guids=" + app);
    id("routeId", "/v3/routes?app_guids=" + app);
    id("domainId", "/v3/domains?names=client.example");
    id("stackId", "/v3/stacks");
    id("buildpackId", "/v3/buildpacks");
    id("roleId", "/v3/roles");
    id("eventId", "/v3/audit_events");
    id("isolationSegmentId", "/v3/isolation_segments?names=client-segment");
    id("securityGroupId", "/v3/security_groups?names=client-group");
    id("organizationQuotaId", "/v3/organization_quotas");
    id("spaceQuotaId", "/v3/space_quotas?names=client-quota");
    id("serviceInstanceId", "/v3/service_instances?names=ups");
    id("serviceBindingId", "/v3/service_credential_bindings?app_guids=" + app);
    IDS.put("type", "web");
    IDS.put("featureName", "revisions");
    IDS.put("feature", "revisions");
    IDS.put("jobId", job());
  }

  @AfterAll
  static void tidy() {
    cf.run("delete-org", "-f", "client").ok("OK");
    cf.run("delete-isolation-segment", "client-segment", "-f").ok("OK");
    cf.run("delete-security-group", "client-group", "-f").ok("OK");
  }

  @Test
  void everyGetAndList_isDecodedStrictly() throws Exception {
    Map<String, String> problems = new TreeMap<>();
    Set<String> read = new TreeSet<>();
    SslContext tls = SslContextBuilder.forClient().trustManager(PLATFORM.home.resolve("config/tls.crt").toFile()).build();
    DefaultConnectionContext connection = DefaultConnectionContext.builder().apiHost("api." + CfPlatform.SYSTEM)
        .objectMapper(new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).registerModule(new Jdk8Module()).addHandler(new KnownProperties()))
        .additionalHttpClientConfiguration(http -> http.resolver(DefaultAddressResolverGroup.INSTANCE).secure(secure -> secure.sslContext(tls))).build();
    try {
      ReactorCloudFoundryClient client = ReactorCloudFoundryClient.builder().connectionContext(connection)
          .tokenProvider(PasswordGrantTokenProvider.builder().username("admin").password(PLATFORM.password).build()).build();
      for (Method family : families()) {
        Object operations = family.invoke(client);
        for (Method operation : operations(family.getReturnType())) {
          String name = family.getReturnType().getSimpleName() + "." + operation.getName();
          if (NOT_HERE.contains(name)) {
            continue;
          }
          try {
            Object answer = ((Mono<?>) operation.invoke(operations, request(operation.getParameterTypes()[0]))).block(Duration.ofSeconds(30));
            read.add(name);
            if (operation.getName().startsWith("list") && String.valueOf(answer).contains("resources=[]") && !MAY_BE_EMPTY.contains(name)) {
              problems.put(name, "is empty: nothing was decoded");
            }
          } catch (InvocationTargetException | RuntimeException e) {
            Throwable cause = root(e);
            problems.put(name, cause instanceof ClientV3Exception answer ? answer.getStatusCode() + " " + answer.getMessage() : String.valueOf(cause));
          }
        }
      }
    } finally {
      connection.dispose();
    }
    System.out.println("Java client: " + read.size() + " operations decoded");
    problems.forEach((name, problem) -> System.out.println("  " + name + ": " + problem));
    assertThat(UNKNOWN).as("properties the client does not know").isEmpty();
    assertThat(problems).isEmpty();
    assertThat(read).hasSizeGreaterThan(75);
  }

  /** Collects what the client does not know; the test fails on it, with all of it in one list. */
  private static final class KnownProperties extends DeserializationProblemHandler {
    @Override
    public boolean handleUnknownProperty(DeserializationContext context, com.fasterxml.jackson.core.JsonParser parser, JsonDeserializer<?> deserializer, Object bean, String property)
        throws java.io.IOException {
      Class<?> type = bean instanceof Class<?> known ? known : bean.getClass();
      String name = type.getName().replaceAll(".*\\.|\\$Json$", "") + "." + property;
      if (!NEWER_THAN_THE_CLIENT.contains(name)) {
        UNKNOWN.add(name);
      }
      parser.skipChildren();
      return true;
    }
  }

  private static List<Method> families() {
    return Arrays.stream(org.cloudfoundry.client.CloudFoundryClient.class.getMethods()).filter(method -> method.getReturnType().getName().contains(".v3.")).toList();
  }

  private static List<Method> operations(Class<?> family) {
    return Stream.of(family.getMethods()).filter(method -> method.getName().matches("(get|list).*") && method.getParameterCount() == 1 && method.getReturnType() == Mono.class).toList();
  }

  /** A request with what it requires, and no more. */
  private static Object request(Class<?> type) throws ReflectiveOperationException {
    if (type == ListMatchingResourcesRequest.class) {
      return ListMatchingResourcesRequest.builder().resource(MatchedResource.builder().checksum(Checksum.builder().value("da39a3ee5e6b4b0d3255bfef95601890afd80709").build()).size(70_000).build()).build();
    }
    Object builder = type.getMethod("builder").invoke(null);
    Method build = builder.getClass().getMethod("build");
    try {
      return build.invoke(builder);
    } catch (InvocationTargetException e) {
      Matcher missing = MISSING.matcher(String.valueOf(e.getCause().getMessage()));
      if (!missing.find()) {
        throw e;
      }
      for (String attribute : missing.group(1).split(", ")) {
        String value = IDS.get(attribute);
        if (value == null) {
          throw new IllegalStateException("the test has no " + attribute);
        }
        builder.getClass().getMethod(attribute, String.class).invoke(builder, value);
      }
      return build.invoke(builder);
    }
  }

  private static Throwable root(Throwable e) {
    List<Throwable> chain = new ArrayList<>(List.of(e));
    while (chain.getLast().getCause() != null && !(chain.getLast() instanceof ClientV3Exception)) {
      chain.add(chain.getLast().getCause());
    }
    return chain.getLast();
  }

  private static void id(String name, String list) {
    String guid = cf.curl(list).at("/resources/0/guid").asString();
    if (!guid.isEmpty()) {
      IDS.put(name, guid);
    }
  }

  private static String job() {
    CfResult answer = cf.run("curl", "-i", "-X", "DELETE", "/v3/apps/" + cf.curl("/v3/apps", "-X", "POST", "-d",
        "{\"name\":\"gone\",\"relationships\":{\"space\":{\"data\":{\"guid\":\"" + IDS.get("spaceId") + "\"}}}}").path("guid").asString()).done();
    Matcher job = Pattern.compile("/v3/jobs/(\\S+)").matcher(answer.output());
    assertThat(job.find()).as(answer.output()).isTrue();
    return job.group(1);
  }
}
