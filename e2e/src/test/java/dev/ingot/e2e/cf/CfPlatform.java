package dev.ingot.e2e.cf;

import dev.ingot.e2e.Commands;
import dev.ingot.e2e.Requirements;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The platform of the cf tests: a system domain of its own, TLS with its self-signed certificate on 443, wildcard DNS. One for all classes. With
 * INGOT_E2E_CF_HOME set, a platform that runs already is used and left running (for whoever works on these tests).
 */
final class CfPlatform {
  static final Path ROOT = Path.of(System.getProperty("ingot.root", "..")).toAbsolutePath().normalize();
  static final String DOMAIN = "ingot.test";
  static final String SYSTEM = "sys." + DOMAIN;
  static final String APPS = "apps." + SYSTEM;
  static final String API = "https://api." + SYSTEM;
  private static @Nullable CfPlatform instance;
  private static @Nullable Throwable failure;

  final Path home;
  /** Files of the tests: homes of the users, apps, dnsmasq's. */
  final Path work;
  final String password;
  private final HttpClient http;
  private final Path cf;
  private int users;

  private CfPlatform() throws IOException, GeneralSecurityException {
    cf = GoBuild.cf();
    work = Files.createTempDirectory(Path.of("/var/tmp"), "ingot-cf-");
    Optional<String> running = Optional.ofNullable(System.getenv("INGOT_E2E_CF_HOME"));
    home = running.map(Path::of).orElse(Path.of("/var/tmp/ingot-e2e-cf-" + ProcessHandle.current().pid()));
    Dns dns = new Dns(work, DOMAIN);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      dns.close();
      if (running.isEmpty()) {
        ingot("down", "--purge");
      }
      Commands.run("rm", "-rf", work.toString());
    }));
    if (running.isEmpty()) {
      Requirements.need(free(80) && free(443), "ports 80 and 443 that nobody listens on");
      Commands.Result up = ingot("up", "--domain", SYSTEM, "--http-port", "80", "--https-port", "443", "--admin-password", "cf e2e correct horse").mustSucceed();
      System.out.println("TIMING up with a domain and TLS: " + up.took());
    }
    password = Files.readString(home.resolve("secrets/admin-password")).strip();
    GoBuild.probe(work.resolve("probe/probe"));
    Files.writeString(work.resolve("probe/Procfile"), "web: ./probe\n");
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).sslContext(trustOnly(home.resolve("config/tls.crt"))).build();
  }

  static synchronized CfPlatform get() {
    Requirements.need(Files.isExecutable(Path.of("/usr/sbin/runc")) && "root".equals(System.getProperty("user.name")), "root and runc");
    if (failure != null) {
      throw new AssertionError("the platform of these tests did not start", failure);
    }
    try {
      if (instance == null) {
        instance = new CfPlatform();
      }
      return instance;
    } catch (TestAbortedException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException | AssertionError e) {
      failure = e;
      throw new AssertionError("the platform of these tests did not start", e);
    }
  }

  /** A user with a fresh cf home who has chosen this platform and not logged in. */
  Cf stranger() throws IOException {
    Path cfHome = Files.createDirectories(work.resolve("user-" + users++));
    Cf user = new Cf(cf, work.resolve("resolv.conf"), cfHome, work);
    user.run("api", API, "--skip-ssl-validation").done();
    return user;
  }

  Cf admin() throws IOException {
    Cf admin = stranger();
    admin.run("auth", "admin", password).ok("OK");
    return admin;
  }

  /** The admin, in an org and space of that name, made when missing. */
  Cf adminIn(String org) throws IOException {
    Cf admin = admin();
    if (System.getenv("INGOT_E2E_CF_HOME") != null) {
      admin.run("delete-org", "-f", org).done();
    }
    admin.run("create-org", org).done();
    admin.run("create-space", "dev", "-o", org).done();
    admin.run("target", "-o", org, "-s", "dev").ok(org, "dev");
    return admin;
  }

  /** A copy of the app of these tests, for a test that changes files. */
  Path probe(String name) throws IOException {
    Path copy = work.resolve(name);
    Commands.run("cp", "-a", work.resolve("probe").toString(), copy.toString()).mustSucceed();
    return copy;
  }

  /** A new directory for an app or a file. */
  Path directory(String name) throws IOException {
    return Files.createDirectories(work.resolve(name));
  }

  /** A request through the router, with the certificate checked. @param headers name, value, name, value … */
  HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url.contains("://") ? url : "https://" + url)).timeout(Duration.ofSeconds(20));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  Commands.Result ingot(String... arguments) {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("ingot").toString()));
    command.addAll(List.of(arguments));
    return Commands.run(ROOT, Map.of("INGOT_HOME", home.toString(), "INGOT_CONFIG", work.resolve("target.json").toString(), "NO_COLOR", "1"),
        Duration.ofMinutes(15), command);
  }

  private static boolean free(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static SSLContext trustOnly(Path certificate) throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      trusted.setCertificateEntry("platform", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }
}
