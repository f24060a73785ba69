package dev.ingot.oci.registry;

import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Says in words why no connection by TLS came about. */
final class Certificates {
  private static final String AUTHORITY = "An operator must name the authority of its certificate (ingot up --registry-ca-file, PEM), or add it to the machine's; "
      + "for other registries than the platform's: ingot.registry.others.";
  private static final String RENEW = "The registry's operator must give it a certificate that is good now for this name; see the clocks of both machines too.";
  private static final String NAME = "Name the registry as its certificate does, or give it a certificate for this name (subject alternative names).";
  private static final String SCHEME = "See that something speaks TLS at this port; a registry without TLS is used on this machine only, as http://.";

  private Certificates() {}

  /** Why, and what to do about it. */
  static RegistryException refused(URI uri, SSLException e) {
    String at = uri.getScheme() + "://" + uri.getAuthority();
    Optional<CertificateException> time = find(e, CertificateExpiredException.class).map(CertificateException.class::cast)
        .or(() -> find(e, CertificateNotYetValidException.class));
    if (time.isPresent()) {
      String when = time.get() instanceof CertificateExpiredException ? " has expired" : " is not good yet";
      return new RegistryException("the certificate of " + at + when + " (" + time.get().getMessage() + ")", RENEW, e);
    }
    if (find(e, CertPathBuilderException.class).isPresent()) {
      return new RegistryException("the certificate of " + at + " is from no authority that is trusted here", AUTHORITY, e);
    }
    Optional<CertificateException> other = find(e, CertificateException.class);
    if (other.isPresent() && String.valueOf(other.get().getMessage()).startsWith("No ")) {
      return new RegistryException("the certificate of " + at + " is for another name (" + other.get().getMessage() + ")", NAME, e);
    }
    return new RegistryException("no connection by TLS to " + at + ": " + e.getMessage(), other.isPresent() ? AUTHORITY : SCHEME, e);
  }

  /** Whether it is the certificate, or no TLS at all, so that the next answer would be the same; a connection that only broke may be tried again. */
  static boolean isAtFault(SSLException e) {
    return find(e, CertificateException.class).isPresent() || find(e, CertPathBuilderException.class).isPresent() || String.valueOf(e.getMessage()).contains("SSL message");
  }

  private static <T extends Throwable> Optional<T> find(Throwable from, Class<T> type) {
    int depth = 0;
    for (Throwable e = from; e != null && depth < 20; e = e.getCause()) {
      if (type.isInstance(e)) {
        return Optional.of(type.cast(e));
      }
      depth++;
    }
    return Optional.empty();
  }
}
