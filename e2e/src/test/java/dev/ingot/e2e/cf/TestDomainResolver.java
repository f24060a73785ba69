package dev.ingot.e2e.cf;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.util.stream.Stream;

/** Lets this JVM find `*.ingot.test` on this machine, as dnsmasq does for the cf CLI, so that certificates are checked against real names. */
public final class TestDomainResolver extends InetAddressResolverProvider {
  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtin = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy) throws UnknownHostException {
        return host.endsWith("." + CfPlatform.DOMAIN) ? Stream.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})) : builtin.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return builtin.lookupByAddress(address);
      }
    };
  }

  @Override
  public String name() {
    return "ingot.test";
  }
}
