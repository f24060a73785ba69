package dev.ingot.oci.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** How this machine reaches others: its bundle of certificate authorities, and the proxy its environment names. */
final class MachineNetwork {
  private static final String BUNDLE = "/etc/ssl/certs/ca-certificates.crt";

  private static final String GIVEN = "Give certificates in PEM (-----BEGIN CERTIFICATE-----), such as the one that signed the registry's own.";

  private MachineNetwork() {}

  /**
   * A client that follows no redirects.
   *
   * @param authorities certificates in PEM to trust beside the machine's; may be empty
   * @throws RegistryException when the machine's bundle or these cannot be read
   */
  static HttpClient client(Map<String, String> environment, String authorities) throws RegistryException {
    HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(Duration.ofSeconds(10)).proxy(new Proxies(environment));
    Path bundle = Path.of(environment.getOrDefault("SSL_CERT_FILE", BUNDLE));
    return (Files.isRegularFile(bundle) || !authorities.isEmpty() ? client.sslContext(trusting(bundle, authorities)) : client).build();
  }

  private static SSLContext trusting(Path bundle, String authorities) throws RegistryException {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      if (Files.isRegularFile(bundle)) {
        try (InputStream in = Files.newInputStream(bundle)) {
          add(in, "machine", store);
        }
      }
      if (!authorities.isEmpty()) {
        addGiven(authorities, store);
      }
      TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (RegistryException e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw new RegistryException("the certificate authorities in " + bundle + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static void addGiven(String authorities, KeyStore store) throws RegistryException, GeneralSecurityException {
    int before = store.size();
    try {
      add(new ByteArrayInputStream(authorities.getBytes(StandardCharsets.UTF_8)), "own", store);
    } catch (CertificateException e) {
      throw new RegistryException("the certificate authorities given for the registry cannot be read: " + e.getMessage(), GIVEN, e);
    }
    if (store.size() == before) {
      throw new RegistryException("the certificate authorities given for the registry are empty", GIVEN, new CertificateException("no certificate"));
    }
  }

  private static void add(InputStream pem, String kind, KeyStore store) throws GeneralSecurityException {
    int number = 0;
    for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
      store.setCertificateEntry(kind + "-" + number++, certificate);
    }
  }

  /** The usual variables, upper or lower case; what is on this machine is always reached directly. */
  private static final class Proxies extends ProxySelector {
    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI uri) {
      String proxy = value(uri.getScheme() + "_proxy");
      if (proxy.isEmpty() || ImageReference.loopback(uri.getHost()) || excepted(uri.getHost())) {
        return List.of(Proxy.NO_PROXY);
      }
      URI at = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
      return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(at.getHost(), at.getPort() < 0 ? 80 : at.getPort())));
    }

    private boolean excepted(String host) {
      for (String part : value("no_proxy").split(",")) {
        String name = part.strip().replaceFirst("^\\*?\\.", "");
        if (name.equals("*") || !name.isEmpty() && (host.equals(name) || host.endsWith("." + name))) {
          return true;
        }
      }
      return false;
    }

    private String value(String name) {
      String lower = environment.getOrDefault(name, "");
      return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
  }
}
