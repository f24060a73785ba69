package dev.ingot.stager.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingot.oci.image.Digest;
import dev.ingot.oci.registry.Credentials;
import dev.ingot.oci.registry.RegistryClient;
import dev.ingot.oci.registry.RegistryException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** `docker-registry` by https with a certificate of one's own authority, which wants tokens of a token service, or a password. */
@Timeout(120)
class TokenRegistryIT {
  private static final Credentials RIGHT = new Credentials(DockerRegistry.USER, DockerRegistry.PASSWORD);
  @TempDir static Path dir;
  private static TestCertificates certificates;
  private static TokenService service;
  private static DockerRegistry registry;
  private RegistryClient client;

  @BeforeAll
  static void start() throws Exception {
    certificates = new TestCertificates(dir.resolve("tls"));
    service = new TokenService(certificates);
    registry = new DockerRegistry(dir.resolve("registry"), certificates.pem("good"), service.auth(Files.writeString(dir.resolve("bundle.pem"), certificates.authority())));
  }

  @AfterAll
  static void end() {
    if (registry != null) {
      registry.close();
    }
    if (service != null) {
      service.close();
    }
  }

  @BeforeEach
  void open() throws Exception {
    service.allowed = Set.of("pull", "push", "delete");
    service.seconds = 300;
    service.late = 0;
    service.asked.clear();
    client = client(registry.origin(), RIGHT, certificates.authority());
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static RegistryClient client(URI origin, Credentials credentials, String authorities) throws Exception {
    return RegistryClient.toAny(origin, credentials, authorities);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(RegistryClient client, String repository) {
    return assertThatThrownBy(() -> {
      client.ping();
      client.requirePush(repository);
    }).isInstanceOf(RegistryException.class);
  }

  @Test
  void scopes_areAskedForAsTheyAreNeeded() throws Exception {
    client.ping();
    client.requirePush("team/scopes");
    Digest blob = client.putBlob("team/scopes", "content".getBytes());
    assertThat(client.mount("team/mounted", blob, "team/scopes")).isTrue();
    assertThat(client.hasBlob("team/mounted", blob)).isTrue();
    assertThat(service.asked).contains(List.of("repository:team/scopes:delete"), List.of("repository:team/mounted:pull"))
        .anySatisfy(scopes -> assertThat(scopes).hasSize(2).contains("repository:team/scopes:pull"))
        .as("each once: tokens are kept").doesNotHaveDuplicates();
  }

  /** Those who may read only are told so before anything is changed; what cannot be mounted is sent, and what cannot be deleted stays. */
  @Test
  void rightsThatDoNotSuffice_areToldAsSuch() throws Exception {
    Digest blob = client.putBlob("team/rights", "content".getBytes());
    service.allowed = Set.of("pull");
    try (RegistryClient reader = client(registry.origin(), RIGHT, certificates.authority())) {
      refused(reader, "team/rights").hasMessageContaining("start an upload to team/rights").hasMessageContaining("401 (these credentials do not allow that)");
      assertThat(reader.hasBlob("team/rights", blob)).isTrue();
      assertThat(reader.mount("team/others", blob, "team/rights")).isFalse();
      assertThat(reader.deleteManifest("team/rights", blob.value())).isFalse();
    }
    try (RegistryClient nobody = client(registry.origin(), new Credentials("ingot", "wrong"), certificates.authority())) {
      refused(nobody, "team/rights").hasMessageContaining("the token service of " + registry.origin() + " answered 401 (wrong or missing credentials)").hasMessageNotContaining("wrong:");
    }
    try (RegistryClient nobody = RegistryClient.toAny(registry.origin(), null, certificates.authority())) {
      refused(nobody, "team/rights").hasMessageContaining("answered 401");
    }
  }

  @Test
  void tokenOfAFile_isSentAsItIs() throws Exception {
    String token = service.token(List.of("repository:team/fixed:pull,push"));
    try (RegistryClient fixed = client(registry.origin(), Credentials.token(token), certificates.authority())) {
      fixed.ping();
      fixed.requirePush("team/fixed");
      Digest blob = fixed.putBlob("team/fixed", "content".getBytes());
      assertThat(fixed.getSmallBlob("team/fixed", blob, 100)).isEqualTo("content".getBytes());
      assertThatThrownBy(() -> fixed.putBlob("team/elsewhere", "content".getBytes())).hasMessageContaining("these credentials do not allow that");
    }
    assertThat(service.asked).isEmpty();
    service.late = 3600;
    try (RegistryClient old = client(registry.origin(), Credentials.token(service.token(List.of("repository:team/fixed:pull,push"))), certificates.authority())) {
      refused(old, "team/fixed").hasMessageContaining("401");
    }
  }

  /** Large enough that the registry would hang up before all of it were sent to be refused. */
  @Test
  void tokensThatRunOutInTheMiddle_areRenewed() throws Exception {
    byte[] bytes = new byte[20 << 20];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(dir.resolve("large"), bytes);
    Digest digest = Digest.sha256(file);
    service.seconds = 0;
    client.putStream("team/short", Files.newInputStream(file));
    client.putBlob("team/short", digest, file);
    client.getBlob("team/short", digest, dir.resolve("back"));
    assertThat(Digest.sha256(dir.resolve("back"))).isEqualTo(digest);
    assertThat(service.asked.stream().filter(scopes -> scopes.toString().matches(".*short:(pull,push|push,pull).*"))).as("one for each request").hasSizeGreaterThan(3);
  }

  /** Tokens we hold for good, and the registry does not: as after a change of its service's key. */
  @Test
  void tokensTheRegistryDropsBeforeTheirTime_areRenewed() throws Exception {
    service.late = 3600;
    refused(client, "team/late").hasMessageContaining("401");
    service.late = 0;
    client.ping();
    client.requirePush("team/late");
    assertThat(client.hasBlob("team/late", Digest.sha256("nothing".getBytes()))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
      "good, none, is from no authority that is trusted here, --registry-ca-file",
      "other-name, ca, is for another name, subject alternative names",
      "expired, ca, has expired, good now",
  })
  void certificates_areRefusedWithTheReason(String certificate, String authorities, String reason, String remedy) throws Exception {
    try (DockerRegistry other = new DockerRegistry(dir.resolve(certificate), certificates.pem(certificate), service.auth(dir.resolve("bundle.pem")));
        RegistryClient at = client(other.origin(), RIGHT, authorities.equals("ca") ? certificates.authority() : "")) {
      refused(at, "team/x").hasMessageContaining(other.origin().toString()).hasMessageContaining(reason)
          .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.remedy()).contains(remedy));
      assertThat(service.asked).isEmpty();
    }
  }

  @Test
  void whatSpeaksNoTls_orIsNoCertificate_isToldAsSuch() throws Exception {
    try (DockerRegistry plain = new DockerRegistry(dir.resolve("plain"));
        RegistryClient at = client(URI.create(plain.origin().toString().replace("http:", "https:")), RIGHT, "")) {
      refused(at, "team/x").isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.remedy()).contains("speaks TLS"));
    }
    try (RegistryClient at = client(URI.create(registry.origin().toString().replace("https:", "http:")), RIGHT, "")) {
      refused(at, "team/x").hasMessageContaining("answered 400");
    }
    for (String wrong : List.of("no certificate", Files.readString(certificates.pem("good").key()), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")) {
      assertThatThrownBy(() -> client(registry.origin(), RIGHT, wrong)).isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.remedy()).contains("in PEM"))
          .hasMessageContaining("given for the registry");
    }
  }
}
